"""Letters with what a person has not been told by e-mail yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from twinbay.web.accounts.models import User
from twinbay.web.accounts.models.user import AT_ONCE, DAILY, NEVER
from twinbay.web.i18n import PREFIX_OF_LANGUAGE
from twinbay.web.notifications.domain.kinds import text_of
from twinbay.web.notifications.models import Notification

MOST_IN_A_LETTER = 50
BETWEEN_DAILY_LETTERS = timedelta(hours=24)


def people_with_due_letters(now: datetime) -> list[int]:
    """Return the primary keys of those to whom a letter should leave now."""
    waiting = Notification.objects.filter(mailed_at=None, user__is_active=True).order_by()
    at_once = set(waiting.filter(user__letters=AT_ONCE).values_list("user_id", flat=True))
    daily = set(waiting.filter(user__letters=DAILY).values_list("user_id", flat=True))
    lately = Notification.objects.filter(
        user_id__in=daily, mailed_at__gt=now - BETWEEN_DAILY_LETTERS
    )
    return sorted(at_once | (daily - set(lately.order_by().values_list("user_id", flat=True))))


def send_due_letter(user: User, now: datetime) -> int:
    """Send one letter with everything that waits; return how many notifications it has.

    What the person has read in the page meanwhile is left out. A letter is marked as sent after
    it has left, so a process killed between the two sends it twice rather than never.
    """
    waiting = list(
        Notification.objects.filter(user=user, mailed_at=None).order_by("created_at", "pk")[
            :MOST_IN_A_LETTER
        ]
    )
    unread = [notification for notification in waiting if notification.read_at is None]
    told = user.is_active and user.letters != NEVER and bool(unread)
    if told:
        _letter(user, unread).send()
    Notification.objects.filter(pk__in=[one.pk for one in waiting]).update(mailed_at=now)
    return len(unread) if told else 0


def _letter(user: User, notifications: Sequence[Notification]) -> EmailMessage:
    zone = timezone.get_default_timezone()
    with translation.override(user.language), timezone.override(user.time_zone or zone):
        lines = [
            (text, site_address(one.subject_path, user.language), one.created_at)
            for one in notifications
            if (text := text_of(one.kind, one.context))
        ]
        subject = lines[0][0] if len(lines) == 1 else _subject(len(lines))
        settings_address = site_address("/account/", user.language)
        body: str = render_to_string(
            "notifications/letter.txt",
            {"person": user, "lines": lines, "settings_address": settings_address},
        )
        return EmailMessage(f"[twinbay] {subject}", body, to=[user.email])


def _subject(number: int) -> str:
    texts = ngettext("%(number)d piece of news", "%(number)d pieces of news", number)
    return str(texts % {"number": number})


def site_address(path: str, language: str) -> str:
    """Return the full address of a page in a language; empty for no page.

    Arguments:
        path: without the language's prefix, such as ``/account/``.
    """
    if not path:
        return ""
    site: str = settings.TWINBAY_SITE
    return f"{site}/{PREFIX_OF_LANGUAGE[language]}{path}"
