"""What more, or fewer, tables, slots or interpreters would bring."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from twinbay.meet.agenda_rules import ordered_slots
from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event, Fairness, FairnessMode, Interpreter, Slot, Table, TableKind
from twinbay.meet.fixing import fixed_placements
from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Model, Pool
from twinbay.meet.proving import Prover
from twinbay.meet.seating import Seating
from twinbay.meet.stages import stages
from twinbay.meet.timetable import Progress
from twinbay.meet.validate import check

STEPS = (-4, -2, -1, 1, 2, 4)
"""Changes of a number that are tried unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One point of a chart.

    Attributes:
        resource: ``tables``, ``slots`` or ``interpreters``; empty for the event as it is.
        detail: which kind of table or language pair, in a few words.
        change: how many more (or fewer, below 0).
        count: how many there are then.
        value, bound: points reached, and points that cannot be surpassed.
        meetings: meetings held.
    """

    resource: str
    detail: str
    change: int
    count: int
    value: int
    bound: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Values for a chart of what the hall's size is worth.

    Attributes:
        base: the event as it is.
        scenarios: by resource and change; the shadow value of one more is the difference between
            the scenario with change 1 and ``base``.
    """

    base: Scenario
    scenarios: tuple[Scenario, ...]

    def worth(self, resource: str, detail: str = "") -> int | None:
        """Return the points that one more of a resource brings; None when it was not tried."""
        for scenario in self.scenarios:
            if (scenario.resource, scenario.change) == (resource, 1) and detail in (
                "",
                scenario.detail,
            ):
                return scenario.value - self.base.value
        return None


@dataclass(frozen=True, slots=True)
class SlotPrice:
    """What one more table, or interpreter, in one slot alone is worth at most.

    Attributes:
        resource: ``tables`` or ``interpreters``.
        detail: which kind of table and venue, or language pairs, in a few words.
        slot_id: the slot.
        points: shadow price of the linear relaxation: exact for a small enough change of the
            relaxation, and never less than what a whole one more would bring it.
    """

    resource: str
    detail: str
    slot_id: str
    points: float


def slot_prices(event: Event, *, time_limit: float = 60.0) -> tuple[SlotPrice, ...]:
    """Return shadow prices by slot, from the time-indexed linear relaxation of the value.

    Arguments:
        event: the conference.
        time_limit: seconds, above 0; nothing is returned when it does not suffice.

    Raises:
        EventError: the event contradicts itself.
    """
    check(event)
    model = compile_event(event)
    formulation = Formulation(model, timed=True)
    solved = formulation.programme.relax(formulation.value(), time_limit)
    if solved.values is None:
        return ()
    duals = formulation.programme.row_duals()
    rows = [
        ("tables", _pool_name(event, model.pools[pool]), slot, row)
        for (pool, slot), row in formulation.table_rows.items()
    ]
    rows += [
        ("interpreters", _union_name(model, union), slot, row)
        for (union, slot), row in formulation.interpreter_rows.items()
    ]
    return tuple(
        SlotPrice(resource, name, model.slot_ids[slot], float(duals[row]) if row >= 0 else 0.0)
        for resource, name, slot, row in sorted(rows, key=lambda r: r[:3])
    )


def _pool_name(event: Event, pool: Pool) -> str:
    table = event.tables[pool.tables[0]]
    return f"{table.kind.value} {table.venue_id}".strip()


def _union_name(model: Model, union: int) -> str:
    pairs = {pair for kind in model.needs.unions[union] for pair in model.needs.pairs[kind]}
    return ", ".join(sorted("–".join(sorted(pair)) for pair in pairs))


