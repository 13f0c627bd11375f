"""Tables in and out: names to screen, matches to decide."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.screen.small_lists import listed
from twinbay.errors import SourceError
from twinbay.screen import Entry, Kind, read_subjects, screen, to_csv, to_xlsx


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_names_from_a_csv_with_chinese_headings(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text(
        "编号,名称,中文名称,类型,国家,出生年份\nm1,Kestrel Quartz,红隼石英,机构,中国;香港,\n"
        "m2,Jonathan Abernathy,,个人,FR,1955-03-01\n",
        encoding="utf-8",
    )
    (organisation, person), quarantine = read_subjects(path)
    assert organisation.names == ("Kestrel Quartz", "红隼石英")
    assert (organisation.key, organisation.kind) == ("m1", Kind.ORGANISATION)
    assert organisation.countries == {"CN", "HK"}
    assert (person.kind, person.birth_year) == (Kind.PERSON, 1955)
    assert quarantine.total == 0


def test_names_from_a_workbook(tmp_path: Path) -> None:
    rows = [["name", "kind", "birth year"], ["Kestrel", "organisation", None], ["Ab", None, 1960]]
    subjects, _ = read_subjects(workbook(tmp_path / "m.xlsx", rows), Kind.PERSON)
    assert [(s.name, s.kind, s.birth_year) for s in subjects] == [
        ("Kestrel", Kind.ORGANISATION, None),
        ("Ab", Kind.PERSON, 1960),
    ]


def test_a_table_without_headings_is_one_name_per_row(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Kestrel Quartz\n红隼石英\n", encoding="utf-8")
    assert [s.name for s in read_subjects(path)[0]] == ["Kestrel Quartz", "红隼石英"]


def test_rows_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        "id,name,kind,country,birth year\na,Good,,,\nb,,,,\nc,Odd,robot,Atlantis,soon\n",
        encoding="utf-8",
    )
    subjects, quarantine = read_subjects(path)
    assert [s.key for s in subjects] == ["a", "c"]
    assert [(p.line, p.field) for p in quarantine.problems] == [
        (3, "name"), (4, "kind"), (4, "birth year"), (4, "country"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        read_subjects(path)


EVIL = ('=HYPERLINK("http://evil")', "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1", "  =1", "=1\x07")


@pytest.mark.parametrize("name", EVIL)
def test_no_cell_is_a_formula(name: str) -> None:
    matches = screen([f"{name} Kestrel"], [listed(Entry("=1", f"{name} Kestrel", source="@x"))])
    assert len(matches) == 1
    rows = list(csv.reader(io.StringIO(to_csv(matches).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    sheet = load_workbook(io.BytesIO(to_xlsx(matches))).active
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
        cells += [str(cell.value) for cell in row]
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")] == []


def test_a_table_has_a_row_per_match_with_both_reasons() -> None:
    matches = screen(["Kestrel", "Opal"], [listed(Entry("1", "Kestrel"), Entry("2", "Opal"))])
    rows = list(csv.reader(io.StringIO(to_csv(matches).decode("utf-8-sig"))))
    assert len(rows) == 3 and len(set(map(len, rows))) == 1
    assert "legal form" in rows[1][-2] and "法律形式" in rows[1][-1]
    assert to_csv(()).decode("utf-8-sig").count("\n") == 1
