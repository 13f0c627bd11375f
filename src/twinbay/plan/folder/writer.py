"""Write a programme as a folder: ``read_folder`` of it gives an equal programme."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from twinbay.plan.folder.building import GASES
from twinbay.plan.folder.layout import PLAIN_YEARS, TABLES
from twinbay.plan.folder.layout_energy import QUANTITIES
from twinbay.plan.folder.reader import PROFILES, PlanFolder
from twinbay.plan.folder.scenarios import Scenario
from twinbay.plan.folder.settings import NAME
from twinbay.plan.folder.shape import Column, Content, Table
from twinbay.plan.measure import Interaction
from twinbay.plan.programme import Programme, Provenance

FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠\t\r]")
"""Beginnings that spreadsheet programs take for a formula (OWASP, “CSV Injection”)."""

Entry = Mapping[str, Any]
"""One row before it is spelled: column key to value."""


def write_folder(folder: Path, plan: PlanFolder) -> None:
    """Write a programme folder in its canonical form: the same programme, the same bytes.

    Arguments:
        folder: an existing folder.
        plan: what it is to hold.
    """
    for name, text in folder_texts(plan).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def folder_texts(plan: PlanFolder) -> dict[str, str]:
    """Return file name to content of a programme folder."""
    programme = plan.programme
    texts = {NAME: header_text(plan)}
    for table in TABLES:
        entries = _entries(table, plan)
        if entries or table.required:
            texts[f"{table.key}.csv"] = _table_text(table, entries, programme.milestones)
    if programme.profiles:
        names = list(programme.profiles)
        hours = zip(*(programme.profiles[name] for name in names), strict=True)
        rows = ([str(n), *map(_number, values)] for n, values in enumerate(hours, 1))
        texts[f"{PROFILES}/profiles.csv"] = csv_text(["hour", *names], rows)
        texts[f"{PROFILES}/sources.csv"] = csv_text(
            ["profile", "source", "source_year", "grade"],
            ([name, *_provenance(p)] for name, p in programme.profile_sources.items()),
        )
    return texts


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV (RFC 4180) that no spreadsheet program reads as formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([plain(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def plain(text: str) -> str:
    """Return a text that is no formula: an apostrophe goes before one; numbers stay."""
    if not FORMULA.match(text) or re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text):
        return text
    return f"'{text}"


def header_text(plan: PlanFolder) -> str:
    """Return ``programme.toml``."""
    programme = plan.programme
    money, settings = programme.money, programme.settings
    years = ", ".join(map(str, programme.milestones))
    accepted = _listed(plan.accepted)
    lines = [
        f"id = {_quoted(programme.id)}",
        f"name = {_quoted(programme.names.en)}",
        f"name_zh = {_quoted(programme.names.zh)}",
        f"milestones = [{years}]",
        f"gwp = {_quoted(programme.gwp)}",
        f"accept = [{accepted}]",
        *(["", "[bays]"] if plan.bays else []),
        *(f"{_quoted(side)} = [{_listed(regions)}]" for side, regions in plan.bays.items()),
        "",
        "[money]",
        f"price_year = {money.price_year}",
        f"discount_rate = {float(money.discount_rate)!r}",
        f"cny_per_usd = {float(money.cny_per_usd)!r}",
        f"source = {_quoted(money.provenance.source)}",
        *([f"source_year = {money.provenance.year}"] if money.provenance.year else []),
        f"grade = {_quoted(money.provenance.grade)}",
        "",
        "[settings]",
        f"representative_days = {settings.representative_days}",
        f"foresight = {_quoted(settings.foresight)}",
        f"integer = {_boolean(settings.integer)}",
        f"shared_learning = {_boolean(settings.shared_learning)}",
        f"early_retirement = {_boolean(settings.early_retirement)}",
    ]
    for scenario in plan.scenarios:
        lines += [
            "",
            f"[scenarios.{_quoted(scenario.id)}]",
            f"name = {_quoted(scenario.names.en)}",
            f"name_zh = {_quoted(scenario.names.zh)}",
        ]
    return "\n".join(lines) + "\n"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _entries(table: Table, plan: PlanFolder) -> list[Entry]:
    programme = plan.programme
    if table.key == "drivers":
        entries: Iterable[Entry] = _drivers(programme, plan.sources)
    elif table.key == "prices":
        entries = (
            {"region": r.id, "carrier": c, "price": s, **_sourced(plan, f"prices/{r.id}/{c}")}
            for r in programme.regions
            for c, s in r.prices.items()
        )
    elif table.key == "scenarios":
        entries = (entry for scenario in plan.scenarios for entry in _scenario(scenario))
    elif table.key == "references":
        entries = (_entry(reference) for reference in plan.references)
    else:
        entries = (_entry(record) for record in getattr(programme, table.key))
    return [_remarked(table, entry, plan.remarks) for entry in entries]


def _remarked(table: Table, entry: Entry, remarks: Mapping[str, str]) -> Entry:
    """Return a row with the note beside it."""
    identifier = "/".join(_spell(entry.get(key)) for key in table.identity)
    note = remarks.get(f"{table.key}/{identifier}")
    return {**entry, "note": note} if note else entry


def _drivers(programme: Programme, sources: Mapping[str, Provenance]) -> Iterable[Entry]:
    for region in programme.regions:
        for quantity, _ in QUANTITIES:
            key = f"drivers/{region.id}/{quantity}"
            found = sources.get(key)
            yield {
                "region": region.id,
                "quantity": quantity,
                "value": getattr(region, quantity),
                **({} if found is None else _spelled(found)),
            }


def _sourced(plan: PlanFolder, key: str) -> Entry:
    found = plan.sources.get(key)
    return {} if found is None else _spelled(found)


def _spelled(provenance: Provenance) -> Entry:
    return {
        "source": provenance.source,
        "source_year": provenance.year,
        "grade": provenance.grade,
    }


def _scenario(scenario: Scenario) -> Iterable[Entry]:
    for change in scenario.changes:
        yield {
            "scenario": scenario.id,
            "table": change.table,
            "record": change.record,
            "field": change.field,
            "year": change.year,
            "change": change.change,
            "value": change.value,
        }


def _entry(record: Any) -> Entry:
    """Return a record's attributes by column key."""
    entry = {name: getattr(record, name) for name in record.__slots__}
    names, provenance = entry.pop("names", None), entry.pop("provenance", None)
    if names is not None:
        entry |= {"name": names.en, "name_zh": names.zh}
    if isinstance(provenance, Provenance):
        entry |= _spelled(provenance)
    if isinstance(entry.get("emissions"), Mapping):
        entry |= {gas: entry["emissions"].get(gas, 0.0) for gas in GASES}
    return entry


