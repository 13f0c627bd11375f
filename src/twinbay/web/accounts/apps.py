"""Accounts as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Members, their organisations, roles and consent."""

    name = "twinbay.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what happens to the ways of signing in."""
        import_module("twinbay.web.accounts.domain.security_events")
