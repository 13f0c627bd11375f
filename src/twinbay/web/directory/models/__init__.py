"""Tables of the platform's database that belong to the directory."""

from twinbay.web.directory.models.feedback import ACTIONS, DISMISS, FOLLOW, WITHDRAW, FeedbackEvent

__all__ = ["ACTIONS", "DISMISS", "FOLLOW", "WITHDRAW", "FeedbackEvent"]
