"""Researchers and host organisations of the other region, on a person's page."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries import works as queries
from twinbay.web.directory.queries.organisations import organisations
from twinbay.web.display import Cell, Column, DataTable, Link
from twinbay.web.i18n import active_language

if TYPE_CHECKING:
    from twinbay.match.ranking.people_suggesting import PeopleRanker, PersonSuggestion


def people_suggested(directory: Directory, person_id: str) -> list[DataTable]:
    """Return a table for each aim and region; none for people who are not ranked.

    Somebody whose works are mostly of one region is suggested those of the other, anybody else
    those of both.
    """
    tables = []
    for ranker in directory.trained_people:
        for region in _regions(directory, person_id):
            found = ranker.suggest(person_id, region)
            if found:
                tables.append(_table(directory, ranker, region, found))
    return tables


def _regions(directory: Directory, person_id: str) -> tuple[str, ...]:
    homes = [ranker.region_of(person_id) for ranker in directory.trained_people[:1]]
    if homes and homes[0] is not None:
        return (directory.pair.other(homes[0]).region_id,)
    return directory.region_ids


def _table(
    directory: Directory, ranker: "PeopleRanker", region: str, found: tuple["PersonSuggestion", ...]
) -> DataTable:
    language = active_language()
    mentioned = {each.candidate for each in found}
    mentioned |= {r.subject for each in found for r in each.reasons}
    mentioned |= {third for each in found for r in each.reasons for third in r.third_parties}
    people = queries.names_of_people(directory.database, mentioned)
    named = organisations(directory.database, mentioned)

    def name_of(identifier: str) -> str:
        return people.get(identifier) or directory.names.name(identifier, language)

    def candidate(identifier: str) -> Cell:
        if identifier in named:
            return wording.organisation_link(directory.pair, named[identifier])
        return Link(name_of(identifier), wording.address("person", identifier))

    place = {"region": wording.region_name(directory.pair, region)}
    researchers = ranker.aim == "researchers"
    return DataTable(
        table_id=f"{ranker.aim}-{region}",
        caption=(
            _("Researchers in %(region)s, without a joint work yet") % place
            if researchers
            else _("Possible host organisations in %(region)s") % place
        ),
        columns=(
            Column("candidate", _("Person") if researchers else _("Organisation")),
            Column("reasons", _("Reasons")),
        ),
        rows=[
            [
                candidate(each.candidate),
                " ".join(reason.sentence(language, name_of) for reason in each.reasons),
            ]
            for each in found
        ],
        note=_("Ranked by what was learned from earlier years; from works alone."),
    )
