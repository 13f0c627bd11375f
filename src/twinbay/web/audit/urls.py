"""Addresses of the audit trail."""

from django.urls import path

from twinbay.web.audit.pages import views

app_name = "audit"
urlpatterns = [
    path("", views.whole_trail, name="trail"),
    path("<str:label>/<uuid:public_id>/", views.record_trail, name="record"),
]
