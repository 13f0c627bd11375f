"""The words of a list, found by a word that is spelled almost like them.

Words within one slip share a word that results from deleting at most one letter from each: the
symmetric delete index (Garbe, "1000x Faster Spelling Correction", 2012).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from twinbay.screen.matching.tokens import SHORTEST_TYPO, word_similarity
from twinbay.screen.names.chinese import pinyin
from twinbay.screen.names.folding import has_han

_LONGEST_WORD = 40  # letters; longer ones are compared only when equal


class Dictionary:
    """Words with their numbers; look-ups are kept, so that common words cost once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self.number = {word: number for number, word in enumerate(self.words)}
        self._deleted: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            for shorter in _deletions(word):
                self._deleted[shorter].append(number)
            if has_han(word) and word[0].isalpha():
                self._sounds[" ".join(pinyin(word))].append(number)
        self._known: dict[str, tuple[int, ...]] = {}

    def alike(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the words that are alike, the word itself included."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(self._alike(word))
        return found

    def _alike(self, word: str) -> list[int]:
        numbers: set[int] = set()
        for shorter in _deletions(word):
            numbers.update(self._deleted.get(shorter, ()))
        if has_han(word):
            numbers.update(self._sounds.get(" ".join(pinyin(word)), ()))
        alike = {n for n in numbers if word_similarity(word, self.words[n]) > 0}
        # An initial and the words that it may stand for, either way round.
        initial = initial_of(word) if len(word) == 1 else word[0]
        for equal in (word, initial):
            if equal in self.number:
                alike.add(self.number[equal])
        return sorted(alike)


def initial_of(word: str) -> str:
    """Return the entry under which words with one first letter are found together."""
    return f"^{word[0]}"


def _deletions(word: str) -> Iterator[str]:
    """Yield a word and what remains of it without one letter; nothing where slips don't count."""
    shortest = SHORTEST_TYPO - 1
    if (
        len(word) < shortest
        or len(word) > _LONGEST_WORD
        or word.isdecimal()
        or not word[0].isalpha()
    ):
        return
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
