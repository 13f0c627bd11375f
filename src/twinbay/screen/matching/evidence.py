"""What is known beside the names, for or against a match."""

from twinbay.screen.model import Entry, Evidence, Subject

YEARS_APART = 2
"""Years of birth this far apart or farther contradict: lists often give a year about right."""

BIRTH_YEAR_CONTRADICTS, COUNTRY_CONTRADICTS = 0.9, 0.95
"""Factors of the score. Both at once leave an equal name above the threshold, so that a person
still sees it, and take a doubtful one below.
"""


def evidence_for(subject: Subject, entry: Entry) -> tuple[Evidence, ...]:
    """Return what supports or contradicts that a subject is an entry's party; () when unknown."""
    found = []
    if subject.birth_year is not None and entry.birth_years:
        found.append(_birth_year(subject.birth_year, entry.birth_years))
    if subject.countries and entry.countries:
        found.append(_country(subject.countries, entry.countries))
    return tuple(found)


def weighed(score: float, evidence: tuple[Evidence, ...]) -> float:
    """Return a score lowered by what contradicts; support leaves it, as names decide."""
    for item in evidence:
        if not item.supports:
            score *= BIRTH_YEAR_CONTRADICTS if item.aspect == "birth year" else COUNTRY_CONTRADICTS
    return score


def _birth_year(year: int, listed: tuple[tuple[int, int], ...]) -> Evidence:
    apart = min(max(first - year, year - last, 0) for first, last in listed)
    supports = apart < YEARS_APART
    years = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in listed)
    return Evidence(
        "birth year",
        supports,
        {
            "en": f"born {year}; the list says {years}, which "
            + ("fits" if supports else "does not fit"),
            "zh": f"出生于{year}年；名单所载为{years}，{'相符' if supports else '不符'}",
        },
    )


def _country(countries: frozenset[str], listed: frozenset[str]) -> Evidence:
    supports = bool(countries & listed)
    own, theirs = ", ".join(sorted(countries)), ", ".join(sorted(listed))
    return Evidence(
        "country",
        supports,
        {
            "en": f"country {own}; the list says {theirs}, which "
            + ("fits" if supports else "does not fit"),
            "zh": f"国家/地区为{own}；名单所载为{theirs}，{'相符' if supports else '不符'}",
        },
    )
