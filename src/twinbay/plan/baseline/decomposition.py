"""Decomposition of a change by the logarithmic mean Divisia index, LMDI-I.

An aggregate ``V = sum_i prod_k x_ik`` changes from a start to an end. LMDI-I gives each factor k
its part of the change, additively ``V_end - V_start = sum_k effect_k`` and multiplicatively
``V_end / V_start = prod_k index_k``, without a residual. Sources: B. W. Ang (2005), The LMDI
approach to decomposition analysis: a practical guide, Energy Policy 33, 867-871; for zeros the
analytical limits of B. W. Ang, F. Q. Zhang, K.-H. Choi (1998), Energy 23, 489-495, table 2, which
R. Wood, M. Lenzen (2006), Energy Policy 34, 1326-1331 recommend over small values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twinbay.errors import ConfigurationError

Array = npt.NDArray[np.float64]

NEARLY_EQUAL = 1e-5
"""Relative distance below which the logarithmic mean is taken from its series, whose first term
left out is then below 1e-20."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """What each factor contributed to a change.

    Attributes:
        factors: names, in the order of the columns.
        start, end: the aggregate.
        additive: effect of each factor, in the unit of the aggregate; adds up to the change.
        multiplicative: index of each factor; multiplies to the ratio; empty where the aggregate
            is zero at the start or end, for which no ratio exists.
        detail: effect by category and factor, shape (categories, factors).
    """

    factors: tuple[str, ...]
    start: float
    end: float
    additive: dict[str, float]
    multiplicative: dict[str, float]
    detail: Array

    @property
    def residual(self) -> float:
        """Return what the additive effects leave unexplained: zero but for rounding."""
        return self.end - self.start - sum(self.additive.values())


def logarithmic_mean(a: Array, b: Array) -> Array:
    """Return ``(a - b) / ln(a / b)``, ``a`` where both are equal and 0 where one is 0.

    Near equality the quotient loses its digits; there the series of the mean about the geometric
    mean stands in: ``sqrt(ab) * sinh(u) / u`` with ``u = ln(a / b) / 2``.
    """
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    mean = np.zeros(a.shape)
    positive = (a > 0.0) & (b > 0.0)
    upper, lower = a[positive], b[positive]
    half = 0.5 * _logarithm_of_ratio(upper, lower)
    near = np.abs(half) < NEARLY_EQUAL
    exact = (upper - lower) / np.where(near, 1.0, 2.0 * half)
    series = np.sqrt(upper) * np.sqrt(lower) * (1.0 + half**2 / 6.0)
    mean[positive] = np.where(near, series, exact)
    return mean


def _logarithm_of_ratio(above: Array, below: Array) -> Array:
    """Return ``ln(above / below)`` of positive values.

    The quotient may overflow, so the logarithms are subtracted; where the values are close, that
    would round the difference away, which ``log1p`` keeps.
    """
    result = np.log(above) - np.log(below)
    close = np.abs(above - below) < 0.5 * below
    result[close] = np.log1p((above[close] - below[close]) / below[close])
    return np.asarray(result)


def decompose(factors: Sequence[str], start: Array, end: Array) -> Decomposition:
    """Return the LMDI-I decomposition of the change of an aggregate.

    Arguments:
        factors: name of each factor.
        start, end: value of each factor in each category, shape (categories, factors), not
            negative; the aggregate is the sum over categories of the product over factors.

    Where a category appears or vanishes, its whole change goes to the factors that were zero (in
    equal parts where several were), which is the limit of ever smaller positive values.

    Raises:
        ConfigurationError: the shapes differ or a value is negative or not a number.
    """
    first, last = np.atleast_2d(np.asarray(start, float)), np.atleast_2d(np.asarray(end, float))
    _check(factors, first, last)
    before, after = first.prod(axis=1), last.prod(axis=1)
    detail = _effects(first, last, before, after)
    total_before, total_after = float(before.sum()), float(after.sum())
    effects = detail.sum(axis=0)
    indices: dict[str, float] = {}
    if total_before > 0.0 and total_after > 0.0:
        mean = float(logarithmic_mean(np.array(total_after), np.array(total_before)))
        indices = dict(zip(factors, np.exp(effects / mean).tolist(), strict=True))
    return Decomposition(
        tuple(factors),
        total_before,
        total_after,
        dict(zip(factors, effects.tolist(), strict=True)),
        indices,
        detail,
    )


def chain(
    factors: Sequence[str], years: Sequence[int], values: Sequence[Array]
) -> list[tuple[int, Decomposition]]:
    """Return the decomposition of each step of a series of years, with the year it ends in."""
    steps = zip(years[1:], values[:-1], values[1:], strict=True)
    return [(year, decompose(factors, before, after)) for year, before, after in steps]


def _check(factors: Sequence[str], first: Array, last: Array) -> None:
    if first.shape != last.shape or first.shape[1] != len(factors):
        raise ConfigurationError(
            f"factors of shape {first.shape} and {last.shape} for {len(factors)} names",
            where="decomposition",
            remedy="Give one row for each category and one column for each factor, in both years.",
        )
    if (
        not (np.isfinite(first).all() and np.isfinite(last).all())
        or min(first.min(initial=0.0), last.min(initial=0.0)) < 0.0
    ):
        raise ConfigurationError(
            "a factor is negative or not a number",
            where="decomposition",
            remedy="LMDI knows no negative values; decompose what is taken away on its own.",
        )


def _effects(first: Array, last: Array, before: Array, after: Array) -> Array:
    """Return the effect of each factor in each category, zeros by their limits."""
    weight = logarithmic_mean(after, before)[:, None]
    both = (first > 0.0) & (last > 0.0)
    ratio = np.zeros(first.shape)
    ratio[both] = _logarithm_of_ratio(last[both], first[both])
    effect = weight * ratio
    appears = (before == 0.0) & (after > 0.0)
    vanishes = (before > 0.0) & (after == 0.0)
    for rows, zero, change in ((appears, first == 0.0, after), (vanishes, last == 0.0, -before)):
        among = zero[rows]
        effect[rows] = among * (change[rows] / among.sum(axis=1))[:, None]
    effect[(before == 0.0) & (after == 0.0)] = 0.0
    return effect
