"""What changed between two contents, word by word."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_PIECES = re.compile(r"\s+|[A-Za-z0-9_]+|[^\sA-Za-z0-9_]")
MOST_PIECES = 6_000  # of one text; longer ones are compared line by line


@dataclass(frozen=True)
class Piece:
    """A part of a text: ``same``, ``added`` or ``removed``."""

    status: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return a text as it was and as it is, in pieces; a Chinese character is a word."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return _compared(old, new)


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("added", "".join(new[new_from:new_to])))
    return found
