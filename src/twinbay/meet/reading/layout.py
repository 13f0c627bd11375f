"""The shape of a conference's files: every sheet and column, with headings and explanations.

Readers, the template and the reference page are made from this one description.
"""

from twinbay.meet.reading.layout_meetings import (
    FIXED,
    GROUPS,
    PRECEDENCES,
    REQUESTS,
    SEPARATIONS,
)
from twinbay.meet.reading.layout_people import (
    DELEGATES,
    INTERPRETERS,
    ORGANISATIONS,
    SLOTS,
    TABLES,
    TRAVEL,
    VENUES,
)
from twinbay.meet.reading.layout_settings import EVENT, SETTINGS

EVENT_SHEETS = (
    EVENT,
    DELEGATES,
    ORGANISATIONS,
    REQUESTS,
    SLOTS,
    TABLES,
    VENUES,
    TRAVEL,
    INTERPRETERS,
    GROUPS,
    FIXED,
    SEPARATIONS,
    PRECEDENCES,
)
"""Every sheet of an event, in the order of the template."""

__all__ = ["EVENT_SHEETS", "SETTINGS"]
