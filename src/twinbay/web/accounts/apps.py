"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Members, their organisations, roles and consent."""

    name = "twinbay.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
