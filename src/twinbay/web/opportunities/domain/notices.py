"""Who is told of what happens to an opportunity."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import User
from twinbay.web.notifications.domain import notify, register
from twinbay.web.opportunities.models import Opportunity, Release
from twinbay.web.permissions import Role

NOTICES = {
    "opportunity-submitted": _("%(organisation)s submitted “%(title)s” for review."),
    "opportunity-published": _("“%(title)s” has been published."),
    "opportunity-returned": _("“%(title)s” was sent back: %(reason)s"),
    "opportunity-expiring": _("“%(title)s” expires on %(day)s. Renew it if it still holds."),
    "opportunity-expired": _("“%(title)s” has expired and is not shown any more."),
    "release-asked": _("%(organisation)s accepted the agreement and asks to read “%(title)s”."),
    "release-given": _("The confidential part of “%(title)s” is open to you."),
    "release-offered": _("%(organisation)s invites you to read a record under an agreement."),
    "release-ended": _("The release of the confidential part of “%(title)s” has ended."),
}


def register_notices() -> None:
    """Make the texts known to the notifications."""
    for kind, text in NOTICES.items():
        register(kind, text)


def path_of(opportunity: Opportunity) -> str:
    """Return the path of its page, without a language."""
    return f"/opportunities/{opportunity.public_id}/"


def named(opportunity: Opportunity) -> dict[str, str]:
    """Return the title by language, each in the other one where it is missing."""
    return {language: opportunity.title_in(language) for language in ("en", "zh-hans")}


def tell_owner(opportunity: Opportunity, kind: str, **context: Any) -> None:
    """Tell those who write for the owner."""
    values = {"title": named(opportunity), **context}
    notify(opportunity.organisation, kind, path_of(opportunity), values)


def tell_officers(opportunity: Opportunity) -> None:
    """Tell the cooperation officers of the owner's region that something waits for review."""
    officers = User.objects.filter(
        is_active=True,
        platform_roles__role=Role.COOPERATION_OFFICER.value,
        platform_roles__region=opportunity.organisation.region,
        platform_roles__ended_at=None,
    ).distinct()
    values = {"title": named(opportunity), "organisation": _names(opportunity.organisation)}
    for officer in officers:
        notify(officer, "opportunity-submitted", path_of(opportunity), values)


def tell_reader(release: Release, kind: str) -> None:
    """Tell those who write for the reading organisation."""
    path = path_of(release.opportunity)
    values = {
        "title": named(release.opportunity),
        "organisation": _names(release.opportunity.organisation),
    }
    if kind == "release-offered":
        path = f"/opportunities/invitations/{release.public_id}/"
    notify(release.organisation, kind, path, values)


def tell_asked(release: Release) -> None:
    """Tell the owner that an organisation accepted the agreement and waits for the release."""
    tell_owner(release.opportunity, "release-asked", organisation=_names(release.organisation))


def _names(organisation: Any) -> dict[str, str]:
    return {language: organisation.name_in(language) for language in ("en", "zh-hans")}
