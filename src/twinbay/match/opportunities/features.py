"""Soft features: what makes an allowed pair better, each from 0 to 1.

A feature that one of the records does not state is worth 0: a score is never made of guesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from twinbay.match.opportunities.constraints import MembersShared, RangesOverlap
from twinbay.match.opportunities.sides import Cells

EARTH_RADIUS = 6371.0  # kilometres, mean (IUGG)
NEAR = 100.0  # kilometres at which nearness is 1/2
TRL_STEPS = 8.0  # between the lowest level and the highest
LONG_ENOUGH = 90.0  # days that two records are open together; more is not better

Floats = NDArray[np.float32]


class Feature(Protocol):
    """One thing that weighs in."""

    def value(self, cells: Cells) -> Floats:
        """Return 0 to 1 for each cell, 0 where it is not stated."""
        ...

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """Return where both records state enough to tell."""
        ...


@dataclass(frozen=True)
class TextSimilarity:
    """Cosine of the texts' vectors, across languages; unrelated texts have none."""

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        return _unit(cells.product(cells.left_side.vectors, cells.right_side.vectors), VECTOR_SCALE)

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        both: NDArray[np.bool_] = cells.left(cells.left_side.said) & cells.right(
            cells.right_side.said
        )
        return both


@dataclass(frozen=True)
class WordsShared:
    """Cosine of the rarest words of the texts."""

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        return _unit(cells.product(cells.left_side.words, cells.right_side.words), WORD_SCALE)

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        return TextSimilarity().stated(cells)


@dataclass(frozen=True)
class ShareInCommon:
    """Members in common, of the smaller of two sets."""

    attribute: str

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        left, right = (s.sets[self.attribute] for s in (cells.left_side, cells.right_side))
        sizes = [np.maximum(m.getnnz(axis=1), 1).astype(np.float32) for m in (left, right)]
        smaller = np.minimum(cells.left(sizes[0]), cells.right(sizes[1]))
        bits, other_bits = (
            side.bits.get(self.attribute) for side in (cells.left_side, cells.right_side)
        )
        if bits is None or other_bits is None:
            count = cells.product(left, right)
        else:
            count = np.bitwise_count(cells.left(bits) & cells.right(other_bits))
        share: Floats = np.divide(count, smaller, dtype=np.float32)
        return share

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        return MembersShared(self.attribute).stated(cells)


@dataclass(frozen=True)
class LevelsClose:
    """One less the gap between two ranges of technology readiness, in steps of eight."""

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        low, high = (cells.left(end) for end in cells.left_side.ranges["trl"])
        other_low, other_high = (cells.right(end) for end in cells.right_side.ranges["trl"])
        gap = np.maximum(np.maximum(low - other_high, other_low - high), 0.0)
        return _where(self.stated(cells), 1.0 - gap / TRL_STEPS)

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        return RangesOverlap("trl").stated(cells)


@dataclass(frozen=True)
class RangeCovered:
    """The part of the smaller of two ranges that lies in the other."""

    attribute: str

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        low, high = (cells.left(end) for end in cells.left_side.ranges[self.attribute])
        other_low, other_high = (
            cells.right(end) for end in cells.right_side.ranges[self.attribute]
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            common = np.minimum(high, other_high) - np.maximum(low, other_low)
            smaller = np.minimum(high - low, other_high - other_low)
            share = np.where(smaller > 0, common / smaller, 1.0)
            share = np.where(np.isinf(smaller), 1.0, share)
        return _where(self.stated(cells) & (common >= 0), share)

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        return RangesOverlap(self.attribute).stated(cells)


@dataclass(frozen=True)
class TimeTogether:
    """Days that both are open from the day of the matching on, up to ``LONG_ENOUGH``."""

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        low, high = (cells.left(end) for end in cells.left_side.ranges["open"])
        other_low, other_high = (cells.right(end) for end in cells.right_side.ranges["open"])
        start = np.maximum(np.maximum(low, other_low), cells.left_side.day.toordinal())
        days = np.minimum(high, other_high) - start + 1.0
        return _where(self.stated(cells), np.clip(days / LONG_ENOUGH, 0.0, 1.0))

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        return RangesOverlap("open").stated(cells)


@dataclass(frozen=True)
class Nearness:
    """Falls with the distance: 1 at the same place, 1/2 at ``NEAR`` kilometres."""

    def value(self, cells: Cells) -> Floats:
        """See ``Feature``."""
        return _where(self.stated(cells), 1.0 / (1.0 + distance(cells) / NEAR))

    def stated(self, cells: Cells) -> NDArray[np.bool_]:
        """See ``Feature``."""
        known: NDArray[np.bool_] = cells.left(np.isfinite(cells.left_side.positions[:, 0]))
        return known & cells.right(np.isfinite(cells.right_side.positions[:, 0]))


# Text vectors and word weights are whole numbers; the square of what a unit length is in them.
VECTOR_LEVELS = 254.0
WORD_LEVELS = 255.0
VECTOR_SCALE = VECTOR_LEVELS**2
WORD_SCALE = WORD_LEVELS**2

FEATURES: Mapping[str, Feature] = {
    "text": TextSimilarity(),
    "words": WordsShared(),
    "topics": ShareInCommon("topics"),
    "fields": ShareInCommon("fields"),
    "stage": ShareInCommon("stages"),
    "language": ShareInCommon("languages"),
    "cooperation": ShareInCommon("cooperation"),
    "ip": ShareInCommon("ip"),
    "trl": LevelsClose(),
    "amount": RangeCovered("amount"),
    "area": RangeCovered("area"),
    "experience": RangeCovered("experience"),
    "timing": TimeTogether(),
    "nearness": Nearness(),
}


def distance(cells: Cells) -> Floats:
    """Return the distance along the surface of the earth, in kilometres, NaN where unknown."""
    left, right = cells.left_side.positions, cells.right_side.positions
    gap = sum((cells.left(left[:, axis]) - cells.right(right[:, axis])) ** 2 for axis in range(3))
    kilometres: Floats = np.float32(2 * EARTH_RADIUS) * np.arcsin(
        np.minimum(np.sqrt(gap) / 2, np.float32(1.0))
    )
    return kilometres


def _unit(product: NDArray[np.float32], scale: float) -> Floats:
    unit: Floats = np.clip(product.astype(np.float32, copy=False) / np.float32(scale), 0.0, 1.0)
    return unit


def _where(stated: NDArray[np.bool_], value: NDArray[np.floating[Any]]) -> Floats:
    return np.where(stated, value, 0.0).astype(np.float32)
