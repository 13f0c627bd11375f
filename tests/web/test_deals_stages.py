"""The state machine: only legal sequences, the history complete, one move at a time."""

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

STAGES = ("contact", "nda", "evaluation", "negotiation", "signed", "closed")
LEGAL = {
    ("contact", "nda"),
    ("nda", "evaluation"),
    ("evaluation", "negotiation"),
    ("negotiation", "evaluation"),
    ("negotiation", "signed"),
    *((stage, "closed") for stage in STAGES[:4]),
}


class Deals(RuleBasedStateMachine):
    """Two organisations do anything in any order; a second account says what may happen."""

    def __init__(self) -> None:
        super().__init__()
        from deal_makers import fresh, make_deal, make_pair

        self.pair = make_pair()
        self.deal = make_deal(self.pair)
        self.fresh = fresh
        self.stage, self.closed_from = "contact", ""
        self.nda: set[str] = set()
        self.consents: set[str] = set()
        self.kind, self.dated = "", False
        self.path = ["contact"]

    def by(self, side: str) -> Any:
        return self.pair.by_seller if side == "seller" else self.pair.by_buyer

    @rule(side=st.sampled_from(["seller", "buyer"]))
    def sign_nda(self, side: str) -> None:
        from deal_makers import yesterday

        from twinbay.web.deals.domain import problems, terms

        if self.stage in ("signed", "closed"):
            with pytest.raises(problems.Refused):
                terms.sign_nda(self.deal.pk, self.by(side), yesterday())
            return
        terms.sign_nda(self.deal.pk, self.by(side), yesterday())
        self.nda.add(side)

    @rule(kind=st.sampled_from(["", "licence", "joint_lab"]), dated=st.booleans())
    def set_terms(self, kind: str, dated: bool) -> None:
        from deal_makers import yesterday

        from twinbay.web.deals.domain import problems, terms

        wanted = terms.Terms(kind=kind, signed_on=yesterday() if dated else None)
        if self.stage in ("signed", "closed"):
            with pytest.raises(problems.Refused):
                terms.set_terms(self.deal.pk, self.by("seller"), wanted)
            return
        changed = terms.set_terms(self.deal.pk, self.by("seller"), wanted)
        assert changed == ((kind, dated) != (self.kind, self.dated))
        if changed:
            self.kind, self.dated, self.consents = kind, dated, set()

    @rule(side=st.sampled_from(["seller", "buyer"]), stale=st.booleans())
    def agree(self, side: str, stale: bool) -> None:
        from twinbay.web.deals.domain import problems, terms

        version = self.fresh(self.deal).terms_version - stale
        if stale or self.stage in ("signed", "closed"):
            with pytest.raises(problems.Refused):
                terms.agree(self.deal.pk, self.by(side), version)
            return
        terms.agree(self.deal.pk, self.by(side), version)
        self.consents.add(side)

    @rule(
        wanted=st.sampled_from(("next",) * 4 + STAGES),
        seen=st.sampled_from(("now",) * 8 + STAGES),
        side=st.sampled_from(["seller", "buyer"]),
        reason=st.sampled_from(["", "timing"]),
    )
    def move(self, wanted: str, seen: str, side: str, reason: str) -> None:
        from twinbay.web.deals.domain import moving, problems
        from twinbay.web.deals.domain.stages import Stage

        target = self.following() if wanted == "next" else wanted
        saw = self.stage if seen == "now" else seen
        arguments = (self.deal.pk, Stage(saw), Stage(target), self.by(side))
        if saw != self.stage and target == self.stage:
            assert not moving.move(*arguments, reason=reason)
        elif saw != self.stage or not self.allowed(target, reason):
            with pytest.raises(problems.Refused):
                moving.move(*arguments, reason=reason)
        else:
            assert moving.move(*arguments, reason=reason)
            self.closed_from = self.stage if target == "closed" else ""
            self.stage = target
            self.path.append(target)

    def following(self) -> str:
        return STAGES[min(STAGES.index(self.stage) + 1, 4)]

    def allowed(self, target: str, reason: str) -> bool:
        if self.stage == "closed":
            ready = target == self.closed_from
        else:
            ready = (self.stage, target) in LEGAL
        if target in ("evaluation", "negotiation", "signed"):
            ready = ready and len(self.nda) == 2
        if target == "signed":
            ready = ready and bool(self.kind) and self.dated and len(self.consents) == 2
        return ready and (target != "closed" or bool(reason))

    @precondition(lambda self: len(self.path) > 1)
    @invariant()
    def history_is_complete(self) -> None:
        deal = self.fresh(self.deal)
        assert deal.stage == self.stage
        events = [e for e in deal.events.all() if e.to_stage]
        assert [e.to_stage for e in events] == self.path
        assert [e.from_stage for e in events] == ["", *self.path[:-1]]
        assert all(e.by_id and e.organisation_id and e.at for e in events)
        versions = [h.stage for h in reversed(deal.history.all())]
        changes = [s for i, s in enumerate(versions) if i == 0 or s != versions[i - 1]]
        assert changes == self.path


