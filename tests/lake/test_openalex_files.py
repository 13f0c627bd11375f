"""Files as they should not be: damaged, truncated, hostile. Good rows load all the same."""

import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged_rows import read_source, reasons

from twinbay.errors import SourceError
from twinbay.lake.sources import compressed
from twinbay.lake.sources.compressed import Limits
from twinbay.lake.sources.openalex import OpenAlexReader

LATEST = 2026


def work(number: int, **fields: Any) -> dict[str, Any]:
    """Return the smallest good work."""
    return {
        "id": f"https://openalex.org/W{number}",
        "title": f"Title {number}",
        "publication_year": 2020,
        **fields,
    }


def line(number: int, **fields: Any) -> bytes:
    return json.dumps(work(number, **fields)).encode() + b"\n"


def works_of(path: Path, limits: Limits | None = None) -> tuple[list[str], list[Any]]:
    """Return the ids that were loaded, and line, field and reason of the problems."""
    reader = OpenAlexReader(path, latest_year=LATEST, **({"limits": limits} if limits else {}))
    rows, problems = read_source(reader)
    return [row["work_id"] for row in rows.get("works", [])], reasons(problems)


def page(*records: Any) -> str:
    return json.dumps({"meta": {"count": 9, "next_cursor": "x"}, "results": list(records)})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"id": "https://openalex.org/W2", "title"\n', "malformed JSON: Expecting ':' delimiter"),
        (b"garbage\n", "malformed JSON: Expecting value"),
        (b'"a text"\n', "not a JSON object"),
        (b"[1, 2]\n", "not a JSON object"),
        (b'"\\ud800"\n', "not a JSON object"),
        (b'{"id": "\xe4"}\n', "not UTF-8"),
        (b'{"a": ' + b"[" * 100_000 + b"\n", "nested too deeply"),
        (b'{"a": ' + b"1" * 10_000 + b"}\n", "malformed JSON: a number has too many digits"),
    ],
)
def test_a_bad_line_is_named_and_its_neighbours_load(
    tmp_path: Path, bad: bytes, reason: str
) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(gzip.compress(line(1) + bad + b"\n" + line(3)))
    assert works_of(path) == (["work:W1", "work:W3"], [(2, "", reason)])


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(1).replace(b"\n", b"\r\n") + line(2).strip())
    assert works_of(path) == (["work:W1", "work:W2"], [])


