"""WordprocessingML (ECMA-376): styles, numbering, and pieces of XML that a document consists of."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH = 9638
"""Of the text, in twentieths of a point: A4 less margins of 2 cm."""
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
INK, LIGHT, BLUE = "1F2A37", "5B6B7C", "0B5A9C"
HEADINGS = 3
STYLES: Sequence[tuple[str, str, float, str, str]] = (
    # style id, based on, size in points, colour, further properties of paragraph and run
    ("Facts", "Normal", 10, "46566A", ""),
    ("ContentsHeading", "Normal", 16, INK, "b"),
    ("Lead", "Normal", 11, INK, ""),
    ("Note", "Normal", 8, LIGHT, ""),
    ("Big", "Normal", 17, INK, "b"),
    ("Picture", "Normal", 10, INK, ""),
    ("TableText", "Normal", 8.5, INK, "tight"),
    ("TableHead", "TableText", 8, "46566A", "tight keep"),
    ("TableStrong", "TableText", 8.5, INK, "b tight"),
    ("TableGroup", "TableText", 8.5, BLUE, "b tight keep"),
    ("Annex1", "Heading1", 17, INK, "b keep outline0"),
    ("Annex2", "Heading2", 13, INK, "b keep outline1"),
    ("Annex3", "Heading3", 11, INK, "b keep outline2"),
    ("TOC1", "Normal", 10.5, INK, "b"),
    ("TOC2", "Normal", 10, "3C4A5B", "indent"),
)


def escaped(text: str) -> str:
    """Return text for XML, without characters that XML forbids."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"))


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""


def field_runs(instruction: str, shown: str) -> str:
    """Return a field that Word computes, with what it shows until then."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(style: str, runs: str, *, right: bool = False) -> str:
    """Return a paragraph in a style; runs are XML."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    side = '<w:jc w:val="right"/>' if right else ""
    return f"<w:p {NAMESPACE}><w:pPr>{named}{side}</w:pPr>{runs}</w:p>"


