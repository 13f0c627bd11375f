"""Every route of opportunities."""

from twinbay.web.opportunities.api import reading, sharing, writing
from twinbay.web.opportunities.api.router import router

__all__ = ["reading", "router", "sharing", "writing"]
