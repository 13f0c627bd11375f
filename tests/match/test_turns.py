import threading
from collections.abc import Callable

import pytest

from twinbay.match.turns import Turns


def started(count: int, do: Callable[[int], None], turns: Turns) -> list[threading.Thread]:
    """Start threads one by one, each only when the one before waits."""
    threads = []
    for number in range(count):
        thread = threading.Thread(target=do, args=(number,), daemon=True)
        thread.start()
        threads.append(thread)
        while turns.waiting <= number:
            pass
    return threads


def test_turns_come_in_the_order_of_arrival() -> None:
    turns, order = Turns(1), []

    def do(number: int) -> None:
        with turns:
            order.append(number)

    with turns:
        threads = started(12, do, turns)
        assert order == []
    for thread in threads:
        thread.join(10)
    assert order == list(range(12))


def test_a_newcomer_does_not_overtake_who_waits() -> None:
    turns, order = Turns(1), []

    def do(number: int) -> None:
        with turns:
            order.append(number)

    with turns:
        threads = started(1, do, turns)
    with turns:  # the waiting thread was handed the turn before this one asked
        assert order == [0]
    threads[0].join(10)


def test_no_more_than_allowed_are_inside() -> None:
    turns, inside, most = Turns(3), [], []
    lock = threading.Lock()

    def do() -> None:
        for _ in range(50):
            with turns:
                with lock:
                    inside.append(1)
                    most.append(len(inside))
                with lock:
                    inside.pop()

    threads = [threading.Thread(target=do) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert max(most) <= 3
    assert turns.waiting == 0


def test_a_mistake_inside_gives_the_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(RuntimeError), turns:
        raise RuntimeError
    with turns:
        pass


def test_nobody_inside_is_no_gate() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Turns(0)
