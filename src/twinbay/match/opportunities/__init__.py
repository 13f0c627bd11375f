"""Opportunities: match any two kinds of record that have text and attributes.

A technology offer and a need, a start-up and an investor, a talent and an opening, a project and a
partner, a company and a site. Hard constraints are never violated, soft features weigh in, and the
reasons name both::

    matcher = Matcher.of(offers, needs, rules_named("offer-need"), default_encoder(), day=today)
    for found in match(matcher, limit=5):
        print(found.left_id, found.right_id, [sentence(r, "en") for r in found.reasons])
    why_not(matcher, "offer-1", "need-7").violated
"""

from twinbay.match.opportunities.explaining import Match, Verdict, match, why_not
from twinbay.match.opportunities.matcher import Matcher
from twinbay.match.opportunities.money import Rates, load_rates, shipped_rates
from twinbay.match.opportunities.names import TermNames
from twinbay.match.opportunities.reasons import Reason
from twinbay.match.opportunities.record import NO_RANGE, Range, Record, Text, faults_of
from twinbay.match.opportunities.rules import Rules, load_rules, rules_named, shipped_rules
from twinbay.match.opportunities.wording import sentence

__all__ = [
    "NO_RANGE",
    "Match",
    "Matcher",
    "Range",
    "Rates",
    "Reason",
    "Record",
    "Rules",
    "TermNames",
    "Text",
    "Verdict",
    "faults_of",
    "load_rates",
    "load_rules",
    "match",
    "rules_named",
    "sentence",
    "shipped_rates",
    "shipped_rules",
    "why_not",
]
