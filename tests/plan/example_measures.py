"""The measures of the small joint programme, and how its figures move over the years."""

from twinbay.plan.measure import Interaction, InteractionKind, Measure, MeasureKind

YEARS = (2025, 2030, 2035)


def path(first: float, last: float) -> dict[int, float]:
    """Return a series that runs straight from the first milestone to the last."""
    span = YEARS[-1] - YEARS[0]
    return {y: first + (last - first) * (y - YEARS[0]) / span for y in YEARS}


def measure(region: str, key: str, kind: MeasureKind, acts_on: str, **more: object) -> Measure:
    """Return a measure with usual values."""
    usual: dict[str, object] = {
        "name": key.replace("-", " ").capitalize(),
        "name_zh": "措施",
        "group": "industry",
        "potential": {2025: 0.0, 2030: 0.1, 2035: 0.25},
        "uptake": 0.04,
        "unit": "TWh saved",
        "per_unit": 1.0,
        "investment": path(500.0, 450.0),
        "operation": 0.0,
        "lifetime": 15.0,
        "source": "assumption",
        "source_year": None,
        "grade": "D",
    }
    return Measure(
        id=f"{region}-{key}",
        base_id=key,
        kind=kind,
        region=region,
        acts_on=f"{region}-{acts_on}",
        **{**usual, **more},
    )  # type: ignore[arg-type]


def measures() -> tuple[Measure, ...]:
    """Return four measures in each region."""
    return tuple(
        found
        for region in ("west", "east")
        for found in (
            measure(
                region,
                "efficient-motors",
                MeasureKind.SAVE,
                "industry-electricity",
                name="Efficient motors",
                name_zh="高效电机",
                group="motors",
                potential={2025: 0.0, 2030: 0.06, 2035: 0.1},
                topics=("Electric Motor Design",),
            ),
            measure(
                region,
                "heat-pumps",
                MeasureKind.SWITCH,
                "buildings-gas",
                name="Heat pumps",
                name_zh="热泵",
                group="buildings",
                unit="TWh of gas replaced",
                adds={"electricity": 0.3},
                co_benefits=("air", "jobs"),
                jobs=6.0,
                payers={"households": 0.6, "government": 0.4},
                interactions=(Interaction(InteractionKind.OVERLAP, f"{region}-insulation", 0.3),),
            ),
            measure(
                region,
                "insulation",
                MeasureKind.SAVE,
                "buildings-gas",
                name="Insulation",
                name_zh="围护结构保温",
                group="buildings",
                investment=path(900.0, 900.0),
                lifetime=30.0,
                payers={"households": 0.7, "government": 0.3},
            ),
            measure(
                region,
                "electric-cars",
                MeasureKind.SWITCH,
                "transport-oil",
                name="Electric cars",
                name_zh="电动汽车",
                group="transport",
                unit="TWh of fuel replaced",
                adds={"electricity": 0.3},
                investment=path(300.0, 100.0),
                potential={2025: 0.0, 2030: 0.2, 2035: 0.5},
                uptake=0.05,
                learning_rate=0.1,
                learning_base=100.0,
            ),
        )
    )
