"""The daily list of each person: what fits their organisations, then news of their fields."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from twinbay.web.accounts.models import User
from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.opportunities.models import Counterpart, DigestSetting, ForYou
from twinbay.web.opportunities.models.term import FIELD
from twinbay.web.opportunities.queries.visibility import open_to_all, visible
from twinbay.web.permissions import Actor

LONGEST_LIST = 20


def suggest_to_all(day: date) -> int:
    """Renew the list of every active person; return how many entries there are."""
    people = User.objects.filter(is_active=True).order_by("pk").iterator(chunk_size=500)
    return sum(suggest_to(person, day) for person in people)


def suggest_to(person: Any, day: date) -> int:
    """Renew one person's list, nothing in it that they may not see; return its length."""
    actor = actor_of(person)
    entries = list(_fitting(person, actor, day))
    taken = {entry.opportunity_id for entry in entries}
    entries += list(_in_fields(person, actor, day, taken, LONGEST_LIST - len(entries)))
    for rank, entry in enumerate(entries, start=1):
        entry.rank = rank
    with transaction.atomic():
        sent = dict(
            ForYou.objects.filter(user=person, sent_at__isnull=False).values_list(
                "opportunity_id", "sent_at"
            )
        )
        ForYou.objects.filter(user=person).delete()
        for entry in entries:
            entry.sent_at = sent.get(entry.opportunity_id)
        ForYou.objects.bulk_create(entries)
    return len(entries)


def _fitting(person: Any, actor: Actor, day: date) -> Iterable[ForYou]:
    """Yield the counterparts of the records of the person's organisations, each once."""
    if not actor.organisations:
        return
    allowed = visible(actor).filter(pk__in=open_to_all().values("pk")).values("pk")
    found = (
        Counterpart.objects.filter(
            opportunity__organisation__in=actor.organisations, other__in=allowed
        )
        .select_related("opportunity")
        .order_by("-score", "pk")
    )
    seen: set[int] = set()
    for one in found[: LONGEST_LIST * 5]:
        if one.other_id not in seen and len(seen) < LONGEST_LIST:
            seen.add(one.other_id)
            yield ForYou(
                user=person,
                opportunity_id=one.other_id,
                because=one.opportunity,
                rank=0,
                score=one.score,
                reasons=one.reasons,
                found_on=day,
            )


def _in_fields(
    person: Any, actor: Actor, day: date, taken: set[int], limit: int
) -> Iterable[ForYou]:
    """Yield the newest records in the fields that the person chose."""
    setting = DigestSetting.objects.filter(user=person).first()
    if limit <= 0 or setting is None or not setting.fields:
        return
    found = (
        visible(actor)
        .filter(
            pk__in=open_to_all().values("pk"),
            terms__part=FIELD,
            terms__term__in=setting.fields,
        )
        .exclude(organisation__in=actor.organisations)
        .exclude(pk__in=taken)
        .order_by("-published_at", "-pk")
        .distinct()[:limit]
    )
    for one in found:
        yield ForYou(user=person, opportunity=one, rank=0, score=0.0, found_on=day)
