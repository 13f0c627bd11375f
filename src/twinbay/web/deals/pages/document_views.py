"""Documents of a deal."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinbay.errors import TwinbayError
from twinbay.web.deals.domain import documents
from twinbay.web.deals.forms.files import DocumentForm
from twinbay.web.deals.models import Deal, DealDocument
from twinbay.web.deals.models.document import ALL_PARTIES
from twinbay.web.deals.pages.deal_views import done, found_to_edit, page, to_deal
from twinbay.web.deals.pages.finding import asking, found_deal
from twinbay.web.deals.queries import timeline
from twinbay.web.files.pages.serving import file_response


@require_POST
@login_required
def add(request: Any, public_id: UUID) -> HttpResponse:
    """Add a document."""
    found, by = found_to_edit(request, public_id)
    form = DocumentForm(request.POST, request.FILES)
    principal = timeline.is_principal(found, asking(request).organisations)
    if not principal:
        del form.fields["audience"]
    if not form.is_valid():
        return page(request, found, document=form)
    values = form.cleaned_data
    audience = values.get("audience") or ALL_PARTIES
    try:
        documents.add(found.pk, by, values["kind"], audience, values["file"])
    except TwinbayError as problem:
        form.add_error("file", str(problem))
        return page(request, found, document=form)
    return to_deal(found, "#documents")


@require_safe
@login_required
def document(request: Any, public_id: UUID, document_id: UUID) -> HttpResponse:
    """A document as a download."""
    found = found_deal(request, public_id)
    return file_response(_document(request, found, document_id).file)


@require_POST
@login_required
def remove(request: Any, public_id: UUID, document_id: UUID) -> HttpResponse:
    """Take off a document of the own organisation."""
    found, by = found_to_edit(request, public_id)
    chosen = _document(request, found, document_id)
    if chosen.organisation_id not in asking(request).organisations:
        raise Http404
    done(request, lambda: documents.remove(chosen, by), _("The document has been taken off."))
    return to_deal(found, "#documents")


def _document(request: Any, found: Deal, document_id: UUID) -> DealDocument:
    for one in timeline.documents(found, asking(request).organisations):
        if one.public_id == document_id:
            return one
    raise Http404
