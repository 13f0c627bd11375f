"""What a cooperation officer sees of a region's deals: counts, stages and open titles."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinbay.regions import Region
from twinbay.web.current_lake import configured_pair
from twinbay.web.deals.forms.periods import asked_period
from twinbay.web.deals.models import Deal
from twinbay.web.deals.pages import funnel_tables, wording
from twinbay.web.deals.pages.finding import asking, require
from twinbay.web.deals.queries import boards
from twinbay.web.deals.queries import funnel as figures
from twinbay.web.exports import requested_export
from twinbay.web.exports.workbook import workbook_response
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.queries import visible
from twinbay.web.permissions import Action, Subject


@require_safe
@login_required
def board(request: Any, region_id: str) -> HttpResponse:
    """A region's deals by stage."""
    region = _region(request, region_id)
    columns = boards.columns(boards.deals_of_region(region_id))
    shown = _titles(request, [deal for column in columns for deal in column.deals])
    content = {
        "region": region,
        "name": region.name.text(active_language()),
        "columns": [
            {
                "stage": column.stage.value,
                "name": wording.stage_name(column.stage),
                "total": column.total,
                "cards": [
                    {"deal": deal, "title": shown[deal.pk]}
                    for deal in column.deals
                    if deal.pk in shown
                ],
                "untold": column.total - sum(deal.pk in shown for deal in column.deals),
            }
            for column in columns
        ],
    }
    return render(request, "deals/region_board.html", content)


@require_safe
@login_required
def report(request: Any, region_id: str) -> HttpResponse:
    """The report of a region and a period: a page to print, tables as files, one workbook."""
    region = _region(request, region_id)
    form, period = asked_period(request.GET)
    deals = boards.deals_of_region(region_id)
    interests = figures.interests_of_region(region_id)
    chart = funnel_tables.funnel_chart(figures.funnel(deals, interests, period))
    stages = funnel_tables.stages_table(boards.stage_counts(deals))
    signed = funnel_tables.signed_table(figures.signed(deals, period))
    closed = funnel_tables.closed_table(figures.closed(deals, period))
    tables = (stages, chart.table, signed, closed)
    name = region.name.text(active_language())
    if request.GET.get("export") == "workbook":
        about = _("%(region)s, %(first)s to %(last)s") % {
            "region": name,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        }
        return workbook_response(tables, "deals", about)
    content = {
        "region": region,
        "name": name,
        "form": form,
        "period": period,
        "chart": chart,
        "stages": stages,
        "signed": signed,
        "closed": closed,
    }
    return requested_export(request, tables) or render(request, "deals/report.html", content)


def _region(request: Any, region_id: str) -> Region:
    """Return a region whose figures the reader may see."""
    require(request, Action.REGION_REPORT, Subject(regions=frozenset({region_id})))
    pair = configured_pair()
    if region_id not in {region.region_id for region in pair.regions}:
        raise Http404
    return pair.region(region_id)


def _titles(request: Any, deals: list[Deal]) -> dict[int, str]:
    """Return titles by deal: those of opportunities whose teaser the reader may see anyway."""
    wanted = {deal.interest.opportunity_id for deal in deals}
    seen = set(visible(asking(request)).filter(pk__in=wanted - {None}).values_list("pk", flat=True))
    return {
        deal.pk: wording.title_of(deal.interest.opportunity)
        for deal in deals
        if deal.interest.opportunity_id in seen
    }
