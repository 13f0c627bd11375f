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
            if has_han(word):
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
        if word in self.number:
            alike.add(self.number[word])
        return sorted(alike)


def _deletions(word: str) -> Iterator[str]:
    """Yield a word and what remains of it without one letter; nothing where slips don't count."""
    shortest = SHORTEST_TYPO - 1
    if len(word) < shortest or len(word) > _LONGEST_WORD or word.isdecimal() or word[0] == "~":
        return
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
