"""Where a ranking is good: by field and by kind of organisation, and whom it shows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinbay.match.backtest.measures import CUT, Measured, measure
from twinbay.match.exposure import balanced_order, large_ones
from twinbay.match.ranking.snapshot import Snapshot

LEAST_TRUE = 5  # true partners below which a group is counted but not measured
GROUP_RESAMPLES = 200
DECILES = 10

Scores = NDArray[np.float64]
FieldsOf = Callable[[str], tuple[str, ...]]
"""A topic's id to the ids of its fields of cooperation."""


@dataclass(frozen=True)
class Group:
    """Pairs of one field or of two kinds of organisation.

    Attributes:
        name: the field's id, or the kinds joined by "+".
        pairs: how many pairs.
        became: how many became partners.
        measures: by name, empty where there were too few true partners.
    """

    name: str
    pairs: int
    became: int
    measures: dict[str, Measured]


@dataclass(frozen=True)
class Decile:
    """Destinations of about one size.

    Attributes:
        least_works, most_works: range of their works by the split.
        organisations: how many there are.
        shown: share of all places among the first ten that the ranking gives them, 0 to 1.
        true: share of all first collaborations that were theirs, 0 to 1.
    """

    least_works: int
    most_works: int
    organisations: int
    shown: float
    true: float


def by_group(
    names: NDArray[np.str_], query: NDArray[np.int64], score: Scores, became: NDArray[np.bool_]
) -> tuple[Group, ...]:
    """Measure each group of pairs on its own, the largest first; pairs named "" are left out."""
    groups = []
    for name in np.unique(names[names != ""]):
        chosen = names == name
        true = int(became[chosen].sum())
        measured = (
            measure(query[chosen], score[chosen], became[chosen], GROUP_RESAMPLES)
            if true >= LEAST_TRUE
            else {}
        )
        groups.append(Group(str(name), int(chosen.sum()), true, measured))
    return tuple(sorted(groups, key=lambda group: (-group.became, -group.pairs, group.name)))


def kinds_of_pairs(snapshot: Snapshot, pairs: NDArray[np.int64]) -> NDArray[np.str_]:
    """Return the kinds of each pair's organisations, origin first, joined by "+"."""
    kinds = snapshot.organisations.kinds
    joined = np.char.add(np.char.add(kinds[pairs[:, 0]], "+"), kinds[pairs[:, 1]])
    return np.asarray(joined, dtype=np.str_)


def field_of_pairs(
    snapshot: Snapshot, pairs: NDArray[np.int64], fields_of: FieldsOf
) -> NDArray[np.str_]:
    """Return the field in which both sides do most: the largest of the smaller shares."""
    fields = sorted({f for topic in snapshot.topic_ids for f in fields_of(topic)})
    if not fields:
        return np.full(len(pairs), "", dtype=np.str_)
    column = {field: i for i, field in enumerate(fields)}
    belongs = np.zeros((snapshot.content.topic_works.shape[1], len(fields)), dtype=np.float32)
    for code, topic in enumerate(snapshot.topic_ids[: len(belongs)]):
        for field in fields_of(topic):
            belongs[code, column[field]] = 1.0
    works = np.asarray(snapshot.content.topic_works @ belongs)
    total = np.asarray(snapshot.content.topic_works.sum(axis=1))
    share = works / np.maximum(total, 1.0)
    both = np.minimum(share[pairs[:, 0]], share[pairs[:, 1]])
    names = np.array(fields, dtype=np.str_)[both.argmax(axis=1)]
    return np.where(both.max(axis=1) > 0, names, "")


def exposure(
    snapshot: Snapshot, pairs: NDArray[np.int64], score: Scores, became: NDArray[np.bool_]
) -> tuple[Decile, ...]:
    """Count whom the first ten of every list show, by the size of the destination.

    Deciles are of organisations, not of works; equal sizes stay together.
    """
    works = snapshot.activity.works
    destinations = np.unique(pairs[:, 1])
    bounds = np.unique(np.quantile(works[destinations], np.linspace(0, 1, DECILES + 1)[1:-1]))
    bin_of = np.searchsorted(bounds, works, side="right")
    order = np.lexsort((-score, pairs[:, 0]))
    _, start, size = np.unique(pairs[order, 0], return_index=True, return_counts=True)
    place = np.arange(len(pairs)) - np.repeat(start, size)
    shown = pairs[order[place < CUT], 1]
    found = []
    for number in range(bounds.size + 1):
        members = destinations[bin_of[destinations] == number]
        if members.size:
            found.append(
                Decile(
                    int(works[members].min()),
                    int(works[members].max()),
                    int(members.size),
                    float((bin_of[shown] == number).mean()),
                    float((bin_of[pairs[became, 1]] == number).mean()),
                )
            )
    return tuple(found)


def balanced(snapshot: Snapshot, pairs: NDArray[np.int64], score: Scores) -> Scores:
    """Return scores that keep places among the first ten for destinations that are not large.

    Large ones are so among all destinations; see ``match.exposure``.

    Returns:
        Minus the place in the list, so that higher is better.
    """
    destinations = np.unique(pairs[:, 1])
    large = np.zeros(len(snapshot.organisations), dtype=bool)
    large[destinations] = large_ones(snapshot.activity.works[destinations])
    order = np.lexsort((-score, pairs[:, 0]))
    place = np.empty(len(pairs))
    for listed in np.split(order, np.flatnonzero(np.diff(pairs[order, 0])) + 1):
        place[listed[balanced_order(large[pairs[listed, 1]])]] = np.arange(listed.size)
    return -place
