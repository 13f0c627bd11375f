"""The report of a backtest of people, in the form of the report on organisations."""

import json
from dataclasses import asdict
from pathlib import Path

from twinbay.lake.folders import write_text_atomically
from twinbay.match.backtest import phrases
from twinbay.match.backtest.people import LEAST_WORKS, RESAMPLES, PeopleResult
from twinbay.match.backtest.report import (
    Section,
    as_html,
    as_markdown,
    meanings_section,
    rankings_section,
)


def write_people_report(result: PeopleResult, folder: Path) -> tuple[Path, ...]:
    """Write ``people-AIM.json`` and its report in HTML and Markdown; each file in one step."""
    name = f"people-{result.aim}"
    files = {f"{name}.json": json.dumps(asdict(result), ensure_ascii=False, indent=2) + "\n"}
    for language in phrases.LANGUAGES:
        ending = "" if language == "en" else f".{language}"
        heading = phrases.PEOPLE_TITLES[result.aim][language].format(**asdict(result))
        sections = people_content(result, language)
        files[f"{name}{ending}.html"] = as_html(heading, sections, {}, language)
        files[f"{name}{ending}.md"] = as_markdown(heading, sections, {}, ending)
    for file, text in files.items():
        write_text_atomically(folder / file, text)
    return tuple(folder / file for file in files)


def people_content(result: PeopleResult, language: str) -> tuple[Section, ...]:
    """Return the sections in one language."""
    question = phrases.PEOPLE_QUESTIONS[result.aim][language].format(
        origin=result.origin,
        destination=result.destination,
        split=result.split,
        first=result.split + 1,
        last=result.last_year,
        least_works=LEAST_WORKS,
    )
    size = phrases.PEOPLE_SIZE[language].format(**asdict(result))
    return (
        Section("introduction", "", (question, size)),
        rankings_section(result.rankings, language, RESAMPLES),
        meanings_section(language),
    )
