"""Meetings that must come before others: whether their order is possible at all."""

from collections.abc import Iterable

from twinbay.meet.event import Precedence


def shortest_circle(precedences: Iterable[Precedence]) -> tuple[Precedence, ...]:
    """Return fewest precedences that lead from a meeting back to itself; empty if none do."""
    following: dict[str, list[Precedence]] = {}
    for precedence in precedences:
        following.setdefault(precedence.before, []).append(precedence)
    best: tuple[Precedence, ...] = ()
    for origin in following:
        ways: dict[str, tuple[Precedence, ...]] = {}
        front: list[tuple[Precedence, ...]] = [(p,) for p in following[origin]]
        while front and origin not in ways:
            reached = {way[-1].after: way for way in reversed(front) if way[-1].after not in ways}
            ways |= reached
            front = [(*way, p) for name, way in reached.items() for p in following.get(name, ())]
        if origin in ways and (not best or len(ways[origin]) < len(best)):
            best = ways[origin]
    return best
