"""Transactions: acquisitions, funding rounds and licences from a CSV file.

Columns may have any names: ``columns.toml`` beside the file (or a file given) maps them, says what
kind of transaction the rows are, and names the source. docs/how-to/load-transactions.md shows one.
"""

import csv
import math
import re
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pycountry

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.lake.schema import TRANSACTION_KINDS
from twinbay.lake.sources.compressed import LIMITS, Limits, read_lines
from twinbay.lake.sources.countries import country_code
from twinbay.lake.sources.json_values import Note, Unusable, noted, refuse, text
from twinbay.lake.staging import DEALS, Part, SourceDescription, StagedWriter

EARLIEST_YEAR = 1800  # an earlier date is a mistake
LARGEST_AMOUNT = 1e16  # of any currency; the largest acquisitions were of some 2e11 USD
MOST_LINES = 100  # of one row
COLUMNS = (
    "kind",
    *(f"{side}_{part}" for side in ("from", "to") for part in ("name", "city", "country")),
    *("date", "amount", "currency"),
)
_SECTIONS = {"source": ("source", "title", "url", "licence", "note"), "transactions": COLUMNS}
_REQUIRED = ("from_name", "to_name")
# Names that columns have in known exports, tried when no map names another: the buyer, investor
# or licensor is "from", the company bought, funded or licensed to is "to".
_ALSO_CALLED = {
    "from_name": ("acquirer_name", "investor_name", "licensor_name"),
    "from_city": ("acquirer_city", "investor_city", "licensor_city"),
    "from_country": ("acquirer_country_code", "investor_country_code", "licensor_country_code"),
    "to_name": ("company_name", "licensee_name"),
    "to_city": ("company_city", "licensee_city"),
    "to_country": ("company_country_code", "licensee_country_code"),
    "date": ("acquired_at", "funded_at", "licensed_at"),
    "amount": ("price_amount", "raised_amount"),
    "currency": ("price_currency_code", "raised_currency_code"),
}
# What the rows are when nothing says it: a column that only such a list has.
_TELLING = {"acquirer_name": "acquisition", "investor_name": "funding", "licensor_name": "licence"}


