"""OpenAlex institutions as staged rows: full records, and those within works.

Source of the fields: https://developers.openalex.org/api-reference/institutions.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from twinbay.lake.sources.countries import country_code
from twinbay.lake.sources.json_values import (
    Note,
    Unusable,
    coordinates,
    items,
    mapping,
    openalex_id,
    short_ror,
    text,
    web_address,
)

Row = dict[str, Any]
Problems = tuple[tuple[str, str, object], ...]

# ROR's types, which OpenAlex uses too. An archive or a funder may be of any kind.
ORGANISATION_KINDS = {
    "education": "education",
    "healthcare": "healthcare",
    "company": "enterprise",
    "facility": "research-institute",
    "government": "government",
    "nonprofit": "nonprofit",
    "archive": "other",
    "funder": "other",
    "other": "other",
}
# Simplified first; Traditional names are kept as they are.
_CHINESE = (
    *("zh-hans", "zh-cn", "zh-sg", "zh-my", "zh", "zh-hant", "zh-hk", "zh-mo", "zh-tw"),
    *("yue", "lzh"),
)
_DEHYDRATED = ("id", "ror", "display_name", "type", "country_code")


def dehydrated_row(record: Row, note: Note) -> tuple[Row, str] | None:
    """Return an institution within another record, and its OpenAlex id; None without an id."""
    if not record:
        return None
    values = tuple(map(record.get, _DEHYDRATED))
    if all(value is None or (type(value) is str and len(value) < 500) for value in values):
        found, problems = _remembered(*values)
    else:
        found, problems = _dehydrated(*values)
    for problem in problems:
        note(*problem)
    return found


def _dehydrated(
    identity: Any, ror: Any, name: Any, kind: Any, country: Any
) -> tuple[tuple[Row, str] | None, Problems]:
    """Return the row, which is shared and must not be changed, and what was wrong."""
    problems: list[tuple[str, str, object]] = []

    def note(field_name: str, reason: str, value: object) -> None:
        problems.append((field_name, reason, value))

    short = openalex_id(identity, "I")
    short_form = short_ror(ror, "institutions.ror", note)
    if short is None and short_form is None:
        note("institutions.id", "not the id of an institution; left out", identity)
        return None, tuple(problems)
    row = {
        "org_id": f"org:{short_form or short}",
        "name": text(name, "institutions.display_name", note) or short_form or short,
        "kind": ORGANISATION_KINDS.get(str(kind).lower(), "other"),
        "country": _country(country, "institutions.country_code", note),
        "ror": short_form,
    }
    return (row, short or ""), tuple(problems)


# The same institutions come again and again.
_remembered = lru_cache(maxsize=50_000)(_dehydrated)


def institution_row(record: Row, note: Note) -> Row:
    """Return the row of a full institution record; Unusable when it has no id or no name."""
    found = dehydrated_row(record, note)
    if found is None or openalex_id(record.get("id"), "I") is None:
        raise Unusable("id", "not the id of an OpenAlex institution", record.get("id"))
    row, short = found
    if not text(record.get("display_name"), "display_name", note):
        raise Unusable("display_name", "no name", short)
    geo = mapping(record.get("geo"), "geo", note)
    lat, lon = coordinates(geo.get("latitude"), geo.get("longitude"), "geo", note)
    other_names = dict.fromkeys(_other_names(record, note))
    return {
        **row,
        "name_zh": _chinese_name(record, note),
        "city": text(geo.get("city"), "geo.city", note),
        "country": row["country"] or _country(geo.get("country_code"), "geo.country_code", note),
        "lat": lat,
        "lon": lon,
        "url": web_address(record.get("homepage_url"), "homepage_url", note),
        "parent_id": _parent(record, note),
        "aliases": [name for name in other_names if name != row["name"]],
    }


def _other_names(record: Row, note: Note) -> Iterator[str]:
    international = _international(record, note)
    english = text(international.get("en"), "international.display_name", note)
    if english:
        yield english
    for field_name in ("display_name_alternatives", "display_name_acronyms"):
        for value in items(record.get(field_name), field_name, note)[:100]:
            name = text(value, field_name, note)
            if name:
                yield name


def _international(record: Row, note: Note) -> Row:
    names = mapping(record.get("international"), "international", note)
    return mapping(names.get("display_name"), "international.display_name", note)


def _chinese_name(record: Row, note: Note) -> str | None:
    names = {key.lower(): value for key, value in _international(record, note).items()}
    found = (text(names.get(code), "international.display_name", note) for code in _CHINESE)
    return next(filter(None, found), None)


def _parent(record: Row, note: Note) -> str | None:
    """Return the only parent's id; a child of several is left without one."""
    parents = set()
    for value in items(record.get("associated_institutions"), "associated_institutions", note):
        other = mapping(value, "associated_institutions", note)
        if other.get("relationship") == "parent":
            ror = short_ror(other.get("ror"), "associated_institutions.ror", note)
            identity = ror or openalex_id(other.get("id"), "I")
            if identity:
                parents.add(f"org:{identity}")
    return parents.pop() if len(parents) == 1 else None


def _country(value: Any, where: str, note: Note) -> str | None:
    name = text(value, where, note, 100)
    code = country_code(name)
    if name and code is None:
        note(where, "unknown country; the row was loaded without it", name)
    return code
