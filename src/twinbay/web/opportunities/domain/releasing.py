"""Releasing a confidential part to an organisation: agreement, release, end."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.opportunities.domain.notices import tell_asked, tell_reader
from twinbay.web.opportunities.domain.refusals import StepRefused
from twinbay.web.opportunities.models import Opportunity, Release


def agreement(opportunity: Opportunity, reader: MemberOrganisation, language: str) -> str:
    """Return the words of the agreement between the owner and a reader, in the active language."""
    values = {
        "owner": opportunity.organisation.name_in(language),
        "reader": reader.name_in(language),
    }
    return "\n\n".join(
        str(text % values)
        for text in (
            _(
                "%(owner)s discloses confidential information to %(reader)s so that both can"
                " decide whether to cooperate."
            ),
            _(
                "%(reader)s uses it for this purpose only, shows it only to those of its people"
                " who need it, and keeps it as carefully as its own secrets."
            ),
            _(
                "This does not hold for what is public already, what %(reader)s knew before or"
                " developed on its own, and what the law obliges it to disclose."
            ),
            _(
                "The duty lasts three years from acceptance, also after the release has ended."
                " No licence to any right is given."
            ),
        )
    )


@transaction.atomic
def accept(opportunity: Opportunity, reader: MemberOrganisation, user: Any, words: str) -> Release:
    """Record that an organisation accepted the agreement; the owner is asked unless it invited."""
    _check_other(opportunity, reader)
    release = _current(opportunity, reader)
    if release.nda_accepted_at is not None:
        return release
    release.nda_accepted_at, release.accepted_by, release.nda_text = timezone.now(), user, words
    release.save()
    if release.released_at is None:
        tell_asked(release)
    return release


@transaction.atomic
def release_to(opportunity: Opportunity, reader: MemberOrganisation, user: Any) -> Release:
    """Release to an organisation: open at once when it accepted, else once it accepts."""
    _check_other(opportunity, reader)
    release = _current(opportunity, reader)
    if release.released_at is not None:
        return release
    release.released_at, release.released_by = timezone.now(), user
    release.save()
    tell_reader(release, "release-given" if release.nda_accepted_at else "release-offered")
    return release


@transaction.atomic
def end(release: Release, user: Any, reason: str = "") -> Release:
    """End a release, an invitation or a request, from either side; it stays on record."""
    current: Release = (
        Release.objects.select_for_update(of=("self",))
        .select_related("opportunity__organisation", "organisation")
        .get(pk=release.pk)
    )
    if current.ended_at is None:
        current.ended_at, current.ended_by, current.end_reason = timezone.now(), user, reason
        current.save()
        tell_reader(current, "release-ended")
    return current


def _check_other(opportunity: Opportunity, reader: MemberOrganisation) -> None:
    if reader.pk == opportunity.organisation_id:
        raise StepRefused(_("The record is your own."))
    if opportunity.hidden_from.filter(pk=reader.pk).exists():
        raise StepRefused(_("The record is hidden from this organisation."))
    if reader.verified_at is None:
        raise StepRefused(_("The organisation has not been verified yet."))


def _current(opportunity: Opportunity, reader: MemberOrganisation) -> Release:
    found: Release | None = (
        Release.objects.select_for_update(of=("self",))
        .filter(opportunity=opportunity, organisation=reader, ended_at=None)
        .first()
    )
    return found or Release(opportunity=opportunity, organisation=reader)
