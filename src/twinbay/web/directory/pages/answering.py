"""How every page of the directory answers: as a page, or one of its tables as a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from twinbay.web.components import MOST_ROWS
from twinbay.web.exports import requested_export

MOST_EXPORTED = 100_000  # rows of works or people in a file


def answer(request: Any, template: str, content: Mapping[str, Any]) -> HttpResponse:
    """Return the file that is asked for, else the page; ``content["exports"]`` has the tables."""
    return requested_export(request, content["exports"]) or render(request, template, dict(content))


def most_rows(request: Any) -> int:
    """Return how many works or people to read: more for a file than for a page."""
    return MOST_EXPORTED if "export" in request.GET else MOST_ROWS
