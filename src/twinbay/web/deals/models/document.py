"""Files of deals and of conversations."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.deals.models.conversation import Message
from twinbay.web.deals.models.deal import Deal
from twinbay.web.files.models import StoredFile

DOCUMENT_KINDS = (
    ("nda", _("non-disclosure agreement")),
    ("report", _("report of an evaluation")),
    ("term_sheet", _("term sheet")),
    ("contract", _("contract")),
    ("other", _("other")),
)
ALL_PARTIES, PRINCIPALS_ONLY = "all", "principals"
AUDIENCES = (
    (ALL_PARTIES, _("all parties")),
    (PRINCIPALS_ONLY, _("the two who began it")),
)


class Attachment(models.Model):
    """A file that was sent with a message; whoever reads the message may have it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.file)


class DealDocument(models.Model):
    """A file of a deal; taken off, never deleted.

    Attributes:
        audience: all parties, or only the two who began the deal.
        removed_at: since when it is not offered any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DOCUMENT_KINDS)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default=ALL_PARTIES)
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.deal}: {self.file}"
