"""For which organisation somebody acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinbay.web.permissions import Actor, OrganisationRole

_WRITERS = frozenset({OrganisationRole.OWNER, OrganisationRole.EDITOR})


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts for an organisation.

    Attributes:
        user: the person.
        organisation_id: primary key of the organisation.
    """

    user: Any
    organisation_id: int


def written_for(actor: Actor, organisations: Iterable[int]) -> list[int]:
    """Return those of the organisations that somebody writes for, in a fixed order."""
    return sorted(one for one in set(organisations) if actor.memberships.get(one) in _WRITERS)


def acting(actor: Actor, user: Any, organisations: Iterable[int], wanted: str = "") -> Acting:
    """Return for which of several organisations a person acts.

    Arguments:
        organisations: primary keys; the person writes for at least one of them.
        wanted: primary key from a form, for a person who writes for several.

    Raises:
        ValueError: the person writes for none of them.
    """
    own = written_for(actor, organisations)
    if not own:
        raise ValueError("nobody's organisation")
    chosen = int(wanted) if wanted.isdecimal() and int(wanted) in own else own[0]
    return Acting(user, chosen)
