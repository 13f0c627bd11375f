"""The forms of a name: as it is written, and for Chinese names as Latin letters write them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from twinbay.screen.model import Kind, MatchKind
from twinbay.screen.names import chinese
from twinbay.screen.names.folding import fold, han_only, has_han, latin_words
from twinbay.screen.names.glossary import GLOSSARY
from twinbay.screen.names.words import LEGAL, STOP

NATIVE = ""
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9&.\- ]{1,14}$")
_CALLED = re.compile(
    r"^(?:a\.?k\.?a\.?|f\.?k\.?a\.?|also known as|formerly|又名|原名|简称)[:：,\s]*", re.I
)
_LONGEST_CANTONESE = 4
_UMBRELLAS = frozenset({"group", "holding", "holdings"})
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 10


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name.

    Attributes:
        route: how it was reached: ``""`` as written, else the kind of match that it stands for.
        tokens: its words, never empty.
        han: whether the words are Chinese characters.
    """

    route: str
    tokens: tuple[str, ...]
    han: bool = False

    @property
    def key(self) -> str:
        """The words run together: equal keys are one name but for spacing."""
        return "".join(self.tokens)


@lru_cache(maxsize=200_000)
def forms_of(name: str, kind: Kind) -> tuple[Form, ...]:
    """Return the forms of a name, the one as written first; () for a name without letters.

    A name in Chinese and Latin letters at once, such as ``华星科技 Huaxing Technology``, gives the
    forms of both parts.
    """
    folded = fold(name)
    if not folded:
        return ()
    if not has_han(folded):
        return _latin_forms(name, kind)
    rest = " ".join(part for part in folded.split() if not has_han(part))
    characters = han_only(folded)
    forms = _chinese_forms(folded if not rest else characters, characters, kind)
    # A letter or two beside Chinese characters belong to them: TCL科技, A股.
    if len(rest.replace(" ", "")) > 3 and " " in rest:
        forms += _latin_forms(rest, kind)
    return tuple(dict.fromkeys(forms))


def _latin_forms(name: str, kind: Kind) -> tuple[Form, ...]:
    person = kind is Kind.PERSON
    words = latin_words(name, person=person)
    forms = [Form(NATIVE, words)]
    if kind is not Kind.ORGANISATION and 2 <= len(words) <= _LONGEST_CANTONESE:
        keys = tuple(chinese.cantonese_key(word) for word in words)
        if all(keys):
            forms.append(Form(MatchKind.CANTONESE, keys))
    return tuple(forms)


def _chinese_forms(text: str, characters: str, kind: Kind) -> tuple[Form, ...]:
    if kind is Kind.PERSON or (kind is Kind.UNKNOWN and chinese.looks_like_person(characters)):
        return _person_forms(chinese.without_title(characters))
    parts = chinese.segments(chinese.without_legal_form(text.replace(" ", "")))
    if not parts:
        return ()
    translated = [word for part in parts for word in _in_english(part)]
    spelled = ["".join(chinese.pinyin(part)) or part for part in parts]
    forms = [
        Form(NATIVE, parts, han=True),
        Form(MatchKind.TRANSLATION, latin_words(" ".join(translated))),
        Form(MatchKind.PINYIN, tuple(spelled)),
    ]
    return tuple(form for form in forms if form.tokens)


def _in_english(part: str) -> tuple[str, ...]:
    return GLOSSARY.get(part) or ("".join(chinese.pinyin(part)) or part,)


def _person_forms(name: str) -> tuple[Form, ...]:
    spelled = chinese.person_pinyin(name)
    forms = [Form(NATIVE, (name,), han=True), Form(MatchKind.PINYIN, spelled)]
    older = chinese.wade_giles(name)
    if "".join(older) != "".join(spelled):
        forms.append(Form(MatchKind.WADE_GILES, older))
    keys = chinese.jyutping_keys(name)
    if keys:
        forms.append(Form(MatchKind.CANTONESE, keys))
    return tuple(form for form in forms if all(form.tokens))


@lru_cache(maxsize=100_000)
def spellings_of(name: str) -> tuple[str, ...]:
    """Return a name and the names within it: without its brackets, and what stands in them.

    An acronym in brackets and a name behind “a.k.a.” are names of their own; anything else in
    brackets, such as a country or a branch, stays part of the name.
    """
    inner = [text.strip() for text in _BRACKETS.findall(name)]
    own = [text for text in inner if _ACRONYM.match(text) or _CALLED.match(text)]
    if not own:
        return (name,)
    outside = name
    for text in own:
        outside = re.sub(r"\s*[(（\[]\s*" + re.escape(text) + r"\s*[)）\]]", " ", outside)
    names = [outside.strip() or name, *(_CALLED.sub("", text).strip() for text in own)]
    # A short acronym may be a country or a legal form: it is then no name by itself.
    kept = [n for n in names[1:] if len(fold(n).replace(" ", "")) >= SHORTEST_ACRONYM]
    return tuple(dict.fromkeys(filter(None, (names[0], *kept))))


def acronyms_of(name: str) -> frozenset[str]:
    """Return the acronyms that a Latin name of an organisation may have, folded.

    Of all its words, with and without stop words and legal forms: China Electronics Technology
    Group Corporation is cetc, cetg and cetgc.
    """
    words = [word for word in fold(name).split() if word.isascii() and word not in STOP]
    core = [word for word in words if word not in LEGAL]
    single = [word for word in words if word not in _UMBRELLAS]
    acronyms = ("".join(word[0] for word in chosen) for chosen in (words, core, single))
    return frozenset(a for a in acronyms if SHORTEST_ACRONYM <= len(a) <= LONGEST_ACRONYM)
