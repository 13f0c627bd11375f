from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.plan_examples import small_programme
from twinbay.errors import ConfigurationError
from twinbay.plan.programme import Programme
from twinbay.plan.uncertainty import Kind, Method, apply_factors, default_factors, sample
from twinbay.plan.uncertainty.sampling import triangular


@given(st.integers(1, 60), st.integers(1, 8), st.integers(0, 2**32))
def test_latin_hypercube_has_one_point_in_each_slice(runs: int, dimensions: int, seed: int) -> None:
    points = sample(Method.LATIN_HYPERCUBE, runs, dimensions, seed)
    slices = np.sort(np.floor(points * runs).astype(int), axis=0)
    assert (slices == np.arange(runs)[:, None]).all()
    assert ((points > 0.0) & (points < 1.0)).all()


@pytest.mark.parametrize("method", list(Method))
def test_the_seed_fixes_the_sample(method: Method) -> None:
    assert (sample(method, 20, 3, 7) == sample(method, 20, 3, 7)).all()
    assert (sample(method, 20, 3, 7) != sample(method, 20, 3, 8)).any()


def test_a_larger_monte_carlo_sample_begins_with_the_smaller() -> None:
    assert (sample(Method.MONTE_CARLO, 50, 3, 1)[:20] == sample(Method.MONTE_CARLO, 20, 3, 1)).all()


@pytest.mark.parametrize(("runs", "dimensions", "seed"), [(0, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_numbers_too_small_are_refused(runs: int, dimensions: int, seed: int) -> None:
    with pytest.raises(ConfigurationError):
        sample(Method.MONTE_CARLO, runs, dimensions, seed)


@given(st.floats(0.0, 1.0), st.floats(0.1, 1.0), st.floats(1.0, 3.0))
def test_triangular_inverts_its_distribution(quantile: float, low: float, high: float) -> None:
    value = triangular(quantile, low, 1.0, high)
    assert low - 1e-12 <= value <= high + 1e-12
    if high - low > 1e-6:
        width = high - low
        if value <= 1.0:
            below = (value - low) ** 2 / (width * max(1.0 - low, 1e-300))
        else:
            below = 1.0 - (high - value) ** 2 / (width * (high - 1.0))
        assert below == pytest.approx(quantile, abs=1e-6)


def test_triangular_mean_is_that_of_the_corners() -> None:
    values = [triangular((n + 0.5) / 4000, 0.8, 1.0, 1.6) for n in range(4000)]
    assert np.mean(values) == pytest.approx((0.8 + 1.0 + 1.6) / 3, abs=1e-4)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return small_programme()


def pushed(programme: Programme, kind: Kind, about: str, quantile: float) -> Programme:
    """Return the programme with one factor at a quantile."""
    factors = [f for f in default_factors(programme) if (f.kind, f.about) == (kind, about)]
    assert len(factors) == 1
    return apply_factors(programme, factors, [quantile])


def test_every_kind_of_factor_is_there_once_for_each_thing(programme: Programme) -> None:
    factors = default_factors(programme)
    assert {factor.kind for factor in factors} == set(Kind)
    assert len({factor.id for factor in factors}) == len(factors)
    demands = [factor.about for factor in factors if factor.kind is Kind.DEMAND]
    assert demands == ["west", "east"]


def test_no_factors_change_nothing(programme: Programme) -> None:
    assert apply_factors(programme, [], []) == programme


def test_cost_grows_away_from_the_first_milestone(programme: Programme) -> None:
    dear = pushed(programme, Kind.TECHNOLOGY_COST, "solar", 0.999999)
    solar = next(t for t in dear.technologies if t.id == "solar")
    before = next(t for t in programme.technologies if t.id == "solar")
    first, middle, last = programme.milestones[0], programme.milestones[1], programme.milestones[-1]
    assert solar.investment[first] == before.investment[first]
    assert solar.investment[last] == pytest.approx(1.35 * before.investment[last], rel=1e-3)
    assert 1.0 < solar.investment[middle] / before.investment[middle] < 1.35
    others = [t for t in dear.technologies if t.id != "solar"]
    assert others == [t for t in programme.technologies if t.id != "solar"]


def test_demand_of_one_region_leaves_the_other(programme: Programme) -> None:
    more = pushed(programme, Kind.DEMAND, "east", 0.999999)
    last = programme.milestones[-1]
    for before, after in zip(programme.end_uses, more.end_uses, strict=True):
        ratio = after.demand[last] / before.demand[last]
        assert ratio == pytest.approx(1.12 if before.region == "east" else 1.0, rel=1e-3)
        first = programme.milestones[0]
        assert after.demand[first] == before.demand[first]


def test_fuel_price_of_every_region_but_not_of_the_first_year(programme: Programme) -> None:
    dear = pushed(programme, Kind.FUEL_PRICE, "gas", 0.999999)
    for before, after in zip(programme.regions, dear.regions, strict=True):
        first, last = programme.milestones[0], programme.milestones[-1]
        assert after.prices["gas"][first] == before.prices["gas"][first]
        assert after.prices["gas"][last] == pytest.approx(
            1.6 * before.prices["gas"][last], rel=1e-3
        )
        assert after.prices["oil"] == before.prices["oil"]


def test_resource_never_falls_below_what_stands(programme: Programme) -> None:
    fleets = tuple(
        replace(f, potential=dict(f.existing)) if f.technology == "wind" else f
        for f in programme.fleets
    )
    tight = replace(programme, fleets=fleets)
    less = pushed(tight, Kind.RESOURCE, "wind", 1e-9)
    for before, after in zip(tight.fleets, less.fleets, strict=True):
        if before.technology == "wind":
            assert after.potential == before.existing
        if before.technology == "solar":
            assert after.potential == before.potential


def test_measures_keep_their_own_ranges_and_shares_stay_shares(programme: Programme) -> None:
    group = programme.measures[0].group
    measures = tuple(
        replace(m, potential=dict.fromkeys(programme.milestones, 0.98), potential_range=(0.5, 1.5))
        for m in programme.measures
    )
    wide = replace(programme, measures=measures)
    more = pushed(wide, Kind.MEASURE_POTENTIAL, group, 0.999999)
    less = pushed(wide, Kind.MEASURE_POTENTIAL, group, 1e-9)
    last = programme.milestones[-1]
    for up, down in zip(more.measures, less.measures, strict=True):
        if up.group == group:
            assert up.potential[last] == 1.0
            assert down.potential[last] == pytest.approx(0.49, rel=1e-3)


def test_numbers_of_factors_and_values_have_to_agree(programme: Programme) -> None:
    with pytest.raises(ConfigurationError, match="values for"):
        apply_factors(programme, default_factors(programme), [0.5])
