"""Routes of what the parties of a deal share: invitations, documents, conversations."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.api.access import actor_with
from twinbay.web.api.answers import answers, as_form, refuse_form, refuse_value
from twinbay.web.api.paging import Limit, Offset, Page, page_of
from twinbay.web.deals.api.finding import (
    READ,
    WRITE,
    by_writer,
    deals_loaded,
    found_deal,
    found_invitation,
    found_thread,
)
from twinbay.web.deals.api.schemas import (
    ConversationOut,
    DealOut,
    DocumentOut,
    InvitationIn,
    InvitationOut,
    MessageIn,
    MessageOut,
    NdaIn,
)
from twinbay.web.deals.api.shown import (
    conversation_shown,
    deal_shown,
    document_shown,
    invitation_shown,
    message_shown,
)
from twinbay.web.deals.domain import conversations, documents, sharing
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.subjects import (
    deal_subject,
    principals_subject,
    thread_subject,
)
from twinbay.web.deals.forms.deals import NdaForm
from twinbay.web.deals.models import Deal, DealDocument
from twinbay.web.deals.models.document import ALL_PARTIES
from twinbay.web.deals.queries import inbox, timeline
from twinbay.web.files.pages.serving import file_response
from twinbay.web.opportunities.api.reading import BYTES
from twinbay.web.permissions import Action, Actor

router = Router()


@router.post(
    "deals/{uuid:deal_id}/invitations",
    response=answers(InvitationOut, 400, 404, 409, 422, status=201),
    operation_id="invite_to_deal",
)
def invite(request: Any, deal_id: UUID, body: InvitationIn) -> Any:
    """Ask another organisation to share a deal, as one of the two who began it."""
    actor, found = found_deal(request, deal_id, WRITE)
    subject = principals_subject(found)
    by = by_writer(request, actor, Action.DEAL_SHARE, subject, body.organisation)
    rows = MemberOrganisation.objects.filter(verified_at__isnull=False)
    invited = rows.filter(org_id=body.invited).first()
    if invited is None:
        raise Http404
    return Status(201, invitation_shown(sharing.invite(found.pk, by, invited, body.text)))


@router.get(
    "invitations", response=answers(Page[InvitationOut], 422), operation_id="list_invitations"
)
def list_invitations(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List the invitations to the asker's organisations that wait for an answer."""
    found = inbox.invitations_to(actor_with(request, READ).organisations)
    items = [invitation_shown(one) for one in found[offset : offset + limit]]
    return page_of(request, items, len(found), limit, offset)


@router.post(
    "invitations/{uuid:invitation_id}/join",
    response=answers(DealOut, 400, 404, 409, 422),
    operation_id="join_deal",
)
def join(request: Any, invitation_id: UUID, body: NdaIn) -> Any:
    """Join a deal; the non-disclosure agreement is signed with it."""
    party = found_invitation(request, invitation_id, WRITE, Action.INVITATION_ANSWER)
    form = NdaForm(as_form(body, "organisation"))
    if not form.is_valid():
        refuse_form(form, "body")
    by = Acting(request.auth.user, party.organisation_id)
    sharing.join(party.pk, by, form.cleaned_data["on"])
    actor = actor_with(request, WRITE)
    return deal_shown(deals_loaded(Deal.objects).get(pk=party.deal_id), actor)


@router.post(
    "invitations/{uuid:invitation_id}/decline",
    response=answers(None, 404, 409, status=204),
    operation_id="decline_invitation",
)
def decline(request: Any, invitation_id: UUID) -> Any:
    """Say no to an invitation."""
    party = found_invitation(request, invitation_id, WRITE, Action.INVITATION_ANSWER)
    sharing.decline(party.pk, Acting(request.auth.user, party.organisation_id))
    return Status(204, None)


