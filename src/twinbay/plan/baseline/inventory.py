"""The greenhouse gas inventory of a region and year, in scopes 1 and 2.

Logic: GPC, Global Protocol for Community-Scale Greenhouse Gas Inventories (World Resources
Institute, C40, ICLEI, 2014; version 1.1 of 2021), with activity times factor of the 2006 IPCC
Guidelines. Scope 1 is what is emitted within the boundary, scope 2 what the electricity that comes
from outside has emitted elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from twinbay.plan.baseline.balance import COMPUTED, ELECTRICITY, Flow
from twinbay.plan.baseline.gases import CO2, family, warming_potential
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Carrier, Programme

INVENTORY = pl.Schema(
    {
        "region": pl.String,
        "year": pl.Int32,
        "sector": pl.String,
        "scope": pl.Int32,
        "origin": pl.String,
        "gas": pl.String,
        "activity": pl.Float64,
        "activity_unit": pl.String,
        "factor": pl.Float64,
        "kt": pl.Float64,
        "mt_co2e": pl.Float64,
        "joint": pl.Boolean,
        "source": pl.String,
        "source_year": pl.Int32,
        "grade": pl.String,
    }
)
"""``kt`` is activity times factor (kt per TWh, or 1 for a direct emission given in kt). ``joint``
is false for electricity from another region of the programme, whose plants are counted in scope 1
there; leave those rows out when regions are added up."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Mt CO2e of one region and year.

    Attributes:
        territorial: all of scope 1.
        imported: scope 2.
        basic: the GPC's BASIC total: scope 1 without plants that feed the grid, and the emissions
            of all electricity used, wherever made.
    """

    territorial: float
    imported: float
    basic: float


def inventory(
    programme: Programme,
    balance: pl.DataFrame,
    year: int,
    direct: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """Return the inventory that follows from a balance.

    Arguments:
        balance: rows of ``balance.BALANCE``. Of a reference balance, which has no plants, the
            inventory holds final uses and direct emissions only.
        year: a milestone.
        direct: kt a year of each direct emission by id (``remaining_direct``); by default those of
            the reference path.

    Result:
        Rows of ``INVENTORY``.
    """
    rows = [
        *_burned(programme, balance.filter(pl.col("year") == year)),
        *_direct(programme, year, direct),
        *_imported(programme, balance.filter(pl.col("year") == year), year),
    ]
    own = _frame(rows)
    return pl.concat([own, _frame(_traded(programme, balance, own, year))])


def remaining_direct(pathway: Pathway, year: int) -> dict[str, float]:
    """Return kt a year of each direct emission that a pathway leaves, by id."""
    rows = pathway.emissions.filter((pl.col("year") == year) & (pl.col("scope") == 1))
    return dict(zip(rows["origin"].to_list(), rows["kt"].to_list(), strict=True))


def totals(rows: pl.DataFrame, balance: pl.DataFrame, region: str, year: int) -> Totals:
    """Return the totals of one region and year of an inventory and its balance."""
    here = rows.filter((pl.col("region") == region) & (pl.col("year") == year))
    territorial = _sum(here.filter(pl.col("scope") == 1))
    imported = _sum(here.filter(pl.col("scope") == 2))
    exported = 1.0 - _kept_share(balance, region, year)
    plants = here.filter((pl.col("scope") == 1) & pl.col("origin").str.starts_with("plant:"))
    return Totals(territorial, imported, territorial - exported * _sum(plants) + imported)


def grid_factor(rows: pl.DataFrame, balance: pl.DataFrame, region: str, year: int) -> float:
    """Return kg CO2e per kWh of the electricity a region has at its disposal, exports included."""
    here = rows.filter((pl.col("region") == region) & (pl.col("year") == year))
    plants = pl.col("origin").str.starts_with("plant:")
    emitted = _sum(here.filter(plants | (pl.col("scope") == 2)))
    supplied = _supply(balance, region, year)
    return emitted / supplied if supplied > 0.0 else 0.0


def by_family(rows: pl.DataFrame) -> pl.DataFrame:
    """Return Mt CO2e by region, year, sector, scope and family of gases."""
    named = rows.with_columns(
        pl.col("gas").map_elements(family, return_dtype=pl.String).alias("family")
    )
    keys = ["region", "year", "sector", "scope", "family"]
    return named.group_by(keys, maintain_order=True).agg(pl.col("mt_co2e").sum())


def _sum(rows: pl.DataFrame) -> float:
    return float(rows["mt_co2e"].sum())


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=INVENTORY, orient="row")


def _burned(programme: Programme, balance: pl.DataFrame) -> Iterable[Row]:
    """Yield a row for each gas of each fuel that is burned, in final use or in a plant."""
    carriers = {carrier.id: carrier for carrier in programme.carriers}
    capture = {technology.id: technology.capture for technology in programme.technologies}
    burning = [str(Flow.FINAL), str(Flow.ADDED), str(Flow.TRANSFORMATION)]
    rows = balance.filter(pl.col("flow").is_in(burning) & (pl.col("twh") != 0.0))
    for row in rows.iter_rows(named=True):
        carrier = carriers[row["carrier"]]
        plant = row["flow"] == Flow.TRANSFORMATION
        kept = 1.0 - capture[row["item"]] if plant else 1.0
        origin = f"plant:{row['item']}" if plant else row["item"] or f"added:{carrier.id}"
        for gas, factor in _factors(carrier, kept).items():
            yield _emission(
                programme.gwp,
                (row["region"], row["year"], row["sector"], 1, origin, gas),
                (-row["twh"], "TWh", factor),
                (carrier.provenance.source, carrier.provenance.year, carrier.provenance.grade),
            )


def _factors(carrier: Carrier, kept: float) -> Mapping[str, float]:
    """Return kt of each gas per TWh, CO2 less what is captured (1 kg/kWh is 1,000 kt/TWh)."""
    return {
        gas: 1000.0 * value * (kept if gas == CO2 else 1.0)
        for gas, value in carrier.emissions.items()
        if value
    }


def _direct(programme: Programme, year: int, direct: Mapping[str, float] | None) -> Iterable[Row]:
    for emission in programme.direct_emissions:
        amount = emission.amount[year]
        left = amount if direct is None else direct.get(emission.id, amount)
        known = emission.provenance if left == amount else COMPUTED
        yield _emission(
            programme.gwp,
            (emission.region, year, str(emission.sector), 1, emission.id, emission.gas),
            (left, "kt", 1.0),
            (known.source, known.year, known.grade),
        )


def _imported(programme: Programme, balance: pl.DataFrame, year: int) -> Iterable[Row]:
    factors = {region.id: region.import_emissions[year] for region in programme.regions}
    for row in balance.filter(pl.col("flow") == Flow.IMPORT).iter_rows(named=True):
        # The factor is given in kg CO2e, so that no other gas is to be told apart.
        yield _emission(
            programme.gwp,
            (row["region"], year, "power", 2, row["item"], CO2),
            (row["twh"], "TWh", 1000.0 * factors[row["region"]]),
            ("drivers", year, "C"),
        )


def _traded(
    programme: Programme, balance: pl.DataFrame, own: pl.DataFrame, year: int
) -> Iterable[Row]:
    """Yield scope 2 of what comes from other regions, at the mean factor of who sends it.

    The mean is that of the sender's own plants and its imports from outside; what it has from yet
    other regions counts with no emissions, because GPC does not follow power through a third place.
    """
    lines = {line.id: line for line in programme.lines if line.carrier == ELECTRICITY}
    here = balance.filter((pl.col("year") == year) & (pl.col("flow") == Flow.TRADE))
    for row in here.filter(pl.col("twh") > 0.0).iter_rows(named=True):
        if row["item"] not in lines:
            continue
        line = lines[row["item"]]
        sender = line.start if row["region"] == line.end else line.end
        factor = 1000.0 * grid_factor(own, balance, sender, year)
        where = (row["region"], year, "power", 2, row["item"], CO2)
        sent = row["twh"] / (1.0 - line.loss)
        yield _emission(
            programme.gwp, where, (sent, "TWh", factor), ("computed", None, "B"), joint=False
        )


def _emission(
    assessment: str,
    where: tuple[object, ...],
    activity: tuple[float, str, float],
    source: tuple[object, ...],
    *,
    joint: bool = True,
) -> Row:
    amount, unit, factor = activity
    kt = amount * factor
    mt_co2e = kt * warming_potential(assessment, str(where[-1])) / 1000.0
    return (*where, amount, unit, factor, kt, mt_co2e, joint, *source[:2], str(source[2]))


def _supply(balance: pl.DataFrame, region: str, year: int) -> float:
    """Return TWh of electricity from plants, outside and other regions, storages net."""
    here = balance.filter(
        (pl.col("region") == region) & (pl.col("year") == year) & (pl.col("carrier") == ELECTRICITY)
    )
    given = here.filter(
        pl.col("flow").is_in([str(Flow.PRODUCTION), str(Flow.IMPORT)])
        | ((pl.col("flow") == Flow.TRADE) & (pl.col("twh") > 0.0))
    )
    charged = here.filter(pl.col("flow") == Flow.TRANSFORMATION)
    return float(given["twh"].sum()) + float(charged["twh"].sum())


def _kept_share(balance: pl.DataFrame, region: str, year: int) -> float:
    """Return the share of the electricity at hand that is used in the region itself."""
    sent = balance.filter(
        (pl.col("region") == region)
        & (pl.col("year") == year)
        & (pl.col("carrier") == ELECTRICITY)
        & (pl.col("flow") == Flow.TRADE)
        & (pl.col("twh") < 0.0)
    )
    supplied = _supply(balance, region, year)
    return 1.0 + float(sent["twh"].sum()) / supplied if supplied > 0.0 else 1.0
