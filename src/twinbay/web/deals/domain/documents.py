"""Documents of a deal."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from twinbay.web.deals.domain import telling
from twinbay.web.deals.domain.acting import Acting
from twinbay.web.deals.domain.locking import locked_deal
from twinbay.web.deals.domain.timeline import write_down
from twinbay.web.deals.models import DealDocument
from twinbay.web.deals.models.document import PRINCIPALS_ONLY
from twinbay.web.deals.models.event import DOCUMENT
from twinbay.web.files.domain.storing import checked, store


def add(deal_pk: int, by: Acting, kind: str, audience: str, upload: Any) -> DealDocument:
    """Keep a document.

    Arguments:
        kind: one of ``DOCUMENT_KINDS``.
        audience: one of ``AUDIENCES``.
        upload: Django's ``UploadedFile``.

    Raises:
        FileRefused: the file is not taken.
    """
    checked(upload)
    with transaction.atomic():
        deal = locked_deal(deal_pk)
        document: DealDocument = DealDocument.objects.create(
            deal=deal,
            file=store(upload, by.user),
            kind=kind,
            audience=audience,
            organisation_id=by.organisation_id,
            added_by=by.user,
        )
        write_down(deal, DOCUMENT, by, details=_details(document))
        telling.deal_changed(deal, by)
    return document


def remove(document: DealDocument, by: Acting) -> None:
    """Take a document off; it is kept but not offered. Doing so twice changes nothing."""
    with transaction.atomic():
        deal = locked_deal(document.deal_id)
        document = DealDocument.objects.select_related("file").get(pk=document.pk)
        if document.removed_at is None:
            document.removed_at = timezone.now()
            document.save()
            write_down(deal, DOCUMENT, by, details=_details(document) | {"removed": True})


def _details(document: DealDocument) -> dict[str, Any]:
    """Return what the timeline says; ``principals`` hides the entry from the other parties."""
    return {
        "kind": document.kind,
        "name": document.file.name,
        "principals": document.audience == PRINCIPALS_ONLY,
    }
