"""Numbers that cannot be right in their unit, judged against the region's population.

Bounds are well above the highest per head values that national statistics know (IEA *World Energy
Balances*: final energy of a highest-income country below 200 MWh a head; Iceland's electricity
53 MWh; Qatar's CO2 below 50 t; all generating capacity of a country below 10 kW a head), and well
below what a mistake by a factor of 1,000 gives for any number that matters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twinbay.plan.folder.records import Record

PER_HEAD_ENERGY = 100.0
"""MWh a head of one end use."""
PER_HEAD_CAPACITY = 30.0
"""kW a head of one technology; a small host region may build for its neighbours."""
PER_HEAD_GAS = {"CO2": 20_000.0, "CH4": 1_000.0, "N2O": 100.0}
"""kg a head of one direct emission; other gases (fluorinated) below 10 kg."""
PER_HEAD_FLUORINATED = 10.0
ENERGY = ("TWh", "MWh", "GWh", "MWh")
MASS = ("kt", "kg", "t", "kg")
POWER = ("GW", "kW", "MW", "kW")
"""A series' own unit, that of a head, and those 1,000 and 1,000,000 times smaller."""
GDP_PER_HEAD = (200.0, 500_000.0)
"""USD; Burundi's and Monaco's lie within (World Bank)."""
MOST_PERSONS = 2_000.0
"""Million, of one region."""
MOST = {"carbon_price": 3_000.0, "import_price": 2_000.0, "import_emissions": 2.0}
HINTS = {
    "population": "it looks like thousands or persons; give millions",
    "carbon_price": "it looks like another currency; give USD per t",
    "import_price": "it looks like USD/GWh or another currency; give USD/MWh",
    "import_emissions": "it looks like g/kWh; divide by 1,000",
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """A number that looks wrong: the record, its field and year, and what is said of it."""

    record: Record
    field: str
    year: int
    said: str

    @property
    def key(self) -> str:
        """Return how ``accept`` in programme.toml names it."""
        return f"{self.record.row.sheet.table.key}/{self.record.id}/{self.field}"


def check_plausibility(records: Mapping[str, Sequence[Record]], accepted: Sequence[str]) -> None:
    """Note numbers that cannot be right in their unit, unless they are accepted.

    Arguments:
        records: table key to its records.
        accepted: ``table/record/field`` of numbers that are right nevertheless.
    """
    seen: set[str] = set()
    for oddity in oddities(records):
        if oddity.key in accepted or oddity.key in seen:
            continue
        seen.add(oddity.key)
        oddity.record.row.problem(
            oddity.field,
            oddity.said,
            f"If it is right, add “{oddity.key}” to accept in programme.toml.",
            oddity.year,
        )


def oddities(records: Mapping[str, Sequence[Record]]) -> Iterator[Oddity]:
    """Yield every number that looks wrong; see ``check_plausibility``."""
    drivers = {record.id: record for record in records["drivers"]}
    population = {
        record.values["region"]: record.values["value"]
        for record in records["drivers"]
        if record.get("quantity") == "population" and {"region", "value"} <= record.values.keys()
    }
    yield from _drivers(drivers, population)
    for record in records["end_uses"]:
        yield from _per_head(record, "demand", population, PER_HEAD_ENERGY, ENERGY)
    for record in records["direct_emissions"]:
        base = str(record.get("gas")).partition("-")[0]  # CH4-fossil and CH4-non-fossil are methane
        most = PER_HEAD_GAS.get(base, PER_HEAD_FLUORINATED)
        yield from _per_head(record, "amount", population, most, MASS)
    for record in records["fleets"]:
        for field in ("existing", "build_limit"):
            yield from _per_head(record, field, population, PER_HEAD_CAPACITY, POWER)


def _drivers(
    drivers: Mapping[str, Record], population: Mapping[str, Mapping[int, float]]
) -> Iterator[Oddity]:
    for record in drivers.values():
        quantity = record.get("quantity")
        for year, value in record.get("value", {}).items():
            most = MOST_PERSONS if quantity == "population" else MOST.get(quantity, float("inf"))
            if value > most:
                said = f"{value:,.6g} is above {most:,.6g}; {HINTS[quantity]}"
                yield Oddity(record, "value", year, said)
            heads = population.get(record.get("region"), {}).get(year, 0.0)
            if quantity == "gdp" and 0 < heads <= MOST_PERSONS:
                yield from _gdp(record, year, value, heads)
            if quantity == "import_limit":
                yield from _per_head(record, "value", population, PER_HEAD_ENERGY, ENERGY)


def _gdp(record: Record, year: int, value: float, heads: float) -> Iterator[Oddity]:
    low, high = GDP_PER_HEAD
    per_head = value / heads
    if per_head > high:
        hint = "it looks like USD or thousand USD, or another currency; give million USD"
        said = f"{value:,.6g} million USD is {per_head:,.4g} USD a head; {hint}"
        yield Oddity(record, "value", year, said)
    elif per_head < low:
        hint = "it looks like billion USD; multiply by 1,000"
        said = f"{value:,.6g} million USD is {per_head:,.4g} USD a head; {hint}"
        yield Oddity(record, "value", year, said)


def _per_head(
    record: Record,
    field: str,
    population: Mapping[str, Mapping[int, float]],
    most: float,
    units: tuple[str, str, str, str],
) -> Iterator[Oddity]:
    """Yield the years in which a series is above the most a head.

    ``units`` are the series' own, that of a head, and those 1,000 and 1,000,000 times smaller.
    """
    own, of_a_head, thousandth, millionth = units
    for year, value in record.get(field, {}).items():
        heads = population.get(record.get("region"), {}).get(year, 0.0)
        per_head = value / heads if heads > 0 else 0.0
        if per_head <= most or heads > MOST_PERSONS or value == float("inf"):
            continue
        likely, factor = (thousandth, 1e3) if per_head <= most * 1e3 else (millionth, 1e6)
        yield Oddity(
            record,
            field,
            year,
            f"{value:,.6g} {own} is {per_head:,.4g} {of_a_head} a head; it looks like {likely}: "
            f"that would be {value / factor:,.6g} {own}",
        )
