"""The records of a JSON file, one by one; one malformed record costs no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twinbay.errors import SourceError
from twinbay.screen.quarantine import Quarantine
from twinbay.screen.reading.files import LIMITS, Damaged, Limits, text_pieces

_START = re.compile(r'^[\s\ufeff]*\[|"results"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_DECODER = json.JSONDecoder()
_OVERLAP = 64  # characters in which the end of a record may lie
_LARGEST_NEXT = 2**16  # characters in which the record after a malformed one is looked for
_PIECE = 2**16  # a record is decoded anew with each piece, so pieces are not too small

Record = dict[str, Any]


def json_records(
    path: Path, quarantine: Quarantine, limits: Limits = LIMITS
) -> Iterator[tuple[int, Record]]:
    """Yield number from 1 and object of each element of ``results``, or of a top-level array.

    Raises:
        SourceError: the file cannot be opened or has no such array.
    """
    text = _Text(path, quarantine, limits)
    text.go_to_array(path)
    number = 1
    while text.at_record():
        record = text.decode(number)
        if isinstance(record, dict):
            yield number, record
        elif record is not None:
            quarantine.add(number, "", "not a JSON object; left out", record)
        number += 1
    if not text.closed:
        quarantine.incomplete(number, text.damage or "the file is cut off")


class _Text:
    """Holds the piece of text being decoded: never much more than one record."""

    def __init__(self, path: Path, quarantine: Quarantine, limits: Limits) -> None:
        self._pieces = text_pieces(path, limits)
        self._quarantine = quarantine
        self._limits = limits
        self._text, self._at = "", 0
        self._ended = False
        self.damage = ""
        self.closed = False

    def go_to_array(self, path: Path) -> None:
        while not (found := _START.search(self._text)):
            if not self._more() or len(self._text) > self._limits.record:
                raise SourceError(
                    "holds no list of records",
                    where=str(path),
                    remedy="A JSON list is an array of objects, or has one under “results”.",
                )
        self._at = found.end()

    def at_record(self) -> bool:
        """Go to the next record; False at the array's end or when the file gives no more."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._text):
                self.closed = self._text[self._at] == "]"
                return not self.closed
            if not self._more():
                return False

    def decode(self, number: int) -> Any:
        """Return the record here and go behind it; None when it was reported instead."""
        while True:
            try:
                record, self._at = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                room = len(self._text) - self._at <= self._limits.record
                # Malformed JSON well before the end of the text stays malformed with more text.
                early = error.pos < len(self._text) - _OVERLAP and "Unterminated" not in error.msg
                if not early and room and self._more():
                    continue
                reason = f"malformed JSON ({error.msg})" if room else "the record is too long"
                self._skip(number, reason)
                return None
            except (RecursionError, ValueError):
                self._skip(number, "nested too deeply, or a number of too many digits")
                return None
            else:
                return record

    def _skip(self, number: int, reason: str) -> None:
        """Report the record here and go to the next whole one, not to an object within it."""
        self._quarantine.add(number, "", f"{reason}; left out", self._text[self._at :][:200])
        while True:
            found = _NEXT.search(self._text, self._at)
            if found:
                self._at = found.end()
                if self._whole_here():
                    return
            else:
                self._at = max(self._at, len(self._text) - _OVERLAP)
                if not self._more():
                    self._at = len(self._text)
                    return

    def _whole_here(self) -> bool:
        """Say whether a record with a name begins here."""
        while True:
            try:
                record, _ = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                room = len(self._text) - self._at <= _LARGEST_NEXT
                if not (room and self._more()):
                    return False
            except (RecursionError, ValueError):
                return False
            else:
                return isinstance(record, dict) and "name" in record

    def _more(self) -> bool:
        """Add text, dropping what was read; False at the end or damage."""
        grown = [self._text[self._at :]]
        added = 0
        while not self._ended and added < max(_PIECE, len(grown[0])):
            try:
                piece = next(self._pieces)
            except StopIteration:
                self._ended = True
            except Damaged as damage:
                self.damage, self._ended = str(damage), True
            else:
                grown.append(piece)
                added += len(piece)
        self._text, self._at = "".join(grown), 0
        return added > 0
