"""The objectives about what takes place, in the order of their weight.

A stage is a linear function of what takes place, so that the selection and the time-indexed
formulation can both optimise it; how it reads off a plan is said independently of both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from twinbay.meet.event import FairnessMode
from twinbay.meet.formulation import Formulation, Terms
from twinbay.meet.model import Model, Plan
from twinbay.meet.parties import Party, held_activities


@dataclass(frozen=True, slots=True)
class Stage:
    """One objective.

    Attributes:
        name: for the certificate.
        maximise: whether more is better.
        terms: returns the function for a formulation; adds the columns and rows that it needs, so
            it is called once for each formulation.
        figure: reads the objective off a plan.
        concession: share of the figure that later stages may give away.
    """

    name: str
    maximise: bool
    terms: Callable[[Formulation], Terms]
    figure: Callable[[Plan], int]
    concession: float = 0.0

    def limit(self, figure: int) -> int:
        """Return the figure that later stages must keep."""
        if self.maximise:
            return ceil(figure * (1 - self.concession) - 1e-9)
        return figure


def stages(model: Model, everyone: tuple[Party, ...]) -> tuple[Stage, ...]:
    """Return the objectives of an event: value, then fairness as its rules ask for it."""
    fairness = model.event.rules.fairness
    value = Stage("value", True, Formulation.value, lambda plan: plan.value(model))
    if fairness.mode is FairnessMode.NONE:
        return (value,)
    if fairness.mode is FairnessMode.GUARANTEE:
        after = _guarantee(everyone)
    else:
        after = tuple(_below(model, everyone, level) for level in (0.0, *sorted(fairness.levels)))
    if not fairness.concession:
        return (value, *after)
    first = Stage(value.name, True, value.terms, value.figure, fairness.concession)
    again = Stage("value after the concession", True, value.terms, value.figure)
    return (first, *after, again)


def _below(model: Model, everyone: tuple[Party, ...], level: float) -> Stage:
    """Count the parties whose share of the achievable value is below a level."""
    needed = {
        party.name: max(1, ceil(level * party.achievable - 1e-9))
        for party in everyone
        if party.achievable
    }

    def terms(formulation: Formulation) -> Terms:
        below: Terms = []
        for party in everyone:
            if party.name not in needed:
                continue
            least = needed[party.name]
            column = formulation.programme.add_column()
            below.append((column, 1.0))
            held = [
                (c, float(min(model.activities[number].value, least)))
                for number in party.activities
                for c in formulation.held[number]
            ]
            formulation.programme.add_row([*held, (column, float(least))], lower=float(least))
        return below

    def figure(plan: Plan) -> int:
        held = held_activities(plan)
        return sum(
            sum(model.activities[n].value for n in party.activities if n in held)
            < needed[party.name]
            for party in everyone
            if party.name in needed
        )

    name = "fairness: parties with nothing" if not level else f"fairness: parties below {level:.0%}"
    return Stage(name, False, terms, figure)


def _guarantee(everyone: tuple[Party, ...]) -> tuple[Stage, ...]:
    """Count the parties below their guarantee, then the meetings that they lack."""
    owed = [party for party in everyone if party.guaranteed]

    def lacking(plan: Plan) -> list[int]:
        held = held_activities(plan)
        return [max(0, p.guaranteed - sum(n in held for n in p.activities)) for p in owed]

    def meetings(formulation: Formulation, party: Party) -> Terms:
        return [(c, 1.0) for number in party.activities for c in formulation.held[number]]

    def below(formulation: Formulation) -> Terms:
        terms: Terms = []
        for party in owed:
            column = formulation.programme.add_column()
            terms.append((column, 1.0))
            owing = float(party.guaranteed)
            formulation.programme.add_row(
                [*meetings(formulation, party), (column, owing)], lower=owing
            )
        return terms

    def shortfall(formulation: Formulation) -> Terms:
        terms: Terms = []
        for party in owed:
            owing = float(party.guaranteed)
            column = formulation.programme.add_column(0.0, owing)
            terms.append((column, 1.0))
            formulation.programme.add_row(
                [*meetings(formulation, party), (column, 1.0)], lower=owing
            )
        return terms

    return (
        Stage(
            "fairness: parties below their guarantee",
            False,
            below,
            lambda plan: sum(lack > 0 for lack in lacking(plan)),
        ),
        Stage("fairness: meetings lacking", False, shortfall, lambda plan: sum(lacking(plan))),
    )
