"""Retrieval across languages: Chinese terms find English ones, and the other way.

``python -m benchmarks.retrieval [--cache FOLDER]``

Two sets of pairs. Topics: the names of those OpenAlex topics that ``scripts/distil_static_encoder``
held aside, against all 4,516 names of the other language. Focus: what the bundled organisations
state they work on, in both languages; nothing was fitted to these. Recall@10 and nDCG@10 of the
static encoder, the transformer, and BM25, which finds only what both languages write alike.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.csv
from numpy.typing import NDArray

from twinbay.lake.sources.bundled import FOLDER
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, encoder_named
from twinbay.match.index_words import WordIndex, WordIndexWriter
from twinbay.match.search_query import Query
from twinbay.match.tokens import has_chinese
from twinbay.regions.taxonomy import load_topics

HELD_ASIDE = 3  # as in scripts/distil_static_encoder.py
Pairs = tuple[list[str], list[str], list[int]]  # queries, documents, each query's document


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cache", type=Path, help="keep the transformer's vectors here")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        cache = EmbeddingCache(options.cache or Path(temporary))
        encoders: dict[str, Encoder] = {
            "static": encoder_named("static"),
            "transformer": CachedEncoder(encoder_named("transformer"), cache),
        }
        for name, pairs in {**topic_pairs(), **focus_pairs()}.items():
            print(f"\n{name}: {len(pairs[0])} queries, {len(pairs[1])} documents")
            found = {label: by_meaning(pairs, encoder) for label, encoder in encoders.items()}
            found["BM25"] = by_words(pairs, Path(temporary))
            for label, (recall, gain) in found.items():
                print(f"  {label:12} recall@10 {recall:.3f}   nDCG@10 {gain:.3f}")
            ratios = [s / t for s, t in zip(found["static"], found["transformer"], strict=True)]
            print(f"  static / transformer: {ratios[0]:.3f} and {ratios[1]:.3f}")


def topic_pairs() -> dict[str, Pairs]:
    """Return the held-aside topics, queried in either language."""
    topics = [topic for topic in load_topics() if has_chinese(topic.name_zh)]
    aside = [row for row, t in enumerate(topics) if int(t.topic_id[1:]) % HELD_ASIDE == 0]
    english = [topic.name for topic in topics]
    chinese = [topic.name_zh for topic in topics]
    return {
        "topics, Chinese to English": ([chinese[row] for row in aside], english, aside),
        "topics, English to Chinese": ([english[row] for row in aside], chinese, aside),
    }


def focus_pairs() -> dict[str, Pairs]:
    """Return distinct statements of focus, queried in either language."""
    pairs: dict[str, str] = {}
    for path in sorted(FOLDER.glob("organisations_*.csv")):
        for row in pyarrow.csv.read_csv(path).to_pylist():
            english, chinese = ((row[c] or "").split(";") for c in ("focus", "focus_zh"))
            if len(english) == len(chinese):
                pairs.update(zip(map(str.strip, english), map(str.strip, chinese), strict=True))
    distinct = {zh: en for en, zh in sorted(pairs.items()) if en and zh}
    chinese, english = list(distinct), list(distinct.values())
    own = list(range(len(chinese)))
    return {
        "stated focus, Chinese to English": (chinese, english, own),
        "stated focus, English to Chinese": (english, chinese, own),
    }


def by_meaning(pairs: Pairs, encoder: Encoder) -> tuple[float, float]:
    """Return recall@10 and nDCG@10 of nearness."""
    queries, documents, own = pairs
    return measures(encoder.encode(queries, "query") @ encoder.encode(documents, "query").T, own)


def by_words(pairs: Pairs, folder: Path) -> tuple[float, float]:
    """Return recall@10 and nDCG@10 of BM25."""
    queries, documents, own = pairs
    writer = WordIndexWriter()
    for document in documents:
        writer.add([("name", document)])
    writer.save(folder)
    index = WordIndex.open(folder, len(documents))
    scores = [Query.of(query, index).matches(index)[0] for query in queries]
    return measures(np.stack(scores), own)


def measures(scores: NDArray[np.float32], own: Sequence[int]) -> tuple[float, float]:
    """Return recall@10 and nDCG@10; documents of equal score count as before the right one."""
    right = scores[np.arange(len(own)), own][:, None]
    rank = (scores >= right).sum(axis=1) - 1
    gain = np.where(rank < 10, 1 / np.log2(rank + 2), 0)
    return float(np.mean(rank < 10)), float(gain.mean())


if __name__ == "__main__":
    main()
