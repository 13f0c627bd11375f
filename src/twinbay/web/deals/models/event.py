"""What happened in a deal: written once, never changed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.deals.models.deal import Deal

OPENED, STAGE, NDA, TERMS, CONSENT, STEP, DOCUMENT, INVITED, JOINED, DECLINED, LEFT, AMOUNT = (
    "opened",
    "stage",
    "nda",
    "terms",
    "consent",
    "step",
    "document",
    "invited",
    "joined",
    "declined",
    "left",
    "amount",
)
EVENT_NAMES = (
    (OPENED, _("deal opened")),
    (STAGE, _("stage")),
    (NDA, _("NDA signed")),
    (TERMS, _("terms changed")),
    (CONSENT, _("terms agreed")),
    (STEP, _("next step")),
    (DOCUMENT, _("document")),
    (INVITED, _("invitation sent")),
    (JOINED, _("joined")),
    (DECLINED, _("invitation declined")),
    (LEFT, _("left")),
    (AMOUNT, _("amount of a party")),
)


class DealEvent(models.Model):
    """One entry of a deal's timeline.

    Attributes:
        kind: one of ``EVENT_NAMES``.
        by, organisation: who did it, and for whom.
        from_stage, to_stage: for a change of the stage and the opening.
        lasted: seconds that the deal had been in ``from_stage``.
        note: what the person wrote to it.
        details: what else the entry needs to be read, as plain values.
    """

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EVENT_NAMES)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    from_stage = models.CharField(max_length=16, blank=True)
    to_stage = models.CharField(max_length=16, blank=True)
    lasted = models.PositiveBigIntegerField(null=True)
    note = models.TextField(max_length=2_000, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """Read in order; counted by stage."""

        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["deal", "at"], name="deal_timeline"),
            models.Index(fields=["kind", "to_stage"], name="deal_reached"),
        ]

    def __str__(self) -> str:
        return f"{self.deal}: {self.kind} {self.to_stage}".strip()

    def save(self, *arguments: Any, **options: Any) -> None:
        """Store a new entry; ValidationError when it is an old one."""
        if self.pk is not None:
            raise ValidationError("An entry of a timeline is never changed.")
        super().save(*arguments, **options)

    def delete(self, *_arguments: Any, **_options: Any) -> Any:
        """Refuse: ValidationError."""
        raise ValidationError("An entry of a timeline is never deleted.")
