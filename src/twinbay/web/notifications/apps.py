"""Notifications as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """Finds the kinds of notification of every room."""

    name = "twinbay.web.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the module ``notices`` of every application that has one."""
        autodiscover_modules("notices")
