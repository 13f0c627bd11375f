"""The board and the funnel of an organisation."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.deals.domain.stages import Stage, blockers, next_stage
from twinbay.web.deals.forms.periods import asked_period
from twinbay.web.deals.models import Deal
from twinbay.web.deals.pages import funnel_tables, wording
from twinbay.web.deals.pages.finding import asking, require
from twinbay.web.deals.queries import boards, inbox
from twinbay.web.deals.queries.funnel import funnel as reached
from twinbay.web.deals.queries.funnel import interests_of_organisation
from twinbay.web.exports import requested_export
from twinbay.web.permissions import Action, Subject, may


@require_safe
@login_required
def board(request: Any) -> HttpResponse:
    """The deals of one of the reader's organisations, one column per stage."""
    own = _own(request)
    regions = sorted(asking(request).regions)
    if not own and "organisation" not in request.GET:
        return render(request, "deals/nothing.html", {"regions": regions})
    chosen = _chosen(request, own)
    edits = may(asking(request), Action.DEAL_EDIT, _subject(chosen))
    organisations = asking(request).organisations
    threads = inbox.threads_of(organisations, request.user)
    content = {
        **_frame(own, chosen),
        "regions": regions,
        "columns": [
            {
                "stage": column.stage.value,
                "name": wording.stage_name(column.stage),
                "total": column.total,
                "more": column.total - len(column.deals),
                "cards": [card(deal, chosen.pk, edits) for deal in column.deals],
            }
            for column in boards.columns(boards.deals_of_organisation(chosen.pk))
        ],
        "waiting": inbox.waiting_interests(organisations),
        "unread": sum(thread.unread for thread in threads[: inbox.MOST_LISTED]),
        "invitations": len(inbox.invitations_to(organisations)),
    }
    return render(request, "deals/board.html", content)


@require_safe
@login_required
def funnel(request: Any) -> HttpResponse:
    """How far the contacts of one of the reader's organisations come."""
    own = _own(request)
    if not own:
        raise Http404
    chosen = _chosen(request, own)
    form, period = asked_period(request.GET)
    found = reached(
        boards.deals_of_organisation(chosen.pk), interests_of_organisation(chosen.pk), period
    )
    chart = funnel_tables.funnel_chart(found)
    content = {**_frame(own, chosen), "form": form, "period": period, "chart": chart}
    return requested_export(request, [chart.table]) or render(request, "deals/funnel.html", content)


def card(deal: Deal, organisation_pk: int, edits: bool) -> dict[str, Any]:
    """Return what a card of a board shows; moving on only where nothing stands in the way."""
    target = next_stage(Stage(deal.stage))
    ready = edits and target is not None and not blockers(deal.facts(), target)
    overdue = deal.next_step_on is not None and deal.next_step_on < timezone.localdate()
    return {
        "deal": deal,
        "title": wording.title_of(deal),
        "with": [
            wording.name_of(party.organisation)
            for party in deal.parties.all()
            if party.joined and party.organisation_id != organisation_pk
        ],
        "owner": wording.name_of(deal.owner) if deal.owner else "",
        "overdue": overdue and deal.open,
        "target": target.value if ready and target else "",
        "move": wording.move_name(deal.stage, target) if ready and target else "",
    }


def _own(request: Any) -> list[MemberOrganisation]:
    """Return the reader's organisations."""
    rows = MemberOrganisation.objects.filter(pk__in=asking(request).organisations)
    return list(rows.order_by("name", "pk"))


def _chosen(request: Any, own: list[MemberOrganisation]) -> MemberOrganisation:
    """Return the organisation of ``?organisation=``, the first one without it."""
    wanted = request.GET.get("organisation")
    if wanted is None:
        return own[0]
    try:
        public_id = UUID(wanted)
    except ValueError as error:
        raise Http404 from error
    chosen: MemberOrganisation | None
    chosen = MemberOrganisation.objects.filter(public_id=public_id).first()
    if chosen is None:
        raise Http404
    require(request, Action.BOARD_VIEW, _subject(chosen))
    return chosen


def _subject(organisation: MemberOrganisation) -> Subject:
    return Subject(frozenset({organisation.pk}), regions=frozenset({organisation.region}))


def _frame(own: list[MemberOrganisation], chosen: MemberOrganisation) -> dict[str, Any]:
    return {
        "own": [{"organisation": one, "name": wording.name_of(one)} for one in own],
        "chosen": chosen,
        "name": wording.name_of(chosen),
    }
