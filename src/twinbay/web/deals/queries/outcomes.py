"""What became of contacts, as labels that the ranking of partners learns from.

A signature counts as ``deal``, an evaluation under a non-disclosure agreement as ``meeting``, a
declined interest as ``not-for-us`` (weights: ``match.ranking.feedback``). Samples teach nothing,
nor does a deal in which one person acts for both sides. A label stands under the account of the
busier of the two people, whose labels share one vote: somebody who signs many deals, or for whom
many others sign, weighs no more than somebody who answers many suggestions.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from twinbay.match.ranking.feedback import Answer
from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.models import Deal, DealEvent, DealParty, Interest
from twinbay.web.deals.models.interest import DECLINED
from twinbay.web.deals.models.party import CO_INVESTOR

_KNOWN = "org:"  # ids of organisations that the evidence knows begin so
_STRENGTH = {"not-for-us": 0, "meeting": 1, "deal": 2}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of two organisations, and the people who said so for them."""

    org_id: str
    partner: str
    kind: str
    people: tuple[int, int]

    @property
    def counts(self) -> bool:
        """Whether two different organisations of the evidence and two people stand behind it."""
        known = self.org_id.startswith(_KNOWN) and self.partner.startswith(_KNOWN)
        return known and self.org_id != self.partner and self.people[0] != self.people[1]


def outcomes() -> tuple[Answer, ...]:
    """Return one answer per pair of organisations: the best that became of them."""
    best: dict[frozenset[str], _Outcome] = {}
    for found in (*_declined(), *_evaluated(), *_signed(), *_joined()):
        pair = frozenset({found.org_id, found.partner})
        if found.counts and (
            pair not in best or _STRENGTH[found.kind] >= _STRENGTH[best[pair].kind]
        ):
            best[pair] = found
    busy = Counter(person for found in best.values() for person in found.people)
    return tuple(_answer(found, busy) for found in best.values())


def _answer(found: _Outcome, busy: Counter[int]) -> Answer:
    person = max(found.people, key=lambda one: (busy[one], one))
    return Answer(f"member:{person}", found.org_id, found.partner, found.kind)


def _declined() -> Iterable[_Outcome]:
    rows = Interest.objects.filter(sample=False, state=DECLINED).order_by("decided_at", "pk")
    for addressee, organisation, decider, author in rows.values_list(
        "addressee__org_id", "organisation__org_id", "decided_by", "author"
    ):
        yield _Outcome(addressee, organisation, "not-for-us", (decider, author))


def _evaluated() -> Iterable[_Outcome]:
    reached = DealEvent.objects.filter(to_stage=Stage.EVALUATION.value).values("deal")
    rows = Deal.objects.filter(sample=False, pk__in=reached).order_by("pk")
    for organisation, addressee, author, decider in rows.values_list(
        "interest__organisation__org_id",
        "interest__addressee__org_id",
        "interest__author",
        "interest__decided_by",
    ):
        yield _Outcome(organisation, addressee, "meeting", (author, decider))


def _signed() -> Iterable[_Outcome]:
    """Yield the two who began each signed deal, with the people who agreed to the terms."""
    rows = Deal.objects.filter(sample=False, stage=Stage.SIGNED.value).order_by("pk")
    for deal in rows.select_related("interest").prefetch_related("parties__organisation"):
        parties = {party.organisation_id: party for party in deal.parties.all() if party.joined}
        one = parties.get(deal.interest.organisation_id)
        other = parties.get(deal.interest.addressee_id)
        if one is not None and other is not None:
            yield _of_parties(one, other)


def _joined() -> Iterable[_Outcome]:
    """Yield each co-investor of a signed deal with who asked it in."""
    rows = DealParty.objects.filter(
        deal__sample=False,
        deal__stage=Stage.SIGNED.value,
        role=CO_INVESTOR,
        joined_at__isnull=False,
        ended_at=None,
    ).order_by("pk")
    for party in rows.select_related("organisation").prefetch_related(
        "deal__parties__organisation"
    ):
        for host in party.deal.parties.all():
            if host.joined and host.organisation_id == party.invited_for_id:
                yield _of_parties(party, host)


def _of_parties(one: DealParty, other: DealParty) -> _Outcome:
    people = (one.consent_by_id, other.consent_by_id)
    return _Outcome(one.organisation.org_id, other.organisation.org_id, "deal", people)
