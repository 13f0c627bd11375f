"""``twinbay plan new``, ``check`` and ``demo``: folders, and the worked programme."""

import argparse
import shutil
from importlib import resources
from pathlib import Path

from twinbay.cli.plan_folders import (
    REPORT,
    Opened,
    note_lines,
    opened,
    problem_json,
    reporting,
    solved,
    summary,
)
from twinbay.cli.plan_reporting import document_folder, subject_of
from twinbay.cli.plan_solving import keep, print_pathway
from twinbay.cli.terminal import print_json
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.plan.folder import REFERENCE, read_folder
from twinbay.plan.folder.settings import NAME
from twinbay.plan.folder.template import write_template
from twinbay.plan.pathway import check
from twinbay.plan.problems import ProgrammeError

DEMO = "demo"
MADE = frozenset({"results", "results-compared", "report", "extras", "versions"})
"""Folders that are made from a programme folder; a copy begins without them."""


def run_new(options: argparse.Namespace) -> int:
    """Write a programme folder to fill in, or a copy of another."""
    target: Path = options.folder.absolute()
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise ConfigurationError(
            "it exists already", where=str(options.folder), remedy="Name a new folder."
        )
    with replacing(target) as folder:
        if options.source:
            copy_programme(options.source, folder)
        else:
            write_template(folder)
    print(f"written    {options.folder}")
    print(f"next       edit its tables, then: twinbay plan check {options.folder}")
    return 0


def copy_programme(source: str, folder: Path) -> None:
    """Copy the tables of the worked programme, or of a folder, into an empty folder.

    Raises:
        SourceError: the source is no programme folder.
    """
    if source == DEMO:
        shipped = resources.files("twinbay.plan.data") / "demo"
        with resources.as_file(shipped) as path:
            _copy(path, folder, frozenset())
        return
    origin = Path(source)
    read_folder(origin)
    _copy(origin, folder, MADE)


def _copy(source: Path, folder: Path, without: frozenset[str]) -> None:
    def left_out(directory: str, names: list[str]) -> set[str]:
        top = Path(directory) == source
        return {name for name in names if name == "__pycache__" or (top and name in without)}

    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=left_out)


def run_check(options: argparse.Namespace) -> int:
    """Say everything that is wrong with a folder."""
    with reporting(options):
        found = opened(options.folder)
        problems = found.plan.placed(check(found.plan.programme))
        if problems:
            raise ProgrammeError(problems)
    if options.json:
        notes = [problem_json(note) for note in found.plan.notes]
        print_json({"problems": [], "notes": notes, "content": found.content})
        return 0
    _print_counts(found)
    for line in note_lines(found.plan.notes):
        print(line)
    return 0


def _print_counts(found: Opened) -> None:
    programme = found.plan.programme
    counts = {
        "regions": len(programme.regions),
        "milestones": len(programme.milestones),
        "end uses": len(programme.end_uses),
        "technologies": len(programme.technologies),
        "measures": len(programme.measures),
        "targets": len(programme.targets),
        "scenarios": len(found.plan.scenarios),
    }
    print(f"{programme.names.en} {programme.names.zh}")
    for what, count in counts.items():
        print(f"{what:<12} {count:>6,}")
    print(f"content    {found.content[:12]}")
    print("no problems found")


def run_demo(options: argparse.Namespace) -> int:
    """Copy the worked programme, solve it, write its tables, charts and document."""
    target: Path = options.out.absolute()
    fresh = not target.exists() or not any(target.iterdir())
    if not fresh and not (target / NAME).is_file():
        raise ConfigurationError(
            "it holds something else", where=str(options.out), remedy="Name a new folder: --out."
        )
    if fresh:
        with replacing(target) as folder:
            copy_programme(DEMO, folder)
    with reporting(options) as show:
        show("reading the worked programme", 0, 1)
        found = opened(options.out)
        results = solved(found, REFERENCE, show)
        keep(found, REFERENCE, results, (), show)
        subject = subject_of(found, results, show)
        document_folder(options.out / REPORT, subject, options, show)
    if options.json:
        print_json({**summary(results), "report": str(options.out / REPORT)})
        return 0
    print_pathway(found, results)
    print(f"document   {options.out / REPORT}")
    return 0
