"""Solve an event: the one entry point of the engine."""

import time
from collections.abc import Callable, Mapping

from twinbay.meet.closing import keep
from twinbay.meet.comfort import figures, least_discomfort
from twinbay.meet.compacting import compact
from twinbay.meet.compacting_exact import compact_exactly, size
from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event
from twinbay.meet.fixing import fixed_placements
from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Model, Plan, bits
from twinbay.meet.parties import Party, parties, shares
from twinbay.meet.proving import Prover
from twinbay.meet.reasons import unmet
from twinbay.meet.seating import Seating
from twinbay.meet.selecting import remaining, with_joiners
from twinbay.meet.stages import Stage, stages
from twinbay.meet.timetable import Meeting, Progress, Proof, Timetable
from twinbay.meet.validate import check
from twinbay.meet.walking import assign_tables

SELECTING_SHARE = 0.6
"""Part of the time limit that value and fairness may use."""

LEAST_SELECTING = 5.0
"""Seconds that value and fairness may use however short the limit, so that a plan is found."""

ANNEALING_SHARE = 0.7
"""Part of what is left then that moving meetings between slots may use."""

SEATING_SHARE = 0.6
"""Part of what is left then that choosing tables may use."""

EXACT_SIZE = 12_000
"""Largest event (``compacting_exact.size``) whose comfort is also given to CP-SAT as a whole."""


def solve(
    event: Event,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Timetable:
    """Return the best timetable of an event with the proof of how good it is.

    The objectives are taken in this order, each among the timetables that are best for those
    before it: total value; fairness (``Rules.fairness``); comfort (``Rules.compactness``).

    Arguments:
        event: the conference.
        time_limit: seconds, above 0; at least ``LEAST_SELECTING`` where no plan was found before.
            Easy events take a fraction of it; what is not proven by then is returned with its gap.
        seed: makes the search repeatable: the same event, seed and library versions give the same
            timetable, as long as the time limit does not cut the search short.
        progress: is called with each new figure or bound.

    Returns:
        The timetable; its ``proofs`` say what is proven of each objective.

    Raises:
        EventError: the event contradicts itself; says how, all problems at once.
    """
    check(event)
    began = time.monotonic()
    deadline = began + time_limit
    model = compile_event(event)
    everyone = parties(model)
    seating = Seating(model)
    prover = Prover(
        model=model,
        objectives=stages(model, everyone),
        fixed=fixed_placements(model) or (),
        unseatable=seating.unseatable,
        deadline=max(began + SELECTING_SHARE * time_limit, time.monotonic() + LEAST_SELECTING),
        seed=seed,
        tell=progress or (lambda _: None),
    )
    plan, proofs = prover.run()
    plan, tables, comfort = _comfort(prover, seating, plan, deadline)
    return timetable(model, seating, plan, tables, (*proofs, comfort), everyone, began, seed)


def _comfort(
    search: Prover, seating: Seating, plan: Plan, deadline: float
) -> tuple[Plan, dict[int, int], Proof]:
    """Return the plan made compact, its tables, and what is proven of its comfort."""
    start = time.monotonic()
    model = search.model
    until = start + ANNEALING_SHARE * remaining(deadline)
    compacted = compact(with_joiners(model, plan), plan, until, search.seed)
    if seating.unseatable(compacted) is not None:
        compacted = plan
    until = time.monotonic() + SEATING_SHARE * remaining(deadline)
    tables = assign_tables(seating, compacted, until, search.seed)
    figure = figures(model, compacted, tables, seating.tables).discomfort
    reached = tuple((s, s.limit(s.figure(compacted))) for s in search.objectives)
    bound, method = _counted_bound(search, reached, deadline), "annealing, counting bound"
    if figure > bound and size(model) <= EXACT_SIZE:
        exact = compact_exactly(
            model,
            seating,
            reached,
            tuple(search.cuts),
            (compacted, tables),
            remaining(deadline),
            search.seed,
        )
        bound, method = max(bound, exact.bound), "CP-SAT on all variables"
        if exact.plan is not None:
            compacted, tables = exact.plan, exact.tables
            figure = figures(model, compacted, tables, seating.tables).discomfort
    search.tell(Progress("compactness", figure, bound, time.monotonic() - search.began))
    spent = time.monotonic() - start
    proof = Proof("compactness", figure, bound, False, spent, method)
    return compacted, tables, proof


def _counted_bound(search: Prover, reached: tuple[tuple[Stage, int], ...], deadline: float) -> int:
    selection = Formulation(search.model, timed=False, seed=search.seed)
    for stage, limit in reached:
        keep(selection, stage, stage.terms(selection), limit)
    return least_discomfort(search.model, selection, max(1.0, remaining(deadline)))


def timetable(
    model: Model,
    seating: Seating,
    plan: Plan,
    tables: dict[int, int],
    proofs: tuple[Proof, ...],
    everyone: tuple[Party, ...],
    began: float,
    seed: int,
    *,
    interpreters: Mapping[int, int] | None = None,
) -> Timetable:
    """Put a plan into the words of its event; interpreters are assigned unless they are given."""
    staff = seating.interpreters_for(plan) if interpreters is None else interpreters
    numbers = {table.table_id: table.number for table in model.event.tables}
    order = {slot: i for i, slot in enumerate(model.slot_ids)}
    meetings = sorted(
        _meetings(model, plan, tables, staff),
        key=lambda m: (order[m.slots[0]], numbers[m.table_id], m.meeting_id),
    )
    return Timetable(
        event_id=model.event.event_id,
        meetings=tuple(meetings),
        unmet=unmet(model, plan),
        proofs=proofs,
        shares=shares(model, everyone, plan),
        figures=figures(model, plan, tables, seating.tables),
        seconds=time.monotonic() - began,
        seed=seed,
    )


def _meetings(
    model: Model, plan: Plan, tables: dict[int, int], interpreters: Mapping[int, int]
) -> list[Meeting]:
    event = model.event
    each = {j.activity: j.value_each for j in model.joinings}
    joining: dict[int, list[int]] = {}
    for group, person in plan.joiners:
        joining.setdefault(group, []).append(person)
    meetings = []
    for placement in plan.placements:
        activity = model.activities[placement.activity]
        option = activity.options[placement.option]
        joined = joining.get(placement.activity, [])
        people = tuple(event.delegates[p].delegate_id for p in (*option.delegates, *joined))
        interpreter = interpreters.get(placement.activity, -1)
        pairs = model.needs.pairs[option.need] if option.need >= 0 else frozenset()
        spoken = [pair for pair in pairs if pair in event.interpreters[interpreter].pairs]
        meetings.append(
            Meeting(
                meeting_id=activity.meeting_id,
                kind=activity.kind,
                requests=activity.requests,
                parties=people if placement.activity in each else activity.parties,
                delegates=people,
                slots=tuple(
                    model.slot_ids[s]
                    for s in bits(model.cover(placement.activity, placement.start))
                ),
                table_id=event.tables[tables[placement.activity]].table_id,
                value=activity.value + each.get(placement.activity, 0) * len(joined),
                interpreter_id=(
                    event.interpreters[interpreter].interpreter_id if interpreter >= 0 else ""
                ),
                languages=min((tuple(sorted(pair)) for pair in spoken), default=())
                if interpreter >= 0
                else (),
            )
        )
    return meetings
