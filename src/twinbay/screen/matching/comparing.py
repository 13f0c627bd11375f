"""How alike two names are: words aligned whatever their order, rare words above common ones.

The score is a soft, weighted Dice coefficient: SoftTFIDF (Cohen, Ravikumar and Fienberg, "A
Comparison of String Distance Metrics for Name-Matching Tasks", 2003) with the words that are alike
by Jaro-Winkler, normalised by the words of both names so that it is symmetric and 1 only when every
word has its counterpart.
"""

from collections import Counter
from dataclasses import dataclass

from twinbay.screen.matching.tokens import Weights, word_similarity
from twinbay.screen.names.forms import Form

NUMBERS_DIFFER = 0.6
"""Factor when both names have numbers and not the same: the 13th and the 14th institute."""

MIDDLE_NAME = 0.3
"""Share of its weight that a word counts which only one of two names of a person has."""

MOST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two forms agree.

    Attributes:
        score: 0 to 1.
        pairs: words with their counterparts and how alike they are.
        only_a: words of the first without a counterpart.
        only_b: words of the second without a counterpart.
    """

    score: float
    pairs: tuple[tuple[str, str, float], ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


Word = tuple[str, float]
Weighed = list[Word]


def compare(a: Form, b: Form, weights: Weights, *, person: bool = False) -> Alignment:
    """Return how two forms agree, the same whichever comes first.

    Arguments:
        a: one form.
        b: the other.
        weights: how much each word tells.
        person: names of a person may lack each other's middle names.
    """
    if a.key == b.key:
        return Alignment(1.0, tuple((t, t, 1.0) for t in a.tokens), (), ())
    left = [(token, weights.of(token)) for token in a.tokens]
    right = [(token, weights.of(token)) for token in b.tokens]
    left, right = _joined(left, right), _joined(right, left)
    pairs, rest_left, rest_right = _aligned(left, right)
    agreeing = sum(similarity * (x[1] + y[1]) for x, y, similarity in pairs)
    agreed = sum(x[1] + y[1] for x, y, _ in pairs)
    lacking = sum(weight for _, weight in (*rest_left, *rest_right))
    if person and len(pairs) >= 2 and not (rest_left and rest_right):
        lacking *= MIDDLE_NAME
    score = agreeing / (agreed + lacking) if agreed else 0.0
    if _numbers(a) != _numbers(b) and _numbers(a) and _numbers(b):
        score *= NUMBERS_DIFFER
    return Alignment(
        score,
        tuple((x[0], y[0], similarity) for x, y, similarity in pairs),
        tuple(token for token, _ in rest_left),
        tuple(token for token, _ in rest_right),
    )


def _numbers(form: Form) -> list[str]:
    return sorted(token for token in form.tokens if token.isdecimal())


def _joined(words: Weighed, others: Weighed) -> Weighed:
    """Join neighbours that the other name writes as one word: Hua Xing, Huaxing."""
    wanted = {token for token, _ in others} - {token for token, _ in words}
    joined: Weighed = []
    at = 0
    while at < len(words):
        length = next(
            (
                n
                for n in range(min(MOST_JOINED, len(words) - at), 1, -1)
                if "".join(token for token, _ in words[at : at + n]) in wanted
            ),
            1,
        )
        parts = words[at : at + length]
        # One word tells no more for being written in parts.
        joined.append(("".join(token for token, _ in parts), max(weight for _, weight in parts)))
        at += length
    return joined


def _aligned(
    left: Weighed, right: Weighed
) -> tuple[list[tuple[Word, Word, float]], Weighed, Weighed]:
    """Give each word at most one counterpart, the most alike first."""
    common = Counter(token for token, _ in left) & Counter(token for token, _ in right)
    rest_left, taken = _without(left, common)
    rest_right, others = _without(right, common)
    pairs = [(x, y, 1.0) for x, y in zip(sorted(taken), sorted(others), strict=True)]
    alike = [(word_similarity(x[0], y[0]), x, y) for x in set(rest_left) for y in set(rest_right)]
    for similarity, x, y in sorted(alike, key=_most_alike):
        if similarity > 0 and x in rest_left and y in rest_right:
            rest_left.remove(x)
            rest_right.remove(y)
            pairs.append((x, y, similarity))
    return pairs, rest_left, rest_right


def _most_alike(pair: tuple[float, Word, Word]) -> tuple[float, list[str]]:
    """Order pairs by falling similarity, ties the same whichever name comes first."""
    similarity, x, y = pair
    return -similarity, sorted((x[0], y[0]))


def _without(words: Weighed, common: Counter[str]) -> tuple[Weighed, Weighed]:
    left_over, rest, taken = Counter(common), [], []
    for word in words:
        if left_over[word[0]] > 0:
            left_over[word[0]] -= 1
            taken.append(word)
        else:
            rest.append(word)
    return rest, taken
