"""What the interface takes and gives of opportunities."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from twinbay.web.api.answers import Given, OrganisationId, Text

Kind = Literal[
    "technology_offer",
    "technology_need",
    "capital_offered",
    "capital_sought",
    "talent",
    "site_project",
]
Step = Literal[
    "submit", "take_back", "publish", "send_back", "withdraw", "reopen", "discard_change"
]
Value = Text | int | list[Text] | None


class OwnerOut(Schema):
    """The organisation that an opportunity belongs to."""

    org_id: str
    name: str
    name_zh: str
    region: str


class TeaserOut(Schema):
    """What a list shows of an opportunity.

    Attributes:
        fields: ids of fields of cooperation.
        expires_on: the last day on which it is published.
        sample: whether it was invented to show the platform.
    """

    id: UUID
    kind: str
    state: str
    visibility: str
    organisation: OwnerOut
    title: str
    title_zh: str
    summary: str
    summary_zh: str
    fields: list[str]
    published_at: datetime | None
    expires_on: date | None
    sample: bool


class FileOut(Schema):
    """A file; its bytes are at ``opportunities/{id}/files/{file id}``."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class MembersPartOut(Schema):
    """The part for members: a text in two languages, the kind's other fields, files."""

    description: str
    description_zh: str
    details: dict[str, Any]
    files: list[FileOut]


class ConfidentialPartOut(Schema):
    """The part for organisations that it is released to."""

    confidential: str
    confidential_zh: str
    details: dict[str, Any]
    files: list[FileOut]


class LevelsOut(Schema):
    """What an opportunity says, as far as the asker may read it.

    Attributes:
        details: the kind's fields of the teaser.
        members, confidential: null where the asker may not read the part.
    """

    details: dict[str, Any]
    members: MembersPartOut | None
    confidential: ConfidentialPartOut | None


class ChangeOut(LevelsOut):
    """A change of a published opportunity that waits: what it will say."""

    title: str
    title_zh: str
    summary: str
    summary_zh: str
    fields: list[str]
    visibility: str
    expires_on: date | None


class WorkOut(Schema):
    """What its writers and officers see besides.

    Attributes:
        revision: what the next change must name.
        pending_state: of a change to a published record; empty without one.
        problems: what keeps it from being reviewed, in words.
        change: null without one.
    """

    revision: int
    reference: str
    pending_state: str
    review_note: str
    problems: list[str]
    change: ChangeOut | None


class OpportunityOut(TeaserOut, LevelsOut):
    """One opportunity.

    Attributes:
        may: what the asker may do with it, by the names of steps; also ``interest`` and ``edit``.
        work: null for all but its own organisation and the officers who review it.
    """

    may: list[str]
    work: WorkOut | None


class ContentIn(Given):
    """What is written; whatever is left out stays as it is.

    Attributes:
        details: values by the names of the kind's fields (``GET opportunity-kinds``): texts,
            whole numbers, ids, lists of them, days as ``YYYY-MM-DD``; null empties one.
        fields: ids of fields of cooperation.
        reference: the organisation's own number of it.
    """

    title: Text | None = None
    title_zh: Text | None = None
    summary: Text | None = None
    summary_zh: Text | None = None
    description: Text | None = None
    description_zh: Text | None = None
    confidential: Text | None = None
    confidential_zh: Text | None = None
    details: dict[str, Value] | None = None
    fields: list[Text] | None = None
    visibility: Literal["public", "members", "confidential"] | None = None
    expires_on: date | None = None
    reference: Text | None = None


class BeginIn(Given):
    """A new draft of one of the asker's organisations."""

    organisation: OrganisationId
    kind: Kind
    content: ContentIn = Field(default_factory=ContentIn)


class SaveIn(Given):
    """A change; ``revision`` is the one that the writer has read."""

    revision: Annotated[int, Field(ge=1, le=2_000_000_000)]
    content: ContentIn


class StepIn(Given):
    """A step; ``send_back`` needs a reason."""

    step: Step
    reason: Annotated[Text, Field(max_length=2_000)] = ""


class KindFieldOut(Schema):
    """A field of a kind.

    Attributes:
        keys: names of its values in ``details``, or of the opportunity itself.
        form: how it is written.
        part: who reads it.
        needed: whether it must be filled in before review, in one language at least.
        options: ids to choose from, empty for a free value.
        unit: of numbers.
    """

    keys: list[str]
    form: str
    part: str
    needed: bool
    options: list[str]
    unit: str


class KindOut(Schema):
    """A kind of opportunity with its fields."""

    kind: str
    fields: list[KindFieldOut]


class CounterpartOut(Schema):
    """An opportunity of the other side that fits.

    Attributes:
        score: 0 to 1.
        per_hundred: of 100 pairs of organisations like theirs, how many came to joint work;
            null without evidence.
        reasons: sentences by language, ``en`` and ``zh-hans``.
    """

    opportunity: TeaserOut
    score: float
    per_hundred: int | None
    reasons: dict[str, list[str]]


class ReleaseOut(Schema):
    """A release of a confidential part to an organisation.

    Attributes:
        holds: whether the organisation may read the part now.
        nda_accepted_at: when the organisation accepted the agreement.
        released_at: when the owner released the part.
    """

    id: UUID
    organisation: OwnerOut
    holds: bool
    nda_accepted_at: datetime | None
    released_at: datetime | None
    ended_at: datetime | None
    end_reason: str


class OwnReleaseOut(ReleaseOut):
    """A release to one of the asker's organisations; the opportunity's id once it may be seen."""

    owner: OwnerOut
    opportunity: UUID | None


class OrganisationIn(Given):
    """An organisation that takes part."""

    organisation: OrganisationId


class AgreementIn(Given):
    """Accepts the agreement for one of the asker's organisations."""

    organisation: OrganisationId
    accepted: Literal[True]


class AgreementOut(Schema):
    """The words of the agreement between the owner and an organisation, in both languages."""

    en: str
    zh: str


class EndIn(Given):
    """Why a release is ended."""

    reason: Annotated[Text, Field(max_length=2_000)] = ""
