"""One workbook with every number of a pathway and of what it assumes; no cell is a formula."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from twinbay.plan.folder.writer import FORMULA
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Programme

MOST_ROWS = 1_048_576
"""Rows of a sheet (ECMA-376)."""
LONG = 20_000
"""Rows from which a sheet's rows are spelled in bulk: six times as fast as cell by cell."""
STAMP = datetime(2000, 1, 1)
"""Written as the time of making, so that the same numbers give the same file."""
BESIDE = ("dispatch", "prices")
"""Hourly tables; they stand at the end."""
TITLES = {
    "capacity": ("Capacity", "装机容量"),
    "generation": ("Generation", "发电量"),
    "dispatch": ("Hourly dispatch", "逐时运行"),
    "trade": ("Trade", "跨区输送"),
    "energy": ("Final energy", "终端能源"),
    "measures": ("Measures", "措施"),
    "emissions": ("Emissions", "排放"),
    "costs": ("Costs", "成本"),
    "targets": ("Targets", "目标"),
    "prices": ("Hourly prices", "逐时价格"),
    "indicators": ("Indicators", "指标"),
    "drivers": ("Drivers", "驱动因素"),
    "demand": ("Reference demand", "参考需求"),
    "releases": ("Direct emissions", "直接排放"),
    "fleets": ("Fleets assumed", "机组假设"),
    "potentials": ("Potentials assumed", "潜力假设"),
    "settings": ("Settings", "设置"),
    "project_shares": ("Joint projects", "联合项目"),
    "discounting": ("Discounting", "折现"),
    "sources": ("Sources", "来源"),
    "present_costs": ("Present cost", "成本现值"),
    "wedges": ("Avoided emissions", "减排贡献"),
    "milestones": ("Milestones", "里程碑"),
    "paths": ("Yearly paths", "年度路径"),
    "budget": ("Budget", "预算"),
    "budget_by_year": ("Budget by payer", "分出资方预算"),
    "drift": ("Actuals against path", "实际与路径"),
    "abatement": ("Abatement ordered", "减排成本排序"),
    "abatement_least_cost": ("Abatement optimised", "减排成本优化"),
    "abatement_method": ("Abatement method", "减排成本方法"),
    "cooperation": ("Cooperation gain", "合作收益"),
    "cooperation_channels": ("Ways of cooperating", "合作方式"),
    "cooperation_method": ("Cooperation method", "合作收益方法"),
    "coalitions": ("Coalitions", "合作组合"),
    "bays_cooperation": ("Cooperation of the bays", "湾区合作收益"),
    "bays_cooperation_channels": ("Ways of the bays", "湾区合作方式"),
    "bays_coalitions": ("Coalitions of the bays", "湾区合作组合"),
    "bays_cooperation_method": ("Bays method", "湾区合作方法"),
    "alternatives": ("Alternatives", "成本相近方案"),
    "alternatives_held": ("Held by all alternatives", "各方案共有"),
    "alternatives_costs": ("Costs of alternatives", "各方案成本"),
    "alternatives_method": ("Alternatives method", "成本相近方案方法"),
    "uncertainty_bands": ("Uncertainty", "不确定性"),
    "uncertainty_runs": ("Uncertainty method", "不确定性方法"),
    "uncertainty_misses": ("Targets missed in runs", "各次未达目标"),
    "robust": ("Robust decisions", "稳健决策"),
    "tornado": ("What moves the cost", "成本敏感因素"),
    "decomposition": ("Drivers of change", "变化驱动因素"),
}


def write_workbook(
    path: Path, programme: Programme, pathway: Pathway, tables: Mapping[str, pl.DataFrame]
) -> None:
    """Write a workbook with a sheet for each table, headed by what the programme comes to.

    Arguments:
        path: the file to write.
        programme: what was solved.
        pathway: its pathway.
        tables: table name to table.
    """
    book = _new_book()
    _overview(book.create_sheet("Overview 概览"), programme, pathway, tables)
    names = [n for n in tables if n not in BESIDE] + [n for n in BESIDE if n in tables]
    long: dict[int, pl.DataFrame] = {}
    for number, name in enumerate(names, start=2):
        english, chinese = TITLES.get(name, (name, ""))
        sheet, table = book.create_sheet(f"{english} {chinese}".strip()), tables[name]
        if table.height > LONG:
            long[number] = table
        _sheet(sheet, table.clear() if table.height > LONG else table)
    _save(book, path, long)


