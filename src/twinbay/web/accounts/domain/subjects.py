"""People and organisations as the permission rules see them."""

from twinbay.web.accounts.domain.consenting import consents
from twinbay.web.accounts.models import MemberOrganisation, User
from twinbay.web.accounts.models.consent import PROFILE
from twinbay.web.permissions import Subject


def subject_of_person(user: User) -> Subject:
    """Return a person as a subject; consent to the profile in one query."""
    return Subject(user_id=user.pk, consented=user.is_active and consents(user, PROFILE))


def subject_of_organisation(organisation: MemberOrganisation) -> Subject:
    """Return an organisation as a subject."""
    return Subject(
        organisations=frozenset({organisation.pk}), regions=frozenset({organisation.region})
    )
