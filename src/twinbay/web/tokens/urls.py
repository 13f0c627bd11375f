"""Addresses of the page of tokens."""

from django.urls import path

from twinbay.web.tokens.pages import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("<int:pk>/revoke/", views.revoke_token, name="revoke"),
]
