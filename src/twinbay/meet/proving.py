"""Reach the objectives one after the other, each with its bound.

First the whole lexicographic problem is solved on the selection and placed. When everything finds
a slot, every figure equals its bound and is proven. Otherwise the objectives are taken one by one:
the selection still gives a bound, the best plan a figure, and the time-indexed formulation closes
what lies between them as far as time allows.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf

from twinbay.meet.closing import Closer, keep, optimise, signed
from twinbay.meet.formulation import Cut, Formulation
from twinbay.meet.model import Model, Placement, Plan
from twinbay.meet.selecting import Crowd, add_crowd, complete, crowds, place, remaining
from twinbay.meet.stages import Stage
from twinbay.meet.timetable import Progress, Proof

ROUNDS = 12
"""Most returns to the selection with new cuts before the time-indexed formulation is asked."""

RETRIES = 3
"""Attempts to place a selection with other seeds when counting shows no reason why it fails."""

TIMED_CELLS = 400_000
"""Largest time-indexed formulation that is tried."""

SEATING_ROUNDS = 50
"""Most cuts from seating for one objective."""

Tell = Callable[[Progress], None]


@dataclass
class Prover:
    """The search for one event's plan.

    Attributes:
        model: the event.
        objectives: its stages.
        fixed: placements of the fixed meetings.
        unseatable: returns None when a plan can be seated, else a cut that it violates.
        deadline: ``time.monotonic()`` at which to stop.
        seed: makes the search repeatable.
        tell: is told of progress.
    """

    model: Model
    objectives: tuple[Stage, ...]
    fixed: tuple[Placement, ...]
    unseatable: Callable[[Plan], Cut | None]
    deadline: float
    seed: int
    tell: Tell
    began: float = field(default_factory=time.monotonic)
    known: list[Plan] = field(default_factory=list)
    crowds: dict[tuple[int, ...], Crowd] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    bounds: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)

    def run(self) -> tuple[Plan, tuple[Proof, ...]]:
        """Return the best plan and the proofs of all stages."""
        self._know(Plan(self.fixed))
        proofs = self._by_selection(1)
        if proofs and len(self.objectives) > 1:
            proofs = self._by_selection(len(self.objectives))
        return (self.known[-1], proofs) if proofs else self._one_by_one()

    def _by_selection(self, count: int) -> tuple[Proof, ...]:
        """Solve the first stages on the selection and place it.

        Returns:
            The proofs when the last known plan reaches every figure of the selection, else nothing.
        """
        retries = 0
        for attempt in range(ROUNDS):
            chosen, proofs = self._selected(self.objectives[:count])
            plan = place(self.model, chosen, self.deadline, self.seed + attempt, kept=self.fixed)
            if self._know(plan) and self._reaches(plan, proofs):
                return tuple(
                    replace(proof, figure=stage.figure(plan))
                    for stage, proof in zip(self.objectives, proofs, strict=False)
                )
            if not self._learn(chosen, plan):
                retries += 1
            if retries >= RETRIES or not remaining(self.deadline):
                break
        return ()

    def _selected(self, objectives: tuple[Stage, ...]) -> tuple[Plan, list[Proof]]:
        """Return the selection that is best for some stages, and what is proven by it."""
        selection = self._selection()
        proofs: list[Proof] = []
        chosen = Plan(())
        start: dict[int, float] | None = None
        for stage in objectives:
            began = time.monotonic()
            terms = stage.terms(selection)
            solved = optimise(selection, stage, terms, remaining(self.deadline) / 2, start)
            if solved.values is not None:
                chosen = selection.plan(solved.values)
                start = {column: round(solved.values[column]) for column in selection.cells}
            figure = stage.figure(chosen)
            bound = self._whole(stage, figure, solved.bound)
            keep(selection, stage, terms, stage.limit(figure))
            proofs.append(_proof(stage, figure, bound, began, "selection, placed in full"))
            key = (stage.name, tuple(proof.figure for proof in proofs[:-1]))
            tightest = (bound, self.bounds.get(key, bound))
            self.bounds[key] = min(tightest) if stage.maximise else max(tightest)
            self._tell(stage, None, bound)
        return chosen, proofs

    def _reaches(self, plan: Plan, proofs: list[Proof]) -> bool:
        """Return whether a plan keeps every stage's limit, and reaches the last one's figure."""
        pairs = list(zip(self.objectives, proofs, strict=False))
        for stage, proof in pairs:
            self._tell(stage, stage.figure(plan), proof.bound)
        last, settled = pairs[-1]
        return last.figure(plan) == settled.figure and all(
            signed(stage, stage.figure(plan)) >= signed(stage, stage.limit(proof.figure))
            for stage, proof in pairs
        )

    def _selection(self) -> Formulation:
        selection = Formulation(self.model, timed=False, seed=self.seed)
        for crowd in self.crowds.values():
            add_crowd(selection, crowd)
        return selection

    def _learn(self, chosen: Plan, plan: Plan) -> bool:
        """Take new cuts from a selection that could not be placed; return whether there are any."""
        if complete(chosen, plan):
            return False
        before = len(self.crowds)
        for crowd in crowds(self.model, chosen, plan):
            self.crowds.setdefault(crowd.activities, crowd)
        return len(self.crowds) > before

    def _know(self, plan: Plan) -> bool:
        """Add a plan to those known, without what cannot be seated; return whether all can."""
        whole = True
        while (cut := self.unseatable(plan)) is not None:
            whole = False
            self.cuts.append(cut)
            movable = [p for p in cut.placements if not self.model.activities[p.activity].fixed]
            if not movable:
                return False
            dropped = min(
                movable, key=lambda p: (self.model.activities[p.activity].value, p.activity)
            )
            plan = Plan(
                tuple(p for p in plan.placements if p != dropped),
                tuple(j for j in plan.joiners if j[0] != dropped.activity),
            )
        self.known.append(plan)
        return whole

    def _one_by_one(self) -> tuple[Plan, tuple[Proof, ...]]:
        """Take the stages one by one, with the time-indexed formulation where it is needed."""
        selection = self._selection()
        closer = Closer(self.model, tuple(self.crowds.values()), self.seed)
        done: list[tuple[Stage, int]] = []
        proofs: list[Proof] = []
        best = self.known[0]
        for stage in self.objectives:
            began = time.monotonic()
            terms = stage.terms(selection)
            solved = optimise(selection, stage, terms, remaining(self.deadline) / 4)
            if solved.values is not None:
                chosen = selection.plan(solved.values)
                self._know(place(self.model, chosen, self.deadline, self.seed, kept=self.fixed))
            best, bound, method = self._best(done, stage), solved.bound, "selection"
            proven = self.bounds.get((stage.name, tuple(figure for _, figure in done)))
            if proven is not None:
                bound = min(bound, signed(stage, proven))
            if signed(stage, stage.figure(best)) < bound and self._worth_closing():
                bound = min(bound, self._close(closer, done, stage))
                best, method = self._best(done, stage), "time-indexed formulation"
            figure = stage.figure(best)
            whole = self._whole(stage, figure, bound)
            proofs.append(_proof(stage, figure, whole, began, method))
            self._tell(stage, figure, whole)
            keep(selection, stage, terms, stage.limit(figure))
            done.append((stage, stage.limit(figure)))
        return best, tuple(
            replace(proof, figure=stage.figure(best))
            for stage, proof in zip(self.objectives, proofs, strict=True)
        )

    def _whole(self, stage: Stage, figure: int, bound: float) -> int:
        """Return a bound as the stage's own whole number, never contradicting a figure reached."""
        if bound == inf:
            each = {j.activity: j.value_each * len(j.optional) for j in self.model.joinings}
            everything = sum(a.value + each.get(n, 0) for n, a in enumerate(self.model.activities))
            return everything if stage.maximise else 0
        return round(signed(stage, max(bound, signed(stage, figure))))

    def _worth_closing(self) -> bool:
        cells = sum(o.starts.bit_count() for a in self.model.activities for o in a.options)
        return cells <= TIMED_CELLS and remaining(self.deadline) > 0

    def _best(self, done: list[tuple[Stage, int]], stage: Stage) -> Plan:
        """Return the known plan that is best for a stage and keeps the limits of those done."""
        fitting = [
            plan
            for plan in self.known
            if all(signed(s, s.figure(plan)) >= signed(s, limit) for s, limit in done)
        ]
        return max(fitting, key=lambda plan: signed(stage, stage.figure(plan)))

    def _close(self, closer: Closer, done: list[tuple[Stage, int]], stage: Stage) -> float:
        """Improve plan and bound with the time-indexed formulation; return its signed bound."""
        until = time.monotonic() + remaining(self.deadline) / 2
        best = self._best(done, stage)
        bound = closer.relaxed(tuple(done), stage, best, until)
        for _ in range(SEATING_ROUNDS):
            best = self._best(done, stage)
            if signed(stage, stage.figure(best)) >= bound or not remaining(until):
                break
            plan, closer_bound = closer.improved(tuple(done), stage, best, self.cuts, until)
            bound = min(bound, closer_bound)
            if plan is None or self._know(plan):
                break
        return bound

    def _tell(self, stage: Stage, figure: int | None, bound: int | None) -> None:
        self.tell(Progress(stage.name, figure, bound, time.monotonic() - self.began))


def _proof(stage: Stage, figure: int, bound: int, began: float, method: str) -> Proof:
    spent = time.monotonic() - began
    return Proof(stage.name, figure, bound, stage.maximise, spent, method)
