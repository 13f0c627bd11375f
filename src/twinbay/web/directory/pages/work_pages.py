"""What the pages of a person and of a work show."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.pages.people_suggested import people_suggested
from twinbay.web.directory.pages.works_table import works_table
from twinbay.web.directory.queries import works as queries
from twinbay.web.directory.queries.serving import Row
from twinbay.web.display import Column, DataTable, Link
from twinbay.web.pages.sources_page import web_address

ABSTRACT_SHOWN = 400  # characters; a quotation, not a copy


def person(directory: Directory, person_id: str, most: int) -> dict[str, Any]:
    """Return the values of a person's page: the name, the works, and whom the works suggest.

    Arguments:
        most: works to read.

    Raises:
        NotFoundError: there is no person of that id.
    """
    database = directory.database
    found = queries.person(database, person_id)
    works = works_table(
        queries.works_of_person(database, person_id, most), _("Works, the latest first")
    )
    organisations = _organisations(
        directory, queries.organisations_of_person(database, person_id), found["source"]
    )
    suggested = people_suggested(directory, person_id)
    return {
        "person": found,
        "works": works,
        "organisations": organisations,
        "suggested": suggested,
        "exports": [works, organisations, *suggested],
    }


def _organisations(directory: Directory, rows: list[Row], source: str) -> DataTable:
    return DataTable(
        table_id="organisations",
        caption=_("Organisations named in these works"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("works", _("Works"), "count"),
            Column("years", _("Years")),
        ),
        rows=[
            [
                wording.link_of_row(directory.pair, row),
                row["works"],
                wording.years(row["first_year"], row["last_year"]),
            ]
            for row in rows
        ],
        sources=[source],
    )


def work(directory: Directory, work_id: str) -> dict[str, Any]:
    """Return the values of a work's page.

    Raises:
        NotFoundError: there is no work of that id.
    """
    database = directory.database
    found = queries.work(database, work_id)
    authors = _authors(directory, queries.authors(database, work_id), found["source"])
    return {
        "work": found,
        "kind": _kind(found["kind"]),
        "abstract": Truncator(found["abstract"] or "").chars(ABSTRACT_SHOWN),
        "address": web_address(found["url"]),
        "topics": [wording.topic_link(topic) for topic in found["topics"] or []],
        "topics_rule": wording.topics_rule_in_words(found["topics_rule"] or ""),
        "authors": authors,
        "sources": [found["source"]],
        "exports": [authors],
    }


def _kind(kind: str) -> str:
    words = {
        "paper": _("Paper"),
        "preprint": _("Preprint"),
        "patent": _("Patent"),
        "dataset": _("Data set"),
    }
    return str(words.get(kind, _("Other work")))


def _authors(directory: Directory, rows: list[Row], source: str) -> DataTable:
    return DataTable(
        table_id="authors",
        caption=_("Authors and their organisations"),
        columns=(Column("person", _("Person")), Column("organisation", _("Organisation"))),
        rows=[
            [
                Link(row["person"], wording.address("person", row["person_id"]))
                if row["person"]
                else None,
                wording.link_of_row(directory.pair, row) if row["name"] else None,
            ]
            for row in rows
        ],
        sources=[source],
    )
