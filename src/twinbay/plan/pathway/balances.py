"""Whether a pathway's tables agree: balances of electricity, carriers, emissions and money.

Read from the published tables alone, so that it would notice a wrong table as well as a wrong
solution.
"""

import polars as pl

from twinbay.plan.baseline.gases import warming_potential
from twinbay.plan.pathway.inputs import ELECTRICITY, read_milestones
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme


def residuals(programme: Programme, pathway: Pathway) -> dict[str, float]:
    """Return the largest relative residual of each balance; all are zero but for rounding.

    Returns:
        ``electricity``: of any hour, relative to the region's largest demand of the year;
        ``carriers``: of any carrier, region and year, relative to what is used;
        ``energy``: final = reference - saved - switched + added;
        ``emissions``: activity times factor against the table, by region, year and gas;
        ``money``: costs by region against the present cost, and trade against zero.
    """
    return {
        "electricity": _electricity(pathway),
        "carriers": _carriers(programme, pathway),
        "energy": _energy(pathway),
        "emissions": _emissions(programme, pathway),
        "money": _money(programme, pathway),
    }


def _electricity(pathway: Pathway) -> float:
    sign = pl.when(pl.col("item") == "demand").then(-1.0).otherwise(1.0)
    hours = pathway.dispatch.group_by("region", "year", "period", "hour").agg(
        (pl.col("power_gw") * sign).sum().abs().alias("residual"),
        pl.col("power_gw").filter(pl.col("item") == "demand").sum().alias("demand"),
    )
    largest = pl.max_horizontal(pl.col("demand").max().over("region", "year"), 1e-3)
    return _most(hours.select((pl.col("residual") / largest).alias("part")))


def _carriers(programme: Programme, pathway: Pathway) -> float:
    """Carriers that are made within the programme; what is bought has no second account."""
    outputs = {t.id: t.output for t in programme.technologies}
    priced = {(r.id, carrier) for r in programme.regions for carrier in r.prices}
    made = pathway.generation.with_columns(
        pl.col("technology").replace_strict(outputs, default="").alias("carrier")
    ).filter(~pl.col("carrier").is_in(["", ELECTRICITY]))
    key = ["region", "carrier", "year"]
    carried = {line.id: line.carrier for line in programme.lines if line.carrier != ELECTRICITY}
    loss = {line.id: 1 - line.loss for line in programme.lines}
    sent = pathway.trade.filter(pl.col("line").is_in(list(carried))).with_columns(
        pl.col("line").replace_strict(carried, default="").alias("carrier"),
        (pl.col("twh") * pl.col("line").replace_strict(loss, default=1.0)).alias("kept"),
    )
    burned = pathway.generation.filter(pl.col("fuel") != ELECTRICITY)
    parts = [
        made.select(*key, pl.col("output_twh").alias("twh")),
        sent.select(pl.col("end").alias("region"), "carrier", "year", pl.col("kept").alias("twh")),
        sent.select(pl.col("start").alias("region"), "carrier", "year", -pl.col("twh")),
        burned.select("region", pl.col("fuel").alias("carrier"), "year", -pl.col("fuel_twh")),
        pathway.energy.select(*key, -pl.col("final_twh")),
    ]
    parts = [part.rename({part.columns[-1]: "twh"}) for part in parts]
    balance = (
        pl.concat(parts)
        .group_by(key)
        .agg(pl.col("twh").sum().alias("residual"), pl.col("twh").abs().sum().alias("used"))
    )
    own = [
        abs(residual) / max(used, 1e-3)
        for region, carrier, _, residual, used in balance.iter_rows()
        if carrier in {*made["carrier"]} and (region, carrier) not in priced
    ]
    return max(own, default=0.0)


def _energy(pathway: Pathway) -> float:
    final = pl.col("reference_twh") - pl.col("saved_twh") - pl.col("switched_twh")
    gap = (final + pl.col("added_twh") - pl.col("final_twh")).abs()
    return _most(pathway.energy.select((gap / (1 + pl.col("reference_twh"))).alias("part")))


