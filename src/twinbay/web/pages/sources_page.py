"""What the sources page shows: the sources and how the build was made."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinbay.lake.schema import TABLES
from twinbay.lake.store import Lake
from twinbay.web.display import Cell, Column, DataTable, Link

_FOLDER = "Tables in the folder "  # title of a source whose column map gives none


def content(lake: Lake) -> dict[str, Any]:
    """Return the template's values."""
    rows = sorted(lake.arrow("sources").to_pylist(), key=lambda row: str(row["source"]))
    entries = [_entry(row) for row in rows]
    topics_by = lake.manifest.get("topics_by")
    return {
        "entries": entries,
        "build_id": lake.build_id,
        "built": date_in_words(lake.manifest.get("built")),
        "topics_by": topics_by if isinstance(topics_by, str) else "",
        "table": _table(entries),
        "contents": _contents(lake),
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    """Return a source with its texts in the language of the page, where they are ours."""
    return {
        **row,
        "url": web_address(row["url"]),
        "retrieved": date_in_words(row["retrieved"]),
        "title": _title(row["title"]),
        **{key: _(row[key]) if row[key] else "" for key in ("licence", "note")},
    }


def date_in_words(value: str | None) -> str:
    """Return an ISO 8601 date or time as a date in the language of the page; else as it is."""
    if not value:
        return ""
    try:
        day: date = datetime.fromisoformat(value).date()
    except ValueError:
        return value
    # Translators: how a date is written, in the letters of the Django template filter "date".
    return str(date_format(day, _("j F Y")))


def _table(entries: list[dict[str, Any]]) -> DataTable:
    rows: list[list[Cell]] = [
        [
            entry["source"],
            Link(entry["title"], entry["url"]),
            entry["licence"],
            entry["retrieved"],
            entry["rows"],
            entry["note"],
        ]
        for entry in entries
    ]
    return DataTable(
        table_id="table-of-sources",
        caption=_("Sources of the evidence"),
        columns=(
            Column("source", _("Key")),
            Column("title", _("Title")),
            Column("licence", _("Licence")),
            Column("retrieved", _("Retrieved")),
            Column("rows", _("Rows"), "count"),
            Column("note", _("Note")),
        ),
        rows=rows,
    )


def _contents(lake: Lake) -> DataTable:
    counts = lake.manifest.get("rows")
    rows = counts if isinstance(counts, dict) else {}
    return DataTable(
        table_id="tables-of-the-build",
        caption=_("What the build holds"),
        columns=(Column("table", _("Table")), Column("rows", _("Rows"), "count")),
        rows=[[_table_name(name), int(rows[name])] for name in TABLES if name in rows],
    )


def _table_name(name: str) -> str:
    names = {
        "organisations": _("Organisations"),
        "organisation_names": _("Names of organisations"),
        "focus": _("Topics that organisations work on"),
        "people": _("People"),
        "works": _("Works"),
        "authorships": _("Authorships"),
        "citations": _("Citations"),
        "work_versions": _("Preprints and the papers that they became"),
        "transactions": _("Transactions"),
        "sources": _("Sources"),
        "portfolio": _("Works by organisation, topic and year"),
        "collaboration": _("Joint works by pair of organisations, topic and year"),
        "mobility": _("Moves of people between organisations"),
        "topic_totals": _("Works by topic and year"),
        "region_portfolio": _("Works by region, topic and year"),
        "region_collaboration": _("Joint works by pair of regions, topic and year"),
    }
    return str(names.get(name, name))


def web_address(text: str | None) -> str:
    """Return an address that is safe to link, empty for anything but http and https."""
    return text if text and text.startswith(("https://", "http://")) else ""


def _title(title: str) -> str:
    """Return a source's title in the page's language; folders without one are named by the lake."""
    if title.startswith(_FOLDER):
        return str(_("Tables in the folder %(name)s") % {"name": title.removeprefix(_FOLDER)})
    return str(_(title)) if title else ""
