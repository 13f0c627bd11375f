"""Write docs/reference/programme-folder.md from the description of the tables in the code."""

from pathlib import Path

from twinbay.plan.folder.layout import PLAIN_YEARS, TABLES
from twinbay.plan.folder.shape import Column, Content, Table

PAGE = Path(__file__).parents[1] / "docs/reference/programme-folder.md"
HEAD = """\
# Programme folder 规划文件夹

A joint programme is a folder: `programme.toml` and one table a file (CSV), or one workbook
(`programme.xlsx`) with a sheet for each table instead; a CSV file goes before the sheet of its
name. `twinbay plan new FOLDER` writes one to fill in, `twinbay plan check FOLDER` says everything
that is wrong with it. This page is made from the code (`scripts/make_programme_reference.py`).

Units throughout: energy TWh, power GW, money US dollars of the programme's price year, greenhouse
gases Mt CO2e (kt where a gas itself is meant).

- Names of files, sheets, headings and words may be English or Chinese, or both (`name 名称`);
  upper and lower case, spaces and full-width signs do not matter. Columns may come in any order,
  and those that are not required may be left out. A heading that is not known is noted.
- **A number for each milestone** stands in one column a year: headed by the bare year (`2030`)
  where a table has one such series, else by its name and the year (`investment 2030`). A column
  headed by the name alone (`investment`) gives one value for all milestones. A row uses one way
  or the other; a year that is missing in a row is named.
- The headings may be in any of the first 12 rows. Rows whose first cell begins with `# ` are
  explanations and are not read.
- CSV: UTF-8 (with or without a mark), UTF-16, GB 18030, Big5 and Windows-1252 are told apart;
  commas, semicolons and tabs separate columns.
- Numbers: `1234.5`, `1,234.5`, `15%`; full-width digits are read too. `unlimited` (`不限`) where
  there is no limit.
- Lists are separated by `;` (also `；` `，` `、`); names with numbers are written
  `enterprises 0.7; government 0.3`.
- Merged cells: the words of a merged range count in each of its cells, which is noted; a merged
  range over numbers is refused, because it may mean the whole or each.
- Every problem is said at once with file, sheet, row and column. Numbers that cannot be right in
  their unit (GWh for TWh, MW for GW, t for kt, judged against the region's population) are
  problems too, with the likely mistake. A number that is right nevertheless is listed under
  `accept` in `programme.toml`, as `table/record/field`.
- Beside the tables the folder may hold `delivery.csv` (who is responsible, what is promised),
  `actuals.csv` (what has come in) and `measure_library.csv`, measures for every region that has
  what they act on ([add a measure](../how-to/add-a-measure.md)).

## programme.toml

```toml
id = "two-bays"
name = "Joint low-carbon programme"
name_zh = "联合低碳规划"
milestones = [2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060]   # five years apart
gwp = "AR6"                       # or "AR5": warming potentials over 100 years
accept = []                       # such as "fleets/macao/gas/existing"
library = false                   # true adds the shipped measures where regions have what they need

[bays]                            # sides of the pair of regions to the regions on them; optional
sf-bay = ["california"]
gba = ["guangdong", "hongkong", "macao"]

[money]
price_year = 2024
discount_rate = 0.05              # real, a year
cny_per_usd = 7.12                # for display in CNY
source = "key of SOURCES.md"
source_year = 2024
grade = "A"

[settings]                        # all optional; the usual values
representative_days = 24          # 0: the whole year of 8,760 hours
foresight = "perfect"             # or "myopic"
integer = false                   # joint projects wholly or not at all
shared_learning = true
early_retirement = true

[scenarios.fast-solar]            # names of what scenarios.csv changes; optional
name = "Cheaper solar"
name_zh = "光伏成本更低"
```

## profiles/*.csv

Hourly shapes: the first columns say when, each further column is a profile headed by its name
(the same name twice is a problem). Demand may be in any unit, because it is scaled to the year's
energy; availability lies between 0 and 1.

- `hour`: 8,760 rows, every hour of a year of 365 days, numbered from 1.
- `month`, `hour`: 288 rows, one typical day for each month (1 to 12; hours 0 to 23), which is
  repeated on each of its days.
- `month`, `day`, `hour`: several typical days for each month (day 1, 2, 3 ...), repeated in turn
  until the month is full.

`profiles/sources.csv` says of each profile its `source`, `source_year`, `grade` and, where the
rows are local time, `utc_offset` in hours (−8, 8): profiles are shifted to one common clock.

"""


def reference() -> str:
    """Return the text of the page."""
    return HEAD + "\n".join(_table(table) for table in TABLES).rstrip() + "\n"


def _table(table: Table) -> str:
    needed = ", required 必填" if table.required else ""
    rows = [f"| {_heading(table, c)} | {c.zh} | {_mark(c)} | {_about(c)} |" for c in table.columns]
    unique = "Unique: " + ", ".join(f"`{key}`" for key in table.identity) + "."
    return "\n".join(
        [
            f"## {table.key}.csv, {table.zh}{needed}",
            "",
            f"{table.about} {table.about_zh} {unique}",
            "",
            "| column | 列 | | meaning 说明 |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _heading(table: Table, column: Column) -> str:
    if column.content is not Content.SERIES:
        return f"`{column.key}`"
    if PLAIN_YEARS.get(table.key) == column.key:
        return f"`2025`, `2030` … or `{column.key}`"
    return f"`{column.key} 2025` … or `{column.key}`"


def _mark(column: Column) -> str:
    return "✓" if column.required else ""


def _about(column: Column) -> str:
    parts = [column.about, column.about_zh]
    if column.unit:
        parts.append(f"[{column.unit}]")
    if column.choices:
        parts.append("; ".join(f"`{english}` {chinese}" for english, chinese in column.choices))
    return " ".join(parts).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
