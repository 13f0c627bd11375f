"""``twinbay plan abatement``, ``gain``, ``alternatives``, ``uncertainty``, ``track``."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from twinbay.cli.plan_folders import (
    EXTRAS,
    RESULTS,
    Opened,
    beside,
    kept_results,
    opened,
    reporting,
    solved,
    telling,
)
from twinbay.cli.plan_own_files import record
from twinbay.cli.plan_solving import keep
from twinbay.cli.terminal import ProgressCall, print_json, print_table
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.plan.cooperation import Players, cooperation_gain
from twinbay.plan.delivery import find_drift, yearly_paths
from twinbay.plan.folder import REFERENCE
from twinbay.plan.measures.abatement import AbatementCurve, abatement_curve
from twinbay.plan.measures.grid import power_of
from twinbay.plan.measures.least_cost_curve import (
    LeastCostCurve,
    carbon_price_curve,
    least_cost_curve,
)
from twinbay.plan.pathway import Resolver, alternatives, solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme
from twinbay.plan.results.extras import write_extra
from twinbay.plan.results.storing import WORKBOOK, rewrite_workbook
from twinbay.plan.uncertainty import Plan, Quantity, bands, feasibility, robust_decisions, tornado
from twinbay.plan.uncertainty import run as run_sample

USUAL_YEAR = 2035
FEWEST_DAYS = 4
MOST_SLACK = 0.25
"""Share of the least cost above which pathways no longer cost nearly as much."""
BAYS = "bays"
REGIONS = "regions"


def keep_extra(
    found: Opened, name: str, tables: Mapping[str, pl.DataFrame], show: ProgressCall
) -> None:
    """Write a group of tables beside the folder's results, and into their workbook."""
    target = (found.path / EXTRAS / name).absolute()
    target.parent.mkdir(exist_ok=True)
    with replacing(target) as folder:
        write_extra(folder, tables, found.content)
    results = kept_results(found, REFERENCE)
    if results is not None:
        show("writing the workbook again", 0, 1)
        more = beside(found, results.pathway).tables
        kept = found.path / RESULTS / REFERENCE
        rewrite_workbook(kept, found.plan.programme, results, more)
        record(kept, [WORKBOOK])


def run_abatement(options: argparse.Namespace) -> int:
    """Order the measures by what a tonne costs; on request sweep limit or price in the optimum."""
    _check_abatement(options)
    with reporting(options) as show:
        found = opened(options.folder)
        programme = _for_curves(found.plan.programme, options.days)
        curve = curve_of(programme, options.year, show)
        method = {
            "year": curve.year,
            "days": programme.settings.representative_days,
            "solved": 1,
        }
        tables = {"abatement": curve.table()}
        swept = _swept(programme, curve, options, show)
        if swept is not None:
            tables["abatement_least_cost"] = swept.table().with_columns(
                avoided_mt=curve.reference - pl.col("emissions_mt")
            )
            method["solved"] += len(swept.points)
        tables["abatement_method"] = pl.DataFrame([method])
        keep_extra(found, "abatement", tables, show)
    if options.json:
        print_json({"year": curve.year} | {name: t.to_dicts() for name, t in tables.items()})
        return 0
    _print_curve(curve)
    if swept is not None:
        _print_swept(swept)
    print(f"written    {found.path / EXTRAS / 'abatement'}")
    return 0


def _check_abatement(options: argparse.Namespace) -> None:
    if options.steps < 0:
        raise ConfigurationError("there cannot be fewer than no limits", where="--steps")
    if options.steps and options.prices:
        raise ConfigurationError(
            "the curve follows limits or prices, not both", where="--steps --prices"
        )
    if any(price <= 0 for price in options.prices) or options.prices != sorted(options.prices):
        raise ConfigurationError("prices are above 0 and rise", where="--prices")


def _swept(
    programme: Programme, curve: AbatementCurve, options: argparse.Namespace, show: ProgressCall
) -> LeastCostCurve | None:
    """Return the curve from the optimisation; None when none was asked for."""
    if options.prices:
        return carbon_price_curve(
            programme,
            Resolver().solve,
            curve.year,
            [0.0, *options.prices],
            progress=lambda done, whole: show("raising the price", done, whole),
        )
    if options.steps:
        return least_cost_curve(
            programme,
            Resolver().solve,
            curve.year,
            steps=options.steps,
            progress=lambda done, whole: show("tightening the limit", done, whole),
        )
    return None


