"""Unary counts in clauses: numbers that a search by conflicts can learn about.

A tree of merged unary numbers (Bailleux and Boufkhad, "Efficient CNF Encoding of Boolean
Cardinality Constraints", CP 2003), in both directions: each literal says exactly whether more than
so many of what is counted are true.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

Literal = Any
"""A variable or expression of CP-SAT (whose Python types are not published)."""


def unary_count(cp: cp_model.CpModel, literals: Sequence[Literal], most: int) -> list[Literal]:
    """Return literals of which the *i*-th (from 0) says that more than *i* literals are true.

    Arguments:
        cp: the model, to which the clauses are added.
        literals: what is counted.
        most: how far is counted.
    """
    return unary_sum(cp, [[literal] for literal in literals], most)


def unary_sum(
    cp: cp_model.CpModel, numbers: Sequence[Sequence[Literal]], most: int
) -> list[Literal]:
    """Return the sum of unary numbers as a unary number, as far as ``most``."""
    counts = [list(number) for number in numbers if number]
    while len(counts) > 1:
        counts.sort(key=len)
        counts.append(_merged(cp, counts.pop(0), counts.pop(0), most))
    return counts[0][:most] if counts else []


def _merged(
    cp: cp_model.CpModel, one: list[Literal], two: list[Literal], most: int
) -> list[Literal]:
    """Return the unary sum of two unary numbers, as far as ``most``."""
    total = [cp.new_bool_var("") for _ in range(min(len(one) + len(two), most))]
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            reached = ([~one[i - 1]] if i else []) + ([~two[j - 1]] if j else [])
            if 0 < i + j <= len(total):
                cp.add_bool_or(*reached, total[i + j - 1])
            if i + j < len(total):
                beyond = one[i : i + 1] + two[j : j + 1]
                cp.add_bool_or(*beyond, ~total[i + j])
    for lower, upper in pairwise(total):
        cp.add_implication(upper, lower)
    return total
