"""How the platform's letters leave: by SMTP when configured, else into files of the home folder."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from twinbay.errors import ConfigurationError

_SETTING = "TWINBAY_EMAIL_URL"
SUBMISSION_PORT = 587  # RFC 6409


@dataclass(frozen=True)
class MailSettings:
    """Where letters go; the names are those of Django's ``EMAIL_*`` settings.

    Attributes:
        backend: dotted path of the class that sends.
        file_path: folder of the letters when none is sent; None otherwise.
        sender: address in the letters' ``From``.
    """

    backend: str
    sender: str
    file_path: Path | None = None
    host: str = ""
    port: int = SUBMISSION_PORT
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def mail_settings(home: Path) -> MailSettings:
    """Return where letters go, from the environment.

    ``TWINBAY_EMAIL_URL`` is ``smtp://user:password@host:port/``, with ``?tls`` for STARTTLS or
    ``?ssl`` for TLS from the start. Without it letters are written into ``outbox/`` of the home
    folder, where an operator who tries things out finds them.

    Raises:
        ConfigurationError: the address is not one of SMTP.
    """
    sender = os.environ.get("TWINBAY_EMAIL_FROM", "").strip() or "twinbay@localhost"
    address = os.environ.get(_SETTING, "").strip()
    if not address:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return MailSettings(backend, sender, home / "outbox")
    parts = urlsplit(address)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ConfigurationError(
            "the address of the mail server is not understood",
            where=_SETTING,
            remedy="Give smtp://user:password@host:587/?tls",
        )
    options = parse_qs(parts.query, keep_blank_values=True)
    return MailSettings(
        backend="django.core.mail.backends.smtp.EmailBackend",
        sender=sender,
        host=parts.hostname,
        port=parts.port or SUBMISSION_PORT,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="tls" in options,
        ssl="ssl" in options,
    )
