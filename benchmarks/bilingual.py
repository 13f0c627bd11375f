"""How well Chinese texts find English documents, and the other way.

``python -m benchmarks.bilingual [--sample N] [--without-transformer]``

Recall@10 and nDCG@10 over ``benchmarks/bilingual_pairs.py`` of: the static encoder; the
transformer; BM25 on the query as it is; BM25 on the query translated word by word with a
dictionary; and the product's hybrid search over an index of the same documents. The dictionary is
drawn from the bundled names of topics that are not in the test: for each word the words of the
other language that go with it most often (Dice coefficient). The last lines compare the static
encoder with the transformer, by way and across languages.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.bilingual_pairs import HELD_ASIDE, LANGUAGES, Part, load_parts
from twinbay.lake.folders import home_folder
from twinbay.match.documents import Document
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, encoder_named
from twinbay.match.search import SearchIndex
from twinbay.match.tokens import has_chinese, tokens
from twinbay.regions.taxonomy import load_topics

K1, B = 1.2, 0.75  # Robertson, Zaragoza: The probabilistic relevance framework, 2009
TOP = 10
TRANSLATIONS = 2  # words that a word is replaced by
SEED = 1

Ranking = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]
"""Queries and documents to scores, shape (queries, documents)."""


@dataclass(frozen=True)
class Figures:
    """Recall@10 and nDCG@10 of each query."""

    recall: NDArray[np.float64]
    ndcg: NDArray[np.float64]


def measured(scores: NDArray[np.float64], relevant: Sequence[frozenset[int]]) -> Figures:
    """Return recall@10 and nDCG@10 by query.

    Equal scores come in the order of the documents; a score of 0 or less finds nothing. Recall is
    of the ten best possible where more than ten are relevant (Järvelin, Kekäläinen: Cumulated
    gain-based evaluation of IR techniques, TOIS 20(4), 2002, for nDCG).
    """
    recall, ndcg = [], []
    discounts = 1 / np.log2(np.arange(2, TOP + 2))
    for row, wanted in zip(scores, relevant, strict=True):
        best = [int(place) for place in np.argsort(-row, kind="stable")[:TOP] if row[place] > 0]
        gains = np.array([place in wanted for place in best], dtype=float)
        most = min(len(wanted), TOP)
        recall.append(gains.sum() / most)
        ndcg.append((gains * discounts[: len(gains)]).sum() / discounts[:most].sum())
    return Figures(np.array(recall), np.array(ndcg))


def by_encoder(encoder: Encoder) -> Ranking:
    """Return the ranking by cosine."""

    def rank(queries: Sequence[str], documents: Sequence[str]) -> NDArray[np.float64]:
        found = encoder.encode(queries, "query") @ encoder.encode(documents, "passage").T
        return np.asarray(found, dtype=np.float64)

    return rank


def by_words(queries: Sequence[str], documents: Sequence[str]) -> NDArray[np.float64]:
    """Return the ranking by BM25."""
    columns: dict[str, int] = {}
    counts = [Counter(tokens(text)) for text in documents]
    for count in counts:
        for word in count:
            columns.setdefault(word, len(columns))
    lengths = np.array([sum(count.values()) for count in counts], dtype=float)
    weights = sparse.lil_matrix((len(documents), len(columns)))
    having = Counter(word for count in counts for word in count)
    for row, count in enumerate(counts):
        norm = K1 * (1 - B + B * lengths[row] / lengths.mean())
        for word, frequency in count.items():
            rarity = np.log(1 + (len(documents) - having[word] + 0.5) / (having[word] + 0.5))
            weights[row, columns[word]] = rarity * frequency * (K1 + 1) / (frequency + norm)
    asked = sparse.lil_matrix((len(queries), len(columns)))
    for row, text in enumerate(queries):
        for word in tokens(text):
            if word in columns:
                asked[row, columns[word]] += 1
    return np.asarray((asked.tocsr() @ weights.tocsr().T).toarray())


def by_dictionary() -> Ranking:
    """Return the ranking by BM25 of queries translated word by word."""
    words = _dictionary()

    def rank(queries: Sequence[str], documents: Sequence[str]) -> NDArray[np.float64]:
        chinese_documents = sum(map(has_chinese, documents)) > len(documents) / 2
        translated = [
            text if has_chinese(text) == chinese_documents else _translated(text, words)
            for text in queries
        ]
        return by_words(translated, documents)

    return rank


def _translated(text: str, words: dict[str, tuple[str, ...]]) -> str:
    return " ".join(other for word in tokens(text) for other in words.get(word, (word,)))


def _dictionary() -> dict[str, tuple[str, ...]]:
    together: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for topic in load_topics():
        if int(topic.topic_id[1:]) % HELD_ASIDE and has_chinese(topic.name_zh):
            english = {word for word in tokens(topic.name) if not has_chinese(word)}
            chinese = {word for word in tokens(topic.name_zh) if has_chinese(word)}
            alone.update(english | chinese)
            together.update((en, zh) for en in english for zh in chinese)
    options: dict[str, list[tuple[float, str]]] = {}
    for (english_word, chinese_word), count in together.items():
        dice = 2 * count / (alone[english_word] + alone[chinese_word])
        options.setdefault(english_word, []).append((-dice, chinese_word))
        options.setdefault(chinese_word, []).append((-dice, english_word))
    return {
        word: tuple(other for _, other in sorted(found)[:TRANSLATIONS])
        for word, found in options.items()
    }


def by_search(encoder: Encoder) -> Ranking:
    """Return the ranking of the product's hybrid search."""

    def rank(queries: Sequence[str], documents: Sequence[str]) -> NDArray[np.float64]:
        records = (
            Document(str(number), "work", text, texts=(("title", text),), meanings=(text,))
            for number, text in enumerate(documents)
        )
        scores = np.zeros((len(queries), len(documents)))
        with tempfile.TemporaryDirectory() as folder:
            index = SearchIndex.build(records, encoder, Path(folder) / "index")
            for row, text in enumerate(queries):
                for place, hit in enumerate(index.search(text, limit=TOP).hits):
                    scores[row, int(hit.record_id)] = TOP - place
        return scores

    return rank


