"""Addresses of accounts, besides those of signing in (``allauth.urls``)."""

from django.urls import path, register_converter

from twinbay.web.accounts.models.consent import PURPOSES
from twinbay.web.accounts.pages import claims, organisations, own_account, roles, shown


class PurposeConverter:
    """A purpose of consent."""

    regex = "|".join(purpose for purpose, _name in PURPOSES)

    def to_python(self, value: str) -> str:
        """Return the purpose."""
        return value

    def to_url(self, value: str) -> str:
        """Return the purpose."""
        return value


register_converter(PurposeConverter, "purpose")

app_name = "accounts"
urlpatterns = [
    path("account/", own_account.home, name="home"),
    path("account/profile/", own_account.profile, name="profile"),
    path("account/preferences/", own_account.preferences, name="preferences"),
    path("account/consent/", own_account.consent, name="consent"),
    path("account/consent/<purpose:purpose>/", own_account.change_consent, name="change-consent"),
    path("account/security/", own_account.security, name="security"),
    path("account/data/", own_account.data, name="data"),
    path("account/data/export/", own_account.export, name="export"),
    path("account/data/erase/", own_account.erase, name="erase"),
    path("account/organisations/", organisations.own, name="organisations"),
    path("account/organisations/find/", claims.find, name="find"),
    path("account/organisations/register/", claims.register, name="register"),
    path("account/organisations/<uuid:public_id>/", organisations.one, name="organisation"),
    path("account/organisations/<uuid:public_id>/edit/", organisations.edit, name="edit"),
    path("account/organisations/<uuid:public_id>/invite/", organisations.invite, name="invite"),
    path("account/organisations/<uuid:public_id>/join/", claims.join, name="join"),
    path("account/organisations/claim/<str:org_id>/", claims.claim, name="claim"),
    path(
        "account/invitations/<uuid:public_id>/answer/",
        organisations.answer_invitation,
        name="answer-invitation",
    ),
    path(
        "account/invitations/<uuid:public_id>/end/",
        organisations.take_invitation_back,
        name="end-invitation",
    ),
    path("account/memberships/<uuid:public_id>/role/", organisations.change_role, name="role"),
    path(
        "account/memberships/<uuid:public_id>/end/",
        organisations.end_membership,
        name="end-membership",
    ),
    path("account/claims/", claims.queue, name="claims"),
    path("account/claims/<uuid:public_id>/decide/", claims.decide, name="decide"),
    path("account/claims/<uuid:public_id>/withdraw/", claims.withdraw, name="withdraw-claim"),
    path("account/roles/", roles.roles, name="roles"),
    path("account/roles/<uuid:public_id>/end/", roles.end_role, name="end-role"),
    path("members/people/<uuid:public_id>/", shown.person, name="person"),
    path("members/organisations/<uuid:public_id>/", shown.organisation, name="member"),
]
