"""Whom the trail of a record is open to."""

from collections.abc import Callable
from typing import Any

from twinbay.web.permissions import Subject

SubjectOf = Callable[[Any], Subject]
_subjects: dict[str, SubjectOf] = {}


def audited(label: str, subject_of: SubjectOf) -> None:
    """Open the trail of a model's records to those whom the permission rules name.

    Arguments:
        label: such as ``opportunities.opportunity``; the model has a ``public_id``.
        subject_of: the record as the permission rules see it.
    """
    _subjects[label] = subject_of


def subject_of(label: str, record: Any) -> Subject:
    """Return a record as the permission rules see it; nobody's where no room said more."""
    return _subjects[label](record) if label in _subjects else Subject()
