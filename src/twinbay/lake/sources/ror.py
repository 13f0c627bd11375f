"""ROR: the data dump of the Research Organization Registry, schema version 2, as JSON or zip.

Source of the fields: https://ror.readme.io/docs/ror-data-structure (schema 2.1). ROR data are CC0.
Organisations that ROR lists as inactive or withdrawn are left out.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from twinbay.errors import SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.compressed import LIMITS, Limits
from twinbay.lake.sources.countries import country_code
from twinbay.lake.sources.json_records import Record, json_array
from twinbay.lake.sources.json_values import (
    Note,
    Unusable,
    coordinates,
    is_traditional,
    items,
    mapping,
    noted,
    refuse,
    short_ror,
    text,
    web_address,
)
from twinbay.lake.staging import Part, SourceDescription, StagedWriter

SOURCE = "ror"
_ARRAY = re.compile(r"^\s*\[")
# An organisation of several types counts as the first of these; "funder" says nothing of its kind.
_KINDS = (
    ("education", "education"),
    ("healthcare", "healthcare"),
    ("company", "enterprise"),
    ("facility", "research-institute"),
    ("government", "government"),
    ("nonprofit", "nonprofit"),
)


class RorReader:
    """Reads a ROR data dump.

    Arguments:
        path: the dump: ``...-ror-data.zip``, the JSON file in it, or a folder that holds one.
        countries: ISO 3166-1 alpha-2 codes of the organisations to load; None for all.
        limits: what the file may hold.
    """

    def __init__(
        self,
        path: Path,
        countries: Collection[str] | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._path = path
        self._countries = None if countries is None else frozenset(countries)
        self._limits = limits
        chosen = "" if self._countries is None else f"-{'-'.join(sorted(self._countries))}"
        self.version = f"ror-1{chosen}"
        self.description = SourceDescription(
            source=SOURCE,
            title="ROR: Research Organization Registry",
            url="https://ror.org",
            licence="CC0 1.0",
            note="Organisations with research output; few firms and no investors. A location is "
            "the centre of a city.",
        )

    def parts(self) -> Sequence[Part]:
        """Return the one part."""
        path = self._path
        if path.is_dir():
            found = _dumps(path)
            if len(found) != 1:
                raise SourceError(
                    f"holds {len(found)} ROR dumps where one is needed",
                    where=str(path),
                    remedy="Name the file: ...-ror-data.zip or ...-ror-data.json.",
                )
            path = found[0]
        return [Part(path.name, (path,))]

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        path = part.files[0]

        def report(number: int, reason: str, excerpt: str) -> None:
            quarantine.add(path.name, number, "", reason, excerpt)

        seen: set[str] = set()
        for number, record in json_array(
            path, _ARRAY, _is_whole, report, self._limits, _choose_member
        ):
            if number == 1:
                _refuse_version_1(record, path)
            note = noted(quarantine, path.name, number)
            try:
                row = organisation_row(record, note)
                if row is None or not self._wants(row["country"]):
                    continue
                if row["org_id"] in seen:
                    raise Unusable("id", "duplicate id; the first one was kept", row["ror"])
            except Unusable as problem:
                refuse(quarantine, path.name, number, problem)
                continue
            seen.add(row["org_id"])
            staged.add("organisations", row)

    def _wants(self, country: str | None) -> bool:
        return self._countries is None or country in self._countries


def organisation_row(record: Record, note: Note) -> dict[str, Any] | None:
    """Return an organisation's staged row, None when ROR lists it as no longer active.

    Raises:
        Unusable: the record has no id or no name.
    """
    ror = short_ror(record.get("id"), "id", lambda *_: None)
    if ror is None:
        raise Unusable("id", "not a ROR id", record.get("id"))
    if record.get("status") in ("inactive", "withdrawn"):
        return None
    names = _Names(record, note)
    if names.display is None:
        raise Unusable("names", "no name", ror)
    place = _place(record, note)
    lat, lon = coordinates(place.get("lat"), place.get("lng"), "locations", note)
    return {
        "org_id": f"org:{ror}",
        "name": names.display,
        "name_zh": names.chinese,
        "kind": _kind(record, note),
        "source": SOURCE,
        "city": text(place.get("name"), "locations.name", note),
        "country": _country(place, note),
        "lat": lat,
        "lon": lon,
        "url": _website(record, note),
        "ror": ror,
        "parent_id": _parent(record, note),
        "aliases": [name for name in names.others if name != names.display],
    }


class _Names:
    """An organisation's names: the one to show, the Chinese one, and all others."""

    def __init__(self, record: Record, note: Note) -> None:
        listed = [
            (name, items(entry.get("types"), "names.types", note), entry.get("lang"))
            for value in items(record.get("names"), "names", note)
            if (entry := mapping(value, "names", note))
            and (name := text(entry.get("value"), "names.value", note))
        ]
        shown = [name for name, types, _ in listed if "ror_display" in types]
        labels = [name for name, types, _ in listed if "label" in types]
        everything = [name for name, _, _ in listed]
        self.display = next(iter([*shown, *labels, *everything]), None)
        chinese = [
            (is_traditional(name), "label" not in types and "ror_display" not in types, name)
            for name, types, language in listed
            if language == "zh" and "acronym" not in types
        ]
        self.chinese = min(chinese, key=lambda entry: entry[:2])[2] if chinese else None
        self.others = list(dict.fromkeys(everything))


