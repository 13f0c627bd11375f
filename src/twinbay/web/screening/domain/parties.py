"""The parties of the platform, as the engine takes them."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from twinbay.screen import Kind, Subject
from twinbay.web.accounts.models import MemberOrganisation, User

ORGANISATION, PERSON = "organisation", "person"


def parties() -> Iterator[Subject]:
    """Return every organisation and every named person that takes part.

    A person with an account is known by name only: neither birth nor nationality is asked for.
    """
    organisations = MemberOrganisation.objects.order_by("pk").values_list("pk", "name", "name_zh")
    for key, name, name_zh in organisations.iterator():
        yield _subject(f"{ORGANISATION}:{key}", Kind.ORGANISATION, name, name_zh)
    people = User.objects.filter(is_active=True).exclude(name="", name_zh="").order_by("pk")
    for key, name, name_zh in people.values_list("pk", "name", "name_zh").iterator():
        yield _subject(f"{PERSON}:{key}", Kind.PERSON, name, name_zh)


def _subject(key: str, kind: Kind, name: str, name_zh: str) -> Subject:
    names = [text for text in (name, name_zh) if text]
    return Subject(names[0], id=key, kind=kind, other_names=tuple(names[1:]))


def state_of(subject: Subject, versions: Iterable[str]) -> str:
    """Return a hash of what a comparison depends on."""
    known = json.dumps([subject.names, sorted(versions)], ensure_ascii=False)
    return hashlib.sha256(known.encode()).hexdigest()
