"""Tokens as a Django application."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Keys for programs that act for a member."""

    name = "twinbay.web.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"
