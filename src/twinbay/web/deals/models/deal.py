"""A deal and its stages."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField, transition
from simple_history.models import HistoricalRecords

from twinbay.web.accounts.models import User
from twinbay.web.deals.domain.stages import (
    OPEN_STAGES,
    ClosedReason,
    Facts,
    Outcome,
    PartyFacts,
    Stage,
    blockers,
)
from twinbay.web.deals.models.interest import Interest

STAGE_NAMES = (
    (Stage.CONTACT.value, _("Contact")),
    (Stage.NDA.value, _("NDA")),
    (Stage.EVALUATION.value, _("Evaluation")),
    (Stage.NEGOTIATION.value, _("Negotiation")),
    (Stage.SIGNED.value, _("Signed")),
    (Stage.CLOSED.value, _("Closed")),
)
OUTCOME_NAMES = (
    (Outcome.LICENCE.value, _("Licence")),
    (Outcome.JOINT_LAB.value, _("Joint lab")),
    (Outcome.JOINT_PROJECT.value, _("Joint project")),
    (Outcome.RECRUITMENT.value, _("Recruitment")),
    (Outcome.SPIN_OFF.value, _("Spin-off")),
    (Outcome.EQUITY_INVESTMENT.value, _("Equity investment")),
    (Outcome.SITE_INVESTMENT.value, _("Site investment")),
)
CLOSED_REASON_NAMES = (
    (ClosedReason.NO_FIT.value, _("it does not fit after all")),
    (ClosedReason.TERMS.value, _("no agreement on the terms")),
    (ClosedReason.FUNDING.value, _("no money for it")),
    (ClosedReason.TIMING.value, _("not the right time")),
    (ClosedReason.RIGHTS.value, _("rights or ownership unclear")),
    (ClosedReason.REGULATION.value, _("not allowed by law or policy")),
    (ClosedReason.NO_ANSWER.value, _("the other side does not answer")),
    (ClosedReason.OTHER.value, _("another reason")),
)
CURRENCIES = (("USD", _("US dollars")), ("CNY", _("yuan")))


def _free(target: Stage) -> Callable[[Any], bool]:
    """Return the condition that nothing stands between a deal and a stage."""

    def nothing_stands_between(deal: Any) -> bool:
        return not blockers(deal.facts(), target)

    return nothing_stands_between


class Deal(models.Model):
    """What two or more organisations work out together, from contact to signature.

    The stage changes through the transitions below only, each of which asks the guards of
    ``domain.stages``; ``domain.moving`` runs them one at a time and writes them down.

    Attributes:
        interest: what it grew out of.
        kind: what is to be signed, one of ``Outcome``.
        stage: one of ``Stage``.
        stage_since: when it came to the stage.
        amount, currency: what is to be paid or invested in all.
        rate, rate_date: yuan per US dollar of a day, when it is shown in the other currency too.
        terms_version: grows whenever the terms or the parties change; consents name it.
        next_step_on: day of the next step; with ``next_step_time`` in ``next_step_zone``.
        owner: who sees to the next step.
        closed_from: the stage it was in when it was closed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interest = models.OneToOneField(Interest, models.PROTECT, related_name="deal")
    title = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=32, choices=OUTCOME_NAMES, blank=True)
    stage = FSMField(
        max_length=16, choices=STAGE_NAMES, default=Stage.CONTACT.value, protected=True
    )
    stage_since = models.DateTimeField(default=timezone.now)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=CURRENCIES, blank=True)
    rate = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    rate_date = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    terms_version = models.PositiveIntegerField(default=1)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_time = models.TimeField(null=True, blank=True)
    next_step_zone = models.CharField(max_length=64, default="UTC")
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="deals_owned")
    closed_reason = models.CharField(max_length=16, choices=CLOSED_REASON_NAMES, blank=True)
    closed_note = models.TextField(max_length=2_000, blank=True)
    closed_from = models.CharField(max_length=16, blank=True)
    sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        """What the guards promise, the database keeps."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, currency="")
                | models.Q(amount__gt=0, currency__in=["USD", "CNY"]),
                name="deal_amount_has_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True, rate_date__isnull=True)
                | models.Q(rate__gt=0, rate_date__isnull=False),
                name="deal_rate_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.SIGNED.value)
                | (~models.Q(kind="") & models.Q(signed_on__isnull=False)),
                name="deal_signed_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.CLOSED.value) | ~models.Q(closed_reason=""),
                name="deal_closed_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stage", "stage_since"], name="deal_stage"),
            models.Index(fields=["next_step_on"], name="deal_next_step"),
        ]

    def __str__(self) -> str:
        return str(self.title or self.title_zh)

    def title_in(self, language: str) -> str:
        """Return the title in a language, else in the other one."""
        chinese = language == "zh-hans"
        return str((self.title_zh or self.title) if chinese else (self.title or self.title_zh))

    @property
    def open(self) -> bool:
        """Whether it is still being worked on."""
        return self.stage in OPEN_STAGES

    @property
    def next_step_at(self) -> datetime | None:
        """When the next step is, if an hour was given."""
        if self.next_step_on is None or self.next_step_time is None:
            return None
        zone = ZoneInfo(self.next_step_zone)
        return datetime.combine(self.next_step_on, self.next_step_time, zone)

    def facts(self) -> Facts:
        """Return what the guards ask; reads the parties."""
        return Facts(
            stage=Stage(self.stage),
            parties=tuple(
                PartyFacts(
                    joined=party.joined,
                    nda=party.nda_on is not None,
                    consent=party.consent_version == self.terms_version,
                )
                for party in self.parties.all()
                if party.invited or party.joined
            ),
            outcome=self.kind,
            signed_on=self.signed_on,
            today=timezone.localdate(),
            closed_reason=self.closed_reason,
            closed_from=self.closed_from,
        )

    @transition(stage, Stage.CONTACT.value, Stage.NDA.value, conditions=[_free(Stage.NDA)])
    def to_nda(self) -> None:
        """Begin to agree on confidentiality."""

    @transition(
        stage,
        [Stage.NDA.value, Stage.NEGOTIATION.value],
        Stage.EVALUATION.value,
        conditions=[_free(Stage.EVALUATION)],
    )
    def to_evaluation(self) -> None:
        """Begin to evaluate, or do so once more."""

    @transition(
        stage,
        Stage.EVALUATION.value,
        Stage.NEGOTIATION.value,
        conditions=[_free(Stage.NEGOTIATION)],
    )
    def to_negotiation(self) -> None:
        """Begin to negotiate."""

    @transition(
        stage, Stage.NEGOTIATION.value, Stage.SIGNED.value, conditions=[_free(Stage.SIGNED)]
    )
    def to_signed(self) -> None:
        """Record the signature."""

    @transition(
        stage,
        [each.value for each in OPEN_STAGES],
        Stage.CLOSED.value,
        conditions=[_free(Stage.CLOSED)],
    )
    def to_closed(self) -> None:
        """End it without a signature."""
        self.closed_from = self.stage

    @transition(
        stage,
        Stage.CLOSED.value,
        GET_STATE(lambda deal: deal.closed_from, [each.value for each in OPEN_STAGES]),
    )
    def reopen(self) -> None:
        """Take it up again where it was closed."""
        self.closed_reason = self.closed_note = ""
