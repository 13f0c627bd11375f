"""Who may sign in, and what happens then: hooks of django-allauth."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.stagekit import clear_login
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twinbay.errors import TwinbayError
from twinbay.web.i18n import active_language

logger = logging.getLogger(__name__)


class MemberBackend(AuthenticationBackend):
    """Signs people in; sample accounts only where samples are on, because all know their password.

    The same question is asked at every request, so switching samples off signs them out.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether the account may be used."""
        return bool(super().user_can_authenticate(user)) and may_be_used(user)


def may_be_used(user: Any) -> bool:
    """Return whether an account may be used here: a sample one only where samples are on."""
    return bool(settings.TWINBAY_SAMPLES) or not getattr(user, "sample", False)


class AccountAdapter(DefaultAccountAdapter):
    """Signing up and in with an e-mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "cannot_remove_primary_email": _("The main address cannot be removed."),
    }

    def new_user(self, request: Any) -> Any:
        """Return a new person who reads the language of the page."""
        user = super().new_user(request)
        user.language = active_language()
        return user

    def pre_login(self, request: Any, user: Any, **more: Any) -> Any:
        """Refuse an account that may not be used before a session is made for it."""
        if not may_be_used(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **more)

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a page may be led to after a form: only a path of this site."""
        return own_path(url)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter.

        Raises:
            TwinbayError: the mail server does not take it; the form can be sent again.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.exception("a letter could not be sent")
            raise TwinbayError(
                "The letter could not be sent.",
                where="TWINBAY_EMAIL_URL",
                remedy="Try again in a few minutes, or tell whoever runs this site.",
            ) from error


class SocialAdapter(DefaultSocialAccountAdapter):
    """Signing in with an account of another site."""

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:
        """Take over the name and the language of the page; the rest is the person's to say."""
        user = super().populate_user(request, sociallogin, data)
        user.language = active_language()
        full = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
        user.name = (data.get("name") or full)[:200]
        return user


def own_path(url: str | None) -> bool:
    """Return whether an address is a path of this site, not another site in disguise."""
    if not url or not url.startswith("/"):
        return False
    return not url.startswith(("//", "/\\")) and url.isprintable() and "\\" not in url
