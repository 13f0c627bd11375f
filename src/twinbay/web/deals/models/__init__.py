"""Tables of deals."""

from twinbay.web.deals.models.calendar import CalendarAddress, Reminder
from twinbay.web.deals.models.conversation import (
    Approval,
    Message,
    Participant,
    Reading,
    Thread,
)
from twinbay.web.deals.models.deal import Deal
from twinbay.web.deals.models.document import Attachment, DealDocument
from twinbay.web.deals.models.event import DealEvent
from twinbay.web.deals.models.interest import Interest
from twinbay.web.deals.models.party import DealParty

__all__ = [
    "Approval",
    "Attachment",
    "CalendarAddress",
    "Deal",
    "DealDocument",
    "DealEvent",
    "DealParty",
    "Interest",
    "Message",
    "Participant",
    "Reading",
    "Reminder",
    "Thread",
]
