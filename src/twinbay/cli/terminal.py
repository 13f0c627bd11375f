"""What every subcommand shares with the terminal: progress, tables and JSON."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

ProgressCall = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output, Chinese as it is."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress_display(*, quiet: bool = False) -> Iterator[ProgressCall]:
    """Give a function that shows progress on standard error.

    On a terminal it is a moving bar; elsewhere one line for each new step.

    Arguments:
        quiet: show nothing, for ``--json``.
    """
    console = Console(stderr=True)
    if quiet:
        yield lambda _text, _done, _total: None
    elif not console.is_terminal:
        yield _line_by_line()
    else:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as display:
            task = display.add_task("", total=None)
            yield lambda text, done, total: display.update(
                task, description=text, completed=done, total=total or None
            )


def _line_by_line() -> ProgressCall:
    shown: set[str] = set()

    def show(text: str, done: int, total: int) -> None:
        if text not in shown and done < total:
            shown.add(text)
            print(f"  {text}", file=sys.stderr, flush=True)

    return show


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()
) -> None:
    """Print a table on standard output.

    Arguments:
        headings: one per column.
        rows: cells; None is shown as a dash.
        numbers: positions of the columns that are aligned right.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="right" if position in numbers else "left")
    for row in rows:
        table.add_row(*("–" if cell is None else str(cell) for cell in row))
    console = Console()
    console.print(table, highlight=False)
