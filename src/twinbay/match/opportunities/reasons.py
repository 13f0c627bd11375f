"""Reasons as data; ``wording.sentence`` says them."""

from dataclasses import dataclass
from datetime import date

from twinbay.match.opportunities.money import Rates
from twinbay.match.opportunities.names import TermNames
from twinbay.match.opportunities.ranking import Standing
from twinbay.match.opportunities.record import Record
from twinbay.match.opportunities.rules import Rules

MET = "met"
VIOLATED = "violated"
NOT_STATED = "not stated"
WEIGHED = "weighed"
RANKED = "ranked"

SHARED_SETS = {  # the set that a constraint or a feature compares, by its name
    "topics": "topics",
    "fields": "fields",
    "stage": "stages",
    "language": "languages",
    "cooperation": "cooperation",
    "ip": "ip",
}


@dataclass(frozen=True, eq=False)
class Subject:
    """The pair a reason is about, and what is needed to speak of it."""

    left: Record
    right: Record
    rules: Rules
    rates: Rates
    day: date
    names: TermNames


@dataclass(frozen=True, eq=False)
class Reason:
    """One reason for or against a pair.

    Attributes:
        name: of the constraint or the feature, or ``standing``.
        status: ``met``, ``violated`` or ``not stated`` for constraints, ``weighed`` or ``not
            stated`` for features, ``ranked`` for the standing.
        subject: the pair.
        contribution: its part of the score; 0 for constraints.
        value: of a feature, 0 to 1.
        weight: of a feature.
        shared: what both have in common, if the feature counts that.
        kilometres: the distance, for ``nearness``.
        standing: the ranks, for ``standing``.
    """

    name: str
    status: str
    subject: Subject
    contribution: float = 0.0
    value: float | None = None
    weight: float | None = None
    shared: tuple[str, ...] = ()
    kilometres: float | None = None
    standing: Standing | None = None

    @property
    def hard(self) -> bool:
        """Whether it is about a hard constraint."""
        return self.weight is None and self.standing is None
