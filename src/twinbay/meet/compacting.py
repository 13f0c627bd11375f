"""Move meetings between slots so that agendas have few idle gaps.

What takes place stays the same, so value and fairness stay as they are. A move exchanges two slots
along a chain: a meeting goes to the other slot, those in its way there come back, and so on until
nothing is in the way (a Kempe chain of edge colouring). Worse plans are accepted with a chance that
falls over time (simulated annealing), and the best plan is kept.
"""

import math
import random
import time
from collections.abc import Callable

from twinbay.meet.board import Board
from twinbay.meet.comfort import between
from twinbay.meet.model import Model, Placement, Plan, bits

LONGEST_CHAIN = 10
"""Meetings in a chain at which it is given up."""

STEPS = 250
"""Moves tried for each meeting."""

GUIDED = 0.85
"""Share of the moves that try to close the gap of somebody who has one."""

HOT, COLD = 1.0, 0.12
"""Temperatures, in idle slots, at the beginning and at the end."""


def compact(
    model: Model,
    plan: Plan,
    deadline: float,
    seed: int,
    *,
    steps: int | None = None,
    gaps: Callable[[int], int] = lambda taken: between(taken).bit_count(),
) -> Plan:
    """Return a plan of the same meetings with at most as many gaps in agendas.

    Arguments:
        model: with joiners resolved (``selecting.with_joiners``).
        plan: the plan; every placement of length 1 that is not fixed may move.
        deadline: ``time.monotonic()`` at which to stop. The cooling follows the steps, so that the
            result is repeatable; only when they would not be done in time it follows the clock.
        seed: makes the search repeatable.
        steps: moves tried; None means so many for each meeting.
        gaps: counts them in one person's slots of one day; idle slots unless told otherwise.
    """
    search = _Annealing(model, plan, random.Random(seed), gaps)
    if search.movable:
        search.run(deadline, STEPS * len(search.movable) if steps is None else steps)
    return Plan(tuple(sorted(search.best, key=lambda p: p.activity)), plan.joiners)


