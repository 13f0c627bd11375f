"""The whole permission table: every action, every kind of reader, every state and visibility.

``permission_table.txt`` says what is expected, ``+`` for allowed and ``.`` for not. A new action
needs rows there; nothing is allowed that the table does not say.
"""

from itertools import product
from pathlib import Path

import pytest

from twinbay.web.permissions import (
    RULES,
    VISITOR,
    Action,
    Actor,
    OrganisationRole,
    Role,
    Subject,
    Visibility,
    may,
)

TABLE = Path(__file__).with_name("permission_table.txt")
OWN, OTHER, GRANTED, HIDDEN = 1, 2, 3, 4
PERSON = 100
MEMBER = frozenset({Role.MEMBER})
OWNER, EDITOR, VIEWER = OrganisationRole.OWNER, OrganisationRole.EDITOR, OrganisationRole.VIEWER


def member(user_id: int, *roles: Role, region: str = "", **memberships: OrganisationRole) -> Actor:
    organisations = {"own": OWN, "other": OTHER, "granted": GRANTED, "hidden": HIDDEN}
    return Actor(
        user_id,
        MEMBER | set(roles),
        frozenset({region} - {""}),
        {organisations[name]: role for name, role in memberships.items()},
    )


ACTORS = {
    "visitor": VISITOR,
    "member": member(1),
    "the person": member(PERSON),
    "transfer officer": member(2, Role.TRANSFER_OFFICER),
    "investor": member(3, Role.INVESTOR),
    "own officer": member(4, Role.COOPERATION_OFFICER, region="sf-bay"),
    "far officer": member(5, Role.COOPERATION_OFFICER, region="gba"),
    "administrator": member(6, Role.ADMINISTRATOR),
    "own owner": member(7, own=OWNER),
    "own editor": member(8, own=EDITOR),
    "own viewer": member(9, own=VIEWER),
    "other owner": member(10, other=OWNER),
    "other editor": member(11, other=EDITOR),
    "other viewer": member(12, other=VIEWER),
    "granted editor": member(13, granted=EDITOR),
    "granted viewer": member(14, granted=VIEWER),
    "hidden editor": member(15, hidden=EDITOR),
}


def cases() -> dict[str, list[Subject]]:
    """The subjects that each case of the table stands for; ``any`` stands for all."""
    found: dict[str, list[Subject]] = {"any": []}
    for published, visibility, consented in product((False, True), Visibility, (False, True)):
        subject = Subject(
            organisations=frozenset({OWN}),
            regions=frozenset({"sf-bay"}),
            user_id=PERSON,
            published=published,
            visibility=visibility,
            granted=frozenset({GRANTED}),
            hidden_from=frozenset({HIDDEN}),
            consented=consented,
        )
        found["any"].append(subject)
        state = visibility.value if published else "draft"
        found.setdefault(state, []).append(subject)
        found.setdefault("agreed" if consented else "not agreed", []).append(subject)
    return found


def rows() -> list[tuple[Action, str, str]]:
    """Action, case and marks of each row."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    parts = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return [(Action[name.strip()], case.strip(), marks.strip()) for name, case, marks in parts]


def test_every_action_has_a_rule_and_rows_for_every_case() -> None:
    assert set(RULES) == set(Action)
    all_cases = cases()
    for action in Action:
        covered = [subject for a, case, _ in rows() if a is action for subject in all_cases[case]]
        missing = [subject for subject in all_cases["any"] if subject not in covered]
        assert covered, f"add rows for {action.name} to {TABLE.name}: who may {action.value}?"
        assert not missing, f"{action.name} has no row in {TABLE.name} for {missing[0]}"


@pytest.mark.parametrize(("action", "case", "marks"), rows())
def test_who_may_what(action: Action, case: str, marks: str) -> None:
    assert len(marks) == len(ACTORS), f"one mark each for {', '.join(ACTORS)}"
    for (name, actor), mark in zip(ACTORS.items(), marks, strict=True):
        for subject in cases()[case]:
            told = may(actor, action, subject)
            assert told == (mark == "+"), f"{name} / {action.value} / {subject}"


def test_an_unverified_or_invited_membership_gives_nothing(lake_home: Path) -> None:
    from django.utils import timezone
    from members import join, make_organisation, make_user

    from twinbay.web.accounts.queries.actors import actor_of

    person = make_user()
    join(person, make_organisation(verified=False), "owner")
    join(person, make_organisation(), "owner", accepted=False)
    ended = join(person, make_organisation(), "owner")
    ended.ended_at = timezone.now()
    ended.save()
    held = join(person, make_organisation(), "editor")
    assert dict(actor_of(person).memberships) == {held.organisation_id: EDITOR}


def test_an_ended_role_gives_nothing(lake_home: Path) -> None:
    from django.utils import timezone
    from members import grant, make_user

    from twinbay.web.accounts.queries.actors import actor_of

    person = make_user()
    held = grant(person, "administrator")
    assert actor_of(person).administrator
    held.ended_at = timezone.now()
    held.save()
    assert not actor_of(person).administrator
