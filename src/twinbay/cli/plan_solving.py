"""``twinbay plan solve``: the pathway, its tables and its charts, written in one step."""

import argparse
from dataclasses import replace
from pathlib import Path

from twinbay.cli.plan_folders import (
    RESULTS,
    Opened,
    beside,
    chosen_scenarios,
    languages,
    note_lines,
    opened,
    reporting,
    scenario_programme,
    solved,
    summary,
)
from twinbay.cli.plan_own_files import replacing_own_files
from twinbay.cli.terminal import ProgressCall, print_json, print_table
from twinbay.plan.charts.drawing import draw_charts
from twinbay.plan.report.bundle import chart_files
from twinbay.plan.report.subject import Edition, Subject
from twinbay.plan.results import Results, write_results


def run_solve(options: argparse.Namespace) -> int:
    """Solve the scenarios asked for and write their results."""
    found_results = []
    with reporting(options) as show:
        show("reading the folder", 0, 1)
        found = opened(options.folder)
        for scenario in chosen_scenarios(found, options.scenario):
            results = solved(found, scenario, show)
            kept = () if options.no_charts else languages(options.language)
            keep(found, scenario, results, kept, show)
            found_results.append(results)
    if options.json:
        print_json([summary(results) for results in found_results])
        return 0
    for results in found_results:
        print_pathway(found, results)
    for line in note_lines(found.plan.notes):
        print(line)
    return 0


def keep(
    found: Opened,
    scenario: str,
    results: Results,
    kept_languages: tuple[str, ...],
    show: ProgressCall,
) -> Path:
    """Write results and charts of a scenario in one step; earlier ones go, others' files stay."""
    target = found.path / RESULTS / scenario
    target.parent.mkdir(exist_ok=True)
    programme = scenario_programme(found, scenario)
    with replacing_own_files(target) as folder:
        show(f"{scenario}: writing the tables", 0, 2)
        more = beside(found, results.pathway).tables
        write_results(folder, programme, results, show, more)
        plan = replace(found.plan, programme=programme)
        subject = Subject(plan, results.pathway, Edition("", found.content), extra=more)
        for number, language in enumerate(kept_languages):
            show(f"{scenario}: drawing the charts ({language})", number, len(kept_languages))
            for name, content in chart_files(draw_charts(subject, language), language).items():
                path = folder / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
    return target


def print_pathway(found: Opened, results: Results) -> None:
    """Print what a pathway comes to."""
    pathway = results.pathway
    programme = found.plan.programme
    price = programme.money.price_year
    print(f"scenario   {pathway.scenario} ({pathway.status})")
    print(f"cost       {pathway.present_cost / 1e3:,.1f} billion USD of {price}, present value")
    seconds = pathway.seconds_building + pathway.seconds_solving
    print(f"solved in  {seconds:.1f} s ({pathway.seconds_building:.1f} s of it building)\n")
    table = pathway.indicators
    years = programme.milestones
    rows = []
    for indicator, unit, share in (
        ("emissions", "Mt CO2e", False),
        ("final_energy", "TWh", False),
        ("electricity_demand", "TWh", False),
        ("non_fossil_power", "%", True),
    ):
        part = table.filter((table["region"] == "") & (table["indicator"] == indicator))
        values = dict(zip(part["year"].to_list(), part["value"].to_list(), strict=True))
        said = [f"{values[y]:.0%}" if share else f"{values[y]:,.0f}" for y in years if y in values]
        rows.append((indicator.replace("_", " "), unit, *said))
    headings = ["all regions", "unit", *map(str, years)]
    print_table(headings, rows, numbers=range(2, len(headings)))
    met = pathway.targets.filter(pathway.targets["met"]).height
    print(f"\ntargets    {met} of {pathway.targets.height} kept")
    print(f"written    {found.path / RESULTS / pathway.scenario}")
