"""The report of a backtest: one content, written as HTML and as Markdown in two languages."""

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twinbay.lake.folders import write_text_atomically
from twinbay.match.backtest import phrases
from twinbay.match.backtest.breakdown import Group
from twinbay.match.backtest.charts import charts
from twinbay.match.backtest.measures import MEASURES, RESAMPLES, Measured
from twinbay.match.backtest.running import BacktestResult

FieldName = Callable[[str, str], str]
"""A field's id and a language to its name."""

GROUP_MEASURES = ("average_precision", "auc", "hit_at_10", "recall_at_10")
_STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:1rem 0;
display:block;overflow-x:auto}
th,td{border-bottom:1px solid #ddd;padding:.35rem .6rem;text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
"""


@dataclass(frozen=True)
class Section:
    """One part of the report.

    Attributes:
        name: key of its chart, if it has one.
        heading: its heading, "" for the introduction.
        paragraphs: its text.
        columns: headings of its table.
        rows: cells of its table.
    """

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


def write_report(result: BacktestResult, folder: Path, field_name: FieldName) -> tuple[Path, ...]:
    """Write the result and its report; each file in one step.

    Arguments:
        result: what the backtest found.
        folder: where to; ``backtest.json``, ``report.html``, ``report.md``, the same with ``.zh``,
            and the charts of the Markdown files as SVG.
        field_name: names of fields of cooperation.

    Returns:
        The files.
    """
    files = {"backtest.json": json.dumps(result.as_json(), ensure_ascii=False, indent=2) + "\n"}
    for language in phrases.LANGUAGES:
        ending = "" if language == "en" else f".{language}"
        drawn = charts(result, language)
        sections = content(result, language, field_name)
        files[f"report{ending}.html"] = as_html(title(result, language), sections, drawn, language)
        files[f"report{ending}.md"] = as_markdown(title(result, language), sections, drawn, ending)
        files |= {f"{name}{ending}.svg": svg for name, svg in drawn.items()}
    for name, text in files.items():
        write_text_atomically(folder / name, text)
    return tuple(folder / name for name in files)


def title(result: BacktestResult, language: str) -> str:
    """Return the report's title."""
    return phrases.TITLE[language].format(
        origin=result.origin, destination=result.destination, split=result.split
    )


def content(result: BacktestResult, language: str, field_name: FieldName) -> tuple[Section, ...]:
    """Return the report's sections in one language."""
    return (
        _introduction(result, language),
        rankings_section(result.rankings, language, RESAMPLES),
        _calibration(result, language),
        _exposure(result, language),
        _groups("by_field", result.by_field, language, lambda n: field_name(n, language)),
        _groups("by_kind", result.by_kind, language, lambda n: _kinds(n, language)),
        meanings_section(language),
    )


def _introduction(result: BacktestResult, language: str) -> Section:
    values = {
        "origin": result.origin,
        "destination": result.destination,
        "split": result.split,
        "horizon": result.horizon,
        "first": result.split + 1,
        "last": result.last_year,
        "least_works": result.least_works,
        "organisations": result.organisations,
        "pairs": result.pairs,
        "became": result.became,
        "share": result.became / result.pairs,
        "queries": result.queries,
        "positives": result.positives,
        "windows": ", ".join(str(year) for year in result.windows),
    }
    texts = [phrases.QUESTION[language], phrases.SIZE[language]]
    texts += [phrases.NOTES[note][language] for note in result.notes]
    if result.left_out:
        values["names"] = ", ".join(phrases.RANKING_NAMES[n][language] for n in result.left_out)
        texts.append(phrases.LEFT_OUT[language])
    return Section("introduction", "", tuple(text.format(**values) for text in texts))


def rankings_section(
    rankings: dict[str, dict[str, Measured]], language: str, resamples: int
) -> Section:
    """Return the table of all rankings and measures."""
    rows = tuple(
        (phrases.RANKING_NAMES[name][language], *(_interval(measured[m]) for m in MEASURES))
        for name, measured in rankings.items()
    )
    names = tuple(phrases.MEASURE_NAMES[m][language] for m in MEASURES)
    explained = phrases.EXPLANATIONS["rankings"][language].format(resamples=resamples)
    return Section(
        "rankings",
        phrases.HEADINGS["rankings"][language],
        (explained,),
        (phrases.COLUMNS["ranking"][language], *names),
        rows,
    )


def _calibration(result: BacktestResult, language: str) -> Section:
    rows = tuple(
        (
            f"{each.low:.1%}–{each.high:.1%}",
            f"{each.suggestions:,}",
            f"{each.became:,}",
            str(each.per_hundred),
            f"{each.interval[0]:.1%}–{each.interval[1]:.1%}",
        )
        for each in result.classes.classes
    )
    return Section(
        "calibration",
        phrases.HEADINGS["calibration"][language],
        (
            phrases.EXPLANATIONS["calibration"][language].format(
                horizon=result.horizon, error=result.calibration_error
            ),
        ),
        _columns(language, "likelihood", "pairs", "became", "per_hundred", "interval"),
        rows,
    )


def _exposure(result: BacktestResult, language: str) -> Section:
    names = tuple(result.exposure)
    rows = tuple(
        (
            f"{each.least_works:,}–{each.most_works:,}",
            f"{each.organisations:,}",
            *(f"{result.exposure[name][place].shown:.1%}" for name in names),
            f"{each.true:.1%}",
        )
        for place, each in enumerate(result.exposure[names[0]])
    )
    return Section(
        "exposure",
        phrases.HEADINGS["exposure"][language],
        (phrases.EXPLANATIONS["exposure"][language].format(destination=result.destination),),
        (
            *_columns(language, "works", "organisations"),
            *(phrases.RANKING_NAMES[name][language] for name in names),
            *_columns(language, "true"),
        ),
        rows,
    )


def _groups(
    name: str, groups: Sequence[Group], language: str, label: Callable[[str], str]
) -> Section:
    rows = tuple(
        (
            label(group.name),
            f"{group.pairs:,}",
            f"{group.became:,}",
            *(_interval(group.measures[m]) if m in group.measures else "–" for m in GROUP_MEASURES),
        )
        for group in groups
        if group.became
    )
    return Section(
        name,
        phrases.HEADINGS[name][language],
        (phrases.EXPLANATIONS[name][language],),
        (
            *_columns(language, "group", "pairs", "became"),
            *(phrases.MEASURE_NAMES[m][language] for m in GROUP_MEASURES),
        ),
        rows,
    )


def meanings_section(language: str) -> Section:
    """Return the section that says what each measure means."""
    rows = tuple(
        (phrases.MEASURE_NAMES[m][language], phrases.MEASURE_MEANINGS[m][language])
        for m in MEASURES
    )
    heading = phrases.HEADINGS["measures"][language]
    return Section("measures", heading, (), _columns(language, "measure", "meaning"), rows)


def _columns(language: str, *names: str) -> tuple[str, ...]:
    return tuple(phrases.COLUMNS[name][language] for name in names)


def _kinds(name: str, language: str) -> str:
    return " – ".join(phrases.KIND_NAMES[kind][language] for kind in name.split("+"))


def _interval(measured: Measured) -> str:
    return f"{measured.value:.3f} [{measured.low:.3f}, {measured.high:.3f}]"


def as_markdown(
    heading: str, sections: Sequence[Section], drawn: dict[str, str], ending: str
) -> str:
    """Return the report as Markdown; charts are files beside it."""
    lines = [f"# {heading}", ""]
    for section in sections:
        if section.heading:
            lines += [f"## {section.heading}", ""]
        for paragraph in section.paragraphs:
            lines += [paragraph, ""]
        if section.name in drawn:
            lines += [f"![{section.heading}]({section.name}{ending}.svg)", ""]
        if section.rows:
            lines += ["| " + " | ".join(section.columns) + " |"]
            lines += ["|" + " --- |" + " ---: |" * (len(section.columns) - 1)]
            lines += ["| " + " | ".join(row) + " |" for row in section.rows] + [""]
    return "\n".join(lines)


def as_html(heading: str, sections: Sequence[Section], drawn: dict[str, str], language: str) -> str:
    """Return the report as one HTML file that loads nothing."""
    code = "en" if language == "en" else "zh-Hans"
    parts = [
        f'<!doctype html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>{html.escape(heading)}</h1>",
    ]
    for section in sections:
        if section.heading:
            parts.append(f"<h2>{html.escape(section.heading)}</h2>")
        parts += [f"<p>{html.escape(paragraph)}</p>" for paragraph in section.paragraphs]
        if section.name in drawn:
            label = html.escape(section.heading, quote=True)
            parts.append(f'<figure role="img" aria-label="{label}">{drawn[section.name]}</figure>')
        if section.rows:
            parts.append(_html_table(section))
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _html_table(section: Section) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in section.columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in section.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
