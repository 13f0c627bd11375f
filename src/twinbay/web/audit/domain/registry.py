"""Whom the trail of a record is open to, and what its kind is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from twinbay.web.permissions import Subject

SubjectOf = Callable[[Any], Subject]


@dataclass(frozen=True)
class _Audited:
    name: Any
    subject_of: SubjectOf | None


_known: dict[str, _Audited] = {}


def audited(label: str, name: Any, subject_of: SubjectOf | None = None) -> None:
    """Name an audited model, and open the trail of its records.

    Arguments:
        label: such as ``opportunities.opportunity``.
        name: what one record is called, lazily translated.
        subject_of: the record as the permission rules see it; without it only those who run the
            platform see the trail of a record. The model then has a ``public_id``.
    """
    _known[label] = _Audited(name, subject_of)


def subject_of(label: str, record: Any) -> Subject:
    """Return a record as the permission rules see it; nobody's where no room said more."""
    known = _known.get(label)
    return known.subject_of(record) if known and known.subject_of else Subject()


def name_of(label: str) -> Any:
    """Return what one record is called, None where no room said so."""
    known = _known.get(label)
    return known.name if known else None
