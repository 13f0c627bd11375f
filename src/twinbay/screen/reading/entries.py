"""From the texts of a row or record to an entry; what cannot be read is reported, the rest kept."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from twinbay.screen.model import Entry, Kind
from twinbay.screen.names.folding import LONGEST_NAME, fold
from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading import values

MOST_PARTS = 2_000
"""Aliases, addresses or identifiers of one entry that are kept."""


@dataclass
class Raw:
    """The texts of one row or record, split into their parts but not yet understood."""

    line: int
    id: str = ""
    name: str = ""
    kind: str = ""
    aliases: Sequence[str] = ()
    source: str = ""
    programs: Sequence[str] = ()
    countries: Sequence[str] = ()
    births: Sequence[str] = ()
    addresses: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    start: str = ""
    end: str = ""
    notice: str = ""
    remarks: str = ""
    url: str = ""


@dataclass
class Entries:
    """Collects the entries of one list.

    Attributes:
        quarantine: where problems go.
        merge: rows with one id are one party, one row per name (as in the British and the European
            list); otherwise a repeated id is another party.
    """

    quarantine: Quarantine
    merge: bool = False
    _by_id: dict[str, Entry] = field(default_factory=dict)

    def add(self, raw: Raw) -> None:
        """Add one row; without a name that has letters it goes to the quarantine."""
        entry = self._entry(raw)
        if entry is None:
            return
        known = self._by_id.get(entry.id)
        if known is None:
            self._by_id[entry.id] = entry
        elif self.merge:
            self._by_id[entry.id] = _merged(known, entry)
        elif replace(entry, line=known.line) != known:
            number = 2
            while f"{entry.id}/{number}" in self._by_id:
                number += 1
            self.quarantine.add(raw.line, "id", "another row has this id", entry.id, loaded=True)
            self._by_id[f"{entry.id}/{number}"] = replace(entry, id=f"{entry.id}/{number}")

    def all(self) -> tuple[Entry, ...]:
        """Return the entries in the order of the file."""
        return tuple(self._by_id.values())

    def _entry(self, raw: Raw) -> Entry | None:
        names = [name for text in (raw.name, *raw.aliases) if (name := self._name(raw.line, text))]
        if not names:
            self.quarantine.add(raw.line, "name", "has no name; left out", raw.name)
            return None
        name, *aliases = dict.fromkeys(names)
        key = f"{raw.source}\x1f{fold(name)}".encode()
        return Entry(
            id=raw.id.strip() or hashlib.sha256(key).hexdigest()[:16],
            name=name,
            kind=self._kind(raw),
            aliases=tuple(aliases[:MOST_PARTS]),
            source=raw.source,
            programs=tuple(raw.programs),
            countries=self._countries(raw),
            birth_years=self._births(raw),
            addresses=tuple(raw.addresses[:MOST_PARTS]),
            identifiers=tuple(raw.identifiers[:MOST_PARTS]),
            start=self._day(raw, "start", raw.start),
            end=self._day(raw, "end", raw.end),
            notice=raw.notice,
            remarks=raw.remarks,
            url=raw.url,
            line=raw.line,
        )

    def _name(self, line: int, text: str) -> str:
        name = values.clean_name(text)
        if "\ufffd" in name:
            self.quarantine.add(line, "name", "has characters that are damaged", name, loaded=True)
        if len(name) > LONGEST_NAME:
            reason = f"longer than {LONGEST_NAME} characters; cut"
            self.quarantine.add(line, "name", reason, name, loaded=True)
            name = name[:LONGEST_NAME]
        return name if fold(name) else ""

    def _kind(self, raw: Raw) -> Kind:
        kind = values.kind_of(raw.kind)
        if kind is Kind.UNKNOWN and raw.kind.strip():
            reason = "not a kind that is known; compared with people and organisations"
            self.quarantine.add(raw.line, "kind", reason, raw.kind, loaded=True)
        return kind

    def _countries(self, raw: Raw) -> frozenset[str]:
        codes = {values.country_at_end(address) for address in raw.addresses}
        for text in raw.countries:
            code = values.country_code(text)
            if not code and text.strip():
                reason = "not a country that is known; not used as evidence"
                self.quarantine.add(raw.line, "country", reason, text, loaded=True)
            codes.add(code)
        return frozenset(codes - {""})

    def _births(self, raw: Raw) -> tuple[tuple[int, int], ...]:
        years = []
        for text in raw.births:
            span = values.birth_years(text)
            if span is None:
                reason = "a date of birth without a year; not used as evidence"
                self.quarantine.add(raw.line, "birth", reason, text, loaded=True)
            else:
                years.append(span)
        return tuple(dict.fromkeys(years))

    def _day(self, raw: Raw, field: str, text: str) -> date | None:
        if not text.strip():
            return None
        try:
            return values.day(text)
        except ValueError as error:
            self.quarantine.add(raw.line, field, f"{error}; left empty", text, loaded=True)
            return None


def _merged(a: Entry, b: Entry) -> Entry:
    return replace(
        a,
        kind=a.kind if a.kind is not Kind.UNKNOWN else b.kind,
        aliases=tuple(name for name in _united(a.aliases, b.names) if name != a.name),
        programs=_united(a.programs, b.programs),
        countries=a.countries | b.countries,
        birth_years=tuple(dict.fromkeys((*a.birth_years, *b.birth_years))),
        addresses=_united(a.addresses, b.addresses),
        identifiers=_united(a.identifiers, b.identifiers),
        start=a.start or b.start,
        end=a.end or b.end,
        notice=a.notice or b.notice,
        remarks=a.remarks or b.remarks,
    )


def _united(a: Iterable[str], b: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*a, *b)))[:MOST_PARTS]
