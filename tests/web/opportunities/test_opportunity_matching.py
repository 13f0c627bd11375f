"""Counterparts, the daily list, its letter, reminders: nothing that a reader may not learn of."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from members import join, letters_to, make_organisation, make_user, signed_in
from opportunity_records import address, make_opportunity


class CountedWords:
    """An encoder without a model: texts with the same words are near each other."""

    name, dimensions = "counted words", 64

    def encode(self, texts: Any, role: str = "passage") -> Any:  # noqa: ARG002
        import zlib

        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                found[row, zlib.crc32(word.encode()) % self.dimensions] += 1
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return found / np.where(length > 0, length, 1)


@pytest.fixture
def matched(people: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Match everything with a small encoder; only this test's records are published."""
    from twinbay.web.opportunities.domain import matching
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.models import Opportunity

    monkeypatch.setattr(matching, "default_encoder", CountedWords)
    Opportunity.objects.filter(state="published").update(state="withdrawn")
    return lambda: matching.match_all(today())


def counterparts(record: Any) -> list[Any]:
    from twinbay.web.opportunities.models import Counterpart

    return [one.other for one in Counterpart.objects.filter(opportunity=record)]


PAIRS = (
    ("technology_offer", {}, "technology_need", {}),
    ("capital_sought", {}, "capital_offered", {}),
    ("talent", {"direction": "looks"}, "talent", {"direction": "opening"}),
    ("site_project", {"direction": "looks"}, "site_project", {"direction": "offers"}),
)


@pytest.mark.parametrize(("kind", "mine", "other_kind", "theirs"), PAIRS, ids=lambda p: str(p))
def test_every_kind_finds_its_counterpart_from_both_sides(
    people: Any, matched: Any, kind: str, mine: Any, other_kind: str, theirs: Any
) -> None:
    from twinbay.web.accounts.domain.consenting import give_consent

    give_consent(people.owner, "talent")  # without it a person who looks is matched with nobody
    one = make_opportunity(people.ours, people.owner, kind, details=mine)
    two = make_opportunity(people.theirs, people.reader, other_kind, details=theirs)
    near = make_opportunity(
        make_organisation(region="sf-bay"), people.owner, other_kind, details=theirs
    )
    matched()
    assert counterparts(one) == [two]  # not the one of the same region
    assert one in counterparts(two)
    assert counterparts(near) == []
    html = signed_in(people.owner).get(address(one)).content.decode()
    assert str(two.public_id) in html
    from twinbay.web.opportunities.models import Counterpart

    found = Counterpart.objects.get(opportunity=one)
    assert found.reasons["en"] and found.reasons["zh-hans"]
    assert found.reasons["en"][0] in html.replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize(
    ("kind", "details", "other_kind", "other"),
    [
        ("technology_offer", {"exclusions": ["leaching"]}, "technology_need", {}),
        ("technology_offer", {"wanted_regions": ["JP"]}, "technology_need", {}),
        ("technology_offer", {"trl": 2}, "technology_need", {"trl_min": 5}),
        ("technology_offer", {"cooperation": ["sale"]}, "technology_need", {}),
        ("capital_sought", {"stage": "series-c"}, "capital_offered", {}),
        (
            "capital_sought",
            {"amount_min": 90_000_000, "amount_max": 99_000_000},
            "capital_offered",
            {},
        ),
        (
            "site_project",
            {"direction": "looks", "area_min": 9_000},
            "site_project",
            {"area_max": 100},
        ),
    ],
)
def test_hard_conditions_are_never_violated(
    people: Any, matched: Any, kind: str, details: Any, other_kind: str, other: Any
) -> None:
    one = make_opportunity(people.ours, people.owner, kind, details=details)
    two = make_opportunity(people.theirs, people.reader, other_kind, details=other)
    matched()
    assert (counterparts(one), counterparts(two)) == ([], [])


def test_what_is_hidden_expired_or_confidential_is_not_suggested(people: Any, matched: Any) -> None:
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.models import Opportunity

    mine = make_opportunity(people.ours, people.owner)
    hidden = make_opportunity(people.theirs, people.reader, "technology_need")
    hidden.hidden_from.add(people.ours)
    late = make_opportunity(people.theirs, people.reader, "technology_need")
    yesterday = today() - timedelta(days=1)
    Opportunity.objects.filter(pk=late.pk).update(expires_on=yesterday)
    secret = make_opportunity(
        people.theirs, people.reader, "technology_need", visibility="confidential"
    )
    matched()
    assert counterparts(mine) == [secret]
    page = signed_in(people.owner).get(address(mine)).content.decode()
    assert str(secret.public_id) not in page
    assert str(mine.public_id) in signed_in(people.reader).get(address(secret)).content.decode()


