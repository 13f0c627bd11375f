"""The names of a list, arranged so that only those worth comparing are compared.

A name is worth comparing when the words that it shares with the given name, or that are alike,
carry enough weight to reach the threshold. Candidates come from the rarest words of the given name
alone, as many of them as any sufficient agreement must touch (prefix filtering: Chaudhuri, Ganti
and Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", 2006); the rest of the
words only add to the bound.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twinbay.screen.matching.dictionary import Dictionary, initial_of
from twinbay.screen.matching.tokens import count_words, prior_weight
from twinbay.screen.model import Entry, Kind, MatchKind, ScreeningList
from twinbay.screen.names.forms import NATIVE, Form, acronyms_of, forms_of, spellings_of
from twinbay.screen.names.words import PARTICLES

_SLACK = 0.05
"""The bound may fall short of the score by this: alike words can differ in weight."""

_JOINED = "+"
_JOIN_GAIN = 1.0
"""Words written as one weigh less together, by two at most: half of it keeps the bound a bound."""

_LONGEST_PART = 7
_FEW_WORDS = 30


@dataclass(frozen=True, slots=True)
class Name:
    """One form of one name of one entry.

    Attributes:
        entry: place of the entry in the list.
        written: the name as the list writes it.
        form: the form.
        weight: of its words together.
    """

    entry: int
    written: str
    form: Form
    weight: float


class ListIndex:
    """A list ready to be searched; build it once per list and use it for many names."""

    def __init__(self, screening_list: ScreeningList) -> None:
        self.list = screening_list
        pairs = [
            (place, spelling, form)
            for place, entry in enumerate(screening_list.entries)
            for name in entry.names
            for spelling in spellings_of(name)
            for form in forms_of(spelling, entry.kind)
        ]
        self.weights = count_words(form.tokens for _, _, form in pairs)
        self.names = [
            Name(place, written, form, sum(map(self.weights.of, form.tokens)))
            for place, written, form in pairs
        ]
        self._groups = np.array([_group(name.form) for name in self.names], dtype=np.int8)
        self._totals: npt.NDArray[np.float64] = np.array(
            [name.weight for name in self.names], dtype=np.float64
        )
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_acronym: dict[str, list[int]] = defaultdict(list)
        postings: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            self._by_key[name.form.key].append(number)
            for word in {*name.form.tokens, *_joined(name.form), *_initials(name.form)}:
                postings[word].append(number)
            self._add_acronyms(number, name)
        self._dictionary = Dictionary(postings)
        self._postings = [np.array(numbers, dtype=np.int64) for numbers in postings.values()]

    def _add_acronyms(self, number: int, name: Name) -> None:
        entry = self.list.entries[name.entry]
        if name.form.route == NATIVE and not name.form.han and entry.kind is not Kind.PERSON:
            for acronym in acronyms_of(name.written):
                self._by_acronym[acronym].append(number)

    def entry_of(self, name: Name) -> Entry:
        """Return the entry that a name is of."""
        return self.list.entries[name.entry]

    def equal(self, form: Form) -> list[Name]:
        """Return the names with the same words, however they are spaced."""
        return [self.names[number] for number in self._by_key.get(form.key, ())]

    def abbreviated(self, form: Form) -> list[Name]:
        """Return the names whose initials are the given one-word form."""
        if len(form.tokens) != 1:
            return []
        return [self.names[number] for number in self._by_acronym.get(form.tokens[0], ())]

    def candidates(self, form: Form, threshold: float) -> Iterator[Name]:
        """Yield the names whose score with a form may reach the threshold.

        Arguments:
            form: the form of the given name.
            threshold: least score, above 0 and at most 1.
        """
        words = sorted(set(form.tokens), key=self.weights.of, reverse=True)
        own = sum(map(self.weights.of, form.tokens))
        # Agreement on the words that are not looked at first can bring no more than this share.
        enough = own * (1 - max(0.0, threshold - _SLACK) / (2 - threshold))
        times = Counter(form.tokens)
        postings = [
            (times[word] * self._larger_weight(word, n), n, word)
            for word in words
            for n in self._dictionary.alike(word)
        ]
        joined = self._joined_postings(form)
        chosen = self._first(words, enough)
        parts = [self._postings[n] for _, n, word in postings if word in chosen]
        parts += [self._postings[n] for _, n in joined]
        if not parts:
            return
        numbers = np.unique(np.concatenate(parts))
        shared = np.zeros(len(numbers))
        for weight, n in (*joined, *((weight, n) for weight, n, _ in postings)):
            posting = self._postings[n]
            places = np.minimum(np.searchsorted(posting, numbers), len(posting) - 1)
            shared[posting[places] == numbers] += weight
        reach = 2 * shared / (own + self._totals[numbers])
        comparable = _COMPARABLE[_group(form)][self._groups[numbers]]
        for number in numbers[comparable & (reach >= threshold - _SLACK)]:
            yield self.names[number]

    def _larger_weight(self, word: str, number: int) -> float:
        return max(self.weights.of(word), self.weights.of(self._dictionary.words[number]))

    def _joined_postings(self, form: Form) -> list[tuple[float, int]]:
        """Return where words of a form are written apart, or its neighbours as one word."""
        number = self._dictionary.number
        apart = [(word, f"{_JOINED}{word}") for word in set(form.tokens)]
        together = [(join, join) for join in set(_joins(form))]
        return [
            (self.weights.of(word) + _JOIN_GAIN, number[listed])
            for word, listed in (*apart, *together)
            if listed in number
        ]

    def _first(self, words: list[str], enough: float) -> set[str]:
        """Return the weightiest words, as many as a sufficient agreement must touch one of."""
        chosen, covered = set(), 0.0
        for word in words:
            if covered > enough:
                break
            chosen.add(word)
            covered += self.weights.of(word)
        return chosen


def _group(form: Form) -> int:
    """Return what a form can be compared with: 0 Latin, 1 Chinese, 2 derived, 3 Cantonese."""
    if form.route == NATIVE:
        return 1 if form.han else 0
    return 3 if form.route == MatchKind.CANTONESE else 2


_COMPARABLE = np.array([[1, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], dtype=bool)


def _initials(form: Form) -> Iterator[str]:
    """Yield the entries under which a single letter finds the words that it may stand for."""
    if not form.han and form.route != MatchKind.CANTONESE:
        yield from (initial_of(token) for token in form.tokens if token[0].isalpha())


def _joined(form: Form) -> Iterator[str]:
    """Yield the entries under which neighbours are found as one word."""
    yield from (f"{_JOINED}{join}" for join in _joins(form))


def _joins(form: Form) -> Iterator[str]:
    """Yield short neighbours written as one word, as Pinyin may be: Hua Xing, Huaxing."""
    if form.route == MatchKind.CANTONESE:
        return
    tokens = form.tokens[:_FEW_WORDS]
    for length in (2, 3):
        for at in range(len(tokens) - length + 1):
            parts = tokens[at : at + length]
            if all(form.han or _may_be_syllables(part) for part in parts):
                yield "".join(parts)


def _may_be_syllables(word: str) -> bool:
    """Say whether a word may be part of a name that others write as one."""
    short = word.isalpha() and 2 <= len(word) <= _LONGEST_PART
    return short and (prior_weight(word) == 1.0 or word in PARTICLES)
