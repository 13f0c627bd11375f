"""Webhooks as a Django application."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Telling the programs of an organisation what its members are told."""

    name = "twinbay.web.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what organisations are told."""
        from twinbay.web.notifications.domain.telling import listen
        from twinbay.web.webhooks.domain.queueing import queue_deliveries

        listen(queue_deliveries)