def test_reasons_hold_nothing_of_the_confidential_part(people: Any, matched: Any) -> None:
    from twinbay.web.opportunities.models import Counterpart

    for organisation, author, kind in (
        (people.ours, people.owner, "technology_offer"),
        (people.theirs, people.reader, "technology_need"),
    ):
        make_opportunity(organisation, author, kind, confidential="numbatsolvent")
    matched()
    reasons = [one.reasons for one in Counterpart.objects.all()]
    assert reasons
    assert "numbatsolvent" not in str(reasons)


def test_the_list_for_a_person_has_what_fits_and_what_is_in_their_fields(
    people: Any, matched: Any
) -> None:
    from twinbay.web.opportunities.domain.digests import choose
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.domain.suggesting import suggest_to
    from twinbay.web.opportunities.models import ForYou

    mine = make_opportunity(people.ours, people.owner)
    fits = make_opportunity(people.theirs, people.reader, "technology_need", title="It fits")
    field = make_opportunity(people.theirs, people.reader, "talent", fields=["medicine"])
    other = make_opportunity(people.theirs, people.reader, "talent", fields=["cultural-innovation"])
    matched()
    choose(people.owner, "never", ["medicine"])
    assert suggest_to(people.owner, today()) == 2
    found = ForYou.objects.filter(user=people.owner)
    assert [one.opportunity for one in found] == [fits, field]
    assert [one.because for one in found] == [mine, None]
    reader = signed_in(people.owner)
    html = reader.get("/en/opportunities/for-you/").content.decode()
    assert "It fits" in html
    assert str(other.public_id) not in html
    fits.hidden_from.add(people.ours)  # after the list was made
    assert "It fits" not in reader.get("/en/opportunities/for-you/").content.decode()
    assert suggest_to(people.stranger, today()) == 0


def letters_of(user: Any) -> list[Any]:
    return [one for one in letters_to(user.email) if "List-Unsubscribe" in one.extra_headers]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_letter_comes_with_consent_as_often_as_chosen_and_ends_with_one_click(
    people: Any, matched: Any, monkeypatch: pytest.MonkeyPatch, language: str, client: Any
) -> None:
    from django.conf import settings
    from django.core import mail

    from twinbay.web.opportunities.domain.digests import choose, send_due_digests
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.domain.suggesting import suggest_to

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    person, day = people.owner, today()
    person.language = language
    person.save()
    make_opportunity(people.ours, person)
    make_opportunity(people.theirs, people.reader, "technology_need", title="Need A", title_zh="")
    matched()
    suggest_to(person, day)
    send_due_digests(day)
    assert letters_of(person) == []  # nobody asked for letters
    choose(person, "weekly", [])
    send_due_digests(day)
    send_due_digests(day)
    (letter,) = letters_of(person)
    assert "Need A" in letter.body
    assert ("These records may fit you" in letter.body) is (language == "en")
    make_opportunity(people.theirs, people.reader, "technology_need", title="Need B")
    matched()
    suggest_to(person, day)
    send_due_digests(day + timedelta(days=6))
    assert len(letters_of(person)) == 1
    send_due_digests(day + timedelta(days=7))
    second = letters_of(person)[1]
    assert "Need B" in second.body
    assert "Need A" not in second.body  # told once
    assert second.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = second.extra_headers["List-Unsubscribe"].strip("<>").partition("/opportunities/")[2]
    end = f"/en/opportunities/{link}"
    assert client.get(end).status_code == 200
    from twinbay.web.accounts.domain.consenting import consents

    assert consents(person, "digest")  # a visit alone ends nothing
    from django.test import Client

    mailer = Client(enforce_csrf_checks=True)
    assert mailer.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not consents(person, "digest")
    make_opportunity(people.theirs, people.reader, "technology_need", title="Need C")
    matched()
    suggest_to(person, day)
    send_due_digests(day + timedelta(days=30))
    assert len(letters_of(person)) == 2
    assert mailer.post(end[:-3] + "xx/").status_code == 404


def test_reminders_come_once_before_the_last_day_and_ends_after_it(people: Any) -> None:
    from twinbay.web.notifications.models import Notification
    from twinbay.web.opportunities.domain.expiring import end_expired, remind
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.models import Opportunity

    soon = make_opportunity(
        people.ours, people.owner, expires_on=(today() + timedelta(days=10)).isoformat()
    )
    remind()
    remind()
    told = Notification.objects.filter(user=people.owner, kind="opportunity-expiring")
    assert told.count() == 1
    Opportunity.objects.filter(pk=soon.pk).update(expires_on=today() + timedelta(days=12))
    remind()
    assert told.count() == 2  # renewed, so told again
    Opportunity.objects.filter(pk=soon.pk).update(expires_on=today() - timedelta(days=1))
    end_expired()
    end_expired()
    soon.refresh_from_db()
    assert soon.state == "expired"
    ended = Notification.objects.filter(user=people.owner, kind="opportunity-expired")
    assert ended.count() == 1


