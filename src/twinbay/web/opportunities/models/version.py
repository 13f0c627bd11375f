"""What was published, each time."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from twinbay.web.opportunities.models.opportunity import Opportunity


class Version(models.Model):
    """The content of an opportunity as an officer published it; never changed.

    Attributes:
        number: from 1.
        content: as ``domain.content`` has it.
        author: who submitted it.
        published_by: the officer.
    """

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Numbered within the opportunity."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} v{self.number}"
