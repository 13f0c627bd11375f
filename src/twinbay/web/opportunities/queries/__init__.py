"""What is read of opportunities."""

from twinbay.web.opportunities.queries.visibility import open_to_all, visible

__all__ = ["open_to_all", "visible"]
