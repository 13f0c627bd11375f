"""Tables of costs by region, kind, item and payer, of targets and of indicators."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from twinbay.plan import pathway_tables as tables
from twinbay.plan.pathway.capacity import (
    joint_fixed_share,
    joint_investment,
    joint_lifetime,
    unit_investment,
)
from twinbay.plan.pathway.dispatch import VALUE_OF_LOST_LOAD
from twinbay.plan.pathway.energy_tables import annuities, measure_spending
from twinbay.plan.pathway.inputs import ELECTRICITY, HOURS_OF_EXISTING_STORAGE
from twinbay.plan.pathway.linear import Floats
from twinbay.plan.pathway.power_tables import electricity_prices, frame, spread
from twinbay.plan.pathway.solved import Operation, Solved
from twinbay.plan.pathway.targets import JOINT_PAYER, LINE_PAYER, line_shares, quantity
from twinbay.plan.programme import TargetKind

USERS = "users"
"""Payer of what is no investment: it ends on the bills of those who use the energy."""

_MET = 1e-6
"""By how much, relative to the limit, a target may be missed and still count as met."""


@dataclass(slots=True)
class Ledger:
    """Amounts by region, kind, item and payer over the milestones, in million USD."""

    width: int
    amounts: dict[tuple[str, str, str, str], Floats] = field(default_factory=dict)

    def add(self, region: str, kind: str, item: str, payer: str, amount: Floats) -> None:
        """Add an amount."""
        if np.any(amount):
            key = (region, kind, item, payer)
            self.amounts[key] = self.amounts.get(key, np.zeros(self.width)) + amount

    def table(self, years: Floats) -> pl.DataFrame:
        """Return the amounts as the table of costs."""
        keys = list(self.amounts)
        return frame(
            tables.COSTS,
            region=spread([key[0] for key in keys], self.width),
            year=np.tile(years, len(keys)),
            kind=spread([key[1] for key in keys], self.width),
            item=spread([key[2] for key in keys], self.width),
            payer=spread([key[3] for key in keys], self.width),
            million_usd=np.concatenate([*self.amounts.values(), np.zeros(0)]),
        )


def cost_table(solved: Solved) -> pl.DataFrame:
    """Return every cost by who bears it; trade between regions adds up to zero."""
    ledger = Ledger(solved.inputs.milestones.count)
    _fleet_costs(solved, ledger)
    _measure_costs(solved, ledger)
    _line_and_joint_costs(solved, ledger)
    _operating_costs(solved, ledger)
    _carbon_and_imports(solved, ledger)
    _trade(solved, ledger)
    return ledger.table(solved.inputs.milestones.years.astype(np.float64))


def _fleet_costs(solved: Solved, ledger: Ledger) -> None:
    inputs, built = solved.inputs, solved.built
    m = inputs.milestones
    each = unit_investment(inputs, built.model.costs)
    hours = np.array([t.hours or HOURS_OF_EXISTING_STORAGE for t in inputs.technologies])
    base = inputs.investment[:, 0] + hours * inputs.energy_investment[:, 0]
    stores = {int(n): number for number, n in enumerate(built.columns.capacity.stores)}
    for number, (fleet, t) in enumerate(zip(inputs.fleets, inputs.technologies, strict=True)):
        spent = solved.column("new")[number] * each[number]
        if number in stores:
            energy = solved.column("new_energy")[stores[number]]
            spent = spent + energy * built.model.costs.energy[number]
        paid = annuities(solved, spent, t.lifetime)
        for payer, share in fleet.payers.items():
            ledger.add(fleet.region, "investment", t.id, payer, spent * share)
            ledger.add(fleet.region, "annuity", t.id, payer, paid * share)
        kept = spent @ m.alive(t.lifetime) * t.fixed_cost
        kept = kept + solved.column("standing")[number] * base[number] * t.fixed_cost
        ledger.add(fleet.region, "fixed", t.id, USERS, kept)
        retired = solved.column("early")[number] * fleet.retirement_cost / m.span
        ledger.add(fleet.region, "retirement", t.id, USERS, retired)


def _measure_costs(solved: Solved, ledger: Ledger) -> None:
    level = solved.column("level")
    for number, one in enumerate(solved.inputs.acting):
        spent, paid = measure_spending(solved, number)
        measure = one.measure
        for payer, share in measure.payers.items():
            ledger.add(measure.region, "investment", measure.id, payer, spent * share)
            ledger.add(measure.region, "annuity", measure.id, payer, paid * share)
        running = level[number] * measure.operation
        ledger.add(measure.region, "variable", measure.id, USERS, running)


def _line_and_joint_costs(solved: Solved, ledger: Ledger) -> None:
    inputs, built = solved.inputs, solved.built
    m = inputs.milestones
    for number, line in enumerate(inputs.lines):
        spent = solved.column("new_line")[number] * m.read(line.investment)
        paid = annuities(solved, spent, line.lifetime)
        for region, share in line_shares(line.cost_shares, line.start, line.end):
            ledger.add(region, "investment", line.id, LINE_PAYER, spent * share)
            ledger.add(region, "annuity", line.id, LINE_PAYER, paid * share)
    whole = joint_investment(inputs, built.model.costs)
    for number, project in enumerate(inputs.joint):
        spent = solved.column("joint")[number] * whole[number]
        lifetime = joint_lifetime(inputs, number)
        paid = annuities(solved, spent, lifetime)
        fixed = spent @ m.alive(lifetime) * joint_fixed_share(inputs, number)
        for region, share in project.cost_shares.items():
            ledger.add(region, "investment", project.id, JOINT_PAYER, spent * share)
            ledger.add(region, "annuity", project.id, JOINT_PAYER, paid * share)
            ledger.add(region, "fixed", project.id, JOINT_PAYER, fixed * share)


def _operating_costs(solved: Solved, ledger: Ledger) -> None:
    inputs, roles = solved.inputs, solved.built.roles
    m = inputs.milestones
    hours = solved.built.periods.weights / 1000
    made = solved.column("output")
    for number, n in enumerate([*roles.plants, *roles.annual]):
        t, region = inputs.technologies[n], inputs.fleets[n].region
        captured = inputs.carbon.get(t.fuel, 0.0) / t.efficiency * t.capture * t.storage_cost
        ledger.add(region, "variable", t.id, USERS, made[number] * (t.variable_cost + captured))
    used = solved.column("weather") @ hours
    for number, (home, cost, _) in enumerate(roles.groups):
        ledger.add(inputs.regions[home].id, "variable", "weather", USERS, used[number] * cost)
    given = solved.column("discharge") @ hours
    for number, n in enumerate(roles.stores):
        t, region = inputs.technologies[n], inputs.fleets[n].region
        ledger.add(region, "variable", t.id, USERS, given[number] * t.variable_cost)
    for number, (home, carrier) in enumerate(inputs.carriers):
        region = inputs.regions[home].id
        prices = inputs.regions[home].prices.get(carrier)
        if prices is not None:
            bought = solved.column("purchase")[number] * m.read(prices)
            ledger.add(region, "fuel", carrier, USERS, bought)
        missing = solved.column("missing")[number] * VALUE_OF_LOST_LOAD
        ledger.add(region, "variable", "unserved", USERS, missing)


def _carbon_and_imports(solved: Solved, ledger: Ledger) -> None:
    inputs = solved.inputs
    m = inputs.milestones
    hours = solved.built.periods.weights / 1000
    for number, region in enumerate(inputs.regions):
        emitted = solved.column("emissions")[number] * m.read(region.carbon_price)
        ledger.add(region.id, "carbon", "emissions", USERS, emitted)
        bought = solved.column("bought")[number] * m.read(region.import_price)
        ledger.add(region.id, "import", ELECTRICITY, USERS, bought)
        unserved = solved.column("unserved")[number] @ hours * VALUE_OF_LOST_LOAD
        ledger.add(region.id, "variable", "unserved", USERS, unserved)


def _trade(solved: Solved, ledger: Ledger) -> None:
    """Settle trade in the middle of the two prices.

    What arrives is worth the receiver's price, what is sent costs the sender's; the difference (the
    congestion rent) is shared half and half.
    """
    inputs = solved.inputs
    m = inputs.milestones
    hours = solved.built.periods.weights / 1000
    price = electricity_prices(solved)
    electric = [line for line in inputs.lines if line.carrier == ELECTRICITY]
    flow = solved.column("flow")
    for number, line in enumerate(electric):
        for way, (start, end) in enumerate(((line.start, line.end), (line.end, line.start))):
            sent = flow[way * len(electric) + number]
            worth = _middle(
                price[inputs.region_number(start)], price[inputs.region_number(end)], line.loss
            )
            _settle(ledger, line.id, start, end, (sent * worth) @ hours)
    others = [line for line in inputs.lines if line.carrier != ELECTRICITY]
    at = {pair: number for number, pair in enumerate(inputs.carriers)}
    yearly = solved.dual("carrier") / m.weight
    for number, line in enumerate(others):
        for way, (start, end) in enumerate(((line.start, line.end), (line.end, line.start))):
            sent = solved.column("sent")[way * len(others) + number]
            here, there = (
                yearly[at[inputs.region_number(name), line.carrier]] for name in (start, end)
            )
            _settle(ledger, line.id, start, end, sent * _middle(here, there, line.loss))


def _middle(sender: Floats, receiver: Floats, loss: float) -> Floats:
    return (sender + receiver * (1 - loss)) / 2


def _settle(ledger: Ledger, line: str, start: str, end: str, amount: Floats) -> None:
    ledger.add(start, "trade", line, USERS, -amount)
    ledger.add(end, "trade", line, USERS, amount)


def region_costs(solved: Solved, costs: pl.DataFrame) -> dict[str, float]:
    """Return the present cost that each region bears."""
    m = solved.inputs.milestones
    weight = dict(zip(m.years.tolist(), m.weight.tolist(), strict=True))
    whole = {region.id: 0.0 for region in solved.inputs.regions}
    paid = costs.filter(pl.col("kind") != "investment").group_by("region", "year")
    for region, year, amount in paid.agg(pl.col("million_usd").sum()).iter_rows():
        whole[region] += weight[year] * amount
    return whole


def target_table(solved: Solved) -> pl.DataFrame:
    """Return what each target limits, what the pathway comes to, and what slackening saves."""
    rows = []
    for target in solved.inputs.programme.targets:
        limited = solved.built.quantities[target.id]
        value = limited.value(solved.values)
        sign = -1.0 if limited.least else 1.0
        miss = sign * (value - target.value)
        dual = float(solved.dual(f"target {target.id}")[0, 0])
        # A share's row moves by the whole it is a share of.
        per_unit = limited.whole.value(solved.values) if limited.whole else 1 / limited.scale
        rows.append(
            (
                target.id,
                target.region,
                str(target.kind),
                target.year,
                target.value,
                value,
                miss <= _MET * max(1.0, abs(target.value)),
                abs(dual) * per_unit,
            )
        )
    return pl.DataFrame(rows, schema=tables.TARGETS, orient="row")


_INDICATORS = (
    ("emissions", TargetKind.EMISSIONS, "Mt CO2e"),
    ("emissions_intensity", TargetKind.EMISSIONS_INTENSITY, "kg CO2e/USD"),
    ("energy_intensity", TargetKind.ENERGY_INTENSITY, "kWh/USD"),
    ("non_fossil_power", TargetKind.NON_FOSSIL_POWER, "share"),
    ("non_fossil_energy", TargetKind.NON_FOSSIL_ENERGY, "share"),
    ("air_pollution", TargetKind.AIR_POLLUTION, "kt NOx"),
)


def indicator_table(solved: Solved, operation: Operation) -> pl.DataFrame:
    """Return the indicators of each region and of all together."""
    inputs, model = solved.inputs, solved.built.model
    hours = solved.built.periods.weights / 1000
    final = solved.column("final")
    rows: list[tuple[str, str, int, float, str]] = []
    for region in [*(r.id for r in inputs.regions), ""]:
        members = [n for n, one in enumerate(inputs.regions) if region in ("", one.id)]
        jobs = _jobs(solved, {inputs.regions[n].id for n in members})
        finals = [n for n, (home, _, _) in enumerate(inputs.finals) if home in members]
        energy = final[finals].sum(axis=0)
        demand = operation.demand[members].sum(axis=0)
        for at, year in enumerate(inputs.milestones.years.tolist()):
            for name, kind, unit in _INDICATORS:
                value = quantity(model, kind, region, at).value(solved.values)
                rows.append((region, name, year, value, unit))
            rows.append((region, "jobs", year, float(jobs[at]), "job-years"))
            rows.append((region, "final_energy", year, float(energy[at]), "TWh"))
            rows.append((region, "electricity_demand", year, float(demand[at] @ hours), "TWh"))
            rows.append((region, "peak_demand", year, float(demand[at].max()), "GW"))
    return pl.DataFrame(rows, schema=tables.INDICATORS, orient="row")


def _jobs(solved: Solved, regions: set[str]) -> Floats:
    """Return job-years that the measures' investments up to each milestone give."""
    whole = np.zeros(solved.inputs.milestones.count)
    for number, one in enumerate(solved.inputs.acting):
        if one.measure.region in regions:
            whole += measure_spending(solved, number)[0] * one.measure.jobs
    return whole