def _emissions(programme: Programme, pathway: Pathway) -> float:
    factors = [
        (c.id, amount * warming_potential(programme.gwp, gas), gas)
        for c in programme.carriers
        for gas, amount in c.emissions.items()
    ]
    each = pl.DataFrame(factors, schema=["carrier", "factor", "gas"], orient="row").cast(
        {"carrier": pl.String, "factor": pl.Float64, "gas": pl.String}
    )
    capture = {t.id: t.capture for t in programme.technologies}
    plants = (
        pathway.generation.rename({"fuel": "carrier"})
        .join(each, on="carrier")
        .with_columns(
            pl.when(pl.col("gas") == "CO2")
            .then(1 - pl.col("technology").replace_strict(capture, default=0.0))
            .otherwise(1.0)
            .alias("kept")
        )
        .select(
            "region", "year", (pl.col("fuel_twh") * pl.col("factor") * pl.col("kept")).alias("mt")
        )
    )
    uses = pathway.energy.join(each, on="carrier").select(
        "region", "year", (pl.col("final_twh") * pl.col("factor")).alias("mt")
    )
    direct = [
        (e.region, year, e.amount[year] * warming_potential(programme.gwp, e.gas) / 1000)
        for e in programme.direct_emissions
        for year in programme.milestones
    ]
    imports = {
        (r.id, y): r.import_emissions[y] for r in programme.regions for y in programme.milestones
    }
    outside = [
        (end, year, twh * imports[end, year])
        for line, _, end, year, twh in pathway.trade.iter_rows()
        if line == "outside"
    ]
    schema = {"region": pl.String, "year": pl.Int32, "mt": pl.Float64}
    other = pl.DataFrame([*direct, *outside, *_abated(programme, pathway)], schema, orient="row")
    activity = pl.concat([plants, uses, other]).group_by("region", "year").agg(pl.col("mt").sum())
    stated = pathway.emissions.group_by("region", "year").agg(pl.col("mt_co2e").sum())
    both = stated.join(activity, on=["region", "year"], how="full", coalesce=True).fill_null(0.0)
    gap = (pl.col("mt") - pl.col("mt_co2e")).abs() / (1 + pl.col("mt_co2e").abs())
    return _most(both.select(gap.alias("part")))


def _abated(programme: Programme, pathway: Pathway) -> list[tuple[str, int, float]]:
    """Direct emissions less, from the levels of measures."""
    gas = {e.id: e.gas for e in programme.direct_emissions}
    less = {
        m.id: m.saving * warming_potential(programme.gwp, gas[m.acts_on]) / 1000
        for m in programme.measures
        if m.acts_on in gas
    }
    rows = pathway.measures.select("region", "measure", "year", "level").iter_rows()
    return [
        (region, year, -level * less[measure])
        for region, measure, year, level in rows
        if measure in less
    ]


def _money(programme: Programme, pathway: Pathway) -> float:
    whole = max(1.0, abs(pathway.present_cost))
    by_region = abs(sum(pathway.region_costs.values()) - pathway.present_cost) / whole
    milestones = read_milestones(programme.milestones, programme.money.discount_rate)
    weight = dict(zip(milestones.years.tolist(), milestones.weight.tolist(), strict=True))
    paid = pathway.costs.filter(pl.col("kind") != "investment")
    present: float = sum(
        amount * weight[year] for year, amount in paid.select("year", "million_usd").iter_rows()
    )
    traded: list[float] = paid.filter(pl.col("kind") == "trade")["million_usd"].to_list()
    trade = abs(sum(traded))
    return max(by_region, abs(present - pathway.present_cost) / whole, trade / whole)


def _most(parts: pl.DataFrame) -> float:
    return max((float(part) for part in parts["part"].to_list()), default=0.0)
