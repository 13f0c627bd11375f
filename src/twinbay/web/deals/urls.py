"""Addresses of deals."""

from django.urls import path

from twinbay.web.deals.pages import (
    board_views,
    calendar_views,
    deal_views,
    document_views,
    interest_views,
    region_views,
    sharing_views,
    thread_views,
)

app_name = "deals"
urlpatterns = [
    path("", board_views.board, name="board"),
    path("funnel/", board_views.funnel, name="funnel"),
    path("regions/<str:region_id>/", region_views.board, name="region"),
    path("regions/<str:region_id>/report/", region_views.report, name="report"),
    path("calendar/", calendar_views.settings, name="calendar"),
    path("calendar/new/", calendar_views.make, name="calendar-make"),
    path("calendar/revoke/", calendar_views.revoke, name="calendar-revoke"),
    path("interests/", interest_views.inbox, name="interests"),
    path("interests/new/", interest_views.express, name="express"),
    path("interests/<uuid:public_id>/", interest_views.interest, name="interest"),
    path("interests/<uuid:public_id>/accept/", interest_views.accept, name="accept"),
    path("interests/<uuid:public_id>/decline/", interest_views.decline, name="decline"),
    path("interests/<uuid:public_id>/withdraw/", interest_views.withdraw, name="withdraw"),
    path("conversations/", thread_views.threads, name="threads"),
    path("conversations/<uuid:public_id>/", thread_views.thread, name="thread"),
    path("conversations/<uuid:public_id>/write/", thread_views.write, name="write"),
    path(
        "conversations/<uuid:public_id>/messages/<uuid:message_id>/take-back/",
        thread_views.take_back,
        name="take-back",
    ),
    path(
        "conversations/<uuid:public_id>/files/<uuid:file_id>/",
        thread_views.attachment,
        name="attachment",
    ),
    path("conversations/<uuid:public_id>/propose/", thread_views.propose, name="propose"),
    path(
        "conversations/<uuid:public_id>/proposals/<uuid:participant_id>/",
        thread_views.answer_proposal,
        name="answer-proposal",
    ),
    path("invitations/<uuid:public_id>/", sharing_views.invitation, name="invitation"),
    path("invitations/<uuid:public_id>/join/", sharing_views.join, name="join"),
    path(
        "invitations/<uuid:public_id>/decline/",
        sharing_views.decline,
        name="decline-invitation",
    ),
    path("<uuid:public_id>/", deal_views.deal, name="deal"),
    path("<uuid:public_id>/move/", deal_views.move, name="move"),
    path("<uuid:public_id>/nda/", deal_views.sign_nda, name="nda"),
    path("<uuid:public_id>/terms/", deal_views.set_terms, name="terms"),
    path("<uuid:public_id>/agree/", deal_views.agree, name="agree"),
    path("<uuid:public_id>/step/", deal_views.set_step, name="step"),
    path("<uuid:public_id>/amount/", deal_views.set_amount, name="amount"),
    path("<uuid:public_id>/invite/", sharing_views.invite, name="invite"),
    path(
        "<uuid:public_id>/parties/<uuid:party_id>/withdraw/",
        sharing_views.withdraw,
        name="withdraw-invitation",
    ),
    path("<uuid:public_id>/leave/", sharing_views.leave, name="leave"),
    path("<uuid:public_id>/documents/", document_views.add, name="add-document"),
    path(
        "<uuid:public_id>/documents/<uuid:document_id>/",
        document_views.document,
        name="document",
    ),
    path(
        "<uuid:public_id>/documents/<uuid:document_id>/remove/",
        document_views.remove,
        name="remove-document",
    ),
]