def _print_curve(curve: AbatementCurve) -> None:
    rows = [
        (
            s.name,
            s.region,
            f"{s.abated:,.2f}",
            f"{s.cumulative:,.1f}",
            f"{s.usd_per_t:,.0f}",
            f"{s.low:,.0f} to {s.high:,.0f}",
        )
        for s in curve.steps
    ]
    headings = ("measure", "region", "Mt CO2e", "together", "USD/t", "range")
    print_table(headings, rows, numbers=(2, 3, 4, 5))
    print(f"\n{curve.year}: {curve.reference:,.0f} Mt CO2e before, {curve.remaining:,.0f} after")


def _print_swept(swept: LeastCostCurve) -> None:
    print(f"\nfrom the optimisation, in {swept.year}")
    rows = [
        (f"{p.emissions:,.1f}", f"{p.abated:,.1f}", f"{p.usd_per_t:,.0f}") for p in swept.points
    ]
    print_table(("Mt CO2e", "less by", "USD for the last t"), rows, numbers=(0, 1, 2))
    if swept.least is not None:
        print(f"no pathway emits less than {swept.least:,.1f} Mt CO2e")


def curve_of(programme: Programme, year: int | None, show: ProgressCall) -> AbatementCurve:
    """Return the ordered curve of a year against the power system without measures or targets."""
    years = programme.milestones
    wanted = year or min(years[1:] or years, key=lambda y: abs(y - USUAL_YEAR))
    if wanted not in years:
        raise ConfigurationError(
            f"{wanted} is no milestone", remedy=f"Choose one of {', '.join(map(str, years))}."
        )
    bare = replace(programme, measures=(), joint_projects=(), targets=())
    show("the power system without measures", 0, 1)
    return abatement_curve(programme, wanted, power_of(bare, solve(bare), wanted))


def _for_curves(programme: Programme, days: int | None) -> Programme:
    """Return a programme on the days asked for, or on few."""
    own = programme.settings.representative_days
    few = min(own, FEWEST_DAYS) if own else FEWEST_DAYS
    return _with_days(programme, few if days is None else days)


def _with_days(programme: Programme, days: int) -> Programme:
    return replace(programme, settings=replace(programme.settings, representative_days=days))


def run_gain(options: argparse.Namespace) -> int:
    """Say what cooperation saves and how to share it."""
    with reporting(options) as show:
        found = opened(options.folder)
        resolver = Resolver()
        result = cooperation_gain(
            found.plan.programme,
            resolver.solve,
            players=_players(found, options.between),
            representative_days=options.days,
            progress=lambda what, number, whole: show(f"solving {what}", number - 1, whole),
        )
        method = {"days": [options.days], "solved": [result.solved]}
        tables = {**result.tables(), "cooperation_method": pl.DataFrame(method)}
        if options.between == BAYS:
            tables = {f"bays_{name}": table for name, table in tables.items()}
        group = "cooperation" if options.between != BAYS else "cooperation-bays"
        keep_extra(found, group, tables, show)
    if options.json:
        print_json(
            {
                "gain_million_usd": result.gain,
                "alone_million_usd": result.alone,
                "in_core": result.core.stable,
                "shares": result.table().to_dicts(),
                "channels": dict(result.channels),
            }
        )
        return 0
    print(f"gain       {result.gain / 1e3:,.2f} billion USD of {result.alone / 1e3:,.1f}\n")
    names = {region.id: region.names.en for region in found.plan.programme.regions}
    rows = [
        (
            names.get(s.region, s.region),
            *(f"{v:,.0f}" for v in (s.alone, s.together, s.gain, s.payment)),
        )
        for s in result.shares
    ]
    headings = ("region", "alone", "together", "fair gain", "pays (is paid)")
    print_table(headings, rows, numbers=(1, 2, 3, 4))
    print("\nmillion USD of present cost; the gain is shared by the Shapley value")
    print(f"written    {found.path / EXTRAS}")
    return 0


def _players(found: Opened, between: str) -> Players | None:
    """Return the bays as players; None for each region by itself."""
    if between != BAYS:
        return None
    if len(found.plan.bays) < 2:
        raise ConfigurationError(
            "the programme names no two bays",
            where="--between bays",
            remedy="List the regions of each under [bays] in programme.toml.",
        )
    return found.plan.bays