@router.get(
    "deals/{uuid:deal_id}/documents",
    response=answers(Page[DocumentOut], 404, 422),
    operation_id="list_deal_documents",
)
def list_documents(request: Any, deal_id: UUID, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List the documents of a deal that the asker may have, the latest first."""
    actor, found = found_deal(request, deal_id, READ)
    shown = timeline.documents(found, actor.organisations)
    items = [document_shown(one) for one in shown[offset : offset + limit]]
    return page_of(request, items, len(shown), limit, offset)


@router.post(
    "deals/{uuid:deal_id}/documents",
    response=answers(DocumentOut, 400, 404, 409, 422, status=201),
    operation_id="add_deal_document",
)
def add_document(
    request: Any,
    deal_id: UUID,
    file: Annotated[UploadedFile, File(description="at most 20 MB, of a kind that is taken")],
    kind: Annotated[Literal["nda", "report", "term_sheet", "contract", "other"], Form()],
    audience: Annotated[
        Literal["all", "principals"], Form(description="all parties, or the two who began")
    ] = "all",
) -> Any:
    """Add a document; a party that joined later adds it for all parties."""
    actor, found = found_deal(request, deal_id, WRITE, Action.DEAL_EDIT)
    by = by_writer(request, actor, Action.DEAL_EDIT, deal_subject(found))
    if audience != ALL_PARTIES and not timeline.is_principal(found, actor.organisations):
        refuse_value("only the two who began the deal have documents of their own", "audience")
    return Status(201, document_shown(documents.add(found.pk, by, kind, audience, file)))


@router.get(
    "deals/{uuid:deal_id}/documents/{uuid:document_id}",
    response=answers(None, 404),
    operation_id="get_deal_document",
    openapi_extra=BYTES,
)
def get_document(request: Any, deal_id: UUID, document_id: UUID) -> Any:
    """Return the bytes of a document that the asker may have."""
    actor, found = found_deal(request, deal_id, READ)
    return file_response(_document(actor, found, document_id).file)


@router.delete(
    "deals/{uuid:deal_id}/documents/{uuid:document_id}",
    response=answers(None, 404, status=204),
    operation_id="take_off_deal_document",
)
def remove_document(request: Any, deal_id: UUID, document_id: UUID) -> Any:
    """Take off a document of one's own organisation; it stays on record."""
    actor, found = found_deal(request, deal_id, WRITE, Action.DEAL_EDIT)
    document = _document(actor, found, document_id)
    by = by_writer(request, actor, Action.DEAL_EDIT, deal_subject(found))
    if document.organisation_id not in actor.organisations:
        raise Http404
    documents.remove(document, by)
    return Status(204, None)


def _document(actor: Actor, found: Deal, document_id: UUID) -> DealDocument:
    for one in timeline.documents(found, actor.organisations):
        if one.public_id == document_id:
            return one
    raise Http404


@router.get(
    "conversations", response=answers(Page[ConversationOut], 422), operation_id="list_conversations"
)
def list_conversations(request: Any, limit: Limit = 50, offset: Offset = 0) -> Any:
    """List the conversations of the asker's organisations, the latest first."""
    actor = actor_with(request, READ)
    rows = inbox.threads_of(actor.organisations, request.auth.user)
    items = [conversation_shown(one) for one in rows[offset : offset + limit]]
    return page_of(request, items, rows.count(), limit, offset)


@router.get(
    "conversations/{uuid:conversation_id}/messages",
    response=answers(Page[MessageOut], 404, 422),
    operation_id="list_messages",
)
def list_messages(
    request: Any, conversation_id: UUID, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """List the messages of a conversation in the order they were written."""
    _actor, found = found_thread(request, conversation_id, READ, Action.THREAD_READ)
    rows = found.messages.select_related("author", "organisation")
    page = rows.prefetch_related("attachments__file")[offset : offset + limit]
    items = [message_shown(one) for one in page]
    return page_of(request, items, rows.count(), limit, offset)


@router.post(
    "conversations/{uuid:conversation_id}/messages",
    response=answers(MessageOut, 400, 404, 409, 422, status=201),
    operation_id="write_message",
)
def write_message(request: Any, conversation_id: UUID, body: MessageIn) -> Any:
    """Write a message; the same ``id`` sent again stores nothing."""
    actor, found = found_thread(request, conversation_id, WRITE, Action.THREAD_WRITE)
    subject = thread_subject(found)
    by = by_writer(request, actor, Action.THREAD_WRITE, subject, body.organisation)
    conversations.write(found.pk, by, body.body, body.id)
    rows = found.messages.select_related("author", "organisation")
    written = rows.filter(form_id=body.id).first()
    if written is None:
        refuse_value("another message has this id", "body", "id")
    return Status(201, message_shown(written))
