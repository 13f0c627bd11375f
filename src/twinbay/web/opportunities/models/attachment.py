"""Files of an opportunity."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.files.models import StoredFile
from twinbay.web.opportunities.models.opportunity import Opportunity

MEMBERS_PART, CONFIDENTIAL_PART = "members", "confidential"
PARTS = (
    (MEMBERS_PART, _("for members")),
    (CONFIDENTIAL_PART, _("confidential, for organisations it is released to")),
)


class Attachment(models.Model):
    """A file that belongs to one part of an opportunity; taken off, never deleted.

    Attributes:
        part: who reads it.
        approved_at: when an officer published it; until then only the owner's side reads it.
        removed_at: since when it is taken off.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=PARTS, default=MEMBERS_PART)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """In the order in which they were added."""

        ordering: ClassVar = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)
