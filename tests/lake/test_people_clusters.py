"""People: homonyms without shared evidence stay apart, and shared evidence joins."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tidy_tables import RowsReader, affiliation, work

from twinbay.lake.assemble import people as assembled
from twinbay.lake.build import build
from twinbay.lake.derive.people import (
    RARE_NAME_ORGANISATIONS,
    AuthorRows,
    CoauthorRows,
    author_keys,
    cluster_authors,
)
from twinbay.lake.importing import import_source
from twinbay.lake.store import Lake
from twinbay.regions import load_pair

Row = tuple[int, int, int, int, int]  # work, name, org, source id, topic; -1 for unknown

rows = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 3),
        st.integers(-1, 4),
        st.integers(-1, 2),
        st.integers(-1, 2),
    ),
    max_size=14,
)


def pairs_of(given_rows: list[Row]) -> list[tuple[int, int, int]]:
    on_work: dict[int, set[int]] = defaultdict(set)
    for work_code, name, *_rest in given_rows:
        on_work[work_code].add(name)
    return sorted(
        (work_code, name, other)
        for work_code, names in on_work.items()
        for name in names
        for other in names
        if name != other
    )


def cluster(given_rows: list[Row]) -> list[int]:
    columns = np.array(given_rows, dtype=np.int64).reshape(-1, 5).T
    pairs = np.array(pairs_of(given_rows), dtype=np.int64).reshape(-1, 3).T
    return cluster_authors(AuthorRows(*columns), CoauthorRows(*pairs)).tolist()


def by_hand(given_rows: list[Row]) -> set[frozenset[tuple[int, int]]]:
    """Join authors that share a token, again and again until nothing changes."""
    organisations: dict[int, set[int]] = defaultdict(set)
    evidence: dict[tuple[int, int], set[tuple[str, int]]] = defaultdict(set)
    for work_code, name, org, source_id, _topic in given_rows:
        found = evidence[work_code, name]
        if org >= 0:
            organisations[name].add(org)
            found.add(("org", org))
        if source_id >= 0:
            found.add(("source", source_id))
    for work_code, name, _org, _source, topic in given_rows:
        if topic >= 0 and len(organisations[name]) < RARE_NAME_ORGANISATIONS:
            evidence[work_code, name].add(("topic", topic))
    for work_code, name, other in pairs_of(given_rows):
        evidence[work_code, name].add(("coauthor", other))
    groups = [({author}, set(tokens)) for author, tokens in evidence.items()]
    changed = True
    while changed:
        changed = False
        for a, b in combinations(groups, 2):
            same_name = {n for _, n in a[0]} == {n for _, n in b[0]}
            if same_name and a[1] & b[1]:
                groups.remove(b)
                a[0].update(b[0])
                a[1].update(b[1])
                changed = True
                break
    return {frozenset(authors) for authors, _ in groups}


@settings(max_examples=200, deadline=None)
@given(rows)
def test_clusters_are_those_found_by_joining_by_hand(given_rows: list[Row]) -> None:
    persons: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for row, person in zip(given_rows, cluster(given_rows), strict=True):
        persons[person].add((row[0], row[1]))
    assert {frozenset(authors) for authors in persons.values()} == by_hand(given_rows)


@settings(max_examples=60, deadline=None)
@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(given_rows: list[Row], random: Any) -> None:
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, other = (
        {
            (a[:2], b[:2])
            for (a, p), (b, q) in combinations(zip(some, cluster(some), strict=True), 2)
            if p == q
            for a, b in ((a, b), (b, a))
        }
        for some in (given_rows, shuffled)
    )
    assert one == other


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6), rows)
def test_homonyms_with_nothing_in_common_are_never_merged(
    values: list[tuple[int, int]], noise: list[Row]
) -> None:
    """Two people of one name, 9, who share no organisation, topic, co-author or work."""
    one = [(100 + n, 9, 10 + org, -1, 20 + topic) for n, (org, topic) in enumerate(values)]
    other = [(200 + n, 9, 30 + org, -1, 40 + topic) for n, (org, topic) in enumerate(values)]
    company = [(100, 50, -1, -1, -1), (200, 51, -1, -1, -1)]
    persons = cluster([*one, *other, *company, *noise])
    first, second = set(persons[: len(one)]), set(persons[len(one) : 2 * len(one)])
    assert not first & second


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("José Núñez", "jose nunez"),
        ("Núñez, José", "Jose Nunez"),
        ("Jean-Luc Picard", "Jean Luc  Picard"),
        ("Søren Łukasz", "Soren Lukasz"),
        ("Wei Zhang 0003", "Wei Zhang"),
        ("O'Neil, Sean", "Sean O Neil"),
    ],
)
def test_spellings_of_a_name_are_one_key(a: str, b: str) -> None:
    keys = author_keys(pa.array([a, b])).to_pylist()
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", ["李明", "محمد علي", "Иван Петров", "Ωmega"])
def test_names_in_every_script_keep_their_letters(name: str) -> None:
    assert author_keys(pa.array([name])).to_pylist()[0]


def test_a_null_name_has_no_key() -> None:
    assert author_keys(pa.array([None], pa.string())).to_pylist() == [None]


def lake_of(tmp_path: Path, content: Any, name: str = "home") -> Lake:
    home = tmp_path / name
    import_source(home, RowsReader(tmp_path / f"{name}-files", {"p": content}))
    build(home, load_pair("sf-bay--gba"))
    return Lake.open(home)


HOMONYMS = {
    "works": [work(f"w{n}", year=2010 + n, topics=[f"T1000{n % 2}"]) for n in range(6)],
    "affiliations": [
        affiliation("w0", 0, "Wei Zhang", "Stanford University"),
        affiliation("w2", 0, "Wei Zhang", "Stanford University"),
        affiliation("w1", 0, "Wei Zhang", "University of Hong Kong"),
        affiliation("w3", 0, "Wei Zhang", "Kyoto University"),
        affiliation("w3", 1, "Ada Okafor", "Kyoto University"),
        affiliation("w4", 0, "Wei Zhang", "Delft University"),
        affiliation("w4", 1, "Okafor, Ada", "Delft University"),
        affiliation("w5", 0, "Wei Zhang", "Delft Lab", author_id="person:0000-0001"),
    ],
}


def test_a_build_gives_each_person_an_id_that_lasts(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, HOMONYMS)
    ids = {
        (row["work_id"], row["position"]): row["person_id"]
        for row in lake.arrow("authorships").to_pylist()
    }
    assert ids["work:w0", 0] == ids["work:w2", 0]
    assert ids["work:w3", 0] == ids["work:w4", 0]  # the same co-author
    assert ids["work:w3", 1] == ids["work:w4", 1]  # one name, turned round
    assert len(set(ids.values())) == 5
    assert ids["work:w5", 0] == "person:0000-0001"
    later = {
        "works": [*HOMONYMS["works"], work("a", year=2019)],
        "affiliations": [
            *HOMONYMS["affiliations"],
            affiliation("a", 0, "Wei Zhang", "Stanford University"),
        ],
    }
    grown = lake_of(tmp_path, later, "grown")
    again = {
        (row["work_id"], row["position"]): row["person_id"]
        for row in grown.arrow("authorships").to_pylist()
    }
    assert {key: again[key] for key in ids} == ids
    assert again["work:a", 0] == ids["work:w0", 0]


def test_a_person_has_the_most_frequent_spelling(tmp_path: Path) -> None:
    spellings = ["José Núñez", "Jose Nunez", "Jose Nunez", "Zose Nunez"]
    content = {
        "works": [work(f"w{n}") for n in range(4)],
        "affiliations": [
            affiliation(f"w{n}", 0, name, "Kyoto University") for n, name in enumerate(spellings)
        ],
    }
    lake = lake_of(tmp_path, content)
    assert sorted(row["name"] for row in lake.arrow("people").to_pylist()) == [
        "Jose Nunez",
        "Zose Nunez",
    ]


def test_the_number_of_blocks_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lake_of(tmp_path, HOMONYMS, "whole")
    unblocked = assembled.assemble_people

    def in_blocks(space: Any, located: Path) -> None:
        unblocked(space, located, rows_per_block=1)

    monkeypatch.setattr("twinbay.lake.assemble.order.assemble_people", in_blocks)
    blocks = lake_of(tmp_path, HOMONYMS, "blocks")
    for name in ("authorships", "people"):
        one, other = (sorted(map(repr, lake.arrow(name).to_pylist())) for lake in (whole, blocks))
        assert one == other
