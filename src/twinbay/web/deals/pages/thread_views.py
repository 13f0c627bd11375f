"""Conversations: the list, one of them, writing, files, letting others read along."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.errors import TwinbayError
from twinbay.web.deals.domain import conversations, subjects
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.deals.forms.conversations import MessageForm, ProposalForm
from twinbay.web.deals.models import Message, Thread
from twinbay.web.deals.pages import wording
from twinbay.web.deals.pages.finding import (
    asking,
    by_writer,
    found_participant,
    found_thread,
    writes_for,
)
from twinbay.web.deals.queries.inbox import MOST_LISTED, invitations_to, threads_of
from twinbay.web.directory.forms.listing import page_number
from twinbay.web.display import PageOfList
from twinbay.web.files.pages.serving import file_response
from twinbay.web.permissions import Action, may

ON_A_PAGE = 50


@require_safe
@login_required
def threads(request: Any) -> HttpResponse:
    """The reader's conversations and invitations."""
    own = asking(request).organisations
    entries = [
        {
            "thread": thread,
            "title": wording.title_of(thread.deal),
            "with": [
                wording.name_of(one.organisation)
                for one in thread.participants.all()
                if one.admitted_at and not one.ended_at and one.organisation_id not in own
            ],
        }
        for thread in threads_of(own, request.user)[:MOST_LISTED]
    ]
    invitations = [
        {
            "party": party,
            "title": wording.title_of(party.deal),
            "by": wording.name_of(party.invited_for),
        }
        for party in invitations_to(own)
    ]
    return render(request, "deals/threads.html", {"entries": entries, "invitations": invitations})


@require_safe
@login_required
def thread(request: Any, public_id: UUID) -> HttpResponse:
    """One conversation; what is on the page counts as read."""
    return _page(request, found_thread(request, public_id), MessageForm())


def _page(request: Any, found: Thread, form: MessageForm) -> HttpResponse:
    rows = found.messages.select_related("author", "organisation")
    pages = Paginator(rows.prefetch_related("attachments__file"), ON_A_PAGE)
    number = page_number(request.GET) if "page" in request.GET else pages.num_pages
    page = pages.get_page(number)
    shown = list(page.object_list)
    conversations.mark_read(found, request.user, shown[-1].pk if shown else 0)
    subject = subjects.thread_subject(found)
    writes = may(asking(request), Action.THREAD_WRITE, subject)
    content = {
        "thread": found,
        "deal": found.deal,
        "title": wording.title_of(found.deal),
        "may_view_deal": may(asking(request), Action.DEAL_VIEW, subjects.deal_subject(found.deal)),
        "shown": [_entry(request, message) for message in shown],
        "page": _pages(request, page),
        "present": [wording.name_of(one.organisation) for one in _present(found)],
        "own": _own(request, found),
        "may_write": writes,
        "form": form,
        "proposed": _proposed(request, found) if writes else [],
        "others": _others(found) if writes else [],
    }
    return render(request, "deals/thread.html", content)


def _entry(request: Any, message: Message) -> dict[str, Any]:
    own = message.organisation_id in asking(request).organisations
    return {
        "message": message,
        "author": wording.name_of(message.author),
        "organisation": wording.name_of(message.organisation),
        "own": own,
        "mine": message.author_id == request.user.pk,
    }


def _pages(request: Any, page: Any) -> PageOfList:
    def address(number: int) -> str:
        return f"{request.path}?page={number}"

    return PageOfList(
        number=page.number,
        pages=page.paginator.num_pages,
        total=page.paginator.count,
        previous_address=address(page.number - 1) if page.has_previous() else "",
        next_address=address(page.number + 1) if page.has_next() else "",
    )


def _present(found: Thread) -> list[Any]:
    return [one for one in found.participants.all() if one.admitted_at and not one.ended_at]


