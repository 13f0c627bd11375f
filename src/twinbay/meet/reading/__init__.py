"""A conference's files: CSV folders and workbooks in, events, changes and tours out."""

from twinbay.meet.reading.event_reader import EventFiles, read_event
from twinbay.meet.reading.faults import Fault, Place, ReadingError, describe

__all__ = ["EventFiles", "Fault", "Place", "ReadingError", "describe", "read_event"]
