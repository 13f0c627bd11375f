"""Addresses of the page of webhooks."""

from django.urls import path

from twinbay.web.webhooks.pages import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("<uuid:public_id>/end/", views.end_webhook, name="end"),
]
