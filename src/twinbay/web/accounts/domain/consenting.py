"""Giving and withdrawing consent."""

from django.db import transaction
from django.utils import timezone

from twinbay.web.accounts.models import Consent, User

WORDING = "2026-11"
"""Version of the texts that people agree to (``pages.consent_texts``); a changed text needs a new
one, and those who agreed to an older one are asked again."""


def give_consent(user: User, purpose: str) -> Consent:
    """Record that a person agrees to a purpose; one that holds in the present wording stays."""
    with transaction.atomic():
        held: Consent | None = Consent.objects.filter(
            user=user, purpose=purpose, withdrawn_at=None
        ).first()
        if held is not None and held.wording == WORDING:
            return held
        if held is not None:
            held.withdrawn_at = timezone.now()
            held.save()
        given: Consent = Consent.objects.create(user=user, purpose=purpose, wording=WORDING)
        return given


def withdraw_consent(user: User, purpose: str) -> bool:
    """End a consent at once; return whether there was one."""
    held = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).first()
    if held is None:
        return False
    held.withdrawn_at = timezone.now()
    held.save()
    return True


def consents(user: User, purpose: str) -> bool:
    """Return whether a person agrees to a purpose now."""
    return bool(Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).exists())