def table(
    rows: Sequence[Sequence[Sequence[str]]],
    widths: Sequence[int],
    *,
    heading: bool = False,
    ruled: bool = True,
    shade: str = "",
    spans: Mapping[int, int] | None = None,
) -> str:
    """Return a table.

    Arguments:
        rows: of cells, each one or more paragraphs as XML.
        widths: of the columns, in twentieths of a point.
        heading: whether the first row is repeated on each page.
        ruled: with thin rules between the rows.
        shade: colour of the cells.
        spans: row position to the number of columns that its one cell covers.
    """
    rule = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="{2}"/>'
    borders = (
        rule.format("top", 6, INK)
        + rule.format("bottom", 6, INK)
        + rule.format("insideH", 2, "DFE5EC")
        if ruled
        else ""
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    lines = []
    for position, row in enumerate(rows):
        span = (spans or {}).get(position, 0)
        lines.append(_row(row, widths, span, filled, heading and position == 0))
    margins = (
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _row(
    row: Sequence[Sequence[str]], widths: Sequence[int], span: int, filled: str, heading: bool
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if heading else "")
    cells = []
    for position, content in enumerate(row):
        width = sum(widths) if span else widths[position]
        merged = f'<w:gridSpan w:val="{span}"/>' if span else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{filled}</w:tcPr>'
            f"{''.join(content) or paragraph('TableText', '')}</w:tc>"
        )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def prepare_styles(file: Any) -> None:
    """Give a new file the house style: fonts for both scripts, headings that number themselves."""
    styles = file.styles.element
    for name, size in (
        ("Normal", 10.0),
        ("Body Text", 10.0),
        ("List Bullet", 10.0),
        ("Footer", 8.0),
    ):
        _fonts(file.styles[name].element, size, INK)
    for level, size in enumerate((17.0, 13.0, 11.0), start=1):
        _fonts(file.styles[f"Heading {level}"].element, size, INK, bold=True)
    _fonts(file.styles["Title"].element, 26, INK, bold=True)
    _fonts(file.styles["Subtitle"].element, 14, "46566A")
    _fonts(file.styles["Caption"].element, 9, INK, bold=True)
    spacing = '<w:spacing {0} w:before="0" w:after="120" w:line="276" w:lineRule="auto"/>'
    for name in ("Normal", "Body Text"):
        holder = file.styles[name].element.get_or_add_pPr()
        for old in holder.findall(f"{{{holder.nsmap['w']}}}spacing"):
            holder.remove(old)
        holder.append(parse_xml(spacing.format(NAMESPACE)))
    for key, base, size, colour, more in STYLES:
        styles.append(parse_xml(_style(key, base, size, colour, more.split())))
    _number_headings(file)


def _style(key: str, base: str, size: float, colour: str, more: Sequence[str]) -> str:
    bold = "<w:b/>" if "b" in more else ""
    keep = "<w:keepNext/>" if "keep" in more else ""
    space = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    tight = space if "tight" in more else ""
    indent = '<w:ind w:left="400"/>' if "indent" in more else ""
    outline = next((w[-1] for w in more if w.startswith("outline")), "")
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline else ""
    half = round(2 * size)
    # Word knows the styles of a table of contents by these names, and uses them when it updates it
    built_in = key.startswith("TOC")
    name = f"toc {key[-1]}" if built_in else key
    custom = "" if built_in else ' w:customStyle="1"'
    return (
        f'<w:style {NAMESPACE} w:type="paragraph"{custom} w:styleId="{key}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:qFormat/>'
        f"<w:pPr>{keep}{tight}{indent}{level}</w:pPr>"
        f'<w:rPr>{bold}<w:color w:val="{colour}"/><w:sz w:val="{half}"/>'
        f'<w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _fonts(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    """Set the fonts of both scripts, size and colour of a built-in style."""
    holder = style.get_or_add_rPr()
    for old in list(holder):
        holder.remove(old)
    half = round(2 * size)
    parts = [
        f'<w:rFonts {NAMESPACE} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{CHINESE}" '
        f'w:cs="{LATIN}"/>',
        *([f"<w:b {NAMESPACE}/>"] if bold else []),
        f'<w:color {NAMESPACE} w:val="{colour}"/>',
        f'<w:sz {NAMESPACE} w:val="{half}"/>',
        f'<w:szCs {NAMESPACE} w:val="{half}"/>',
    ]
    for part in parts:
        holder.append(parse_xml(part))


def _number_headings(file: Any) -> None:
    """Let headings number themselves: 1, 1.1, 1.1.1 and, for annexes, A, A.1, A.1.1."""
    numbering = file.part.numbering_part.element
    for key, prefix, first in ((90, "Heading", "decimal"), (91, "Annex", "upperLetter")):
        levels = "".join(_level(prefix, first, level) for level in range(HEADINGS))
        abstract = parse_xml(
            f'<w:abstractNum {NAMESPACE} w:abstractNumId="{key}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        numbering.insert(0, abstract)
        numbering.append(
            parse_xml(
                f'<w:num {NAMESPACE} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'
            )
        )
        for level in range(HEADINGS):
            name = f"{prefix} {level + 1}" if prefix == "Heading" else f"{prefix}{level + 1}"
            holder = file.styles[name].element.get_or_add_pPr()
            inner = f'<w:ilvl w:val="{level}"/>' if level else ""
            number = f'<w:numPr {NAMESPACE}>{inner}<w:numId w:val="{key}"/></w:numPr>'
            _insert_number(holder, parse_xml(number))


def _insert_number(holder: Any, number: Any) -> None:
    """Insert a style's numbering where the schema wants it: after keepNext and keepLines."""
    before = ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "pStyle")
    position = 0
    for child in holder:
        if child.tag.rsplit("}", 1)[-1] in before:
            position += 1
    holder.insert(position, number)


def _level(prefix: str, first: str, level: int) -> str:
    pattern = ".".join(f"%{n}" for n in range(1, level + 2))
    kind = first if level == 0 else "decimal"
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="{prefix}{level + 1}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{pattern} "/><w:lvlJc w:val="left"/></w:lvl>'
    )
