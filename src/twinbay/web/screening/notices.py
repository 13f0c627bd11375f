"""What officers are told."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.notifications.domain import register

FLAGGED = "screening-flagged"


def register_kinds() -> None:
    """Make the kinds of notification known."""
    register(FLAGGED, _("A name is to be compared with a list of restricted parties: %(name)s"))