def _table_text(table: Table, entries: Sequence[Entry], milestones: Sequence[int]) -> str:
    columns = [c for c in table.columns if c.required or _used(c, entries)]
    headings: list[str] = []
    spelled: list[list[str]] = [[] for _ in entries]
    for column in columns:
        if column.content is Content.SERIES:
            _spell_series(table, column, entries, milestones, headings, spelled)
            continue
        headings.append(column.key)
        for cells, entry in zip(spelled, entries, strict=True):
            cells.append(_spell(entry.get(column.key)))
    return csv_text(headings, spelled)


def _used(column: Column, entries: Sequence[Entry]) -> bool:
    return any(_spell(entry.get(column.key)) != "" for entry in entries)


def _spell_series(
    table: Table,
    column: Column,
    entries: Sequence[Entry],
    milestones: Sequence[int],
    headings: list[str],
    spelled: list[list[str]],
) -> None:
    """Add a series' columns: one for all years where rows are constant, one a year where not."""
    series = [entry.get(column.key) or {} for entry in entries]
    constant = [len(set(s.values())) == 1 for s in series]
    if any(constant):
        headings.append(column.key)
        for cells, values, same in zip(spelled, series, constant, strict=True):
            cells.append(_number(values[milestones[0]]) if same else "")
    if not all(constant) or not entries:
        bare = PLAIN_YEARS.get(table.key) == column.key
        headings += [str(year) if bare else f"{column.key} {year}" for year in milestones]
        for cells, values, same in zip(spelled, series, constant, strict=True):
            shown = values if values and not same else {}
            cells.extend(_number(shown[year]) if shown else "" for year in milestones)


def _spell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_number(number)}" for name, number in value.items())
    if isinstance(value, tuple):
        return "; ".join(_part(part) for part in value)
    return str(value)


def _part(part: Any) -> str:
    if isinstance(part, Interaction):
        return f"{part.kind.value} {part.measure} {_number(part.share)}"
    return _spell(part)


def _number(value: float) -> str:
    """Return a number that reads back as exactly itself."""
    if value == float("inf"):
        return "unlimited"
    return (
        str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    )


def _provenance(found: Provenance) -> list[str]:
    return [found.source, _spell(found.year), found.grade.value]