def test_rows_before_the_end_of_a_truncated_file_load(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    whole = b"".join(line(n, language=f"{n * 7919 % 104729:x}") for n in range(1, 2001))
    packed = gzip.compress(whole)
    path.write_bytes(packed[: len(packed) // 2])
    loaded, problems = works_of(path)
    assert 500 < len(loaded) < 2000
    assert loaded == [f"work:W{n}" for n in range(1, len(loaded) + 1)]
    reason = "the file is incomplete; the rows before this place were loaded"
    assert problems == [(len(loaded) + 1, "", reason)]


def test_rows_before_damage_load(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(gzip.compress(line(1)) + b"\x1f\x8b\x08\x00" + b"\xff" * 100)
    loaded, problems = works_of(path)
    assert loaded == ["work:W1"]
    assert problems[0][2].startswith("the compressed data are damaged from here on")


def test_the_end_of_one_gzip_member_is_not_the_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(gzip.compress(line(1)) + gzip.compress(line(2)))
    assert works_of(path) == (["work:W1", "work:W2"], [])


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(line(1))
    assert works_of(path) == (["work:W1"], [])


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(gzip.compress(line(1) + b"0" * 50_000_000 + b"\n" + line(2)))
    limits = Limits(ratio=100, ratio_from=2**20, record=2**20)
    tracemalloc.start()
    loaded, problems = works_of(path, limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert loaded == ["work:W1"]
    assert problems[-1][2] == "expands more than 100 times; the rest was not read"
    assert peak < 20_000_000


def test_a_file_larger_than_the_limit_is_read_up_to_it(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(gzip.compress(b"".join(line(n) for n in range(1, 50_001))))
    loaded, problems = works_of(path, Limits(total=3 * 2**20))
    assert 0 < len(loaded) < 50_000
    assert "expands to more than 3,145,728 bytes" in problems[0][2]


def test_a_line_without_end_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_bytes(line(1) + b"x" * 5_000_000 + b"\n" + line(3))
    loaded, problems = works_of(path, Limits(record=2**20))
    assert loaded == ["work:W1", "work:W3"]
    assert problems == [(2, "", "longer than 1,048,576 bytes; left out")]


def test_a_half_downloaded_page_gives_its_whole_records(tmp_path: Path) -> None:
    path = tmp_path / "page-000001.json"
    text = page(work(1), work(2), work(3))
    path.write_text(text[: text.index("Title 3")])
    reason = "the file is incomplete; the rows before this place were loaded"
    assert works_of(path) == (["work:W1", "work:W2"], [(3, "", reason)])


def test_a_page_cut_between_two_records(tmp_path: Path) -> None:
    path = tmp_path / "page-000001.json"
    text = page(work(1), work(2))
    path.write_text(text[: text.index(', {"id": "https://openalex.org/W2"') + 1])
    reason = "the file is incomplete; the rows before this place were loaded"
    assert works_of(path) == (["work:W1"], [(2, "", reason)])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"meta": {}}', "<html>Bad gateway</html>"])
def test_a_page_without_results_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page-000001.json"
    path.write_text(text)
    assert works_of(path) == ([], [(0, "", "holds no list of records")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"publication_year": 2020}', '"publication_year": 2020,}'),
        ('"Title 2"', "undefined"),
        ('"Title 2"', '"Title 2'),
        ('"Title 2"', '{"nested": {"id": 1}, {"id": 2}'),
        ('"publication_year": 2020}', '"publication_year": 2020'),
    ],
)
def test_reading_goes_on_after_a_bad_record_of_a_page(
    tmp_path: Path, before: str, after: str
) -> None:
    bad = json.dumps(work(2)).replace(before, after)
    path = tmp_path / "page-000001.json"
    path.write_text(page(work(1), "BAD", work(3), work(4)).replace('"BAD"', bad))
    loaded, problems = works_of(path)
    assert {"work:W1", "work:W3", "work:W4"} - set(loaded) == set()
    assert [number for number, *_ in problems] == [2]


def test_an_institution_within_a_bad_work_is_not_taken_for_a_record(tmp_path: Path) -> None:
    institutions = [{"id": "https://openalex.org/I1", "display_name": "I"}] * 2
    bad = json.dumps(work(2, authorships=[{"institutions": institutions}]))
    bad = bad.replace('"title"', '"title" BAD')
    path = tmp_path / "page-000001.json"
    path.write_text(page(work(1), "BAD2", work(3)).replace('"BAD2"', bad))
    rows, _ = read_source(OpenAlexReader(path, latest_year=LATEST))
    assert [row["work_id"] for row in rows["works"]] == ["work:W1", "work:W3"]
    assert "organisations" not in rows


def test_a_page_larger_than_a_piece_of_reading(tmp_path: Path) -> None:
    path = tmp_path / "page-000001.json"
    path.write_text(page(*(work(n, language="é" * 9, doi="x" * 3000) for n in range(1, 2001))))
    loaded, _ = works_of(path)
    assert loaded == [f"work:W{n}" for n in range(1, 2001)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_pieces_of_any_size_give_the_same_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(compressed, "_CHUNK", size)
    authorships = [{"author": {"display_name": "é\u4e2d\\"}, "institutions": []}] * 2
    numbers = {"cited_by_count": 1234567, "is_retracted": False, "authorships": authorships}
    path = tmp_path / "page-000001.json"
    text = json.dumps(json.loads(page(*(work(n, **numbers) for n in range(1, 4)))), indent=2)
    path.write_text(text.replace('"title": "Title 2"', '"title" "Title 2"'), encoding="utf-8")
    loaded, problems = works_of(path)
    assert loaded == ["work:W1", "work:W3"]
    assert problems == [(2, "", "malformed JSON: Expecting ':' delimiter")]


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    reader = OpenAlexReader(tmp_path / "page-000001.json")
    (tmp_path / "page-000001.json").write_text("{}")
    parts = reader.parts()
    (tmp_path / "page-000001.json").unlink()
    with pytest.raises(SourceError, match="cannot be read"):
        reader.read(parts[0], None, None)  # type: ignore[arg-type]


_FIELDS = st.sampled_from(
    [
        *("id", "title", "display_name", "publication_year", "type", "topics", "primary_topic"),
        *("authorships", "author", "institutions", "orcid", "ror", "country_code", "geo"),
        *("abstract_inverted_index", "referenced_works", "primary_location", "source", "doi"),
        *("international", "associated_institutions", "raw_affiliation_strings", "affiliations"),
        *("raw_affiliation_string", "institution_ids", "countries", "cited_by_count"),
        *("latitude", "longitude", "homepage_url", "language", "is_retracted"),
    ]
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        [
            *("https://openalex.org/W7", "https://openalex.org/I7", "https://openalex.org/A7"),
            *("https://ror.org/0abcdefgh", "https://orcid.org/0000-0000-0000-000X", "US", "T1"),
        ]
    )
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_FIELDS | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(_FIELDS, _VALUES, max_size=8), max_size=4), st.booleans())
def test_no_record_harms_its_neighbours(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]], paged: bool
) -> None:
    folder = tmp_path_factory.mktemp("random")
    mixed = [work(1000)]
    for number, record in enumerate(records, start=1001):
        mixed += [record, work(number)]
    if paged:
        (folder / "page-000001.json").write_text(page(*mixed))
    else:
        (folder / "works.jsonl").write_text("".join(json.dumps(r) + "\n" for r in mixed))
    rows, _ = read_source(OpenAlexReader(folder, latest_year=LATEST))
    loaded = {row["work_id"] for row in rows["works"]}
    assert {f"work:W{number}" for number in range(1000, 1001 + len(records))} <= loaded


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_no_bytes_crash_the_reader(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, place: int
) -> None:
    folder = tmp_path_factory.mktemp("junk")
    packed = gzip.compress(line(1) + line(2))
    whole = page(work(1), work(2)).encode()
    (folder / "part_000.gz").write_bytes(packed[:place] + junk + packed[place:])
    (folder / "page-000001.json").write_bytes(whole[:place] + junk + whole[place:])
    for part_file in sorted(folder.iterdir()):
        works_of(part_file)
