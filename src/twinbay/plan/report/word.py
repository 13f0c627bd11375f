"""A document as a Word file (DOCX) that drafters can go on with: real headings, tables, fields."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document as open_document
from docx.oxml import parse_xml
from docx.shared import Cm, Mm

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
from twinbay.plan.report.pages import CONTENTS, FIGURE, TABLE
from twinbay.plan.report.word_parts import (
    WIDTH,
    field_runs,
    paragraph,
    prepare_styles,
    run,
    table,
)
from twinbay.plan.results.workbook import STAMP, steady_zip

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")


@dataclass
class WordFile:
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
    _file: Any = None

    def content(self) -> bytes:
        """Return the file; the same document gives the same bytes."""
        self._file = open_document()
        self.numbering = Numbering()
        prepare_styles(self._file)
        self._properties()
        self._page()
        self._cover()
        self._contents()
        for block in self.document.blocks:
            self._block(block)
        out = BytesIO()
        self._file.save(out)
        return steady_zip(out.getvalue())

    def _properties(self) -> None:
        properties = self._file.core_properties
        properties.title = self._filled(self._line(self.document.title))
        properties.author = properties.last_modified_by = "twinbay"
        properties.comments = ""
        properties.created = properties.modified = STAMP
        properties.language = {"zh": "zh-CN"}.get(self.language, "en-US")

    def _page(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Cm(2.0)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
        section.different_first_page_header_footer = True
        foot = section.footer.paragraphs[0]
        said = self._filled(self._line(self.document.foot))
        runs = run(f"{said}   ") + field_runs("PAGE", "2")
        foot._p.getparent().replace(foot._p, parse_xml(paragraph("Footer", runs)))

    def _add(self, xml: str) -> None:
        self._file.element.body.insert(-1, parse_xml(xml))

    def _cover(self) -> None:
        document = self.document
        for style, text in (("Title", document.title), ("Subtitle", document.subtitle)):
            for part in self._parts(text):
                self._add(paragraph(style, run(self._filled(part))))
        for fact in document.facts:
            for part in self._parts(fact):
                self._add(paragraph("Facts", run(self._filled(part))))
        self._add(paragraph("", '<w:r><w:br w:type="page"/></w:r>'))

    def _contents(self) -> None:
        """Add a table of contents; Word fills in the pages when it opens the file."""
        self._add(paragraph("ContentsHeading", run(self._line(CONTENTS))))
        entries = [
            (heading.level, f"{number}  {self._line(heading.text)}")
            for number, heading in contents(self.document)
        ]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for position, (level, text) in enumerate(entries):
            runs = (begin if position == 0 else "") + run(self._filled(text))
            runs += end if position == len(entries) - 1 else ""
            self._add(paragraph(f"TOC{level}", runs))
        self._add(paragraph("", '<w:r><w:br w:type="page"/></w:r>'))

    def _block(self, block: Block) -> None:
        handlers: dict[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            KeyFigures: self._key_figures,
            Grid: self._grid,
            Picture: self._picture,
        }
        handlers[type(block)](block)

    def _heading(self, block: Heading) -> None:
        self.numbering.heading(block)
        within = "Annex" if self.numbering.in_annex else "Heading"
        self._add(paragraph(f"{within}{block.level}", run(self._filled(self._line(block.text)))))

    def _paragraph(self, block: Paragraph) -> None:
        style = {"lead": "Lead", "note": "Note"}.get(block.kind, "BodyText")
        self._pair(style, block.text)

    def _pair(self, style: str, text: Text) -> None:
        """Add a paragraph; both languages stand side by side."""
        if self.language != "both":
            said = text.said(self.language)
            self._add(paragraph(style, run(self._filled(said))))
            return
        cells = [
            [paragraph(style, run(self._filled(text.en)))],
            [paragraph(style, run(self._filled(text.zh)))],
        ]
        self._add(table([cells], [WIDTH // 2, WIDTH - WIDTH // 2], ruled=False))

    def _bullets(self, block: Bullets) -> None:
        for point in block.points:
            self._pair("ListBullet", point)

    def _key_figures(self, block: KeyFigures) -> None:
        count = len(block.figures)
        cells = [
            [
                *(paragraph("Note", run(part)) for part in map(self._filled, self._parts(what))),
                *(
                    paragraph("Big", run(self._filled(part)))
                    for part in (self._parts(number) if isinstance(number, Text) else [number])
                ),
                *(paragraph("Note", run(part)) for part in map(self._filled, self._parts(note))),
            ]
            for what, number, note in block.figures
        ]
        self._add(table([cells], [WIDTH // count] * count, ruled=False, shade="F1F5F8"))
        self._add(paragraph("BodyText", ""))

    def _grid(self, block: Grid) -> None:
        self._caption(TABLE, self.numbering.table(), block.caption)
        count = len(block.headings)
        shares = block.widths or self._shares(block)
        widths = [round(WIDTH * share) for share in shares]
        rows = [[self._cell(block, i, cell, "TableHead") for i, cell in enumerate(block.headings)]]
        for position, row in enumerate(block.rows):
            kind = "TableStrong" if position in block.strong else "TableText"
            if position in block.groups:
                rows.append([self._cell(block, 0, row[0], "TableGroup")])
            else:
                rows.append([self._cell(block, i, cell, kind) for i, cell in enumerate(row)])
        spans = {position + 1: count for position in block.groups}
        self._add(table(rows, widths, heading=True, spans=spans))
        self._note(block.note)

    @staticmethod
    def _shares(block: Grid) -> list[float]:
        """Return widths for a table that has none: words take more room than numbers."""
        weights = [1.0 if i in block.numbers else 2.2 for i in range(len(block.headings))]
        return [weight / sum(weights) for weight in weights]

    def _cell(self, block: Grid, position: int, cell: Cell, style: str) -> list[str]:
        right = position in block.numbers
        parts = self._parts(cell) if isinstance(cell, Text) else [cell]
        return [paragraph(style, run(self._filled(part)), right=right) for part in parts]

    def _picture(self, block: Picture) -> None:
        self._caption(FIGURE, self.numbering.picture(), block.caption)
        holder = self._file.add_paragraph(style="Picture")
        holder.add_run().add_picture(BytesIO(self.charts[block.chart].png), width=Cm(17.0))
        described = holder._p.xpath(".//wp:docPr")[0]
        described.set("descr", self._filled(self._line(block.caption)))
        described.set("name", block.chart)
        self._note(block.note)

    def _caption(self, kind: Text, number: int, text: Text) -> None:
        said = f"{kind.en} {kind.zh}" if self.language == "both" else kind.said(self.language)
        counted = field_runs(f"SEQ {kind.en} \\* ARABIC", str(number))
        runs = run(f"{said} ") + counted + run(f"  {self._filled(self._line(text))}")
        self._add(paragraph("Caption", runs))

    def _note(self, note: Text) -> None:
        parts = [part for part in self._parts(note) if part]
        for part in parts or [""]:
            self._add(paragraph("Note", run(self._filled(part)) if part else ""))

    def _parts(self, text: Text) -> list[str]:
        if self.language != "both":
            return [text.said(self.language)]
        return [text.en] if text.en == text.zh else [text.en, text.zh]

    def _line(self, text: Text) -> str:
        return "  ".join(self._parts(text))

    def _filled(self, text: str) -> str:
        """Return a text with its numbers in place."""
        return TOKEN.sub(lambda found: self.shown[int(found[1])].text, text)
