"""A small joint programme of two regions, made by hand, that every test may change."""

import math
from dataclasses import replace

from tests.plan.example_measures import YEARS, measures, path
from twinbay.plan.programme import (
    Carrier,
    DirectEmission,
    EndUse,
    Fleet,
    Grade,
    JointProject,
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
STATISTIC = Provenance("statistics-office", 2023, Grade.MEASURED)
UNLIMITED = dict.fromkeys(YEARS, math.inf)
NOTHING = dict.fromkeys(YEARS, 0.0)


def profiles() -> dict[str, tuple[float, ...]]:
    """Return a demand with an evening peak, a sun and a wind of 8,760 hours."""
    hours = range(8_760)
    demand = tuple(1 + 0.3 * math.sin((h % 24 - 13) / 24 * 2 * math.pi) for h in hours)
    sun = tuple(max(0.0, math.sin((h % 24 - 6) / 12 * math.pi)) for h in hours)
    wind = tuple(0.35 + 0.3 * math.sin(h / 61) for h in hours)
    return {"demand": demand, "sun": sun, "wind": wind}


def regions() -> tuple[Region, ...]:
    """Return the two regions."""
    return (
        Region(
            id="west",
            names=Names("West Coast", "西岸"),
            population=path(39.0, 40.0),
            gdp=path(3_900_000.0, 4_800_000.0),
            prices={"gas": path(20.0, 24.0), "coal": path(12.0, 12.0), "oil": path(60.0, 62.0)},
            carbon_price=path(30.0, 60.0),
            import_limit=path(60.0, 60.0),
            import_price=path(50.0, 50.0),
            import_emissions=path(0.3, 0.1),
            demand_profile="demand",
            non_fossil_imports=0.4,
        ),
        Region(
            id="east",
            names=Names("East Delta", "东部三角洲"),
            population=path(127.0, 128.0),
            gdp=path(1_950_000.0, 2_900_000.0),
            prices={"gas": path(36.0, 36.0), "coal": path(14.0, 14.0), "oil": path(58.0, 60.0)},
            carbon_price=path(10.0, 40.0),
            import_limit=path(190.0, 190.0),
            import_price=path(55.0, 55.0),
            import_emissions=path(0.2, 0.1),
            demand_profile="demand",
            non_fossil_imports=0.8,
        ),
    )


def carriers() -> tuple[Carrier, ...]:
    """Return four carriers."""
    ipcc = Provenance("ipcc-2006", 2006, Grade.DERIVED)
    return (
        Carrier("electricity", Names("Electricity", "电力"), {}, ASSUMED),
        Carrier(
            "gas",
            Names("Natural gas", "天然气"),
            {"CO2": 0.20196, "CH4": 3.6e-6},
            ipcc,
            0.3,
            True,
        ),
        Carrier("coal", Names("Coal", "煤炭"), {"CO2": 0.34056}, ipcc, 0.9, True),
        Carrier("oil", Names("Oil products", "石油制品"), {"CO2": 0.26676}, ipcc, 0.8, True),
    )


def end_uses() -> tuple[EndUse, ...]:
    """Return what is used in buildings, industry and transport."""
    rows = (
        (
            "buildings-electricity",
            Sector.BUILDINGS,
            "electricity",
            "Buildings, electricity",
            "建筑用电",
            {"west": (170.0, 190.0), "east": (300.0, 380.0)},
        ),
        (
            "buildings-gas",
            Sector.BUILDINGS,
            "gas",
            "Buildings, gas",
            "建筑用气",
            {"west": (170.0, 165.0), "east": (60.0, 70.0)},
        ),
        (
            "industry-coal",
            Sector.INDUSTRY,
            "coal",
            "Industry, coal",
            "工业用煤",
            {"west": (5.0, 5.0), "east": (420.0, 400.0)},
        ),
        (
            "industry-electricity",
            Sector.INDUSTRY,
            "electricity",
            "Industry, electricity",
            "工业用电",
            {"west": (90.0, 95.0), "east": (520.0, 600.0)},
        ),
        (
            "transport-oil",
            Sector.TRANSPORT,
            "oil",
            "Road transport, oil",
            "道路交通用油",
            {"west": (480.0, 460.0), "east": (320.0, 330.0)},
        ),
    )
    return tuple(
        EndUse(
            id=f"{region}-{key}",
            region=region,
            sector=sector,
            carrier=carrier,
            names=Names(english, chinese),
            demand=path(*amounts[region]),
            provenance=STATISTIC,
        )
        for region in ("west", "east")
        for key, sector, carrier, english, chinese, amounts in rows
    )


def technologies() -> tuple[Technology, ...]:
    """Return five technologies, one of them a storage."""

    def generator(
        key: str, en: str, zh: str, cost: float, life: float, **more: object
    ) -> Technology:
        return Technology(
            key, TechnologyKind.GENERATOR, Names(en, zh), path(cost, cost), life, ASSUMED, **more
        )  # type: ignore[arg-type]

    return (
        generator("coal_power", "Coal power", "煤电", 1_500.0, 40.0, fuel="coal", efficiency=0.4),
        generator("gas_power", "Gas power", "气电", 1_000.0, 30.0, fuel="gas", efficiency=0.57),
        replace(
            generator(
                "solar",
                "Solar power",
                "光伏",
                800.0,
                30.0,
                capacity_credit=0.05,
                learning_rate=0.2,
                learning_base=1_500.0,
                topics=("Solar Cells",),
            ),
            investment=path(800.0, 500.0),
        ),
        generator("wind", "Wind power", "风电", 1_400.0, 27.0, capacity_credit=0.1),
        Technology(
            "battery",
            TechnologyKind.STORAGE,
            Names("Battery", "电池"),
            path(150.0, 100.0),
            15.0,
            ASSUMED,
            efficiency=0.9,
            energy_investment=path(200.0, 120.0),
            hours=4.0,
            capacity_credit=0.6,
        ),
    )


def fleets() -> tuple[Fleet, ...]:
    """Return which technology stands where."""
    existing = {
        ("west", "gas_power"): (40.0, 25.0),
        ("west", "solar"): (30.0, 20.0),
        ("west", "wind"): (6.0, 3.0),
        ("west", "battery"): (10.0, 5.0),
        ("east", "coal_power"): (75.0, 60.0),
        ("east", "gas_power"): (40.0, 35.0),
        ("east", "solar"): (30.0, 25.0),
        ("east", "wind"): (15.0, 12.0),
        ("east", "battery"): (2.0, 1.0),
    }
    shapes = {"solar": "sun", "wind": "wind"}
    return tuple(
        Fleet(
            region=region,
            technology=technology,
            existing=path(*amounts),
            potential=path(400.0, 400.0) if technology in shapes else UNLIMITED,
            build_limit=path(20.0, 20.0),
            provenance=STATISTIC,
            availability=shapes.get(technology, ""),
            payers={"enterprises": 0.8, "government": 0.2}
            if technology == "solar"
            else {"enterprises": 1.0},
        )
        for (region, technology), amounts in existing.items()
    )


def small_programme() -> Programme:
    """Return the programme."""
    return Programme(
        id="two-shores",
        names=Names("Joint programme of two shores", "两岸联合规划"),
        milestones=YEARS,
        money=Money(2024, 0.05, 7.12, Provenance("world-bank", 2024, Grade.MEASURED)),
        carriers=carriers(),
        regions=regions(),
        end_uses=end_uses(),
        direct_emissions=(
            DirectEmission(
                "east-cement",
                "east",
                Sector.INDUSTRY,
                "CO2",
                Names("Cement kilns", "水泥窑"),
                path(60_000.0, 52_000.0),
                STATISTIC,
            ),
            DirectEmission(
                "west-landfills",
                "west",
                Sector.WASTE,
                "CH4",
                Names("Landfills", "填埋场"),
                path(300.0, 260.0),
                STATISTIC,
            ),
        ),
        technologies=technologies(),
        fleets=fleets(),
        lines=(
            Line(
                "tie",
                Names("Tie line", "联络线"),
                "west",
                "east",
                path(2.0, 2.0),
                path(12.0, 12.0),
                path(900.0, 900.0),
                40.0,
                ASSUMED,
                cost_shares={"west": 0.5, "east": 0.5},
            ),
        ),
        joint_projects=(
            JointProject(
                "pump-procurement",
                Names("Joint procurement of heat pumps", "热泵联合采购"),
                {"west": 0.5, "east": 0.5},
                2030,
                ASSUMED,
                measure="heat-pumps",
                cost_factor=0.9,
                fixed_investment=50.0,
            ),
        ),
        measures=measures(),
        targets=(
            Target(
                "cap-2035",
                TargetKind.EMISSIONS,
                Names("Emissions in 2035", "2035年排放上限"),
                2035,
                800.0,
                ASSUMED,
            ),
            Target(
                "east-clean",
                TargetKind.NON_FOSSIL_POWER,
                Names("Non-fossil power of the delta", "三角洲非化石电量占比"),
                2035,
                0.5,
                ASSUMED,
                region="east",
            ),
        ),
        profiles=profiles(),
        profile_sources=dict.fromkeys(("demand", "sun", "wind"), ASSUMED),
        settings=Settings(representative_days=4),
    )
