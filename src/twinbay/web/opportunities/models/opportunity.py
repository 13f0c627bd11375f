"""One opportunity, whatever its kind."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.permissions import Visibility


class OpportunityKind(models.TextChoices):
    """The six kinds."""

    TECHNOLOGY_OFFER = "technology_offer", _("Technology offer")
    TECHNOLOGY_NEED = "technology_need", _("Technology need")
    CAPITAL_OFFERED = "capital_offered", _("Capital offered")
    CAPITAL_SOUGHT = "capital_sought", _("Capital sought")
    TALENT = "talent", _("Talent")
    SITE_PROJECT = "site_project", _("Site or project")


class State(models.TextChoices):
    """Where it stands; ``domain.steps`` says what follows what."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Sent back")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


VISIBILITIES = (
    (Visibility.PUBLIC.value, _("Public: everybody sees the teaser, members read all of it")),
    (Visibility.MEMBERS.value, _("Members: only who is signed in learns of it")),
    (
        Visibility.CONFIDENTIAL.value,
        _("Confidential: only organisations that it is released to learn of it"),
    ),
)


class Opportunity(models.Model):
    """What an organisation offers or needs.

    Texts are written in one language or both; an empty one is missing and is never filled in by
    translating. A published record keeps saying what was reviewed: changes wait in ``pending``.

    Attributes:
        public_id: in addresses.
        kind: decides which ``details`` there are (``domain.kinds``).
        visibility: who learns of it once it is published.
        reference: the organisation's own number of it; an import with the same one changes it.
        title, summary: the teaser.
        description: for members, as are most details.
        confidential: for organisations that it is released to.
        details: values by the names of the kind's fields.
        fields: ids of fields of cooperation.
        expires_on: the last day on which it is published.
        hidden_from: organisations that never learn of it.
        person: whom an entry of a person who looks is about; shown only while they consent.
        pending: the content of a change to a published record, as ``domain.content`` has it.
        pending_state: draft, in review or sent back; empty without a change.
        review_note: why an officer sent it back.
        revision: counts saves, so that two editors do not overwrite each other.
        reminded_for: the ``expires_on`` for which a reminder was sent.
        matched_on: the day its counterparts were computed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        MemberOrganisation, models.PROTECT, related_name="opportunities"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=OpportunityKind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(
        max_length=12, choices=VISIBILITIES, default=Visibility.MEMBERS.value
    )
    reference = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200, blank=True)
    title_zh = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    summary_zh = models.TextField(blank=True)
    description = models.TextField(blank=True)
    description_zh = models.TextField(blank=True)
    confidential = models.TextField(blank=True)
    confidential_zh = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    fields = models.JSONField(default=list, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    hidden_from = models.ManyToManyField(MemberOrganisation, related_name="+", blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    pending = models.JSONField(null=True, blank=True)
    pending_state = models.CharField(max_length=12, choices=State.choices, blank=True)
    review_note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    reminded_for = models.DateField(null=True, blank=True)
    matched_on = models.DateField(null=True, blank=True)
    sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(m2m_fields=[hidden_from])

    class Meta:
        """Listed by state and date, found by owner; an own reference is used once."""

        indexes: ClassVar = [
            models.Index(fields=["state", "-published_at"], name="opportunity_newest"),
            models.Index(fields=["state", "kind", "-published_at"], name="opportunity_by_kind"),
            models.Index(fields=["organisation", "-changed_at"], name="opportunity_by_owner"),
            models.Index(fields=["pending_state"], name="opportunity_pending"),
            models.Index(fields=["state", "expires_on"], name="opportunity_expiry"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=~models.Q(reference=""),
                name="own_reference_once",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.title_zh or str(self.public_id)

    def title_in(self, language: str) -> str:
        """Return the title in a language, else in the other one, else ""."""
        chinese = language == "zh-hans"
        return str((self.title_zh or self.title) if chinese else (self.title or self.title_zh))
