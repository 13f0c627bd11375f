"""A measure of a programme: what it changes, how far it can go, what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MeasureKind(StrEnum):
    """How a measure acts."""

    SAVE = "save"
    """Less energy for the same purpose: insulation, efficient motors, behaviour."""
    SWITCH = "switch"
    """Another carrier for the same purpose: heat pumps, electric cars, hydrogen."""
    ABATE = "abate"
    """Less of a direct emission: clinker substitution, capture, landfill gas, refrigerants."""
    SUPPLY = "supply"
    """A technology of the supply side; its level is the capacity that the pathway builds."""


class InteractionKind(StrEnum):
    """How two measures act on each other."""

    OVERLAP = "overlap"
    """They reach partly for the same saving: ``share`` of the smaller potential is common."""
    EXCLUSIVE = "exclusive"
    """They reach for the same units: their shares of the end use add up to 1 at most."""
    REQUIRES = "requires"
    """The first needs ``share`` of the second's level per unit of its own, both as shares."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one measure has to do with another (``measure``), on the same end use or not."""

    kind: InteractionKind
    measure: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure in one region.

    A measure of kind ``save`` or ``switch`` acts on an end use; what it can reach is a share of
    that end use *after* the savings of others, so that two measures never save the same energy
    twice. A measure of kind ``abate`` acts on a direct emission in the same way.

    Attributes:
        id: unique within the programme; ``base_id`` groups one measure over regions.
        name, name_zh: in both languages.
        group: heading under which documents list it (``motors``, ``buildings`` ...).
        acts_on: id of an end use or direct emission (for ``supply``: of a technology).
        potential: most that is reached, as a share (0 to 1) of what it acts on, by milestone.
        uptake: most of the potential, as a share of what it acts on, that can be added a year
            (stock turnover: 1 / lifetime of what is replaced).
        unit: what documents count (``TWh saved``, ``million m2``); ``per_unit`` TWh (or kt of gas)
            a year that one unit saves or switches, so that levels can be shown in it.
        investment: million USD per TWh (or per kt of gas) a year reached, by milestone.
        operation: million USD a year per TWh (or kt) reached; negative when it saves labour.
        lifetime: years.
        saving: TWh (kt) taken off ``acts_on`` per TWh (kt) reached; 1 but for rebound.
        adds: carrier to TWh used per TWh (kt) reached: electricity of a heat pump or of capture.
        learning_rate, learning_base: as for a technology, the base in TWh (kt) a year.
        co_benefits: codes (``air``, ``jobs``, ``health``, ``water``, ``resilience``, ``comfort``).
        jobs: job-years per million USD invested.
        interactions: with other measures of the same region.
        payers: share of the investment that each payer bears; adds up to 1.
        investment_range, potential_range: factors (low, high) for ranges and uncertainty.
        topics: OpenAlex topics of who can deliver it.
        source, source_year, grade: where the figures come from.
    """

    id: str
    base_id: str
    kind: MeasureKind
    region: str
    name: str
    name_zh: str
    group: str
    acts_on: str
    potential: Mapping[int, float]
    uptake: float
    unit: str
    per_unit: float
    investment: Mapping[int, float]
    operation: float
    lifetime: float
    source: str
    source_year: int | None
    grade: str
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
