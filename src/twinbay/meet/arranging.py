"""Find slots for meetings that were selected: list edge-colouring by ejection chains.

The parties are the nodes of a multigraph, the meetings its edges, the slots the colours: an edge
takes a colour free at both ends, with at most so many edges of a colour as there are tables. The
search places the most constrained meeting first, and mends what is left by putting a meeting where
little stands in its way, ejecting that, and going on with the ejected. A meeting that is ejected
often becomes dearer to eject (Müller, Rudová and Barták, "Minimal perturbation problem in course
timetabling", PATAT 2004, call it conflict-based statistics), and may not return to the same slot
for a while.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from twinbay.meet.board import Board
from twinbay.meet.model import Model, Placement, bits

TABU = 20
"""Least number of steps before an ejected meeting may return to its slot; at most twice as many."""

PATIENCE = 300
"""Steps without progress at which the search gives up, beside one for each meeting wanted."""

LOOKED_AT = 12
"""Meetings of a full slot that are looked at as the one to eject."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What to place.

    Attributes:
        wanted: activities, each with the options that may be used.
        kept: placements that stay where they are.
        preferred: for an activity, the placement to try first.
    """

    wanted: tuple[tuple[int, tuple[int, ...]], ...]
    kept: tuple[Placement, ...] = ()
    preferred: tuple[Placement, ...] = ()


def arrange(
    model: Model,
    goal: Goal,
    deadline: float,
    seed: int,
    *,
    worth: Callable[[int], float] = lambda _: 1.0,
) -> tuple[Placement, ...]:
    """Place as much of a goal as the search can, most worth first.

    Arguments:
        model: without joinings that matter here (see ``selecting.with_joiners``).
        goal: what to place.
        deadline: ``time.monotonic()`` at which to stop.
        seed: makes the search repeatable.
        worth: of placing an activity; the best plan met by the sum of it is returned.

    Returns:
        Placements free of conflicts.
    """
    search = _Search(model, goal, random.Random(seed), worth)
    search.construct()
    search.mend(deadline)
    return search.best


def fill_up(
    model: Model,
    placements: tuple[Placement, ...],
    choices: Mapping[int, tuple[int, ...]],
    immovable: Set[int],
    deadline: float,
) -> tuple[Placement, ...]:
    """Add activities of value where there is room, or in place of others worth less.

    Arguments:
        model: as in :func:`arrange`.
        placements: the plan to improve.
        choices: for every activity that may be added or moved, its options.
        immovable: activities that stay where they are.
        deadline: ``time.monotonic()`` at which to stop.

    Returns:
        A plan of at least the same value.
    """
    board = Board(model)
    for placement in placements:
        board.place(placement)
    gained = True
    while gained and time.monotonic() < deadline:
        gained = False
        missing = [a for a in choices if board.placed[a] is None and model.activities[a].value]
        for activity in sorted(missing, key=lambda a: (-model.activities[a].value, a)):
            if time.monotonic() >= deadline:
                break
            gained |= _gain(board, activity, choices, immovable)
    return tuple(p for p in board.placed if p is not None)


def _gain(
    board: Board, activity: int, choices: Mapping[int, tuple[int, ...]], immovable: Set[int]
) -> bool:
    """Place an activity if the value rises by it, moving others elsewhere where they fit."""
    model = board.model
    for option in choices[activity]:
        for start in bits(model.activities[activity].options[option].starts):
            placement = Placement(activity, option, start)
            blockers = board.blockers(placement)
            if any(b < 0 or b in immovable or b not in choices for b in blockers):
                continue
            before = [board.remove(blocker) for blocker in blockers]
            board.place(placement)
            lost, moved = 0, []
            for blocker in blockers:
                if _settle_first(board, blocker, choices[blocker]):
                    moved.append(blocker)
                else:
                    lost += model.activities[blocker].value
            if lost < model.activities[activity].value:
                return True
            for number in (*moved, activity):
                board.remove(number)
            for earlier in before:
                board.place(earlier)
    return False


def _settle_first(board: Board, activity: int, options: tuple[int, ...]) -> bool:
    for option in options:
        fitting = board.fitting(activity, option)
        if fitting:
            board.place(Placement(activity, option, next(bits(fitting))))
            return True
    return False


class _Search:
    def __init__(
        self, model: Model, goal: Goal, chance: random.Random, worth: Callable[[int], float]
    ) -> None:
        self.model = model
        self.chance = chance
        self.board = Board(model)
        self.options = dict(goal.wanted)
        self.preferred = {p.activity: p for p in goal.preferred}
        self.kept = {p.activity for p in goal.kept}
        self.worth = {activity: worth(activity) for activity in self.options}
        self.weight = dict.fromkeys(self.options, 0)
        self.tabu: dict[tuple[int, int], int] = {}
        self.left: list[int] = []
        for placement in goal.kept:
            self.board.place(placement)
        self.best: tuple[Placement, ...] = ()
        self.best_missing = float("inf")

    def construct(self) -> None:
        """Place the meetings of the busiest people first, into the emptiest slots."""
        demand = [0] * len(self.model.available)
        for activity in self.options:
            for person in self._people(activity):
                demand[person] += 1

        def tightness(activity: int) -> tuple[int, int, int]:
            free = min(
                (self.model.available[p].bit_count() - demand[p] for p in self._people(activity)),
                default=0,
            )
            starts = sum(
                self.model.activities[activity].options[o].starts.bit_count()
                for o in self.options[activity]
            )
            return free, starts, activity

        for activity in sorted(self.options, key=tightness):
            if not self._settle(activity, emptiest=True):
                self.left.append(activity)
        self._keep_best()

    def mend(self, deadline: float) -> None:
        """Place what is left by ejecting what stands in its way, until that gets nowhere."""
        patience = PATIENCE + len(self.options)
        step = progress = 0
        while self.left and step < progress + patience and time.monotonic() < deadline:
            position = self.chance.randrange(len(self.left))
            self.left[position], self.left[-1] = self.left[-1], self.left[position]
            activity = self.left.pop()
            if not self._settle(activity) and not self._force(activity, step):
                self.left.append(activity)
            step += 1
            if self._keep_best():
                progress = step

    def _people(self, activity: int) -> Iterable[int]:
        options = self.model.activities[activity].options
        return options[self.options[activity][0]].delegates

    def _settle(self, activity: int, *, emptiest: bool = False) -> bool:
        """Place an activity where it fits, if anywhere."""
        preferred = self.preferred.get(activity)
        if preferred is not None and not self.weight[activity]:
            fitting = self.board.fitting(activity, preferred.option)
            if fitting >> preferred.start & 1:
                self.board.place(preferred)
                return True
        fits = [
            (option, start)
            for option in self.options[activity]
            for start in bits(self.board.fitting(activity, option))
        ]
        if not fits:
            return False
        if emptiest:
            option, start = max(
                fits, key=lambda fit: (self._room(activity, *fit), self.chance.random())
            )
        else:
            option, start = self.chance.choice(fits)
        self.board.place(Placement(activity, option, start))
        return True

    def _room(self, activity: int, option: int, start: int) -> int:
        pool = self.model.activities[activity].options[option].pool
        return self.model.pools[pool].capacity[start] - self.board.used[pool][start]

    def _force(self, activity: int, step: int) -> bool:
        """Place an activity where ejecting what stands in its way costs least."""
        cheapest = float("inf")
        chosen: tuple[Placement, list[int]] | None = None
        for option in self.options[activity]:
            for start in bits(self.model.activities[activity].options[option].starts):
                placement = Placement(activity, option, start)
                blockers = self.board.blockers(placement, self._easiest)
                if any(b < 0 or b in self.kept for b in blockers):
                    continue
                cost = sum(self._cost(b) for b in blockers) + 0.1 * self.chance.random()
                if self.tabu.get((activity, start), -1) >= step:
                    cost += 10.0
                if cost < cheapest:
                    cheapest, chosen = cost, (placement, blockers)
        if chosen is None:
            return False
        placement, blockers = chosen
        for blocker in blockers:
            start = self.board.remove(blocker).start
            self.weight[blocker] += 1
            self.tabu[blocker, start] = step + TABU + self.chance.randrange(TABU)
        self.board.place(placement)
        for blocker in blockers:
            if not self._settle(blocker):
                self.left.append(blocker)
        return True

    def _cost(self, activity: int) -> float:
        """Return the price of ejecting a meeting: small when it fits elsewhere."""
        if any(self.board.fitting(activity, option) for option in self.options[activity]):
            return 0.2
        return self.worth[activity] + 0.1 * self.weight[activity]

    def _easiest(self, activities: list[int]) -> int:
        """Return the one of several meetings that is cheapest to eject, -1 if none may be."""
        movable = [a for a in activities if a not in self.kept]
        if not movable:
            return -1
        if len(movable) > LOOKED_AT:
            movable = self.chance.sample(movable, LOOKED_AT)
        return min(movable, key=self._cost)

    def _keep_best(self) -> bool:
        missing = sum(self.worth[activity] for activity in self.left)
        if missing < self.best_missing:
            self.best_missing = missing
            self.best = tuple(p for p in self.board.placed if p is not None)
            return True
        return False
