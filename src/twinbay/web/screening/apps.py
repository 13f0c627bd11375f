"""Screening as a Django application."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Names against lists of restricted parties."""

    name = "twinbay.web.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of notification known."""
        from twinbay.web.screening import notices

        notices.register_kinds()
