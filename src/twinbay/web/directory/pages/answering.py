"""How every page of the directory answers: as a page, or one of its tables as a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from twinbay.web.components import MOST_ROWS
from twinbay.web.exports import requested_export

ROWS_READ = 50  # the most that a template shows of a long table at first
MOST_EXPORTED = 100_000  # rows of one table in a file


def answer(request: Any, template: str, content: Mapping[str, Any]) -> HttpResponse:
    """Return the file that is asked for, else the page; ``content["exports"]`` has the tables."""
    return requested_export(request, content["exports"]) or render(request, template, dict(content))


def most_rows(request: Any) -> int:
    """Return how many rows of a long table to read: as many as the answer can show."""
    if "export" in request.GET:
        return MOST_EXPORTED
    return MOST_ROWS if "all" in request.GET else ROWS_READ
