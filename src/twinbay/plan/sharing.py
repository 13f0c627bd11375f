"""Sharing what cooperation gains: the Shapley value, the core, the least core, the nucleolus.

A game gives each coalition of players what its members gain by working together; the empty one
gains nothing.

Sources: L. S. Shapley, A value for n-person games, in Contributions to the Theory of Games II,
Princeton 1953; D. B. Gillies, Solutions to general non-zero-sum games, in Contributions to the
Theory of Games IV, Princeton 1959 (core); M. Maschler, B. Peleg and L. S. Shapley, Geometric
properties of the kernel, nucleolus, and related solution concepts, Mathematics of Operations
Research 4 (1979) 303-338 (least core); D. Schmeidler, The nucleolus of a characteristic function
game, SIAM Journal on Applied Mathematics 17 (1969) 1163-1170.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Coalition = frozenset[str]
Game = Mapping[Coalition, float]
"""Coalition to what it gains; the empty one may be left out."""

TIGHT = 1e-7
"""Relative to the largest gain: constraints of the linear programmes hold within this."""


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """Whether a split of the whole gain can be upset by some who would rather go alone.

    Attributes:
        slack: the most by which every coalition can be given more than it gains alone; below zero
            no split satisfies all and the core is empty.
        split: a split that reaches it (of the least core).
        objections: coalition to how much more it would gain alone than it is given, largest
            first; empty when the split that was checked lies in the core.
    """

    slack: float
    split: Mapping[str, float]
    objections: tuple[tuple[Coalition, float], ...]

    @property
    def exists(self) -> bool:
        """Whether the core has any split at all."""
        return self.slack >= 0.0

    @property
    def stable(self) -> bool:
        """Whether the split that was checked lies in the core."""
        return not self.objections


def coalitions(players: Sequence[str]) -> Iterator[Coalition]:
    """Yield every coalition that is not empty, small ones first."""
    for size in range(1, len(players) + 1):
        yield from map(frozenset, combinations(players, size))


def shapley_value(players: Sequence[str], game: Game) -> dict[str, float]:
    """Return what each player adds to those before it, on average over all orders of joining.

    Arguments:
        players: at least one.
        game: value of every coalition of them.

    Result:
        Adds up to the value of all players together.
    """
    many = len(players)
    value = dict.fromkeys(players, 0.0)
    for player in players:
        others = [one for one in players if one != player]
        for size in range(many):
            weight = factorial(size) * factorial(many - size - 1) / factorial(many)
            for chosen in combinations(others, size):
                before = frozenset(chosen)
                added = game[before | {player}] - (game[before] if before else 0.0)
                value[player] += weight * added
    return value


def check_core(players: Sequence[str], game: Game, split: Mapping[str, float]) -> CoreCheck:
    """Return whether a split lies in the core, and the least core.

    Arguments:
        players: at least one.
        game: value of every coalition of them.
        split: what each player is given; adds up to the value of all.
    """
    proper = [one for one in coalitions(players) if len(one) < len(players)]
    tolerance = TIGHT * _size(game)
    missing = ((one, game[one] - sum(split[player] for player in one)) for one in proper)
    objections = sorted((o for o in missing if o[1] > tolerance), key=lambda o: -o[1])
    slack, least = _least_core(players, game, proper, {})
    slack = 0.0 if abs(slack) <= tolerance else slack
    found = dict(zip(players, least.tolist(), strict=True))
    return CoreCheck(slack, found, tuple(objections))


def nucleolus(players: Sequence[str], game: Game) -> dict[str, float]:
    """Return the split whose least satisfied coalition is as satisfied as can be, then the next.

    Arguments:
        players: at least one; every coalition costs linear programmes, so keep to about eight.
        game: value of every coalition of them.
    """
    proper = [one for one in coalitions(players) if len(one) < len(players)]
    tolerance = TIGHT * _size(game)
    fixed: dict[Coalition, float] = {}
    split = np.full(len(players), game[frozenset(players)] / len(players))
    while proper and _rank(players, fixed) < len(players):
        free = [one for one in proper if one not in fixed]
        slack, split = _least_core(players, game, free, fixed)
        settled = [
            one
            for one in free
            if _most(players, game, free, fixed, slack, one) <= game[one] + slack + tolerance
        ]
        if not settled:
            break
        fixed |= {one: game[one] + slack for one in settled}
    return dict(zip(players, split.tolist(), strict=True))


def _size(game: Game) -> float:
    return max(1e-9, *(abs(value) for value in game.values()))


def _membership(players: Sequence[str], these: Sequence[Coalition]) -> NDArray[np.float64]:
    return np.array([[float(player in one) for player in players] for one in these]).reshape(
        len(these), len(players)
    )


def _rank(players: Sequence[str], fixed: Mapping[Coalition, float]) -> int:
    rows = _membership(players, [*fixed, frozenset(players)])
    return int(np.linalg.matrix_rank(rows))


def _equalities(
    players: Sequence[str], game: Game, fixed: Mapping[Coalition, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    whole = frozenset(players)
    rows = _membership(players, [whole, *fixed])
    return rows, np.array([game[whole], *fixed.values()])


def _least_core(
    players: Sequence[str],
    game: Game,
    free: Sequence[Coalition],
    fixed: Mapping[Coalition, float],
) -> tuple[float, NDArray[np.float64]]:
    """Maximise the slack that every free coalition has; others are held at what they get."""
    rows, values = _equalities(players, game, fixed)
    if not free:
        return 0.0, np.asarray(np.linalg.lstsq(rows, values, rcond=None)[0])
    size = _size(game)
    solved = linprog(
        np.append(np.zeros(len(players)), -1.0),
        A_ub=np.hstack([-_membership(players, free), np.ones((len(free), 1))]),
        b_ub=-np.array([game[one] for one in free]) / size,
        A_eq=np.hstack([rows, np.zeros((len(rows), 1))]),
        b_eq=values / size,
        bounds=[(None, None)] * (len(players) + 1),
        method="highs",
    )
    return float(solved.x[-1]) * size, np.asarray(solved.x[:-1]) * size


def _most(
    players: Sequence[str],
    game: Game,
    free: Sequence[Coalition],
    fixed: Mapping[Coalition, float],
    slack: float,
    coalition: Coalition,
) -> float:
    """Return the most that a coalition can get while no free one falls below its slack."""
    rows, values = _equalities(players, game, fixed)
    size = _size(game)
    solved = linprog(
        -_membership(players, [coalition])[0],
        A_ub=-_membership(players, free),
        b_ub=-(np.array([game[one] for one in free]) + slack - TIGHT * size / 10) / size,
        A_eq=rows,
        b_eq=values / size,
        bounds=[(None, None)] * len(players),
        method="highs",
    )
    return float("inf") if solved.x is None else -float(solved.fun) * size
