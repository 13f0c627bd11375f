"""The measured quality of joining organisations and people does not fall."""

import csv
from collections import Counter

import pytest

from benchmarks import authors, disambiguation
from benchmarks.disambiguation import LabelledPair, Quality, half_of, measure
from benchmarks.papers import PAPERS, mentions_of

needs_papers = pytest.mark.skipif(
    not (PAPERS / "orgs.parquet").exists(), reason="needs ../shared/data/papers"
)


def test_the_labels_are_enough_and_well_formed() -> None:
    with disambiguation.LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["label"] for row in rows} == {"same", "different"}
    assert Counter(row["draw"] for row in rows)["1"] >= 400
    pairs = [tuple(sorted((row["name_a"], row["name_b"]))) for row in rows]
    assert len(set(pairs)) == len(pairs)
    halves = Counter(pair.half for pair in disambiguation.labelled_pairs())
    assert halves["test"] >= 200
    assert halves["final"] >= 150
    strata = {row["stratum"] for row in rows}
    assert strata == {"joined", "near-miss", "same-site", "other"}


def test_a_pair_stays_in_its_half_whatever_its_order() -> None:
    assert half_of(1, "Alpha", "Beta") == half_of(1, "Beta", "Alpha")
    assert (half_of(2, "a", "b"), half_of(3, "a", "b")) == ("development", "final")


def test_precision_and_recall_are_weighted_by_the_population() -> None:
    pairs = [
        LabelledPair(("a", None), ("b", None), True, "joined", 10, "test"),
        LabelledPair(("c", None), ("d", None), False, "joined", 10, "test"),
        LabelledPair(("e", None), ("f", None), True, "other", 90, "test"),
    ]
    found = measure(pairs, lambda a, b: (a[0], b[0]) != ("e", "f"))
    assert found == Quality(0.5, 0.5, 0.5, 5 / 95)


@needs_papers
@pytest.mark.real_data
def test_organisations_are_joined_as_well_as_documented() -> None:
    judges = disambiguation.judges(mentions_of(PAPERS / "orgs.parquet"))
    floors = {"test": (0.97, 0.87), "final": (0.93, 0.87)}
    for half, (precision, recall) in floors.items():
        pairs = [pair for pair in disambiguation.labelled_pairs() if pair.half == half]
        found = {name: measure(pairs, judge) for name, judge in judges.items()}
        ours = found.pop("twinbay, with bundled names")
        assert ours.precision >= precision
        assert ours.recall >= recall
        found.pop("twinbay, rules alone")
        for other in found.values():
            assert ours.recall > other.recall
            assert ours.weighted_recall > other.weighted_recall


@needs_papers
@pytest.mark.real_data
def test_people_are_joined_as_well_as_documented() -> None:
    resolved = authors.resolved_authors(PAPERS)
    venues = authors.SYSTEMS["IEEE"]
    ours = authors.count_pairs(resolved, venues, resolved.person, later_profiles=False)
    naive = authors.count_pairs(resolved, venues, resolved.name, later_profiles=False)
    assert ours.precision >= 0.995
    assert ours.recall >= 0.94
    assert ours.kept_apart >= 0.6
    assert naive.kept_apart == 0.0