def run_alternatives(options: argparse.Namespace) -> int:
    """Say what may differ, and what stays the same, while the cost hardly rises."""
    slack = options.within / 100.0
    if not 0.0 < slack <= MOST_SLACK:
        raise ConfigurationError(
            f"{options.within:g} % is not above 0 and at most {MOST_SLACK:.0%}", where="--within"
        )
    with reporting(options) as show:
        found = opened(options.folder)
        programme = _with_days(found.plan.programme, options.days)
        pathway = solve(programme, progress=telling(show, "least cost"))
        near = alternatives(programme, pathway, slack, progress=telling(show, "pressing"))
        method = {
            "days": [options.days],
            "slack": [slack],
            "solved": [len(near.alternatives)],
            "least_cost": [near.least_cost],
        }
        tables = {
            "alternatives": near.ranges(),
            "alternatives_held": near.held(),
            "alternatives_costs": near.costs(),
            "alternatives_method": pl.DataFrame(method),
        }
        keep_extra(found, "alternatives", tables, show)
    if options.json:
        print_json({name: table.to_dicts() for name, table in tables.items()})
        return 0
    rows = [
        (group, *("–" if value is None else f"{value:,.1f}" for value in values))
        for group, *values in tables["alternatives"].iter_rows()
    ]
    headings = (f"GW in {programme.milestones[-1]}", "least", "optimum", "most")
    print_table(headings, rows, numbers=(1, 2, 3))
    print(f"\n{len(near.alternatives)} pathways that cost at most {slack:.1%} more than the least")
    print(f"written    {found.path / EXTRAS / 'alternatives'}")
    return 0


def make_solver() -> Callable[[Programme], Pathway]:
    """Return a solver that starts each run from the one before; one for each process."""
    return Resolver().solve


def run_uncertainty(options: argparse.Namespace) -> int:
    """Solve the programme many times with its assumptions varied."""
    if options.runs < 1:
        raise ConfigurationError("there must be at least one run", where="--runs")
    with reporting(options) as show:
        found = opened(options.folder)
        programme = found.plan.programme
        runs = run_sample(
            programme,
            make_solver,
            found.path / EXTRAS / f"runs-{found.content[:12]}-{options.runs}-{options.seed}",
            Plan(options.runs, options.seed, representative_days=options.days),
            processes=options.processes,
            progress=lambda done, whole: show("solving the runs", done, whole),
        )
        feasible = feasibility(runs)
        tables = {
            "uncertainty_bands": pl.concat(
                [
                    bands(runs, quantity).select(pl.lit(quantity.value).alias("quantity"), pl.all())
                    for quantity in (Quantity.COST, Quantity.EMISSIONS)
                ]
            ),
            "uncertainty_runs": pl.DataFrame(
                {
                    "runs": [feasible.runs],
                    "feasible": [feasible.feasible],
                    "days": [options.days],
                    "seed": [options.seed],
                }
            ),
            "uncertainty_misses": pl.DataFrame(
                [(target, *missed) for target, missed in feasible.misses.items()],
                schema={"target": pl.String, "share_of_runs": pl.Float64, "mean": pl.Float64},
                orient="row",
            ),
            "robust": robust_decisions(runs, programme.milestones),
            "tornado": pl.DataFrame(
                [
                    {
                        "factor": bar.factor.id,
                        "name": bar.names.en,
                        "name_zh": bar.names.zh,
                        "low": bar.low,
                        "high": bar.high,
                        "correlation": bar.correlation,
                    }
                    for bar in tornado(runs)
                ]
            ),
        }
        keep_extra(found, "uncertainty", tables, show)
    if options.json:
        print_json({name: table.to_dicts() for name, table in tables.items()})
        return 0
    print(f"runs       {feasible.runs:,}, of which {feasible.feasible:,} keep the targets\n")
    rows = [
        (row["name"], f"{row['low'] / 1e3:,.1f}", f"{row['high'] / 1e3:,.1f}")
        for row in tables["tornado"].to_dicts()
    ]
    print_table(("what moves the cost", "low", "high (billion USD)"), rows, numbers=(1, 2))
    print(f"\nwritten    {found.path / EXTRAS / 'uncertainty'}")
    return 0


def run_track(options: argparse.Namespace) -> int:
    """Say where the programme drifts from its path."""
    with reporting(options) as show:
        found = opened(options.folder)
        if not found.delivery.actuals:
            raise ConfigurationError(
                "nothing has come in yet",
                where=str(options.folder / "actuals.csv"),
                remedy="Fill in actuals.csv: indicator, region, year, value.",
            )
        results = kept_results(found, REFERENCE)
        if results is None:
            results = solved(found, REFERENCE, show)
            keep(found, REFERENCE, results, (), show)
        programme = found.plan.programme
        paths = yearly_paths(programme, results.pathway)
        drifts = find_drift(programme, paths, found.delivery.actuals)
    if options.json:
        print_json(
            [
                {
                    "indicator": d.indicator,
                    "region": d.region,
                    "year": d.year,
                    "actual": d.actual,
                    "path": d.path,
                    "on_path": d.on_path,
                    "said": d.sentences.en,
                    "said_zh": d.sentences.zh,
                }
                for d in drifts
            ]
        )
        return 0
    for drift in drifts:
        print(f"{'on path' if drift.on_path else 'DRIFTS ':<8} {drift.sentences.en}")
        print(f"         {drift.sentences.zh}")
    return 0
