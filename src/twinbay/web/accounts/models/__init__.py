"""Tables of accounts."""

from twinbay.web.accounts.models.claim import Claim
from twinbay.web.accounts.models.consent import Consent
from twinbay.web.accounts.models.invitation import Invitation
from twinbay.web.accounts.models.organisation import MemberOrganisation, Membership
from twinbay.web.accounts.models.security_event import SecurityEvent
from twinbay.web.accounts.models.user import PlatformRole, User

__all__ = [
    "Claim",
    "Consent",
    "Invitation",
    "MemberOrganisation",
    "Membership",
    "PlatformRole",
    "SecurityEvent",
    "User",
]
