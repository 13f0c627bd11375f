"""Addresses of opportunities."""

from django.urls import path

from twinbay.web.opportunities.pages import (
    attachment_views,
    exchange_views,
    for_you_views,
    list_views,
    opportunity_views,
    sharing_views,
    version_views,
    writing_views,
)

app_name = "opportunities"
urlpatterns = [
    path("", list_views.opportunities, name="list"),
    path("mine/", list_views.mine, name="mine"),
    path("review/", list_views.review, name="review"),
    path("for-you/", for_you_views.for_you, name="for-you"),
    path("unsubscribe/<str:token>/", for_you_views.unsubscribe, name="unsubscribe"),
    path("exchange/", exchange_views.exchange, name="exchange"),
    path("exchange/template/", exchange_views.empty_workbook, name="template"),
    path("exchange/records/", exchange_views.own_workbook, name="export"),
    path("new/", writing_views.new, name="new"),
    path("invitations/<uuid:public_id>/", sharing_views.invitation, name="invitation"),
    path("releases/<uuid:public_id>/end/", sharing_views.end_release, name="end-release"),
    path("<uuid:public_id>/", opportunity_views.opportunity, name="opportunity"),
    path("<uuid:public_id>/edit/", writing_views.edit, name="edit"),
    path("<uuid:public_id>/autosave/", writing_views.autosave, name="autosave"),
    path("<uuid:public_id>/step/", writing_views.step, name="step"),
    path("<uuid:public_id>/files/", attachment_views.add, name="add-file"),
    path("<uuid:public_id>/files/<uuid:attachment_id>/", attachment_views.download, name="file"),
    path(
        "<uuid:public_id>/files/<uuid:attachment_id>/remove/",
        attachment_views.remove,
        name="remove-file",
    ),
    path("<uuid:public_id>/sharing/", sharing_views.sharing, name="sharing"),
    path(
        "<uuid:public_id>/sharing/<slug:what>/",
        sharing_views.change_sharing,
        name="change-sharing",
    ),
    path("<uuid:public_id>/agreement/", sharing_views.agreement, name="agreement"),
    path("<uuid:public_id>/versions/", version_views.versions, name="versions"),
]
