"""What tokens are called in the audit trail."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.audit.domain.registry import audited

audited("tokens.apitoken", _("access token"))
