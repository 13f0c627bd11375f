"""Records from files: good rows become records, bad ones are named with file, line and field."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from twinbay.lake.quarantine import Quarantine
from twinbay.lake.sources.countries import country_code
from twinbay.match.opportunities.columns import LISTS
from twinbay.match.opportunities.names import TermNames
from twinbay.match.opportunities.record import NO_RANGE, Range, Record, Text, faults_of
from twinbay.match.opportunities.tables import Row, rows_of

_BETWEEN = re.compile(r"[;；、|\n]")
_SPAN = re.compile(r"\s*(?:-|–|—|~|～|至|到|\bto\b)\s*")
_NUMBER = re.compile(r"([0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万|亿|k|m|million|billion)?", re.I)
_SCALES = {"": 1, "k": 1e3, "万": 1e4, "m": 1e6, "million": 1e6, "亿": 1e8, "billion": 1e9}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")


@dataclass
class Reader:
    """Reads files of records of one kind.

    Attributes:
        kind: what the records are, such as ``need``.
        names: knows terms, fields and places as users write them.
        currencies: codes that can be converted.
        quarantine: collects what was wrong.
    """

    kind: str
    names: TermNames
    currencies: frozenset[str]
    quarantine: Quarantine = field(default_factory=Quarantine)

    def read(self, path: Path) -> list[Record]:
        """Return the good records of a file.

        Raises:
            SourceError: the file cannot be read at all.
        """
        records: dict[str, Record] = {}
        for row in rows_of(path, self.quarantine):
            faults: list[tuple[str, str, object]] = []
            record = self._record(row, lambda *fault, into=faults: into.append(fault))
            if not faults:
                for name, reason in faults_of(record, self.currencies):
                    faults.append((name, reason, row.values.get(name, "")))
            if not faults and record.record_id in records:
                faults.append(("id", "an earlier row has the same id", record.record_id))
            for name, reason, excerpt in faults:
                self.quarantine.add(path.name, row.line, name, reason, excerpt)
            if not faults:
                records[record.record_id] = record
        return list(records.values())

    def _record(self, row: Row, fault: Callable[[str, str, object], None]) -> Record:
        values = _Values(row.values, fault)
        lists = {name: values.parts(name) for name in LISTS}
        for name in ("fields", "stages", "languages", "cooperation", "ip"):
            lists[name] = _unique(self.names.identify(name, part) for part in lists[name])
        lists["wanted_regions"] = _unique(map(self._place, lists["wanted_regions"]))
        lists["exclusions"] = _unique(
            term for part in lists["exclusions"] for term in (part, *self.names.known(part))
        )
        region, place, country = self._location(values)
        return Record(
            values.text("id"),
            kind=self.kind,
            text=Text(**{name: values.text(name) for name in Text.__dataclass_fields__}),
            organisation_id=values.text("organisation_id"),
            organisation_kind=self.names.identify(
                "organisation_kind", values.text("organisation_kind")
            ),
            region=region,
            place=place,
            country=country,
            coordinates=values.coordinates(),
            trl=values.range("trl"),
            amount=values.range("amount"),
            currency=values.text("currency").upper(),
            area=values.range("area"),
            experience=values.range("experience"),
            opens=values.date("opens"),
            closes=values.date("closes"),
            **lists,
        )

    def _place(self, written: str) -> str:
        place = self.names.identify("places", written)
        known = place in self.names.places
        return place if known else country_code(written) or place

    def _location(self, values: "_Values") -> tuple[str, str, str]:
        region, place = (
            self.names.identify("places", text) if text else ""
            for text in (values.text("region"), values.text("place"))
        )
        country = country_code(values.text("country")) or ""
        if values.text("country") and not country:
            values.fault("country", "no such country", values.text("country"))
        within, _, _ = place.partition("/")
        if place in self.names.places and "/" in place:
            if region and region != within:
                values.fault("place", f"lies in {within}, not in {region}", values.text("place"))
            region, country = within, country or self.names.places[place]
        return region, place, country


@dataclass(frozen=True)
class _Values:
    """The values of one row, read as what the record wants; faults are told, not raised."""

    given: Mapping[str, Any]
    fault: Callable[[str, str, object], None]

    def text(self, name: str) -> str:
        value = self.given.get(name)
        if value is None or isinstance(value, bool | dict | list):
            if value is not None:
                self.fault(name, "this is no text", value)
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    def parts(self, name: str) -> tuple[str, ...]:
        value = self.given.get(name)
        if isinstance(value, list):
            if not all(isinstance(part, str) for part in value):
                self.fault(name, "the list holds something that is no text", value)
                return ()
            parts = value
        else:
            parts = _BETWEEN.split(self.text(name))
        return _unique(part.strip() for part in parts if part.strip())

    def number(self, name: str, text: str) -> float | None:
        """Return a number; 500万 is 5,000,000."""
        match = _NUMBER.fullmatch(text)
        if match is None:
            self.fault(name, "this is no number", text)
            return None
        digits = match[1].replace(",", "").replace("，", "")
        return float(digits) * _SCALES[(match[2] or "").lower()]

    def range(self, name: str) -> Range:
        """Return a range from one column, or from those of its ends."""
        single = self.text(name)
        ends = [self.text(f"{name}_{end}") for end in ("min", "max")]
        if single and any(ends):
            self.fault(name, f"give either {name} or {name}_min and {name}_max", single)
            return NO_RANGE
        if single:
            ends = _SPAN.split(single)
            if len(ends) > 2 or "" in ends:
                self.fault(name, "this is no range", single)
                return NO_RANGE
            ends = [ends[0], ends[-1]]
        if not any(ends):
            return NO_RANGE
        low, high = (self.number(name, end) if end else None for end in ends)
        return Range(-math.inf if low is None else low, math.inf if high is None else high)

    def date(self, name: str) -> date | None:
        """Return a date: 2026-03-01, 2026/3/1, 2026年3月1日, or a date cell of a workbook."""
        value = self.given.get(name)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.text(name)
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            self.fault(name, "this is no date such as 2026-03-01", text)
            return None

    def coordinates(self) -> tuple[float, float] | None:
        """Return latitude and longitude; both or none."""
        texts = [self.text(name) for name in ("latitude", "longitude")]
        if not any(texts):
            return None
        try:
            latitude, longitude = (float(text) for text in texts)
        except ValueError:
            self.fault("latitude", "give latitude and longitude in degrees", " ".join(texts))
            return None
        return latitude, longitude


def _unique(parts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))
