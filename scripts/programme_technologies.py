"""How each technology of the worked programme is made from the technology costs."""

from collections.abc import Callable
from dataclasses import dataclass

Lookup = Callable[[str, int], float]
"""European investment in USD of 2025 by technology and year."""

COSTS = "pypsa-technology-data"
YEARS = (2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060)
COLUMNS = (
    ["id", "kind", "name", "name_zh", "fuel", "output", "efficiency"]
    + [f"investment {year}" for year in YEARS]
    + [f"energy_investment {year}" for year in YEARS]
    + ["hours", "fixed_cost", "variable_cost", "lifetime", "capture", "storage_cost"]
    + ["capacity_credit", "learning_rate", "learning_base", "must_run", "topics"]
    + ["source", "source_year", "grade", "note"]
)


@dataclass(frozen=True)
class Recipe:
    """Fixed columns and how the investments follow from the costs."""

    fixed: dict[str, object]
    investment: Callable[[Lookup, int], float]
    energy_investment: Callable[[Lookup, int], float] | None = None


def plain(technology: str, factor: float = 1.0) -> Callable[[Lookup, int], float]:
    """Return the investment of one technology, multiplied."""
    return lambda look, year: factor * look(technology, year)


def with_capture(technology: str, tonnes_per_kwh: float) -> Callable[[Lookup, int], float]:
    """Return a plant's investment with a capture unit (USD per t CO2 an hour) added."""
    return lambda look, year: (
        look(technology, year) + tonnes_per_kwh * look("biomass CHP capture", year)
    )


def recipe(
    id_: str,
    kind: str,
    names: tuple[str, str],
    investment: Callable[[Lookup, int], float],
    lifetime: float,
    energy_investment: Callable[[Lookup, int], float] | None = None,
    **more: object,
) -> Recipe:
    """Return a recipe with the columns that most have in common."""
    fixed: dict[str, object] = {
        "id": id_,
        "kind": kind,
        "name": names[0],
        "name_zh": names[1],
        "output": "electricity",
        "efficiency": 1.0,
        "lifetime": lifetime,
        "source": COSTS,
        "source_year": 2025,
        "grade": "C",
    }
    return Recipe(fixed | more, investment, energy_investment)


CAPTURE_NOTE = (
    "Plant plus 90 % post-combustion capture (biomass CHP capture, per t CO2/h); efficiency less "
    "8 points; both the project's derivation."
)
LEARNING_NOTE = "Learning rate: literature range, assumption; base: rounded, assumption."

