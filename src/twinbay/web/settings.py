"""Settings of the platform, all from the environment.

=========================  ==================================================  ====================
variable                   meaning                                             default
=========================  ==================================================  ====================
``TWINBAY_HOME``           the home folder                                     ``.twinbay``
``TWINBAY_PAIR``           a bundled region pair or the path of a pair file    the pair of the build
``TWINBAY_SECRET_KEY``     key that signs cookies                              made and kept
``TWINBAY_DEBUG``          ``1`` shows tracebacks; for development only        off
``TWINBAY_ALLOWED_HOSTS``  host names that are answered, comma-separated       this machine only
``TWINBAY_SITE``           the site's address in letters                       http://localhost:8000
``TWINBAY_HTTPS``          ``1`` when served over HTTPS: secure cookies, HSTS  off
``TWINBAY_TRUSTED_PROXY``  address of the proxy in front, which says who asks  none
``TWINBAY_RATE_LIMIT``     requests a minute and client; ``0`` for no limit    600
``TWINBAY_API_RATE_LIMIT`` requests a minute and token; ``0`` for no limit     120
``DATABASE_URL``           the platform's database, such as PostgreSQL         SQLite in the home
``TWINBAY_EMAIL_URL``      ``smtp://user:password@host:587/?tls`` sends mail   kept in the home
``TWINBAY_EMAIL_FROM``     sender of the platform's letters                    twinbay@localhost
``TWINBAY_SAMPLES``        ``1`` lets sample accounts sign in, and lists them  off
=========================  ==================================================  ====================

Sign-in with ORCID and OpenID Connect providers: ``twinbay.web.providers``.
"""

import os
from pathlib import Path

import dj_database_url

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.web.mail import mail_settings
from twinbay.web.providers import configured_providers
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
TWINBAY_SITE = os.environ.get("TWINBAY_SITE", "").strip().rstrip("/") or "http://localhost:8000"
TWINBAY_SAMPLES = _switch("TWINBAY_SAMPLES")
TWINBAY_API_RATE_LIMIT = _whole_number("TWINBAY_API_RATE_LIMIT", 120)
TWINBAY_RATE_LIMIT = _whole_number("TWINBAY_RATE_LIMIT", 600)
_HTTPS = _switch("TWINBAY_HTTPS")

SECRET_KEY = os.environ.get("TWINBAY_SECRET_KEY") or stored_secret_key(TWINBAY_HOME)
DEBUG = _switch("TWINBAY_DEBUG")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("TWINBAY_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

_PROVIDERS = configured_providers(os.environ)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "twinbay.web.background",
    "twinbay.web.accounts",
    "twinbay.web.tokens",
    "twinbay.web.notifications",
    "twinbay.web.audit",
    "twinbay.web.webhooks",
    "twinbay.web.screening",
    "twinbay.web.directory",
    "twinbay.web.files",
    "twinbay.web.opportunities",
    "twinbay.web.deals",
]

if "orcid" in _PROVIDERS.settings:  # its addresses answer only where it is configured
    INSTALLED_APPS.append("allauth.socialaccount.providers.orcid")

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
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "twinbay.web.middleware.TimeZoneMiddleware",
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

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": TWINBAY_HOME / "platform.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds to wait for another writer
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
_DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()
DATABASES = {
    "default": dj_database_url.parse(_DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    if _DATABASE_URL
    else _SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["twinbay.web.accounts.domain.signing_in.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
ACCOUNT_ADAPTER = "twinbay.web.accounts.domain.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "twinbay.web.accounts.forms.signing_up.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[twinbay] "
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this device; all others are signed out by the new hash
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}  # then locked for five minutes
SOCIALACCOUNT_ADAPTER = "twinbay.web.accounts.domain.signing_in.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_PROVIDERS = _PROVIDERS.settings
TWINBAY_PROVIDER_ORIGINS = _PROVIDERS.origins
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "twinbay"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

_MAIL = mail_settings(TWINBAY_HOME)
EMAIL_BACKEND = _MAIL.backend
EMAIL_FILE_PATH = _MAIL.file_path
EMAIL_HOST = _MAIL.host
EMAIL_PORT = _MAIL.port
EMAIL_HOST_USER = _MAIL.user
EMAIL_HOST_PASSWORD = _MAIL.password
EMAIL_USE_TLS = _MAIL.tls
EMAIL_USE_SSL = _MAIL.ssl
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender

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