def simulate(
    event: Event,
    *,
    steps: Sequence[int] = STEPS,
    time_limit: float = 60.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Simulation:
    """Solve the event again with more and fewer tables, slots and interpreters.

    Only the first objective, the total value, is solved for. A table more is like the first of its
    kind and open in every slot; a slot more follows the last one after the usual break, and
    everybody is there; an interpreter more is like the first of its language pairs and always on
    duty. What is taken away is the last of its kind.

    Arguments:
        event: the conference.
        steps: changes to try, without 0; those that would leave none are passed over.
        time_limit: seconds for all scenarios together.
        seed: makes the search repeatable.
        progress: is called after each scenario.

    Raises:
        EventError: the event contradicts itself.
    """
    check(event)
    began = time.monotonic()
    plain = replace(event, rules=replace(event.rules, fairness=Fairness(FairnessMode.NONE)))
    cases = [("", "", 0, 1, plain), *_cases(plain, sorted(set(steps) - {0}))]
    scenarios = []
    for position, (resource, detail, change, count, case) in enumerate(cases):
        left = max(0.1, began + time_limit - time.monotonic())
        value, bound, meetings = _value(case, left / (len(cases) - position), seed)
        scenarios.append(Scenario(resource, detail, change, count, value, bound, meetings))
        if progress is not None:
            stage = f"{resource} {change:+d}" if resource else "as it is"
            progress(Progress(stage, value, bound, time.monotonic() - began))
    return Simulation(scenarios[0], tuple(scenarios[1:]))


Case = tuple[str, str, int, int, Event]


def _cases(event: Event, steps: Sequence[int]) -> list[Case]:
    """Return resource, detail, change, resulting count and event of each scenario."""
    cases: list[Case] = []
    for kind in TableKind:
        count = sum(table.kind is kind for table in event.tables)
        if count:
            cases.extend(
                ("tables", kind.value, step, count + step, _with_tables(event, kind, step))
                for step in steps
                if count + step > 0
            )
    count = len(event.slots)
    cases.extend(
        ("slots", "", step, count + step, _with_slots(event, step))
        for step in steps
        if count + step > 0
    )
    offers = dict.fromkeys(interpreter.pairs for interpreter in event.interpreters)
    for pairs in offers:
        count = sum(interpreter.pairs == pairs for interpreter in event.interpreters)
        detail = ", ".join(sorted("–".join(sorted(pair)) for pair in pairs))
        cases.extend(
            ("interpreters", detail, step, count + step, _with_interpreters(event, pairs, step))
            for step in steps
            if count + step >= 0
        )
    return [case for case in cases if _possible(case[-1])]


def _possible(event: Event) -> bool:
    """Return whether the fixed meetings still can take place."""
    return not event.fixed or fixed_placements(compile_event(event)) is not None


def _with_tables(event: Event, kind: TableKind, step: int) -> Event:
    like = next(table for table in event.tables if table.kind is kind)
    if step < 0:
        gone = {t.table_id for t in [t for t in event.tables if t.kind is kind][step:]}
        groups = tuple(g for g in event.groups if g.table_id not in gone)
        fixed = tuple(
            replace(f, table_id="", kind=kind) if f.table_id in gone else f for f in event.fixed
        )
        tables = tuple(
            replace(t, neighbours=_without(t, gone)) for t in event.tables if t.table_id not in gone
        )
        return replace(event, tables=tables, groups=groups, fixed=fixed)
    highest = max(table.number for table in event.tables)
    more = tuple(
        replace(
            like,
            table_id=f"{like.table_id} +{i + 1}",
            number=highest + i + 1,
            available=None,
            neighbours=(),
        )
        for i in range(step)
    )
    return replace(event, tables=(*event.tables, *more))


def _without(table: Table, gone: set[str]) -> tuple[str, ...] | None:
    if table.neighbours is None:
        return None
    return tuple(other for other in table.neighbours if other not in gone)


def _with_slots(event: Event, step: int) -> Event:
    slots = ordered_slots(event)
    if step > 0:
        last = slots[-1]
        pause = slots[-1].start - slots[-2].end if len(slots) > 1 else timedelta()
        pause = pause if len(slots) > 1 and slots[-2].day == last.day else timedelta()
        length = last.end - last.start
        more = []
        begin = last.end + pause
        for i in range(step):
            more.append(Slot(f"{last.slot_id} +{i + 1}", begin, begin + length))
            begin += length + pause
        names = frozenset(slot.slot_id for slot in more)
        return _open_in(replace(event, slots=(*slots, *more)), names)
    gone = frozenset(slot.slot_id for slot in slots[step:])
    return _closed_in(replace(event, slots=slots[:step]), gone)


def _open_in(event: Event, names: frozenset[str]) -> Event:
    """Let everybody and everything be available in new slots."""
    return replace(
        event,
        delegates=tuple(
            replace(d, available=None if d.available is None else d.available | names)
            for d in event.delegates
        ),
        tables=tuple(
            replace(t, available=None if t.available is None else t.available | names)
            for t in event.tables
        ),
        interpreters=tuple(
            replace(i, available=None if i.available is None else i.available | names)
            for i in event.interpreters
        ),
    )


def _closed_in(event: Event, gone: frozenset[str]) -> Event:
    """Forget slots that are no more."""
    return replace(
        event,
        delegates=tuple(
            replace(d, available=None if d.available is None else d.available - gone)
            for d in event.delegates
        ),
        tables=tuple(
            replace(t, available=None if t.available is None else t.available - gone)
            for t in event.tables
        ),
        interpreters=tuple(
            replace(i, available=None if i.available is None else i.available - gone)
            for i in event.interpreters
        ),
        requests=tuple(
            replace(r, slots=None if r.slots is None else r.slots - gone) for r in event.requests
        ),
        groups=tuple(
            replace(g, slots=None if g.slots is None else g.slots - gone) for g in event.groups
        ),
        fixed=tuple(f for f in event.fixed if f.slot_id not in gone),
    )


def _with_interpreters(event: Event, pairs: frozenset[frozenset[str]], step: int) -> Event:
    alike = [i for i in event.interpreters if i.pairs == pairs]
    if step < 0:
        gone = {i.interpreter_id for i in alike[step:]}
        kept = tuple(i for i in event.interpreters if i.interpreter_id not in gone)
        fixed = tuple(
            replace(f, interpreter_id="") if f.interpreter_id in gone else f for f in event.fixed
        )
        return replace(event, interpreters=kept, fixed=fixed)
    more = tuple(
        Interpreter(f"{alike[0].interpreter_id} +{i + 1}", alike[0].name, pairs)
        for i in range(step)
    )
    return replace(event, interpreters=(*event.interpreters, *more))


def _value(event: Event, seconds: float, seed: int) -> tuple[int, int, int]:
    """Return value, bound and meetings of an event, by the first objective alone."""
    model = compile_event(event)
    prover = Prover(
        model=model,
        objectives=stages(model, ()),
        fixed=fixed_placements(model) or (),
        unseatable=Seating(model).unseatable,
        deadline=time.monotonic() + seconds,
        seed=seed,
        tell=lambda _: None,
    )
    plan, proofs = prover.run()
    return proofs[0].figure, proofs[0].bound, len(plan.placements)
