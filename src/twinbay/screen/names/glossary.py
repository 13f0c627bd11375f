"""Chinese words in names of organisations with their usual English: how such names are translated.

Chinese companies make their English names the same way: the place and the brand in Pinyin, the
trade in English. ``glossary.tsv`` holds the customary renderings; its groups are ``trade`` (what a
company does), ``body`` (what kind of organisation it is) and ``place``.
"""

from importlib.resources import files


def _read() -> dict[str, tuple[tuple[str, ...], str]]:
    text = (files(__package__) / "glossary.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {chinese: (tuple(english.split()), group) for chinese, english, group in rows}


_ROWS = _read()

GLOSSARY = {word: english for word, (english, _) in _ROWS.items()}
"""Simplified Chinese word to its English words, folded."""

CHINESE_PLACES = frozenset(word for word, (_, group) in _ROWS.items() if group == "place")
ORGANISATION_WORDS = frozenset(GLOSSARY) - CHINESE_PLACES
LONGEST = max(map(len, GLOSSARY))
CHINESE_PLACE_SPELLINGS = frozenset("".join(GLOSSARY[word]) for word in CHINESE_PLACES)
