from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from uncertain_solvers import interrupted_after_three, known, sometimes_infeasible

from tests.plan.plan_examples import small_programme
from twinbay.errors import ConfigurationError
from twinbay.plan.pathway import solve
from twinbay.plan.programme import Names, Programme
from twinbay.plan.uncertainty import (
    Method,
    Plan,
    Quantity,
    Runs,
    bands,
    default_factors,
    feasibility,
    robust_decisions,
    run,
    tornado,
)
from twinbay.plan.uncertainty.factors import Factor, Kind
from twinbay.plan.uncertainty.outcome import OUTCOME

PLAN = Plan(runs=40, seed=3)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return small_programme()


@pytest.fixture(scope="module")
def runs(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return run(programme, known, tmp_path_factory.mktemp("runs"), PLAN, processes=1)


def test_every_run_is_there_with_what_was_sampled(programme: Programme, runs: Runs) -> None:
    assert runs.done == runs.wanted == 40
    factors = default_factors(programme)
    quantiles = runs.table.filter(pl.col("quantity") == Quantity.QUANTILE)
    assert len(quantiles) == 40 * len(factors)
    solar = quantiles.filter(pl.col("item") == "cost.solar")["value"].to_numpy()
    assert (np.sort(np.floor(solar * 40)) == np.arange(40)).all()


def test_two_processes_give_what_one_gives(
    programme: Programme, runs: Runs, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    apart = run(
        programme, known, tmp_path, PLAN, processes=2, progress=lambda *said: told.append(said)
    )
    assert apart.table.equals(runs.table)
    assert told[0] == (0, 40)
    assert [done for done, _ in told] == list(range(41))


def test_an_interrupted_sample_goes_on_where_it_stopped(
    programme: Programme, runs: Runs, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(programme, interrupted_after_three, tmp_path, PLAN, processes=1)
    assert len(list(tmp_path.glob("run-*.parquet"))) == 3
    assert not list(tmp_path.glob("*.partial"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("run-*.parquet")}
    told: list[int] = []
    whole = run(programme, known, tmp_path, PLAN, processes=1, progress=lambda d, _: told.append(d))
    assert told[0] == 3
    assert whole.table.equals(runs.table)
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())


def test_another_sample_does_not_mix_in(programme: Programme, tmp_path: Path) -> None:
    run(programme, known, tmp_path, replace(PLAN, runs=2), processes=1)
    for other in (replace(PLAN, runs=3), replace(PLAN, runs=2, seed=4)):
        with pytest.raises(ConfigurationError, match="another sample"):
            run(programme, known, tmp_path, other, processes=1)
    cheaper = replace(programme, money=replace(programme.money, discount_rate=0.03))
    with pytest.raises(ConfigurationError, match="content"):
        run(cheaper, known, tmp_path, replace(PLAN, runs=2), processes=1)


def test_nothing_uncertain_is_refused(programme: Programme, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nothing is uncertain"):
        run(programme, known, tmp_path, PLAN, factors=())


def test_bands_are_the_quantiles_of_the_runs(runs: Runs) -> None:
    cost = runs.table.filter((pl.col("quantity") == Quantity.COST) & (pl.col("region") == ""))
    expected = np.quantile(cost["value"].to_numpy(), [0.05, 0.5, 0.95])
    found = bands(runs, Quantity.COST).filter(pl.col("region") == "")
    assert found.select("p05", "p50", "p95").row(0) == pytest.approx(tuple(expected))


def test_robust_is_what_nine_runs_in_ten_build(runs: Runs, programme: Programme) -> None:
    last = programme.milestones[-1]
    found = robust_decisions(runs, [last])
    shares = {
        item: (share, robust)
        for item, share, robust in found.select("item", "share_of_runs", "robust").iter_rows()
    }
    assert shares["solar"] == (1.0, True)
    assert shares["led"] == (1.0, True)
    assert "coal_power" not in shares
    solar = runs.table.filter((pl.col("quantity") == Quantity.COST) & (pl.col("region") == "west"))[
        "value"
    ]
    dear = float((solar > 500.0).mean())
    assert shares["wind"] == (pytest.approx(dear), dear >= 0.9)
    assert 0.3 < dear < 0.9
    wind = found.filter(pl.col("item") == "wind")
    assert wind.select("low", "median", "high").row(0) == (0.0, 2.0 * (dear > 0.5), 2.0)


def test_tornado_finds_what_moves_the_cost_and_how_far(runs: Runs, programme: Programme) -> None:
    bars = tornado(runs, 5)
    # The cost is 500 times a factor of the range 0.8 to 1.35 and next to nothing else.
    assert bars[0].factor.id == "cost.solar"
    assert bars[0].correlation > 0.9
    solar = bars[0].factor
    expected = 500.0 * (solar.value(0.9) - solar.value(0.1))
    assert bars[0].high - bars[0].low == pytest.approx(expected, rel=0.1)
    assert bars[1].factor.id == "demand.west"
    assert [bar.width for bar in bars] == sorted((b.width for b in bars), reverse=True)


def test_tornado_does_not_follow_chance_where_runs_are_few() -> None:
    """Sixty runs of ninety factors, of which three move the cost: these three come first."""
    draw = np.random.default_rng(5)
    factors = tuple(
        Factor(f"factor-{n:02}", Kind.FUEL_PRICE, Names(f"Factor {n}", f"因素 {n}"), "", 0.8, 1.2)
        for n in range(90)
    )
    points = draw.random((60, 90))
    costs = 1_000.0 + points[:, 7] * 300.0 - points[:, 40] * 200.0 + points[:, 81] * 120.0
    costs = costs + draw.normal(0.0, 5.0, 60)
    rows = [
        (run, "factor", "", factor.id, 0, 0.8 + 0.4 * float(points[run, column]))
        for run in range(60)
        for column, factor in enumerate(factors)
    ]
    rows += [(run, "cost", "", "", 0, float(costs[run])) for run in range(60)]
    schema = {"run": pl.Int32, **OUTCOME}
    bars = tornado(Runs(factors, pl.DataFrame(rows, schema=schema, orient="row"), 60))
    assert [bar.factor.id for bar in bars[:3]] == ["factor-07", "factor-40", "factor-81"]
    reach = (factors[0].value(0.9) - factors[0].value(0.1)) / 0.4
    wanted = [300.0 * reach, -200.0 * reach, 120.0 * reach]
    assert [bar.high - bar.low for bar in bars[:3]] == pytest.approx(wanted, rel=0.1)
    assert all(bar.width < 12.0 for bar in bars[3:])


def test_runs_that_miss_a_target_are_counted(programme: Programme, tmp_path: Path) -> None:
    some = run(programme, sometimes_infeasible, tmp_path, PLAN, processes=1)
    found = feasibility(some)
    factors = some.table.filter(
        (pl.col("quantity") == Quantity.FACTOR) & (pl.col("item") == "cost.solar")
    )["value"].to_numpy()
    dear = 500.0 * factors > 550.0
    assert (found.runs, found.feasible) == (40, int((~dear).sum()))
    share, miss = found.misses["west-2035"]
    assert share == pytest.approx(dear.mean())
    assert miss == pytest.approx((500.0 * factors[dear] - 550.0).mean())
    last = programme.milestones[-1]
    solar = robust_decisions(some, [last]).filter(pl.col("item") == "solar")
    assert solar["share_of_runs"].item() == 1.0


def test_a_real_solver_runs_too(programme: Programme, tmp_path: Path) -> None:
    plan = Plan(runs=2, seed=1, method=Method.MONTE_CARLO, representative_days=1)
    found = run(programme, lambda: solve, tmp_path, plan, processes=1)
    cost = found.table.filter((pl.col("quantity") == Quantity.COST) & (pl.col("region") == ""))
    assert len(cost) == 2
    assert cost["value"].n_unique() == 2
