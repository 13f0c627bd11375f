"""Place what is already agreed, or find the smallest set of agreements that contradict."""

from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Model, Placement
from twinbay.meet.seating import Seating

SECONDS = 60.0
"""Time limit for one feasibility question about fixed meetings (they take milliseconds)."""


def fixed_placements(
    model: Model, only: frozenset[int] | None = None
) -> tuple[Placement, ...] | None:
    """Return placements of all fixed meetings that can hold together, or None.

    Arguments:
        model: the model.
        only: numbers of the fixed activities to look at; None means all.
    """
    numbers = [
        number
        for number, activity in enumerate(model.activities)
        if activity.fixed and (only is None or number in only)
    ]
    if any(not model.activities[number].options for number in numbers):
        return None
    if not numbers:
        return ()
    firm = model.only(numbers)
    formulation = Formulation(firm, timed=True)
    while True:
        solved = formulation.programme.maximise((), SECONDS)
        if solved.values is None:
            return None
        plan = formulation.plan(solved.values)
        cut = Seating(firm).unseatable(plan)
        if cut is None:
            return tuple(Placement(numbers[p.activity], p.option, p.start) for p in plan.placements)
        formulation.add_cut(cut)


def minimal_conflict(model: Model) -> tuple[int, ...]:
    """Return fixed activities that contradict each other, none of which can be left out.

    A deletion filter (Chinneck and Dravnieks, 1991): leave out one after the other; what still
    contradicts without it was not needed. Empty when there is no contradiction.
    """
    if fixed_placements(model) is not None:
        return ()
    kept = [number for number, activity in enumerate(model.activities) if activity.fixed]
    for candidate in tuple(kept):
        without = frozenset(kept) - {candidate}
        if fixed_placements(model, without) is None:
            kept.remove(candidate)
    return tuple(kept)
