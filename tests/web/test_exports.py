"""Files: every table of every page as CSV and XLSX, whole, safe, and equal to the page."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from directory_lake import FILLERS
from openpyxl import load_workbook

PAGES = [
    "",
    "organisations/",
    "organisations/org:stan/",
    "organisations/org:hkust/",
    "organisations/org:mit/",
    "organisations/org:cell/",
    "organisations/org:fund/",
    "pairs/org:stan/org:hkust/?topic=T10247",
    "pairs/org:stan/org:sustech/",
    "topics/T10247/",
    "fields/",
    "fields/green-energy/",
    "people/person:lin/",
    "works/work:3/",
    "sources/",
]
EMPTY = "</thead>\n      <tbody>\n        <tr><td colspan"  # of a table that says "No data"
EXPORT = re.compile(r'href="([^"]*export=(?:csv|xlsx)[^"]*)"')


def addresses(html: str) -> list[str]:
    return [address.replace("&amp;", "&") for address in EXPORT.findall(html)]


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_every_table_exports_in_both_formats(
    client: Any, directory_home: Path, path: str, language: str
) -> None:
    html = client.get(f"/{language}/{path}").content.decode()
    found = addresses(html)
    assert found
    assert len(found) == len(set(found))
    for address in found:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Disposition"].startswith('attachment; filename="twinbay-')
        if "export=csv" in address:
            rows = rows_of(response.content)
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows) > 1 or EMPTY in html
        else:
            book = load_workbook(io.BytesIO(response.content))
            assert book.sheetnames == ["data", "source"]
            assert book["data"].max_row > 1 or EMPTY in html
            said = [cell.value for (cell,) in book["source"].iter_rows(max_col=1)]
            assert any(str(line).startswith("http://testserver/") for line in said)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_list_exports_its_headings(
    client: Any, directory_home: Path, language: str
) -> None:
    html = client.get(f"/{language}/topics/T10346/").content.decode()  # no works in the data
    assert html.count('class="data-table"') * 2 == len(addresses(html)) >= 4
    for address in addresses(html):
        if "export=csv" in address:
            (headings,) = rows_of(client.get(address).content)
            assert len(headings) > 2


@pytest.mark.parametrize("path", [path for path in PAGES if path])
def test_no_cell_of_any_file_is_a_formula(client: Any, directory_home: Path, path: str) -> None:
    html = client.get(f"/zh/{path}").content.decode()
    for address in addresses(html):
        body = client.get(address).content
        if "export=csv" in address:
            cells = [cell for row in rows_of(body) for cell in row]
            bad = [c for c in cells if c[:1] in "=+@\t\r" and c]
            assert not bad
        else:
            for sheet in load_workbook(io.BytesIO(body)):
                for row in sheet.iter_rows():
                    assert all(cell.data_type != "f" for cell in row)


def test_a_formula_in_a_name_gets_an_apostrophe(client: Any, directory_home: Path) -> None:
    address = "/zh/organisations/?region=gba&kind=enterprise&table=organisations&export=csv"
    names = [row[0] for row in rows_of(client.get(address).content)]
    assert '\'=HYPERLINK("x")' in names


def test_a_file_has_the_whole_list_and_the_page_a_part(client: Any, directory_home: Path) -> None:
    html = client.get("/en/organisations/?region=gba").content.decode()
    assert "Filler 59" not in html
    address = "/en/organisations/?region=gba&table=organisations&export=csv"
    rows = rows_of(client.get(address).content)
    assert len(rows) == 1 + 3 + FILLERS
    works = [int(row[3]) for row in rows[1:]]
    assert works == sorted(works, reverse=True)


def test_linked_numbers_stay_numbers(client: Any, directory_home: Path) -> None:
    address = "/en/organisations/org:stan/?table=partners&export=xlsx"
    sheet = load_workbook(io.BytesIO(client.get(address).content))["data"]
    joint = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=2)}
    assert joint == {
        "Hong Kong University of Science and Technology": 28,
        "Massachusetts Institute of Technology": 4,
    }


@pytest.mark.parametrize(
    "query", ["table=partners&export=exe", "table=nothing&export=csv", "export=csv"]
)
def test_a_file_that_does_not_exist_is_a_page_in_words(
    client: Any, directory_home: Path, query: str
) -> None:
    response = client.get(f"/en/organisations/org:stan/?{query}")
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_long_tables_lead_to_their_other_rows(lake_home: Path) -> None:
    from django.template import Context, Template
    from django.test import RequestFactory

    from twinbay.web.display import Column, DataTable

    table = DataTable("t", "Rows", (Column("n", "N", "count"),), [[n] for n in range(40)])
    page = Template("{% data_table table rows=15 %}")
    short = page.render(Context({"request": RequestFactory().get("/x/?q=a"), "table": table}))
    assert short.count("<tr>") == 16
    assert "The first 15 of 40." in short
    assert 'href="/x/?q=a&amp;all=t#t"' in short
    whole = page.render(Context({"request": RequestFactory().get("/x/?all=t"), "table": table}))
    assert whole.count("<tr>") == 41
    assert "The first" not in whole
