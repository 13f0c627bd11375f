"""Uploaded files as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What is known of uploaded files; their bytes lie in the home folder."""

    name = "twinbay.web.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
