"""What the records of deals are called in the audit trail, and whom their trails are open to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from twinbay.web.audit.domain.registry import audited
from twinbay.web.deals.domain.subjects import (
    deal_subject,
    interest_subject,
    principals_subject,
    thread_subject,
)
from twinbay.web.deals.models.document import PRINCIPALS_ONLY
from twinbay.web.permissions import Subject


def _of_its_audience(document: Any) -> Subject:
    of_two = document.audience == PRINCIPALS_ONLY
    return principals_subject(document.deal) if of_two else deal_subject(document.deal)


def _of_its_writer(message: Any) -> Subject:
    """Only the side that wrote it: what was taken back is not for the others to read again."""
    return Subject(frozenset({message.organisation_id}))


audited("deals.interest", _("expression of interest"), interest_subject)
audited("deals.deal", _("deal"), deal_subject)
audited("deals.dealparty", _("party of a deal"), lambda one: deal_subject(one.deal))
audited("deals.dealdocument", _("document of a deal"), _of_its_audience)
audited("deals.thread", _("conversation"), thread_subject)
audited(
    "deals.participant",
    _("participant of a conversation"),
    lambda one: thread_subject(one.thread),
)
audited("deals.message", _("message in a conversation"), _of_its_writer)
audited("deals.attachment", _("file of a message"), lambda one: _of_its_writer(one.message))
