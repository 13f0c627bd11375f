"""Secret key, security headers and the rate of requests."""

import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

# No inline script or style at all: data reaches scripts as JSON in the page (json_script, which
# the policy treats as data). MapLibre draws from blobs and runs its worker from our own file.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


def content_security_policy(form_origins: Sequence[str] = ()) -> str:
    """Return the policy of every page.

    Arguments:
        form_origins: sites that a form may lead to by a redirect: the providers of sign-in.
    """
    return "; ".join((*_POLICY, " ".join(("form-action 'self'", *form_origins))))


def stored_secret_key(home: Path) -> str:
    """Return the secret key kept in the home folder, making it on first use (mode 600)."""
    path = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


class SecurityHeadersMiddleware:
    """Add the content security and permissions policies to every answer."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response
        self._policy = content_security_policy(settings.TWINBAY_PROVIDER_ORIGINS)

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


class TokenBuckets:
    """One token bucket per client, in memory; thread-safe.

    Arguments:
        per_minute: tokens a bucket gains in a minute.
        burst: tokens a full bucket holds.
        clients: most clients remembered; the one longest silent is forgotten first.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        per_minute: int,
        burst: int,
        clients: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clients = clients
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_to_wait(self, client: str) -> float:
        """Take one token; return 0, or the seconds until there is one again."""
        with self._lock:
            now = self._clock()
            bucket = self._buckets.pop(client, None) or _Bucket(self._burst, now)
            self._buckets[client] = bucket
            if len(self._buckets) > self._clients:
                self._buckets.popitem(last=False)
            gained = (now - bucket.filled_at) * self._rate
            bucket.tokens = min(self._burst, bucket.tokens + gained)
            bucket.filled_at = now
            if bucket.tokens < 1:
                return (1 - bucket.tokens) / self._rate
            bucket.tokens -= 1
            return 0.0
