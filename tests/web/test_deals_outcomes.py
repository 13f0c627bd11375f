"""What training learns from what became of contacts, and that nobody can push it."""

from pathlib import Path
from typing import Any

import pytest
from deal_makers import acting, fresh, join_deal, make_deal, make_interest, make_pair
from members import join, make_organisation, make_user

STANFORD, HKUST = "org:stan", "org:hkust"


@pytest.fixture(autouse=True)
def nothing_yet(lake_home: Path) -> Any:
    """Keep this module's deals apart from those of others: they are samples when it begins."""
    from twinbay.web.accounts.models import MemberOrganisation
    from twinbay.web.deals.models import Deal, Interest

    def forget_evidence() -> None:
        for one in MemberOrganisation.objects.filter(org_id__startswith="org:"):
            MemberOrganisation.objects.filter(pk=one.pk).update(org_id=f"member:was-{one.pk}")

    Deal.objects.update(sample=True)
    Interest.objects.update(sample=True)
    forget_evidence()
    yield
    forget_evidence()


def known(org_id: str) -> Any:
    return make_organisation(org_id, org_id=org_id)


def taught() -> dict[tuple[str, str], tuple[float, float]]:
    """Weights for and against each pair, as ``twinbay train`` gives them to the ranking."""
    import os

    from twinbay.cli.train import stored_answers
    from twinbay.match.ranking.feedback import labels_of

    answers = stored_answers(Path(os.environ["TWINBAY_HOME"]))
    outcomes = [answer for answer in answers if answer.account.startswith("member:")]
    return {label.pair: (label.positive, label.negative) for label in labels_of(outcomes)}


def test_a_deal_teaches_more_the_further_it_comes() -> None:
    pair = make_pair(known(STANFORD), known(HKUST))
    key = (HKUST, STANFORD)
    deal = make_deal(pair, "nda")
    assert taught() == {}
    from deal_makers import prepare

    from twinbay.web.deals.domain import moving
    from twinbay.web.deals.domain.stages import Stage

    weights = []
    for seen, target in (
        (Stage.NDA, Stage.EVALUATION),
        (Stage.EVALUATION, Stage.NEGOTIATION),
        (Stage.NEGOTIATION, Stage.SIGNED),
    ):
        prepare(deal, pair, target)
        moving.move(deal.pk, seen, target, pair.by_seller)
        weights.append(taught()[key])
    assert weights == [(0.6, 0), (0.6, 0), (1.0, 0)]


def test_a_declined_interest_teaches_against() -> None:
    from twinbay.web.deals.domain import interests

    pair = make_pair(known(STANFORD), known(HKUST))
    interests.decline(make_interest(pair).pk, pair.by_seller, "No.")
    assert taught() == {(HKUST, STANFORD): (0, 0.3)}
    make_deal(pair, "signed")  # a deal later says more
    assert taught() == {(HKUST, STANFORD): (1.0, 0)}


def test_samples_and_organisations_without_evidence_teach_nothing() -> None:
    from twinbay.web.deals.models import Deal

    make_deal(make_pair(), "signed")
    deal = make_deal(make_pair(known(STANFORD), known(HKUST)), "signed")
    Deal.objects.filter(pk=deal.pk).update(sample=True)
    assert taught() == {}


def test_one_person_on_both_sides_teaches_nothing() -> None:
    pair = make_pair(known(STANFORD), known(HKUST))
    join(pair.seller, pair.interested, "editor")
    pair.buyer = pair.seller
    assert make_deal(pair, "signed").stage == "signed"
    assert taught() == {}


@pytest.mark.parametrize("hub", ["offering", "interested"])
def test_one_account_that_signs_much_weighs_no_more_than_any_other(hub: str) -> None:
    from twinbay.match.ranking.feedback import ACCOUNT_WEIGHT

    centre = known(STANFORD)
    for number in range(8):
        other = known(f"org:other-{number}")
        pair = make_pair(centre, other) if hub == "offering" else make_pair(other, centre)
        if number == 0:
            person = pair.seller if hub == "offering" else pair.buyer
        setattr(pair, "seller" if hub == "offering" else "buyer", person)
        make_deal(pair, "signed")
    weights = taught()
    assert len(weights) == 8
    assert sum(positive for positive, _ in weights.values()) == pytest.approx(ACCOUNT_WEIGHT)


def test_a_co_investor_counts_with_who_asked_it_in() -> None:
    from twinbay.web.deals.domain import moving, terms
    from twinbay.web.deals.domain.stages import Stage

    pair = make_pair(known(STANFORD), known(HKUST))
    deal = make_deal(pair, "negotiation")
    third, person = known("org:third"), make_user()
    join(person, third, "editor")
    join_deal(deal, pair, third, person)
    from deal_makers import yesterday

    agreed = terms.Terms(kind="equity_investment", signed_on=yesterday())
    terms.set_terms(deal.pk, pair.by_seller, agreed)
    for by in (pair.by_seller, pair.by_buyer, acting(person, third)):
        terms.agree(deal.pk, by, fresh(deal).terms_version)
    moving.move(deal.pk, Stage.NEGOTIATION, Stage.SIGNED, pair.by_seller)
    assert set(taught()) == {(HKUST, STANFORD), (STANFORD, "org:third")}
