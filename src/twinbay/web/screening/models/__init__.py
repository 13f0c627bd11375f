"""Tables of the screening."""

from twinbay.web.screening.models.flag import STATES, Decision, Flag, FlagState
from twinbay.web.screening.models.lists import LoadedList, ScreenedParty

__all__ = ["STATES", "Decision", "Flag", "FlagState", "LoadedList", "ScreenedParty"]
