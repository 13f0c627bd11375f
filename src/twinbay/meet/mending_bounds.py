"""What mending a timetable can reach at most, by the selection alone."""

from math import inf

from twinbay.meet.formulation import Formulation
from twinbay.meet.linear import SLACK
from twinbay.meet.model import Plan
from twinbay.meet.previous import Previous


class SelectionBounds:
    """The selection with a limit on meetings cancelled or new: bounds for what mending can reach.

    It does not see meetings that only move, so that its counts are bounds from below.
    """

    def __init__(self, before: Previous, seed: int) -> None:
        self._selection = Formulation(before.model, timed=False, seed=seed)
        self._value = self._selection.value()
        self._offset = len(before.placements)
        self._changes = [
            (column, -1.0 if number in before.placements else 1.0)
            for number, columns in enumerate(self._selection.held)
            for column in columns
        ]
        self._limit = self._selection.programme.add_row(self._changes)
        self._worth = self._selection.programme.add_row(self._value)

    def bound(self, changes: int, seconds: float) -> int:
        """Return a bound on the value with so many changes."""
        programme = self._selection.programme
        programme.bound_row(self._limit, -inf, float(changes - self._offset))
        programme.bound_row(self._worth, -inf, inf)
        return _whole(programme.maximise(self._value, seconds).bound)

    def most_value(self, changes: int | None, seconds: float) -> tuple[int, Plan]:
        """Return a bound on the value with so many changes, and a selection near the old plan."""
        programme = self._selection.programme
        most = inf if changes is None else float(changes - self._offset)
        programme.bound_row(self._limit, -inf, most)
        programme.bound_row(self._worth, -inf, inf)
        solved = programme.maximise(self._value, seconds)
        if solved.values is None:
            return _whole(solved.bound), Plan(())
        programme.bound_row(self._worth, solved.objective, inf)
        fewest = [(column, -coefficient) for column, coefficient in self._changes]
        nearest = programme.maximise(fewest, seconds)
        values = solved.values if nearest.values is None else nearest.values
        return _whole(solved.bound), self._selection.plan(values)

    def fewest_changes(self, value: int, seconds: float) -> int:
        """Return a bound from below on the changes that a value needs."""
        programme = self._selection.programme
        programme.bound_row(self._limit, -inf, inf)
        programme.bound_row(self._worth, float(value), inf)
        fewest = [(column, -coefficient) for column, coefficient in self._changes]
        solved = programme.maximise(fewest, seconds)
        return max(0, _whole(-solved.bound) + self._offset) if abs(solved.bound) < inf else 0


def _whole(bound: float) -> int:
    """Return the whole number that a bound from above allows."""
    return int((bound + SLACK) // 1) if abs(bound) < inf else 0