def _own(request: Any, found: Thread) -> list[tuple[int, str]]:
    """Return the organisations to choose from, for who writes for several of them."""
    writes = writes_for(request, subjects.thread_subject(found))
    present = [one.organisation for one in _present(found)]
    return [(one.pk, wording.name_of(one)) for one in present if one.pk in writes]


def _proposed(request: Any, found: Thread) -> list[dict[str, Any]]:
    """Return who was proposed, and whether the reader's side has approved."""
    own = set(writes_for(request, subjects.thread_subject(found)))
    return [
        {
            "participant": one,
            "name": wording.name_of(one.organisation),
            "by": wording.name_of(one.proposed_by),
            "approved": bool(own & {each.organisation_id for each in one.approvals.all()}),
        }
        for one in found.participants.all()
        if not one.admitted_at and not one.ended_at
    ]


def _others(found: Thread) -> list[dict[str, Any]]:
    """Return the parties of the deal that neither read along nor were proposed."""
    current = {one.organisation_id for one in found.participants.all() if not one.ended_at}
    return [
        {"party": party, "name": wording.name_of(party.organisation)}
        for party in found.deal.parties.all()
        if party.joined and party.organisation_id not in current
    ]


@require_POST
@login_required
def write(request: Any, public_id: UUID) -> HttpResponse:
    """Add a message."""
    found = found_thread(request, public_id)
    by = by_writer(request, Action.THREAD_WRITE, subjects.thread_subject(found))
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    values = form.cleaned_data
    try:
        conversations.write(found.pk, by, values["body"], values["form_id"], values["files"])
    except TwinbayError as problem:
        form.add_error("files", str(problem))
        return _page(request, found, form)
    return _to(found, "#write")


@require_POST
@login_required
def take_back(request: Any, public_id: UUID, message_id: UUID) -> HttpResponse:
    """Take one's own message back."""
    found = found_thread(request, public_id)
    message = found.messages.filter(public_id=message_id).first()
    if message is None:
        raise Http404
    try:
        conversations.take_back(message, request.user)
    except Refused as problem:
        messages.error(request, problem.problem)
    else:
        messages.success(request, _("The message has been taken back."))
    return _to(found)


@require_safe
@login_required
def attachment(request: Any, public_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that was sent with a message."""
    found = found_thread(request, public_id)
    for message in found.messages.filter(attachments__public_id=file_id, withdrawn_at=None):
        return file_response(message.attachments.get(public_id=file_id).file)
    raise Http404


@require_POST
@login_required
def propose(request: Any, public_id: UUID) -> HttpResponse:
    """Propose to let another party of the deal read along."""
    found = found_thread(request, public_id)
    by = by_writer(request, Action.THREAD_WRITE, subjects.thread_subject(found))
    form = ProposalForm(request.POST)
    parties = found.deal.parties.all()
    wanted = form.cleaned_data["organisation"] if form.is_valid() else None
    chosen = next((one for one in parties if one.joined and one.public_id == wanted), None)
    if chosen is None:
        raise Http404
    try:
        conversations.propose(found.pk, by, chosen.organisation_id)
    except Refused as problem:
        messages.error(request, problem.problem)
    else:
        messages.success(request, _("Proposed; it reads along once every participant agrees."))
    return _to(found)


@require_POST
@login_required
def answer_proposal(request: Any, public_id: UUID, participant_id: UUID) -> HttpResponse:
    """Agree or not to let a party read along."""
    found = found_thread(request, public_id)
    participant = found_participant(request, found, participant_id)
    by = by_writer(request, Action.THREAD_WRITE, subjects.thread_subject(found))
    if request.POST.get("answer") == "yes":
        conversations.approve(participant.pk, by)
        messages.success(request, _("Your organisation agrees."))
    else:
        conversations.refuse(participant.pk)
        messages.success(request, _("It will not read along."))
    return _to(found)


def _to(found: Thread, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("deals:thread", args=[found.public_id]) + anchor)
