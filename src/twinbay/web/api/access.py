"""Who asks through the programming interface, and how often."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.permissions import Actor
from twinbay.web.security import TokenBuckets
from twinbay.web.tokens.domain.tokens import find_token
from twinbay.web.tokens.models import Scope

_buckets: dict[int, TokenBuckets] = {}


class Bearer(HttpBearer):
    """``Authorization: Bearer twinbay_...``: a token that a member made."""

    openapi_description = "A token made on the page “Access for programs” of an account."

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token's record, None when it does not work.

        Raises:
            HttpError: 429 when it is used too often.
        """
        record = find_token(token)
        if record is None:
            return None
        _count(record.pk)
        request.user = record.user
        return record


def _count(key: int) -> None:
    limit = settings.TWINBAY_API_RATE_LIMIT
    if not limit:
        return
    buckets = _buckets.setdefault(limit, TokenBuckets(limit, burst=max(limit // 4, 1)))
    if (wait := buckets.seconds_to_wait(str(key))) > 0:
        raise HttpError(429, f"too many requests with this token: wait {wait:.0f} s")


def actor_with(request: Any, scope: Scope) -> Actor:
    """Return who asks, once the token has the scope.

    Raises:
        HttpError: 403 without it.
    """
    if scope.value not in request.auth.scopes:
        raise HttpError(403, f"this token lacks the scope {scope.value}")
    return actor_of(request.auth.user)
