"""What webhooks are called in the audit trail, and whom their trails are open to."""

from django.utils.translation import pgettext_lazy

from twinbay.web.accounts.domain.subjects import subject_of_organisation
from twinbay.web.audit.domain.registry import audited

audited(
    "webhooks.webhook",
    pgettext_lazy("audit", "webhook"),
    lambda one: subject_of_organisation(one.organisation),
)
