"""Which table of a page is asked for as a file: ``?table=<table id>&export=csv``."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse

from twinbay.web.display import DataTable
from twinbay.web.exports.files import export_response

FORMATS = ("csv", "xlsx")


def requested_export(request: Any, tables: Iterable[DataTable]) -> HttpResponse | None:
    """Return the file a request asks for, None when it asks for the page.

    A view calls this with the tables its page shows, before it renders::

        return requested_export(request, [table]) or render(request, "page.html", {...})

    Arguments:
        request: the request; a form may ask in the same words.
        tables: the tables that may be asked for; give whole lists, not one page of them, when
            ``?export=`` is set.

    Raises:
        Http404: the page has no such table, or there is no such format.
    """
    asked = request.POST if request.method == "POST" else request.GET
    file_format = asked.get("export")
    if file_format is None:
        return None
    wanted = asked.get("table", "")
    for table in tables:
        if file_format in FORMATS and table.table_id == wanted:
            return export_response(table, file_format, request.build_absolute_uri(request.path))
    raise Http404
