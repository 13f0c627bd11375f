"""How alike two words are, and how much a word tells."""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from twinbay.screen.names.chinese import pinyin
from twinbay.screen.names.folding import has_han
from twinbay.screen.names.glossary import CHINESE_PLACE_SPELLINGS, CHINESE_PLACES, GLOSSARY
from twinbay.screen.names.words import GENERIC, PARTICLES
from twinbay.screen.names.words import PLACES as WORLD_PLACES

PLACES = WORLD_PLACES | CHINESE_PLACE_SPELLINGS
TRADES = GENERIC | {word for english in GLOSSARY.values() for word in english} - PLACES

GENERIC_WEIGHT, PLACE_WEIGHT, INITIAL_WEIGHT, NUMBER_WEIGHT = 0.35, 0.5, 0.3, 0.7
"""Most that a common word, a place, a single letter and a number tell; a rare word tells 1.

Set on the tuning half of the labelled names (docs/decisions/0015-screening.md).
"""

LEAST_WEIGHT = 0.1
_KNOWN_WORDS = 500_000
LEAST_SIMILARITY = 0.86
"""Jaro-Winkler similarity below which two words are different words."""

HOMOPHONE, INITIAL, PREFIX = 0.92, 0.85, 0.88
"""Similarity of Chinese words that sound alike, of an initial and its word, of a cut word."""

SHORTEST_TYPO = 4
SHORTEST_PREFIX = 4
LONG_WORD, LONG_CHINESE_WORD = 10, 5
"""Letters from which two slips, and characters from which one, are still the same word."""


@lru_cache(maxsize=200_000)
def prior_weight(token: str) -> float:
    """Return how much a word tells at most, whatever the list: 0.3 to 1."""
    if token.isdecimal():
        return NUMBER_WEIGHT
    if token in PARTICLES:
        return LEAST_WEIGHT
    if token in CHINESE_PLACES or token in PLACES:
        return PLACE_WEIGHT
    if token in TRADES or token in GLOSSARY:
        return GENERIC_WEIGHT
    if len(token) == 1 and not has_han(token):
        return INITIAL_WEIGHT
    return 1.0


class Weights:
    """How much each word tells: its rarity among the names of a list, up to its prior.

    Arguments:
        names: number of names in the list.
        frequency: number of names with each word.
    """

    def __init__(self, names: int = 0, frequency: Mapping[str, int] | None = None) -> None:
        self._frequency = frequency or {}
        self._unique = max(1.0, names / 1_000)
        self._total = max(names, 1_000)
        self._known: dict[str, float] = {}

    def of(self, token: str) -> float:
        """Return the weight of a word, ``LEAST_WEIGHT`` to 1.

        The inverse document frequency (Spärck Jones 1972), as a share of a unique word's. A word
        in up to one in a thousand names, and in one name at least, counts as unique.
        """
        weight = self._known.get(token)
        if weight is None:
            seen = max(self._unique, float(self._frequency.get(token, 0)))
            rarity = math.log(1 + self._total / seen) / math.log(1 + self._total / self._unique)
            weight = max(LEAST_WEIGHT, min(prior_weight(token), rarity))
            if len(self._known) < _KNOWN_WORDS:
                self._known[token] = weight
        return weight


def count_words(names: Iterable[Iterable[str]]) -> Weights:
    """Return the weights of the words of a list's names."""
    frequency: dict[str, int] = {}
    total = 0
    for words in names:
        total += 1
        for word in set(words):
            frequency[word] = frequency.get(word, 0) + 1
    return Weights(total, frequency)


@lru_cache(maxsize=500_000)
def word_similarity(a: str, b: str) -> float:
    """Return how alike two words are: 1 for equal ones, 0 for different words, symmetric.

    A slip of one letter (two in long words) leaves the Jaro-Winkler similarity; an initial, a cut
    word, and Chinese words that sound alike have fixed values. Numbers, Cantonese keys and words
    that are both known (Hubei, Hebei) are never alike.
    """
    if a == b:
        return 1.0
    if a.isdecimal() or b.isdecimal() or a[0] == "~" or b[0] == "~" or _both_known(a, b):
        return 0.0
    if has_han(a) or has_han(b):
        return _chinese_similarity(a, b) if has_han(a) and has_han(b) else 0.0
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if len(short) == 1:
        return INITIAL if long[0] == short else 0.0
    if len(short) >= SHORTEST_TYPO - 1 and len(long) >= SHORTEST_TYPO:
        slips = 2 if len(short) >= LONG_WORD else 1
        if OSA.distance(a, b, score_cutoff=slips) <= slips:
            similarity = float(JaroWinkler.similarity(short, long))
            # Jaro-Winkler forgives ends, not beginnings: a slip in the first letter is as likely.
            similarity = max(similarity, 1 - 0.8 * slips_share(short, long))
            return similarity if similarity >= LEAST_SIMILARITY else 0.0
    if len(short) >= SHORTEST_PREFIX and len(long) >= len(short) + 2 and long.startswith(short):
        return PREFIX
    return 0.0


def slips_share(short: str, long: str) -> float:
    """Return the number of slips per letter of the longer word."""
    return float(OSA.distance(short, long)) / len(long)


def _both_known(a: str, b: str) -> bool:
    """Say whether both are places or both are words of a trade: Hubei is no slip for Hebei."""
    return any(a in known and b in known for known in (PLACES, TRADES))


def _chinese_similarity(a: str, b: str) -> float:
    if a in GLOSSARY or b in GLOSSARY:
        return 0.0
    if len(a) == len(b) and pinyin(a) == pinyin(b):
        return HOMOPHONE
    if min(len(a), len(b)) >= LONG_CHINESE_WORD and OSA.distance(a, b, score_cutoff=1) <= 1:
        return HOMOPHONE
    return 0.0
