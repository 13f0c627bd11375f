"""Make the word statistics of the expertise ranking: src/twinbay/match/data/expertise_words.npz.

    python scripts/derive_expertise_words.py --papers ../shared/data/papers

1. Of all works: how many have each word (from ``FEWEST_WORD`` works on) and each pair of
   neighbouring words (from ``FEWEST_PAIR`` on).
2. Of works up to ``TRAINED_UNTIL``: latent semantic analysis, a truncated singular value
   decomposition of the works' word weights. benchmarks/expertise.py judges on later works only.
3. Eight bits keep the vectors.

The file holds word statistics only: no text of a work and no name. Some minutes on two cores and
4 GB of memory. The same inputs give the same file, but for the last bit of a few numbers.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from twinbay.match.expertise.records import Work
from twinbay.match.expertise.vocabulary import (
    Vocabulary,
    WordColumns,
    word_frequencies,
)

TARGET = Path(__file__).parents[1] / "src/twinbay/match/data/expertise_words.npz"
FEWEST_WORD = 5  # works
FEWEST_PAIR = 25  # works
TRAINED_UNTIL = 2016  # year
DIMENSIONS = 128
SEED = 20_240_101


def works_of(papers: Path) -> list[tuple[int, Work]]:
    """Return all works with their years."""
    columns = ["work_id", "year", "title", "abstract"]
    table = pq.read_table(papers / "works.parquet", columns=columns)
    return [
        (row["year"] or 0, Work(row["title"] or "", row["abstract"] or "", row["work_id"]))
        for row in table.to_pylist()
    ]


def words_with_counts(works: list[Work]) -> tuple[list[str], NDArray[np.int32]]:
    """Return words, then pairs of words, with the number of works that have each."""
    having: Counter[str] = Counter()
    for work in works:
        having.update(word_frequencies(work).keys())
    kept = sorted(
        word
        for word, count in having.items()
        if count >= (FEWEST_PAIR if " " in word else FEWEST_WORD)
    )
    return kept, np.array([having[word] for word in kept], dtype=np.int32)


def word_weights(words: list[str], having: NDArray[np.int32], works: list[Work], count: int):  # type: ignore[no-untyped-def]
    """Return the works in terms of words, as the ranking weighs them."""
    rarity = np.log((count + 1) / (having + 1)).astype(np.float32)
    nothing = np.zeros((len(words), 1), dtype=np.float32)
    rows = {word: row for row, word in enumerate(words)}
    bare = Vocabulary(rows, rarity, 0.0, nothing, nothing[0])
    lexical = WordColumns(bare).vectors(works).lexical
    return sparse.csr_matrix(lexical[:, : len(words)])


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    dated = works_of(options.papers)
    words, having = words_with_counts([work for _, work in dated])
    trained = [work for year, work in dated if year <= TRAINED_UNTIL]
    weights = word_weights(words, having, trained, len(dated))
    _, _, components = randomized_svd(weights, n_components=DIMENSIONS, n_iter=3, random_state=SEED)
    vectors = components.T.astype(np.float32)
    largest = np.abs(vectors).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    levels = np.rint(vectors / scales[:, None]).astype(np.int8)
    centre = np.asarray(weights @ (levels * scales[:, None])).mean(axis=0)
    np.savez_compressed(
        options.target,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        works=np.int64(len(dated)),
        having=having,
        levels=levels,
        scales=scales,
        centre=centre.astype(np.float32),
    )
    print(f"{options.target}: {len(words):,} words and pairs, {DIMENSIONS} dimensions")


if __name__ == "__main__":
    main()
