"""A measure of the library: the same in every region that has what it acts on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from twinbay.plan.measure import Interaction, MeasureKind

LINES = "line:"
"""Prefix of ``acts_on`` for measures that are interregional lines."""


@dataclass(frozen=True, slots=True)
class BaseMeasure:
    """A measure before it is put to work in a region.

    Attributes:
        base_id: unique but for rows that hold only in some regions.
        regions: ids of the regions it holds in; empty is everywhere that no other row of the
            same ``base_id`` names.
        acts_on: what follows the region in the id of an end use or direct emission, such as
            ``industry.motors.electricity``; ``*`` stands for any carrier or gas. For ``supply``
            the id of a technology, or ``line:`` and the id of a line.
        potential, investment: by the years that the library gives, in ascending order; empty for
            ``supply``, whose figures are those of the technology. USD of ``PRICE_YEAR``.
        interactions: with other measures of the library, by ``base_id``.
        place: file, row and sheet it was read from.

    The other attributes are those of ``twinbay.plan.measure.Measure``.
    """

    base_id: str
    kind: MeasureKind
    group: str
    name: str
    name_zh: str
    acts_on: str
    unit: str
    per_unit: float
    potential: Mapping[int, float]
    uptake: float
    investment: Mapping[int, float]
    operation: float
    lifetime: float
    source: str
    source_year: int | None
    grade: str
    regions: tuple[str, ...] = ()
    saving: float = 1.0
    adds: Mapping[str, float] = field(default_factory=dict)
    learning_rate: float = 0.0
    learning_base: float = 0.0
    co_benefits: tuple[str, ...] = ()
    jobs: float = 0.0
    interactions: tuple[Interaction, ...] = ()
    payers: Mapping[str, float] = field(default_factory=lambda: {"enterprises": 1.0})
    investment_range: tuple[float, float] = (0.8, 1.3)
    potential_range: tuple[float, float] = (0.8, 1.1)
    topics: tuple[str, ...] = ()
    note: str = ""
    place: str = ""

    def matches(self, region: str, record_id: str) -> str | None:
        """Return what ``*`` stands for when this acts on a record; None when it does not.

        Dots, hyphens, underscores and slashes are the same in ids, and the region may be left out.
        """
        record, prefix = plain(record_id), plain(region) + "-"
        rest = record.removeprefix(prefix)
        pattern = re.escape(plain(self.acts_on)).replace(r"\*", "(.+)")
        found = re.fullmatch(pattern, rest) or re.fullmatch(pattern, record)
        if found is None:
            return None
        return found.group(1) if found.groups() else ""


def plain(record_id: str) -> str:
    """Return an id in lower case with hyphens for all its separators; ``*`` stays."""
    return re.sub(r"[^\w*]+|_+", "-", record_id.casefold())
