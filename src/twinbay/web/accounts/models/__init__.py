"""Tables of accounts."""

from twinbay.web.accounts.models.consent import Consent
from twinbay.web.accounts.models.organisation import MemberOrganisation, Membership
from twinbay.web.accounts.models.user import PlatformRole, User

__all__ = ["Consent", "MemberOrganisation", "Membership", "PlatformRole", "User"]
