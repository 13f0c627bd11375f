"""Opportunities as a Django application."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """What members offer and need."""

    name = "twinbay.web.opportunities"
    label = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's notices known."""
        from twinbay.web.opportunities.domain.notices import register_notices

        register_notices()
