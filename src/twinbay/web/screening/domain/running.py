"""Comparing parties with the lists, and keeping what an officer has to see."""

from collections.abc import Callable, Sequence
from itertools import islice

from django.db import transaction

from twinbay.screen import (
    Match,
    Rescreening,
    Subject,
    compare_matches,
    match_from_record,
    match_to_record,
    screen,
)
from twinbay.web.accounts.models import MemberOrganisation, PlatformRole, User
from twinbay.web.notifications.domain import notify
from twinbay.web.permissions import Role
from twinbay.web.screening.domain.lists import in_use, indexes
from twinbay.web.screening.domain.parties import ORGANISATION, parties, state_of
from twinbay.web.screening.models import Decision, Flag, FlagState, ScreenedParty
from twinbay.web.screening.notices import FLAGGED

AT_A_TIME = 500
Progress = Callable[[str, int, int], None]


def screen_due(progress: Progress = lambda _text, _done, _total: None) -> int:
    """Compare every party whose names changed, or with lists that changed, since the last time.

    Each batch is kept whole or not at all; what an interruption leaves is done the next time.

    Returns:
        The number of pairs that an officer has to decide about, new or again.
    """
    versions = [one.version for one in in_use().values()]
    known = dict(ScreenedParty.objects.values_list("party", "state"))
    due = [one for one in parties() if known.get(one.id) != state_of(one, versions)]
    if not due:
        return 0
    lists = indexes()
    waiting, done, rest = 0, 0, iter(due)
    while batch := list(islice(rest, AT_A_TIME)):
        progress("comparing names with the lists", done, len(due))
        found = screen(batch, lists)
        with transaction.atomic():
            waiting += _keep(batch, found)
            for one in batch:
                ScreenedParty.objects.update_or_create(
                    party=one.id, defaults={"state": state_of(one, versions)}
                )
        done += len(batch)
    return waiting


def _keep(batch: Sequence[Subject], found: Sequence[Match]) -> int:
    flags = {_pair(flag): flag for flag in _flags_of(batch)}
    known = [
        match_from_record(flag.match)
        for flag in flags.values()
        if flag.state != FlagState.GONE.value
    ]
    changes: Rescreening = compare_matches(known, found)
    for match in changes.new:
        _open(match, flags.get(match.pair))  # one that had gone may come back
    for change in changes.changed:
        _open(change.after, flags[change.before.pair])
    for match in changes.gone:
        _change(flags[match.pair], FlagState.GONE)
    for match in changes.kept:
        if match.pair in flags:
            flag = flags[match.pair]
            flag.match, flag.score = match_to_record(match), match.score
            flag.save(update_fields=["match", "score"])
    return len(changes.to_decide)


def _flags_of(batch: Sequence[Subject]) -> list[Flag]:
    kinds: dict[str, list[int]] = {}
    for one in batch:
        kind, _, key = one.id.partition(":")
        kinds.setdefault(kind, []).append(int(key))
    found: list[Flag] = []
    for kind, keys in kinds.items():
        found += Flag.objects.select_for_update(of=("self",)).filter(**{f"{kind}__in": keys})
    return found


def _pair(flag: Flag) -> tuple[str, str, str]:
    kind = ORGANISATION if flag.organisation_id else "person"
    return f"{kind}:{flag.organisation_id or flag.person_id}", flag.list_name, flag.entry


def _open(match: Match, flag: Flag | None) -> None:
    """Flag a pair, or open it again because the list or a name changed; tell the officers."""
    kind, _, key = match.subject.partition(":")
    if flag is None:
        flag = Flag(**{f"{kind}_id": int(key)}, list_name=match.list_name, entry=match.entry)
    flag.match, flag.score = match_to_record(match), match.score
    flag.entry, flag.fingerprint = match.entry, match.fingerprint
    again = flag.pk is not None
    flag.state = FlagState.OPEN.value
    flag.save()
    if again:
        _note(flag)
    path = f"/screening/{flag.public_id}/"
    for officer in officers_of(flag):
        notify(officer, FLAGGED, path, {"name": match.subject_name})


def _change(flag: Flag, state: FlagState) -> None:
    flag.state = state.value
    flag.save(update_fields=["state", "changed_at"])
    _note(flag)


def _note(flag: Flag) -> None:
    Decision.objects.create(flag=flag, state=flag.state, fingerprint=flag.fingerprint)


def regions_of(flag: Flag) -> frozenset[str]:
    """Return the regions whose officers decide about a flag."""
    if flag.organisation_id:
        return frozenset({flag.organisation.region})
    of_person = MemberOrganisation.objects.filter(
        memberships__user=flag.person_id, memberships__ended_at=None
    )
    return frozenset(of_person.values_list("region", flat=True))


def officers_of(flag: Flag) -> list[User]:
    """Return who decides about a flag: officers of its regions, administrators where none is."""
    held = PlatformRole.objects.filter(ended_at=None, user__is_active=True).select_related("user")
    officers = held.filter(role=Role.COOPERATION_OFFICER.value, region__in=regions_of(flag))
    chosen = officers if officers.exists() else held.filter(role=Role.ADMINISTRATOR.value)
    return list({role.user_id: role.user for role in chosen}.values())
