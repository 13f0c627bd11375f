"""HTML pages in the house style, and PDF made from them."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from twinbay.meet.documents.wording import say

STYLE = """
@page {
  size: A4; margin: 20mm 18mm 20mm 18mm;
  @bottom-left { content: string(foot); font: 8pt FONTS; color: #5b6b7c; width: 75%; }
  @bottom-right { content: PAGES; font: 8pt FONTS; color: #5b6b7c; white-space: nowrap; }
}
@page wide { size: A4 landscape; margin: 16mm; }
:root { color: #1f2a37; }
* { box-sizing: border-box; }
body { font-family: FONTS; font-size: 10pt; line-height: 1.5; margin: 0; }
.wide { page: wide; }
header { string-set: foot attr(data-foot);
  border-bottom: 0.6pt solid #1f2a37; padding-bottom: 3.5mm; margin-bottom: 6mm; }
.kicker { color: #0b6e6e; font-size: 9pt; margin: 0 0 1mm; }
h1 { font-size: 21pt; line-height: 1.2; margin: 0; font-weight: 700; }
.sub { color: #46566a; margin: 1.2mm 0 0; }
h2 { font-size: 12.5pt; margin: 8mm 0 2mm; break-after: avoid; font-weight: 700; }
h2 .light { color: #5b6b7c; font-size: 9pt; font-weight: 400; padding-left: 2mm; }
p { margin: 0 0 2.5mm; }
table { width: 100%; border-collapse: collapse; break-inside: auto; }
.agenda table { table-layout: fixed; }
.agenda th:nth-child(1) { width: 22%; } .agenda th:nth-child(3) { width: 31%; }
.agenda.away th:nth-child(1) { width: 30%; }
.changes th:nth-child(1) { width: 17%; } .changes th:nth-child(2) { width: 23%; }
.changes table { table-layout: fixed; }
.plan table { table-layout: fixed; }
.plan th:nth-child(1) { width: 9%; } .plan th:nth-child(2) { width: 24%; }
.plan th:nth-child(4) { width: 18%; }
thead { display: table-header-group; }
th { text-align: left; font-size: 8.5pt; font-weight: 400; color: #5b6b7c;
  border-bottom: 0.6pt solid #9aa8b7; padding: 1mm 3mm 1mm 0; vertical-align: bottom; }
td { border-bottom: 0.35pt solid #d5dce4; padding: 1.9mm 3mm 1.9mm 0; vertical-align: top; }
tr { break-inside: avoid; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; padding-right: 6mm;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { font-variant-numeric: tabular-nums; white-space: nowrap; width: 34mm; }
.time strong { font-size: 11pt; }
.strong { font-weight: 700; }
.light { color: #5b6b7c; font-size: 8.8pt; }
.figures { display: flex; gap: 5mm; margin: 0 0 4mm; }
.figures > div { flex: 1; background: #f1f5f8; padding: 3.2mm 4mm; }
.figures .big { font-size: 17pt; font-weight: 700; line-height: 1.25; }
.none { color: #5b6b7c; padding: 6mm 0; }
ul { margin: 0; padding-left: 5mm; }
img, svg { max-width: 100%; height: auto; }
@media screen {
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1.25rem; font-size: 16px; }
  h1 { font-size: 2rem; } h2 { font-size: 1.25rem; } .figures { flex-wrap: wrap; }
  .figures > div { min-width: 11rem; }
  .scroll { overflow-x: auto; }
}
"""

FONTS = {
    "en": '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
    "zh": '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
}
"""One family for both languages, so that names in either sit in one line."""

CODES = {"en": "en", "zh": "zh-Hans"}


def page(title: str, body: str, language: str, kind: str = "") -> str:
    """Return a whole HTML page, complete in itself: no script, nothing loaded from elsewhere."""
    return (
        f'<!DOCTYPE html>\n<html lang="{CODES[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_style(language)}</style>\n</head>\n"
        f'<body class="{kind}">\n{body}\n</body>\n</html>\n'
    )


def _style(language: str) -> str:
    counted = (
        f'"{say("page", language)} " counter(page) " {say("page of", language)} " counter(pages) '
        f'" {say("page end", language)}"'
    )
    return STYLE.replace("PAGES", counted).replace("FONTS", FONTS[language])


def header(kicker: str, title: str, lines: Iterable[str], foot: str) -> str:
    """Return the head of a document.

    Arguments:
        kicker: what it belongs to.
        title: its title.
        lines: further lines; empty ones are left out.
        foot: what stands at the foot of each printed page.
    """
    subs = "".join(f'<p class="sub">{escape(line)}</p>' for line in lines if line)
    return (
        f'<header data-foot="{escape(foot)}"><p class="kicker">{escape(kicker)}</p>'
        f"<h1>{escape(title)}</h1>{subs}</header>"
    )


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    """Return a table; the cells are HTML, the headings text.

    Arguments:
        headings: one for each column.
        rows: cells that are HTML already.
        numbers: positions of columns that are aligned right.
    """

    def kind(position: int) -> str:
        return ' class="number"' if position in numbers else ""

    head = "".join(f"<th{kind(i)}>{escape(h)}</th>" for i, h in enumerate(headings))
    lines = (
        "<tr>" + "".join(f"<td{kind(i)}>{cell}</td>" for i, cell in enumerate(row)) + "</tr>\n"
        for row in rows
    )
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(lines)}</tbody></table></div>"
    )


def figures(found: Iterable[tuple[str, str, str]]) -> str:
    """Return large figures in a row, each with what it is and a note under it."""
    boxes = "".join(
        f'<div><div class="light">{escape(what)}</div><div class="big">{escape(number)}</div>'
        f'<div class="light">{escape(note)}</div></div>'
        for what, number, note in found
    )
    return f'<div class="figures">{boxes}</div>'


class Printer:
    """Makes PDF files of HTML; fonts are found once."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()

    def render(self, html: str) -> Any:
        """Return a page laid out (a WeasyPrint document); it loads nothing from elsewhere."""
        from weasyprint import HTML

        return HTML(string=html, url_fetcher=_nothing).render(font_config=self._fonts)

    def print(self, html: str, path: Path) -> None:
        """Write a page as PDF."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.render(html).write_pdf(path)


def _nothing(url: str, *_: object, **__: object) -> dict[str, Any]:
    """Refuse to load anything that is not in the page itself."""
    if url.startswith("data:"):
        from weasyprint.urls import default_url_fetcher

        return dict(default_url_fetcher(url))
    raise ValueError("documents load nothing from elsewhere")