def test_only_legal_sequences_happen_and_all_are_written_down(lake_home: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Deals,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_walk_to_the_signature(lake_home: Path) -> None:
    from deal_makers import make_deal, make_pair

    deal = make_deal(make_pair(), "signed")
    assert (deal.stage, deal.kind) == ("signed", "licence")
    assert deal.signed_on


def test_the_stage_is_not_assigned_past_the_machine(lake_home: Path) -> None:
    from deal_makers import make_deal, make_pair

    deal = make_deal(make_pair())
    with pytest.raises(AttributeError):
        deal.stage = "signed"


def test_an_entry_of_the_timeline_is_neither_changed_nor_deleted(lake_home: Path) -> None:
    from deal_makers import make_deal, make_pair
    from django.core.exceptions import ValidationError

    event = make_deal(make_pair()).events.get()
    with pytest.raises(ValidationError):
        event.save()
    with pytest.raises(ValidationError):
        event.delete()


def test_the_database_keeps_what_the_guards_promise(lake_home: Path) -> None:
    from deal_makers import make_deal, make_pair
    from django.db import IntegrityError, transaction

    from twinbay.web.deals.models import Deal, DealParty

    deal = make_deal(make_pair())
    rows = Deal.objects.filter(pk=deal.pk)
    for values in (
        {"stage": "signed"},
        {"stage": "closed"},
        {"amount": -1, "currency": "USD"},
        {"amount": 0, "currency": "USD"},
        {"amount": 5, "currency": ""},
        {"amount": 5, "currency": "EUR"},
        {"rate": 7},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        DealParty.objects.filter(deal=deal).update(share=101)


@pytest.mark.parametrize("target", ["nda", "closed"])
def test_many_people_at_once_move_it_once(lake_home: Path, target: str) -> None:
    from deal_makers import fresh, make_deal, make_pair

    pair = make_pair()
    deal = make_deal(pair)
    moved = at_once(
        [pair.by_seller, pair.by_buyer] * 4, lambda by: move(deal, "contact", target, by)
    )
    assert sorted(moved) == [False] * 7 + [True]
    assert [e.to_stage for e in fresh(deal).events.all()] == ["contact", target]


def test_accepted_twice_at_once_opens_one_deal(lake_home: Path) -> None:
    from deal_makers import make_interest, make_pair

    from twinbay.web.deals.domain import interests
    from twinbay.web.deals.models import Deal, Thread

    pair = make_pair()
    interest = make_interest(pair)
    deals = at_once([pair.by_seller] * 6, lambda by: interests.accept(interest.pk, by, "Yes").pk)
    assert len(set(deals)) == 1
    assert Deal.objects.filter(interest=interest).count() == 1
    assert Thread.objects.filter(interest=interest).count() == 1


def test_expressed_twice_at_once_is_asked_once(lake_home: Path) -> None:
    from deal_makers import make_interest, make_pair

    from twinbay.web.deals.domain.problems import Refused
    from twinbay.web.deals.models import Interest

    pair = make_pair()

    def ask(by: Any) -> bool:
        try:
            return bool(make_interest(pair))
        except Refused:
            return False

    assert sorted(at_once([None] * 6, ask)) == [False] * 5 + [True]
    assert Interest.objects.filter(organisation=pair.interested).count() == 1


def move(deal: Any, seen: str, target: str, by: Any) -> bool:
    from twinbay.web.deals.domain import moving
    from twinbay.web.deals.domain.stages import Stage

    return moving.move(deal.pk, Stage(seen), Stage(target), by, reason="timing")


def at_once(callers: list[Any], action: Any) -> list[Any]:
    """Run an action in a thread per caller, all released together; return what each returned."""
    from django.db import connection

    barrier = threading.Barrier(len(callers))
    results: list[Any] = [None] * len(callers)

    def work(index: int) -> None:
        barrier.wait()
        try:
            results[index] = action(callers[index])
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(callers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
