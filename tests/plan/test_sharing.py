"""Fair splits against the enumeration of orders and against published games."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.plan.sharing import Game, check_core, coalitions, nucleolus, shapley_value

PLAYERS = ("a", "b", "c")


def game_of(players: tuple[str, ...], values: list[float]) -> Game:
    return dict(zip(coalitions(players), values, strict=True))


def by_orders(players: tuple[str, ...], game: Game) -> dict[str, float]:
    orders = list(permutations(players))
    total = dict.fromkeys(players, 0.0)
    for order in orders:
        for at, player in enumerate(order):
            before = frozenset(order[:at])
            total[player] += game[before | {player}] - (game[before] if before else 0.0)
    return {player: value / len(orders) for player, value in total.items()}


@st.composite
def games(draw: st.DrawFn) -> tuple[tuple[str, ...], Game]:
    players = ("a", "b", "c", "d", "e")[: draw(st.integers(1, 5))]
    count = 2 ** len(players) - 1
    values = draw(st.lists(st.floats(-100, 100), min_size=count, max_size=count))
    return players, game_of(players, values)


@settings(max_examples=100, deadline=None)
@given(games())
def test_the_shapley_value_is_the_average_over_all_orders(
    case: tuple[tuple[str, ...], Game],
) -> None:
    players, game = case
    value = shapley_value(players, game)
    assert value == pytest.approx(by_orders(players, game), abs=1e-9)
    assert sum(value.values()) == pytest.approx(game[frozenset(players)], abs=1e-9)


def test_a_player_who_adds_nothing_gets_nothing_and_equals_get_the_same() -> None:
    game = {c: 6.0 if {"a", "b"} <= c else 0.0 for c in coalitions(PLAYERS)}
    assert shapley_value(PLAYERS, game) == pytest.approx({"a": 3.0, "b": 3.0, "c": 0.0})


def test_the_glove_market_of_three() -> None:
    """Two left gloves, one right: the core gives the right one all, Shapley two thirds."""
    game = {c: float("c" in c and len(c) > 1) for c in coalitions(PLAYERS)}
    value = shapley_value(PLAYERS, game)
    assert value == pytest.approx({"a": 1 / 6, "b": 1 / 6, "c": 2 / 3})
    core = check_core(PLAYERS, game, value)
    assert core.exists and not core.stable
    assert core.slack == 0.0
    assert core.split == pytest.approx({"a": 0.0, "b": 0.0, "c": 1.0}, abs=1e-7)
    assert core.objections[0][1] == pytest.approx(1 / 6)
    assert nucleolus(PLAYERS, game) == pytest.approx({"a": 0.0, "b": 0.0, "c": 1.0}, abs=1e-6)


def test_the_core_of_the_majority_game_is_empty_by_a_third() -> None:
    game = {c: float(len(c) >= 2) for c in coalitions(PLAYERS)}
    core = check_core(PLAYERS, game, shapley_value(PLAYERS, game))
    assert not core.exists
    assert core.slack == pytest.approx(-1 / 3)
    assert len(core.objections) == 3


@pytest.mark.parametrize(
    ("estate", "expected"),
    [(100, (100 / 3, 100 / 3, 100 / 3)), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_the_nucleolus_divides_the_estate_of_the_talmud(
    estate: float, expected: tuple[float, float, float]
) -> None:
    """R. J. Aumann and M. Maschler, Journal of Economic Theory 36 (1985) 195-213."""
    claims = {"a": 100.0, "b": 200.0, "c": 300.0}
    game = {
        c: max(0.0, estate - sum(claim for player, claim in claims.items() if player not in c))
        for c in coalitions(PLAYERS)
    }
    assert nucleolus(PLAYERS, game) == pytest.approx(
        dict(zip(PLAYERS, expected, strict=True)), abs=1e-4
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 50), min_size=6, max_size=6))
def test_the_shapley_value_of_a_convex_game_lies_in_the_core(weights: list[float]) -> None:
    """What each pair earns together makes a convex game (a graph game)."""
    players = ("a", "b", "c", "d")
    pairs = [c for c in coalitions(players) if len(c) == 2]
    game = {
        c: sum(w for pair, w in zip(pairs, weights, strict=True) if pair <= c)
        for c in coalitions(players)
    }
    value = shapley_value(players, game)
    core = check_core(players, game, value)
    assert core.exists and core.stable


@settings(max_examples=25, deadline=None)
@given(games())
def test_the_least_core_cannot_be_improved_and_holds_the_nucleolus(
    case: tuple[tuple[str, ...], Game],
) -> None:
    players, game = case
    if len(players) == 1:
        return
    core = check_core(players, game, shapley_value(players, game))
    size = max(abs(value) for value in game.values()) + 1
    for split in (core.split, nucleolus(players, game)):
        assert sum(split.values()) == pytest.approx(game[frozenset(players)], abs=1e-4 * size)
        least = min(
            sum(split[p] for p in c) - game[c] for c in coalitions(players) if len(c) < len(players)
        )
        assert least == pytest.approx(core.slack, abs=1e-5 * size)


def test_one_player_has_the_whole() -> None:
    game = {frozenset({"a"}): 5.0}
    assert shapley_value(("a",), game) == {"a": 5.0}
    assert nucleolus(("a",), game) == {"a": 5.0}
    assert check_core(("a",), game, {"a": 5.0}).stable
