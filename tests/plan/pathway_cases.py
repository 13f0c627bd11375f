"""Small programmes whose least-cost pathway is known or can be reasoned about."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf, pi, sin
from typing import Any

from twinbay.plan.measure import Measure, MeasureKind
from twinbay.plan.programme import (
    Carrier,
    DirectEmission,
    EndUse,
    Fleet,
    Grade,
    Line,
    Money,
    Names,
    Programme,
    Provenance,
    Region,
    Sector,
    Settings,
    Target,
    TargetKind,
    Technology,
    TechnologyKind,
)

ASSUMED = Provenance("assumption", None, Grade.ASSUMED)
NAMES = Names("name", "名称")
YEARS = (2025, 2030, 2035)


def constant(value: float, years: tuple[int, ...] = YEARS) -> dict[int, float]:
    return dict.fromkeys(years, value)


def target(kind: TargetKind, value: float, year: int = 2035, **more: Any) -> Target:
    return Target(f"{kind}-{year}", kind, NAMES, year, value, ASSUMED, **more)


def technology(name: str, years: tuple[int, ...] = YEARS, **more: Any) -> Technology:
    given = {
        "kind": TechnologyKind.GENERATOR,
        "investment": constant(1000.0, years),
        "lifetime": 25.0,
        **more,
    }
    return Technology(id=name, names=NAMES, provenance=ASSUMED, **given)


def fleet(name: str, region: str, years: tuple[int, ...] = YEARS, **more: Any) -> Fleet:
    given = {
        "existing": constant(0.0, years),
        "potential": constant(inf, years),
        "build_limit": constant(inf, years),
        **more,
    }
    return Fleet(region=region, technology=name, provenance=ASSUMED, **given)


def measure(
    name: str, acts_on: str, region: str, years: tuple[int, ...] = YEARS, **more: Any
) -> Measure:
    given = {
        "base_id": name,
        "kind": MeasureKind.SAVE,
        "potential": constant(0.2, years),
        "uptake": 0.05,
        "investment": constant(100.0, years),
        "operation": 0.0,
        "lifetime": 15.0,
        **more,
    }
    return Measure(
        id=name,
        region=region,
        name=name,
        name_zh="措施",
        group="group",
        acts_on=acts_on,
        unit="TWh",
        per_unit=1.0,
        source="assumption",
        source_year=None,
        grade="D",
        **given,
    )


def region(name: str, years: tuple[int, ...] = YEARS, **more: Any) -> Region:
    prices: Mapping[str, float] = {"coal": 12.0, "gas": 30.0}
    given = {
        "population": constant(10.0, years),
        "gdp": constant(100_000.0, years),
        "prices": {carrier: constant(price, years) for carrier, price in prices.items()},
        "carbon_price": constant(10.0, years),
        "import_limit": constant(5.0, years),
        "import_price": constant(90.0, years),
        "import_emissions": constant(0.4, years),
        "demand_profile": "load",
        "adequacy_margin": 0.1,
        **more,
    }
    return Region(id=name, names=NAMES, **given)


def profiles(days: int = 2) -> dict[str, tuple[float, ...]]:
    hours = range(24 * days)
    load = tuple(1 + 0.3 * sin((h % 24 - 12) / 24 * 2 * pi) for h in hours)
    evening = tuple(1 + 0.8 * sin((h % 24 - 14) / 24 * 2 * pi) for h in hours)
    sun = tuple(max(0.0, sin((h % 24 - 6) / 12 * pi)) * (1 - 0.3 * (h // 24 % 2)) for h in hours)
    return {"load": load, "evening": evening, "sun": sun}


def carriers() -> tuple[Carrier, ...]:
    factors = {"coal": 0.34, "gas": 0.2}
    burned = [
        Carrier(name, NAMES, {"CO2": factor, "CH4": 1e-6}, ASSUMED, 0.3, True)
        for name, factor in factors.items()
    ]
    return (
        *burned,
        Carrier("hydrogen", NAMES, {}, ASSUMED),
        Carrier("electricity", NAMES, {}, ASSUMED, primary_factor=2.5),
    )


def technologies() -> tuple[Technology, ...]:
    return (
        technology("coal", fuel="coal", efficiency=0.42, variable_cost=3.0, must_run=0.2),
        technology("gas", fuel="gas", efficiency=0.58, investment=constant(800.0)),
        technology(
            "gas_capture",
            fuel="gas",
            efficiency=0.5,
            investment=constant(2000.0),
            capture=0.9,
            storage_cost=20.0,
        ),
        technology(
            "solar",
            investment=constant(600.0),
            capacity_credit=0.1,
            learning_rate=0.2,
            learning_base=100.0,
        ),
        technology("hydro", investment=constant(4000.0), capacity_credit=0.5),
        technology(
            "battery",
            kind=TechnologyKind.STORAGE,
            efficiency=0.85,
            investment=constant(150.0),
            energy_investment=constant(180.0),
            capacity_credit=0.5,
        ),
        technology(
            "electrolyser",
            kind=TechnologyKind.CONVERTER,
            fuel="electricity",
            output="hydrogen",
            efficiency=0.7,
        ),
        technology("hydrogen_turbine", fuel="hydrogen", efficiency=0.5, investment=constant(500.0)),
    )


def fleets() -> tuple[Fleet, ...]:
    found = []
    for name in ("west", "east"):
        size = 1.0 if name == "west" else 1.5
        for one in technologies():
            standing = {"coal": 4.0, "gas": 6.0, "hydro": 1.5}.get(one.id, 0.0) * size
            existing = {2025: standing, 2030: 0.7 * standing, 2035: 0.4 * standing}
            found.append(
                fleet(
                    one.id,
                    name,
                    existing=existing,
                    potential=constant(2.0 * size) if one.id == "hydro" else constant(60.0),
                    build_limit=constant(2.0 * size),
                    availability="sun" if one.id == "solar" else "",
                    availability_factor=0.4 if one.id == "hydro" else 0.9,
                    retirement_cost=20.0,
                    payers={"enterprises": 0.7, "government": 0.3},
                )
            )
    return tuple(found)


def end_uses() -> tuple[EndUse, ...]:
    found = []
    for name, size in (("west", 1.0), ("east", 1.5)):
        for use, sector, carrier, twh, profile in (
            ("motors", Sector.INDUSTRY, "electricity", 30.0, ""),
            ("homes", Sector.BUILDINGS, "electricity", 20.0, "evening"),
            ("heating", Sector.BUILDINGS, "gas", 25.0, ""),
        ):
            demand = {year: twh * size * (1 + 0.02 * (year - 2025)) for year in YEARS}
            found.append(
                EndUse(f"{use}_{name}", name, sector, carrier, NAMES, demand, ASSUMED, profile)
            )
    return tuple(found)


def measures() -> tuple[Measure, ...]:
    found = []
    for name in ("west", "east"):
        found += [
            measure(f"motors_{name}", f"motors_{name}", name, base_id="motors"),
            measure(f"envelope_{name}", f"heating_{name}", name, base_id="envelope"),
            measure(
                f"heat_pump_{name}",
                f"heating_{name}",
                name,
                base_id="heat_pump",
                kind=MeasureKind.SWITCH,
                potential=constant(0.8),
                adds={"electricity": 0.3},
                investment=constant(60.0),
            ),
            measure(
                f"hydrogen_heat_{name}",
                f"heating_{name}",
                name,
                base_id="hydrogen_heat",
                kind=MeasureKind.SWITCH,
                potential=constant(0.3),
                adds={"hydrogen": 0.9},
            ),
            measure(
                f"landfill_{name}",
                f"waste_{name}",
                name,
                base_id="landfill",
                kind=MeasureKind.ABATE,
                potential=constant(0.6),
                investment=constant(3.0),
                adds={"electricity": 0.001},
            ),
        ]
    return tuple(found)


def two_regions(**more: Any) -> Programme:
    """Return a programme with a bit of everything, whose limits do not bind."""
    direct = tuple(
        DirectEmission(f"waste_{n}", n, Sector.WASTE, "CH4", NAMES, constant(100.0), ASSUMED)
        for n in ("west", "east")
    )
    line = Line(
        "line",
        NAMES,
        "west",
        "east",
        constant(0.5),
        constant(5.0),
        constant(400.0),
        40.0,
        ASSUMED,
        loss=0.04,
    )
    whole = Programme(
        id="two-regions",
        names=NAMES,
        milestones=YEARS,
        money=Money(2024, 0.05, 7.0, ASSUMED),
        carriers=carriers(),
        regions=(region("west"), region("east", carbon_price=constant(0.0))),
        end_uses=end_uses(),
        direct_emissions=direct,
        technologies=technologies(),
        fleets=fleets(),
        lines=(line,),
        joint_projects=(),
        measures=measures(),
        targets=(),
        profiles=profiles(),
        profile_sources={},
        settings=Settings(representative_days=0),
    )
    return replace(whole, **more)


def without_learning(programme: Programme) -> Programme:
    return replace(
        programme,
        technologies=tuple(replace(t, learning_rate=0.0) for t in programme.technologies),
    )
