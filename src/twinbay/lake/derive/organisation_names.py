"""Names of organisations, reduced to what identifies them.

``identity_key`` makes spellings of one name equal; ``same_organisation`` says whether two reduced
names differ only by words that do not tell organisations apart.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from twinbay.regions.names import fold_name

_ABBREVIATIONS = {
    "univ": "university",
    "universität": "university",
    "universitat": "university",
    "universite": "university",
    "universita": "university",
    "universidad": "university",
    "universidade": "university",
    "uni": "university",
    "inst": "institute",
    "institut": "institute",
    "instituto": "institute",
    "istituto": "institute",
    "tech": "technology",
    "technol": "technology",
    "technologies": "technology",
    "sci": "science",
    "sciences": "science",
    "lab": "laboratory",
    "labs": "laboratory",
    "laboratories": "laboratory",
    "dept": "department",
    "natl": "national",
    "intl": "international",
    "acad": "academy",
    "res": "research",
    "eng": "engineering",
    "hosp": "hospital",
    "coll": "college",
    "ctr": "center",
    "centre": "center",
    "and": "",
    "st": "saint",
}
_STOP = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "de",
        "des",
        "du",
        "di",
        "la",
        "le",
        "les",
        "del",
        "da",
        "do",
        "der",
        "die",
        "das",
        "fur",
        "für",
        "at",
        "in",
        "on",
        "y",
        "e",
        "et",
        "zu",
    ]
)
# Legal forms and words that companies add or drop.
_LEGAL = frozenset(
    [
        "inc",
        "ltd",
        "limited",
        "co",
        "corp",
        "corporation",
        "company",
        "llc",
        "llp",
        "lp",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "spa",
        "srl",
        "plc",
        "group",
        "holding",
        "holdings",
        "kk",
        "pte",
        "pvt",
        "bv",
        "nv",
        "ab",
        "oy",
        "as",
        "aps",
        "kg",
        "incorporated",
        "com",
        "有限公司",
        "股份有限公司",
        "集团",
    ]
)
_UNIT = frozenset(
    [
        "research",
        "laboratory",
        "ai",
        "technology",
        "inc",
        "international",
        "global",
        "technologies",
        "artificial",
        "intelligence",
        "cloud",
    ]
)
_INSTITUTIONAL = frozenset(
    [
        "university",
        "college",
        "institute",
        "school",
        "academy",
        "hospital",
        "department",
        "national",
        "center",
        "council",
        "ministry",
        "polytechnic",
    ]
)
# Pairs that differ by one letter and are different places.
_CONFUSABLE = frozenset(
    {
        frozenset({"shanxi", "shaanxi"}),
        frozenset({"hubei", "hebei"}),
        frozenset({"henan", "hunan"}),
        frozenset({"jiangxi", "jiangsu"}),
        frozenset({"guangxi", "guangdong"}),
        frozenset({"austria", "australia"}),
        frozenset({"north", "south"}),
        frozenset({"eastern", "western"}),
        frozenset({"chungbuk", "chonbuk"}),
        frozenset({"chunbuk", "chonbuk"}),
        frozenset({"myongji", "kyonggi"}),
        frozenset({"northern", "southern"}),
    }
)
_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&.\-]{0,3}[A-Z][A-Za-z&.\-]{0,5}$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class ReducedName:
    """A name reduced to what identifies the organisation.

    Attributes:
        key: the words run together; equal keys are one name.
        words: identifying words in order, without stop words and legal forms.
    """

    key: str
    words: tuple[str, ...]


@lru_cache(maxsize=200_000)
def reduce_name(name: str) -> ReducedName:
    """Reduce a name: case, accents, abbreviations, legal forms and acronyms in brackets go."""
    without_acronym = _PARENTHESIS.sub(_keep_unless_acronym, name)
    words = []
    for word in fold_name(without_acronym.replace("&", " and ")).replace("_", " ").split():
        expanded = _ABBREVIATIONS.get(word, word)
        if expanded and expanded not in _STOP:
            words.append(expanded)
    kept = [word for word in words if word not in _LEGAL] or words
    return ReducedName("".join(kept), tuple(kept))


def _keep_unless_acronym(match: re.Match[str]) -> str:
    inner = match.group(1).strip()
    return " " if _ACRONYM.match(inner) or not inner else f" {inner} "


def acronym_in(name: str) -> str | None:
    """Return the acronym in brackets at the end of a name, such as HKUST, None without one."""
    found = _PARENTHESIS.search(name)
    inner = found.group(1).strip() if found else ""
    return inner if inner and _ACRONYM.match(inner) else None


def same_organisation(a: ReducedName, b: ReducedName) -> bool:
    """Say whether two names in one country are spellings of one organisation.

    True when the words agree up to typing mistakes in long words, or when one is a company's name
    and the other adds only a unit's words (Tencent, Tencent AI Lab).
    """
    if a.key == b.key:
        return True
    only_a, only_b = _unmatched(a.words, b.words)
    if not only_a and not only_b:
        return True
    if only_a and only_b:
        return False
    extra, shorter = (only_a, b) if only_a else (only_b, a)
    brand = not (set(shorter.words) & _INSTITUTIONAL) and len(shorter.key) >= 4
    leads = a.words[: len(shorter.words)] == b.words[: len(shorter.words)]
    return brand and leads and set(extra) <= _UNIT


def _unmatched(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of each that have no partner in the other, equal or mistyped."""
    rest_b = list(b)
    rest_a = []
    for word in a:
        if word in rest_b:
            rest_b.remove(word)
        else:
            rest_a.append(word)
    only_a = []
    for word in rest_a:
        partner = next((other for other in rest_b if _typing_mistake(word, other)), None)
        if partner is None:
            only_a.append(word)
        else:
            rest_b.remove(partner)
    return tuple(only_a), tuple(rest_b)


def _typing_mistake(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    allowed = 1 if shorter < 10 else 2
    if shorter < 6 or abs(len(a) - len(b)) > allowed:
        return False
    if OSA.distance(a, b, score_cutoff=allowed) > allowed:
        return False
    return frozenset({a, b}) not in _CONFUSABLE and not any(c.isdigit() for c in a + b)
