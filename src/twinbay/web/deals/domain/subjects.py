"""Interests, conversations and deals as the permission rules see them."""

from typing import Any

from twinbay.web.permissions import Subject


def interest_subject(interest: Any) -> Subject:
    """Return an interest as both organisations see it."""
    return Subject(frozenset({interest.organisation_id, interest.addressee_id}))


def decision_subject(interest: Any) -> Subject:
    """Return an interest as who decides about it sees it."""
    return Subject(frozenset({interest.addressee_id}))


def withdrawal_subject(interest: Any) -> Subject:
    """Return an interest as who expressed it sees it."""
    return Subject(frozenset({interest.organisation_id}))


def deal_subject(deal: Any) -> Subject:
    """Return a deal as its parties see it; reads the parties."""
    return Subject(frozenset(party.organisation_id for party in deal.parties.all() if party.joined))


def principals_subject(deal: Any) -> Subject:
    """Return a deal as the two who began it see it."""
    return interest_subject(deal.interest)


def party_subject(party: Any) -> Subject:
    """Return one party of a deal as that organisation sees it."""
    return Subject(frozenset({party.organisation_id}))


def thread_subject(thread: Any) -> Subject:
    """Return a conversation as its participants see it; reads the participants."""
    return Subject(
        frozenset(
            participant.organisation_id
            for participant in thread.participants.all()
            if participant.admitted_at is not None and participant.ended_at is None
        )
    )
