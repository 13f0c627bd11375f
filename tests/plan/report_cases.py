"""A solved programme with everything that a document may show, and its pages."""

import re

import polars as pl

from twinbay.plan.charts.style import Drawn
from twinbay.plan.delivery import Actual, Assignment, Delivery, Promise
from twinbay.plan.folder import PlanFolder
from twinbay.plan.measures.abatement import abatement_curve
from twinbay.plan.measures.grid import power_of
from twinbay.plan.measures.least_cost_curve import CurvePoint, LeastCostCurve
from twinbay.plan.pathway import solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Names, Programme
from twinbay.plan.report.composing import compose
from twinbay.plan.report.document import Picture
from twinbay.plan.report.pages import Page
from twinbay.plan.report.subject import Deliverer, Edition, Subject
from twinbay.plan.results import content_hash
from twinbay.plan.results.delivery_tables import delivery_tables

BAYS = {"sf-bay": ("west",), "gba": ("east",)}
SHOWN = re.compile(r'<data value="([^"]*)">([^<]*)</data>')


def abatement_tables(programme: Programme, pathway: Pathway) -> dict[str, pl.DataFrame]:
    """Return both curves of 2035; the one from the optimisation made up."""
    curve = abatement_curve(programme, 2035, power_of(programme, pathway, 2035))
    points = [
        CurvePoint(700.0 - 90.0 * n, 90.0 * n, 41.0 * n, 812.0 * n, 37.0 * n, {}) for n in range(4)
    ]
    swept = LeastCostCurve(2035, "", 700.0, tuple(points), None)
    return {
        "abatement": curve.table(),
        "abatement_least_cost": swept.table().with_columns(
            avoided_mt=curve.reference - pl.col("emissions_mt")
        ),
        "abatement_method": pl.DataFrame({"year": [2035], "days": [4], "solved": [5]}),
    }


def alternatives_tables() -> dict[str, pl.DataFrame]:
    """Return ranges of three groups and what a technology and two measures keep."""
    return {
        "alternatives": pl.DataFrame(
            {
                "group": ["solar", "gas", "storage"],
                "least_gw": [31.5, 0.4, 2.0],
                "optimum_gw": [52.25, 11.1, 2.2],
                "most_gw": [98.75, 33.3, 41.0],
            }
        ),
        "alternatives_held": pl.DataFrame(
            {
                "kind": ["technology", "measure", "measure"],
                "region": ["", "west", "east"],
                "item": ["solar", "west-heat-pumps", "east-heat-pumps"],
                "year": [2035, 2035, 2035],
                "optimum": [52.25, 8.4, 5.5],
                "least": [31.5, 8.1, 1.1],
                "most": [98.75, 9.9, 6.6],
            }
        ),
        "alternatives_method": pl.DataFrame(
            {"days": [2], "slack": [0.02], "solved": [6], "least_cost": [1_259_400.0]}
        ),
    }


def uncertainty_tables() -> dict[str, pl.DataFrame]:
    """Return bands, drivers and decisions of forty runs."""
    quantiles = ("p05", "p25", "p50", "p75", "p95")
    bands = [
        {"quantity": quantity, "region": "", "year": year}
        | {name: middle * (0.9 + 0.05 * n) for n, name in enumerate(quantiles)}
        for quantity, year, middle in (
            ("cost", 0, 1_260_000.0),
            ("emissions", 2025, 900.0),
            ("emissions", 2035, 640.0),
        )
    ]
    return {
        "uncertainty_bands": pl.DataFrame(bands),
        "uncertainty_runs": pl.DataFrame(
            {"runs": [40], "feasible": [31], "days": [2], "seed": [1]}
        ),
        "uncertainty_misses": pl.DataFrame(
            {"target": ["west-2035"], "share_of_runs": [0.225], "mean": [4.4]}
        ),
        "tornado": pl.DataFrame(
            {
                "factor": ["demand-east"],
                "name": ["Demand: East Delta"],
                "name_zh": ["需求：东部三角洲"],
                "low": [1_240_000.0],
                "high": [1_280_000.0],
                "correlation": [0.8],
            }
        ),
        "robust": pl.DataFrame(
            {
                "kind": ["technology"],
                "region": ["west"],
                "item": ["solar"],
                "year": [2030],
                "share_of_runs": [0.97],
                "low": [3.0],
                "median": [8.0],
                "high": [13.0],
                "robust": [True],
            }
        ),
    }


