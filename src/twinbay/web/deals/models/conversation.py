"""Conversations between organisations."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.deals.models.deal import Deal
from twinbay.web.deals.models.interest import Interest

LONGEST_BODY = 10_000  # characters
PRINCIPALS_THREAD, INVITATION_THREAD, ALL_THREAD = "principals", "invitation", "all"
THREAD_KINDS = (
    (PRINCIPALS_THREAD, _("between the two who began it")),
    (INVITATION_THREAD, _("with a co-investor")),
    (ALL_THREAD, _("of all parties")),
)


class Thread(models.Model):
    """A conversation that the members of its participants share, and nobody else.

    Attributes:
        interest: what it grew out of.
        deal: the deal it belongs to.
        kind: one of ``THREAD_KINDS``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interest = models.ForeignKey(Interest, models.PROTECT, related_name="threads")
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=THREAD_KINDS)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        """A deal has one conversation of the principals and one of all."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal", "kind"],
                condition=~models.Q(kind=INVITATION_THREAD),
                name="thread_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deal}: {self.kind}"


class Participant(models.Model):
    """That an organisation reads a conversation; ended, never deleted.

    Attributes:
        proposed_by: the organisation that wants to let it in; empty for the first ones.
        admitted_at: since when it reads along: when all the others had approved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="participants")
    organisation = models.ForeignKey(
        MemberOrganisation, models.PROTECT, related_name="conversations"
    )
    proposed_by = models.ForeignKey(MemberOrganisation, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """An organisation is once in a conversation at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thread", "organisation"],
                condition=models.Q(ended_at=None),
                name="participant_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.thread}: {self.organisation}"


class Approval(models.Model):
    """That one participant agrees to let another organisation read along."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An organisation agrees once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "organisation"], name="approved_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.organisation}"


class Message(models.Model):
    """One message; it is never edited, only taken back.

    Attributes:
        author, organisation: who wrote it, and for whom.
        form_id: what the form carried, so that sending it twice stores it once.
        withdrawn_at: when it was taken back; the text is not shown any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(MemberOrganisation, models.PROTECT, related_name="+")
    body = models.TextField(max_length=LONGEST_BODY, blank=True)
    form_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """In the order they were written."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.thread}: {self.created_at}"


class Reading(models.Model):
    """How far a person has read a conversation.

    Attributes:
        last_read: primary key of the last message that was on the person's page.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    last_read = models.BigIntegerField(default=0)

    class Meta:
        """One mark per person and conversation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "user"], name="read_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.thread}: {self.user}"
