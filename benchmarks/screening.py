"""How well and how fast names are screened against a list of restricted parties.

``python -m benchmarks.screening [--entries N] [--names N]``

Quality: made names (``benchmarks/screening_names.py``: invented, and well-known public
organisations that are not restricted parties), half of them to choose the threshold, the other half
to measure recall by kind of variation and precision over all pairs that are reported. Named
alternative in the same run: rapidfuzz's ``token_sort_ratio`` on names in lower case, its threshold
chosen the same way. Both thresholds are those of the best F2, which counts recall above precision
as screening does.

Speed: names against entries, both invented, on one core.
"""

import argparse
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz, process, utils

from benchmarks.screening_names import Label, Made, make, organisations
from twinbay.screen import THRESHOLD, ListIndex, Subject, screen

T = TypeVar("T")

LEAST = 0.5  # scores below are not looked at
GRID = [round(0.60 + 0.01 * step, 2) for step in range(40)]

Pairs = dict[int, dict[str, float]]
"""Number of a label to entry to score."""


@dataclass(frozen=True)
class Quality:
    """Of one half at one threshold."""

    recall: float
    precision: float
    by_variation: dict[str, tuple[int, int]]

    @property
    def f2(self) -> float:
        weighed = 4 * self.precision + self.recall
        return 5 * self.precision * self.recall / weighed if weighed else 0.0


def in_tuning_half(label: Label) -> bool:
    """Split by origin, so that all variants of one name are in one half."""
    return hashlib.sha256(label.origin.encode()).digest()[0] % 2 == 0


def engine_scores(made: Made) -> Pairs:
    index = ListIndex(made.listed())
    subjects = [
        Subject(label.name, id=str(number), kind=label.kind)
        for number, label in enumerate(made.labels)
    ]
    pairs: Pairs = defaultdict(dict)
    for match in screen(subjects, [index], threshold=LEAST):
        pairs[int(match.subject)][match.entry] = match.score
    return pairs


def alternative_scores(made: Made) -> Pairs:
    names = [(entry.id, name) for entry in made.entries for name in entry.names]
    scores = process.cdist(
        [label.name for label in made.labels],
        [name for _, name in names],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        workers=1,
    )
    pairs: Pairs = defaultdict(dict)
    for number, place in zip(*np.nonzero(scores >= 100 * LEAST), strict=True):
        entry = names[place][0]
        found = pairs[int(number)]
        found[entry] = max(found.get(entry, 0.0), float(scores[number, place]) / 100)
    return pairs


def quality(labels: Sequence[tuple[int, Label]], pairs: Pairs, threshold: float) -> Quality:
    """Return recall over labels that have an entry, precision over all pairs reported."""
    right = reported = 0
    by_variation: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number, label in labels:
        found = {entry for entry, score in pairs.get(number, {}).items() if score >= threshold}
        reported += len(found)
        hit = label.entry in found
        right += hit
        counts = by_variation[label.variation]
        counts[0] += hit if label.entry else not found
        counts[1] += 1
    wanted = sum(bool(label.entry) for _, label in labels)
    return Quality(
        right / wanted,
        right / reported if reported else 1.0,
        {variation: (hits, of) for variation, (hits, of) in by_variation.items()},
    )


def best_threshold(labels: Sequence[tuple[int, Label]], pairs: Pairs) -> float:
    return max(GRID, key=lambda threshold: (quality(labels, pairs, threshold).f2, threshold))


def measure_quality() -> None:
    made = make()
    numbered = list(enumerate(made.labels))
    tuning = [item for item in numbered if in_tuning_half(item[1])]
    testing = [item for item in numbered if not in_tuning_half(item[1])]
    variants = sum(bool(label.entry) for label in made.labels)
    print(
        f"{variants} variants and {len(made.labels) - variants} hard negatives, made; "
        f"list of {len(made.entries):,} entries; tuning half {len(tuning)}, other {len(testing)}"
    )
    results = {}
    for name, scores in (("twinbay", engine_scores), ("token_sort_ratio", alternative_scores)):
        pairs = scores(made)
        threshold = best_threshold(tuning, pairs)
        tuned, tested = quality(tuning, pairs, threshold), quality(testing, pairs, threshold)
        results[name] = tested
        print(
            f"{name:18} threshold {threshold:.2f}   tuning half: recall {tuned.recall:.3f} "
            f"precision {tuned.precision:.3f} F2 {tuned.f2:.3f}   other half: recall "
            f"{tested.recall:.3f} precision {tested.precision:.3f} F2 {tested.f2:.3f}"
        )
        if name == "twinbay":
            shipped = quality(testing, pairs, THRESHOLD)
            results[name] = shipped
            print(
                f"{'':18} shipped   {THRESHOLD:.2f}   other half: recall {shipped.recall:.3f} "
                f"precision {shipped.precision:.3f} F2 {shipped.f2:.3f}"
            )
    print("\nother half, found (or, of hard negatives, rightly not reported)")
    _print_variations(testing, results)
    ratio = results["twinbay"].recall / max(results["token_sort_ratio"].recall, 1e-9)
    print(f"\nrecall against token_sort_ratio: {ratio:.2f} times")


def _print_variations(testing: Iterable[tuple[int, Label]], results: dict[str, Quality]) -> None:
    order = dict.fromkeys(
        label.variation for _, label in sorted(testing, key=lambda item: not item[1].entry)
    )
    for variation in order:
        cells = (results[name].by_variation[variation] for name in results)
        texts = (f"{name} {hits / of:.3f}" for name, (hits, of) in zip(results, cells, strict=True))
        of = results["twinbay"].by_variation[variation][1]
        print(f"  {variation:22} {of:4}   {'   '.join(texts)}")


def measure_speed(entries: int, names: int) -> None:
    made = make(fillers=max(0, entries - 215))
    queries = organisations(names)
    index, building = _timed(lambda: ListIndex(made.listed()))
    matches, searching = _timed(lambda: screen(queries, [index]))
    sample = queries[: max(1, names // 100)]
    choices = [utils.default_process(name) for entry in made.entries for name in entry.names]
    _, every = _timed(
        lambda: process.cdist(
            [utils.default_process(name) for name in sample],
            choices,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=85,
            workers=1,
            dtype=np.uint8,
        )
    )
    estimate = every * len(queries) / len(sample)
    print(
        f"\n{names:,} names against {len(made.entries):,} entries: index {building:.1f} s, "
        f"screening {searching:.1f} s ({1e3 * searching / names:.2f} ms a name), "
        f"{len(matches):,} matches\ntoken_sort_ratio with every name, from 1 % of them: "
        f"{estimate:.1f} s; ratio {estimate / searching:.2f}"
    )


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--names", type=int, default=100_000)
    options = parser.parse_args()
    measure_quality()
    measure_speed(options.entries, options.names)


if __name__ == "__main__":
    main()
