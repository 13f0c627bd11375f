"""Ranking one organisation against 100,000 candidates: time with reasons, and memory.

    python -m benchmarks.ranking [--organisations 100000] [--authorships 2000000] [--queries 60]

The record is synthetic: sizes and degrees are heavy-tailed, works have two authorships on average.
The alternative that is measured in the same run lets the model judge every candidate, without a
shortlist.
"""

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
from scipy import sparse

from twinbay.match.ranking import learned
from twinbay.match.ranking.learned import LearnedRanker
from twinbay.match.ranking.likelihood import Calibration
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_facts import Asking, reasons_for
from twinbay.match.ranking.pair_features import NAMES, features_of_pairs
from twinbay.match.ranking.records import Organisations, Records
from twinbay.match.ranking.scaling import Scaling
from twinbay.match.ranking.snapshot import Snapshot

REASONED = 20
BUCKETS = 2**17
WORDS_EACH = 30


def synthetic(organisations: int, authorships: int, seed: int = 1) -> Records:
    random = np.random.default_rng(seed)
    works = authorships // 2
    weight = random.pareto(1.3, organisations) + 1
    order = random.choice(organisations, authorships, p=weight / weight.sum())
    work = np.sort(random.integers(works, size=authorships))
    people = organisations * 4
    home = order * 4 + random.integers(4, size=authorships)
    ids = np.array([f"org:{i}" for i in range(organisations)])
    half = organisations // 2
    words = np.minimum(random.zipf(1.3, works * WORDS_EACH), BUCKETS) - 1
    matrix = sparse.csr_matrix(
        (
            np.ones(works * WORDS_EACH, dtype=np.float32),
            words.astype(np.int32),
            np.arange(0, works * WORDS_EACH + 1, WORDS_EACH),
        ),
        shape=(works, BUCKETS),
    )
    matrix.sum_duplicates()
    return Records(
        organisations=Organisations(
            ids=ids,
            names=ids,
            countries=np.array(["AA"] * half + ["BB"] * (organisations - half)),
            regions=np.array([""] * organisations),
            kinds=np.array(["education", "enterprise", "other", "government"] * organisations)[
                :organisations
            ],
            places=random.uniform(-60, 60, (organisations, 2)),
        ),
        people=np.array([f"p{i}" for i in range(people)]),
        year=random.integers(2012, 2025, works),
        venue=random.integers(200, size=works),
        topic=random.integers(4_000, size=works),
        topic_ids=tuple(f"T{i}" for i in range(4_000)),
        words=matrix,
        vectors=np.zeros((works, 1), dtype=np.float16),
        work=work,
        person=home,
        org=order,
        deals=np.zeros((0, 3), dtype=np.int64),
    )


def ranker_on(snapshot: Snapshot) -> LearnedRanker:
    """Fit a model of the real size on made-up outcomes: only its cost matters here."""
    random = np.random.default_rng(2)
    pairs = random.choice(snapshot.ranked, (20_000, 2))
    features = features_of_pairs(snapshot, pairs)
    scale = Scaling.fit(features)
    scaled = scale.apply(features)
    odds = scaled[:, NAMES.index("third-parties")] + scaled[:, NAMES.index("volume")] - 3
    became = random.random(odds.size) < 1 / (1 + np.exp(-odds))
    model = PartnerModel.fit(scaled, became, np.ones(odds.size))
    return LearnedRanker(snapshot, scale, model, Calibration(), None, 3)


def timed(ask: Callable[[int], None], rows: np.ndarray) -> np.ndarray:
    """Return milliseconds of each question: by the wall, and of the processor, shape (n, 2)."""
    spent = []
    for row in rows:
        wall, processor = time.perf_counter(), time.process_time()
        ask(int(row))
        spent.append((time.perf_counter() - wall, time.process_time() - processor))
    return 1000 * np.array(spent)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--authorships", type=int, default=2_000_000)
    parser.add_argument("--queries", type=int, default=60)
    options = parser.parse_args()
    records = synthetic(options.organisations, options.authorships)
    print(f"record   {megabytes():8,.0f} MB at most so far")
    start = time.perf_counter()
    snapshot = Snapshot.at(records, 2024, least_works=1)
    print(f"snapshot {megabytes():8,.0f} MB, {time.perf_counter() - start:,.0f} s")
    ranker = ranker_on(snapshot)
    random = np.random.default_rng(3)
    asking = random.choice(snapshot.ranked, options.queries)
    everybody = np.arange(options.organisations)

    def ask(row: int) -> None:
        asking = Asking(snapshot, row)
        for judgement in ranker.judge_rows(row, everybody, REASONED):
            reasons_for(asking, judgement)

    ask(int(asking[0]))
    short = timed(ask, asking)
    shortlist = learned.SHORTLIST
    learned.SHORTLIST = options.organisations
    full = timed(ask, asking[: max(options.queries // 10, 3)])
    learned.SHORTLIST = shortlist
    for name, spent in (("shortlist", short), ("everybody", full)):
        for clock, of in zip(("wall", "processor"), spent.T, strict=True):
            median, p95 = np.percentile(of, (50, 95))
            print(f"{name:9} {clock:9} median {median:8,.0f} ms   p95 {p95:8,.0f} ms")
    ratio = np.median(full[:, 1]) / np.median(short[:, 1])
    print(f"ratio of medians, processor {ratio:.1f}")
    print(f"memory   {megabytes():8,.0f} MB at most, {len(everybody):,} organisations")


if __name__ == "__main__":
    main()
