"""Addresses of opportunities."""

from typing import Any

app_name = "opportunities"
urlpatterns: list[Any] = []
