"""Tables of opportunities."""

from twinbay.web.opportunities.models.attachment import Attachment
from twinbay.web.opportunities.models.matching import Counterpart, DigestSetting, ForYou
from twinbay.web.opportunities.models.opportunity import Opportunity, OpportunityKind, State
from twinbay.web.opportunities.models.release import Release
from twinbay.web.opportunities.models.term import Term
from twinbay.web.opportunities.models.version import Version

__all__ = [
    "Attachment",
    "Counterpart",
    "DigestSetting",
    "ForYou",
    "Opportunity",
    "OpportunityKind",
    "Release",
    "State",
    "Term",
    "Version",
]
