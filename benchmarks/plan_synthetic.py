"""A made-up programme of any size, with the structure of a real one; every figure is invented."""

from dataclasses import replace

import numpy as np

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
CARRIERS = (
    ("electricity", 0.0, 0.0, False),
    ("coal", 0.341, 0.5, True),
    ("gas", 0.202, 0.2, True),
    ("oil", 0.267, 1.5, True),
    ("biomass", 0.0, 0.4, False),
    ("uranium", 0.0, 0.0, False),
    ("hydrogen", 0.0, 0.0, False),
)
PLANTS = (
    # id, fuel, efficiency, investment 2025 and 2060, variable cost, lifetime, credit, profile
    ("coal", "coal", 0.42, 900, 900, 3.0, 40, 0.9, ""),
    ("coal_capture", "coal", 0.33, 2900, 2200, 6.0, 40, 0.9, ""),
    ("gas_cycle", "gas", 0.57, 800, 800, 2.5, 30, 0.9, ""),
    ("gas_turbine", "gas", 0.38, 450, 450, 4.0, 25, 0.95, ""),
    ("gas_capture", "gas", 0.49, 2000, 1500, 5.0, 30, 0.9, ""),
    ("nuclear", "uranium", 0.33, 3500, 3300, 2.0, 60, 0.95, ""),
    ("biomass", "biomass", 0.33, 2500, 2300, 4.0, 25, 0.8, ""),
    ("hydro", "", 1.0, 2500, 2500, 0.0, 80, 0.5, "hydro"),
    ("solar", "", 1.0, 600, 300, 0.0, 30, 0.1, "solar"),
    ("rooftop", "", 1.0, 900, 450, 0.0, 30, 0.1, "rooftop"),
    ("onshore", "", 1.0, 1200, 950, 1.5, 27, 0.15, "onshore"),
    ("offshore", "", 1.0, 2400, 1600, 3.0, 28, 0.25, "offshore"),
    ("hydrogen_turbine", "hydrogen", 0.4, 600, 550, 3.0, 25, 0.95, ""),
)
USES = (
    ("industry_electricity", Sector.INDUSTRY, "electricity", 0.45),
    ("building_electricity", Sector.BUILDINGS, "electricity", 0.5),
    ("cars_electricity", Sector.TRANSPORT, "electricity", 0.05),
    ("kilns_coal", Sector.INDUSTRY, "coal", 0.3),
    ("boilers_gas", Sector.INDUSTRY, "gas", 0.35),
    ("heating_gas", Sector.BUILDINGS, "gas", 0.3),
    ("cars_oil", Sector.TRANSPORT, "oil", 0.7),
    ("trucks_oil", Sector.TRANSPORT, "oil", 0.4),
)


def _path(years: tuple[int, ...], first: float, last: float) -> dict[int, float]:
    return {y: float(v) for y, v in zip(years, np.linspace(first, last, len(years)), strict=True)}


def _profiles(regions: int, seed: int) -> dict[str, tuple[float, ...]]:
    random = np.random.default_rng(seed)
    hour = np.arange(8760)
    day, clock = hour / 24, hour % 24
    found = {}
    for region in range(regions):
        shift = 4 * region
        warm = np.sin(2 * np.pi * (day - 110) / 365)
        load = 1 + 0.15 * warm + 0.2 * np.sin(2 * np.pi * (clock - 9 + shift) / 24)
        evening = 1 + 0.6 * np.cos(2 * np.pi * (clock - 20 + shift) / 24)
        sun = np.clip(np.sin(2 * np.pi * (clock - 6 + shift) / 24), 0, None)
        cloud = np.repeat(random.uniform(0.4, 1, 365), 24)
        found[f"load{region}"] = load + random.normal(0, 0.02, 8760)
        found[f"building{region}"] = evening + 0.2 * warm
        found[f"solar{region}"] = np.clip(sun * cloud * (0.85 + 0.15 * warm), 0, 1)
        found[f"rooftop{region}"] = found[f"solar{region}"] * 0.85
        for kind, mean in (("onshore", 0.3), ("offshore", 0.42)):
            noise = np.convolve(random.normal(0, 1, 8760 + 47), np.ones(48) / 7, "valid")
            found[f"{kind}{region}"] = np.clip(mean - 0.1 * warm + 0.18 * noise, 0, 1)
        found[f"hydro{region}"] = np.clip(0.4 + 0.2 * warm, 0, 1)
    return {name: tuple(np.round(values, 5).tolist()) for name, values in found.items()}


