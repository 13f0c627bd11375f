"""Who delivers what by when, and what has come in."""

from collections.abc import Sequence
from dataclasses import dataclass

from twinbay.plan.programme import Names

LEVEL = "level"
CAPACITY = "capacity"
INVESTMENT = "investment"
ITEM_INDICATORS = (LEVEL, CAPACITY, INVESTMENT)
"""Indicators of one item: units a measure reached, GW that stand, million USD a payer spent."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is followed from year to year.

    Attributes:
        names: in running text (``emissions``).
        unit: of its values.
        better: ``lower`` or ``higher``; on which side of the path it is well.
        yearly: whether the pathway's figure is the sum over the years up to a milestone.
        plural: whether the English name takes a plural verb.
    """

    names: Names
    unit: str
    better: str = "lower"
    yearly: bool = False
    plural: bool = False


INDICATORS: dict[str, Indicator] = {
    "emissions": Indicator(Names("emissions", "温室气体排放"), "Mt CO2e", plural=True),
    "emissions_intensity": Indicator(
        Names("emissions per GDP", "碳强度"), "kg CO2e/USD", plural=True
    ),
    "energy_intensity": Indicator(Names("energy per GDP", "能耗强度"), "kWh/USD"),
    "non_fossil_power": Indicator(
        Names("the share of non-fossil electricity", "非化石电力占比"), "share", "higher"
    ),
    "non_fossil_energy": Indicator(
        Names("the share of non-fossil energy", "非化石能源占比"), "share", "higher"
    ),
    "air_pollution": Indicator(Names("air pollutants", "大气污染物排放"), "kt NOx", plural=True),
    "jobs": Indicator(Names("jobs", "就业"), "job-years", "higher", yearly=True, plural=True),
    "final_energy": Indicator(Names("final energy", "终端能源消费"), "TWh"),
    "electricity_demand": Indicator(Names("electricity demand", "用电量"), "TWh"),
    "peak_demand": Indicator(Names("peak demand", "最大负荷"), "GW"),
    LEVEL: Indicator(Names("what the measure has reached", "措施实施量"), "TWh", "higher"),
    CAPACITY: Indicator(Names("the capacity", "装机容量"), "GW", "higher"),
    INVESTMENT: Indicator(Names("investment", "投资"), "million USD", "higher", yearly=True),
}
"""Those of the pathway's table of indicators, and those of one item."""


TOLERANCE = 0.01
"""Share of the path within which a value is on it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is responsible for an item.

    Attributes:
        item: id, base id or group of a measure, or id of a technology, line or joint project.
        region: empty for every region.
        owner: organisation or department, in both languages.
    """

    item: str
    region: str
    owner: Names


@dataclass(frozen=True, slots=True)
class Promise:
    """What the authors promise by a year, besides what the pathway says.

    Attributes:
        item, region: as for an assignment.
        year: any year from the first milestone to the last.
        names: the deliverable.
        owner: who delivers it; empty names for the item's owner.
    """

    item: str
    region: str
    year: int
    names: Names
    owner: Names


@dataclass(frozen=True, slots=True)
class Actual:
    """What has come in for one year.

    Attributes:
        indicator: key of ``INDICATORS``.
        item: measure, technology or payer, for the indicators of one item.
        region: empty for all regions together.
        source, source_year, grade: where the figure comes from.
    """

    indicator: str
    item: str
    region: str
    year: int
    value: float
    source: str = "assumption"
    source_year: int | None = None
    grade: str = "D"


@dataclass(frozen=True, slots=True)
class Delivery:
    """All that a programme's authors say about its delivery."""

    assignments: tuple[Assignment, ...] = ()
    promises: tuple[Promise, ...] = ()
    actuals: tuple[Actual, ...] = ()

    def owner(self, names: Sequence[str], region: str) -> Names | None:
        """Return who is responsible for an item.

        Arguments:
            names: of the item, the most particular first (id, base id, group).
            region: what names it comes before what holds everywhere.
        """
        for wanted in (region, ""):
            for name in names:
                for one in self.assignments:
                    if one.item == name and one.region == wanted:
                        return one.owner
        return None


@dataclass(frozen=True, slots=True)
class Drift:
    """How one indicator stands in the latest year with an actual.

    Attributes:
        indicator, item, region: what is followed; ``unit`` of its values.
        year: latest year with an actual.
        actual, path: of that year; ``deviation`` actual less path.
        slope: change a year of the trend; None with a single actual and no earlier point.
        goal_year: next year with a target, or the next milestone.
        goal: target (or path) in that year; ``expected`` where the trend leads.
        miss: by how much the trend misses the goal; zero when it keeps it.
        of_target: whether the goal is a target rather than the path.
        on_path: whether the deviation is harmless.
        sentences: the finding in both languages.
    """

    indicator: str
    item: str
    region: str
    unit: str
    year: int
    actual: float
    path: float
    deviation: float
    slope: float | None
    goal_year: int | None
    goal: float | None
    expected: float | None
    miss: float
    of_target: bool
    on_path: bool
    sentences: Names
