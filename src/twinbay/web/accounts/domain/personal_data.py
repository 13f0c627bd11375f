"""A person's own data: taking them along, and having them erased."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from twinbay.web.accounts.domain import memberships
from twinbay.web.accounts.domain.refusing import Refused
from twinbay.web.accounts.domain.security_events import record
from twinbay.web.accounts.models import (
    Claim,
    Consent,
    Invitation,
    Membership,
    PlatformRole,
    SecurityEvent,
    User,
)
from twinbay.web.accounts.models.claim import OPEN
from twinbay.web.audit.domain.redacting import redact_person
from twinbay.web.notifications.models import Notification
from twinbay.web.permissions import OrganisationRole

ERASED = "erased.invalid"  # a domain that never exists (RFC 2606)

Exporter = Callable[[User], Iterable[dict[str, Any]]]
_exporters: dict[str, Exporter] = {}


def exports(name: str) -> Callable[[Exporter], Exporter]:
    """Return a decorator that adds a file to the export; a room does so in its ``personal``.

    Arguments:
        name: of the file, without ``.json``.
    """

    def register(exporter: Exporter) -> Exporter:
        _exporters[name] = exporter
        return exporter

    return register


def export(user: User) -> bytes:
    """Return everything the platform holds of a person: a ZIP file of JSON files."""
    files = {name: list(exporter(user)) for name, exporter in sorted(_exporters.items())}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            archive.writestr(f"{name}.json", text)
    record(user, "data-exported")
    return out.getvalue()


@exports("person")
def _person(user: User) -> Iterable[dict[str, Any]]:
    left_out = {"id", "password", "is_superuser", "is_staff"}
    names = [field.name for field in User._meta.concrete_fields if field.name not in left_out]
    yield {name: getattr(user, name) for name in names}


@exports("addresses")
def _addresses(user: User) -> Iterable[dict[str, Any]]:
    yield from EmailAddress.objects.filter(user=user).values("email", "verified", "primary")


@exports("connected-accounts")
def _connected(user: User) -> Iterable[dict[str, Any]]:
    fields = ("provider", "uid", "date_joined", "extra_data")
    yield from SocialAccount.objects.filter(user=user).values(*fields)


@exports("consents")
def _consents(user: User) -> Iterable[dict[str, Any]]:
    fields = ("purpose", "wording", "given_at", "withdrawn_at")
    yield from Consent.objects.filter(user=user).values(*fields)


@exports("organisations")
def _organisations(user: User) -> Iterable[dict[str, Any]]:
    yield from Membership.objects.filter(user=user).values(
        "organisation__name", "organisation__name_zh", "role", "accepted_at", "ended_at"
    )


@exports("claims")
def _claims(user: User) -> Iterable[dict[str, Any]]:
    yield from Claim.objects.filter(user=user).values(
        "organisation__name", "statement", "method", "state", "reason", "created_at", "decided_at"
    )


@exports("roles")
def _roles(user: User) -> Iterable[dict[str, Any]]:
    fields = ("role", "region", "granted_at", "ended_at")
    yield from PlatformRole.objects.filter(user=user).values(*fields)


@exports("notifications")
def _notifications(user: User) -> Iterable[dict[str, Any]]:
    fields = ("kind", "context", "subject_path", "created_at", "read_at", "mailed_at")
    yield from Notification.objects.filter(user=user).values(*fields)


@exports("security-events")
def _events(user: User) -> Iterable[dict[str, Any]]:
    yield from SecurityEvent.objects.filter(user=user).values("kind", "at")


@exports("history")
def _history(user: User) -> Iterable[dict[str, Any]]:
    left_out = {"history_id", "history_user", "id", "is_superuser", "is_staff", "history_relation"}
    names = [f.name for f in User.history.model._meta.concrete_fields if f.name not in left_out]
    yield from User.history.filter(id=user.pk).order_by("history_date").values(*names)


@transaction.atomic
def erase(user: User) -> None:
    """Erase a person's data; what they did stays as the deeds of "an erased person".

    Names, addresses, headline, languages, ways to sign in, the words of claims and notifications
    go, from the histories too; that a record was changed, by which account and when, stays.

    Raises:
        Refused: the person is the only owner of an organisation.
    """
    for membership in Membership.objects.filter(user=user, ended_at=None):
        try:
            memberships.end(membership, user)
        except Refused as refused:
            name = membership.organisation
            raise Refused(f"{name}: {refused.text}") from refused
    now = timezone.now()
    addresses = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    for held in PlatformRole.objects.filter(user=user, ended_at=None):
        held.ended_at = now
        held.save()
    for consent in Consent.objects.filter(user=user, withdrawn_at=None):
        consent.withdrawn_at = now
        consent.save()
    for claim in Claim.objects.filter(user=user):
        claim.state = "withdrawn" if claim.state == OPEN else claim.state
        claim.statement = ""
        claim.save()
    for invitation in Invitation.objects.filter(email__in=addresses):
        invitation.ended_at = invitation.ended_at or now
        invitation.email = f"{user.public_id}@{ERASED}"
        invitation.save()
    for model in (EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=user).delete()
    Notification.objects.filter(user=user).update(context={}, mailed_at=now, read_at=now)
    record(user, "data-erased")
    _anonymise(user)
    redact_person(user, addresses)


def _anonymise(user: User) -> None:
    user.email = f"{user.public_id}@{ERASED}"
    user.name, user.name_zh = "Erased person", "已删除的用户"
    user.headline = user.headline_zh = user.person_id = ""
    user.spoken = []
    user.is_active = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()


def only_owner_of(user: User) -> list[str]:
    """Return the names of the organisations whose only owner a person is: they block erasure."""
    owned = Membership.objects.filter(
        user=user, role=OrganisationRole.OWNER.value, ended_at=None, accepted_at__isnull=False
    ).select_related("organisation")
    alone = []
    for one in owned:
        others = one.organisation.memberships.filter(
            role=OrganisationRole.OWNER.value, ended_at=None, accepted_at__isnull=False
        ).exclude(user=user)
        if not others.exists():
            alone.append(str(one.organisation))
    return alone
