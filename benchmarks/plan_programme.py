"""The least-cost pathway of a full programme: building, solving, memory, and solving an edit.

By default the worked programme that ships: four regions, eight milestones, its own representative
days, every measure of the library. ``--synthetic`` takes a made-up programme of the same size.
"""

import argparse
from dataclasses import replace
from importlib.resources import as_file, files
from time import perf_counter
from typing import Any

import polars as pl

from benchmarks.measured import measure
from benchmarks.plan_synthetic import synthetic_programme
from twinbay.plan.folder import read_folder
from twinbay.plan.pathway import Resolver, residuals
from twinbay.plan.programme import Programme


def programme(days: int, synthetic: bool) -> Programme:
    """Return the programme measured, with a number of representative days (-1: its own)."""
    if synthetic:
        found = synthetic_programme()
    else:
        with as_file(files("twinbay.plan.data") / "demo") as folder:
            found = read_folder(folder).programme
    if days < 0:
        return found
    return replace(found, settings=replace(found.settings, representative_days=days))


def solve_and_edit(days: int, synthetic: bool) -> dict[str, Any]:
    """Solve a programme, then again with its dearest measure a fifth dearer."""
    whole = programme(days, synthetic)
    acting = [m.id for m in whole.measures if m.kind != "supply"]
    resolver = Resolver()
    started = perf_counter()
    first = resolver.solve(whole)
    seconds = perf_counter() - started
    dearest = first.measures.filter(pl.col("measure").is_in(acting)).sort("investment")
    edited = next(m for m in whole.measures if m.id == dearest["measure"][-1])
    dearer = replace(edited, investment={y: 1.2 * v for y, v in edited.investment.items()})
    measures = tuple(dearer if m is edited else m for m in whole.measures)
    started = perf_counter()
    again = resolver.solve(replace(whole, measures=measures))
    return {
        "size": f"{len(whole.regions)} regions, {len(whole.milestones)} milestones, "
        f"{whole.settings.representative_days} days, {len(whole.measures)} measures "
        f"({len({m.base_id for m in whole.measures})} kinds), {len(whole.fleets)} fleets",
        "seconds": seconds,
        "building": first.seconds_building,
        "solving": first.seconds_solving,
        "rounds": first.learning_rounds,
        "change": first.learning_change,
        "edit": perf_counter() - started,
        "cost": first.present_cost,
        "edited cost": again.present_cost,
        "balances": max(residuals(whole, first).values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=-1, help="representative days (0: the year)")
    parser.add_argument("--synthetic", action="store_true", help="a made-up programme instead")
    chosen = parser.parse_args()
    found = measure(
        "from benchmarks.plan_programme import solve_and_edit",
        f"solve_and_edit({chosen.days}, {chosen.synthetic})",
    )
    result = found.result
    print(result["size"])
    print(f"pathway, from programme to tables   {result['seconds']:8.1f} s   (target 60)")
    print(f"  building                          {result['building']:8.1f} s")
    print(f"  solving, {result['rounds']} round(s)               {result['solving']:8.1f} s")
    print(f"edit of one measure, solved again   {result['edit']:8.1f} s   (target 10)")
    print(f"peak memory of the process          {found.peak:8.2f} GB  (target 4)")
    print(f"largest residual of a balance       {result['balances']:8.1e}     (target 1e-6)")
    print(f"left of the learning                {result['change']:8.2%}")
    print(f"present cost {result['cost']:.1f}, edited {result['edited cost']:.1f} million USD")


if __name__ == "__main__":
    main()
