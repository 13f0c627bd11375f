"""Funnels and reports as tables and charts."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.pages import wording
from twinbay.web.deals.queries.funnel import LEAST_DEALS, Reached, Signed
from twinbay.web.display import Cell, Chart, Column, DataTable, Series


def step_name(step: str) -> str:
    """Return the name of a step of the funnel."""
    return str(_("Interest")) if step == "interest" else wording.stage_name(step)


def funnel_chart(found: Sequence[Reached]) -> Chart:
    """Return the funnel with conversion and time in stage."""
    rows: list[list[Cell]] = []
    for before, one in zip((None, *found), found, strict=False):
        share = one.number / before.number if before and before.number else None
        last = one.step == Stage.SIGNED
        rows.append([step_name(one.step), one.number, share, None if last else one.median_days])
    title = _("How far contacts come")
    table = DataTable(
        table_id="funnel",
        caption=title,
        columns=(
            Column("step", _("Step")),
            Column("number", _("Reached it"), "count"),
            Column("share", _("Of the step before"), "percent"),
            Column("days", _("Time in it, median"), "decimal", _("days")),
        ),
        rows=rows,
        note=_("Counted by those begun in the period; a step counts once per deal."),
    )
    return Chart(
        chart_id="funnel-chart",
        title=title,
        kind="bar",
        categories=[step_name(one.step) for one in found],
        series=(Series(str(_("Reached it")), [one.number for one in found]),),
        category_axis=_("Step"),
        value_axis=_("number"),
        table=table,
        horizontal=True,
    )


def stages_table(counts: dict[str, int]) -> DataTable:
    """Return how many deals stand in each stage."""
    return DataTable(
        table_id="stages",
        caption=_("Deals by stage today"),
        columns=(Column("stage", _("Stage")), Column("deals", _("Deals"), "count")),
        rows=[[wording.stage_name(stage), counts.get(stage, 0)] for stage in Stage],
    )


def signed_table(found: Sequence[Signed]) -> DataTable:
    """Return what was signed, by kind."""
    few = _("fewer than %(least)s deals") % {"least": LEAST_DEALS}

    def amount(one: Signed, currency: str) -> Any:
        if currency not in one.sums:
            return None
        total = one.sums[currency]
        return few if total is None else round(total)

    return DataTable(
        table_id="signed",
        caption=_("Signed in the period"),
        columns=(
            Column("kind", _("What was signed")),
            Column("deals", _("Deals"), "count"),
            Column("usd", _("Amounts"), "count", "USD"),
            Column("cny", _("Amounts"), "count", "CNY"),
        ),
        rows=[
            [wording.outcome_name(one.kind), one.deals, amount(one, "USD"), amount(one, "CNY")]
            for one in found
        ],
        note=_("An amount of so few deals that it would tell one of them is left out."),
    )


def closed_table(found: Sequence[tuple[str, str, int]]) -> DataTable:
    """Return what was closed without a signature, and why."""
    return DataTable(
        table_id="closed",
        caption=_("Closed in the period without a signature"),
        columns=(
            Column("stage", _("Stage it stood in")),
            Column("reason", _("Reason")),
            Column("deals", _("Deals"), "count"),
        ),
        rows=[
            [wording.stage_name(stage), wording.closed_reason(reason), number]
            for stage, reason, number in found
        ],
    )
