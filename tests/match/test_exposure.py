"""Lists keep places for organisations that are not large."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from twinbay.match.evidence import Evidence
from twinbay.match.exposure import FIRST, RESERVED, balanced_order, large_ones
from twinbay.match.partners import Feedback, suggest_partners


@given(st.lists(st.booleans(), max_size=60))
def test_large_ones_take_no_more_than_their_places(flags: list[bool]) -> None:
    large = np.array(flags, dtype=bool)
    order = balanced_order(large)
    assert sorted(order.tolist()) == list(range(large.size))
    shown = large[order[:FIRST]]
    others = int((~large).sum())
    assert shown.sum() <= max(FIRST - RESERVED, shown.size - others)
    # Neither group changes its own order.
    for group in (large, ~large):
        kept = [place for place in order.tolist() if group[place]]
        assert kept == sorted(kept)


def test_a_list_without_a_crowd_of_large_ones_stays_as_it_is() -> None:
    large = np.array([True, False] * 5 + [True] * 4)
    assert balanced_order(large).tolist() == list(range(14))


def test_large_are_the_largest_fifth_and_equals_stay_together() -> None:
    assert large_ones(np.arange(10.0)).tolist() == [False] * 8 + [True] * 2
    assert not large_ones(np.full(10, 3.0)).any()
    assert not large_ones(np.zeros(0)).any()


def crowd() -> Evidence:
    """One organisation of the west; in the east 12 giants that fit best, and 60 small ones."""
    giants, small = 12, 60
    ids = ["west:0", *(f"east:{i:02}" for i in range(giants + small))]
    rows = [("west:0", "T1", 2020, 40)]
    rows += [(org, "T1", 2020, 400) for org in ids[1 : giants + 1]]
    for org in ids[giants + 1 :]:
        rows += [(org, "T1", 2020, 5), (org, "T2", 2020, 9)]
    names = ("org_id", "topic", "year", "works")
    return Evidence.from_tables(
        organisations=pa.table(
            {
                "org_id": ids,
                "region": ["west"] + ["east"] * (giants + small),
                "kind": ["education"] * len(ids),
            }
        ),
        portfolio=pa.table({n: [row[i] for row in rows] for i, n in enumerate(names)}),
        collaboration=pa.table(
            {
                "org_a": pa.array([], pa.string()),
                "org_b": pa.array([], pa.string()),
                "topic": pa.array([], pa.string()),
                "year": pa.array([], pa.int64()),
                "works": pa.array([], pa.int64()),
            }
        ),
        topic_totals=pa.table({"topic": ["T1", "T2"], "year": [2020, 2020], "works": [9000, 9000]}),
    )


def test_suggestions_do_not_hold_giants_alone() -> None:
    evidence = crowd()
    found = suggest_partners(evidence, "west:0", "east", limit=20)
    giant = [int(s.org_id.split(":")[1]) < 12 for s in found]
    assert giant[:7] == [True] * 7
    assert giant[7:10] == [False] * 3
    assert sum(giant) == 12


def test_a_followed_giant_keeps_its_place() -> None:
    followed = frozenset(f"east:{i:02}" for i in range(9))
    found = suggest_partners(crowd(), "west:0", "east", Feedback(followed=followed), limit=10)
    assert {s.org_id for s in found[:9]} == followed
