"""Addresses: pages under a language prefix, and what has no language."""

from django.urls import include, path

from twinbay.web.api.root import api
from twinbay.web.deals.pages.calendar_views import calendar as deal_calendar
from twinbay.web.i18n import language_patterns
from twinbay.web.pages import maps, views

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("health", views.health, name="health"),
    path("calendars/<str:secret>.ics", deal_calendar, name="deal-calendar"),
    path("api/v1/", api.urls),
    *language_patterns(
        path("", views.home, name="home"),
        path("sources/", views.sources, name="sources"),
        path("method/", views.method, name="method"),
        path("map/<str:region_id>/outlines.geojson", maps.outlines, name="map-outlines"),
        path(
            "map/<str:region_id>/organisations.geojson",
            maps.organisations,
            name="map-organisations",
        ),
        path("map/<str:region_id>/picture.svg", maps.picture, name="map-picture"),
        path("", include("twinbay.web.accounts.urls")),
        path("account/audit/", include("twinbay.web.audit.urls")),
        path("account/notifications/", include("twinbay.web.notifications.urls")),
        path("screening/", include("twinbay.web.screening.urls")),
        path("account/webhooks/", include("twinbay.web.webhooks.urls")),
        path("account/tokens/", include("twinbay.web.tokens.urls")),
        path("account/", include("allauth.urls")),
        path("", include("twinbay.web.directory.urls")),
        path("opportunities/", include("twinbay.web.opportunities.urls")),
        path("deals/", include("twinbay.web.deals.urls")),
    ),
]

handler400 = "twinbay.web.pages.errors.bad_request"
handler403 = "twinbay.web.pages.errors.forbidden"
handler404 = "twinbay.web.pages.errors.not_found"
handler429 = "twinbay.web.pages.errors.too_often"  # asked for by allauth
handler500 = "twinbay.web.pages.errors.server_error"
