"""Files of a record: upload, download, take off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.errors import TwinbayError
from twinbay.web.files.pages.serving import file_response
from twinbay.web.opportunities.domain.attaching import action_to_read, attach, take_off
from twinbay.web.opportunities.forms.steps import AttachmentForm
from twinbay.web.opportunities.models import Attachment, Opportunity
from twinbay.web.opportunities.pages.access import opened
from twinbay.web.permissions import Action, may


@login_required
@require_POST
def add(request: Any, public_id: UUID) -> HttpResponse:
    """Take a file."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file, and who reads it."))
    else:
        try:
            attach(found, form.cleaned_data["file"], form.cleaned_data["part"], request.user)
        except TwinbayError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The file was added."))
    return _back(found)


@login_required
@require_POST
def remove(request: Any, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Take a file off."""
    _actor, found, _subject = opened(request, public_id, Action.OPPORTUNITY_EDIT)
    take_off(_attachment(found, attachment_id))
    messages.success(request, _("The file was taken off."))
    return _back(found)


@require_safe
def download(request: Any, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Send a file to who may read the part that it belongs to."""
    actor, found, subject = opened(request, public_id, Action.OPPORTUNITY_READ)
    attachment = _attachment(found, attachment_id)
    if not may(actor, action_to_read(attachment), subject):
        raise Http404
    owns = bool(actor.organisations & subject.organisations)
    reviews = may(actor, Action.OPPORTUNITY_REVIEW, subject)
    if attachment.approved_at is None and not (owns or reviews):
        raise Http404
    return file_response(attachment.file)


def _attachment(found: Opportunity, attachment_id: UUID) -> Attachment:
    attachment: Attachment | None = (
        found.attachments.filter(public_id=attachment_id, removed_at=None)
        .select_related("file")
        .first()
    )
    if attachment is None:
        raise Http404
    return attachment


def _back(found: Opportunity) -> HttpResponse:
    address = reverse("opportunities:edit", args=[found.public_id])
    return HttpResponseRedirect(f"{address}#files")
