"""Addresses of the notifications."""

from django.urls import path

from twinbay.web.notifications.pages import views

app_name = "notifications"
urlpatterns = [
    path("", views.notifications, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("<uuid:public_id>/", views.open_one, name="open"),
]
