"""Deals as a Django application."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """From an expressed interest to a signature."""

    name = "twinbay.web.deals"
    label = "deals"
    default_auto_field = "django.db.models.BigAutoField"