def test_the_daily_task_may_run_twice(people: Any, matched: Any) -> None:
    from twinbay.web.opportunities import tasks
    from twinbay.web.opportunities.models import Counterpart, ForYou

    make_opportunity(people.ours, people.owner)
    make_opportunity(people.theirs, people.reader, "technology_need")
    counts = []
    for _run in range(2):
        tasks.match_and_suggest.call()
        counts.append((Counterpart.objects.count(), ForYou.objects.count()))
    assert counts[0] == counts[1]
    assert counts[0][0] == 2


def _queries(client: Any, page: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)  # what is made once per process is made
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_pages_ask_as_many_questions_of_many_records_as_of_few(people: Any, matched: Any) -> None:
    from twinbay.web.opportunities.domain import steps
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.domain.suggesting import suggest_to

    first = make_opportunity(people.ours, people.owner, confidential="X")

    def more(number: int) -> None:
        for _ in range(number):
            make_opportunity(people.ours, people.owner, confidential="X")
            make_opportunity(people.ours, people.owner, state="in_review")
            make_opportunity(people.theirs, people.reader, "technology_need")
            other = make_organisation(region="gba")
            first.hidden_from.add(other)
            record = steps.take_back(make_opportunity(people.ours, people.owner, state="in_review"))
            steps.publish(steps.submit(record, people.owner), people.officer)
        matched()
        suggest_to(people.owner, today())

    owner, reader = signed_in(people.owner), signed_in(people.reader)
    pages = [
        (owner, "/en/opportunities/"),
        (reader, "/en/opportunities/?q=lithium&kind=technology_offer"),
        (owner, "/en/opportunities/mine/"),
        (signed_in(people.officer), "/en/opportunities/review/"),
        (owner, address(first)),
        (reader, address(first)),
        (owner, address(first, "sharing/")),
        (owner, address(first, "versions/")),
        (owner, "/en/opportunities/for-you/"),
    ]
    more(2)
    few = [_queries(client, page) for client, page in pages]
    more(5)
    assert [_queries(client, page) for client, page in pages] == few
    assert max(few) <= 25, few


def test_other_pages_show_what_their_reader_may_see(
    people: Any, matched: Any, directory_home: Any, client: Any
) -> None:
    own = make_organisation("Stanford", org_id="org:stan", region="sf-bay")
    join(people.owner, own, "owner")
    for visibility in ("public", "members", "confidential"):
        make_opportunity(own, people.owner, visibility=visibility, title=f"Numbat {visibility}")
    pages = ("/en/organisations/org:stan/", "/en/search/?q=numbat")
    for page in pages:
        for reader, seen in (
            (client, {"public"}),
            (signed_in(people.stranger), {"public", "members"}),
            (signed_in(people.owner), {"public", "members", "confidential"}),
        ):
            html = reader.get(page).content.decode()
            for visibility in ("public", "members", "confidential"):
                assert (f"Numbat {visibility}" in html) is (visibility in seen), page
            shown = (
                "Show 1 opportunity" if len(seen) == 1 else f"Show all {len(seen)} opportunities"
            )
            assert shown in html
    for reader in (client, signed_in(people.owner)):
        home = reader.get("/en/").content.decode()
        assert "Numbat public" in home
        assert "Numbat members" not in home


def test_samples_of_all_kinds_are_made_once_and_say_that_they_are_samples(
    people: Any, matched: Any
) -> None:
    from twinbay.web.accounts import samples as account_samples
    from twinbay.web.opportunities.models import Opportunity, OpportunityKind
    from twinbay.web.opportunities.samples import make_samples

    account_samples.make_samples()
    assert make_samples() == 12
    assert make_samples() == 0
    made = Opportunity.objects.filter(sample=True)
    assert {one.kind for one in made} == set(OpportunityKind.values)
    assert {one.state for one in made} >= {"draft", "in_review", "returned", "published"}
    assert all("ample" in one.title or "示例" in one.title_zh for one in made)
    fitting = made.get(reference="SAMPLE-01")
    assert made.get(reference="SAMPLE-02") in counterparts(fitting)


def test_a_viewer_of_another_organisation_is_suggested_nothing_hidden(
    people: Any, matched: Any
) -> None:
    from twinbay.web.opportunities.domain.subjects import today
    from twinbay.web.opportunities.domain.suggesting import suggest_to
    from twinbay.web.opportunities.models import ForYou

    both = make_user()
    join(both, people.ours, "viewer")
    rival = make_organisation(region="sf-bay")
    join(both, rival, "viewer")
    make_opportunity(people.ours, people.owner)
    need = make_opportunity(people.theirs, people.reader, "technology_need")
    need.hidden_from.add(rival)
    matched()
    suggest_to(both, today())
    assert not ForYou.objects.filter(user=both).exists()
