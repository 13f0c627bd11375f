"""The ROR data dump as organisations."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged_rows import read_source, reasons

from twinbay.errors import SourceError
from twinbay.lake.sources.compressed import Limits
from twinbay.lake.sources.ror import RorReader

DUMP = Path(__file__).parent / "fixtures" / "ror_dump.json"


def organisation(number: int, **fields: Any) -> dict[str, Any]:
    """Return the smallest good record."""
    names = [{"value": f"Name {number}", "types": ["ror_display"], "lang": None}]
    return {"id": f"https://ror.org/0{number:08d}", "names": names, "status": "active", **fields}


def read_records(folder: Path, *records: Any, **options: Any) -> Any:
    path = folder / "v2.0-ror-data.json"
    path.write_text(json.dumps(list(records), indent=2), encoding="utf-8")
    return read_source(RorReader(path, **options))


def test_the_dump_becomes_organisations() -> None:
    rows, problems = read_source(RorReader(DUMP))
    first, second = rows["organisations"]
    assert first == {
        "org_id": "org:0exampl01",
        "name": "University of Example",
        "kind": "education",
        "source": "ror",
        "name_zh": "范例大学",
        "city": "Stanford",
        "country": "US",
        "lat": 37.42,
        "lon": -122.17,
        "url": "https://www.example.edu",
        "ror": "0exampl01",
        "parent_id": "org:0exampl03",
        "aliases": ["UEX", "範例大學", "范例大学"],
    }
    assert (second["name"], second["name_zh"]) == ("示例研究院", "示例研究院")
    assert (second["kind"], second["parent_id"]) == ("research-institute", None)
    assert problems == []


def test_a_zip_of_both_schema_versions(tmp_path: Path) -> None:
    path = tmp_path / "v1.60-ror-data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v1.60-ror-data.json", '[{"id": "x", "name": "old"}]')
        archive.writestr("v1.60-ror-data_schema_v2.json", DUMP.read_text(encoding="utf-8"))
        archive.writestr("v1.60-ror-data_schema_v2.csv", "id\n")
    for place in (path, tmp_path):
        rows, _ = read_source(RorReader(place))
        assert len(rows["organisations"]) == 2


def test_a_zip_without_a_dump_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ror.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(SourceError, match="holds no file that can be read") as error:
        read_source(RorReader(path))
    assert "readme.txt" in error.value.remedy


def test_schema_version_1_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="schema version 1"):
        read_records(tmp_path, {"id": "https://ror.org/0exampl01", "name": "Old"})


def test_a_folder_must_hold_one_dump(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds 0 ROR dumps"):
        RorReader(tmp_path).parts()


def test_only_the_countries_asked_for(tmp_path: Path) -> None:
    rows, _ = read_source(RorReader(DUMP, countries=["CN"]))
    assert [row["org_id"] for row in rows["organisations"]] == ["org:0exampl05"]


def test_an_organisation_of_several_parents_has_none(tmp_path: Path) -> None:
    parents = [
        {"type": "parent", "id": f"https://ror.org/0parent0{n}", "label": "P"} for n in (1, 2)
    ]
    rows, _ = read_records(
        tmp_path, organisation(1, relationships=parents), organisation(2, relationships=parents[:1])
    )
    assert [row["parent_id"] for row in rows["organisations"]] == [None, "org:0parent01"]


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["company", "funder"], "enterprise"),
        (["healthcare", "education"], "education"),
        (["government", "facility"], "research-institute"),
        (["archive"], "other"),
        (["nonprofit", "other"], "nonprofit"),
        (["unheard-of"], "other"),
        ([], "other"),
        ([["education"]], "other"),
    ],
)
def test_types_become_kinds(tmp_path: Path, types: list[Any], kind: str) -> None:
    rows, _ = read_records(tmp_path, organisation(1, types=types))
    assert rows["organisations"][0]["kind"] == kind


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"id": "0exampl"}, (1, "id", "not a ROR id")),
        ({"id": None}, (1, "id", "not a ROR id")),
        ({"names": []}, (1, "names", "no name")),
        ({"names": "Name"}, (1, "names", "not a list; loaded without it")),
    ],
)
def test_an_organisation_without_id_or_name_is_refused(
    tmp_path: Path, fields: dict[str, Any], problem: tuple[int, str, str]
) -> None:
    rows, problems = read_records(tmp_path, organisation(1, **fields), organisation(2))
    assert [row["name"] for row in rows["organisations"]] == ["Name 2"]
    assert problem in reasons(problems)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"locations": [{"geonames_details": {"lat": "north", "lng": 3}}]}, "locations"),
        ({"locations": [{"geonames_details": {"lat": 91, "lng": 3}}]}, "locations"),
        ({"locations": [{"geonames_details": {"country_code": "QQ"}}]}, "locations.country_code"),
        ({"locations": {"geonames_details": {}}}, "locations"),
        ({"links": [{"type": "website", "value": "javascript:alert(1)"}]}, "links"),
        ({"types": "education"}, "types"),
        ({"relationships": [{"type": "parent", "id": 3}]}, "relationships.id"),
    ],
)
def test_a_field_of_the_wrong_type_is_noted_and_the_row_loads(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    rows, problems = read_records(tmp_path, organisation(1, **fields))
    assert [row["name"] for row in rows["organisations"]] == ["Name 1"]
    assert [(p.field, p.loaded) for p in problems] == [(field, True)]


def test_a_second_record_of_one_id_is_left_out(tmp_path: Path) -> None:
    rows, problems = read_records(tmp_path, organisation(1), organisation(1))
    assert len(rows["organisations"]) == 1
    assert reasons(problems) == [(2, "id", "duplicate id; the first one was kept")]


def test_a_truncated_dump_gives_its_whole_records(tmp_path: Path) -> None:
    text = json.dumps([organisation(n) for n in range(1, 4)])
    path = tmp_path / "ror.json"
    path.write_text(text[: text.index("Name 3")])
    rows, problems = read_source(RorReader(path))
    assert [row["name"] for row in rows["organisations"]] == ["Name 1", "Name 2"]
    assert problems[0].reason.startswith("the file is incomplete")


def test_a_damaged_zip_gives_what_came_before(tmp_path: Path) -> None:
    digits = [format(n * 0x9E3779B97F4A7C15 % 2**64, "x") for n in range(1, 8001)]
    records = [organisation(n, domains=[text]) for n, text in enumerate(digits)]
    path = tmp_path / "ror.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ror.json", json.dumps(records))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = b"\xff" * 200
    path.write_bytes(content)
    rows, problems = read_source(RorReader(path))
    assert 0 < len(rows["organisations"]) < 8000
    assert problems


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "ror.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ror.json", json.dumps([organisation(1)])[:-1] + " " * 50_000_000)
    limits = Limits(ratio=100, ratio_from=2**20)
    rows, problems = read_source(RorReader(path, limits=limits))
    assert [row["name"] for row in rows["organisations"]] == ["Name 1"]
    assert problems[-1].reason == "expands more than 100 times; the rest was not read"


def test_a_dump_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ror.json"
    path.write_bytes("[".encode("utf-16"))
    rows, problems = read_source(RorReader(path))
    assert rows == {}
    assert problems[0].reason.startswith("not UTF-8")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "types", "lang", "type", "id", "geonames_details", "lat"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["id", "names", "types", "links", "locations", "relationships", "status"]),
        _JSON,
    )
)
def test_no_record_harms_its_neighbours(
    tmp_path_factory: pytest.TempPathFactory, record: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    rows, _ = read_records(folder, organisation(1), record, organisation(2))
    names = [row["name"] for row in rows["organisations"]]
    assert (names[0], names[-1]) == ("Name 1", "Name 2")
