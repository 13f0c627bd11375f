"""Making a token, finding it again, revoking it."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from twinbay.web.tokens.models import ApiToken, Scope

PREFIX = "twinbay_"
"""Begins every token, so that scanners for leaked secrets find them."""

LONGEST = timedelta(days=366)
USED_EVERY = timedelta(minutes=10)  # how exactly the last use is kept


def make_token(user: Any, name: str, scopes: Iterable[str], expires_on: date) -> tuple[Any, str]:
    """Return a new token's record and the token itself, which nobody can read again.

    Arguments:
        expires_on: last day, at most a year from now.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    record = ApiToken.objects.create(
        user=user,
        name=name,
        digest=_digest(token),
        beginning=token[: len(PREFIX) + 4],
        scopes=sorted({Scope(scope).value for scope in scopes}),
        expires_on=min(expires_on, timezone.now().date() + LONGEST),
    )
    return record, token


def find_token(token: str) -> Any | None:
    """Return the record of a token that works, None for any other text; notes its use."""
    now = timezone.now()
    record = (
        ApiToken.objects.select_related("user")
        .filter(digest=_digest(token), revoked_at=None, expires_on__gte=now.date())
        .filter(user__is_active=True)
        .first()
    )
    if record is not None and (
        record.last_used_at is None or now - record.last_used_at > USED_EVERY
    ):
        ApiToken.objects.filter(pk=record.pk).update(last_used_at=now)
    return record


def tokens_of(user: Any) -> QuerySet:
    """Return a member's tokens that are not revoked, the newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)


def revoke(user: Any, pk: int) -> bool:
    """Revoke one of a member's own tokens; return whether there was one."""
    record = tokens_of(user).filter(pk=pk).first()
    if record is None:
        return False
    record.revoked_at = timezone.now()
    record.save(update_fields=["revoked_at"])
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
