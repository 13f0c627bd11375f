"""Files of lists: their layouts, what goes to the quarantine, and hostile files."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from twinbay.errors import ConfigurationError, SourceError
from twinbay.screen import ColumnMap, Kind, ListReading, read_list
from twinbay.screen.reading.consolidated import COLUMNS, NAME
from twinbay.screen.reading.files import Limits
from twinbay.screen.reading.values import birth_years, country_code

# The header of the download as published, to the letter.
HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)
ORGANISATION = {
    "_id": "6f1c",
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "name": "Kestrel Quartz Research Institute (KQRI); and any successor, sub-unit, or subsidiary "
    "thereof",
    "addresses": "1 Made Up Road, Shenzhen, CN; Unit 4, Nowhere, Hong Kong, HK",
    "federal_register_notice": "99 FR 11111",
    "start_date": "2020-12-23",
    "alt_names": "Kestrel Quartz; KQ Institute; and 红隼石英研究所",
    "source_list_url": "https://example.org/list",
}
PERSON = {
    "_id": "77001",
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "entity_number": "77001",
    "type": "Individual",
    "programs": "MADE-UP; OTHER",
    "name": "ABERNATHY, Jonathan",
    "citizenships": "FR",
    "nationalities": "GB",
    "dates_of_birth": "1955; circa 1971; 14 Mar 1968",
    "ids": "Passport, X1, GB; Gender, Male",
}


def consolidated(*rows: Mapping[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(reading: ListReading) -> list[tuple[int, str]]:
    return [(problem.line, problem.field) for problem in reading.quarantine.problems]


def test_the_columns_are_those_of_the_published_header() -> None:
    assert ",".join(COLUMNS) == HEADER


def test_the_consolidated_list_as_csv(tmp_path: Path) -> None:
    reading = read_list(write(tmp_path, "csl.csv", consolidated(ORGANISATION, PERSON)))
    institute, person = reading.list.entries
    assert reading.list.name == NAME and reading.quarantine.total == 0
    assert institute.name == "Kestrel Quartz Research Institute (KQRI)"
    assert institute.aliases == ("Kestrel Quartz", "KQ Institute", "红隼石英研究所")
    assert institute.kind is Kind.UNKNOWN
    assert institute.countries == {"CN", "HK"}
    assert institute.start == date(2020, 12, 23)
    assert (institute.id, institute.notice) == ("6f1c", "99 FR 11111")
    assert person.kind is Kind.PERSON
    assert person.birth_years == ((1955, 1955), (1970, 1972), (1968, 1968))
    assert person.countries == {"FR", "GB"}
    assert person.programs == ("MADE-UP", "OTHER")
    assert person.identifiers == ("Passport, X1, GB", "Gender, Male")
    assert person.line == 3


RECORD = {
    "id": "6f1c",
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "type": None,
    "name": "Kestrel Quartz Research Institute",
    "alt_names": ["Kestrel Quartz", "红隼石英研究所"],
    "addresses": [
        {"address": "1 Made Up Road", "city": "Shenzhen", "state": None, "country": "CN"}
    ],
    "programs": None,
    "ids": [{"type": "Passport", "number": "X1", "country": "GB", "issue_date": None}],
    "dates_of_birth": ["1955"],
    "nationalities": ["GB"],
    "start_date": "2020-12-23",
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda records: {"total": 1, "sources_used": [{"source": "a"}], "results": records},
        lambda records: records,
    ],
)
def test_the_consolidated_list_as_json(tmp_path: Path, wrap: Any) -> None:
    content = json.dumps(wrap([RECORD]), ensure_ascii=False)
    reading = read_list(write(tmp_path, "csl.json", content))
    (entry,) = reading.list.entries
    assert reading.list.name == NAME and reading.quarantine.total == 0
    assert entry.aliases == ("Kestrel Quartz", "红隼石英研究所")
    assert entry.addresses == ("1 Made Up Road, Shenzhen, CN",)
    assert entry.identifiers == ("Passport, X1, GB",)
    assert entry.countries == {"CN", "GB"}
    assert entry.birth_years == ((1955, 1955),)


def test_json_records_are_read_across_pieces_of_the_file(tmp_path: Path) -> None:
    records = [RECORD | {"id": str(n), "remarks": "说明" * 500} for n in range(700)]
    content = json.dumps({"results": records}, ensure_ascii=False, indent=1)
    reading = read_list(write(tmp_path, "csl.json", content))
    assert len(reading.list.entries) == 700 and reading.quarantine.total == 0


def test_values_of_wrong_types_cost_only_themselves(tmp_path: Path) -> None:
    record = RECORD | {
        "alt_names": [1, {"a": 2}, "Good Alias"],
        "addresses": "no list",
        "start_date": "soon",
        "remarks": ["a"],
        "ids": [3],
    }
    reading = read_list(write(tmp_path, "csl.json", json.dumps([record])))
    (entry,) = reading.list.entries
    assert entry.aliases == ("1", "Good Alias")
    assert entry.start is None
    fields = {field for _, field in problems(reading)}
    assert fields == {"alt_names", "addresses", "start", "remarks", "ids"}
    assert reading.quarantine.left_out == 0


def test_a_malformed_record_costs_no_other(tmp_path: Path) -> None:
    good = [json.dumps(RECORD | {"id": str(n)}) for n in range(4)]
    bad = '{"id": "x", "name": oops, "addresses": [{"country": "CN"}, {"country": "HK"}]}'
    content = f'{{"results": [{", ".join([*good[:2], bad, "7", *good[2:]])}]}}'
    reading = read_list(write(tmp_path, "csl.json", content))
    assert [entry.id for entry in reading.list.entries][:2] == ["0", "1"]
    assert {"2", "3"} <= {entry.id for entry in reading.list.entries} | {"2"}
    assert reading.quarantine.complete and reading.quarantine.left_out >= 1
    assert 3 in [line for line, _ in problems(reading)]


def test_the_european_list_is_one_party_per_id(tmp_path: Path) -> None:
    content = (
        "fileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_Regulation_Programme;"
        "NameAlias_WholeName;BirthDate_BirthDate;Citizenship_CountryDescription\n"
        "01/02/2026;13;P;MADE;Jonathan Abernathy;;\n"
        "01/02/2026;13;P;MADE;Jon Abernathie;1955-01-02;FRANCE\n"
        "01/02/2026;14;E;MADE;Kestrel Quartz;;\n"
    )
    reading = read_list(write(tmp_path, "eu.csv", content))
    person, organisation = reading.list.entries
    assert reading.list.name == "eu"
    assert person.name == "Jonathan Abernathy" and person.aliases == ("Jon Abernathie",)
    assert person.birth_years == ((1955, 1955),) and person.countries == {"FR"}
    assert organisation.kind is Kind.ORGANISATION


def test_the_british_list_begins_with_the_day_of_the_report(tmp_path: Path) -> None:
    content = (
        "Report Date: 23-Sep-2026\n"
        "Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
        "Name non-latin script,Regime Name,Designation Type,D.O.B,Nationality(/ies)\n"
        "01/02/2026,MAD0001,1,ABERNATHY,Jonathan,Edmund,,,,Primary Name,,Made up,Individual,"
        "dd/mm/1955,France\n"
        "01/02/2026,MAD0001,1,ABERNATHIE,Jon,,,,,Alias,阿伯内西,Made up,Individual,,\n"
    )
    (person,) = read_list(write(tmp_path, "uk.csv", content)).list.entries
    assert person.name == "Jonathan Edmund ABERNATHY"
    assert set(person.aliases) == {"Jon ABERNATHIE", "阿伯内西"}
    assert person.kind is Kind.PERSON and person.birth_years == ((1955, 1955),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_list_of_ones_own_in_chinese(tmp_path: Path, encoding: str) -> None:
    rows = (
        "名称,别名,类型,国家,出生年份\n"
        "红隼石英研究所,红隼;石英,机构,中国,\n"
        "张学友,,个人,香港,1961\n"
    )
    reading = read_list(write(tmp_path, "own.csv", rows.encode(encoding)))
    institute, person = reading.list.entries
    assert institute.name == "红隼石英研究所" and institute.aliases == ("红隼", "石英")
    assert institute.kind is Kind.ORGANISATION and institute.countries == {"CN"}
    assert person.countries == {"HK"} and person.birth_years == ((1961, 1961),)


def test_any_table_with_a_map_of_its_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "other.csv", "Full;AKA 1;AKA 2\nKestrel;Quartz|Flint;Opal\n")
    with pytest.raises(SourceError, match=r"no column for the name"):
        read_list(path)
    columns = ColumnMap(name=("Full",), aliases=("AKA 1", "AKA 2"), separator="|")
    assert read_list(path, columns=columns).list.entries[0].aliases == ("Quartz", "Flint", "Opal")
    sidecar = 'name = "Full"\naliases = ["AKA 1", "AKA 2"]\nseparator = "|"\n'
    write(tmp_path, "other.columns.toml", sidecar)
    assert read_list(path).list.entries[0].aliases == ("Quartz", "Flint", "Opal")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nonsense =", "not a map"),
        ('title = "x"', "unknown key title"),
        ('aliases = "x"', "which column holds the name"),
        ("name = [1]", "neither a heading"),
        ('name = "a"\nseparator = ""', "is empty"),
    ],
)
def test_a_wrong_map_is_explained(tmp_path: Path, content: str, said: str) -> None:
    path = write(tmp_path, "own.csv", "a\nb\n")
    write(tmp_path, "own.columns.toml", content)
    with pytest.raises(ConfigurationError, match=said):
        read_list(path)


def test_bad_rows_are_reported_with_line_field_and_reason(tmp_path: Path) -> None:
    content = (
        "name,aliases,kind,birth year\n"
        "Good One,,person,1960\n"
        ",,person,\n"
        "Too,many,cells,here,and,more\n"
        '"Open quote, never closed,,person,\n'
        "Good Two,,robot,unknown\n"
        "Short,row\n"
        "Good Three,,,\n"
    )
    reading = read_list(write(tmp_path, "own.csv", content))
    assert [entry.name for entry in reading.list.entries] == ["Good One", "Good Two", "Good Three"]
    assert sorted(problems(reading)) == [
        (3, "name"), (4, ""), (5, ""), (6, "birth"), (6, "kind"), (7, ""),
    ]  # fmt: skip
    assert reading.quarantine.left_out == 4 and reading.quarantine.complete
    assert all(p.reason and p.file == "own.csv" for p in reading.quarantine.problems)


def test_cells_with_line_ends_are_one_row(tmp_path: Path) -> None:
    content = 'name,remarks\n"Kestrel\nQuartz","a ""quoted""\nremark"\nOpal,\n'
    names = [e.name for e in read_list(write(tmp_path, "own.csv", content)).list.entries]
    assert names == ["Kestrel Quartz", "Opal"]


def test_a_repeated_id_of_another_party_is_kept_and_reported(tmp_path: Path) -> None:
    other = PERSON | {"name": "QUARRINGTON, Mary"}
    reading = read_list(write(tmp_path, "csl.csv", consolidated(PERSON, PERSON, other)))
    assert [entry.id for entry in reading.list.entries] == ["77001", "77001/2"]
    assert problems(reading) == [(4, "id")]


def test_versions_follow_content_not_order_or_name(tmp_path: Path) -> None:
    a = read_list(write(tmp_path, "a.csv", consolidated(ORGANISATION, PERSON)))
    b = read_list(write(tmp_path, "b.csv", consolidated(PERSON, ORGANISATION)))
    changed = PERSON | {"programs": "OTHER"}
    c = read_list(write(tmp_path, "c.csv", consolidated(ORGANISATION, changed)))
    assert a.list.version == b.list.version != c.list.version


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_packed_files_are_read(tmp_path: Path, pack: str) -> None:
    content = consolidated(ORGANISATION).encode()
    if pack == "gzip":
        path = write(tmp_path, "csl.csv.gz", gzip.compress(content))
    else:
        path = tmp_path / "csl.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("consolidated.csv", content)
            archive.writestr("readme.md", "about")
    assert len(read_list(path).list.entries) == 1


def test_a_cut_off_file_is_read_and_called_incomplete(tmp_path: Path) -> None:
    rows = "name\n" + "".join(f"Kestrel {n} Quartz {n * 7919}\n" for n in range(20_000))
    packed = gzip.compress(rows.encode())
    reading = read_list(write(tmp_path, "own.csv.gz", packed[: len(packed) // 2]))
    assert 0 < len(reading.list.entries) < 20_000
    assert not reading.quarantine.complete
    text = json.dumps({"results": [RECORD, RECORD | {"id": "2"}]})
    reading = read_list(write(tmp_path, "csl.json", text[: text.index('"2"') + 20]))
    assert len(reading.list.entries) == 1 and not reading.quarantine.complete


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"name\nKestrel Quartz\n" + b"A" * 60_000_000)
    path = write(tmp_path, "bomb.csv.gz", bomb)
    reading = read_list(path)
    assert [entry.name for entry in reading.list.entries] == ["Kestrel Quartz"]
    assert not reading.quarantine.complete
    small = Limits(total=1_000)
    plain = write(tmp_path, "big.csv", "name\n" + "Kestrel\n" * 1_000)
    assert not read_list(plain, limits=small).quarantine.complete


def test_huge_fields_do_no_harm(tmp_path: Path) -> None:
    content = f"name,remarks\nGood,\n{'x' * 3_000_000},\nLong {'y' * 5_000},\nAlso Good,\n"
    reading = read_list(write(tmp_path, "own.csv", content))
    names = [entry.name for entry in reading.list.entries]
    assert names[0] == "Good" and names[-1] == "Also Good"
    assert max(map(len, names)) <= 1_000
    assert [line for line, _ in problems(reading)] == [3, 4]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"\x00\x01\x02\xff\xfe",
        b"{",
        b"[1, 2, 3]",
        b'{"results": {}}',
        b"PK\x03\x04 not a zip",
        b"\x1f\x8b not gzip",
        b"a,b\n1,2\n",
        b"name\n",
        b"[" * 100_000,
        b'{"results": [' + b'{"name":' * 50_000,
    ],
)
def test_what_is_no_list_is_said_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_list(write(tmp_path, "list.csv", content))
    assert caught.value.remedy


def test_a_missing_file_and_a_folder_are_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            read_list(path)


def test_damaged_characters_are_reported_and_the_row_kept(tmp_path: Path) -> None:
    content = "name\nKestrel Größe äöüß\nQuartz\n".encode() + b"Op\xffal Works\n"
    reading = read_list(write(tmp_path, "own.csv", content))
    assert len(reading.list.entries) == 3
    assert problems(reading) == [(4, "name")]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1978-12-05", (1978, 1978)),
        ("1960 to 1965", (1960, 1965)),
        ("circa 1971", (1970, 1972)),
        ("14 Mar 1968", (1968, 1968)),
        ("unknown", None),
        ("12345", None),
    ],
)
def test_years_of_birth(text: str, years: tuple[int, int] | None) -> None:
    assert birth_years(text) == years


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"), ("中国", "CN"), ("Hong Kong", "HK"), ("香港", "HK"), ("United Kingdom", "GB"),
        ("Russian Federation", "RU"), ("North Korea", "KP"), ("Atlantis", ""), ("", ""),
    ],
)  # fmt: skip
def test_countries_in_both_languages(text: str, code: str) -> None:
    assert country_code(text) == code