def _region(number: int, years: tuple[int, ...], size: float) -> Region:
    prices = {"coal": 12.0, "gas": 32.0, "oil": 55.0, "biomass": 35.0, "uranium": 3.0}
    return Region(
        id=f"r{number}",
        names=Names(f"Region {number}", f"地区{number}"),
        population=_path(years, 0.1 * size, 0.11 * size),
        gdp=_path(years, 2000 * size, 6000 * size),
        prices={c: _path(years, p, p * 1.15) for c, p in prices.items()},
        carbon_price=_path(years, 10, 120),
        import_limit=_path(years, 0.1 * size, 0.1 * size),
        import_price=_path(years, 70, 80),
        import_emissions=_path(years, 0.4, 0.1),
        demand_profile=f"load{number}",
    )


def _technologies(years: tuple[int, ...]) -> tuple[Technology, ...]:
    plants = [
        Technology(
            id=name,
            kind=TechnologyKind.GENERATOR,
            names=Names(name, name),
            investment=_path(years, first, last),
            lifetime=lifetime,
            provenance=ASSUMED,
            fuel=fuel,
            efficiency=efficiency,
            variable_cost=cost,
            capacity_credit=credit,
            capture=0.9 if "capture" in name else 0.0,
            storage_cost=20.0 if "capture" in name else 0.0,
            learning_rate=0.15 if name in ("solar", "offshore") else 0.0,
            learning_base=1500.0 if name == "solar" else 80.0,
        )
        for name, fuel, efficiency, first, last, cost, lifetime, credit, _ in PLANTS
    ]
    stores = [
        Technology(
            id=name,
            kind=TechnologyKind.STORAGE,
            names=Names(name, name),
            investment=_path(years, power, power * 0.6),
            energy_investment=_path(years, energy, energy * 0.5),
            lifetime=lifetime,
            provenance=ASSUMED,
            efficiency=efficiency,
            hours=hours,
            capacity_credit=0.7,
        )
        for name, power, energy, lifetime, efficiency, hours in (
            ("battery", 150, 180, 20, 0.88, 4.0),
            ("pumped", 900, 25, 60, 0.78, 8.0),
        )
    ]
    electrolyser = Technology(
        id="electrolyser",
        kind=TechnologyKind.CONVERTER,
        names=Names("electrolyser", "电解槽"),
        investment=_path(years, 1400, 500),
        lifetime=20,
        provenance=ASSUMED,
        fuel="electricity",
        output="hydrogen",
        efficiency=0.68,
        learning_rate=0.16,
        learning_base=10.0,
    )
    return (*plants, *stores, electrolyser)


def _fleets(number: int, years: tuple[int, ...], size: float) -> list[Fleet]:
    gone = {"coal": 0.08, "gas_cycle": 0.06, "nuclear": 0.02, "hydro": 0.015, "solar": 0.03}
    profile = {name: p for name, *_, p in PLANTS if p}
    fleets = []
    for technology in _technologies(years):
        first = gone.get(technology.id, 0.0) * size
        most = {"hydro": 0.02, "offshore": 0.25, "onshore": 0.12, "rooftop": 0.15, "pumped": 0.03}
        fleets.append(
            Fleet(
                region=f"r{number}",
                technology=technology.id,
                existing=_path(years, first, 0.1 * first),
                potential=_path(years, most.get(technology.id, 1.0) * size, size),
                build_limit=_path(years, 0.02 * size, 0.03 * size),
                provenance=ASSUMED,
                availability=f"{profile[technology.id]}{number}"
                if technology.id in profile
                else "",
                availability_factor=1.0 if technology.id in profile else 0.9,
                cost_factor=1.0 + 0.05 * number,
                retirement_cost=30.0,
            )
        )
    return fleets


