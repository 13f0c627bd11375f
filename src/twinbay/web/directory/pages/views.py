"""Views of the directory: search, organisations, pairs, topics, fields, people and works."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from twinbay.web.accounts.queries.actors import actor_of
from twinbay.web.current_lake import configured_pair
from twinbay.web.deals.queries.contacts import contacts_between
from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.domain.feedback import feedback_for, visitor_of
from twinbay.web.directory.forms.listing import organisation_filter, page_number
from twinbay.web.directory.forms.searching import search_request
from twinbay.web.directory.pages import (
    accuracy_page,
    field_pages,
    listing_page,
    organisation_page,
    pair_page,
    partners_section,
    search_page,
    topic_page,
    work_pages,
)
from twinbay.web.directory.pages.answering import answer, most_rows
from twinbay.web.directory.queries.backtest import latest_backtest
from twinbay.web.opportunities.pages.elsewhere import found_by_search, of_organisation


@require_safe
def search(request: Any) -> HttpResponse:
    """Hits over everything, with facets."""
    directory = open_directory()
    asked = search_request(request.GET, directory.pair)
    content = search_page.content(directory, asked, whole="export" in request.GET)
    content["opportunities"] = found_by_search(request.user, asked.text, asked.filters)
    return answer(request, "directory/search.html", content)


@require_safe
def accuracy(request: Any) -> HttpResponse:
    """How often suggestions were right, from the latest backtest."""
    content = accuracy_page.content(configured_pair(), latest_backtest(settings.TWINBAY_HOME))
    return answer(request, "directory/accuracy.html", content)


@require_safe
def organisations(request: Any) -> HttpResponse:
    """The list of organisations."""
    directory = open_directory()
    content = listing_page.content(
        directory,
        organisation_filter(request.GET, directory.pair),
        page_number(request.GET),
        whole="export" in request.GET,
    )
    return answer(request, "directory/organisations.html", content)


@require_safe
def organisation(request: Any, org_id: str) -> HttpResponse:
    """One organisation with its suggested partners."""
    directory = open_directory()
    content = organisation_page.content(directory, org_id, most_rows(request))
    feedback = feedback_for(visitor_of(request.session), org_id)
    partners = partners_section.content(directory, content["organisation"], feedback)
    content["partners"] = partners
    content["opportunities"] = of_organisation(request.user, org_id)
    content["exports"] += partners["exports"]
    return answer(request, "directory/organisation.html", content)


@require_safe
def pair(request: Any, org_a: str, org_b: str) -> HttpResponse:
    """The evidence between two organisations."""
    topic_id = request.GET.get("topic", "")
    content = pair_page.content(open_directory(), org_a, org_b, topic_id, most_rows(request))
    content["contacts"] = contacts_between(actor_of(request.user), org_a, org_b)
    return answer(request, "directory/pair.html", content)


@require_safe
def topic(request: Any, topic_id: str) -> HttpResponse:
    """One topic, both regions compared."""
    content = topic_page.content(open_directory(), topic_id, most_rows(request))
    return answer(request, "directory/topic.html", content)


@require_safe
def fields(request: Any) -> HttpResponse:
    """The fields of cooperation."""
    return answer(request, "directory/fields.html", field_pages.all_fields(open_directory()))


@require_safe
def field(request: Any, field_id: str) -> HttpResponse:
    """One field of cooperation, both regions compared."""
    content = field_pages.one_field(open_directory(), field_id, most_rows(request))
    return answer(request, "directory/field.html", content)


@require_safe
def person(request: Any, person_id: str) -> HttpResponse:
    """One person's works."""
    content = work_pages.person(open_directory(), person_id, most_rows(request))
    return answer(request, "directory/person.html", content)


@require_safe
def work(request: Any, work_id: str) -> HttpResponse:
    """One work."""
    return answer(request, "directory/work.html", work_pages.work(open_directory(), work_id))
