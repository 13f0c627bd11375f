"""Names of organisations, reduced to what identifies them.

``reduce_name`` makes spellings of one name equal; ``same_organisation`` says whether two reduced
names differ only by what does not tell organisations apart, ``same_on_one_site`` the same of names
whose organisations share a web site.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from twinbay.lake.derive.organisation_words import (
    APART,
    CONFUSABLE,
    COUNCILS,
    EDUCATION,
    GENERIC,
    INSTITUTIONAL,
    LEGAL,
    SPELLED,
    STOP,
    UNIT,
)
from twinbay.regions.names import fold_name

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.\-]{0,3}[A-Z][A-Za-z&.\-]{0,5}$")
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")
# "University" with its last letter lost or set apart on the way through PDF files.
_BROKEN_UNIVERSITY = re.compile(r"(?i)\buniversit(?:\W*(?:u00e[049]|e|a|at|é|à|á|ä|è))?(?!\w)")
_REGISTERED_SOCIETY = re.compile(r"\be\.\s?V\.?", re.IGNORECASE)
# So many words that say nothing apart name an organisation only together with its acronym.
_FEW_WORDS = 4
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.\s?){2,}")


@dataclass(frozen=True)
class ReducedName:
    """A name reduced to what identifies the organisation.

    Attributes:
        key: the words run together; equal keys are one name.
        words: identifying words in order, without stop words and legal forms.
        acronyms: the acronyms in the name, in brackets or in capitals, in lower case.
    """

    key: str
    words: tuple[str, ...]
    acronyms: frozenset[str] = frozenset()


@lru_cache(maxsize=200_000)
def reduce_name(name: str) -> ReducedName:
    """Reduce a name: case, accents, abbreviations, legal forms and acronyms in brackets go."""
    name = _mended(name)
    acronyms = frozenset(match.lower() for match in _capitals(name))
    plain = _PARENTHESIS.sub(_keep_unless_acronym, name)
    words = []
    for word in fold_name(plain.replace("&", " and ")).replace("_", " ").split():
        if word not in STOP:
            words += SPELLED.get(word, word).split()
    named = [word for word in words if word not in LEGAL] or words
    kept = [word for word in named if word not in COUNCILS] or named
    if len(kept) <= _FEW_WORDS and GENERIC.issuperset(kept):
        kept = sorted(acronyms.difference(kept)) + kept
    return ReducedName("".join(kept), tuple(kept), acronyms)


def _mended(name: str) -> str:
    """Undo UTF-8 read as Latin-1, a broken "University", and dots in acronyms."""
    if "Ã" in name:
        with suppress(UnicodeError):
            name = name.encode("cp1252").decode("utf-8")
    name = _BROKEN_UNIVERSITY.sub("University", name)
    name = _REGISTERED_SOCIETY.sub(" ", name)
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name)


def _capitals(name: str) -> list[str]:
    if name.isupper():
        return []
    inner = [found.strip() for found in _PARENTHESIS.findall(name)]
    return _CAPITALS.findall(name) + [found for found in inner if _ACRONYM.match(found)]


def _keep_unless_acronym(match: re.Match[str]) -> str:
    inner = match.group(1).strip()
    return " " if _ACRONYM.match(inner) or not inner else f" {inner} "


def same_organisation(a: ReducedName, b: ReducedName) -> bool:
    """Say whether two names in one country are spellings of one organisation.

    True when the words agree up to typing mistakes in long words; when one adds only an acronym to
    an institution's name (DLR German Aerospace Center); or when one is a company's name and the
    other adds only a unit's words (Tencent, Tencent AI Lab).
    """
    if a.key == b.key:
        return True
    only_a, only_b = unmatched_words(a.words, b.words)
    if not only_a and not only_b:
        return True
    if only_a and only_b:
        return False
    extra, longer, shorter = (only_a, a, b) if only_a else (only_b, b, a)
    if set(shorter.words) & INSTITUTIONAL:
        telling = len(shorter.words) > _FEW_WORDS or not GENERIC.issuperset(shorter.words)
        return len(shorter.words) > 1 and telling and set(extra) <= longer.acronyms
    leads = a.words[: len(shorter.words)] == b.words[: len(shorter.words)]
    return len(shorter.key) >= 4 and leads and set(extra) <= UNIT


def same_on_one_site(a: ReducedName, b: ReducedName, label: str) -> bool:
    """Say whether two names whose organisations share a web site are one organisation.

    Arguments:
        a: one name.
        b: the other.
        label: the site's own name, such as ``epfl`` of epfl.ch.

    A site is a strong sign: the names then need only share a distinctive word, be both names of a
    university, or be acronym and full name. Hospitals, campuses and numbered universities
    (Montpellier 1, 2) stay apart.
    """
    if same_organisation(a, b):
        return True
    only_a, only_b = unmatched_words(a.words, b.words)
    if set(only_a + only_b) & APART or _numbers_differ(only_a, only_b):
        return False
    if _abbreviates(a, b, label) or _abbreviates(b, a, label):
        return True
    shared = _distinctive(a.words) & _distinctive(b.words)
    own_a, own_b = (_distinctive(only) - name.acronyms for only, name in ((only_a, a), (only_b, b)))
    if shared:
        return len(shared) > 1 or not (own_a and own_b)
    return bool(set(a.words) & EDUCATION and set(b.words) & EDUCATION)


def _distinctive(words: tuple[str, ...]) -> set[str]:
    return {word for word in words if word not in GENERIC and len(word) > 2}


def _numbers_differ(only_a: tuple[str, ...], only_b: tuple[str, ...]) -> bool:
    """Say whether the names differ by a number, and by nothing else when only one has it."""
    numbers_a = {word for word in only_a if word.isdigit()}
    numbers_b = {word for word in only_b if word.isdigit()}
    if numbers_a and numbers_b:
        return True
    alone = only_a if numbers_a else only_b
    return bool(numbers_a or numbers_b) and len(alone) == 1 and not (only_a and only_b)


def _abbreviates(short: ReducedName, full: ReducedName, label: str) -> bool:
    """Say whether one name holds the acronym of the other, or of the site the other stands for."""
    acronyms = short.acronyms | ({short.key} if len(short.words) == 1 else set())
    if acronyms & full.acronyms:
        return True
    initials = "".join(word[0] for word in full.words)
    if len(initials) > 2 and initials in acronyms:
        return True
    return label in acronyms and bool(set(full.words) & (EDUCATION | {"institute"}))


def unmatched_words(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of each that have no partner in the other, equal or mistyped."""
    rest_b = list(b)
    rest_a = []
    for word in a:
        if word in rest_b:
            rest_b.remove(word)
        else:
            rest_a.append(word)
    if not rest_b or not rest_a:
        return tuple(rest_a), tuple(rest_b)
    only_a = []
    for word in rest_a:
        partner = next((other for other in rest_b if _typing_mistake(word, other)), None)
        if partner is None:
            only_a.append(word)
        else:
            rest_b.remove(partner)
    return tuple(only_a), tuple(rest_b)


@lru_cache(maxsize=500_000)
def _typing_mistake(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    if shorter < 6 or abs(len(a) - len(b)) > 2:
        return False
    if frozenset({a, b}) in CONFUSABLE or any(letter.isdigit() for letter in a + b):
        return False
    allowed = 1 if shorter < 10 else 2
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed
