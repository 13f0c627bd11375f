"""Hard constraints: what a pair must never violate.

A constraint is violated only by what both records state. What one of them does not state is
neither met nor violated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from twinbay.match.opportunities.sides import Cells, Side

Flags = NDArray[np.bool_]


class Constraint(Protocol):
    """One condition on a pair."""

    def violated(self, cells: Cells) -> Flags:
        """Return where it is violated, in the cells' shape or one that broadcasts to it."""
        ...

    def stated(self, cells: Cells) -> Flags:
        """Return where both records state enough to tell."""
        ...


@dataclass(frozen=True)
class RangesOverlap:
    """Two ranges have at least one value in common; amounts after conversion."""

    attribute: str

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        low, high = cells.left_side.ranges[self.attribute]
        other_low, other_high = cells.right_side.ranges[self.attribute]
        above: Flags = cells.left(low) > cells.right(other_high)
        below: Flags = cells.left(high) < cells.right(other_low)
        return above | below

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        both: Flags = cells.left(_range_stated(cells.left_side, self.attribute)) & cells.right(
            _range_stated(cells.right_side, self.attribute)
        )
        return both


@dataclass(frozen=True)
class OpenTogether:
    """Both are open on a common day, and neither is closed already."""

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        closed: Flags = cells.left(cells.left_side.closed) | cells.right(cells.right_side.closed)
        return closed | RangesOverlap("open").violated(cells)

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return RangesOverlap("open").stated(cells)


@dataclass(frozen=True)
class MembersShared:
    """Two sets have at least one member in common."""

    attribute: str

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _disjoint(cells, self.attribute, self.attribute)

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _both_filled(cells, self.attribute, self.attribute)


@dataclass(frozen=True)
class PlacesAccepted:
    """Each lies where the other wants it to be."""

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        outside = np.zeros((), dtype=bool)
        for left, right in (("wanted_regions", "locations"), ("locations", "wanted_regions")):
            if cells.left_side.sets[left].nnz and cells.right_side.sets[right].nnz:
                outside = outside | _disjoint(cells, left, right)
        return outside

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _both_filled(cells, "wanted_regions", "locations") | _both_filled(
            cells, "locations", "wanted_regions"
        )


@dataclass(frozen=True)
class Apart:
    """Neither has a member that the other must not meet, such as an excluded field.

    Attributes:
        forbidding: the set of what must not be met.
        had: the set of what a record has.
        searched: whether ``had`` was made by looking for what the other side forbids, so that an
            empty one tells that there is nothing.
    """

    forbidding: str
    had: str
    searched: bool = False

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        hit = np.zeros((), dtype=bool)
        for left, right in ((self.forbidding, self.had), (self.had, self.forbidding)):
            if cells.left_side.sets[left].nnz and cells.right_side.sets[right].nnz:
                hit = hit | _shared(cells, left, right)
        return hit

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        if self.searched:
            forbidding: Flags = cells.left(_filled(cells.left_side, self.forbidding))
            return forbidding | cells.right(_filled(cells.right_side, self.forbidding))
        return _both_filled(cells, self.forbidding, self.had) | _both_filled(
            cells, self.had, self.forbidding
        )


@dataclass(frozen=True)
class DifferentOrganisations:
    """The two records belong to different organisations."""

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _shared(cells, "organisation", "organisation")

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _both_filled(cells, "organisation", "organisation")


@dataclass(frozen=True)
class NotForbidden:
    """Nobody has forbidden this pair."""

    def violated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        if not cells.left_side.sets["forbidden"].nnz:
            return np.zeros((), dtype=bool)
        return _shared(cells, "forbidden", "forbidden")

    def stated(self, cells: Cells) -> Flags:
        """See ``Constraint``."""
        return _both_filled(cells, "forbidden", "forbidden")


CONSTRAINTS: Mapping[str, Constraint] = {
    "dates": OpenTogether(),
    "hidden": Apart("hidden_from", "organisation"),
    "forbidden": NotForbidden(),
    "organisation": DifferentOrganisations(),
    "exclusions": Apart("exclusions", "excludable", searched=True),
    "places": PlacesAccepted(),
    "fields": MembersShared("fields"),
    "stage": MembersShared("stages"),
    "language": MembersShared("languages"),
    "cooperation": MembersShared("cooperation"),
    "ip": MembersShared("ip"),
    "trl": RangesOverlap("trl"),
    "amount": RangesOverlap("amount"),
    "area": RangesOverlap("area"),
    "experience": RangesOverlap("experience"),
}


def _shared(cells: Cells, left: str, right: str) -> Flags:
    """Return where a left set and a right one have a member in common."""
    bits, other_bits = cells.left_side.bits.get(left), cells.right_side.bits.get(right)
    found: Flags
    if bits is None or other_bits is None:
        found = cells.product(cells.left_side.sets[left], cells.right_side.sets[right]) > 0
    else:
        found = (cells.left(bits) & cells.right(other_bits)) != 0
    return found


def _disjoint(cells: Cells, left: str, right: str) -> Flags:
    """Return where two sets that are both stated have no member in common."""
    bits, other_bits = cells.left_side.bits.get(left), cells.right_side.bits.get(right)
    if bits is None or other_bits is None:
        return _both_filled(cells, left, right) & ~_shared(cells, left, right)
    # A set that is not stated meets every other, itself included.
    everything = np.int64(-1)
    mine, theirs = (np.where(found, found, everything) for found in (bits, other_bits))
    apart: Flags = (cells.left(mine) & cells.right(theirs)) == 0
    return apart


def _filled(side: Side, name: str) -> Flags:
    filled: Flags = side.sets[name].getnnz(axis=1) > 0
    return filled


def _both_filled(cells: Cells, left: str, right: str) -> Flags:
    both: Flags = cells.left(_filled(cells.left_side, left)) & cells.right(
        _filled(cells.right_side, right)
    )
    return both


def _range_stated(side: Side, name: str) -> Flags:
    low, high = side.ranges[name]
    return np.isfinite(low) | np.isfinite(high)
