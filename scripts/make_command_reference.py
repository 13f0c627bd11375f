"""Write docs/reference/commands.md from the parser, so that the two cannot disagree.

Run ``python scripts/make_command_reference.py`` after changing a command; a test fails when the
page is out of step.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from twinbay.cli.main import COMMANDS, build_parser
from twinbay.cli.main import __doc__ as exit_codes

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/commands.md"


def subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every subcommand's name and parser, also those of subcommands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def flags(action: argparse.Action) -> str:
    """Return an argument as it is typed."""
    value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"`{value}`" if action.nargs != "?" else f"`[{value}]`"
    shown = ", ".join(action.option_strings)
    return f"`{shown}`" if action.nargs == 0 else f"`{shown} {value}`"


def meaning(action: argparse.Action) -> str:
    """Return an argument's help with its default and choices."""
    text = (action.help or "") % {"default": action.default, "prog": "twinbay"}
    if action.choices and not isinstance(action, argparse._SubParsersAction):
        text += f" ({', '.join(str(choice) for choice in action.choices)})"
    return text.replace("|", "\\|")


def section(name: str, parser: argparse.ArgumentParser, level: int) -> list[str]:
    """Return the lines on one command and those below it."""
    lines = [f"{'#' * level} `twinbay {name}`", "", (parser.description or "").strip(), ""]
    arguments = [
        action
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    ]
    if arguments:
        lines += ["| argument | meaning |", "|---|---|"]
        lines += [f"| {flags(action)} | {meaning(action)} |" for action in arguments]
        lines.append("")
    if parser.epilog:
        lines += ["```", parser.epilog.strip(), "```", ""]
    for child_name, child in subcommands(parser):
        lines += section(f"{name} {child_name}", child, level + 1)
    return lines


def reference() -> str:
    """Return the page."""
    lines = ["# Commands", "", "Written by `scripts/make_command_reference.py`.", ""]
    table = (exit_codes or "").split("\n\n", 1)[1].strip().splitlines()
    rows = [line.split(None, 1) for line in table if not line.startswith("=")]
    lines += ["| exit code | meaning |", "|---|---|"]
    lines += [f"| {code} | {text} |" for code, text in rows[1:]]
    lines.append("")
    for name, parser in subcommands(build_parser(COMMANDS)):
        lines += section(name, parser, 2)
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
