"""What the records of accounts are called in the audit trail, and whom their trails are open to."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twinbay.web.accounts.domain.subjects import subject_of_organisation
from twinbay.web.audit.domain.registry import audited
from twinbay.web.permissions import Subject

audited("accounts.user", _("person"), lambda user: Subject(user_id=user.pk))
audited("accounts.memberorganisation", _("organisation"), subject_of_organisation)
audited(
    "accounts.membership", _("membership"), lambda one: subject_of_organisation(one.organisation)
)
audited("accounts.claim", _("claim"), lambda one: Subject(user_id=one.user_id))
audited(
    "accounts.invitation", _("invitation"), lambda one: subject_of_organisation(one.organisation)
)
audited("accounts.platformrole", _("platform role"), lambda one: Subject(user_id=one.user_id))
audited("accounts.consent", pgettext_lazy("audit", "consent"))
