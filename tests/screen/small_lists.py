"""Lists of invented parties."""

from twinbay.screen import Entry, ScreeningList, version_of


def listed(*entries: Entry, name: str = "sample list") -> ScreeningList:
    """Return a list of some entries."""
    return ScreeningList(name, version_of(entries), entries)
