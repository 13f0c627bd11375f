"""The audit trail as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Makes the histories append-only after every migration."""

    name = "twinbay.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the end of migrations; import the module ``audits`` of every application."""
        autodiscover_modules("audits")
        post_migrate.connect(_protect, sender=self)


def _protect(sender: Any, using: str, **more: Any) -> None:
    from twinbay.web.audit.domain.append_only import protect_histories

    protect_histories(using)
