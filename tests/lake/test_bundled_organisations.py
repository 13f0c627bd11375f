"""The organisations that ship with twinbay: complete, consistent and in their places."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from twinbay.lake.importing import import_source
from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.lake.sources.bundled import COLUMNS, FOLDER, BundledReader, organisation_id
from twinbay.regions import load_pair

PAIR = load_pair("sf-bay--gba")
REGIONS = {"sf-bay": "organisations_sf_bay.csv", "gba": "organisations_gba.csv"}
WORLD = "organisations_world.csv"
# A Macao university whose campus lies on Hengqin island, in the outline of Zhuhai.
ELSEWHERE = {"um": "zhuhai"}

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_rows() -> Iterator[Row]:
    for name in (*REGIONS.values(), WORLD):
        yield from rows_of(name)


def cell(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def ror_checksum(ror: str) -> str:
    """The last two digits of a ROR id: ISO/IEC 7064 mod 97-10 of the Crockford base 32 number."""
    number = 0
    for letter in ror[:7]:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    return f"{98 - number * 100 % 97:02d}"


def test_the_checksum_tells_a_wrong_id() -> None:
    assert ror_checksum("00f54p054") == "54"
    assert ror_checksum("00f54q054") != "54"


@pytest.mark.parametrize("region", REGIONS)
def test_each_bay_has_organisations_of_every_kind(region: str) -> None:
    rows = rows_of(REGIONS[region])
    assert len(rows) >= 130
    kinds = Counter(row["kind"] for row in rows)
    assert set(ORGANISATION_KINDS) - {"other"} == set(kinds)
    assert min(kinds.values()) >= 5


def test_columns_are_those_the_reader_reads() -> None:
    for row in all_rows():
        assert tuple(row) == COLUMNS


def test_slugs_names_and_ids_are_unique() -> None:
    rows = list(all_rows())
    for column in ("slug", "name"):
        counts = Counter(row[column] for row in rows)
        assert not [value for value, count in counts.items() if count > 1]
    rors = Counter(row["ror"] for row in rows if row["ror"])
    assert not [ror for ror, count in rors.items() if count > 1]


def test_no_name_leads_to_two_organisations_of_one_country() -> None:
    bearers: dict[tuple[str, str], set[str]] = {}
    for row in all_rows():
        country = {"HK": "CN", "MO": "CN"}.get(row["country"], row["country"])
        for name in (row["name"], row["name_zh"], *cell(row["aliases"])):
            bearers.setdefault((name.casefold(), country), set()).add(row["slug"])
    shared = {key: slugs for key, slugs in bearers.items() if len(slugs) > 1}
    assert not shared


def test_ror_ids_have_their_checksum() -> None:
    for row in all_rows():
        if row["ror"]:
            assert len(row["ror"]) == 9, row["slug"]
            assert ror_checksum(row["ror"]) == row["ror"][7:], row["slug"]


@pytest.mark.parametrize("region", REGIONS)
def test_coordinates_lie_in_the_outline_of_the_place(region: str) -> None:
    for row in rows_of(REGIONS[region]):
        found = PAIR.locate(float(row["lat"]), float(row["lon"]))
        assert found is not None, row["slug"]
        assert found.region_id == region, row["slug"]
        named = PAIR.place_named(row["city"], row["country"])
        if named is not None:
            expected = ELSEWHERE.get(row["slug"], named.place_id)
            assert found.place_id == expected, row["slug"]


def test_organisations_of_the_world_lie_outside_both_bays() -> None:
    for row in rows_of(WORLD):
        assert PAIR.locate(float(row["lat"]), float(row["lon"])) is None, row["slug"]


@pytest.mark.parametrize("region", REGIONS)
def test_every_organisation_of_a_bay_is_bilingual(region: str) -> None:
    for row in rows_of(REGIONS[region]):
        chinese = [letter for letter in row["name_zh"] if "\u4e00" <= letter <= "\u9fff"]
        assert chinese or row["name_zh"] == row["name"], row["slug"]
        english, translated = cell(row["focus"]), cell(row["focus_zh"])
        assert 1 <= len(english) == len(translated) <= 5, row["slug"]
        assert all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in translated)


def test_websites_are_addresses() -> None:
    for row in all_rows():
        assert not row["url"] or row["url"].startswith(("https://", "http://")), row["slug"]
    without = [row["slug"] for row in all_rows() if not row["url"]]
    assert len(without) <= 15


SUBJECTS = {
    "information-technology": (
        "computing",
        "software",
        "network",
        "communications",
        "processors",
        "data",
    ),
    "artificial-intelligence": ("artificial intelligence", "machine learning", "vision"),
    "medicine": ("medicine", "medical", "hospital", "cancer", "biology", "genom"),
    "energy-conservation": ("energy efficiency", "energy-saving", "energy saving", "recycling"),
    "green-energy": ("solar", "batter", "hydrogen", "wind", "energy storage", "nuclear"),
    "advanced-manufacturing": ("manufacturing", "robot", "3d printing", "automation"),
    "cultural-innovation": ("museum", "heritage", "animation", "game", "film", "art "),
}


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("field", [field.field_id for field in PAIR.fields])
def test_every_field_of_cooperation_is_covered_in_each_bay(region: str, field: str) -> None:
    covering = [
        row["slug"]
        for row in rows_of(REGIONS[region])
        if any(word in row["focus"].casefold() for word in SUBJECTS[field])
    ]
    assert len(covering) >= 8


def test_searches_of_the_two_bays_have_answers() -> None:
    solar = [r for r in rows_of(REGIONS["sf-bay"]) if "钙钛矿" in r["focus_zh"]]
    assert {"berkeley-lab", "swift-solar"} <= {row["slug"] for row in solar}
    recycling = [r for r in rows_of(REGIONS["gba"]) if "battery recycling" in r["focus"]]
    assert {"brunp", "gem"} <= {row["slug"] for row in recycling}


def test_parents_are_known_and_acyclic() -> None:
    parents = {row["slug"]: row["parent_slug"] for row in all_rows()}
    for slug in parents:
        seen = {slug}
        while parents[slug]:
            slug = parents[slug]
            assert slug in parents
            assert slug not in seen
            seen.add(slug)


def test_the_reader_loads_every_row(tmp_path: Path) -> None:
    report = import_source(tmp_path, BundledReader())
    assert report.problems == {}
    assert report.rows["organisations"] == len(list(all_rows()))
    assert import_source(tmp_path, BundledReader()).unchanged


HEADER = ",".join(COLUMNS)
GOOD = "lab,Lab,实验室,,education,Stanford,US,37.43,-122.17,,,,optics,光学"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("bad,,实验室,,education,Stanford,US,37.43,-122.17,,,,,", "name"),
        ("bad,Bad,坏,,club,Stanford,US,37.43,-122.17,,,,,", "kind"),
        ("bad,Bad,坏,,education,Stanford,US,north,-122.17,,,,,", "lat"),
        ("bad,Bad,坏,,education,Stanford,US,37.43,-522.17,,,,,", "lon"),
        ("bad,Bad,坏,,education,Stanford,US,37.43,nan,,,,,", "lon"),
        ("bad,Bad,坏,,education,Stanford,US,37.43,-122.17,,,nobody,,", "parent_slug"),
        ("bad,Bad,坏,,education,Stanford,US,37.43,-122.17,,,,optics;lasers,光学", "focus_zh"),
        ("bad,Bad", "kind"),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_loads(tmp_path: Path, row: str, column: str) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    text = f"{HEADER}\n{row}\n{GOOD}\n"
    (folder / "organisations_x.csv").write_text(text, encoding="utf-8")
    report = import_source(tmp_path / "home", BundledReader(folder))
    assert report.rows["organisations"] == 1
    assert report.left_out == 1
    problem = report.quarantine.read_text(encoding="utf-8")
    assert f'"field": "{column}"' in problem
    assert '"line": 2' in problem
    assert "organisations_x.csv" in problem


def test_an_id_is_the_ror_id_or_the_slug() -> None:
    assert organisation_id("stanford", "00f54p054") == "org:00f54p054"
    assert organisation_id("byd", "") == "org:byd"
