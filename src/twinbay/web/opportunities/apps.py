"""Opportunities as a Django application."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """What members offer and need."""

    name = "twinbay.web.opportunities"
    label = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"
