"""The page "Who knows about this?"."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.forms.who import LONGEST_ADDRESS, who_request
from twinbay.web.directory.pages import who_page, wording
from twinbay.web.exports import requested_export


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: Any) -> HttpResponse:
    """Ranked people, teams and organisations for a text.

    A short text gets an address of its own, which can be kept and passed on; a long one, which may
    be a draft, is posted and stands in no address and no log.
    """
    directory = open_directory()
    values = request.POST if request.method == "POST" else request.GET
    asked = who_request(values, directory.pair)
    posted = request.method == "POST"
    if posted and asked.text and len(asked.text) <= LONGEST_ADDRESS and "export" not in values:
        query = {"text": asked.text} | ({"region": asked.region} if asked.region else {})
        return HttpResponseRedirect(wording.address("who", **query))
    content = who_page.content(directory, asked)
    return requested_export(request, content["exports"]) or render(
        request, "directory/who.html", content
    )
