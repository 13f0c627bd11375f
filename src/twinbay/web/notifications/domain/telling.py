"""Making a notification, for a person or for those who act for an organisation."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from twinbay.web.accounts.models import MemberOrganisation, Membership, User
from twinbay.web.accounts.models.user import AT_ONCE, NEVER
from twinbay.web.i18n import PREFIX_OF_LANGUAGE, language_of_path
from twinbay.web.notifications.domain.kinds import known
from twinbay.web.notifications.models import Notification
from twinbay.web.permissions import OrganisationRole

WRITERS = (OrganisationRole.OWNER, OrganisationRole.EDITOR)

Listener = Callable[[MemberOrganisation, str, str, Mapping[str, Any]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Let a room hear what organisations are told: organisation, kind, path, context."""
    _listeners.append(listener)


def notify(
    receiver: User | MemberOrganisation,
    kind: str,
    subject_path: str = "",
    context: Mapping[str, Any] | None = None,
    *,
    roles: Iterable[OrganisationRole] = WRITERS,
    but: User | None = None,
) -> list[Notification]:
    """Tell a person, or those who act for an organisation, what happened.

    What is told is stored with the change it tells of: in one transaction, or not at all. The
    letter follows from the background worker, as often as the person chose.

    Arguments:
        receiver: a person, or an organisation.
        kind: registered with ``kinds.register``.
        subject_path: address of the page it is about, such as ``reverse`` gives it.
        context: the values of the kind's text; a value may be a mapping of language to text.
        roles: who of an organisation is told.
        but: the person who did it and needs not be told.

    Raises:
        KeyError: nobody registered the kind.
    """
    if not known(kind):
        raise KeyError(kind)
    path = _without_language(subject_path)
    if isinstance(receiver, MemberOrganisation):
        for listener in _listeners:
            listener(receiver, kind, path, context or {})
    made = [
        Notification.objects.create(
            user=user,
            kind=kind,
            subject_path=path,
            context=dict(context or {}),
            mailed_at=timezone.now() if user.letters == NEVER else None,
        )
        for user in _people(receiver, roles)
        if but is None or user.pk != but.pk
    ]
    from twinbay.web.notifications.tasks import send_letter

    for notification in made:
        if notification.user.letters == AT_ONCE:
            send_letter.enqueue(notification.user_id)
    return made


def _people(receiver: User | MemberOrganisation, roles: Iterable[OrganisationRole]) -> list[User]:
    if isinstance(receiver, User):
        return [receiver] if receiver.is_active else []
    memberships = Membership.objects.filter(
        organisation=receiver,
        role__in=[role.value for role in roles],
        ended_at=None,
        accepted_at__isnull=False,
        user__is_active=True,
    )
    return [membership.user for membership in memberships.select_related("user")]


def _without_language(path: str) -> str:
    language = language_of_path(path.partition("?")[0])
    return path[len(PREFIX_OF_LANGUAGE[language]) + 1 :] if language else path
