"""Write a programme folder to fill in: every table with its headings explained."""

from pathlib import Path

from twinbay.plan.delivery.layout import ACTUALS, DELIVERY
from twinbay.plan.folder.layout import PLAIN_YEARS, TABLES
from twinbay.plan.folder.settings import NAME
from twinbay.plan.folder.shape import Content, Table
from twinbay.plan.folder.writer import csv_text

MILESTONES = (2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060)
HEADER = """\
# What the programme is called, its milestones, money and settings. 规划的名称、里程碑、货币与设置。
# Every entry is described in docs/reference/programme-folder.md.
id = "our-programme"
name = "Joint low-carbon programme"
name_zh = "联合低碳规划"
milestones = [2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060]
gwp = "AR6"
accept = []
library = true    # adds the shipped measures in every region that has what they act on

# [bays]
# sf-bay = ["first-region"]
# gba = ["second-region"]

[money]
price_year = 2025
discount_rate = 0.05
cny_per_usd = 7.2
source = "assumption"
grade = "D"

[settings]
representative_days = 24
foresight = "perfect"
integer = false
shared_learning = true
early_retirement = true
"""


def write_template(folder: Path) -> None:
    """Write ``programme.toml`` and a CSV file for each table.

    Arguments:
        folder: an existing folder.
    """
    (folder / NAME).write_text(HEADER, encoding="utf-8")
    for table in (*TABLES, DELIVERY, ACTUALS):
        text = csv_text(_headings(table), [_explanations(table)])
        (folder / f"{table.key}.csv").write_bytes(text.encode("utf-8"))
    (folder / "profiles").mkdir()
    sources = csv_text(["profile", "source", "source_year", "grade", "utc_offset"], [])
    (folder / "profiles" / "sources.csv").write_bytes(sources.encode("utf-8"))


def _headings(table: Table) -> list[str]:
    headings = []
    for column in table.columns:
        if PLAIN_YEARS.get(table.key) == column.key:
            headings += [str(year) for year in MILESTONES]
        else:
            headings.append(f"{column.key} {column.zh}")
    return headings


def _explanations(table: Table) -> list[str]:
    """Return the row under the headings; it begins so that it is not read."""
    cells = []
    for column in table.columns:
        said = f"{column.about} {column.about_zh}" + (f" [{column.unit}]" if column.unit else "")
        if column.content is Content.SERIES:
            said += f" ({column.key} 2030 …: one column a year 每年一列)"
        plain = PLAIN_YEARS.get(table.key) == column.key
        cells += [said] + ([""] * (len(MILESTONES) - 1) if plain else [])
    return [f"# {cells[0]}", *cells[1:]]
