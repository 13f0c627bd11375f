"""Names of organisations, reduced to what identifies them.

``reduce_name`` makes spellings of one name equal; ``same_organisation`` says whether two reduced
names differ only by what does not tell organisations apart, ``same_on_one_site`` the same of names
whose organisations share a web site.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from twinbay.lake.derive.organisation_words import (
    APART,
    CONFUSABLE,
    COUNCILS,
    GENERIC,
    HEADS,
    INSTITUTIONAL,
    LEGAL,
    PROFILES,
    REVERSED,
    SPELLED,
    STOP,
    UNIT,
)
from twinbay.regions.names import fold_name

_COMPASS = re.compile(r"(north|south|east|west)+(ern)?")
_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.\-]{0,3}[A-Z][A-Za-z&.\-]{0,5}$")
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")
# "University" with its last letter lost or set apart on the way through PDF files.
_BROKEN_UNIVERSITY = re.compile(r"(?i)\buniversit(?:\W*(?:u00e[049]|e|a|at|é|à|á|ä|è))?(?!\w)")
# An accent set apart from its letter, likewise.
_STRAY_ACCENT = re.compile(r"\s?[´`¨ˆ˜]\s?")
_REGISTERED_SOCIETY = re.compile(r"\be\.\s?V\.?", re.IGNORECASE)
# So many words that say nothing apart name an organisation only together with its acronym.
_FEW_WORDS = 4
_LONG_WORD = 7
_LONG_FORMS = tuple(
    word for word in dict.fromkeys((*SPELLED.values(), *SPELLED)) if len(word) >= _LONG_WORD
)
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

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words that tell this organisation apart from others of its kind."""
        return frozenset(
            word
            for word in self.words
            if len(word) > 2
            and word not in GENERIC
            and word not in self.acronyms
            and not word.isdigit()
        )


@lru_cache(maxsize=200_000)
def reduce_name(name: str) -> ReducedName:
    """Reduce a name: case, accents, abbreviations, legal forms and acronyms in brackets go."""
    name = _mended(name)
    acronyms = frozenset(match.lower() for match in _capitals(name))
    plain = _PARENTHESIS.sub(_keep_unless_acronym, name)
    words = []
    for word in fold_name(plain.replace("&", " and ")).replace("_", " ").split():
        if word not in STOP:
            words += _spelled(word).split()
    named = [word for word in words if word not in LEGAL] or words
    kept = [word for word in named if word not in COUNCILS] or named
    if len(kept) <= _FEW_WORDS and GENERIC.issuperset(kept):
        kept = sorted(acronyms.difference(kept)) + kept
    return ReducedName("".join(kept), tuple(kept), acronyms)


@lru_cache(maxsize=100_000)
def _spelled(word: str) -> str:
    """Return the word that stands for a word in any language, also when it is mistyped."""
    if word in SPELLED or len(word) < _LONG_WORD:
        return SPELLED.get(word, word)
    near = next((form for form in _LONG_FORMS if OSA.distance(word, form, score_cutoff=1) < 2), "")
    return SPELLED.get(near, near) or word


def _mended(name: str) -> str:
    """Undo UTF-8 read as Latin-1, a broken "University", and dots in acronyms."""
    if "Ã" in name:
        with suppress(UnicodeError):
            name = name.encode("cp1252").decode("utf-8")
    name = _BROKEN_UNIVERSITY.sub("University", name)
    name = _STRAY_ACCENT.sub("", name)
    name = _REGISTERED_SOCIETY.sub(" ", name)
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name)


def _capitals(name: str) -> list[str]:
    if name.isupper():
        return []
    inner = [found.strip() for found in _PARENTHESIS.findall(name)]
    outside = _PARENTHESIS.sub(" ", name)
    return _CAPITALS.findall(outside) + [found for found in inner if _ACRONYM.match(found)]


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
        return not (a.words != b.words and REVERSED.intersection(a.words) and len(a.words) == 2)
    if only_a and only_b:
        return False
    extra, longer, shorter = (only_a, a, b) if only_a else (only_b, b, a)
    if set(shorter.words) & INSTITUTIONAL:
        telling = len(shorter.words) > _FEW_WORDS or not GENERIC.issuperset(shorter.words)
        # An acronym beside a university is often another institution's (UPMC – Sorbonne).
        own = "university" not in shorter.words or _initials(shorter).startswith(extra[0])
        return len(shorter.words) > 1 and telling and own and set(extra) <= longer.acronyms
    leads = a.words[: len(shorter.words)] == b.words[: len(shorter.words)]
    units = UNIT | {"institute"} if shorter.acronyms else UNIT
    return len(shorter.key) >= 4 and leads and set(extra) <= units


def same_on_one_site(a: ReducedName, b: ReducedName, label: str) -> bool:
    """Say whether two names whose organisations share a web site are one organisation.

    Arguments:
        a: one name.
        b: the other.
        label: the site's own name, such as ``epfl`` of epfl.ch.

    A site is a strong sign: the names then need only agree in their distinctive words, or be
    acronym and full name. Hospitals, campuses, numbered universities (Montpellier 1, 2) and
    institutions of another kind (technical university, university) stay apart.
    """
    if same_organisation(a, b):
        return True
    if not _compatible(a, b):
        return False
    if _abbreviates(a, b, label) or _abbreviates(b, a, label):
        return True
    return bool(a.telling) and unmatched_words(_sorted(a.telling), _sorted(b.telling)) == ((), ())


def extends_on_one_site(short: ReducedName, long: ReducedName) -> bool:
    """Say whether the second name is the first with more distinctive words, on one web site.

    University of Göttingen, Georg August University Göttingen. A short name may have such
    extensions to several organisations: see ``rivals``.
    """
    return (
        bool(short.telling)
        and short.telling < long.telling
        and HEADS.intersection(short.words) == HEADS.intersection(long.words)
        and _compatible(short, long)
    )


def rivals(a: ReducedName, b: ReducedName) -> bool:
    """Say whether each of two names has distinctive words that the other lacks."""
    return bool(a.telling - b.telling and b.telling - a.telling)


def _compatible(a: ReducedName, b: ReducedName) -> bool:
    """Say whether nothing in two names of one site tells their organisations apart."""
    differ = set(a.words) ^ set(b.words)
    if differ & APART:
        return False
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    if numbers_a != numbers_b and (a.telling == b.telling or (numbers_a and numbers_b)):
        return False
    heads_a, heads_b = HEADS & set(a.words), HEADS & set(b.words)
    if not heads_a or not heads_b:
        return True
    return heads_a == heads_b and _profiles(a) == _profiles(b)


def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _numbers(name: ReducedName) -> set[str]:
    return {word for word in name.words if word.isdigit()}


def _profiles(name: ReducedName) -> set[str]:
    return {PROFILES[word] for word in name.words if word in PROFILES}


def _initials(name: ReducedName) -> str:
    return "".join(word[0] for word in name.words)


def _abbreviates(short: ReducedName, full: ReducedName, label: str) -> bool:
    """Say whether one name holds the acronym of the other, or of the site the other stands for."""
    acronyms = short.acronyms | ({short.key} if len(short.words) == 1 else set())
    initials = _initials(full)
    if len(initials) > 2 and initials in acronyms:
        return True
    if any(len(acronym) > 3 and initials.startswith(acronym) for acronym in acronyms):
        return True
    return label in acronyms and label in full.acronyms


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
    if _COMPASS.fullmatch(a) and _COMPASS.fullmatch(b):
        return False  # northeastern, northwestern
    allowed = 1 if shorter < 10 else 2
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed
