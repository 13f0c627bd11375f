"""Write docs/reference/conference-files.md from the description of the files in the code."""

from collections.abc import Sequence
from pathlib import Path

from twinbay.meet.reading.layout import EVENT_SHEETS, SETTINGS
from twinbay.meet.reading.layout_changes import CHANGES
from twinbay.meet.reading.layout_tour import TOUR_SETTINGS, TOUR_SHEETS
from twinbay.meet.reading.shape import Column, Layout

PAGE = Path(__file__).parents[1] / "docs/reference/conference-files.md"
HEAD = """\
# Conference files 会议文件

A conference is a folder of CSV files or one workbook (`.xlsx`) with a sheet for each. `twinbay meet
template` writes them to fill in. This page is made from the code
(`scripts/make_conference_reference.py`).

- Names of files, sheets, headings and words may be English or Chinese, or both (`name 姓名`);
  upper and lower case, spaces and full-width signs do not matter. Columns may come in any order,
  and those that are not required may be left out. Headings that are not known are noted.
- The headings may be in any of the first 12 rows. Rows whose first cell begins with `# ` are
  explanations and are not read. A merged range has its value in every cell.
- CSV: UTF-8 (with or without a mark), UTF-16, GB 18030, Big5 and Windows-1252 are told apart;
  commas, semicolons and tabs separate columns.
- Dates: `2026-10-19`, `2026/10/19`, `19.10.2026`, `19 Oct 2026`, `2026年10月19日`, or a date of the
  spreadsheet. `10/19/2026` is refused, because it is not certain in every country.
  Times: `14:30`, `2:30 PM`, `下午2:30`, `14时30分`, or a time of the spreadsheet. A time that the
  clocks skip, or show twice, on its day is refused; write the offset then:
  `2026-11-01T01:15-08:00`.
- Lists: separated by `;` or `,` (also `；` `，` `、`). Where slots are listed, a date means all
  slots of the day.
- Where a record is named, its id or its name in either language will do; a name that two records
  share needs the id.
- A row that repeats an earlier one exactly counts once; this is noted, and the exit code is 3.

"""


def reference() -> str:
    """Return the text of the page."""
    parts = [HEAD, "## A conference 会议\n"]
    parts += [_sheet(layout, SETTINGS) for layout in EVENT_SHEETS]
    parts += ["## Changes 变更\n", _sheet(CHANGES, ())]
    parts += ["## A tour 行程\n"]
    parts += [_sheet(layout, TOUR_SETTINGS) for layout in TOUR_SHEETS]
    return "\n".join(parts).rstrip() + "\n"


def _sheet(layout: Layout, settings: Sequence[Column]) -> str:
    needed = ", required 必填" if layout.required else ""
    columns = settings if layout.key in ("event", "tour") else layout.columns
    rows = [
        f"| `{c.key}` | {c.zh} | {'✓' if c.required else ''} | {c.about} | {c.about_zh} |"
        for c in columns
    ]
    what = ("setting", "设置") if layout.key in ("event", "tour") else ("column", "列")
    return "\n".join(
        [
            f"### {layout.key}.csv, {layout.zh}{needed}",
            "",
            f"{layout.about} {layout.about_zh}",
            "",
            f"| {what[0]} | {what[1]} | | meaning | 说明 |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
