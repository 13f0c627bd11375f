"""Views of the shell."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from twinbay.errors import LakeError
from twinbay.web.current_lake import configured_pair, open_lake
from twinbay.web.exports import requested_export
from twinbay.web.opportunities.pages.elsewhere import newest_public
from twinbay.web.pages import home_page, sources_page
from twinbay.web.pages.queries import YEARS_COMPARED


def choose_language(request: Any) -> HttpResponse:
    """Lead to the home page in the language of the cookie or the browser."""
    return HttpResponseRedirect(reverse("home"))


def health(request: Any) -> HttpResponse:
    """Say whether the site can answer: 200 with the build in use, 503 without evidence."""
    try:
        build_id = open_lake().build_id
    except LakeError as error:
        return JsonResponse({"status": "no evidence", "detail": str(error)}, status=503)
    return JsonResponse({"status": "ok", "build": build_id})


def home(request: Any) -> HttpResponse:
    """Both regions side by side."""
    content = home_page.content(open_lake(), configured_pair())
    content["opportunities"] = newest_public()
    return requested_export(request, content["tables"]) or render(
        request, "home/home.html", content
    )


def sources(request: Any) -> HttpResponse:
    """Where every figure comes from."""
    content = sources_page.content(open_lake())
    return requested_export(request, [content["table"]]) or render(
        request, "sources/sources.html", content
    )


def method(request: Any) -> HttpResponse:
    """How figures and suggestions are computed."""
    content = {"years_compared": YEARS_COMPARED, "fields": configured_pair().fields}
    return render(request, "method/method.html", content)
