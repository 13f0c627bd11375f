"""What the interface takes and gives of interests, conversations and deals."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from twinbay.web.api.answers import Given, OrganisationId, Text

StageName = Literal["contact", "nda", "evaluation", "negotiation", "signed", "closed"]
OutcomeName = Literal[
    "licence",
    "joint_lab",
    "joint_project",
    "recruitment",
    "spin_off",
    "equity_investment",
    "site_investment",
]
ClosedReasonName = Literal[
    "no_fit", "terms", "funding", "timing", "rights", "regulation", "no_answer", "other"
]
Currency = Literal["USD", "CNY"]
Message = Annotated[Text, Field(min_length=1, max_length=4_000)]
For = Annotated[
    OrganisationId | None,
    Field(description="for which of the asker's organisations, for who writes for several"),
]


class OrganisationOut(Schema):
    """An organisation that takes part."""

    org_id: str
    name: str
    name_zh: str
    region: str


class InterestOut(Schema):
    """An interest of one organisation in another one.

    Attributes:
        opportunity: what it is about; null when an organisation wrote to a suggested partner.
        organisation: who is interested.
        addressee: who decides.
        reason: why it was declined, or what was said with the acceptance.
        deal: what began when it was accepted.
    """

    id: UUID
    opportunity: UUID | None
    organisation: OrganisationOut
    addressee: OrganisationOut
    message: str
    state: str
    reason: str
    created_at: datetime
    decided_at: datetime | None
    deal: UUID | None
    sample: bool


class InterestWithEvidenceOut(InterestOut):
    """One interest.

    Attributes:
        evidence: what the evidence said about the two when it was expressed; empty where it
            knew nothing.
        may: what the asker may do with it.
    """

    evidence: dict[str, Any]
    may: list[str]


class InterestIn(Given):
    """Interest in an opportunity, or in a suggested partner.

    Attributes:
        organisation: who is interested, one that the asker writes for.
        opportunity: its id; left out to write to ``partner``.
        partner: an organisation that takes part.
    """

    organisation: OrganisationId
    opportunity: UUID | None = None
    partner: OrganisationId | None = None
    message: Message


class AcceptIn(Given):
    """A first message with the acceptance."""

    note: Annotated[Text, Field(max_length=4_000)] = ""


class DeclineIn(Given):
    """Why an interest is declined; the other side reads it."""

    reason: Message


class PartyOut(Schema):
    """An organisation in a deal.

    Attributes:
        share: percent of the whole.
        nda_on: the day its side signed the non-disclosure agreement.
        agreed: whether it agreed to the terms as they are now.
    """

    organisation: OrganisationOut
    role: str
    joined: bool
    amount: Decimal | None
    currency: str
    share: Decimal | None
    nda_on: date | None
    agreed: bool


class DealInListOut(Schema):
    """A deal in a list.

    Attributes:
        next_step_at: with the hour, where one was given.
        owner: name of who sees to the next step.
    """

    id: UUID
    title: str
    title_zh: str
    stage: StageName
    stage_since: datetime
    kind: str
    amount: Decimal | None
    currency: str
    next_step: str
    next_step_on: date | None
    next_step_at: datetime | None
    owner: str
    parties: list[PartyOut]
    sample: bool


class EvidenceOut(Schema):
    """Where a deal comes from."""

    interest: UUID
    opportunity: UUID | None
    evidence: dict[str, Any]


class MoveOut(Schema):
    """Where a deal may go, and what stands in the way."""

    target: StageName
    blockers: list[str]


class DealOut(DealInListOut):
    """One deal.

    Attributes:
        rate, rate_date: yuan per US dollar of that day.
        terms_version: what agreeing to the terms must name.
        moves: empty for who may not move it.
        begun_by: null for a party that joined later.
    """

    rate: Decimal | None
    rate_date: date | None
    signed_on: date | None
    terms_version: int
    closed_reason: str
    closed_note: str
    moves: list[MoveOut]
    begun_by: EvidenceOut | None


class MoveIn(Given):
    """A move to another stage; ``seen`` is the stage that the asker has read.

    Attributes:
        reason: why it is closed, for that move only.
    """

    seen: StageName
    target: StageName
    note: Annotated[Text, Field(max_length=2_000)] = ""
    reason: ClosedReasonName | None = None
    organisation: For = None


class NdaIn(Given):
    """The day one side signed the non-disclosure agreement."""

    on: date
    organisation: For = None


class TermsIn(Given):
    """The terms, all of them; amounts in whole units of their currency."""

    kind: OutcomeName | None = None
    amount: Decimal | None = None
    currency: Currency | None = None
    rate: Decimal | None = None
    rate_date: date | None = None
    signed_on: date | None = None
    organisation: For = None


class AgreeIn(Given):
    """Agreeing to the terms of one version."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    organisation: For = None


class StepIn(Given):
    """What is to be done next; all left out when nothing is.

    Attributes:
        at: the hour, in the time zone of the token's owner.
        mine: whether the token's owner sees to it.
    """

    text: Annotated[Text, Field(max_length=300)] = ""
    on: date | None = None
    at: time | None = None
    mine: bool = False
    organisation: For = None


class AmountIn(Given):
    """What one party puts in, and the share in percent that it gets."""

    amount: Decimal | None = None
    currency: Currency | None = None
    share: Decimal | None = None
    organisation: For = None


class EventOut(Schema):
    """An entry of a deal's timeline."""

    kind: str
    at: datetime
    organisation: OrganisationOut
    from_stage: str
    to_stage: str
    note: str
    details: dict[str, Any]


class DocumentOut(Schema):
    """A document of a deal; its bytes are at ``deals/{id}/documents/{document id}``."""

    id: UUID
    kind: str
    audience: str
    organisation: OrganisationOut
    name: str
    media_type: str
    size: int
    sha256: str


class InvitationIn(Given):
    """Asks an organisation to share a deal; it sees the title and the text until it joins."""

    invited: OrganisationId
    text: Annotated[Text, Field(min_length=1, max_length=2_000)]
    organisation: For = None


class InvitationOut(Schema):
    """An invitation to share a deal."""

    id: UUID
    title: str
    title_zh: str
    organisation: OrganisationOut
    invited_for: OrganisationOut
    text: str
    invited_at: datetime


class ConversationOut(Schema):
    """A conversation.

    Attributes:
        kind: between the two who began, with a co-investor, or of all parties.
        unread: messages of others that the token's owner has not read.
    """

    id: UUID
    deal: UUID
    title: str
    title_zh: str
    kind: str
    organisations: list[OrganisationOut]
    last_at: datetime | None
    unread: int


class MessageOut(Schema):
    """A message; the text of one that was taken back is empty."""

    id: UUID
    author: str
    organisation: OrganisationOut
    body: str
    files: list[str]
    created_at: datetime
    withdrawn: bool


class MessageIn(Given):
    """A message.

    Attributes:
        id: made by the sender, so that sending it twice stores it once.
    """

    id: UUID
    body: Annotated[Text, Field(min_length=1, max_length=10_000)]
    organisation: For = None
