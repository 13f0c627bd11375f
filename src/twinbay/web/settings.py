"""Settings of the platform, all from the environment.

=========================  ==================================================  ====================
variable                   meaning                                             default
=========================  ==================================================  ====================
``TWINBAY_HOME``           the home folder                                     ``.twinbay``
``TWINBAY_PAIR``           a bundled region pair or the path of a pair file    the pair of the build
``TWINBAY_SECRET_KEY``     key that signs cookies                              made and kept
``TWINBAY_DEBUG``          ``1`` shows tracebacks; for development only        off
``TWINBAY_ALLOWED_HOSTS``  host names that are answered, comma-separated       this machine only
``TWINBAY_HTTPS``          ``1`` when served over HTTPS: secure cookies, HSTS  off
``TWINBAY_TRUSTED_PROXY``  address of the proxy in front, which says who asks  none
``TWINBAY_RATE_LIMIT``     requests a minute and client; ``0`` for no limit    600
=========================  ==================================================  ====================
"""

import os
from pathlib import Path

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.web.security import stored_secret_key
from twinbay.web.static_files import static_address


def _switch(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal():
        raise ConfigurationError(
            f"{text!r} is not a whole number", where=name, remedy="Give 0 or more."
        )
    return int(text)


_WEB = Path(__file__).resolve().parent

TWINBAY_HOME = home_folder().resolve()
TWINBAY_PAIR = os.environ.get("TWINBAY_PAIR", "").strip()
TWINBAY_RATE_LIMIT = _whole_number("TWINBAY_RATE_LIMIT", 600)
_HTTPS = _switch("TWINBAY_HTTPS")

SECRET_KEY = os.environ.get("TWINBAY_SECRET_KEY") or stored_secret_key(TWINBAY_HOME)
DEBUG = _switch("TWINBAY_DEBUG")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("TWINBAY_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "twinbay.web.directory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "twinbay.web.security.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "twinbay.web.i18n.LanguageMiddleware",
    "twinbay.web.middleware.RateLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "twinbay.web.middleware.TwinbayErrorMiddleware",
]

ROOT_URLCONF = "twinbay.web.urls"
WSGI_APPLICATION = "twinbay.web.wsgi.application"
CSRF_FAILURE_VIEW = "twinbay.web.pages.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["twinbay.web.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "twinbay.web.pages.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": TWINBAY_HOME / "platform.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds to wait for another writer
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文")]
LANGUAGE_COOKIE_NAME = "twinbay_language"
LOCALE_PATHS = [_WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATICFILES_DIRS = [_WEB / "static"]
STATIC_URL = static_address(_WEB / "static")
# WhiteNoise serves the packaged files as they are: nothing to collect after installation.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600  # seconds
if not DEBUG:  # the address changes with the content, so a file at an address never does
    WHITENOISE_IMMUTABLE_FILE_TEST = rf"^{STATIC_URL}"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked by the machine itself
# Whether browsers ship the domain in their preload lists is for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Waitress warns whenever a request waits for a thread, which a page's many files do.
    "loggers": {"waitress.queue": {"level": "ERROR"}},
}