class TransactionsReader:
    """Reads a CSV file of transactions.

    Arguments:
        path: the file, plain or gzip, in UTF-8; or a folder with one CSV file.
        columns: a TOML file with the column map; default ``columns.toml`` beside the file, if any.
        latest: the last date accepted; default the end of next year.
        source: the source's key; default the map's, else the file's name.
        limits: what a compressed file may hold.
    """

    version = "transactions-1"

    def __init__(
        self,
        path: Path,
        columns: Path | None = None,
        latest: date | None = None,
        source: str | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._path = _csv_file(path)
        beside = self._path.with_name("columns.toml")
        self._map_file = columns or (beside if beside.exists() else None)
        content = _read_map(self._map_file)
        about = content.get("source", {})
        self._map = content.get("transactions", {})
        self._latest = latest or date(datetime.now(UTC).year + 1, 12, 31)
        self._limits = limits
        self.description = SourceDescription(
            source=source or about.get("source") or _slug(self._path.name.split(".")[0]),
            title=about.get("title", f"Transactions in the file {self._path.name}"),
            url=about.get("url", ""),
            licence=about.get("licence", ""),
            note=about.get("note", ""),
        )

    def parts(self) -> Sequence[Part]:
        """Return the one part: the file and the map."""
        extra = (self._map_file,) if self._map_file else ()
        return [Part(self._path.name, (self._path, *extra))]

    def read(self, part: Part, staged: StagedWriter, quarantine: Quarantine) -> None:
        """Read the part; see ``staging.Reader``."""
        path = part.files[0]
        rows = _rows(path, self._limits, quarantine)
        header = [name.strip() for name in next(rows, (0, []))[1]]
        places = self._places(header, path)
        fixed = self._fixed_kind(header, places, path)
        seen: set[tuple[Any, ...]] = set()
        for line, values in rows:
            note = noted(quarantine, path.name, line)
            try:
                if len(values) != len(header):
                    reason = f"{len(values)} fields where the header has {len(header)}"
                    raise Unusable("", reason, ",".join(values))
                found = {name: values[place] for name, place in places.items()}
                deal = self._deal(found, fixed, note)
                key = tuple(deal[name] for name in DEALS.names)
                if key in seen:
                    raise Unusable("", "the same row as an earlier one; left out", values[0])
            except Unusable as problem:
                refuse(quarantine, path.name, line, problem)
                continue
            seen.add(key)
            staged.add("deals", deal)

    def _places(self, header: Sequence[str], path: Path) -> dict[str, int]:
        """Return where each of our columns is in the file."""
        if not header:
            raise SourceError("is empty", where=str(path), remedy="Export the table again.")
        places = {}
        for column in COLUMNS:
            mapped = self._map.get(column)
            if column == "kind" and mapped in TRANSACTION_KINDS:
                continue
            names = (mapped,) if mapped else (column, *_ALSO_CALLED.get(column, ()))
            found = next((name for name in names if name in header), None)
            if found is not None:
                places[column] = header.index(found)
            elif mapped or column in _REQUIRED:
                raise SourceError(
                    f"the column {mapped or column!r} is missing",
                    where=str(path),
                    remedy=f"Its columns are {', '.join(header)}. Name the right one in "
                    f'columns.toml: [transactions] {column} = "...".',
                )
        return places

    def _fixed_kind(
        self, header: Sequence[str], places: Mapping[str, int], path: Path
    ) -> str | None:
        """Return the kind of every row, None when a column tells it."""
        if self._map.get("kind") in TRANSACTION_KINDS:
            return self._map["kind"]
        if "kind" in places:
            return None
        told = {kind for name, kind in _TELLING.items() if name in header}
        if len(told) == 1:
            return told.pop()
        raise SourceError(
            "does not say what kind of transactions it holds",
            where=str(path),
            remedy='Say so in columns.toml: [transactions] kind = "acquisition", "funding" or '
            '"licence", or the name of the column that tells it.',
        )

    def _deal(self, row: Mapping[str, str], fixed: str | None, note: Note) -> dict[str, Any]:
        deal: dict[str, Any] = {"source": self.description.source}
        deal["kind"] = fixed or row["kind"].strip().lower()
        if deal["kind"] not in TRANSACTION_KINDS:
            raise Unusable("kind", f"not one of {', '.join(TRANSACTION_KINDS)}", row["kind"])
        for side in ("from", "to"):
            deal[f"{side}_name"] = text(row[f"{side}_name"], f"{side}_name", note)
            if deal[f"{side}_name"] is None:
                raise Unusable(f"{side}_name", "no organisation")
            deal[f"{side}_city"] = text(row.get(f"{side}_city"), f"{side}_city", note)
            deal[f"{side}_country"] = _country(row.get(f"{side}_country"), side, note)
        deal["date"] = self._date(row.get("date"), note)
        deal["amount"], deal["currency"] = _money(row.get("amount"), row.get("currency"), note)
        return deal

    def _date(self, written: str | None, note: Note) -> date | None:
        value = (written or "").strip()
        if not value:
            return None
        try:
            found = date.fromisoformat(value[:10])
        except ValueError:
            note("date", "not a date as 2015-10-28; loaded without it", value)
            return None
        if found.year < EARLIEST_YEAR or found > self._latest:
            raise Unusable("date", "the date is in the future or too early", value)
        return found


def _country(written: str | None, side: str, note: Note) -> str | None:
    value = text(written, f"{side}_country", note)
    code = country_code(value)
    if value and code is None:
        note(f"{side}_country", "unknown country; the row was loaded without it", value)
    return code


def _money(
    amount: str | None, currency: str | None, note: Note
) -> tuple[float, str] | tuple[None, None]:
    """Return an amount above zero and its ISO 4217 currency, or neither.

    Sources write 0 where an amount is not public; an amount without a currency says nothing.
    """
    value = (amount or "").strip().replace(",", "")
    if not value:
        return None, None
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 <= number <= LARGEST_AMOUNT:
        note("amount", "not an amount; loaded without it", amount)
        return None, None
    code = (currency or "").strip().upper()
    if number and pycountry.currencies.get(alpha_3=code) is None:
        note("currency", "not an ISO 4217 code; loaded without the amount", currency)
        return None, None
    return (number, code) if number else (None, None)


def _rows(path: Path, limits: Limits, quarantine: Quarantine) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with the line each begins at.

    A quoted field may hold line ends. A quotation mark that is never closed would swallow the rest
    of the file: after ``MOST_LINES`` lines its row is given up and reading goes on in the next.
    """
    lines = _decoded(path, limits, quarantine)
    waiting: deque[tuple[int, str]] = deque()
    while waiting or (waiting := deque(islice(lines, 1))):
        quotes, size = 0, 0
        for size in range(1, MOST_LINES + 1):
            if size > len(waiting):
                waiting.extend(islice(lines, 1))
            if size > len(waiting):
                break
            quotes += waiting[size - 1][1].count('"')
            if quotes % 2 == 0:
                break
        start = waiting[0][0]
        if quotes % 2:
            reason = "a quotation mark is not closed; the line was left out"
            quarantine.add(path.name, start, "", reason, waiting.popleft()[1])
            continue
        row = "".join(waiting.popleft()[1] for _ in range(size))
        try:
            values = next(csv.reader([row]), [])
        except csv.Error as error:
            quarantine.add(path.name, start, "", f"not a CSV row: {error}", row)
            continue
        if any(value.strip() for value in values):
            yield start, values


def _decoded(path: Path, limits: Limits, quarantine: Quarantine) -> Iterator[tuple[int, str]]:
    """Yield the lines that are UTF-8 with their numbers."""

    def report(number: int, reason: str) -> None:
        quarantine.add(path.name, number, "", reason)

    for number, line in read_lines(path, limits, report):
        raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        try:
            yield number, raw.decode("utf-8").replace("\x00", "").rstrip("\r") + "\n"
        except UnicodeDecodeError:
            reason = "not UTF-8; save the file as UTF-8"
            quarantine.add(path.name, number, "", reason, raw.decode("latin-1"))


def _csv_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted(entry for entry in path.iterdir() if entry.name.endswith((".csv", ".csv.gz")))
    if len(found) != 1:
        raise SourceError(
            f"holds {len(found)} CSV files where one is needed",
            where=str(path),
            remedy="Name the file.",
        )
    return found[0]


def _read_map(path: Path | None) -> dict[str, dict[str, str]]:
    """Read a column map; ConfigurationError when it cannot be read or understood."""
    if path is None:
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, f"is not a readable column map: {error}") from None
    for section, entries in content.items():
        allowed = _SECTIONS.get(section)
        if allowed is None or not isinstance(entries, dict):
            raise _wrong(path, f"has no meaning for [{section}]; sections are {_list(_SECTIONS)}")
        for key, value in entries.items():
            if key not in allowed:
                raise _wrong(path, f"[{section}] has no {key!r}; it has {_list(allowed)}")
            if not isinstance(value, str):
                raise _wrong(path, f"[{section}] {key} is not a text")
    return content


def _wrong(path: Path, problem: str) -> ConfigurationError:
    return ConfigurationError(
        problem, where=str(path), remedy="docs/how-to/load-transactions.md shows a column map."
    )


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "transactions"
