"""What the records of opportunities are called in the audit trail, and who sees their trails."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twinbay.web.audit.domain.registry import audited
from twinbay.web.permissions import Subject


def _of_its_organisation(opportunity: Any) -> Subject:
    """Its writers of today, not those who wrote it and left."""
    return Subject(organisations=frozenset({opportunity.organisation_id}))


def _of_both(release: Any) -> Subject:
    owner = release.opportunity.organisation_id
    return Subject(organisations=frozenset({owner, release.organisation_id}))


audited("opportunities.opportunity", pgettext_lazy("audit", "opportunity"), _of_its_organisation)
audited("opportunities.release", _("release of the confidential part"), _of_both)
audited(
    "opportunities.attachment",
    _("attachment of an opportunity"),
    lambda one: _of_its_organisation(one.opportunity),
)
