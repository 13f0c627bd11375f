"""Measure the timetable engine: ``python -m benchmarks.meet [NAME ...] [--alternative SECONDS]``.

Names: conference, interpreters, large, scarce, mending, simulation, small, b2b, b2b-variants, tour;
all of them unless some are named. ``conference``, ``interpreters``, ``large``, ``scarce`` and
``b2b`` run plain CP-SAT on the same event in the same run, for the seconds given (60 unless told
otherwise), with two workers (``--alternative 0`` leaves that out of ``b2b``). ``b2b`` also takes a
folder of published events (``--published``; see ``benchmarks/meet/published.py``) and a time limit
for each (``--limit``).
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.meet.brokerage import FAIRNESS, SIZES, brokerage, variants
from benchmarks.meet.generate import conference, late_arrivals, tour
from benchmarks.meet.plain_cp_sat import plain_breaks, plain_cp_sat
from benchmarks.meet.published import published
from twinbay.meet import (
    Absence,
    Event,
    EventError,
    Fairness,
    FairnessMode,
    NewRequest,
    Progress,
    Request,
    TableLoss,
    place_all,
    plan_tour,
    replan,
    simulate,
    solve,
)

IMPOSSIBLE = "not every meeting can be placed"
"""What the mode says of an event whose impossibility is proven."""


def against_cp_sat(title: str, event: Event, limit: float, alternative: float) -> None:
    """Solve an event, then give it to plain CP-SAT."""
    settled: dict[str, float] = {}

    def note(progress: Progress) -> None:
        if progress.figure is not None and progress.figure == progress.bound:
            settled.setdefault(progress.stage, progress.seconds)

    began = time.monotonic()
    table = solve(event, time_limit=limit, progress=note)
    spent = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\n{title}: {len(event.delegates)} delegates, {len(event.requests)} requests")
    for proof in table.proofs:
        seen = f"proven in {settled[proof.objective]:.2f} s" if proof.objective in settled else ""
        print(
            f"  {proof.objective:35} {proof.figure:7} bound {proof.bound:7}"
            f" gap {proof.gap:7.2%} {seen}"
        )
    print(f"  all objectives in {spent:.1f} s, {memory:.2f} GB at most")
    figure, bound = plain_cp_sat(event, alternative)
    gap = 1 - figure / bound if bound else 0.0
    print(f"  plain CP-SAT, 2 workers, {alternative:.0f} s: {figure} bound {bound} gap {gap:.2%}")
    print(
        f"  ratio: {table.value / max(1, figure):.3f} of its value, "
        f"in {settled.get('value', spent) / alternative:.4f} of its time"
    )


def conferences(options: argparse.Namespace) -> None:
    against_cp_sat("conference", conference(), 15, options.alternative)


def interpreters(options: argparse.Namespace) -> None:
    event = conference(interpreters=12, needing=0.4)
    against_cp_sat("12 interpreters, 40 % of pairs need one", event, 15, options.alternative)


def large(options: argparse.Namespace) -> None:
    event = conference(2000, 12000, 30, 300, days=3)
    against_cp_sat("large conference", event, 120, options.alternative)


def scarce(options: argparse.Namespace) -> None:
    against_cp_sat("late arrivals, few slots", late_arrivals(), 60, options.alternative)


def mending(_: argparse.Namespace) -> None:
    """One change at a time on the conference of 400."""
    event = conference()
    event = replace(event, rules=replace(event.rules, fairness=Fairness(FairnessMode.NONE)))
    table = solve(event, time_limit=10)
    busiest = max(event.delegates, key=lambda d: len(table.agenda(d.delegate_id))).delegate_id
    morning = frozenset(slot.slot_id for slot in event.slots[:5])
    cases = {
        "no-show of the busiest": ([Absence(busiest)], ""),
        "late by five slots": ([Absence(busiest, morning)], ""),
        "table lost from slot 8": ([TableLoss("t003")], "s08"),
        "new request": ([NewRequest(Request("new", "d0001", "d0300", value=10))], ""),
    }
    for title, (changes, now) in cases.items():
        began, processor = time.monotonic(), time.process_time()
        mended = replan(event, table, changes, now=now)
        spent, processor = time.monotonic() - began, time.process_time() - processor
        began = time.monotonic()
        anew = solve(mended.event, time_limit=10)
        again = time.monotonic() - began
        then = {(m.parties, m.slots) for m in table.meetings}
        differing = len(then ^ {(m.parties, m.slots) for m in anew.meetings})
        value, changed = mended.timetable.proofs
        print(
            f"\n{title}: {spent:.2f} s ({processor:.2f} s of processor), "
            f"value {value.figure} bound {value.bound}, "
            f"{changed.figure} meetings changed (at least {changed.bound}), "
            f"{len(mended.forced)} forced, {len(mended.notices)} notices"
        )
        print("  curve:", ", ".join(f"{p.changed}: {p.value}" for p in mended.curve))
        print(f"  solving anew: {again:.1f} s, value {anew.value}, {differing} slots differ")


def simulation(_: argparse.Namespace) -> None:
    event = conference(interpreters=12, needing=0.4)
    began = time.monotonic()
    found = simulate(event)
    print(
        f"\nsimulation: {len(found.scenarios)} scenarios in {time.monotonic() - began:.1f} s; "
        f"one more table {found.worth('tables')}, slot {found.worth('slots')}, "
        f"interpreter {found.worth('interpreters')} points"
    )


def small(_: argparse.Namespace) -> None:
    """A hundred small events, proven; the tests compare them with a second solver."""
    chance = random.Random(1)
    proven, began = 0, time.monotonic()
    for seed in range(100):
        event = conference(
            chance.choice((6, 8, 10)), chance.choice((6, 9)), 4, chance.choice((1, 2)), seed=seed
        )
        proven += all(proof.optimal for proof in solve(event, time_limit=30).proofs)
    print(
        f"\nsmall events: {proven} of 100 proven on every objective, "
        f"{(time.monotonic() - began) / 100:.2f} s each"
    )


def b2b(options: argparse.Namespace) -> None:
    """Brokerage events like the published ones, and the published files where a folder is given."""
    events = [brokerage(size) for size in SIZES]
    if options.published:
        events += [published(path) for path in sorted(options.published.glob("*.dzn"))]
    _place_all(events, options)


def b2b_variants(options: argparse.Namespace) -> None:
    """The variants of section 7.4: forbidden slots, fixed meetings, precedences."""
    made = [(size, brokerage(size)) for size in SIZES]
    events = [
        replace(event, event_id=f"{size.name}.{name}")
        for size, plain in made
        for name, event in variants(plain)
    ]
    _place_all(events, options)


def _place_all(events: Iterable[Event], options: argparse.Namespace) -> None:
    """Print a line for each event: ours, then plain CP-SAT."""
    print(
        f"\nb2b: breaks differ by {FAIRNESS} at most; {options.limit:.0f} s each; "
        f"plain CP-SAT with 2 workers {options.alternative:.0f} s\n"
        "event                people meet. slots tables  breaks bound proven  wall   cpu  "
        "changes bound   plain bound  wall  ratio"
    )
    proven = total = 0
    for event in events:
        total += 1
        began, processor = time.monotonic(), time.process_time()
        try:
            table = place_all(event, most_difference=FAIRNESS, time_limit=options.limit)
        except EventError as error:
            (problem,) = error.problems
            breaks, changes = "  none     -", "     -     -"
            certain = problem.problem == IMPOSSIBLE
        else:
            breaks, changes = (f"{p.figure:6} {p.bound:5}" for p in table.proofs[1:])
            certain = table.proofs[1].optimal
        spent, processor = time.monotonic() - began, time.process_time() - processor
        proven += certain
        began = time.monotonic()
        plain = ""
        if options.alternative:
            figure, bound = plain_breaks(event, event.precedences, FAIRNESS, options.alternative)
            other = time.monotonic() - began
            plain = f"{figure!s:>5} {bound:5} {other:5.1f} {spent / other:6.2f}"
        print(
            f"{event.event_id:20} {len(event.delegates):6} "
            f"{len(event.requests) + len(event.groups):5} {len(event.slots):5} "
            f"{len(event.tables):6}  {breaks} {'yes' if certain else 'no':>6} "
            f"{spent:5.1f} {processor:5.1f}  {changes}   {plain}",
            flush=True,
        )
    print(f"{proven} of {total} proven", flush=True)


def tours(_: argparse.Namespace) -> None:
    for visits, days in ((10, 3), (20, 5), (30, 6), (40, 8)):
        began = time.monotonic()
        found = plan_tour(tour(visits, days), time_limit=60)
        print(
            f"\ntour, {visits} hosts, {days} days: value {found.value} bound {found.bound}, "
            f"travel {found.travel_minutes} min{'' if found.travel_proven else ' (not proven)'}, "
            f"{time.monotonic() - began:.1f} s"
        )


BENCHMARKS: dict[str, Callable[[argparse.Namespace], None]] = {
    "conference": conferences,
    "interpreters": interpreters,
    "large": large,
    "scarce": scarce,
    "mending": mending,
    "simulation": simulation,
    "small": small,
    "b2b": b2b,
    "b2b-variants": b2b_variants,
    "tour": tours,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the timetable engine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--alternative", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--published", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=float, default=180.0, metavar="SECONDS")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    print(datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M UTC"))
    for name in options.names or BENCHMARKS:
        BENCHMARKS[name](options)


if __name__ == "__main__":
    main()
