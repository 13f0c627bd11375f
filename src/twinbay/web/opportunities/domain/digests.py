"""The letter with a person's suggestions, ended with one click (RFC 8058)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twinbay.web.accounts.domain.consenting import consents, give_consent, withdraw_consent
from twinbay.web.accounts.models.consent import DIGEST
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.notifications.domain.letters import site_address
from twinbay.web.opportunities.domain.notices import path_of
from twinbay.web.opportunities.models import DigestSetting, ForYou
from twinbay.web.opportunities.models.matching import DAILY, NEVER, WEEKLY
from twinbay.web.opportunities.queries.visibility import open_to_all, visible

BETWEEN = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}
MOST_IN_A_LETTER = 10


def setting_of(user: Any) -> DigestSetting:
    """Return how a person wants to hear of suggestions, made at the first call."""
    setting: DigestSetting = DigestSetting.objects.get_or_create(user=user)[0]
    return setting


def choose(user: Any, frequency: str, fields: Sequence[str]) -> None:
    """Set how often letters come, with the consent they need, and in which fields to look."""
    setting = setting_of(user)
    setting.frequency, setting.fields = frequency, list(fields)
    setting.save()
    if frequency == NEVER:
        withdraw_consent(user, DIGEST)
    else:
        give_consent(user, DIGEST)


def end_letters(token: str) -> bool:
    """End a person's letters by the token of a letter; return whether there is such a person."""
    setting = DigestSetting.objects.filter(token=token).select_related("user").first()
    if setting is None:
        return False
    setting.frequency = NEVER
    setting.save()
    withdraw_consent(setting.user, DIGEST)
    return True


def send_due_digests(day: date) -> int:
    """Send the letters that are due; return how many left."""
    settings = DigestSetting.objects.filter(
        frequency__in=list(BETWEEN), user__is_active=True
    ).select_related("user")
    return sum(_send_if_due(setting, day) for setting in settings.iterator())


def _send_if_due(setting: DigestSetting, day: date) -> bool:
    """Send a person's letter when it is due and has something new.

    It is marked before it leaves: a process killed between the two loses one letter, which the
    page has as well, rather than sending it again each time.
    """
    if setting.sent_on is not None and day < setting.sent_on + BETWEEN[setting.frequency]:
        return False
    if not consents(setting.user, DIGEST):
        return False
    allowed = visible(actor_of(setting.user)).filter(pk__in=open_to_all().values("pk"))
    entries = list(
        ForYou.objects.filter(
            user=setting.user, sent_at=None, opportunity__in=allowed.values("pk")
        ).select_related("opportunity__organisation", "because")[:MOST_IN_A_LETTER]
    )
    if not entries:
        return False
    claimed = DigestSetting.objects.filter(pk=setting.pk, sent_on=setting.sent_on).update(
        sent_on=day
    )
    if not claimed:
        return False
    ForYou.objects.filter(pk__in=[one.pk for one in entries]).update(sent_at=timezone.now())
    _letter(setting, entries).send()
    return True


def _letter(setting: DigestSetting, entries: Sequence[ForYou]) -> EmailMessage:
    language = setting.user.language
    end = site_address(f"/opportunities/unsubscribe/{setting.token}/", language)
    with translation.override(language):
        lines = [
            {
                "title": " ".join(one.opportunity.title_in(language).split()),
                "kind": one.opportunity.get_kind_display(),
                "organisation": one.opportunity.organisation.name_in(language),
                "address": site_address(path_of(one.opportunity), language),
                "because": one.because.title_in(language) if one.because else "",
                "reason": next(iter(one.reasons.get(language, [])), ""),
            }
            for one in entries
        ]
        content = {
            "person": setting.user,
            "lines": lines,
            "settings_address": site_address("/opportunities/for-you/", language),
            "end_address": end,
        }
        body = render_to_string("opportunities/digest.txt", content)
        subject = _("Opportunities that may fit you")
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return EmailMessage(f"[twinbay] {subject}", body, to=[setting.user.email], headers=headers)