def made_subject(programme: Programme) -> Subject:
    """Return the programme solved, with every table beside the pathway."""
    plan = PlanFolder(programme, bays=BAYS)
    pathway = solve(programme)
    delivery = Delivery(
        assignments=(Assignment("solar", "east", Names("Provincial utility", "省电力公司")),),
        promises=(
            Promise("heat-pumps", "west", 2030, Names("Joint tender", "联合招标"), Names("", "")),
        ),
        actuals=(Actual("emissions", "", "east", 2026, 790.0),),
    )
    extra = {
        **delivery_tables(programme, pathway, delivery),
        **alternatives_tables(),
        **abatement_tables(programme, pathway),
        **uncertainty_tables(),
        "cooperation": pl.DataFrame(
            {
                "region": ["west", "east"],
                "alone": [500_100.0, 760_200.0],
                "together": [499_900.0, 759_900.0],
                "gain": [250.0, 250.0],
                "nucleolus": [250.0, 250.0],
                "fair": [499_850.0, 759_950.0],
                "payment": [-50.0, 50.0],
            }
        ),
        "cooperation_channels": pl.DataFrame(
            {"channel": ["lines", "joint_projects"], "gain": [400.0, 100.0]}
        ),
        "cooperation_method": pl.DataFrame({"days": [2], "solved": [7]}),
        "coalitions": pl.DataFrame(
            {
                "coalition": ["west", "east", "east + west"],
                "regions": [1, 1, 2],
                "gain": [0.0, 0.0, 500.0],
                "given": [250.0, 250.0, 500.0],
            }
        ),
    }
    return Subject(
        plan=plan,
        pathway=pathway,
        edition=Edition("3", content_hash(plan)),
        deliverers={
            "heat-pumps": [
                Deliverer("org:1", Names("Pacific Institute", "太平洋研究院"), "sf-bay", 21),
                Deliverer("org:2", Names("Delta University", "三角洲大学"), "gba", 34),
            ]
        },
        side_names={"sf-bay": Names("West Bay", "西湾区"), "gba": Names("East Bay", "东湾区")},
        extra=extra,
    )


def empty_charts(subject: Subject) -> dict[str, Drawn]:
    """Return a dot for every chart, so that documents are made quickly."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    blocks = compose(subject).blocks
    return {b.chart: Drawn(svg, png) for b in blocks if isinstance(b, Picture)}


def page(subject: Subject, language: str) -> str:
    """Return the document as HTML, its charts dots."""
    document = compose(subject)
    return Page(document, language, subject.figures.shown, empty_charts(subject)).html()


def computed(key: str, tables: dict[str, pl.DataFrame]) -> float:
    """Compute a number's key again: an evaluator of its own, over plain rows."""
    rows = {name: table.to_dicts() for name, table in tables.items()}

    def value(match: re.Match[str]) -> str:
        table, count, column, said = match[1], match[2], match[3], match[4]
        conditions = [part.split("=", 1) for part in said.split(";") if part]

        def fits(row: dict[str, object]) -> bool:
            for name, wanted in conditions:
                cell = str(row[name])
                if wanted.startswith("!"):
                    if cell == wanted[1:]:
                        return False
                elif cell not in wanted.split("|"):
                    return False
            return True

        found = [row[column] for row in rows[table] if fits(row)]
        if count:
            return repr(float(len(set(found))))
        return repr(float(sum(v for v in found if v is not None)))  # type: ignore[misc]

    expression = re.sub(r"(\w+)\.(#?)(\w+)\[([^\]]*)\]", value, key)
    assert re.fullmatch(r"[\d\s.e+\-*/()]+", expression), expression
    try:
        return float(eval(expression))
    except ZeroDivisionError:
        return float("nan")
