"""The power sector of each region as a pathway has it: what the ordered curve starts from."""

import polars as pl

from twinbay.plan.measures.evolving import Power
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme, Technology, TechnologyKind


def power_of(programme: Programme, pathway: Pathway, year: int) -> dict[str, Power]:
    """Return region to its power sector in one year of a pathway.

    Arguments:
        programme: that the pathway was solved for.
        pathway: usually the reference, without measures and without targets.
        year: a milestone.

    Result:
        Emissions are those of plants in the region and of electricity from outside the programme;
        what flows between regions counts where it is made. The price is the average over the
        hours, weighted by demand.
    """
    return {region.id: _power(programme, pathway, region.id, year) for region in programme.regions}


def _power(programme: Programme, pathway: Pathway, region: str, year: int) -> Power:
    here = (pl.col("region") == region) & (pl.col("year") == year)
    technologies = {t.id: t for t in programme.technologies}
    generators = {
        t.id
        for t in programme.technologies
        if t.kind is TechnologyKind.GENERATOR and t.output == "electricity"
    }
    made = pathway.generation.filter(here & pl.col("technology").is_in(list(generators)))
    arriving = pathway.trade.filter((pl.col("end") == region) & (pl.col("year") == year))
    outside = arriving.filter(pl.col("start") == "outside")["twh"].sum()
    supply = float(made["output_twh"].sum()) + float(outside)
    emitted = pathway.emissions.filter(
        here & ((pl.col("sector") == "power") | (pl.col("scope") == 2)) & _burned(programme)
    )
    home = next(one for one in programme.regions if one.id == region)
    emitting = float(outside) * (1 - home.non_fossil_imports)
    burned = cost = 0.0
    for name, output, fuel_twh in made.select("technology", "output_twh", "fuel_twh").iter_rows():
        technology = technologies[name]
        if _emits(programme, technology):
            burned += output
            price = home.prices.get(technology.fuel, {}).get(year, 0.0)
            cost += fuel_twh * price + output * technology.variable_cost
    emitting += burned
    mean = _mean_price(pathway, region, year)
    return Power(
        supply=supply,
        factor=float(emitted["mt_co2e"].sum()) / supply if supply > 0 else 0.0,
        emitting_share=min(1.0, emitting / supply) if supply > 0 else 0.0,
        price=mean,
        avoided=cost / burned if burned > 0 else mean,
    )


def _burned(programme: Programme) -> pl.Expr:
    """Return whether emissions come from a carrier: switchgear and pipes are measures' own."""
    direct = [emission.id for emission in programme.direct_emissions]
    return ~pl.col("origin").is_in(direct)


def _emits(programme: Programme, technology: Technology) -> bool:
    carrier = next((c for c in programme.carriers if c.id == technology.fuel), None)
    return bool(carrier and carrier.fossil)


def _mean_price(pathway: Pathway, region: str, year: int) -> float:
    here = (pl.col("region") == region) & (pl.col("year") == year)
    price = pathway.prices.filter(here & (pl.col("carrier") == "electricity"))
    demand = pathway.dispatch.filter(here & (pl.col("item") == "demand"))
    both = price.join(demand, on=["region", "year", "period", "hour"]).with_columns(
        energy=pl.col("power_gw").abs() * pl.col("weight")
    )
    energy = float(both["energy"].sum())
    return float((both["usd_per_mwh"] * both["energy"]).sum()) / energy if energy else 0.0
