"""Asking the permission rules in a view."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.permissions import Action, Actor, Subject, may


def actor_for(request: Any) -> Actor:
    """Return who asks, read once a request."""
    if not hasattr(request, "twinbay_actor"):
        request.twinbay_actor = actor_of(request.user)
    actor: Actor = request.twinbay_actor
    return actor


def allow_or_404(request: Any, action: Action, subject: Subject | None = None) -> None:
    """Go on only if the reader may; else the page does not exist, so that ids tell nothing.

    Raises:
        Http404: the reader may not.
    """
    if not may(actor_for(request), action, subject):
        raise Http404


def allow(request: Any, action: Action, subject: Subject | None = None) -> None:
    """Go on only if the reader may do this with a record that the reader may see.

    Raises:
        PermissionDenied: the reader may not.
    """
    if not may(actor_for(request), action, subject):
        raise PermissionDenied
