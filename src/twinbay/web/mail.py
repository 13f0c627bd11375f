"""How the platform's letters leave: by SMTP when configured, else into files of the home folder."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from twinbay.errors import ConfigurationError

_SETTING = "TWINBAY_EMAIL_URL"


def mail_settings(home: Path) -> dict[str, Any]:
    """Return Django's e-mail settings from the environment.

    ``TWINBAY_EMAIL_URL`` is ``smtp://user:password@host:port/``, with ``?tls`` for STARTTLS or
    ``?ssl`` for TLS from the start. Without it letters are written into ``outbox/`` of the home
    folder, where an operator who tries things out finds them.

    Raises:
        ConfigurationError: the address is not one of SMTP.
    """
    sender = os.environ.get("TWINBAY_EMAIL_FROM", "").strip() or "twinbay@localhost"
    address = os.environ.get(_SETTING, "").strip()
    found: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender}
    if not address:
        return found | {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": home / "outbox",
        }
    parts = urlsplit(address)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ConfigurationError(
            "the address of the mail server is not understood",
            where=_SETTING,
            remedy="Give smtp://user:password@host:587/?tls",
        )
    options = parse_qs(parts.query, keep_blank_values=True)
    return found | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": "tls" in options,
        "EMAIL_USE_SSL": "ssl" in options,
        "EMAIL_TIMEOUT": 20,  # seconds
    }
