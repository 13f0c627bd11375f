"""Which columns of a table hold what: built-in for some lists, in a small TOML file for others."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from twinbay.errors import ConfigurationError
from twinbay.screen.reading.entries import Raw
from twinbay.screen.reading.values import several
from twinbay.tabular.headings import forms, normal

SIDECAR = ".columns.toml"
"""Ending of the file beside a list that maps its columns: ``own.csv``, ``own.columns.toml``."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a list; each name is a heading, compared without case, spaces and signs.

    Attributes:
        name: the columns that make up the name, joined in this order.
        aliases: columns with other names, each cell one name or several.
        id: identifier; rows with one id are one party.
        kind: person or organisation.
        source: the list within the list.
        programs: legal programmes.
        countries: countries, codes or names.
        births: dates or years of birth.
        addresses: addresses.
        identifiers: passports, registration numbers and the like.
        start: since when it is listed.
        end: until when.
        remarks: remarks.
        url: where it is published.
        separator: between several values in one cell.
    """

    name: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    separator: str = ";"


EUROPEAN = ColumnMap(
    name=("NameAlias_WholeName",),
    id=("Entity_LogicalId",),
    kind=("Entity_SubjectType",),
    programs=("Entity_Regulation_Programme",),
    countries=("Citizenship_CountryDescription", "Address_CountryDescription"),
    births=("BirthDate_BirthDate",),
    start=("Entity_DesignationDate",),
)
"""The European Union's consolidated financial sanctions list, CSV (one row per name)."""

BRITISH = ColumnMap(
    name=("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"),
    aliases=("Name non-latin script",),
    id=("Unique ID",),
    kind=("Designation Type", "Individual, Entity, Ship"),
    programs=("Regime Name",),
    countries=("Nationality(/ies)", "Address Country"),
    births=("D.O.B",),
    start=("Date Designated",),
)
"""The UK Sanctions List, CSV (one row per name)."""

OWN = ColumnMap(
    name=("name", "名称", "姓名"),
    aliases=("aliases", "alias", "other names", "别名", "其他名称", "name zh", "中文名称"),
    id=("id", "编号"),
    kind=("kind", "type", "类型"),
    source=("source", "list", "来源"),
    programs=("programs", "programme", "program", "依据"),
    countries=("country", "countries", "nationality", "国家", "国家/地区", "国籍"),
    births=("birth year", "date of birth", "出生年份", "出生日期"),
    addresses=("address", "addresses", "地址"),
    identifiers=("identifiers", "ids", "证件"),
    start=("start", "listed on", "列入日期"),
    end=("end", "结束日期"),
    remarks=("remarks", "notes", "备注"),
    url=("url", "网址"),
)
"""A list of one's own: any of these headings, in either language."""

BUILT_IN = (EUROPEAN, BRITISH)


class Columns:
    """A column map fitted to the header of a table."""

    def __init__(self, header: Sequence[str], columns: ColumnMap) -> None:
        self._map = columns
        place: dict[str, int] = {}
        for number, heading in reversed(list(enumerate(header))):
            place |= dict.fromkeys((normal(heading), *forms(heading)), number)
        self._places = {
            field.name: [place[normal(h)] for h in wanted if normal(h) in place]
            for field in fields(columns)
            if field.name != "separator" and (wanted := getattr(columns, field.name))
        }

    @property
    def found(self) -> bool:
        """Whether the header has the name."""
        return bool(self._places.get("name"))

    @property
    def has_id(self) -> bool:
        """Whether rows have an identifier."""
        return bool(self._places.get("id"))

    def raw(self, line: int, cells: Sequence[str]) -> Raw:
        """Return the texts of a row."""

        def one(field: str) -> str:
            return " ".join(filter(None, (cells[n] for n in self._places.get(field, ()))))

        def many(field: str) -> tuple[str, ...]:
            found = (several(cells[n], self._map.separator) for n in self._places.get(field, ()))
            return tuple(dict.fromkeys(text for texts in found for text in texts))

        return Raw(
            line,
            id=one("id"),
            name=one("name"),
            kind=one("kind"),
            aliases=many("aliases"),
            source=one("source"),
            programs=many("programs"),
            countries=many("countries"),
            births=many("births"),
            addresses=many("addresses"),
            identifiers=many("identifiers"),
            start=one("start"),
            end=one("end"),
            remarks=one("remarks"),
            url=one("url"),
        )


def read_column_map(path: Path) -> ColumnMap:
    """Return the map of a TOML file, such as ``name = "Full name"``, ``aliases = ["AKA 1"]``.

    Raises:
        ConfigurationError: it cannot be read, has an unknown key, or names no name.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"not a map of columns: {error}", where=str(path)) from error
    known = {field.name for field in fields(ColumnMap)}
    if unknown := sorted(set(table) - known):
        raise ConfigurationError(
            f"unknown key {', '.join(unknown)}",
            where=str(path),
            remedy=f"The keys are {', '.join(sorted(known))}.",
        )
    if not table.get("name"):
        raise ConfigurationError(
            "does not say which column holds the name",
            where=str(path),
            remedy='Write, for example, name = "Full name".',
        )
    return _column_map(table, path)


def _column_map(table: Mapping[str, object], path: Path) -> ColumnMap:
    settings: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        headings = [value] if isinstance(value, str) else value
        if not isinstance(headings, list) or not all(isinstance(h, str) for h in headings):
            raise ConfigurationError(
                "is neither a heading nor a list of headings", where=f"{path}: {key}"
            )
        settings[key] = tuple(headings)
    separator = "".join(settings.pop("separator", (";",)))
    if not separator:
        raise ConfigurationError("is empty", where=f"{path}: separator")
    return ColumnMap(**settings, separator=separator)
