"""Addresses of deals."""

app_name = "deals"
urlpatterns: list[object] = []
