"""Addresses of the screening."""

from django.urls import path

from twinbay.web.screening.pages import views

app_name = "screening"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<uuid:public_id>/", views.flag, name="flag"),
]
