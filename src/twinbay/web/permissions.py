"""Who may do what: every permission of the platform, in one place.

Pages, the programming interface, feeds, files and counts all ask :func:`may`. The rules know no
request and no database: an :class:`Actor` says who asks, a :class:`Subject` what it is about. What
is not allowed here is not allowed at all. ``tests/web/test_permissions.py`` holds the whole table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the platform as a whole."""

    VISITOR = "visitor"
    MEMBER = "member"
    TRANSFER_OFFICER = "transfer_officer"
    INVESTOR = "investor"
    COOPERATION_OFFICER = "cooperation_officer"
    ADMINISTRATOR = "administrator"


GRANTED_ROLES = (
    Role.TRANSFER_OFFICER,
    Role.INVESTOR,
    Role.COOPERATION_OFFICER,
    Role.ADMINISTRATOR,
)
"""Roles that an administrator gives; visitor and member follow from signing in."""


class OrganisationRole(StrEnum):
    """What somebody is to an organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Visibility(StrEnum):
    """Who learns that a record exists, once it is published."""

    PUBLIC = "public"
    MEMBERS = "members"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Attributes:
        user_id: None for a visitor.
        roles: platform roles held.
        regions: ids of the regions of a cooperation officer.
        memberships: role by primary key of each verified organisation the person acts for.
    """

    user_id: int | None
    roles: frozenset[Role]
    regions: frozenset[str] = frozenset()
    memberships: Mapping[int, OrganisationRole] = field(default_factory=dict)

    @property
    def member(self) -> bool:
        """Whether somebody is signed in."""
        return Role.MEMBER in self.roles

    @property
    def administrator(self) -> bool:
        """Whether the person runs the platform."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def organisations(self) -> frozenset[int]:
        """Organisations the person acts for, in any role."""
        return frozenset(self.memberships)

    def acts_for(self, organisations: frozenset[int], *roles: OrganisationRole) -> bool:
        """Return whether the person has one of the roles in one of the organisations."""
        return any(self.memberships.get(one) in roles for one in organisations)

    def officer_of(self, regions: frozenset[str]) -> bool:
        """Return whether the person is a cooperation officer of one of the regions."""
        return Role.COOPERATION_OFFICER in self.roles and bool(self.regions & regions)


VISITOR = Actor(None, frozenset({Role.VISITOR}))


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about; a record fills in what it has.

    Attributes:
        organisations: primary keys of the organisations it belongs to.
        regions: ids of their regions.
        user_id: the person it belongs to.
        published: whether it is open to others at all.
        visibility: who learns of it then.
        granted: organisations to which its confidential part is released.
        hidden_from: organisations that are never shown it.
        consented: whether the person it is about agreed to being shown.
    """

    organisations: frozenset[int] = frozenset()
    regions: frozenset[str] = frozenset()
    user_id: int | None = None
    published: bool = False
    visibility: Visibility = Visibility.MEMBERS
    granted: frozenset[int] = frozenset()
    hidden_from: frozenset[int] = frozenset()
    consented: bool = False


class Action(StrEnum):
    """What somebody wants to do."""

    PROFILE_VIEW = "view a person's profile"
    PROFILE_EDIT = "edit a person's profile, consent, data"
    ORGANISATION_CLAIM = "claim an organisation"
    ORGANISATION_EDIT = "edit an organisation's profile"
    ORGANISATION_APPOINT = "invite and end memberships of an organisation"
    WEBHOOK_MANAGE = "add and switch off webhooks of an organisation"
    CLAIM_DECIDE = "decide on a claim of an organisation"
    ROLE_GRANT = "give and end platform roles"
    OPPORTUNITY_CREATE = "write an opportunity for an organisation"
    OPPORTUNITY_SEE = "see an opportunity's teaser"
    OPPORTUNITY_READ = "read an opportunity's part for members"
    OPPORTUNITY_READ_CONFIDENTIAL = "read an opportunity's confidential part"
    OPPORTUNITY_EDIT = "edit, submit, withdraw an opportunity"
    OPPORTUNITY_REVIEW = "publish an opportunity or send it back"
    OPPORTUNITY_RELEASE = "release an opportunity's confidential part to an organisation"
    INTEREST_VIEW = "see an interest and what became of it"
    INTEREST_EXPRESS = "express interest in an opportunity"
    INTEREST_DECIDE = "accept or decline an interest"
    INTEREST_WITHDRAW = "take an interest back"
    THREAD_READ = "read a conversation"
    THREAD_WRITE = "write in a conversation"
    DEAL_VIEW = "view a deal"
    DEAL_EDIT = "move a deal on, edit it"
    DEAL_SHARE = "ask co-investors into a deal"
    INVITATION_VIEW = "see an invitation to share a deal"
    INVITATION_ANSWER = "join a deal or decline"
    BOARD_VIEW = "see an organisation's deals by stage"
    REGION_REPORT = "see the figures of a region's deals"
    SCREENING_VIEW = "see flagged names"
    SCREENING_DECIDE = "decide on a flagged name"
    AUDIT_VIEW = "see the audit trail of a record"
    PLATFORM_RUN = "run the platform: lists, settings, every audit entry"


