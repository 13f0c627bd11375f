"""The stages of a deal and what must be true before it moves on; plain values, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """Where a deal stands."""

    CONTACT = "contact"
    NDA = "nda"
    EVALUATION = "evaluation"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What was signed."""

    LICENCE = "licence"
    JOINT_LAB = "joint_lab"
    JOINT_PROJECT = "joint_project"
    RECRUITMENT = "recruitment"
    SPIN_OFF = "spin_off"
    EQUITY_INVESTMENT = "equity_investment"
    SITE_INVESTMENT = "site_investment"


class ClosedReason(StrEnum):
    """Why a deal ended without a signature."""

    NO_FIT = "no_fit"
    TERMS = "terms"
    FUNDING = "funding"
    TIMING = "timing"
    RIGHTS = "rights"
    REGULATION = "regulation"
    NO_ANSWER = "no_answer"
    OTHER = "other"


class Blocker(StrEnum):
    """Why a deal cannot move to a stage yet."""

    NOT_FROM_HERE = "not_from_here"
    NDA_MISSING = "nda_missing"
    INVITATION_OPEN = "invitation_open"
    OUTCOME_MISSING = "outcome_missing"
    DATE_MISSING = "date_missing"
    DATE_AHEAD = "date_ahead"
    CONSENT_MISSING = "consent_missing"
    REASON_MISSING = "reason_missing"


OPEN_STAGES = (Stage.CONTACT, Stage.NDA, Stage.EVALUATION, Stage.NEGOTIATION)
MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.CONTACT: (Stage.NDA, Stage.CLOSED),
    Stage.NDA: (Stage.EVALUATION, Stage.CLOSED),
    Stage.EVALUATION: (Stage.NEGOTIATION, Stage.CLOSED),
    Stage.NEGOTIATION: (Stage.SIGNED, Stage.EVALUATION, Stage.CLOSED),
    Stage.SIGNED: (),
    Stage.CLOSED: OPEN_STAGES,
}
"""Every legal move; a closed deal may only be taken up again in the stage it was closed in."""


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What the guards know of one party.

    Attributes:
        joined: whether it takes part; an invited party that has not answered does not.
        nda: whether it signed the non-disclosure agreement.
        consent: whether one of its writers agreed to the terms as they are now.
    """

    joined: bool
    nda: bool
    consent: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards know of a deal.

    Attributes:
        stage: where it stands.
        parties: the parties that are invited or take part.
        outcome: what is to be signed, empty when not said.
        signed_on: the day of the signature, None when not said.
        today: the day it is now.
        closed_reason: why it is to be closed, empty when not said.
        closed_from: the stage it was closed in.
    """

    stage: Stage
    parties: Sequence[PartyFacts]
    outcome: str
    signed_on: date | None
    today: date
    closed_reason: str = ""
    closed_from: str = ""


def blockers(facts: Facts, target: Stage) -> tuple[Blocker, ...]:
    """Return what stands between a deal and a stage; empty when it may move there now."""
    if target not in MOVES[facts.stage]:
        return (Blocker.NOT_FROM_HERE,)
    if facts.stage is Stage.CLOSED and target != facts.closed_from:
        return (Blocker.NOT_FROM_HERE,)
    found: list[Blocker] = []
    joined = [party for party in facts.parties if party.joined]
    if target in {Stage.EVALUATION, Stage.NEGOTIATION, Stage.SIGNED} and not all(
        party.nda for party in joined
    ):
        found.append(Blocker.NDA_MISSING)
    if target is Stage.SIGNED:
        found += _before_signature(facts, joined)
    if target is Stage.CLOSED and not facts.closed_reason:
        found.append(Blocker.REASON_MISSING)
    return tuple(found)


def _before_signature(facts: Facts, joined: Sequence[PartyFacts]) -> list[Blocker]:
    found: list[Blocker] = []
    if len(joined) < len(facts.parties):
        found.append(Blocker.INVITATION_OPEN)
    if not facts.outcome:
        found.append(Blocker.OUTCOME_MISSING)
    if facts.signed_on is None:
        found.append(Blocker.DATE_MISSING)
    elif facts.signed_on > facts.today:
        found.append(Blocker.DATE_AHEAD)
    if len(joined) < 2 or not all(party.consent for party in joined):
        found.append(Blocker.CONSENT_MISSING)
    return found


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage that follows on the way to a signature, None at the end."""
    if stage not in OPEN_STAGES:
        return None
    return (*OPEN_STAGES, Stage.SIGNED)[OPEN_STAGES.index(stage) + 1]


def converted(amount: Decimal, currency: str, rate: Decimal) -> tuple[Decimal, str]:
    """Return an amount in the other currency.

    Arguments:
        amount: in whole units of its currency.
        currency: ``USD`` or ``CNY``.
        rate: yuan per US dollar.

    Returns:
        the amount, rounded to cents, and its currency.
    """
    if currency == "USD":
        return (amount * rate).quantize(Decimal("0.01")), "CNY"
    return (amount / rate).quantize(Decimal("0.01")), "USD"
