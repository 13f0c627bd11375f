"""Telling members what happened."""

from twinbay.web.notifications.domain.kinds import register
from twinbay.web.notifications.domain.telling import notify

__all__ = ["notify", "register"]
