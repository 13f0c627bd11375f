"""Ids that OpenAlex merged into others: read from its snapshot, followed at the build."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from built_lakes import PAIR, rows
from staged_rows import read_source, reasons

from twinbay.lake.build import build
from twinbay.lake.importing import import_source
from twinbay.lake.sources.openalex import OpenAlexReader
from twinbay.lake.store import Lake

HEADER = "merge_date,id,merge_into_id\n"
OPENALEX = "https://openalex.org/"


def merges(folder: Path, kind: str, text: str, day: str = "2022-06-07") -> Path:
    path = folder / "data" / "merged_ids" / kind / f"{day}.csv.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))
    return folder


def works(folder: Path, *records: dict[str, Any], day: str = "2022-01-01") -> None:
    path = folder / "data" / "works" / f"updated_date={day}" / "part_000.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress("\n".join(json.dumps(r) for r in records).encode()))


def work(number: int, author: int, cited: tuple[int, ...] = (), org: int = 7) -> dict[str, Any]:
    return {
        "id": f"{OPENALEX}W{number}",
        "title": f"On the subject of number {number}",
        "publication_year": 2020,
        "referenced_works": [f"{OPENALEX}W{other}" for other in cited],
        "authorships": [
            {
                "author": {"id": f"{OPENALEX}A{author}", "display_name": "Mei Lin"},
                "institutions": [{"id": f"{OPENALEX}I{org}", "display_name": f"Institute {org}"}],
            }
        ],
    }


def built(tmp_path: Path, snapshot: Path) -> Lake:
    import_source(tmp_path / "home", OpenAlexReader(snapshot, latest_year=2026))
    build(tmp_path / "home", PAIR)
    return Lake.open(tmp_path / "home")


def test_merges_are_read_by_kind_and_other_kinds_are_not(tmp_path: Path) -> None:
    merges(tmp_path, "works", HEADER + "2022-06-06,W1,W2\n")
    merges(tmp_path, "authors", HEADER + f"2022-06-07,{OPENALEX}A3,{OPENALEX}A4\n")
    merges(tmp_path, "institutions", HEADER + "2022-06-01,I5,I6\n")
    merges(tmp_path, "sources", HEADER + "2022-06-03,S7,S8\n")
    found, problems = read_source(OpenAlexReader(tmp_path, latest_year=2026))
    assert reasons(problems) == []
    assert {(row["merged_id"], row["surviving_id"]) for row in found["merges"]} == {
        ("work:W1", "work:W2"),
        ("person:A3", "person:A4"),
        ("org:I5", "org:I6"),
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2022-06-07,W1\n", (2, "", "2 fields where the header has 3")),
        ("2022-06-07,,W2\n", (2, "id", "not the id of a work, an author or an institution")),
        (
            "2022-06-07,W1,W2; DROP\n",
            (2, "merge_into_id", "not the id of a work, an author or an institution"),
        ),
        ("2022-06-07,W1,W1\n", (2, "merge_into_id", "merged into itself")),
        ("2022-06-07,W1,A1\n", (2, "merge_into_id", "merged into another kind")),
    ],
)
def test_a_bad_row_is_named_and_its_neighbours_load(
    tmp_path: Path, text: str, problem: tuple[int, str, str]
) -> None:
    merges(tmp_path, "works", HEADER + text + "2022-06-07,W8,W9\n")
    found, problems = read_source(OpenAlexReader(tmp_path, latest_year=2026))
    assert reasons(problems) == [problem]
    assert [row["merged_id"] for row in found["merges"]] == ["work:W8"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (0, "", "is empty")),
        ("id,into\nW1,W2\n", (1, "merge_into_id", "no such column; the file was not loaded")),
    ],
)
def test_a_file_that_is_no_list_of_merges_is_named(
    tmp_path: Path, text: str, problem: tuple[int, str, str]
) -> None:
    merges(tmp_path, "works", text)
    found, problems = read_source(OpenAlexReader(tmp_path, latest_year=2026))
    assert reasons(problems) == [problem]
    assert found == {}


def test_records_and_references_get_the_surviving_id(tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot"
    works(snapshot, work(1, author=10, cited=(2, 3)), work(4, author=10, cited=(1,), org=8))
    works(snapshot, work(2, author=11, cited=(5,)), day="2022-02-02")
    merges(snapshot, "works", HEADER + "2022-06-07,W1,W2\n2022-06-07,W3,W9\n")
    merges(snapshot, "authors", HEADER + "2022-06-07,A10,A11\n")
    merges(snapshot, "institutions", HEADER + "2022-06-07,I8,I7\n")
    lake = built(tmp_path, snapshot)
    # The surviving record is kept though the merged one comes first.
    titles = {row["work_id"]: row["title"] for row in rows(lake, "works")}
    assert titles == {
        "work:W2": "On the subject of number 2",
        "work:W4": "On the subject of number 4",
    }
    assert {(row["work_id"], row["cited_work_id"]) for row in rows(lake, "citations")} == {
        ("work:W2", "work:W9"),
        ("work:W2", "work:W5"),
        ("work:W4", "work:W2"),
    }
    assert {(row["person_id"], row["org_id"]) for row in rows(lake, "authorships")} == {
        ("person:A11", "org:I7")
    }
    assert [row["org_id"] for row in rows(lake, "organisations")] == ["org:I7"]


def test_merges_of_merges_are_followed_and_circles_left(tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot"
    works(snapshot, work(1, author=1), work(100, author=1), work(200, author=1))
    chain = "".join(f"2022-06-07,W{n},W{n + 1}\n" for n in range(1, 20))
    merges(snapshot, "works", HEADER + chain)
    circle = "2022-06-08,W100,W101\n2022-06-08,W101,W100\n2022-06-08,W200,W100\n"
    merges(snapshot, "works", HEADER + circle, day="2022-06-08")
    lake = built(tmp_path, snapshot)
    assert {row["work_id"] for row in rows(lake, "works")} == {
        "work:W20",
        "work:W100",
        "work:W200",
    }
