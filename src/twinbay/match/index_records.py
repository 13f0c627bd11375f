"""What the search index keeps of each record besides words and vectors: facets, names, titles."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from twinbay.errors import LakeError
from twinbay.match.documents import RECORD_KINDS, Document
from twinbay.match.tokens import has_chinese, normalise, tokens

NO_YEAR = 0
_ABBREVIATION = re.compile("[\u4e00-\u9fff]{2,5}")
MOST_VALUES = 32  # regions, or fields, of one index: bits of a number
Counts = dict[str, int]
SHOWN = ("record_id", "title", "title_zh", "place")

_COLUMNS = {
    "record_kind": np.uint8,
    "organisation_kind": np.uint8,  # 0 for none
    "region": np.uint32,  # one bit for each region
    "first_region": np.uint8,  # 0 for none
    "field": np.uint32,  # one bit for each field
    "year": np.int16,
    "prominence": np.float32,
}


class RecordWriter:
    """Collects the facets, names and titles of records, then saves them."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, int]] = {
            "organisation_kind": {},
            "region": {},
            "field": {},
        }
        self._columns: dict[str, list[float]] = {name: [] for name in _COLUMNS}
        self._shown: dict[str, list[str | None]] = {name: [] for name in SHOWN}
        self._names: list[tuple[int, int]] = []

    def add(self, document: Document) -> int:
        """Add a record and return its number."""
        number = len(self._columns["year"])
        organisation_kind = document.organisation_kind
        row = {
            "record_kind": RECORD_KINDS.index(document.record_kind),
            "organisation_kind": self._number("organisation_kind", organisation_kind),
            "region": sum(1 << self._number("region", r) - 1 for r in document.regions),
            "first_region": self._number("region", (*document.regions, None)[0]),
            "field": sum(1 << self._number("field", f) - 1 for f in document.fields),
            "year": document.year or NO_YEAR,
            "prominence": document.prominence,
        }
        for name, value in row.items():
            self._columns[name].append(value)
        for name in SHOWN:
            self._shown[name].append(getattr(document, name))
        hashes = {name_hash(tokens(name)) for name in document.names}
        self._names += [(hashed, number) for hashed in hashes if hashed]
        return number

    def _number(self, column: str, value: str | None) -> int:
        if not value:
            return 0
        values = self._values[column]
        number = values.setdefault(value, len(values) + 1)
        if number > MOST_VALUES:
            raise LakeError(f"the search index holds at most {MOST_VALUES} values of {column}")
        return number

    def save(self, folder: Path) -> dict[str, list[str]]:
        """Write the files into a folder and return the values of each facet, for the manifest."""
        for name, kind in _COLUMNS.items():
            np.save(folder / f"record_{name}.npy", np.array(self._columns[name], dtype=kind))
        hashes = np.array([hashed for hashed, _ in self._names], dtype=np.uint64)
        numbers = np.array([number for _, number in self._names], dtype=np.int32)
        order = np.lexsort((numbers, hashes))
        np.save(folder / "name_hashes.npy", hashes[order])
        np.save(folder / "name_records.npy", numbers[order])
        shown = pa.table({name: pa.array(self._shown[name], pa.string()) for name in SHOWN})
        with pa.ipc.new_file(str(folder / "shown.arrow"), shown.schema) as writer:
            writer.write_table(shown)
        return {column: list(values) for column, values in self._values.items()}


