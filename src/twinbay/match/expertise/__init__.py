"""Who knows about this? People ranked by their works against one text."""

from twinbay.match.expertise.ranking import ExpertiseRanker, rank
from twinbay.match.expertise.records import Expert, Profile, Proof, Work

__all__ = ["Expert", "ExpertiseRanker", "Profile", "Proof", "Work", "rank"]
