"""The page "Who knows about this?": who is found, by which works, and what it says otherwise."""

import csv
import io
import re
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tiny_lake import tiny_tables

from twinbay.lake.store import write_build

TEXT = "Stable perovskite solar cells"
ADDRESS = f"who/?text={quote(TEXT)}"


def page(client: Any, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return str(response.content.decode())


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_and_organisations_come_with_the_works_that_prove_it(
    client: Any, directory_home: Path, language: str
) -> None:
    html = main_of(page(client, ADDRESS, language))
    people = html[html.index('id="people"') : html.index('id="knowing-organisations"')]
    assert f'href="/{language}/people/person:lin/"' in people
    assert f'href="/{language}/people/person:park/"' in people
    assert f'href="/{language}/works/work:1/">Stable perovskite solar cells' in people
    organisations = html[html.index('id="knowing-organisations"') :]
    assert f'href="/{language}/organisations/org:hkust/"' in organisations


def test_chinese_text_is_read_too(client: Any, directory_home: Path) -> None:
    html = main_of(page(client, f"who/?text={quote('锂电池回收的数据集')}", "zh"))
    assert 'href="/zh/people/person:lin/"' in html
    assert 'href="/zh/works/work:2/"' in html
    assert "person:park" not in html


def test_a_region_keeps_only_who_is_there(client: Any, directory_home: Path) -> None:
    html = main_of(page(client, f"{ADDRESS}&region=sf-bay"))
    assert "person:park" in html
    assert "person:lin" not in html
    assert "org:hkust" not in html
    assert '<option value="sf-bay" selected>' in html
    everywhere = main_of(page(client, f"{ADDRESS}&region=mars"))
    assert "person:lin" in everywhere


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", "", "There is nothing to go by: paste or type a text."),
        ("en", "  !! … ", "There is nothing to go by: paste or type a text."),
        ("en", "batteries", "One word says too little"),
        ("zh", "", "没有可依据的内容"),
        ("zh", "batteries", "一个词说明不了问题"),
    ],
)
def test_too_little_is_said_so(
    client: Any, directory_home: Path, language: str, text: str, message: str
) -> None:
    for response in (
        client.get(f"/{language}/who/?text={quote(text)}"),
        client.post(f"/{language}/who/", {"text": text}, follow=True),
    ):
        html = response.content.decode()
        assert message in html
        assert 'role="alert"' in html
        assert 'id="people"' not in html


def test_the_first_visit_is_the_form_alone(client: Any, directory_home: Path) -> None:
    html = main_of(page(client, "who/"))
    assert "csrfmiddlewaretoken" in html
    assert "message" not in html
    assert 'id="people"' not in html


def test_a_short_text_gets_an_address_a_long_one_does_not(
    client: Any, directory_home: Path
) -> None:
    short = client.post("/en/who/", {"text": TEXT, "region": "gba"})
    assert short.status_code == 302
    assert short["Location"] == "/en/who/?text=Stable+perovskite+solar+cells&region=gba"
    long = client.post("/en/who/", {"text": f"{TEXT}. " * 40})
    assert long.status_code == 200
    assert "person:lin" in long.content.decode()


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_a_long_text_survives_the_switch_of_the_language(
    client: Any, directory_home: Path, language: str, other: str
) -> None:
    text = f"{TEXT}, and  <b>why</b>.\n" * 40
    html = client.post(f"/{language}/who/", {"text": text, "region": "gba"}).content.decode()
    switch = html[html.index('<nav class="languages"') :]
    switch = switch[: switch.index("</nav>")]
    assert f'<form action="/{other}/who/" method="post">' in switch
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', switch))
    assert unescape(fields["text"]) == text.strip()
    posted = {key: unescape(value) for key, value in fields.items()}
    answer = client.post(f"/{other}/who/", posted).content.decode()
    assert "person:lin" in answer
    assert '<option value="gba" selected>' in answer
    assert escape(text.strip()) in answer


def test_a_short_text_keeps_a_plain_link_for_the_switch(client: Any, directory_home: Path) -> None:
    switch = page(client, ADDRESS).partition('<nav class="languages"')[2].partition("</nav>")[0]
    assert "<form" not in switch
    assert 'href="/zh/who/?text=Stable' in switch


def test_a_long_text_is_cut_and_said_so(client: Any, directory_home: Path) -> None:
    html = client.post("/en/who/", {"text": f"{TEXT}. " * 800}).content.decode()
    assert "Only the first 20,000 characters were read." in html
    assert "person:lin" in html


def test_a_form_from_elsewhere_is_refused(lake_home: Path, directory_home: Path) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert strict.post("/en/who/", {"text": TEXT}).status_code == 403


def test_hostile_text_is_only_text(client: Any, directory_home: Path) -> None:
    text = "</textarea><script>alert(1)</script> perovskite \x00 cells"
    html = client.post("/en/who/", {"text": text}, follow=True).content.decode()
    assert "<script>alert" not in html
    assert "\x00" not in html


@pytest.mark.parametrize("table", ["people", "knowing-organisations"])
def test_answers_are_files_by_form_and_by_address(
    client: Any, directory_home: Path, table: str
) -> None:
    asked = {"text": TEXT, "region": "", "table": table, "export": "csv"}
    by_form = client.post("/en/who/", asked)
    rows = list(csv.reader(io.StringIO(by_form.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Name", "Id"]
    assert len(rows) == 3  # two authors, two organisations
    assert all("work:1" in row[-1] for row in rows[1:])
    by_address = client.get(f"/en/{ADDRESS}&table={table}&export=csv")
    assert by_address.content == by_form.content
    sheet = client.post("/en/who/", {**asked, "export": "xlsx"})
    assert sheet["Content-Disposition"].endswith('.xlsx"')
    assert client.post("/en/who/", {**asked, "table": "nothing"}).status_code == 404


@pytest.fixture(scope="module")
def figures_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose lake has figures, and no works."""
    home = tmp_path_factory.mktemp("figures")
    tables = tiny_tables()
    for name in ("works", "authorships", "people"):
        tables[name] = tables[name].slice(0, 0)
    write_build(home, tables, {"built": "2024-05-02T00:00:00Z"})
    return home


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Only figures are loaded, no works"), ("zh", "没有成果记录")]
)
def test_with_figures_alone_organisations_go_by_their_topics(
    client: Any,
    lake_home: Path,
    figures_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: str,
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_HOME", figures_home)
    html = main_of(
        page(client, f"who/?text={quote('perovskite materials and applications')}", language)
    )
    assert words in html
    assert 'id="people"' not in html
    assert re.search(rf'href="/{language}/organisations/org:(stan|hkust|sustech|ucb|cell)/"', html)


def test_the_navigation_leads_here(client: Any, directory_home: Path) -> None:
    assert 'href="/zh/who/">找专家</a>' in page(client, "", "zh")


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", "medieval monasteries and their archives", "Not enough evidence"),
        ("zh", "中世纪修道院的档案", "依据不足"),
        ("zh", "葡萄栽培与葡萄酒酿造", "依据不足"),
    ],
)
def test_a_subject_that_the_data_lack_finds_nobody(
    client: Any, directory_home: Path, language: str, text: str, message: str
) -> None:
    html = main_of(page(client, f"who/?text={quote(text)}", language))
    assert message in html
    assert "/people/" not in html and "/organisations/" not in html
