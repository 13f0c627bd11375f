"""The tables behind learned reasons add up to the numbers in their sentences."""

from collections.abc import Callable

import numpy as np
import pytest
from made_records import WORDS, made_records

from twinbay.match.ranking import reading
from twinbay.match.ranking.counted import TABLES, Row, counted_rows, shared_terms
from twinbay.match.ranking.pair_facts import FACTS, Asking
from twinbay.match.ranking.people_links import Names
from twinbay.match.ranking.snapshot import Snapshot

PAIRS = ((0, 35), (1, 31), (2, 57), (5, 40), (12, 42), (25, 30))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.at(made_records(), 2018)


def of_side(rows: tuple[Row, ...], side: int) -> int:
    return sum(row.side == side for row in rows)


COUNTED: dict[str, Callable[[tuple[Row, ...]], dict[str, float]]] = {
    "people": lambda rows: {"people": len({row.people for row in rows})},
    "co-authors": lambda rows: {
        "people": len({row.people[0] for row in rows}),
        "co_authors": len({row.people[1] for row in rows}),
    },
    "paths": lambda rows: {"links": sum(row.value or 0 for row in rows)},
    "experience": lambda rows: {
        "subject_partners": of_side(rows, 0),
        "partner_partners": of_side(rows, 1),
    },
    "openness": lambda rows: {
        "subject_new": of_side(rows, 0),
        "partner_new": of_side(rows, 1),
    },
    "partners-alike": lambda rows: {"alike": len(rows)},
    "size": lambda rows: {
        "subject_works": rows[0].value or 0,
        "partner_works": rows[1].value or 0,
    },
}


def test_every_table_adds_up_to_its_sentence(snapshot: Snapshot) -> None:
    ids = snapshot.organisations.ids.tolist()
    seen = set()
    for here, there in PAIRS:
        for kind in TABLES:
            rows = counted_rows(snapshot, kind, ids[here], ids[there])
            numbers = FACTS[kind](Asking(snapshot, here), there)
            if numbers is None:
                assert rows == ()
                continue
            seen.add(kind)
            assert COUNTED[kind](rows).items() <= numbers.items(), kind
    assert seen == set(TABLES)


def test_a_stranger_has_no_rows(snapshot: Snapshot) -> None:
    assert counted_rows(snapshot, "size", "org:0", "org:unknown") == ()
    assert shared_terms(snapshot, "org:unknown", "org:0", ["a text"]) == ()


def test_shared_terms_add_up_to_the_similarity(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words are numbers in the snapshot; here word "w7x" has the number 7."""
    monkeypatch.setattr(
        reading, "word_buckets", lambda words: [int(word[1:-1]) % WORDS for word in words]
    )
    text = " ".join(f"w{number}x" for number in range(WORDS))
    rows = shared_terms(snapshot, "org:0", "org:35", [text])
    numbers = FACTS["text"](Asking(snapshot, 0), 35)
    assert numbers is not None
    assert sum(row.value or 0.0 for row in rows) == pytest.approx(numbers["similarity"])
    parts = [row.value or 0.0 for row in rows]
    assert parts == sorted(parts, reverse=True)
    assert shared_terms(snapshot, "org:0", "org:35", []) == ()


def test_words_have_the_columns_in_which_they_are_counted() -> None:
    texts = ["graph neural networks", "钙钛矿 solar cells"]
    counted = reading._word_counts(texts, reading.silent)
    words = ["graph", "neural", "networks", "solar", "cells"]
    columns = reading.word_buckets(words)
    assert set(columns) <= set(counted.indices.tolist())
    assert reading.word_buckets(["the", "x"]) == [-1, -1]


def test_names_are_kept_in_one_block() -> None:
    names = ["wei li", "", "李伟", "ümit öz"]
    kept = Names.of(names)
    assert [kept[row] for row in range(4)] == names
    assert kept.ends.dtype == np.int64
