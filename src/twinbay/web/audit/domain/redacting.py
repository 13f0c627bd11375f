"""Taking a person's data out of the histories, which otherwise never change."""

from collections.abc import Iterable

from django.db import transaction

from twinbay.web.accounts.models import Claim, Invitation, User
from twinbay.web.audit.models import Redaction


def redact_person(user: User, addresses: Iterable[str]) -> None:
    """Overwrite what the histories of accounts say of a person; the redaction is recorded.

    Arguments:
        user: already anonymised.
        addresses: the e-mail addresses the person had.
    """
    with transaction.atomic():
        redaction = Redaction.objects.create(user=user)
        User.history.filter(id=user.pk).update(
            email=user.email,
            name=user.name,
            name_zh=user.name_zh,
            headline="",
            headline_zh="",
            spoken=[],
            person_id="",
        )
        Claim.history.filter(user_id=user.pk).update(statement="")
        Invitation.history.filter(email__in=list(addresses)).update(email=user.email)
        redaction.open = False
        redaction.save()
