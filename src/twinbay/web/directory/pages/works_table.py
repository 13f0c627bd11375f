"""A list of works as a table."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinbay.web.directory.pages import wording
from twinbay.web.directory.queries.serving import Row
from twinbay.web.display import Column, DataTable, Link


def works_table(
    rows: Sequence[Row], caption: str, *, table_id: str = "works", note: str = ""
) -> DataTable:
    """Return the table of rows of ``queries.works`` or ``queries.pairs.works_together``."""
    return DataTable(
        table_id=table_id,
        caption=caption,
        columns=(
            Column("title", _("Title")),
            Column("year", _("Year"), "year"),
            Column("venue", _("Venue")),
            Column("topic", _("Topic")),
        ),
        rows=[
            [
                Link(row["title"], wording.address("work", row["work_id"])),
                row["year"],
                row["venue"],
                wording.topic_link(row["topic"]),
            ]
            for row in rows
        ],
        sources=sorted({row["source"] for row in rows}),
        note=note,
        total=int(rows[0]["total"]) if rows else 0,
    )