class _Annealing:
    def __init__(
        self, model: Model, plan: Plan, chance: random.Random, gaps: Callable[[int], int]
    ) -> None:
        self.model = model
        self.chance = chance
        self.gaps = gaps
        self.board = Board(model)
        for placement in plan.placements:
            self.board.place(placement)
        self.movable = [
            p.activity
            for p in plan.placements
            if model.activities[p.activity].length == 1 and not model.activities[p.activity].fixed
        ]
        self.may_move = set(self.movable)
        self.starts = {
            p.activity: model.activities[p.activity].options[p.option].starts
            for p in plan.placements
        }
        self.people = [p for p, taken in enumerate(self.board.taken) if taken]
        self.idle = [self._idle(taken) for taken in self.board.taken]
        self.total = sum(self.idle)
        self.best_total = self.total
        self.best = plan.placements

    def run(self, deadline: float, steps: int) -> None:
        """Anneal."""
        began = time.monotonic()
        allowed = max(deadline - began, 1e-9)
        done = 0.0
        for step in range(steps):
            if step % 64 == 0:
                done = max(step / steps, (time.monotonic() - began) / allowed)
            if done >= 1 or not self.total:
                break
            self._step(HOT * (COLD / HOT) ** done)

    def _idle(self, taken: int) -> int:
        return sum(self.gaps(taken & day) for day in self.model.rules.days)

    def _step(self, temperature: float) -> None:
        activity, targets = self._pick()
        placement = self.board.placed[activity]
        assert placement is not None
        targets &= self.starts[activity] & ~(1 << placement.start)
        if not targets:
            return
        target = self.chance.choice(list(bits(targets)))
        chain = self._chain(activity, placement.start, target)
        if chain is None:
            return
        people = {
            person: None
            for number in chain
            for placed in [self.board.placed[number]]
            if placed is not None
            for person in self.board.delegates(placed)
        }
        change = self._change(chain, people, placement.start, target)
        if change > 0 and self.chance.random() >= math.exp(-change / temperature):
            return
        if self._move(chain):
            self.total += change
            for person in people:
                self.idle[person] = self._idle(self.board.taken[person])
            if self.total < self.best_total:
                self.best_total = self.total
                self.best = tuple(p for p in self.board.placed if p is not None)

    def _pick(self) -> tuple[int, int]:
        """Return a meeting to move and the slots to consider.

        Mostly one of somebody who has idle slots, to where that person's gaps are closed.
        """
        if self.chance.random() < GUIDED:
            person = self.chance.choice(self.people)
            if self.idle[person]:
                meetings = list({self.board.at[person][s] for s in bits(self.board.taken[person])})
                activity = self.chance.choice(meetings)
                if activity in self.may_move:
                    placement = self.board.placed[activity]
                    assert placement is not None
                    return activity, self._beside(
                        self.board.taken[person] & ~(1 << placement.start)
                    )
        return self.chance.choice(self.movable), -1

    def _beside(self, taken: int) -> int:
        """Return the slots in the gaps of an agenda and next to its ends."""
        slots = 0
        for day in self.model.rules.days:
            today = taken & day
            slots |= between(today) | (today << 1 | today >> 1) & day
        return slots & ~taken

    def _chain(self, activity: int, here: int, there: int) -> dict[int, int] | None:
        """Return the slot that each meeting of the chain goes to, None when it cannot move."""
        chain = {activity: there}
        queue = [activity]
        balance = 1
        while True:
            while queue:
                number = queue.pop()
                placement = self.board.placed[number]
                assert placement is not None
                target = chain[number]
                for person in self.board.delegates(placement):
                    other = self.board.at[person][target]
                    if other >= 0 and other not in chain:
                        back = here if target == there else there
                        if other not in self.may_move or not self.starts[other] >> back & 1:
                            return None
                        if len(chain) >= LONGEST_CHAIN:
                            return None
                        chain[other] = back
                        balance += 1 if back == there else -1
                        queue.append(other)
            if not balance:
                return chain
            full, empty = (there, here) if balance > 0 else (here, there)
            if self._room(chain, full) >= 0:
                return chain
            extra = self._extra(chain, full, empty)
            if extra is None:
                return None
            chain[extra] = empty
            balance += -1 if empty == here else 1
            queue.append(extra)

    def _room(self, chain: dict[int, int], slot: int) -> int:
        """Return the tables left over in a slot after the move, the scarcest pool counting."""
        arriving: dict[int, int] = {}
        for number, target in chain.items():
            placement = self.board.placed[number]
            assert placement is not None
            pool = self.model.activities[number].options[placement.option].pool
            arriving[pool] = arriving.get(pool, 0) + (1 if target == slot else -1)
        return min(
            self.model.pools[pool].capacity[slot] - self.board.used[pool][slot] - more
            for pool, more in arriving.items()
        )

    def _extra(self, chain: dict[int, int], full: int, empty: int) -> int | None:
        """Return another meeting that can leave a slot that would be too full."""
        here = list(self.board.in_slot[full])
        for _ in range(6):
            other = self.chance.choice(here)
            if other in self.may_move and other not in chain and self.starts[other] >> empty & 1:
                return other
        return None

    def _change(self, chain: dict[int, int], people: dict[int, None], here: int, there: int) -> int:
        """Return the change of idle slots that a chain brings."""
        flipped: dict[int, int] = dict.fromkeys(people, 0)
        both = 1 << here | 1 << there
        for number in chain:
            placement = self.board.placed[number]
            assert placement is not None
            for person in self.board.delegates(placement):
                flipped[person] ^= both
        return sum(
            self._idle(self.board.taken[person] ^ mask) - self.idle[person]
            for person, mask in flipped.items()
            if mask
        )

    def _move(self, chain: dict[int, int]) -> bool:
        """Carry a chain out; undo it and return False when a rule forbids it."""
        before = [self.board.remove(number) for number in chain]
        for position, placement in enumerate(before):
            moved = Placement(placement.activity, placement.option, chain[placement.activity])
            if not self._fits(moved):
                for done in before[:position]:
                    self.board.remove(done.activity)
                for earlier in before:
                    self.board.place(earlier)
                return False
            self.board.place(moved)
        return True

    def _fits(self, placement: Placement) -> bool:
        return bool(self.board.fitting(placement.activity, placement.option) >> placement.start & 1)