def _measures(number: int, years: tuple[int, ...], count: int, seed: int) -> list[Measure]:
    random = np.random.default_rng(seed + number)
    found = []
    for at in range(count):
        use, _, carrier, _ = USES[at % len(USES)]
        switch = carrier != "electricity" and at % 3 == 0
        abate = at % 10 == 9
        target = "cement" if abate else use
        kind = MeasureKind.ABATE if abate else MeasureKind.SWITCH if switch else MeasureKind.SAVE
        adds = {"electricity": 0.35} if switch and at % 2 == 0 else {}
        adds = {"hydrogen": 0.7} if switch and at % 2 == 1 else adds
        last = float(random.uniform(0.02, 0.08) if kind is MeasureKind.SAVE else 0.5)
        found.append(
            Measure(
                id=f"m{at}_r{number}",
                base_id=f"m{at}",
                kind=kind,
                region=f"r{number}",
                name=f"Measure {at}",
                name_zh=f"措施{at}",
                group="group",
                acts_on=f"{target}_r{number}",
                potential=_path(years, 0, last),
                uptake=0.05,
                unit="TWh",
                per_unit=1.0,
                investment=_path(years, float(random.uniform(100, 1500)), 300.0),
                operation=float(random.uniform(-5, 20)),
                lifetime=float(random.integers(10, 25)),
                source="assumption",
                source_year=None,
                grade="D",
                adds=adds if not abate else {"electricity": 0.0002},
            )
        )
    return found


def synthetic_programme(
    *,
    regions: int = 4,
    milestones: int = 8,
    days: int = 24,
    measures: int = 60,
    seed: int = 1,
    sizes: tuple[float, ...] = (300.0, 700.0, 45.0, 6.0),
) -> Programme:
    """Return a made-up programme; ``sizes`` are TWh of electricity a year by region."""
    years = tuple(2025 + 5 * step for step in range(milestones))
    names = Names
    uses, direct, fleets, found = [], [], [], []
    for number in range(regions):
        size = sizes[number]
        fleets += _fleets(number, years, size)
        found += _measures(number, years, measures, seed)
        for name, sector, carrier, share in USES:
            uses.append(
                EndUse(
                    id=f"{name}_r{number}",
                    region=f"r{number}",
                    sector=sector,
                    carrier=carrier,
                    names=names(name, name),
                    demand=_path(years, share * size, 1.4 * share * size),
                    provenance=ASSUMED,
                    profile=f"building{number}" if sector is Sector.BUILDINGS else "",
                )
            )
        direct.append(
            DirectEmission(
                id=f"cement_r{number}",
                region=f"r{number}",
                sector=Sector.INDUSTRY,
                gas="CO2",
                names=names("cement", "水泥"),
                amount=_path(years, 80 * size, 60 * size),
                provenance=ASSUMED,
            )
        )
    lines = tuple(
        Line(
            id=f"line{start}{end}",
            names=names("line", "线路"),
            start=f"r{start}",
            end=f"r{end}",
            existing=_path(years, 0.01 * sizes[end], 0.01 * sizes[end]),
            potential=_path(years, 0.2 * sizes[end], 0.2 * sizes[end]),
            investment=_path(years, 400, 400),
            lifetime=40,
            provenance=ASSUMED,
        )
        for start, end in ((0, 1), (1, 2), (1, 3))
        if end < regions
    )
    limits = np.array([max(0.15, 1 - 0.121 * step) for step in range(milestones)])
    base = 1.15 * sum(sizes[:regions])
    targets = tuple(
        Target(
            f"emissions_{year}",
            TargetKind.EMISSIONS,
            names("emissions", "排放"),
            year,
            float(base * limit),
            ASSUMED,
        )
        for year, limit in zip(years, limits, strict=True)
        if year > years[0] + 5
    )
    return Programme(
        id="synthetic",
        names=names("Synthetic", "虚构"),
        milestones=years,
        money=Money(2024, 0.05, 7.1, ASSUMED),
        carriers=tuple(
            Carrier(c, names(c, c), {"CO2": e} if e else {}, ASSUMED, pollution, fossil)
            for c, e, pollution, fossil in CARRIERS
        ),
        regions=tuple(_region(n, years, sizes[n]) for n in range(regions)),
        end_uses=tuple(uses),
        direct_emissions=tuple(direct),
        technologies=_technologies(years),
        fleets=tuple(fleets),
        lines=lines,
        joint_projects=(),
        measures=tuple(found),
        targets=targets,
        profiles=_profiles(regions, seed),
        profile_sources={},
        settings=replace(Settings(), representative_days=days),
    )
