"""Tables that are copied rather than computed: citations, stated focus, transactions."""

from typing import Any

from ibis import _

from twinbay.lake.assemble.organisations import FROM_DEALS
from twinbay.lake.assemble.workspace import Workspace


def assemble_records(space: Workspace) -> None:
    """Write citations, focus and transactions."""
    citations = space.staged("citations").filter(_.work_id != _.cited_work_id)
    citations = citations.select("work_id", "cited_work_id").distinct()
    space.write("citations", citations)
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for row in space.staged_rows("focus"):
        kept = merged.setdefault((row["org_id"], row["statement"]), row)
        for column, value in row.items():
            # No topics, when someone looked for them, are an answer.
            kept[column] = value if kept[column] is None else kept[column]
    space.write_rows("focus", list(merged.values()))
    space.write_rows("transactions", _transactions(space))


def _transactions(space: Workspace) -> list[dict[str, Any]]:
    """Return deals between organisations, each once."""
    deals = list(space.staged_rows("deals"))
    if not deals:
        return []
    names = space.table("organisation_names").filter(_.source == FROM_DEALS)
    ids = {(row["name"], row["country"]): row["org_id"] for row in names.to_pyarrow().to_pylist()}
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for deal in deals:
        row = {key: deal[key] for key in ("kind", "date", "amount", "currency", "source")}
        for side in ("from", "to"):
            row[f"{side}_org"] = ids[deal[f"{side}_name"], deal[f"{side}_country"]]
        rows.setdefault((row["kind"], row["from_org"], row["to_org"], row["date"]), row)
    return list(rows.values())
