"""Recording sign-ins and changes of the ways to sign in."""

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from twinbay.web.accounts.models import SecurityEvent, User


def record(user: User, kind: str) -> None:
    """Add an event; ``kind`` is one of ``models.security_event.SECURITY_EVENTS``."""
    SecurityEvent.objects.create(user=user, kind=kind)


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, **more: Any) -> None:
    record(user, "signed-in")


@receiver(user_login_failed)
def _failed(sender: Any, credentials: Any, **more: Any) -> None:
    known = EmailAddress.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    if known is not None:
        record(known.user, "sign-in-failed")


@receiver(account.user_signed_up)
def _signed_up(sender: Any, user: Any, **more: Any) -> None:
    record(user, "signed-up")


@receiver((account.password_changed, account.password_set, account.password_reset))
def _password(sender: Any, user: Any, **more: Any) -> None:
    record(user, "password-changed")


@receiver(account.email_added)
def _email_added(sender: Any, user: Any, **more: Any) -> None:
    record(user, "e-mail-added")


@receiver(account.email_confirmed)
def _email_confirmed(sender: Any, email_address: Any, **more: Any) -> None:
    record(email_address.user, "e-mail-confirmed")


@receiver(account.email_changed)
def _email_changed(sender: Any, user: Any, **more: Any) -> None:
    record(user, "e-mail-changed")


@receiver(account.email_removed)
def _email_removed(sender: Any, user: Any, **more: Any) -> None:
    record(user, "e-mail-removed")


@receiver(mfa.authenticator_added)
def _factor_added(sender: Any, user: Any, authenticator: Any, **more: Any) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    record(user, "recovery-codes-made" if codes else "second-factor-added")


@receiver(mfa.authenticator_reset)
def _codes_made(sender: Any, user: Any, authenticator: Any, **more: Any) -> None:
    record(user, "recovery-codes-made")


@receiver(mfa.authenticator_removed)
def _factor_removed(sender: Any, user: Any, authenticator: Any, **more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record(user, "second-factor-removed")


@receiver(social.social_account_added)
def _connected(sender: Any, sociallogin: Any, **more: Any) -> None:
    record(sociallogin.user, "provider-connected")


@receiver(social.social_account_removed)
def _disconnected(sender: Any, socialaccount: Any, **more: Any) -> None:
    record(socialaccount.user, "provider-removed")
