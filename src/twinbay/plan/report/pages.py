"""A document as one HTML page, from which the PDF is printed."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from twinbay.plan.charts.style import Drawn
from twinbay.plan.report.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Grid,
    Heading,
    KeyFigures,
    Numbering,
    Paragraph,
    Picture,
    Text,
    contents,
)
from twinbay.plan.report.numbers import CLOSE, OPEN, Shown
from twinbay.plan.report.style import FONTS, STYLE

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
CODES = {"en": "en", "zh": "zh-Hans", "both": "en"}
CONTENTS = Text("Contents", "目录")
TABLE, FIGURE = Text("Table", "表"), Text("Figure", "图")
WHOLE = 10
"""Most rows of a table that is kept on one page."""


@dataclass
class Page:
    """Renders a document in one language, or both side by side.

    Attributes:
        document: what is rendered.
        language: ``en``, ``zh`` or ``both``.
        shown: the numbers that its texts point to.
        charts: name to drawing, in the language.
    """

    document: Document
    language: str
    shown: Sequence[Shown]
    charts: Mapping[str, Drawn]
    numbering: Numbering = field(default_factory=Numbering)

    def html(self) -> str:
        """Return the whole page; complete in itself, nothing is loaded from elsewhere."""
        document = self.document
        self.numbering = Numbering()
        body = "\n".join(self._block(block) for block in document.blocks)
        title = escape(_bare(self._plain(document.title)))
        return (
            f'<!DOCTYPE html>\n<html lang="{CODES[self.language]}">\n<head>\n'
            '<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>{STYLE.replace('FONTS', FONTS)}</style>\n</head>\n"
            f'<body class="{self.language}">\n{self._cover()}\n{self._contents()}\n'
            f"<main>\n{body}\n</main>\n</body>\n</html>\n"
        )

    def _cover(self) -> str:
        document = self.document
        facts = "".join(f"<p>{self._spans(fact)}</p>" for fact in document.facts)
        return (
            f'<section class="cover"><div class="foot">{self._spans(document.foot)}</div>'
            f'<div class="bays"><i></i><i></i></div>'
            f"<h1>{self._stacked(document.title)}</h1>"
            f'<p class="subtitle">{self._stacked(document.subtitle)}</p>'
            f'<div class="facts">{facts}</div></section>'
        )

    def _contents(self) -> str:
        lines = [
            f'<li class="level{heading.level}"><a href="#part-{number}">'
            f'<span class="no">{number}</span> {self._spans(heading.text)}</a></li>'
            for number, heading in contents(self.document)
        ]
        title = self._spans(CONTENTS)
        return f'<nav><h2 class="contents">{title}</h2><ol>{"".join(lines)}</ol></nav>'

    def _block(self, block: Block) -> str:
        handlers: dict[type, Callable[[Block], str]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            KeyFigures: self._key_figures,
            Grid: self._grid,
            Picture: self._picture,
        }
        return handlers[type(block)](block)

    def _heading(self, block: Block) -> str:
        assert isinstance(block, Heading)
        number = self.numbering.heading(block)
        tag = f"h{block.level + 1}"
        return (
            f'<{tag} id="part-{number}"><span class="no">{number}</span> '
            f"{self._spans(block.text)}</{tag}>"
        )

    def _paragraph(self, block: Block) -> str:
        assert isinstance(block, Paragraph)
        kind = f' class="{block.kind}"' if block.kind else ""
        if self.language == "both":
            english, chinese = self._html(block.text.en), self._html(block.text.zh)
            return (
                f'<div class="pair"><p lang="en"{kind}>{english}</p>'
                f'<p lang="zh-Hans"{kind}>{chinese}</p></div>'
            )
        return f"<p{kind}>{self._html(block.text.said(self.language))}</p>"

    def _bullets(self, block: Block) -> str:
        assert isinstance(block, Bullets)
        if self.language != "both":
            points = "".join(
                f"<li>{self._html(point.said(self.language))}</li>" for point in block.points
            )
            return f"<ul>{points}</ul>"
        return "".join(
            f'<div class="pair point"><p lang="en">{self._html(point.en)}</p>'
            f'<p lang="zh-Hans">{self._html(point.zh)}</p></div>'
            for point in block.points
        )

    def _key_figures(self, block: Block) -> str:
        assert isinstance(block, KeyFigures)
        boxes = "".join(
            f'<div><div class="light">{self._stacked(what)}</div>'
            f'<div class="big">{self._cell(number)}</div>'
            f'<div class="light">{self._stacked(note)}</div></div>'
            for what, number, note in block.figures
        )
        return f'<div class="figures">{boxes}</div>'

    def _grid(self, block: Block) -> str:
        assert isinstance(block, Grid)
        widths = "".join(f'<col style="width:{100 * width:.1f}%">' for width in block.widths)
        head = "".join(
            f"<th{self._side(block, i)}>{self._cell(cell)}</th>"
            for i, cell in enumerate(block.headings)
        )
        rows = "".join(self._row(block, n, row) for n, row in enumerate(block.rows))
        fixed = ' class="fixed"' if block.widths else ""
        number = self._caption(TABLE, self.numbering.table())
        whole = " whole" if len(block.rows) <= WHOLE else ""
        return (
            f'<div class="grid{whole}"><div class="caption">{number} '
            f"{self._spans(block.caption)}</div><table{fixed}>"
            f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
            f"</table>{self._note(block.note)}</div>"
        )

    def _row(self, block: Grid, position: int, row: Sequence[Cell]) -> str:
        if position in block.groups:
            span = len(block.headings)
            return f'<tr class="group"><td colspan="{span}">{self._cell(row[0])}</td></tr>'
        kind = ' class="strong"' if position in block.strong else ""
        cells = "".join(
            f"<td{self._side(block, i)}>{self._cell(cell)}</td>" for i, cell in enumerate(row)
        )
        return f"<tr{kind}>{cells}</tr>"

    @staticmethod
    def _side(block: Grid, position: int) -> str:
        return ' class="number"' if position in block.numbers else ""

    def _picture(self, block: Block) -> str:
        assert isinstance(block, Picture)
        drawing = self.charts[block.chart].svg.encode("utf-8")
        source = base64.b64encode(drawing).decode("ascii")
        alternative = escape(_bare(self._plain(block.caption)), quote=True)
        number = self._caption(FIGURE, self.numbering.picture())
        return (
            f'<figure><div class="caption">{number} {self._spans(block.caption)}</div>'
            f'<img alt="{alternative}" src="data:image/svg+xml;base64,{source}">'
            f"{self._note(block.note)}</figure>"
        )

    def _caption(self, kind: Text, number: int) -> str:
        said = f"{kind.en} {kind.zh}" if self.language == "both" else kind.said(self.language)
        return f'<span class="no">{said} {number}</span>'

    def _note(self, note: Text) -> str:
        return f'<div class="note">{self._stacked(note)}</div>' if note.en else ""

    def _cell(self, cell: Cell) -> str:
        return self._stacked(cell) if isinstance(cell, Text) else self._html(cell)

    def _stacked(self, text: Text) -> str:
        """Return a text; both languages one under the other."""
        if self.language != "both" or text.en == text.zh:
            return self._html(text.said(self.language))
        return (
            f'<span lang="en">{self._html(text.en)}</span><br>'
            f'<span class="zh" lang="zh-Hans">{self._html(text.zh)}</span>'
        )

    def _spans(self, text: Text) -> str:
        """Return a text; both languages one after the other."""
        if self.language != "both" or text.en == text.zh:
            return self._html(text.said(self.language))
        return (
            f'<span lang="en">{self._html(text.en)}</span> '
            f'<span class="zh" lang="zh-Hans">{self._html(text.zh)}</span>'
        )

    def _plain(self, text: Text) -> str:
        return f"{text.en} {text.zh}" if self.language == "both" else text.said(self.language)

    def _html(self, text: str) -> str:
        """Return a text as HTML; each number bears the key that computes it."""
        return TOKEN.sub(self._number, escape(text))

    def _number(self, found: re.Match[str]) -> str:
        number = self.shown[int(found[1])]
        return f'<data value="{escape(number.key, quote=True)}">{number.text}</data>'


def _bare(text: str) -> str:
    """Return a text without numbers' marks, for titles."""
    return TOKEN.sub("", text)
