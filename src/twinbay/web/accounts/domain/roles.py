"""Giving and ending platform roles."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.models import PlatformRole, User
from twinbay.web.notifications.domain import notify
from twinbay.web.permissions import Role


@transaction.atomic
def grant(user: User, role: Role, region: str, by: User | None) -> PlatformRole:
    """Give a person a platform role.

    Arguments:
        region: region id for a cooperation officer, empty for the other roles.
        by: the administrator who gives it, None from the machine's own command line.

    Raises:
        Refused: the person has it already.
    """
    held = PlatformRole.objects.filter(user=user, role=role.value, region=region, ended_at=None)
    if held.exists():
        raise Refused(_("This person has the role already."))
    given: PlatformRole = PlatformRole.objects.create(
        user=user, role=role.value, region=region, granted_by=by
    )
    notify(user, "role-given", "/account/", {"role": _names(role)})
    return given


@transaction.atomic
def end(given: PlatformRole) -> None:
    """End a role; the record stays.

    Raises:
        Refused: the platform would be without an administrator.
    """
    if given.ended_at is not None:
        return
    if given.role == Role.ADMINISTRATOR:
        others = PlatformRole.objects.select_for_update().filter(
            role=Role.ADMINISTRATOR.value, ended_at=None, user__is_active=True
        )
        if not [one for one in others if one.user_id != given.user_id]:
            raise Refused(_("The platform needs an administrator: give somebody the role first."))
    given.ended_at = timezone.now()
    given.save()
    notify(given.user, "role-ended", "/account/", {"role": _names(Role(given.role))})


def _names(role: Role) -> dict[str, str]:
    from django.utils.translation import override

    from twinbay.web.accounts.forms.roles import ROLE_NAMES

    names = {}
    for language in ("en", "zh-hans"):
        with override(language):
            names[language] = str(ROLE_NAMES[role])
    return names
