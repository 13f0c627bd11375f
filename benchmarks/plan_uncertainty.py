"""Time a sample of the worked programme, and what a warm start saves.

Usage: python -m benchmarks.plan_uncertainty [--runs 200] [--processes 2] [--days 2] [--folder F]

The alternative is to solve each run from nothing (``pathway.solve``), measured on the reference and
the first run; the sample itself starts each run from the one before it (``warm_solver``). With a
folder the sample is kept there and an interrupted one goes on; the time is then of what was left.
"""

import argparse
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from twinbay.plan.data import DEMO
from twinbay.plan.folder import read_folder
from twinbay.plan.pathway import solve
from twinbay.plan.problems import InfeasibleError
from twinbay.plan.programme import Programme
from twinbay.plan.uncertainty import (
    Plan,
    Quantity,
    Runs,
    apply_factors,
    bands,
    default_factors,
    feasibility,
    robust_decisions,
    run,
    sample,
    tornado,
)
from twinbay.plan.uncertainty.running import Solve
from twinbay.plan.uncertainty.solvers import warm_solver


def seconds(solver: Solve, programme: Programme) -> float:
    """Return how long a solver takes, whether or not the targets can be kept."""
    started = perf_counter()
    with suppress(InfeasibleError):
        solver(programme)
    return perf_counter() - started


def compare(programme: Programme, plan: Plan) -> None:
    """Print how long the first runs take from nothing and from the run before."""
    factors = default_factors(programme)
    points = sample(plan.method, plan.runs, len(factors), plan.seed).tolist()
    first, second = (apply_factors(programme, factors, point) for point in points[:2])
    cold = seconds(solve, first)
    warm = warm_solver()
    seconds(warm, programme)
    again = [seconds(warm, first), seconds(warm, second)]
    mean = sum(again) / len(again)
    print(f"one run from nothing (pathway.solve):     {cold:8.1f} s")
    print(f"one run from the run before (Resolver):   {mean:8.1f} s")
    print(f"ratio:                                    {cold / mean:8.1f}")


def say(runs: Runs) -> None:
    """Print what the sample says."""
    found = feasibility(runs)
    print(f"runs that keep every target: {found.feasible} of {found.runs}")
    for target, (share, miss) in found.misses.items():
        print(f"  {target} is missed in {share:.0%} of the runs, by {miss:.2g} on average")
    cost = bands(runs, Quantity.COST).filter(region="")
    if len(cost):
        low, middle, high = cost.select("p05", "p50", "p95").row(0)
        print(f"present cost: {low:,.0f} to {high:,.0f} million USD (90 %), median {middle:,.0f}")
    decisions = robust_decisions(runs, [2035]).filter("robust")
    print(f"decisions taken by 2035 in 9 of 10 runs: {len(decisions)}")
    for bar in tornado(runs, 8):
        print(f"  {bar.names.en:44} {bar.low:>12,.0f} {bar.high:>12,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only-sample", action="store_true", help="leave the comparison out")
    options = parser.parse_args()
    programme = read_folder(DEMO).programme
    plan = Plan(runs=options.runs, representative_days=options.days)
    settings = replace(programme.settings, representative_days=options.days)
    programme = replace(programme, settings=settings)
    print(f"{len(default_factors(programme))} factors, {options.days} representative days")
    if not options.only_sample:
        compare(programme, plan)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        before = len(list(folder.glob("run-*.parquet")))
        started = perf_counter()
        runs = run(
            programme,
            warm_solver,
            folder,
            plan,
            processes=options.processes,
            progress=lambda done, of: print(f"\r{done} of {of}", end="", flush=True),
        )
        took = perf_counter() - started
    made = max(runs.done - before, 1)
    each = took / made
    print(f"\n{made} runs in {took:.0f} s, {options.processes} processes: {each:.1f} s each")
    print(f"200 runs at this pace: {200 * each / 60:.1f} minutes (aim: below 20)")
    say(runs)


if __name__ == "__main__":
    main()
