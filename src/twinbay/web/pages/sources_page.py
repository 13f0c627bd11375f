"""What the sources page shows: the sources and how the build was made."""

from typing import Any

from django.utils.translation import gettext as _

from twinbay.lake.store import Lake
from twinbay.web.display import Cell, Column, DataTable, Link


def content(lake: Lake) -> dict[str, Any]:
    """Return the template's values."""
    entries = sorted(lake.arrow("sources").to_pylist(), key=lambda row: str(row["source"]))
    return {
        "entries": entries,
        "build_id": lake.build_id,
        "built": lake.manifest.get("built") or lake.manifest.get("built_at") or "",
        "manifest": _plain_facts(lake.manifest),
        "table": _table(entries),
    }


def _plain_facts(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key.replace("_", " "), str(value))
        for key, value in manifest.items()
        if isinstance(value, str | int | float) and key != "build_id"
    ]


def _table(entries: list[dict[str, Any]]) -> DataTable:
    rows: list[list[Cell]] = [
        [
            entry["source"],
            Link(entry["title"], web_address(entry["url"])),
            entry["licence"],
            entry["retrieved"],
            entry["rows"],
            entry["note"],
        ]
        for entry in entries
    ]
    return DataTable(
        table_id="sources",
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


def web_address(text: str | None) -> str:
    """Return an address that is safe to link, empty for anything but http and https."""
    return text if text and text.startswith(("https://", "http://")) else ""