def _kind(record: Record, note: Note) -> str:
    types = items(record.get("types"), "types", note)
    return next((kind for name, kind in _KINDS if name in types), "other")


def _place(record: Record, note: Note) -> dict[str, Any]:
    """Return the details of the first location, the main one."""
    for value in items(record.get("locations"), "locations", note):
        details = mapping(value, "locations", note).get("geonames_details")
        return mapping(details, "locations.geonames_details", note)
    return {}


def _country(place: dict[str, Any], note: Note) -> str | None:
    written = text(place.get("country_code"), "locations.country_code", note, 100)
    code = country_code(written)
    if written and code is None:
        reason = "unknown country; the row was loaded without it"
        note("locations.country_code", reason, written)
    return code


def _website(record: Record, note: Note) -> str | None:
    for value in items(record.get("links"), "links", note):
        link = mapping(value, "links", note)
        if link.get("type") == "website":
            return web_address(link.get("value"), "links", note)
    return None


def _parent(record: Record, note: Note) -> str | None:
    """Return the only parent's id; a child of several is left without one."""
    parents = set()
    for value in items(record.get("relationships"), "relationships", note):
        relationship = mapping(value, "relationships", note)
        if relationship.get("type") == "parent":
            parents.add(short_ror(relationship.get("id"), "relationships.id", note))
    parents.discard(None)
    return f"org:{parents.pop()}" if len(parents) == 1 else None


def _is_whole(record: Record) -> bool:
    return "id" in record and "names" in record


def _choose_member(names: list[str]) -> str | None:
    """Choose the JSON file of a dump; releases up to 1.74 hold one of each schema version."""
    found = [name for name in names if name.endswith(".json") and not name.startswith("__MACOSX")]
    second = [name for name in found if "schema_v2" in name]
    chosen = second or found
    return chosen[0] if len(chosen) == 1 else None


def _dumps(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix == ".zip")
    if not found:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    return [path for path in found if "ror" in path.name.lower()]


def _refuse_version_1(record: Record, path: Path) -> None:
    if "name" in record and "names" not in record:
        raise SourceError(
            "is of ROR's schema version 1, which ended in 2025",
            where=str(path),
            remedy="Take a newer dump from https://doi.org/10.5281/zenodo.6347574, or the file "
            "whose name ends in _schema_v2.json.",
        )
