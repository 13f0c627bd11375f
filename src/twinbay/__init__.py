"""twinbay: the innovation platform that two regions share."""

__version__ = "0.1.0"