@dataclass(frozen=True, eq=False)
class Records:
    """Saved facets, names and titles, mapped into memory; safe to use from several threads.

    Attributes:
        columns: arrays by name, one element per record.
        values: names of the values of each facet, number 1 first.
        shown: titles and ids.
    """

    columns: dict[str, NDArray[Any]]
    values: dict[str, list[str]]
    shown: pa.Table
    _hashes: NDArray[np.uint64]
    _named: NDArray[np.int32]

    @classmethod
    def open(cls, folder: Path, values: dict[str, list[str]]) -> "Records":
        """Open the files that ``RecordWriter.save`` wrote."""
        columns = {name: np.load(folder / f"record_{name}.npy") for name in _COLUMNS}
        shown = pa.ipc.open_file(pa.memory_map(str(folder / "shown.arrow"))).read_all()
        hashes = np.load(folder / "name_hashes.npy")
        return cls(columns, values, shown, hashes, np.load(folder / "name_records.npy"))

    def __len__(self) -> int:
        return len(self.columns["year"])

    def named(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the records that go by exactly the name of these ``tokens``, ascending."""
        hashed = np.uint64(name_hash(words))
        if not hashed:
            return self._named[:0]
        first, last = (
            np.searchsorted(self._hashes, hashed, "left"),
            np.searchsorted(self._hashes, hashed, "right"),
        )
        return self._named[first:last]

    def abbreviated(self, text: str) -> NDArray[np.int32]:
        """Return the organisations whose Chinese name a short Chinese text abbreviates.

        Chinese abbreviations keep some characters in their order: 港科大 is 香港科技大学.

        Returns:
            Record numbers; only those whose name is the shortest. A name that has the text as it is
            needs no abbreviation and is left to the word index.
        """
        letters = normalise(text.strip())
        if not _ABBREVIATION.fullmatch(letters):
            return self._named[:0]
        pattern = re.compile(".*".join(letters))
        found = [
            (len(name), record)
            for name, record in self._chinese
            if pattern.search(name) and letters not in name
        ]
        shortest = min(found)[0] if found else 0
        return np.array([r for length, r in found if length == shortest], dtype=np.int32)

    @cached_property
    def _chinese(self) -> list[tuple[str, int]]:
        organisations = np.flatnonzero(
            self.columns["record_kind"] == RECORD_KINDS.index("organisation")
        )
        names = self.shown["title_zh"].take(pa.array(organisations)).to_pylist()
        pairs = zip(names, organisations.tolist(), strict=True)
        return [(normalise(name), record) for name, record in pairs if name]

    def shown_of(
        self, records: NDArray[np.int32], columns: Sequence[str] = SHOWN
    ) -> list[dict[str, Any]]:
        """Return ids, titles and places, one row per record."""
        chosen: list[dict[str, Any]] = (
            self.shown.select(columns).take(pa.array(records)).to_pylist()
        )
        return chosen

    def facts_of(self, records: NDArray[np.int32]) -> list[dict[str, Any]]:
        """Return kind, region, organisation's kind and year, one row per record."""
        columns = self.columns
        rows = zip(
            columns["record_kind"][records].tolist(),
            columns["first_region"][records].tolist(),
            columns["organisation_kind"][records].tolist(),
            columns["year"][records].tolist(),
            strict=True,
        )
        regions: list[str | None] = [None, *self.values["region"]]
        kinds: list[str | None] = [None, *self.values["organisation_kind"]]
        return [
            {
                "record_kind": RECORD_KINDS[record_kind],
                "region": regions[region],
                "organisation_kind": kinds[kind],
                "year": None if year == NO_YEAR else year,
            }
            for record_kind, region, kind, year in rows
        ]

    def foreign_to(self, text: str) -> NDArray[np.bool_]:
        """Return which records have no title in the language of a text, Chinese or not."""
        return self._without_title[has_chinese(text)]

    @cached_property
    def _without_title(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which records have no title in Latin letters, and which have none in Chinese."""
        either = pc.binary_join_element_wise(
            self.shown["title"].fill_null(""), self.shown["title_zh"].fill_null(""), " "
        )
        latin, chinese = (
            pc.match_substring_regex(either, pattern).to_numpy(zero_copy_only=False)
            for pattern in ("[A-Za-z]", "[\u3400-\u9fff]")
        )
        return ~latin, ~chinese

    def passing(
        self, records: NDArray[np.int32], wanted: Mapping[str, Any]
    ) -> dict[str, NDArray[np.bool_]]:
        """Return which records pass each facet's filter.

        Arguments:
            records: record numbers.
            wanted: by facet, the values asked for, or (from, to) for the year; facets without a
                filter are missing.
        """
        return {facet: self._passes(records, facet, value) for facet, value in wanted.items()}

    def _passes(self, records: NDArray[np.int32], facet: str, wanted: Any) -> NDArray[np.bool_]:
        column = self.columns[facet][records]
        if facet == "year":
            first, last = wanted
            return np.asarray((column != NO_YEAR) & (column >= first) & (column <= last))
        if facet == "record_kind":
            return _one_of(column, [RECORD_KINDS.index(k) for k in wanted if k in RECORD_KINDS])
        known = self.values[facet]
        numbers = [known.index(value) + 1 for value in wanted if value in known]
        if facet == "organisation_kind":
            return _one_of(column, numbers)
        bits = np.uint32(sum(1 << number - 1 for number in numbers))
        return np.asarray((column & bits) != 0)

    def counts(self, records: NDArray[np.int32], facets: Sequence[str]) -> dict[str, Counts]:
        """Return, by facet, how many of the records have each value; values that occur only."""
        counted: dict[str, Counts] = {}
        if "year" in facets:
            years = np.bincount(self.columns["year"][records]).tolist()
            counted["year"] = {str(y): n for y, n in enumerate(years) if n and y != NO_YEAR}
        others = [facet for facet in facets if facet != "year"]
        if others:
            alike, has_value = self._alike
            found = np.bincount(alike[records], minlength=len(has_value["region"]))
            for facet in others:
                names = RECORD_KINDS if facet == "record_kind" else self.values[facet]
                numbers = (found @ has_value[facet]).tolist()
                counted[facet] = {n: c for n, c in zip(names, numbers, strict=True) if c}
        return counted

    @cached_property
    def _alike(self) -> tuple[NDArray[np.intp], dict[str, NDArray[np.int64]]]:
        """Groups of records that are alike in every facet but the year.

        There are far fewer groups than records, so that one pass over the records counts the
        values of all facets.

        Returns:
            The group of each record, and by facet which values a group has, of shape
            (groups, values).
        """
        alike = np.zeros(len(self), dtype=np.int64)
        for facet in ("record_kind", "organisation_kind", "region", "field"):
            values, number = np.unique(self.columns[facet], return_inverse=True)
            alike = np.unique(alike * max(len(values), 1) + number, return_inverse=True)[1]
        _, first = np.unique(alike, return_index=True)
        has_value = {}
        for facet, column in self.columns.items():
            if facet == "record_kind":
                has_value[facet] = column[first, None] == np.arange(len(RECORD_KINDS))
            elif facet == "organisation_kind":
                has_value[facet] = column[first, None] == 1 + np.arange(len(self.values[facet]))
            elif facet in self.values:
                bits = np.arange(len(self.values[facet]), dtype=np.uint32)
                has_value[facet] = column[first, None] >> bits & 1
        groups = {facet: values.astype(np.int64) for facet, values in has_value.items()}
        return alike.astype(np.intp), groups


def _one_of(column: NDArray[np.uint8], numbers: Sequence[int]) -> NDArray[np.bool_]:
    wanted = np.zeros(256, dtype=bool)
    wanted[list(numbers)] = True
    return wanted[column]


def _named_counts(names: Sequence[str], counts: Iterable[int]) -> dict[str, int]:
    return {name: int(n) for name, n in zip(names, counts, strict=True) if n}


def name_hash(words: Sequence[str]) -> int:
    """Return 64 bits that stand for a name's ``tokens``; 0 for one without a word."""
    if not words:
        return 0
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
