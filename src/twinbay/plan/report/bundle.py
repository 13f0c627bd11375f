"""Write a programme's document, in the languages and forms asked for, with its numbers' keys."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from twinbay.plan.charts.drawing import draw_charts
from twinbay.plan.charts.style import Drawn
from twinbay.plan.report.composing import compose
from twinbay.plan.report.pages import Page
from twinbay.plan.report.printing import pdf_bytes
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.word import WordFile

LANGUAGES = ("en", "zh", "both")
FORMS = ("pdf", "docx", "html")
NAME = "programme"

Tell = Callable[[str, int, int], None]
"""Told what is being written, how many steps are done and how many there are."""


def write_report(
    folder: Path,
    subject: Subject,
    tell: Tell,
    *,
    languages: Sequence[str] = ("en", "zh"),
    forms: Sequence[str] = ("pdf", "docx"),
    processes: int = 2,
) -> None:
    """Write the document, its charts and ``figures.json``.

    Arguments:
        folder: an existing folder.
        subject: what the document is about.
        tell: is told of the progress.
        languages: of ``LANGUAGES``; ``both`` sets them side by side.
        forms: of ``FORMS``.
        processes: languages made at once.
    """
    compose(subject)
    text = json.dumps(figures_json(subject), ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(text + "\n", encoding="utf-8")
    jobs = [(subject, language, tuple(forms)) for language in languages]
    done = 0
    tell("drawing and printing the document", done, len(jobs))
    for language, files in _made(jobs, processes):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        done += 1
        tell(f"printed the document ({language})", done, len(jobs))


def _made(jobs: Sequence[tuple[Subject, str, tuple[str, ...]]], processes: int) -> Any:
    if processes <= 1 or len(jobs) == 1:
        return map(_edition, jobs)
    # a fresh interpreter: threads of polars do not survive a fork
    with ProcessPoolExecutor(min(processes, len(jobs)), get_context("spawn")) as pool:
        return list(pool.map(_edition, jobs))


def _edition(job: tuple[Subject, str, tuple[str, ...]]) -> tuple[str, dict[str, bytes]]:
    subject, language, forms = job
    return language, edition(subject, language, forms)


def edition(subject: Subject, language: str, forms: Sequence[str]) -> dict[str, bytes]:
    """Return file name to content of a document in one language, with its charts."""
    document = compose(subject)
    charts = draw_charts(subject, language)
    shown = subject.figures.shown
    files = chart_files(charts, language)
    html = Page(document, language, shown, charts).html()
    if "html" in forms:
        files[f"{NAME}.{language}.html"] = html.encode("utf-8")
    if "pdf" in forms:
        files[f"{NAME}.{language}.pdf"] = pdf_bytes(html)
    if "docx" in forms:
        files[f"{NAME}.{language}.docx"] = WordFile(document, language, shown, charts).content()
    return files


def chart_files(charts: dict[str, Drawn], language: str) -> dict[str, bytes]:
    """Return file name to content of charts, as SVG and PNG."""
    files: dict[str, bytes] = {}
    for name, chart in charts.items():
        files[f"charts/{name}.{language}.svg"] = chart.svg.encode("utf-8")
        files[f"charts/{name}.{language}.png"] = chart.png
    return files


def figures_json(subject: Subject) -> dict[str, Any]:
    """Return every number of the document with the key that computes it from the tables."""
    return {
        "programme": subject.programme.id,
        "version": subject.edition.version,
        "content": subject.edition.content,
        "figures": [
            {"key": shown.key, "value": shown.value, "shown": shown.text}
            for shown in subject.figures.shown
        ],
    }
