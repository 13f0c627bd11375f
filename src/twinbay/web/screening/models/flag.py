"""Pairs of a party and an entry of a list that somebody has to look at, and what was decided."""

import uuid
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import MemberOrganisation, User


class FlagState(StrEnum):
    """Where a flagged pair stands."""

    OPEN = "open"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    GONE = "gone"


STATES = (
    (FlagState.OPEN.value, _("to decide")),
    (FlagState.CLEARED.value, _("another party")),
    (FlagState.CONFIRMED.value, _("the listed party")),
    (FlagState.GONE.value, _("no longer matches")),
)


class Flag(models.Model):
    """A party of the platform whose name may be that of a listed party.

    It blocks nothing and is shown to officers only.

    Attributes:
        organisation, person: the party, one of the two.
        list_name, entry: what it may be.
        match: the newest match, as ``screen.match_to_record`` gives it.
        fingerprint: of the list's entry; a decision is about this content.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        MemberOrganisation, models.PROTECT, null=True, blank=True, related_name="flags"
    )
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="flags")
    list_name = models.CharField(max_length=200)
    entry = models.CharField(max_length=200)
    score = models.FloatField()
    match = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=STATES, default=FlagState.OPEN.value)
    flagged_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """The surest first; a pair is flagged once."""

        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "list_name", "entry"],
                condition=models.Q(person=None),
                name="organisation_flagged_once",
            ),
            models.UniqueConstraint(
                fields=["person", "list_name", "entry"],
                condition=models.Q(organisation=None),
                name="person_flagged_once",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="flag_of_one_party",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score"], name="flag_queue")]

    def __str__(self) -> str:
        return f"{self.party} / {self.list_name}: {self.entry}"

    @property
    def party(self) -> Any:
        """The organisation or the person."""
        return self.organisation if self.organisation is not None else self.person


class Decision(models.Model):
    """What somebody decided about a flag, or that the list opened it again; never changed.

    Attributes:
        state: the state it led to.
        reason: why, in the officer's words; empty when the list changed it.
        by: the officer; empty when the list changed it.
        fingerprint: of the entry that was decided about.
    """

    flag = models.ForeignKey(Flag, models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=STATES)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.flag}: {self.state}"