Rule = Callable[[Actor, Subject], bool]

_WRITERS = (OrganisationRole.OWNER, OrganisationRole.EDITOR)


def _own_person(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None and actor.user_id == subject.user_id


def _belongs(actor: Actor, subject: Subject) -> bool:
    return bool(actor.organisations & subject.organisations)


def _writes(actor: Actor, subject: Subject) -> bool:
    return actor.acts_for(subject.organisations, *_WRITERS)


def _owns(actor: Actor, subject: Subject) -> bool:
    return actor.acts_for(subject.organisations, OrganisationRole.OWNER)


def _runs(actor: Actor, subject: Subject) -> bool:
    return actor.administrator


def _officer(actor: Actor, subject: Subject) -> bool:
    return actor.officer_of(subject.regions)


def _hidden(actor: Actor, subject: Subject) -> bool:
    return bool(actor.organisations & subject.hidden_from) and not _belongs(actor, subject)


def _sees(actor: Actor, subject: Subject) -> bool:
    """A teaser: own, in review by an officer, or published and not hidden from the reader."""
    if _belongs(actor, subject) or _officer(actor, subject) or actor.administrator:
        return True
    if not subject.published or _hidden(actor, subject):
        return False
    if subject.visibility is Visibility.PUBLIC:
        return True
    if subject.visibility is Visibility.MEMBERS:
        return actor.member
    return bool(actor.organisations & subject.granted)


def _reads(actor: Actor, subject: Subject) -> bool:
    return actor.member and _sees(actor, subject)


def _reads_confidential(actor: Actor, subject: Subject) -> bool:
    """Officers and administrators do not: only the owner and who was granted it."""
    if _belongs(actor, subject):
        return True
    released = bool(actor.organisations & subject.granted)
    return subject.published and released and not _hidden(actor, subject)


def _any(*rules: Rule) -> Rule:
    return lambda actor, subject: any(rule(actor, subject) for rule in rules)


def _expresses(actor: Actor, subject: Subject) -> bool:
    """Somebody who writes for another organisation than the owner's, and may read it."""
    others = frozenset(actor.organisations) - subject.organisations
    return (
        subject.published
        and not _belongs(actor, subject)
        and actor.acts_for(others, *_WRITERS)
        and _reads(actor, subject)
    )


def _member(actor: Actor, subject: Subject) -> bool:
    return actor.member


RULES: dict[Action, Rule] = {
    Action.PROFILE_VIEW: _any(_own_person, lambda a, s: a.member and s.consented),
    Action.PROFILE_EDIT: _own_person,
    Action.ORGANISATION_CLAIM: _member,
    Action.ORGANISATION_EDIT: _writes,
    Action.ORGANISATION_APPOINT: _owns,
    Action.WEBHOOK_MANAGE: _owns,
    Action.CLAIM_DECIDE: _any(_officer, _runs),
    Action.ROLE_GRANT: _runs,
    Action.OPPORTUNITY_CREATE: _writes,
    Action.OPPORTUNITY_SEE: _sees,
    Action.OPPORTUNITY_READ: _reads,
    Action.OPPORTUNITY_READ_CONFIDENTIAL: _reads_confidential,
    Action.OPPORTUNITY_EDIT: _writes,
    Action.OPPORTUNITY_REVIEW: _any(_officer, _runs),
    Action.OPPORTUNITY_RELEASE: _writes,
    Action.INTEREST_VIEW: _belongs,
    Action.INTEREST_EXPRESS: _expresses,
    Action.INTEREST_DECIDE: _writes,
    Action.INTEREST_WITHDRAW: _writes,
    Action.THREAD_READ: _belongs,
    Action.THREAD_WRITE: _writes,
    Action.DEAL_VIEW: _belongs,
    Action.DEAL_EDIT: _writes,
    Action.DEAL_SHARE: _writes,
    Action.INVITATION_VIEW: _belongs,
    Action.INVITATION_ANSWER: _writes,
    Action.BOARD_VIEW: _belongs,
    Action.REGION_REPORT: _any(_officer, _runs),
    Action.SCREENING_VIEW: _any(_officer, _runs),
    Action.SCREENING_DECIDE: _any(_officer, _runs),
    Action.AUDIT_VIEW: _any(_own_person, _belongs, _runs),
    Action.PLATFORM_RUN: _runs,
}


def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Return whether somebody may do something to a record (none: to the platform itself)."""
    return RULES[action](actor, subject if subject is not None else Subject())
