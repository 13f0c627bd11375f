"""Follow and "not for us": what the ranking respects, what can be undone, what is kept."""

from pathlib import Path
from typing import Any

import pytest

ADDRESS = "/en/organisations/org:stan/feedback/"
PAGE = "/en/organisations/org:stan/"
HTMX = {"hx-request": "true"}


@pytest.fixture
def visitor(directory_home: Path) -> Any:
    from django.test import Client

    return Client(raise_request_exception=False)


def say(visitor: Any, partner: str, action: str, **more: Any) -> Any:
    return visitor.post(ADDRESS, {"partner": partner, "action": action}, **more)


def suggested(html: str) -> list[str]:
    """Ids of the suggested partners, in order."""
    return [part.split('/"', 1)[0] for part in html.split('<h4><a href="/en/organisations/')[1:]]


def suggested_to(visitor: Any) -> list[str]:
    return suggested(visitor.get(PAGE).content.decode())


def test_before_anything_is_said_nothing_is_stored(visitor: Any) -> None:
    assert "org:hkust" in suggested_to(visitor)
    assert "sessionid" not in visitor.cookies


def test_followed_partners_come_first_and_can_be_unfollowed(visitor: Any) -> None:
    before = suggested_to(visitor)
    last = before[-1]
    response = say(visitor, last, "follow")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}#suggested")
    assert suggested_to(visitor) == [last, *before[:-1]]
    html = visitor.get(PAGE).content.decode()
    assert "<strong>followed</strong>" in html
    assert f"/en/organisations/{last}/" in html[html.index('class="said followed"') :]
    say(visitor, last, "withdraw")
    assert suggested_to(visitor) == before


def test_dismissed_partners_disappear_and_can_be_suggested_again(visitor: Any) -> None:
    before = suggested_to(visitor)
    say(visitor, "org:hkust", "dismiss")
    assert suggested_to(visitor) == [org for org in before if org != "org:hkust"]
    html = visitor.get(PAGE).content.decode()
    dismissed = html[html.index('class="said dismissed"') :]
    assert "Hong Kong University of Science and Technology" in dismissed
    assert 'value="withdraw"' in dismissed
    say(visitor, "org:hkust", "withdraw")
    assert suggested_to(visitor) == before
    assert 'class="said dismissed"' not in visitor.get(PAGE).content.decode()


def test_files_respect_what_was_said(visitor: Any) -> None:
    say(visitor, "org:hkust", "dismiss")
    file = visitor.get(PAGE, {"table": "suggestions-gba", "export": "csv"}).content.decode()
    assert "Southern University" in file
    assert "\r\nHong Kong University" not in file


def test_one_visitor_does_not_see_anothers_words(visitor: Any) -> None:
    from django.test import Client

    say(visitor, "org:hkust", "dismiss")
    assert "org:hkust" in suggested_to(Client())


def test_words_about_one_organisation_leave_others_alone(visitor: Any) -> None:
    say(visitor, "org:hkust", "dismiss")
    html = visitor.get("/en/organisations/org:ucb/").content.decode()
    assert "org:hkust" in suggested(html)


def test_every_word_is_kept_in_order_and_repeats_are_not(visitor: Any) -> None:
    from twinbay.web.directory.models import FeedbackEvent

    for action in ("follow", "follow", "dismiss", "withdraw", "withdraw"):
        say(visitor, "org:sustech", action)
    events = FeedbackEvent.objects.filter(visitor=visitor.session["visitor"])
    said = [(event.org_id, event.partner_id, event.action) for event in events]
    assert said == [("org:stan", "org:sustech", a) for a in ("follow", "dismiss", "withdraw")]
    assert all(event.at for event in events)


def test_the_last_words_of_all_visitors_are_what_training_learns_from(visitor: Any) -> None:
    from django.test import Client

    from twinbay.web.directory.queries.feedback import all_answers

    other = Client()
    say(visitor, "org:hkust", "follow")
    say(visitor, "org:sustech", "follow")
    say(visitor, "org:sustech", "withdraw")
    say(other, "org:hkust", "follow")
    say(other, "org:hkust", "dismiss")
    mine, theirs = visitor.session["visitor"], other.session["visitor"]
    said = [a for a in all_answers() if a.account in (mine, theirs)]
    assert {(a.account, a.org_id, a.partner, a.kind) for a in said} == {
        (mine, "org:stan", "org:hkust", "follow"),
        (theirs, "org:stan", "org:hkust", "not-for-us"),
    }
    assert len(said) == 2


def test_htmx_gets_the_section_alone_and_is_told_what_happened(visitor: Any) -> None:
    response = say(visitor, "org:hkust", "dismiss", headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith('<section class="section" id="suggested"')
    assert "<html" not in html
    assert "is not suggested any more." in html
    assert "org:hkust" not in suggested(html)
    # Files and forms lead to the page's addresses, not to this answer's.
    assert f'href="{PAGE}?table=suggestions-gba&amp;export=csv"' in html
    assert "feedback/?" not in html


def test_htmx_answers_in_the_language_of_the_page(visitor: Any) -> None:
    response = visitor.post(
        "/zh/organisations/org:stan/feedback/",
        {"partner": "org:hkust", "action": "follow"},
        headers=HTMX,
    )
    assert "香港科技大学" in response.content.decode()


def test_a_form_without_a_token_is_refused(directory_home: Path) -> None:
    from django.test import Client

    from twinbay.web.directory.models import FeedbackEvent

    strict = Client(enforce_csrf_checks=True)
    before = FeedbackEvent.objects.count()
    assert say(strict, "org:hkust", "follow").status_code == 403
    assert FeedbackEvent.objects.count() == before
    strict.get(PAGE)
    token = strict.cookies["csrftoken"].value
    accepted = strict.post(
        ADDRESS, {"partner": "org:hkust", "action": "follow", "csrfmiddlewaretoken": token}
    )
    assert accepted.status_code == 302


@pytest.mark.parametrize(
    ("partner", "action", "status"),
    [
        ("org:hkust", "praise", 400),
        ("", "follow", 400),
        ("org:" + "x" * 500, "follow", 400),
        ("org:stan", "follow", 400),
        ("org:nobody", "follow", 404),
        ("<script>", "dismiss", 404),
        ("org:hkust\x00", "dismiss", 400),
    ],
)
def test_nonsense_is_refused_in_words(visitor: Any, partner: str, action: str, status: int) -> None:
    from twinbay.web.directory.models import FeedbackEvent

    before = FeedbackEvent.objects.count()
    response = say(visitor, partner, action)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()
    assert "<script>" not in response.content.decode().replace('<script src="', "")
    assert FeedbackEvent.objects.count() == before


def test_feedback_is_only_taken_by_post(visitor: Any) -> None:
    assert visitor.get(ADDRESS).status_code == 405
    unknown = visitor.post(
        "/en/organisations/org:nobody/feedback/", {"partner": "org:hkust", "action": "follow"}
    )
    assert unknown.status_code == 404
