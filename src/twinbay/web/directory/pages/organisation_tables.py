"""What else an organisation's page lists: partners, people, stated focus, transactions."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinbay.regions import RegionPair
from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries.organisations import Partner
from twinbay.web.directory.queries.serving import Row
from twinbay.web.display import Cell, Column, DataTable, Link
from twinbay.web.i18n import active_language


def partners_table(
    pair: RegionPair,
    org_id: str,
    partners: Sequence[Partner],
    most: int,
    sources: Sequence[str],
    recent_years: tuple[int, int],
) -> DataTable:
    """Return the organisations with joint works, at most ``most`` of them."""
    return DataTable(
        table_id="partners",
        caption=_("Organisations with joint works"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("region", _("Region")),
            Column("works", _("Joint works"), "count"),
            Column("recent", wording.years(*recent_years), "count", _("works")),
            Column("years", _("Years")),
        ),
        rows=[
            [
                wording.organisation_link(pair, partner.organisation),
                wording.region_name(pair, partner.organisation.region),
                Link(
                    "",
                    wording.address(
                        "pair", org_id, partner.organisation.org_id, anchor="joint-years"
                    ),
                    value=partner.works,
                ),
                partner.recent,
                wording.years(partner.first_year, partner.last_year),
            ]
            for partner in partners[:most]
        ],
        sources=sources,
        total=len(partners),
    )


def people_table(people: Sequence[Row], total: int) -> DataTable:
    """Return the people with works under an organisation's name."""
    return DataTable(
        table_id="people",
        caption=_("People with works under its name"),
        columns=(
            Column("person", _("Person")),
            Column("works", _("Works"), "count"),
            Column("years", _("Years")),
        ),
        rows=[
            [
                Link(row["name"], wording.address("person", row["person_id"])),
                row["works"],
                wording.years(row["first_year"], row["last_year"]),
            ]
            for row in people
        ],
        sources=sorted({row["source"] for row in people}),
        total=total,
    )


def focus_table(stated: Sequence[Row]) -> DataTable:
    """Return what an organisation works on, beside its works."""
    chinese = active_language().startswith("zh")
    statements = [(row["statement_zh"] if chinese else "") or row["statement"] for row in stated]
    columns = [Column("statement", _("Statement"))]
    rows: list[list[Cell]] = [[statement] for statement in statements]
    for rank in range(max((len(row["topics"]) for row in stated), default=0)):
        columns.append(
            Column(f"topic-{rank + 1}", _("Further topic")) if rank else Column("topic", _("Topic"))
        )
        for shown, row in zip(rows, stated, strict=True):
            placed = len(row["topics"]) > rank
            shown.append(wording.topic_link(row["topics"][rank]) if placed else None)
    return DataTable(
        table_id="focus",
        caption=_("What it works on"),
        columns=columns,
        rows=rows,
        sources=sorted({row["source"] for row in stated}),
    )


def transactions_table(pair: RegionPair, rows: Sequence[Row]) -> DataTable:
    """Return the transactions an organisation took part in."""
    return DataTable(
        table_id="transactions",
        caption=_("Transactions"),
        columns=(
            Column("date", _("Date")),
            Column("kind", _("Kind")),
            Column("from", _("From")),
            Column("to", _("To")),
            Column("amount", _("Amount"), "count"),
            Column("currency", _("Currency")),
        ),
        rows=[
            [
                row["date"].isoformat() if row["date"] else None,
                wording.transaction_kind(row["kind"]),
                wording.link_of_row(pair, _side(row, "from")),
                wording.link_of_row(pair, _side(row, "to")),
                None if row["amount"] is None else round(row["amount"]),
                row["currency"],
            ]
            for row in rows
        ],
        sources=sorted({row["source"] for row in rows}),
    )


def _side(row: Row, side: str) -> Row:
    return {key: row[f"{side}_{key}"] for key in ("org_id", "name", "name_zh", "region")}