TECHNOLOGIES = (
    recipe(
        "coal",
        "generator",
        ("Coal power", "煤电"),
        plain("coal"),
        40,
        fuel="coal",
        efficiency=0.4,
        fixed_cost=0.0131,
        variable_cost=4.6,
        capacity_credit=0.95,
        note="Efficiency of the standing fleet, assumption; the source has 0.356.",
    ),
    recipe(
        "coal-ccs",
        "generator",
        ("Coal power with capture", "煤电+碳捕集"),
        with_capture("coal", 0.0009),
        40,
        fuel="coal",
        efficiency=0.33,
        fixed_cost=0.02,
        variable_cost=8.0,
        capture=0.9,
        storage_cost=25.0,
        capacity_credit=0.95,
        topics="T10967",
        note=CAPTURE_NOTE + " Transport and storage: assumption.",
    ),
    recipe(
        "gas-ccgt",
        "generator",
        ("Gas combined cycle", "气电（联合循环）"),
        plain("CCGT"),
        25,
        fuel="gas",
        efficiency=0.57,
        fixed_cost=0.0334,
        variable_cost=6.5,
        capacity_credit=0.95,
    ),
    recipe(
        "gas-peaker",
        "generator",
        ("Gas turbine", "燃气轮机（调峰）"),
        plain("OCGT"),
        25,
        fuel="gas",
        efficiency=0.4,
        fixed_cost=0.0178,
        variable_cost=6.8,
        capacity_credit=0.95,
    ),
    recipe(
        "gas-ccs",
        "generator",
        ("Gas power with capture", "气电+碳捕集"),
        with_capture("CCGT", 0.00033),
        25,
        fuel="gas",
        efficiency=0.5,
        fixed_cost=0.03,
        variable_cost=8.5,
        capture=0.9,
        storage_cost=25.0,
        capacity_credit=0.95,
        topics="T10967",
        note=CAPTURE_NOTE + " Transport and storage: assumption.",
    ),
    recipe(
        "nuclear",
        "generator",
        ("Nuclear power", "核电"),
        plain("nuclear"),
        60,
        fuel="uranium",
        efficiency=0.326,
        fixed_cost=0.0127,
        variable_cost=5.0,
        capacity_credit=0.95,
        must_run=0.6,
        topics="T10597",
        note="Lifetime 60 years with extension, assumption (source: 40).",
    ),
    recipe(
        "hydro",
        "generator",
        ("Hydropower", "水电"),
        plain("hydro"),
        80,
        fixed_cost=0.01,
        capacity_credit=0.6,
        note="Credit: assumption.",
    ),
    recipe(
        "geothermal",
        "generator",
        ("Geothermal power", "地热发电"),
        lambda _look, _year: 6500.0,
        30,
        fixed_cost=0.02,
        capacity_credit=0.9,
        topics="T11225",
        source="assumption",
        source_year="",
        grade="D",
        note="The source gives no investment at this level.",
    ),
    recipe(
        "biomass",
        "generator",
        ("Biomass power", "生物质发电"),
        plain("biomass"),
        30,
        fuel="biomass",
        efficiency=0.35,
        fixed_cost=0.0453,
        variable_cost=3.0,
        capacity_credit=0.9,
    ),
    recipe(
        "waste-power",
        "generator",
        ("Waste to energy", "垃圾焚烧发电"),
        lambda _look, _year: 8000.0,
        25,
        fuel="waste",
        efficiency=0.25,
        fixed_cost=0.015,
        variable_cost=10.0,
        capacity_credit=0.8,
        must_run=0.5,
        source="assumption",
        source_year="",
        grade="D",
        note="Assumption.",
    ),
    recipe(
        "oil-peaker",
        "generator",
        ("Oil-fired power", "燃油发电"),
        plain("oil"),
        25,
        fuel="diesel",
        efficiency=0.35,
        fixed_cost=0.0251,
        variable_cost=9.1,
        capacity_credit=0.95,
    ),
    recipe(
        "solar-utility",
        "generator",
        ("Photovoltaic plants", "集中式光伏"),
        plain("solar-utility"),
        38,
        fixed_cost=0.022,
        capacity_credit=0.05,
        learning_rate=0.2,
        learning_base=1500.0,
        topics="T10468;T10624",
        note=LEARNING_NOTE,
    ),
    recipe(
        "solar-rooftop",
        "generator",
        ("Rooftop photovoltaics", "分布式光伏"),
        plain("solar-rooftop"),
        38,
        fixed_cost=0.0126,
        capacity_credit=0.05,
        learning_rate=0.2,
        learning_base=1500.0,
        topics="T10468;T10624",
        note=LEARNING_NOTE,
    ),
    recipe(
        "onshore-wind",
        "generator",
        ("Onshore wind", "陆上风电"),
        plain("onwind"),
        29,
        fixed_cost=0.0123,
        variable_cost=2.1,
        capacity_credit=0.12,
        learning_rate=0.08,
        learning_base=1050.0,
        topics="T10680;T10740",
        note=LEARNING_NOTE,
    ),
    recipe(
        "offshore-wind",
        "generator",
        ("Offshore wind", "海上风电"),
        plain("offwind"),
        30,
        fixed_cost=0.0237,
        capacity_credit=0.2,
        learning_rate=0.1,
        learning_base=85.0,
        topics="T10680;T10740",
        note=LEARNING_NOTE,
    ),
    recipe(
        "battery",
        "storage",
        ("Battery storage", "电池储能"),
        plain("battery inverter"),
        20,
        plain("battery storage"),
        efficiency=0.91,
        fixed_cost=0.01,
        capacity_credit=0.6,
        learning_rate=0.15,
        learning_base=150.0,
        topics="T10663",
        note="Lifetime of inverter (10) and cells (22.5) taken together; " + LEARNING_NOTE,
    ),
    recipe(
        "pumped-hydro",
        "storage",
        ("Pumped hydro storage", "抽水蓄能"),
        plain("PHS"),
        80,
        lambda _look, _year: 0.0,
        hours=8,
        efficiency=0.75,
        fixed_cost=0.01,
        capacity_credit=0.9,
        note="The investment per kW includes 8 hours.",
    ),
    recipe(
        "electrolyser",
        "converter",
        ("Electrolyser", "电解水制氢"),
        lambda look, year: look("electrolysis", year) / 0.64,
        25,
        fuel="electricity",
        output="hydrogen",
        efficiency=0.64,
        fixed_cost=0.04,
        capacity_credit=0.0,
        learning_rate=0.15,
        learning_base=4.0,
        topics="T10811",
        note="USD per kW of electricity divided by the efficiency; without tanks. " + LEARNING_NOTE,
    ),
    recipe(
        "hydrogen-turbine",
        "generator",
        ("Hydrogen turbine", "氢燃气轮机"),
        plain("CCGT", 1.1),
        25,
        fuel="hydrogen",
        efficiency=0.57,
        fixed_cost=0.0334,
        variable_cost=6.5,
        capacity_credit=0.95,
        note="Gas combined cycle with 10 % added: assumption.",
    ),
    recipe(
        "demand-response",
        "storage",
        ("Demand response", "需求响应"),
        lambda _look, _year: 60.0,
        15,
        lambda _look, _year: 0.0,
        hours=3,
        efficiency=0.97,
        fixed_cost=0.1,
        variable_cost=15.0,
        capacity_credit=0.6,
        topics="T10603",
        source="assumption",
        source_year="",
        grade="D",
        note="Load that moves by up to three hours, taken as a storage: assumption.",
    ),
)
