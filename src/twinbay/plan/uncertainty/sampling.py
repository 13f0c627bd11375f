"""Samples of the unit cube: plain Monte Carlo and Latin hypercube, from a seed.

The result depends on nothing but the arguments, and a larger Monte Carlo sample begins with the
smaller one. Source: M. D. McKay, R. J. Beckman, W. J. Conover (1979), A comparison of three
methods for selecting values of input variables, Technometrics 21, 239-245.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from twinbay.errors import ConfigurationError

Array = npt.NDArray[np.float64]


class Method(StrEnum):
    """How the cube is sampled."""

    LATIN_HYPERCUBE = "latin-hypercube"
    """One point in each of as many slices of every dimension as there are runs."""
    MONTE_CARLO = "monte-carlo"
    """Independent points."""


def sample(method: Method, runs: int, dimensions: int, seed: int) -> Array:
    """Return points of the open unit cube, shape (runs, dimensions).

    Arguments:
        runs: number of points, at least 1.
        dimensions: number of uncertain factors, at least 1.
        seed: not negative.

    Raises:
        ConfigurationError: a number is too small.
    """
    if runs < 1 or dimensions < 1 or seed < 0:
        raise ConfigurationError(
            f"{runs} runs of {dimensions} factors with the seed {seed}",
            where="uncertainty",
            remedy="Ask for at least one run of at least one factor; the seed is not negative.",
        )
    generator = np.random.default_rng(seed)
    if method is Method.MONTE_CARLO:
        points = generator.random((runs, dimensions))
    else:
        slices = np.column_stack([generator.permutation(runs) for _ in range(dimensions)])
        points = (slices + generator.random((runs, dimensions))) / runs
    tiny = np.finfo(np.float64).eps
    return np.asarray(np.clip(points, tiny, 1.0 - tiny))


def triangular(quantile: float, low: float, mode: float, high: float) -> float:
    """Return the value of a triangular distribution at a quantile (0 to 1), by inversion.

    Arguments:
        low, mode, high: in ascending order; equal ones give a corner, or a constant.
    """
    width = high - low
    if width <= 0.0:
        return mode
    corner = (mode - low) / width
    if quantile < corner:
        return float(low + np.sqrt(quantile * width * (mode - low)))
    return float(high - np.sqrt((1.0 - quantile) * width * (high - mode)))
