"""The directory as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Search, organisations, fields of cooperation and topics."""

    name = "twinbay.web.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