def write_tables(path: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write a workbook with a sheet for each table, named by its key."""
    book = _new_book()
    for name, table in tables.items():
        _sheet(book.create_sheet(name), table)
    _save(book, path)


def _new_book() -> Workbook:
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = STAMP
    book.properties.creator = "twinbay"
    return book


def _save(book: Workbook, path: Path, long: Mapping[int, pl.DataFrame] | None = None) -> None:
    """Write a workbook; ``long`` are tables by the number of the sheet that lacks their rows."""
    content = BytesIO()
    book.save(content)
    rows = {f"xl/worksheets/sheet{n}.xml": table for n, table in (long or {}).items()}
    path.write_bytes(steady_zip(content.getvalue(), rows))


def _rows_xml(table: pl.DataFrame) -> str:
    """Return the rows of a table as SpreadsheetML (ECMA-376, 18.3.1.73)."""
    cells = []
    for name, kind in table.schema.items():
        column = pl.col(name)
        if kind == pl.String:
            text = column.str.replace_all("&", "&amp;", literal=True)
            text = text.str.replace_all("<", "&lt;", literal=True)
            text = text.str.replace_all(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "")
            cell = pl.concat_str(pl.lit('<c t="inlineStr"><is><t>'), text, pl.lit("</t></is></c>"))
        elif kind == pl.Boolean:
            truth = column.cast(pl.Int8).cast(pl.String)
            cell = pl.concat_str(pl.lit('<c t="b"><v>'), truth, pl.lit("</v></c>"))
        else:
            finite = column.is_finite() if kind.is_float() else column.is_not_null()
            said = pl.concat_str(pl.lit("<c><v>"), column.cast(pl.String), pl.lit("</v></c>"))
            cell = pl.when(finite).then(said)
        cells.append(cell.fill_null("<c/>").alias(name))
    spelled = table.head(MOST_ROWS - 1).select(
        pl.concat_str(pl.lit("<row>"), *cells, pl.lit("</row>")).alias("row")
    )
    return "".join(spelled["row"].to_list())


def _overview(
    sheet: Worksheet, programme: Programme, pathway: Pathway, tables: Mapping[str, pl.DataFrame]
) -> None:
    price_year = programme.money.price_year
    rows: list[Sequence[object]] = [
        (programme.names.en, programme.names.zh),
        ("scenario 情景", pathway.scenario),
        ("status 求解状态", pathway.status),
        (f"present cost, million USD of {price_year} 成本现值（百万美元）", pathway.present_cost),
        *((f"  {region}", cost) for region, cost in pathway.region_costs.items()),
        (),
        ("sheet 表", "rows 行数"),
        *((" ".join(TITLES.get(name, (name,))), table.height) for name, table in tables.items()),
    ]
    sheet.column_dimensions["A"].width = 56
    sheet.column_dimensions["B"].width = 32
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _sheet(sheet: Worksheet, table: pl.DataFrame) -> None:
    for position, name in enumerate(table.columns, start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = max(10, min(34, len(name) + 4))
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, name) for name in table.columns])
    for row in table.head(MOST_ROWS - 1).iter_rows():
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in row])


def _heading(sheet: Worksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True, color="1F2A37")
    cell.fill = PatternFill("solid", fgColor="EEF2F6")
    return cell


def _cell(sheet: Worksheet, value: object) -> object:
    """Return a cell; texts stay texts."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not FORMULA.match(text):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def steady_zip(content: bytes, rows: Mapping[str, pl.DataFrame] | None = None) -> bytes:
    """Return a zip archive (XLSX, DOCX) whose entries and core properties bear one fixed time.

    Arguments:
        content: the archive.
        rows: name of an entry, a sheet, to the table whose rows are added to it.
    """
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=_first):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", data)
            if rows and name in rows:
                added = _rows_xml(rows[name]).encode("utf-8")
                data = data.replace(b"</sheetData>", added + b"</sheetData>")
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data, compresslevel=6)
    return out.getvalue()


def _first(name: str) -> tuple[bool, str]:
    """Return a sort key that puts the list of contents first, as readers expect."""
    return name != "[Content_Types].xml", name
