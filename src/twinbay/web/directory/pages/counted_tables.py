"""What the trained ranking counted between two organisations: the tables its reasons point to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from twinbay.web.directory.domain.directory import Directory
from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries import pairs as queries
from twinbay.web.directory.queries.organisations import Organisation, organisations
from twinbay.web.display import Cell, Column, DataTable, Link
from twinbay.web.i18n import active_language

if TYPE_CHECKING:
    from twinbay.match.ranking.counted import Row
    from twinbay.match.ranking.learned import LearnedRanker

DECIMALS = 4
TERMS = 100  # words shown; those after them hardly add to the similarity


def counted_id(kind: str) -> str:
    """Return the anchor of the table behind a kind of reason."""
    return f"counted-{kind}"


def counted_tables(directory: Directory, a: Organisation, b: Organisation) -> list[DataTable]:
    """Return a table for every learned reason that a pair can have; none without a ranking."""
    ranker = directory.trained
    if ranker is None:
        return []
    from twinbay.match.ranking.counted import TABLES, counted_rows

    found = {kind: counted_rows(ranker.snapshot, kind, a.org_id, b.org_id) for kind in TABLES}
    found["text"] = _terms(directory, ranker, a, b)
    mentioned = {row.org_id for rows in found.values() for row in rows if row.org_id}
    named = organisations(directory.database, mentioned)
    tables = [_table(directory, kind, (a, b), rows, named) for kind, rows in found.items() if rows]
    deals = queries.transactions_between(directory.database, a.org_id, b.org_id)
    return [*tables, *([_deals(deals)] if deals else [])]


def _terms(
    directory: Directory, ranker: "LearnedRanker", a: Organisation, b: Organisation
) -> tuple["Row", ...]:
    from twinbay.match.ranking.counted import shared_terms
    from twinbay.match.ranking.pair_facts import RECENT_YEARS

    year = ranker.snapshot.year
    texts = queries.texts_of(directory.database, a.org_id, b.org_id, year - RECENT_YEARS + 1, year)
    return shared_terms(ranker.snapshot, a.org_id, b.org_id, texts)[:TERMS]


def _table(
    directory: Directory,
    kind: str,
    sides: tuple[Organisation, Organisation],
    rows: Sequence["Row"],
    named: dict[str, Organisation],
) -> DataTable:
    first, second = (side.name_in(active_language()) for side in sides)
    caption, columns = _headings(kind, first, second)
    share = columns[-1].kind == "decimal"

    def organisation(row: "Row") -> Cell:
        found = named.get(row.org_id)
        return wording.organisation_link(directory.pair, found) if found else row.org_id

    def cells(row: "Row") -> list[Cell]:
        if row.people:
            return [Link(name.title(), wording.address("search", q=name)) for name in row.people]
        whose = [(first, second)[row.side]] if kind in {"experience", "openness"} else []
        number = (
            [] if row.value is None else [round(row.value, DECIMALS) if share else int(row.value)]
        )
        return [*whose, row.term or organisation(row), *number]

    return DataTable(
        table_id=counted_id(kind),
        caption=caption,
        columns=columns,
        rows=[cells(row) for row in rows],
    )


def _headings(kind: str, first: str, second: str) -> tuple[str, tuple[Column, ...]]:
    """Return a table's caption and columns."""
    names = {"first": first, "second": second}
    whose, organisation = Column("of", _("Partner of")), Column("organisation", _("Organisation"))
    found: dict[str, tuple[str, tuple[Column, ...]]] = {
        "people": (
            _("Authors who published for both"),
            (Column("author", _("Author")),),
        ),
        "co-authors": (
            _("Authors who wrote together"),
            (Column("author_a", first), Column("author_b", second)),
        ),
        "paths": (
            _("Partners of %(first)s and their ties to partners of %(second)s") % names,
            (organisation, Column("ties", _("Ties"), "count")),
        ),
        "experience": (
            _("Partners in the country of the other"),
            (whose, organisation, Column("works", _("Joint works"), "count")),
        ),
        "openness": (_("New partners"), (whose, organisation)),
        "partners-alike": (
            _("Partners of %(first)s that work on much the same as %(second)s") % names,
            (organisation, Column("similarity", _("Similarity"), "decimal")),
        ),
        "size": (_("Works of both"), (organisation, Column("works", _("Works"), "count"))),
        "text": (
            _("Terms that both use lately"),
            (
                Column("term", _("Term")),
                Column("part", _("Part of the similarity"), "decimal"),
            ),
        ),
    }
    return found[kind]


def _deals(rows: Sequence[queries.Transaction]) -> DataTable:
    return DataTable(
        table_id=counted_id("dealt"),
        caption=_("Earlier transactions"),
        columns=(Column("date", _("Date")), Column("kind", _("Kind"))),
        rows=[[row.date, row.kind] for row in rows],
        sources=sorted({row.source for row in rows}),
    )
