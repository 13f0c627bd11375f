"""The counterparts of every opportunity in the other region, by the matching engine.

Hard constraints (exclusions, places, tickets, stages, days, organisations it is hidden from) are
the engine's and are never violated. Everything is computed in the background and replaced in one
transaction per set of rules, so that pages only read.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from twinbay.match.encoders import default_encoder
from twinbay.match.opportunities import Match, Matcher, Record, match, rules_named, sentence
from twinbay.match.opportunities.reasons import MET, WEIGHED
from twinbay.web.opportunities.domain.likelihoods import Likelihoods
from twinbay.web.opportunities.domain.places import term_names
from twinbay.web.opportunities.domain.records import record_of, rules_and_side
from twinbay.web.opportunities.models import Counterpart, Opportunity
from twinbay.web.opportunities.queries.visibility import open_to_all

KEPT = 20  # counterparts of one opportunity, of which a page shows those its reader may see
REASONS_KEPT = 6
ALL_RULES = ("offer-need", "startup-investor", "talent-opening", "company-site")
_TOLD_WHEN_MET = ("amount", "stage", "trl", "places", "cooperation", "area", "experience")


def match_all(day: date) -> int:
    """Match all published opportunities anew; return how many pairs were kept."""
    opportunities = list(
        open_to_all().select_related("organisation").prefetch_related("hidden_from")
    )
    likelihoods = Likelihoods()
    gone = Opportunity.objects.exclude(pk__in=open_to_all().values("pk"))
    Counterpart.objects.filter(opportunity__in=gone).delete()
    Counterpart.objects.filter(other__in=gone).delete()
    return sum(_match_by(name, opportunities, day, likelihoods) for name in ALL_RULES)


def _match_by(
    name: str, opportunities: Sequence[Opportunity], day: date, likelihoods: Likelihoods
) -> int:
    sides: dict[str, list[Opportunity]] = {"left": [], "right": []}
    for opportunity in opportunities:
        rules, side = rules_and_side(opportunity)
        if rules == name:
            sides[side].append(opportunity)
    known = {one.pk: one for one in (*sides["left"], *sides["right"])}
    found: list[Counterpart] = []
    for left, right in _across(sides["left"], sides["right"]):
        matcher = Matcher.of(
            _records(left), _records(right), rules_named(name), default_encoder(), day=day
        )
        for one in (matcher, matcher.reversed()):
            pairs = match(one, limit=KEPT, names=term_names())
            found.extend(_kept(pairs, known, day, likelihoods))
    with transaction.atomic():
        Counterpart.objects.filter(opportunity__in=list(known)).delete()
        Counterpart.objects.filter(other__in=list(known)).delete()
        Counterpart.objects.bulk_create(found, batch_size=1_000)
        Opportunity.objects.filter(pk__in=list(known)).update(matched_on=day)
    return len(found)


def _across(
    left: Sequence[Opportunity], right: Sequence[Opportunity]
) -> Iterable[tuple[list[Opportunity], list[Opportunity]]]:
    """Yield the records of each region with the others' counterparts, where both have some."""
    for region in sorted({one.organisation.region for one in left}):
        here = [one for one in left if one.organisation.region == region]
        there = [one for one in right if one.organisation.region != region]
        if here and there:
            yield here, there


def _records(opportunities: Sequence[Opportunity]) -> list[Record]:
    return [
        record_of(one, tuple(other.org_id for other in one.hidden_from.all()))
        for one in opportunities
    ]


def _kept(
    pairs: Iterable[Match], known: dict[int, Opportunity], day: date, likelihoods: Likelihoods
) -> Iterable[Counterpart]:
    ranks: dict[int, int] = {}
    for pair in pairs:
        mine, other = known[int(pair.left_id)], known[int(pair.right_id)]
        ranks[mine.pk] = ranks.get(mine.pk, 0) + 1
        yield Counterpart(
            opportunity=mine,
            other=other,
            rank=ranks[mine.pk],
            score=pair.score,
            reasons=_reasons(pair),
            per_hundred=likelihoods.per_hundred(mine.organisation, other.organisation),
            computed_on=day,
        )


def _reasons(pair: Match) -> dict[str, list[str]]:
    """Return the features that weigh most and the constraints that are met, as sentences."""
    told = [
        reason
        for reason in pair.reasons
        if (reason.status == WEIGHED and reason.contribution > 0)
        or (reason.status == MET and reason.name in _TOLD_WHEN_MET)
    ][:REASONS_KEPT]
    return {
        language: [sentence(reason, language) for reason in told] for language in ("en", "zh-hans")
    }
