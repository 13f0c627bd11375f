"""Encoders: works per second, and how near the static one comes to the transformer.

``python -m benchmarks.encoding [--papers FOLDER] [--sample 200] [--cache FOLDER]``

Speed on titles and abstracts. Quality on a seeded sample of works: each title should find its own
abstract among the sample's. The words of the works have shaped the static encoder's vocabulary and
frequencies, but no title or abstract was used to fit it. The cache is timed with vectors of the
transformer's size.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.papers import PAPERS
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache, cache_key
from twinbay.match.encoders import Encoder, encoder_named

SEED = 384
SPEED_SAMPLE = {"static": 10_000, "transformer": 20}
CHARACTERS = 1_500  # of an abstract in the quality sample
KEPT = 20_000  # vectors in the cache's timing


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--cache", type=Path, help="keep the transformer's vectors here")
    options = parser.parse_args()
    if not options.papers.is_dir():
        print(f"encoding: {options.papers} is not here; nothing was measured")
        return
    works = pq.read_table(options.papers / "works.parquet", columns=["title", "abstract"])
    rows = [row for row in works.to_pylist() if row["title"] and len(row["abstract"] or "") > 200]
    random.Random(SEED).shuffle(rows)
    speeds(rows)
    with TemporaryDirectory() as temporary:
        cache = EmbeddingCache(options.cache or Path(temporary))
        quality(rows[: options.sample], cache)
    with TemporaryDirectory() as temporary:
        caching(Path(temporary))


def speeds(rows: Sequence[dict[str, str]]) -> None:
    """Print works per second, by the clock and by the processor."""
    found = {}
    for name, count in SPEED_SAMPLE.items():
        encoder = encoder_named(name)
        encoder.encode(["warm"])
        texts = [f"{row['title']}. {row['abstract']}" for row in rows[:count]]
        clock, processor = time.perf_counter(), time.process_time()
        encoder.encode(texts)
        found[name] = len(texts) / (time.perf_counter() - clock)
        per_core = len(texts) / (time.process_time() - processor)
        print(f"{name:12} {found[name]:8,.0f} works/s, {per_core:8,.0f} per processor second")
    print(f"static is {found['static'] / found['transformer']:.0f} times as fast")


def quality(rows: Sequence[dict[str, str]], cache: EmbeddingCache) -> None:
    """Print how often a title finds its own abstract, for both encoders."""
    encoders: dict[str, Encoder] = {
        "static": encoder_named("static"),
        "transformer": CachedEncoder(encoder_named("transformer"), cache),
    }
    recall = {}
    for name, encoder in encoders.items():
        queries = encoder.encode([row["title"] for row in rows], "query")
        passages = encoder.encode([row["abstract"][:CHARACTERS] for row in rows], "passage")
        ranks = ranks_of_own(queries @ passages.T)
        recall[name] = np.mean(ranks < 10)
        print(
            f"{name:12} title to abstract among {len(rows)}: recall@1 {np.mean(ranks < 1):.3f}, "
            f"recall@10 {recall[name]:.3f}, MRR {np.mean(1 / (1 + ranks)):.3f}"
        )
    print(f"static keeps {recall['static'] / recall['transformer']:.1%} of recall@10")


def ranks_of_own(similarity: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return how many columns are nearer to each row than the row's own column."""
    own = np.diagonal(similarity)[:, None]
    return np.asarray((similarity > own).sum(axis=1))


def caching(folder: Path) -> None:
    """Print vectors written and read per second, in one thread."""
    vectors = np.random.default_rng(SEED).normal(size=(KEPT, 384)).astype(np.float32)
    keys = [cache_key("benchmark", "passage", str(number)) for number in range(KEPT)]
    cache = EmbeddingCache(folder)
    started = time.perf_counter()
    for start in range(0, KEPT, 256):
        cache.put(keys[start : start + 256], vectors[start : start + 256])
    written = time.perf_counter() - started
    started = time.perf_counter()
    cache.get(keys)
    read = time.perf_counter() - started
    size = cache.status().size / KEPT
    print(f"cache: {KEPT / written:,.0f} vectors/s kept, {KEPT / read:,.0f}/s found", end="")
    print(f", {size:,.0f} bytes each")


if __name__ == "__main__":
    main()
