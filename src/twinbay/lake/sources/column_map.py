"""The column map of tidy tables: which column of a file is which of ours, and what the source is.

``columns.toml`` in the folder, or a file given::

    [source]
    source = "papers"
    title = "..."
    [works]
    work_id = "paper_id"
    [authorships]
    city = "campus"
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.staging import SourceDescription

COLUMNS = {
    "works": (
        *("work_id", "title", "abstract", "year", "venue", "citations"),
        *("kind", "language", "url", "topics"),
    ),
    "authorships": (
        *("work_id", "position", "author_name", "author_id", "org_name", "org_url"),
        *("raw_affiliation", "country", "city"),
    ),
}
_REQUIRED = {"works": ("work_id", "title"), "authorships": ("work_id", "position")}
# Names that columns commonly have, tried when no map names another.
_ALSO_CALLED = {"author_id": ("author_source_id",), "city": ("campus",), "url": ("doi",)}
_ABOUT = ("source", "title", "url", "licence", "note")


@dataclass(frozen=True)
class ColumnMap:
    """What a column map says.

    Attributes:
        file: the file it was read from, None without one.
        columns: by table, our column to the file's.
        about: the section ``source``.
    """

    file: Path | None
    columns: dict[str, dict[str, str]]
    about: dict[str, str]

    def describe(self, folder: Path, source: str | None) -> SourceDescription:
        """Return what the source is; its key is the given one, the map's or the folder's name."""
        name = folder.resolve().name
        about = self.about
        return SourceDescription(
            source=source or about.get("source") or _slug(name),
            title=about.get("title", f"Tables in the folder {name}"),
            url=about.get("url", ""),
            licence=about.get("licence", ""),
            note=about.get("note", ""),
        )

    def actual(self, table: str, column: str, present: Sequence[str], file: Path) -> str | None:
        """Return the file's name for one of our columns, None when it has none.

        Raises:
            SourceError: a required column, or one that the map names, is missing.
        """
        mapped = self.columns[table].get(column)
        for candidate in (mapped,) if mapped else (column, *_ALSO_CALLED.get(column, ())):
            if candidate in present:
                return str(candidate)
        if column in _REQUIRED[table] or mapped:
            raise SourceError(
                f"the column {mapped or column!r} is missing",
                where=str(file),
                remedy=f"Its columns are {', '.join(present)}. Name the right one in columns.toml: "
                f'[{table}] {column} = "...".',
            )
        return None


def read_column_map(path: Path | None) -> ColumnMap:
    """Read a column map; without a path every column has its own name.

    Raises:
        ConfigurationError: it cannot be read, or names a table or column that does not exist.
    """
    if path is None:
        return ColumnMap(None, {table: {} for table in COLUMNS}, {})
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, f"is not a readable column map: {error}") from None
    allowed = {**COLUMNS, "source": _ABOUT}
    for section, entries in content.items():
        if section not in allowed or not isinstance(entries, dict):
            raise _wrong(path, f"has no meaning for [{section}]; sections are {_list(allowed)}")
        for key, value in entries.items():
            if key not in allowed[section]:
                raise _wrong(path, f"[{section}] has no {key!r}; it has {_list(allowed[section])}")
            if not isinstance(value, str):
                raise _wrong(path, f"[{section}] {key} is not a text")
    columns = {table: dict(content.get(table, {})) for table in COLUMNS}
    return ColumnMap(path, columns, dict(content.get("source", {})))


def _wrong(path: Path, problem: str) -> ConfigurationError:
    return ConfigurationError(
        problem, where=str(path), remedy="docs/how-to/import-your-data.md shows a column map."
    )


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "tables"
