"""The lake of the directory's tests: the tiny one with more of everything, some of it hostile."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from tiny_lake import table, tiny_tables

FILLERS = 60
SCRIPT = "<img src=x onerror=alert(1)>"
FORMULA = "=HYPERLINK(1)"
PEROVSKITES, SECOND, THIRD = "T10247", "T10036", "T10018"


def directory_tables() -> dict[str, pa.Table]:
    """Return the tables: third parties, a parent, focus, a deal, works, people, sixty fillers."""
    tables = tiny_tables()
    organisations = tables["organisations"].to_pylist()
    for row in organisations:
        row["region_rule"] = "boundary" if row["region"] else "none"
        row["parent_id"] = "org:stan" if row["org_id"] == "org:cell" else None
        row["url"] = "javascript:alert(1)" if row["org_id"] == "org:evil" else "https://example.org"
        row["ror"] = "00f54p054" if row["org_id"] == "org:stan" else None
    organisations += [
        {
            "org_id": f"org:filler-{number:02}",
            "name": f"Filler {number:02}",
            "name_zh": f"机构{number:02}",
            "kind": "investor",
            "region": "gba",
            "region_rule": "city-name",
            "place": "shenzhen",
            "city": "Shenzhen",
            "country": "CN",
            "source": "tiny",
        }
        for number in range(FILLERS)
    ]
    tables["organisations"] = _table(organisations)
    tables["collaboration"] = _more(
        tables["collaboration"],
        ("org:mit", "org:stan", PEROVSKITES, 2021, 4, "tiny"),
        ("org:mit", "org:sustech", PEROVSKITES, 2022, 3, "tiny"),
        ("org:cell", "org:sustech", THIRD, 2022, 2, "tiny"),
        ("org:hkust", "org:sustech", SECOND, 2020, 9, "tiny"),
    )
    tables["portfolio"] = _more(tables["portfolio"], ("org:evil", THIRD, 2023, 6, 0, 3.0, "tiny"))
    tables["focus"] = table(
        "org_id statement statement_zh topics source",
        ("org:fund", "battery recycling", "电池回收", [THIRD], "tiny"),
        ("org:filler-00", "battery recycling", "电池回收", None, "tiny"),
    )
    tables["transactions"] = table(
        "kind from_org to_org date amount currency source",
        ("funding", "org:fund", "org:cell", date(2021, 3, 1), 5e6, "USD", "tiny"),
        ("acquisition", "org:evil", "org:unlisted", None, None, None, "tiny"),
    )
    tables["people"] = _more(tables["people"], ("person:eve", "<b>Eve</b>", "tiny"))
    works = [
        *tables["works"].to_pylist(),
        {
            "work_id": "work:3",
            "kind": "preprint",
            "title": SCRIPT,
            "abstract": "Long. " * 2_000,
            "year": 2021,
            "venue": FORMULA,
            "topics": [PEROVSKITES, SECOND],
            "topics_rule": "embedding",
            "citations": 12,
            "url": "javascript:alert(1)",
            "source": "tiny",
        },
        {
            "work_id": "work:4",
            "kind": "paper",
            "title": "Without a year",
            "topics": None,
            "url": "https://example.org/4",
            "source": "tiny",
        },
    ]
    tables["works"] = _table(works)
    tables["authorships"] = _more(
        tables["authorships"],
        ("work:3", 0, "person:eve", "org:stan", "sf-bay", None, "tiny"),
        ("work:3", 0, "person:eve", "org:hkust", "gba", None, "tiny"),
        ("work:4", 0, "person:park", "org:stan", "sf-bay", None, "tiny"),
        ("work:4", 1, None, "org:hkust", "gba", None, "tiny"),
    )
    return tables


def _more(old: pa.Table, *rows: Sequence[Any]) -> pa.Table:
    added = [dict(zip(old.column_names, row, strict=True)) for row in rows]
    return _table(old.to_pylist() + added)


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})
