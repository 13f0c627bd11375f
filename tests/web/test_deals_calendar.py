"""Next steps in calendars, reminders and the figures that follow from the timeline."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from deal_makers import fresh, make_deal, make_interest, make_opportunity, make_pair
from members import join, make_officer, make_organisation, make_user, signed_in


@pytest.fixture
def pair(lake_home: Path) -> Any:
    return make_pair()


def plan(deal: Any, pair: Any, text: str, on: date, at: time | None = None) -> None:
    from twinbay.web.deals.domain import terms

    step = terms.Step(text, on, at, "America/Los_Angeles", pair.seller)
    terms.set_step(deal.pk, pair.by_seller, step)


def new_calendar(client: Any) -> str:
    html = client.post("/en/deals/calendar/new/").content.decode()
    found = re.search(r"http://testserver(/calendars/[\w-]{43}\.ics)", html)
    assert found
    return found[1]


def test_a_calendar_has_the_steps_in_the_persons_zone_and_language(pair: Any) -> None:
    from icalendar import Calendar

    pair.buyer.time_zone, pair.buyer.language = "Asia/Shanghai", "zh-hans"
    pair.buyer.save()
    deal = make_deal(pair, opportunity=make_opportunity(pair))
    soon = date.today() + timedelta(days=10)
    plan(deal, pair, "Call; with both, teams\nnow", soon, time(17, 0))
    whole_day = make_deal(pair, opportunity=make_opportunity(pair))
    plan(whole_day, pair, "Send the samples", soon)
    closed = make_deal(pair, "closed")
    address = new_calendar(signed_in(pair.buyer))
    from django.test import Client

    response = Client().get(address)
    assert response["Content-Type"].startswith("text/calendar")
    events = {str(e["uid"]): e for e in Calendar.from_ical(response.content).walk("VEVENT")}
    assert len(events) == 2 and f"deal-{closed.public_id}@twinbay" not in events
    event = events[f"deal-{deal.public_id}@twinbay"]
    begin = event.decoded("dtstart")
    at = datetime.combine(soon, time(17, 0), fresh(deal).next_step_at.tzinfo)
    assert begin == at and str(begin.tzinfo) == "Asia/Shanghai"
    assert str(event["summary"]) == "Call; with both, teams\nnow – 耐久的固态电解质"
    assert str(event["url"]).endswith(f"/zh/deals/{deal.public_id}/")
    assert events[f"deal-{whole_day.public_id}@twinbay"].decoded("dtstart") == soon


def test_an_address_works_until_it_is_revoked_or_replaced(pair: Any, client: Any) -> None:
    from twinbay.web.deals.models import CalendarAddress

    member = signed_in(pair.seller)
    first = new_calendar(member)
    assert client.get(first).status_code == 200
    second = new_calendar(member)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    member.post("/en/deals/calendar/revoke/")
    assert client.get(second).status_code == 404
    kept = list(CalendarAddress.objects.filter(user=pair.seller).values_list("digest", flat=True))
    assert len(kept) == 2 and not any(digest in first + second for digest in kept)
    for wrong in ("/calendars/x.ics", "/calendars/%00.ics", f"/calendars/{'a' * 5000}.ics"):
        assert client.get(wrong).status_code == 404


def test_a_calendar_follows_what_the_person_may_see(pair: Any, client: Any) -> None:
    from twinbay.web.accounts.models import Membership

    deal = make_deal(pair)
    plan(deal, pair, "Ours alone", date.today())
    stranger = make_user()
    make_organisation(owner=stranger)
    assert b"Ours alone" not in client.get(new_calendar(signed_in(stranger))).content
    own = new_calendar(signed_in(pair.seller))
    assert b"Ours alone" in client.get(own).content
    Membership.objects.filter(user=pair.seller).update(ended_at=datetime(2026, 1, 1).astimezone())
    assert b"Ours alone" not in client.get(own).content


def test_reminders_go_out_once_each_to_who_sees_to_it(pair: Any) -> None:
    from twinbay.web.deals.domain.reminders import remind
    from twinbay.web.notifications.models import Notification

    deal = make_deal(pair)
    day = date(2031, 5, 20)
    plan(deal, pair, "Call", day)

    def told() -> list[str]:
        rows = Notification.objects.filter(user=pair.seller, kind__startswith="deal-step-")
        return [one.kind for one in rows.order_by("pk")]

    for now in (4, 3, 2, 0, -1, -2):
        remind(day - timedelta(days=now))
        remind(day - timedelta(days=now))
    assert told() == ["deal-step-soon", "deal-step-today", "deal-step-overdue"]
    assert not Notification.objects.filter(user=pair.buyer, kind__startswith="deal-step-")
    plan(deal, pair, "Call again", day + timedelta(days=30))
    remind(day + timedelta(days=28))
    assert told()[3:] == ["deal-step-soon"]


def test_nobody_is_reminded_of_a_deal_that_is_not_theirs_any_more(pair: Any) -> None:
    from twinbay.web.accounts.models import Membership
    from twinbay.web.deals.domain.reminders import remind
    from twinbay.web.notifications.models import Notification

    deal = make_deal(pair)
    plan(deal, pair, "Call", date(2032, 5, 20))
    Membership.objects.filter(user=pair.seller).update(ended_at=datetime(2026, 1, 1).astimezone())
    remind(date(2032, 5, 20))
    assert not Notification.objects.filter(user=pair.seller, kind__startswith="deal-step-").exists()


def test_both_sides_are_told_in_their_language_and_nothing_confidential(pair: Any) -> None:
    from deal_makers import say, thread_of
    from django.utils.translation import override

    from twinbay.web.notifications.domain.kinds import text_of
    from twinbay.web.notifications.models import Notification

    deal = make_deal(pair, "nda", make_opportunity(pair))
    say(thread_of(deal), pair.by_buyer, "Very secret")
    told = Notification.objects.filter(user=pair.seller).order_by("pk")
    assert [one.kind for one in told] == ["interest-received", "message-received"]
    others = Notification.objects.filter(user=pair.buyer).order_by("pk")
    assert [one.kind for one in others] == ["interest-accepted", "deal-stage"]
    for one in (*told, *others):
        assert "secret" not in str(one.context)
    with override("zh-hans"):
        assert "耐久的固态电解质" in text_of(told[0].kind, told[0].context)
    client = signed_in(pair.seller)
    for one in told:
        opened = client.get(f"/zh/account/notifications/{one.public_id}/", follow=True)
        assert opened.status_code == 200 and "耐久的固态电解质" in opened.content.decode()


def test_the_funnel_counts_each_deal_once_and_takes_the_median(lake_home: Path) -> None:
    from twinbay.web.deals.domain import moving
    from twinbay.web.deals.domain.stages import Stage
    from twinbay.web.deals.models import Deal, DealEvent, Interest
    from twinbay.web.deals.queries.funnel import funnel

    pairs = [make_pair() for _ in range(4)]
    stages = ("contact", "nda", "negotiation", "signed")
    made = [make_deal(pair, stage) for pair, stage in zip(pairs, stages, strict=True)]
    again = moving.move  # back to the evaluation and on once more: counted once
    again(made[2].pk, Stage.NEGOTIATION, Stage.EVALUATION, pairs[2].by_seller)
    again(made[2].pk, Stage.EVALUATION, Stage.NEGOTIATION, pairs[2].by_seller)
    for number, event in enumerate(DealEvent.objects.filter(deal__in=made, from_stage="contact")):
        DealEvent.objects.filter(pk=event.pk).update(lasted=86_400 * (number + 1))
    make_interest(make_pair(pairs[0].offering))
    interests = Interest.objects.filter(addressee__in=[p.offering.pk for p in pairs])
    found = funnel(Deal.objects.filter(pk__in=[d.pk for d in made]), interests)
    counts = {one.step: one.number for one in found}
    assert counts == {
        "interest": 5,
        "contact": 4,
        "nda": 3,
        "evaluation": 2,
        "negotiation": 2,
        "signed": 1,
    }
    assert {one.step: one.median_days for one in found}["contact"] == 2.0


def test_the_report_has_every_table_as_page_and_workbook(lake_home: Path) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    make_deal(make_pair(), "signed")
    make_deal(make_pair(), "closed")
    client = signed_in(make_officer("gba"))
    address = "/en/deals/regions/gba/report/"
    html = client.get(address, {"first": "2020-01-01", "last": "2040-01-01"}).content.decode()
    for text in ("Deals by stage today", "How far contacts come", "Licence", "not the right time"):
        assert text in html
    given = client.get(address, {"first": "2020-01-01", "last": "2040-01-01", "export": "workbook"})
    book = load_workbook(BytesIO(given.content))
    assert book.sheetnames == ["stages", "funnel", "signed", "closed", "source"]
    assert "Licence" in [row[0].value for row in book["signed"].iter_rows(min_row=2)]
    single = client.get(address, {"table": "funnel", "export": "csv"})
    assert "Interest" in single.content.decode()
    assert client.get(address, {"first": "x", "last": "2026-13-45"}).status_code == 200
    none = client.get(address, {"first": "1990-01-01", "last": "1990-12-31"}).content.decode()
    assert "not the right time" not in none


def test_an_organisations_funnel_is_a_file_too(lake_home: Path) -> None:
    pair = make_pair()
    make_deal(pair, "nda")
    colleague = make_user()
    join(colleague, pair.offering, "viewer")
    client = signed_in(colleague)
    assert "How far contacts come" in client.get("/en/deals/funnel/").content.decode()
    file = client.get("/en/deals/funnel/", {"table": "funnel", "export": "csv"})
    assert file.content.decode("utf-8-sig").splitlines()[1:3] == [
        "Interest,1,,0.0",
        "Contact,1,1.0,0.0",
    ]