def sampled(part: Part, size: int) -> Part:
    """Return at most ``size`` queries and four times as many documents, theirs among them."""
    generator = np.random.default_rng(SEED)
    chosen = np.sort(generator.permutation(len(part.relevant))[:size])
    wanted = sorted(frozenset().union(*(part.relevant[number] for number in chosen)))
    others = [n for n in generator.permutation(len(part.documents["en"])) if n not in set(wanted)]
    kept = sorted([*wanted, *(int(n) for n in others[: max(4 * size - len(wanted), 0)])])
    place = {number: position for position, number in enumerate(kept)}
    return Part(
        part.name,
        {lang: tuple(part.queries[lang][n] for n in chosen) for lang in LANGUAGES},
        {lang: tuple(part.documents[lang][n] for n in kept) for lang in LANGUAGES},
        tuple(frozenset(place[n] for n in part.relevant[number]) for number in chosen),
        tuple(part.fields[n] for n in chosen),
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, help="queries of each part; default all")
    parser.add_argument("--without-transformer", action="store_true")
    options = parser.parse_args()
    parts = [sampled(part, options.sample) if options.sample else part for part in load_parts()]
    static = encoder_named("static")
    systems: dict[str, Ranking] = {"static": by_encoder(static)}
    if not options.without_transformer:
        cache = EmbeddingCache(home_folder() / "cache")
        systems["transformer"] = by_encoder(CachedEncoder(encoder_named("transformer"), cache))
    systems |= {"BM25": by_words, "dictionary": by_dictionary(), "hybrid": by_search(static)}
    for part in parts:
        pairs = sum(map(len, part.relevant))
        print(
            f"{part.name}: {len(part.relevant)} queries, {pairs} pairs, "
            f"{len(part.documents['en'])} documents, each way"
        )
    results = _all_figures(systems, parts)
    _print(results, parts)
    if "transformer" in systems:
        _compare(results, parts)


def _all_figures(
    systems: dict[str, Ranking], parts: Sequence[Part]
) -> dict[tuple[str, str, str, str], Figures]:
    return {
        (name, part.name, asked, found): measured(
            rank(part.queries[asked], part.documents[found]), part.relevant
        )
        for name, rank in systems.items()
        for part in parts
        for asked in LANGUAGES
        for found in LANGUAGES
    }


def _print(results: dict[tuple[str, str, str, str], Figures], parts: Sequence[Part]) -> None:
    ways = [("zh", "en"), ("en", "zh"), ("en", "en"), ("zh", "zh")]
    print(f"\n{'recall@10 / nDCG@10':26}" + "".join(f"{a + ' -> ' + b:>16}" for a, b in ways))
    for part in parts:
        for name in dict.fromkeys(key[0] for key in results):
            cells = [results[name, part.name, *way] for way in ways]
            print(
                f"{part.name + ', ' + name:26}"
                + "".join(f"{c.recall.mean():9.3f} /{c.ndcg.mean():6.3f}" for c in cells)
            )


def _compare(results: dict[tuple[str, str, str, str], Figures], parts: Sequence[Part]) -> None:
    ways = {
        "zh -> en": [("zh", "en")],
        "en -> zh": [("en", "zh")],
        "across languages": [("zh", "en"), ("en", "zh")],
        "within languages": [("en", "en"), ("zh", "zh")],
    }
    print("\nmeans over the parts: static, transformer, ratio")
    for label, asked in ways.items():
        for measure in ("recall", "ndcg"):
            static, transformer = (
                np.mean(
                    [
                        getattr(results[name, part.name, *way], measure).mean()
                        for part in parts
                        for way in asked
                    ]
                )
                for name in ("static", "transformer")
            )
            print(
                f"{label:18}{measure + '@10':>10}{static:8.3f}{transformer:8.3f}"
                f"{static / transformer:8.3f}"
            )


if __name__ == "__main__":
    main()
