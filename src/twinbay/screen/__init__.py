"""Restricted-party screening: names and lists in; hints for a person's decision out.

A match is never a verdict: it says that two names may be of one party, how and how surely.
"""

from twinbay.screen.matching.index import ListIndex
from twinbay.screen.matching.reasons import MATCH_KIND_LABELS
from twinbay.screen.model import (
    Entry,
    Evidence,
    Kind,
    Match,
    MatchKind,
    ScreeningList,
    Subject,
)
from twinbay.screen.quarantine import Problem, Quarantine
from twinbay.screen.reading.columns import ColumnMap, read_column_map
from twinbay.screen.reading.lists import ListReading, read_list, version_of
from twinbay.screen.reading.subjects import read_subjects
from twinbay.screen.records import match_from_record, match_to_record
from twinbay.screen.rescreening import Change, Rescreening, compare_matches, rescreen
from twinbay.screen.screening import THRESHOLD, screen, similarity
from twinbay.screen.tables import to_csv, to_xlsx

__all__ = [
    "MATCH_KIND_LABELS",
    "THRESHOLD",
    "Change",
    "ColumnMap",
    "Entry",
    "Evidence",
    "Kind",
    "ListIndex",
    "ListReading",
    "Match",
    "MatchKind",
    "Problem",
    "Quarantine",
    "Rescreening",
    "ScreeningList",
    "Subject",
    "compare_matches",
    "match_from_record",
    "match_to_record",
    "read_column_map",
    "read_list",
    "read_subjects",
    "rescreen",
    "screen",
    "similarity",
    "to_csv",
    "to_xlsx",
    "version_of",
]
