"""Rank the pairs of two lists of records.

The fit of a pair is the weighted sum of its features. Each record ranks the records that it may be
matched with by fit; the two ranks of a pair, brought to 0 to 1, have a harmonic mean, so that a
pair counts that is good for both. The score is the fit times that mean, and so each feature's part
of the score is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.match.encoders import Encoder
from twinbay.match.opportunities.constraints import CONSTRAINTS, Flags
from twinbay.match.opportunities.features import FEATURES, Floats
from twinbay.match.opportunities.money import Rates, shipped_rates
from twinbay.match.opportunities.record import Record, faults_of
from twinbay.match.opportunities.rules import Rules
from twinbay.match.opportunities.sides import (
    Block,
    Cells,
    Chosen,
    Pairs,
    Side,
    bits_of,
    closed_on,
    members_of,
    positions_of,
    ranges_of,
    sets_of,
)
from twinbay.match.opportunities.texts import (
    excluded_members,
    key_words_of,
    said,
    vectors_of,
)
from twinbay.match.tokens import normalise

CELLS_AT_ONCE = 4_000_000  # of the table; some 200 MB while a block is worked on
CELLS_KEPT = 60_000_000  # allowed pairs kept between the passes, 1.2 GB; others are computed again
FIT_STEPS = 1_000  # fits that are equal to three decimals share a rank


@dataclass(frozen=True, eq=False)
class Matcher:
    """Two lists of records, ready to be matched.

    Attributes:
        rules: what must not be violated and what weighs in.
        left: the records that ask.
        right: the records that are ranked.
        rates: for amounts in different currencies.
        day: the day of the matching.
        words: what the columns of the sides' key words are.
    """

    rules: Rules
    left: Side
    right: Side
    rates: Rates
    day: date
    words: tuple[str, ...]

    @classmethod
    def of(
        cls,
        left: Sequence[Record],
        right: Sequence[Record],
        rules: Rules,
        encoder: Encoder,
        *,
        day: date,
        rates: Rates | None = None,
        forbidden: Iterable[tuple[str, str]] = (),
    ) -> "Matcher":
        """Prepare two lists of records.

        Arguments:
            left: the records that ask.
            right: the records that are ranked for them.
            rules: for these two kinds.
            encoder: makes vectors of texts in any language.
            day: records that closed before it are not matched.
            rates: for amounts in different currencies; those that come with twinbay by default.
            forbidden: pairs of ids, left and right, that must not be matched.

        Raises:
            ConfigurationError: a record is unusable or its id is there twice.
        """
        rates = rates or shipped_rates()
        for records, party in ((left, rules.left), (right, rules.right)):
            _check(records, party.kind, rates)
        shared = sets_of(left, right)
        _add_exclusions(shared, left, right)
        _add_forbidden(shared, left, right, forbidden)
        *words, vocabulary = key_words_of(left, right)
        sides = [
            Side(
                records=tuple(records),
                day=day,
                ranges=ranges_of(records, rates),
                sets=sets,
                bits=bits_of(sets),
                closed=closed_on(records, day),
                positions=positions_of(records),
                vectors=vectors_of(records, encoder),
                said=said(records),
                words=weights,
            )
            for records, sets, weights in zip((left, right), shared, words, strict=True)
        ]
        return cls(rules, sides[0], sides[1], rates, day, vocabulary)

    def violated(self, cells: Cells) -> Flags:
        """Return where any hard constraint is violated."""
        shape = (cells.left(self.left.closed) | cells.right(self.right.closed)).shape
        found = np.zeros(shape, dtype=bool)
        for name in self.rules.hard:
            found |= CONSTRAINTS[name].violated(cells)
        return found

    def fit(self, cells: Cells) -> Floats:
        """Return the weighted sum of the features, 0 to 1, whether allowed or not."""
        shape = (cells.left(self.left.closed) | cells.right(self.right.closed)).shape
        total = np.zeros(shape, dtype=np.float32)
        for name, weight in self.rules.soft:
            total += np.float32(weight) * FEATURES[name].value(cells)
        return total

    def allowed(self, block: Block) -> Chosen:
        """Return the cells of a block in which no hard constraint is violated."""
        rows, columns = np.nonzero(~self.violated(block))
        return Chosen(block, rows, columns)

    def blocks(self) -> Iterator[Block]:
        """Cut the table of all pairs into blocks of rows."""
        rows = max(CELLS_AT_ONCE // max(len(self.right.records), 1), 1)
        for start in range(0, len(self.left.records), rows):
            stop = min(start + rows, len(self.left.records))
            yield Block(self.left, self.right, start, stop)

    def position(self, left_id: str, right_id: str) -> tuple[int, int]:
        """Return the row and the column of a pair; NotFoundError when one is unknown."""
        places = []
        for identifier, side in ((left_id, self.left), (right_id, self.right)):
            found = [n for n, record in enumerate(side.records) if record.record_id == identifier]
            if not found:
                raise NotFoundError(
                    f"there is no record {identifier!r}",
                    remedy="Records that were left out are in the report of problems.",
                )
            places.append(found[0])
        return places[0], places[1]

    def reversed(self) -> "Matcher":
        """Return the same records with the sides changed."""
        return replace(self, rules=self.rules.reversed(), left=self.right, right=self.left)

    def pairs(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Pairs:
        """Return single cells of the table."""
        return Pairs(self.left, self.right, rows, columns)


def levels_of(fit: Floats) -> NDArray[np.int64]:
    """Return fits in steps that count as different, 0 to ``FIT_STEPS``."""
    levels: NDArray[np.int64] = np.rint(fit * np.float32(FIT_STEPS)).astype(np.int64)
    return np.minimum(levels, FIT_STEPS, out=levels)


def _check(records: Sequence[Record], kind: str, rates: Rates) -> None:
    seen: set[str] = set()
    for record in records:
        faults = faults_of(record, rates.currencies)
        if record.record_id in seen:
            faults = [("id", "there is another record with this id"), *faults]
        if faults:
            field, reason = faults[0]
            raise ConfigurationError(
                reason, where=f"{kind} {record.record_id!r}, {field}", remedy="Correct the record."
            )
        seen.add(record.record_id)


def _add_exclusions(
    shared: tuple[dict[str, sparse.csr_matrix], dict[str, sparse.csr_matrix]],
    left: Sequence[Record],
    right: Sequence[Record],
) -> None:
    had = excluded_members(left, right)
    terms = sorted({normalise(e) for side in (left, right) for r in side for e in r.exclusions})
    column = {term: position for position, term in enumerate(terms)}
    for sets, records, members in zip(shared, (left, right), had, strict=True):
        excluded = [sorted({normalise(e) for e in record.exclusions}) for record in records]
        sets["exclusions"] = members_of(excluded, column)
        sets["excludable"] = members_of(members, column)


def _add_forbidden(
    shared: tuple[dict[str, sparse.csr_matrix], dict[str, sparse.csr_matrix]],
    left: Sequence[Record],
    right: Sequence[Record],
    forbidden: Iterable[tuple[str, str]],
) -> None:
    listed = sorted(set(forbidden))
    column = {f"{number}": number for number in range(len(listed))}
    for side, (sets, records) in enumerate(zip(shared, (left, right), strict=True)):
        of: dict[str, list[str]] = {}
        for number, pair in enumerate(listed):
            of.setdefault(pair[side], []).append(f"{number}")
        sets["forbidden"] = members_of([of.get(record.record_id, []) for record in records], column)
