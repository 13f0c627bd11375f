"""What members are told, in the page and by letter."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from members import join, letters_to, make_organisation, make_user, signed_in, work_off

KIND = "test-news"


@pytest.fixture(autouse=True)
def kind(lake_home: Path) -> None:
    from twinbay.web.notifications.domain import register

    register(KIND, "%(organisation)s wrote: %(title)s")


def tell(receiver: Any, title: str = "Hello", path: str = "/en/sources/", **more: Any) -> list[Any]:
    from twinbay.web.notifications.domain import notify

    context = {"organisation": {"en": "Cell Lab", "zh-hans": "电池实验室"}, "title": title}
    return notify(receiver, KIND, path, context, **more)


def test_a_notification_is_listed_counted_opened_and_then_read() -> None:
    person = make_user()
    (told,) = tell(person)
    client = signed_in(person)
    html = client.get("/en/account/notifications/").content.decode()
    assert "Cell Lab wrote: Hello" in html
    assert "1 unread notification" in html
    opened = client.get(f"/zh/account/notifications/{told.public_id}/")
    assert (opened.status_code, opened["Location"]) == (302, "/zh/sources/")
    html = client.get("/zh/account/notifications/").content.decode()
    assert "电池实验室 wrote" in html and "notice--unread" not in html


def test_anothers_notification_does_not_exist() -> None:
    (told,) = tell(make_user())
    other = signed_in(make_user())
    assert other.get(f"/en/account/notifications/{told.public_id}/").status_code == 404
    assert "Cell Lab" not in other.get("/en/account/notifications/").content.decode()


def test_visitors_are_asked_to_sign_in(client: Any) -> None:
    response = client.get("/en/account/notifications/")
    assert response["Location"] == "/en/account/login/?next=/en/account/notifications/"


def test_all_are_marked_as_read_by_post_only() -> None:
    person = make_user()
    tell(person), tell(person)
    client = signed_in(person)
    assert client.get("/en/account/notifications/read/").status_code == 405
    client.post("/en/account/notifications/read/")
    assert "notice--unread" not in client.get("/en/account/notifications/").content.decode()


def test_those_who_write_for_an_organisation_are_told_but_not_who_did_it() -> None:
    owner, editor, viewer, invited, gone = (make_user() for _ in range(5))
    organisation = make_organisation(owner=owner)
    join(editor, organisation, "editor")
    join(viewer, organisation, "viewer")
    join(invited, organisation, "editor", accepted=False)
    ended = join(gone, organisation, "editor")
    from django.utils import timezone

    ended.ended_at = timezone.now()
    ended.save()
    told = tell(organisation, but=editor)
    assert [one.user for one in told] == [owner]
    assert {one.user for one in tell(organisation)} == {owner, editor}


def test_letters_are_in_the_persons_language_and_leave_once() -> None:
    reader = make_user(language="zh-hans", time_zone="Asia/Shanghai")
    tell(reader, "<b>=1+1</b>")
    work_off()
    work_off()
    (letter,) = letters_to(reader.email)
    assert letter.subject == "[twinbay] 电池实验室 wrote: <b>=1+1</b>"
    assert "http://localhost:8000/zh/sources/" in letter.body
    assert "年" in letter.body


def test_a_title_with_line_breaks_cannot_add_headers_to_a_letter() -> None:
    reader = make_user()
    tell(reader, "x\r\nBcc: evil@evil.example")
    work_off()
    (letter,) = letters_to(reader.email)
    assert "\n" not in letter.subject
    assert letter.bcc == []


def test_letters_come_as_often_as_the_person_chose() -> None:
    from django.utils import timezone

    from twinbay.web.notifications.domain.letters import people_with_due_letters, send_due_letter

    never, daily = make_user(letters="never"), make_user(letters="daily")
    tell(never), tell(daily, "first"), tell(daily, "second")
    now = timezone.now()
    due = people_with_due_letters(now)
    assert daily.pk in due and never.pk not in due
    assert send_due_letter(daily, now) == 2
    (letter,) = letters_to(daily.email)
    assert "first" in letter.body and "second" in letter.body
    tell(daily, "third")
    assert daily.pk not in people_with_due_letters(now + timedelta(hours=23))
    assert daily.pk in people_with_due_letters(now + timedelta(hours=25))
    assert letters_to(never.email) == []


def test_what_was_read_meanwhile_is_not_sent() -> None:
    person = make_user()
    (told,) = tell(person)
    signed_in(person).get(f"/en/account/notifications/{told.public_id}/")
    work_off()
    assert letters_to(person.email) == []


def test_a_refused_letter_leaves_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import EmailMessage
    from django.utils import timezone

    from twinbay.web.notifications.domain.letters import people_with_due_letters

    person = make_user()
    tell(person)

    def refuse(self: Any, fail_silently: bool = False) -> int:
        raise OSError("refused")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        work_off()
    assert person.pk in people_with_due_letters(timezone.now())
    from twinbay.web.notifications.tasks import send_letter

    send_letter.enqueue(person.pk)
    work_off()
    assert len(letters_to(person.email)) == 1


def test_an_unknown_kind_is_a_mistake_of_the_programmer() -> None:
    from twinbay.web.notifications.domain import notify

    with pytest.raises(KeyError):
        notify(make_user(), "nobody-registered-this")


def test_what_is_missing_of_a_text_is_a_dash() -> None:
    from twinbay.web.notifications.domain.kinds import text_of

    assert text_of(KIND, {"title": "50% off"}) == "– wrote: 50% off"
