"""Background work as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BackgroundConfig(AppConfig):
    """Finds the tasks of every room."""

    name = "twinbay.web.background"
    label = "background"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the module ``tasks`` of every application that has one."""
        autodiscover_modules("tasks")
