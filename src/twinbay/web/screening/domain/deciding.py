"""What an officer decides about a flagged pair."""

from django.db import transaction

from twinbay.errors import ConfigurationError
from twinbay.web.accounts.models import User
from twinbay.web.permissions import Subject
from twinbay.web.screening.domain.running import regions_of
from twinbay.web.screening.models import Decision, Flag, FlagState

DECIDED = (FlagState.CLEARED, FlagState.CONFIRMED, FlagState.OPEN)


def subject_of(flag: Flag) -> Subject:
    """Return what the permission rules need to know of a flag."""
    return Subject(regions=regions_of(flag))


@transaction.atomic
def decide(flag: Flag, state: FlagState, reason: str, by: User, fingerprint: str) -> Decision:
    """Keep a decision: another party, the listed party, or open again.

    Arguments:
        reason: in the officer's words.
        fingerprint: of the entry that the officer saw.

    Raises:
        ConfigurationError: no reason, or the list changed the entry meanwhile.
    """
    if not reason.strip() or state not in DECIDED:
        raise ConfigurationError("a decision needs a reason", remedy="Say why in a sentence.")
    locked = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if locked.fingerprint != fingerprint:
        raise ConfigurationError(
            "the list changed this entry while the page was open",
            remedy="Load the page again and look at the entry as it is now.",
        )
    locked.state = state.value
    locked.save(update_fields=["state", "changed_at"])
    decision: Decision = Decision.objects.create(
        flag=locked, state=state.value, reason=reason.strip(), by=by, fingerprint=fingerprint
    )
    return decision
