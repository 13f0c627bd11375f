"""The milestones of delivery: what each item has to have reached, who is responsible, who pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from twinbay.plan.delivery.records import CAPACITY, LEVEL, TOLERANCE, Actual, Delivery
from twinbay.plan.delivery.sentences import item_names, payer_names
from twinbay.plan.measure import MeasureKind
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Names, Programme

NEGLIGIBLE = 1e-6
"""TWh, kt or GW below which nothing is built."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """What an item has to have reached by a year.

    Attributes:
        item, region: a measure, technology, line or joint project, and where.
        year: by its end.
        names: of the item; for a promise of the authors, of the deliverable.
        amount: reached by then, in ``unit`` (units of the measure, GW); None for a promise.
        added: of it since the milestone before.
        share: of what the item reaches by the last milestone (0 to 1).
        investment: million USD since the milestone before.
        payer: who bears the largest part of it; ``owner`` who is responsible (that payer, when
            the authors name nobody).
        promised: whether the authors said it, rather than the pathway.
        state: ``due``, ``done`` or ``late`` by the actuals.
    """

    item: str
    region: str
    year: int
    names: Names
    amount: float | None
    unit: str
    added: float
    share: float
    investment: float
    payer: str
    owner: Names
    promised: bool
    state: str


def milestones_of(
    programme: Programme, pathway: Pathway, delivery: Delivery | None = None
) -> tuple[Milestone, ...]:
    """Return the milestones of everything that a pathway builds, and the authors' own.

    Arguments:
        programme: that the pathway was solved for.
        pathway: its measures, capacities and costs.
        delivery: owners, promises and actuals.

    Result:
        By year, region and item; only items that grow, in the years in which they do. What a
        supply measure builds stands once, as the capacity of its technology or line.
    """
    said = delivery or Delivery()
    found = [*_of_measures(programme, pathway, said), *_of_capacity(programme, pathway, said)]
    found += [
        _promised(programme, said, one.item, number) for number, one in enumerate(said.promises)
    ]
    return tuple(sorted(found, key=lambda one: (one.year, one.region, one.item, one.promised)))


def milestone_table(found: Sequence[Milestone]) -> pl.DataFrame:
    """Return milestones as a table."""
    return pl.DataFrame(
        [
            {
                "year": one.year,
                "region": one.region,
                "item": one.item,
                "name": one.names.en,
                "name_zh": one.names.zh,
                "amount": one.amount,
                "unit": one.unit,
                "added": one.added,
                "share": one.share,
                "investment": one.investment,
                "payer": one.payer,
                "owner": one.owner.en,
                "owner_zh": one.owner.zh,
                "promised": one.promised,
                "state": one.state,
            }
            for one in found
        ],
        schema_overrides={"amount": pl.Float64, "year": pl.Int32},
    )


def _of_measures(programme: Programme, pathway: Pathway, said: Delivery) -> Iterator[Milestone]:
    measures = {measure.id: measure for measure in programme.measures}
    for key, group in pathway.measures.group_by("measure", maintain_order=True):
        measure = measures.get(str(key[0]))
        rows = group.sort("year")
        last = float(rows["level"][-1])
        if measure is None or measure.kind is MeasureKind.SUPPLY or last <= NEGLIGIBLE:
            continue
        before = 0.0
        for year, level, units, investment in rows.select(
            "year", "level", "units", "investment"
        ).iter_rows():
            if level - before > NEGLIGIBLE:
                payer = max(measure.payers, key=lambda name: measure.payers[name])
                yield Milestone(
                    item=measure.id,
                    region=measure.region,
                    year=year,
                    names=Names(measure.name, measure.name_zh),
                    amount=units,
                    unit=measure.unit,
                    added=units * (level - before) / level,
                    share=level / last,
                    investment=investment,
                    payer=payer,
                    owner=said.owner((measure.id, measure.base_id, measure.group), measure.region)
                    or payer_names(payer),
                    promised=False,
                    state=_state(said.actuals, (LEVEL, measure.id, measure.region), year, units),
                )
            before = max(before, level)


def _of_capacity(programme: Programme, pathway: Pathway, said: Delivery) -> Iterator[Milestone]:
    spent = pathway.costs.filter(pl.col("kind") == "investment")
    for key, group in pathway.capacity.group_by("region", "technology", maintain_order=True):
        region, item = str(key[0]), str(key[1])
        rows = group.sort("year")
        if float(rows["new_gw"].sum()) <= NEGLIGIBLE:
            continue
        last = float(rows["capacity_gw"][-1]) or 1.0
        for year, capacity, new in rows.select("year", "capacity_gw", "new_gw").iter_rows():
            if new <= NEGLIGIBLE:
                continue
            here = (pl.col("item") == item) & (pl.col("year") == year)
            of_it = spent.filter(here & ((pl.col("region") == region) | (region == "")))
            payers = of_it.group_by("payer").agg(pl.col("million_usd").sum()).sort("million_usd")
            payer = str(payers["payer"][-1]) if payers.height else "enterprises"
            yield Milestone(
                item=item,
                region=region,
                year=year,
                names=item_names(programme, item),
                amount=capacity,
                unit="GW",
                added=new,
                share=min(1.0, capacity / last),
                investment=float(of_it["million_usd"].sum()),
                payer=payer,
                owner=said.owner((item, *_groups(programme, item)), region) or payer_names(payer),
                promised=False,
                state=_state(said.actuals, (CAPACITY, item, region), year, capacity),
            )


def _groups(programme: Programme, item: str) -> tuple[str, ...]:
    """Return ids, base ids and groups of the supply measures that build a technology or line."""
    return tuple(
        name
        for measure in programme.measures
        if measure.kind is MeasureKind.SUPPLY and measure.acts_on == item
        for name in (measure.id, measure.base_id, measure.group)
    )


def _promised(programme: Programme, said: Delivery, item: str, number: int) -> Milestone:
    promise = said.promises[number]
    names = [
        name
        for measure in programme.measures
        if item in (measure.id, measure.base_id)
        for name in (measure.base_id, measure.group)
    ]
    named = said.owner((item, *names), promise.region)
    owner = promise.owner if promise.owner.en else named
    return Milestone(
        item=item,
        region=promise.region,
        year=promise.year,
        names=promise.names,
        amount=None,
        unit="",
        added=0.0,
        share=0.0,
        investment=0.0,
        payer="",
        owner=owner or Names("", ""),
        promised=True,
        state="due",
    )


def _state(actuals: Sequence[Actual], key: tuple[str, str, str], year: int, amount: float) -> str:
    """Return ``done`` once an actual reaches the amount, ``late`` when its year's does not."""
    values = {a.year: a.value for a in actuals if (a.indicator, a.item, a.region) == key}
    if any(value >= amount * (1 - TOLERANCE) for value in values.values()):
        return "done"
    return "late" if any(known >= year for known in values) else "due"
