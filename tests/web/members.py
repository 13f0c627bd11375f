"""Members, organisations and roles for the web tests; every call makes new ones.

Import it inside tests and fixtures, after ``lake_home`` has set Django up.
"""

import itertools
from typing import Any

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


def make_user(
    name: str = "", *, email: str = "", password: str = PASSWORD, verified: bool = True, **more: Any
) -> Any:
    """Return a new person with a confirmed address; ``more`` are fields of ``User``."""
    from allauth.account.models import EmailAddress

    from twinbay.web.accounts.models import User

    number = next(_numbers)
    user = User.objects.create_user(
        email or f"person{number}@member.example", password, name=name or f"Person {number}", **more
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def make_organisation(
    name: str = "", *, region: str = "sf-bay", verified: bool = True, owner: Any = None, **more: Any
) -> Any:
    """Return a new organisation that takes part; ``owner`` becomes its owner."""
    from django.utils import timezone

    from twinbay.web.accounts.models import MemberOrganisation

    number = next(_numbers)
    fields = {"kind": "enterprise", "org_id": f"member:test-{number}"} | more
    organisation = MemberOrganisation.objects.create(
        name=name or f"Organisation {number}",
        name_zh=fields.pop("name_zh", f"机构{number}"),
        region=region,
        verified_at=timezone.now() if verified else None,
        **fields,
    )
    if owner is not None:
        join(owner, organisation, "owner")
    return organisation


def join(user: Any, organisation: Any, role: str = "viewer", *, accepted: bool = True) -> Any:
    """Let a person act for an organisation: owner, editor or viewer."""
    from django.utils import timezone

    from twinbay.web.accounts.models import Membership

    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        accepted_at=timezone.now() if accepted else None,
    )


def grant(user: Any, role: str, region: str = "") -> Any:
    """Give a person a platform role; cooperation officers need a region."""
    from twinbay.web.accounts.models import PlatformRole

    return PlatformRole.objects.create(user=user, role=role, region=region)


def make_officer(region: str = "sf-bay") -> Any:
    """Return a cooperation officer of a region."""
    user = make_user(f"Officer {next(_numbers)}")
    grant(user, "cooperation_officer", region)
    return user


def make_administrator() -> Any:
    """Return somebody who runs the platform."""
    user = make_user(f"Administrator {next(_numbers)}")
    grant(user, "administrator")
    return user


def sign_in(client: Any, user: Any) -> Any:
    """Sign a person in without a form; return the client."""
    client.force_login(user, backend="twinbay.web.accounts.domain.signing_in.MemberBackend")
    return client


def signed_in(user: Any) -> Any:
    """Return a new client, signed in as a person; errors become pages as for a user."""
    from django.test import Client

    return sign_in(Client(raise_request_exception=False), user)


def letters_to(email: str) -> list[Any]:
    """Return the letters sent to an address so far, oldest first."""
    from django.core import mail

    return [letter for letter in getattr(mail, "outbox", []) if email in letter.to]


def work_off() -> None:
    """Run everything that waits in the queue of background work, in this thread."""
    from twinbay.web.background.domain.worker import Worker

    Worker().run_once()
