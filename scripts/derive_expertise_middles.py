"""Make the middles of encoders: src/twinbay/match/data/expertise_middles.npz.

    python scripts/derive_expertise_middles.py --papers ../shared/data/papers --cache /tmp/vectors

For each encoder: the mean vector of works up to ``TRAINED_UNTIL``, and the mean and deviation of
the cosines of two of them. Run it again when the static encoder is made again; for an encoder that
the file lacks the ranking takes descriptions of topics instead of works.
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import encoder_named
from twinbay.match.expertise.meanings import Middle, encoded_text
from twinbay.match.expertise.records import Work

TARGET = Path(__file__).parents[1] / "src/twinbay/match/data/expertise_middles.npz"
TRAINED_UNTIL = 2016  # year
WORKS = {"static": 2_000, "transformer": 300}
SEED = 20_240_101


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    options = parser.parse_args()
    columns = ["year", "title", "abstract"]
    works = [
        Work(row["title"], row["abstract"])
        for row in pq.read_table(options.papers / "works.parquet", columns=columns).to_pylist()
        if row["title"] and row["abstract"] and (row["year"] or 0) <= TRAINED_UNTIL
    ]
    order = np.random.default_rng(SEED).permutation(len(works))
    cache = EmbeddingCache(options.cache)
    found = {}
    for name, count in WORKS.items():
        encoder = CachedEncoder(encoder_named(name), cache)
        texts = [encoded_text(works[number]) for number in order[:count]]
        middle = Middle.of_vectors(encoder.encode(texts, "passage"))
        scale = [middle.mean, middle.deviation]
        found[encoder.name] = np.concatenate([middle.vector, scale]).astype(np.float32)
        print(f"{encoder.name}: {count} works, mean {scale[0]:.4f}, deviation {scale[1]:.4f}")
    np.savez_compressed(TARGET, **found)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
