"""Addresses of the directory."""

from django.urls import path

from twinbay.web.directory.pages import feedback_views, views, who_views

app_name = "directory"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("who/", who_views.who, name="who"),
    path("accuracy/", views.accuracy, name="accuracy"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:org_id>/", views.organisation, name="organisation"),
    path("organisations/<str:org_id>/feedback/", feedback_views.feedback, name="feedback"),
    path("pairs/<str:org_a>/<str:org_b>/", views.pair, name="pair"),
    path("topics/<str:topic_id>/", views.topic, name="topic"),
    path("fields/", views.fields, name="fields"),
    path("fields/<str:field_id>/", views.field, name="field"),
    path("people/<str:person_id>/", views.person, name="person"),
    path("works/<str:work_id>/", views.work, name="work"),
]
