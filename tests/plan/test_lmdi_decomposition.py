import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from twinbay.errors import ConfigurationError
from twinbay.plan.baseline.decomposition import chain, decompose, logarithmic_mean

# M. K. Heun, P. E. Brockway (2019), Meeting 2030 primary energy and economic growth goals,
# Applied Energy 251, supplement S3, simple example of LMDI-I after Ang (2005); the values are those
# of the vignette and tests of the R package LMDIR.
NAMES = ("factor 1", "factor 2", "factor 3")
YEARS = (1971, 1972, 1973, 1974)
VALUES = [
    np.array([[1.0, 10.0, 2.0], [4.0, 5.0, 3.0]]),
    np.array([[4.0, 5.0, 3.0], [5.0, 6.0, 4.0]]),
    np.array([[8.0, 2.0, 4.0], [5.0, 7.0, 5.0]]),
    np.array([[10.0, 1.0, 5.0], [6.0, 8.0, 6.0]]),
]
ADDITIVE = [
    (69.79006598, -9.455125793, 39.66505981),
    (42.96021467, -34.31902656, 50.3588119),
    (54.01064234, -9.021284671, 54.01064234),
]
MULTIPLICATIVE = [
    (1.761117821, 0.926191306, 1.379410116),
    (1.229284572, 0.847970248, 1.273773912),
    (1.208140223, 0.968911503, 1.208140223),
]
DETAIL = [[50.47438029, -25.23719014, 14.76280986], [19.31568569, 15.78206435, 24.90224996]]


def test_published_example_of_three_steps() -> None:
    steps = chain(NAMES, YEARS, VALUES)
    assert [year for year, _ in steps] == [1972, 1973, 1974]
    for (_, found), additive, multiplicative in zip(steps, ADDITIVE, MULTIPLICATIVE, strict=True):
        assert list(found.additive.values()) == pytest.approx(additive, rel=1e-8)
        assert list(found.multiplicative.values()) == pytest.approx(multiplicative, rel=1e-8)
    assert steps[0][1].detail == pytest.approx(np.array(DETAIL), rel=1e-8)


def test_published_limits_of_zero_at_the_start() -> None:
    start = VALUES[0].copy()
    start[0, 0] = 0.0
    found = decompose(NAMES, start, VALUES[1])
    assert found.detail[0] == pytest.approx([60.0, 0.0, 0.0], abs=1e-12)
    assert found.detail[1] == pytest.approx(DETAIL[1], rel=1e-8)


def test_published_limits_of_zero_at_the_end() -> None:
    end = VALUES[1].copy()
    end[1, 2] = 0.0
    found = decompose(NAMES, VALUES[0], end)
    assert found.detail[1] == pytest.approx([0.0, 0.0, -60.0], abs=1e-12)


def test_limits_agree_with_ever_smaller_values() -> None:
    start, end = VALUES[0].copy(), VALUES[1].copy()
    start[0, 0] = start[0, 2] = 0.0
    limit = decompose(NAMES, start, end).detail[0]
    start[0, 0] = start[0, 2] = 1e-140
    assert decompose(NAMES, start, end).detail[0] == pytest.approx(limit, abs=0.3)


def test_a_category_that_is_never_there_changes_nothing() -> None:
    start = np.vstack([VALUES[0], [0.0, 3.0, 2.0]])
    end = np.vstack([VALUES[1], [0.0, 4.0, 0.0]])
    found = decompose(NAMES, start, end)
    assert found.additive == pytest.approx(decompose(NAMES, VALUES[0], VALUES[1]).additive)


def test_no_ratio_from_nothing() -> None:
    found = decompose(("a", "b"), np.array([[0.0, 2.0]]), np.array([[3.0, 2.0]]))
    assert found.multiplicative == {}
    assert found.additive == {"a": 6.0, "b": 0.0}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ([[1.0, -2.0]], [[1.0, 2.0]], "negative"),
        ([[1.0, float("nan")]], [[1.0, 2.0]], "not a number"),
        ([[1.0, 2.0]], [[1.0, 2.0], [1.0, 2.0]], "shape"),
    ],
)
def test_wrong_input_is_named(start: list, end: list, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        decompose(("a", "b"), np.array(start), np.array(end))


def test_logarithmic_mean_near_equality_keeps_its_digits() -> None:
    a = np.array([1.0, 1.0, 1.0, 2.0])
    b = np.array([1.0, 1.0 + 1e-12, 1.0 + 1e-7, 0.0])
    assert logarithmic_mean(a, b) == pytest.approx([1.0, 1.0 + 5e-13, 1.0 + 5e-8, 0.0], rel=1e-15)


FACTOR = st.one_of(st.just(0.0), st.floats(1e-3, 1e3))


@given(arrays(float, (4, 5), elements=FACTOR), arrays(float, (4, 5), elements=FACTOR))
def test_effects_add_up_and_indices_multiply(start: np.ndarray, end: np.ndarray) -> None:
    names = ("population", "affluence", "structure", "intensity", "carbon")
    found = decompose(names, start, end)
    scale = max(found.start, found.end, np.abs(found.detail).sum())
    assert abs(found.residual) <= 1e-9 * max(scale, 1e-300)
    indices = np.array(list(found.multiplicative.values()))
    if indices.size and (indices > 0.0).all() and np.isfinite(indices).all():
        spread = max(1.0, np.abs(np.log(indices)).sum())
        assert abs(np.log(indices).sum() - np.log(found.end / found.start)) <= 1e-9 * spread


@given(arrays(float, (3, 3), elements=FACTOR), arrays(float, (3, 3), elements=FACTOR))
def test_time_reversed_effects_change_their_sign(start: np.ndarray, end: np.ndarray) -> None:
    forward = decompose(NAMES, start, end).detail
    backward = decompose(NAMES, end, start).detail
    assert forward == pytest.approx(
        -backward, rel=1e-9, abs=1e-12 * max(1.0, np.abs(forward).max())
    )
