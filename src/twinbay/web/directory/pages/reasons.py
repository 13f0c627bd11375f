"""Reasons for a suggestion in words, each with links to the evidence of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinbay.match.network_reasons import LEARNED_REASON_KINDS
from twinbay.match.reasons import Reason
from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages.counted_tables import counted_id
from twinbay.web.directory.pages.wording import address, topic_name
from twinbay.web.display import Link
from twinbay.web.i18n import active_language
from twinbay.web.table_rows import format_value


@dataclass(frozen=True)
class ReasonShown:
    """A sentence and where its numbers are.

    Attributes:
        kind: as in ``match.reasons``.
        text: the sentence.
        evidence: links to the tables with exactly the sentence's numbers.
    """

    kind: str
    text: str
    evidence: tuple[Link, ...]


def reasons_shown(
    directory: Directory, org_id: str, partner_id: str, reasons: Sequence[Reason]
) -> list[ReasonShown]:
    """Put reasons in words.

    Arguments:
        org_id: the organisation the page is about; it stands first in the addresses of pairs.
        partner_id: the other one.
        reasons: as the ranking gives them.
    """
    language = active_language()

    def name_of(identifier: str) -> str:
        return directory.names.name(identifier, language)

    return [
        ReasonShown(
            reason.kind,
            reason.sentence(language, name_of),
            tuple(_evidence(directory, org_id, partner_id, reason)),
        )
        for reason in reasons
    ]


def _evidence(directory: Directory, org_id: str, partner_id: str, reason: Reason) -> list[Link]:
    numbers = reason.numbers
    pair = (org_id, partner_id)
    if reason.kind == "joint-works":
        text = ngettext(
            "%(number)s joint work by year and topic",
            "%(number)s joint works by year and topic",
            int(numbers["works"]),
        ) % {"number": _n(numbers["works"])}
        return [Link(text, address("pair", *pair, anchor="joint-years"))]
    if reason.kind == "third-party":
        return _third_parties(directory, pair, reason)
    if reason.topic is not None and reason.kind in {"shared-topic", "complementary"}:
        text = _("works of both by year: %(topic)s") % {"topic": topic_name(reason.topic)}
        by_year = address("pair", *pair, anchor="topic-years", topic=reason.topic)
        return [Link(text, by_year)]
    if reason.kind in LEARNED_REASON_KINDS:
        there = address("pair", *pair, anchor=counted_id(reason.kind))
        return [Link(_("what was counted"), there)]
    return _stated(directory, pair, reason)


def _third_parties(directory: Directory, pair: tuple[str, str], reason: Reason) -> list[Link]:
    number = len(reason.third_parties) + int(reason.numbers["others"])
    text = ngettext("the third party", "all %(number)s third parties", number) % {
        "number": _n(number)
    }
    links = [Link(text, address("pair", *pair, anchor="third-parties"))]
    third = reason.third_parties[0]
    language = active_language()
    for org_id, key in ((reason.subject, "subject_works"), (reason.partner, "partner_works")):
        text = ngettext(
            "%(number)s joint work: %(one)s and %(other)s",
            "%(number)s joint works: %(one)s and %(other)s",
            int(reason.numbers[key]),
        ) % {
            "number": _n(reason.numbers[key]),
            "one": directory.names.name(org_id, language),
            "other": directory.names.name(third, language),
        }
        links.append(Link(text, address("pair", org_id, third, anchor="joint-years")))
    return links


def _stated(directory: Directory, pair: tuple[str, str], reason: Reason) -> list[Link]:
    language = active_language()
    links = []
    stating = pair if len(reason.statements) > 1 else (reason.partner,)
    for org_id in stating:
        text = _("areas of work of %(name)s") % {"name": directory.names.name(org_id, language)}
        links.append(Link(text, address("organisation", org_id, anchor="focus")))
    if reason.topic is not None:
        text = _("works of both by year: %(topic)s") % {"topic": topic_name(reason.topic)}
        by_year = address("pair", *pair, anchor="topic-years", topic=reason.topic)
        links.append(Link(text, by_year))
    return links


def _n(number: float) -> str:
    return format_value(int(number), "count")
