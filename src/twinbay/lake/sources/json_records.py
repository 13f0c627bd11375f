"""JSON records one by one: JSON lines, and arrays too large to hold.

A record that is not well formed is reported with its place, and reading goes on after it.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from twinbay.lake.sources.compressed import (
    INCOMPLETE,
    LIMITS,
    Damaged,
    Limits,
    read_chunks,
    read_lines,
)
from twinbay.lake.sources.json_values import excerpt

Report = Callable[[int, str, str], None]
"""Told the line or record number, the reason and the beginning of what was wrong."""
Record = dict[str, Any]

_BETWEEN = re.compile(r"[\s,]*")
_TAIL = 16  # characters at the end of a piece where an error may only mean "not all here yet"
# NaN and Infinity are no JSON: such a value counts as absent.
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def json_lines(path: Path, report: Report, limits: Limits = LIMITS) -> Iterator[tuple[int, Record]]:
    """Yield the line number and the object of each line of a JSON lines file.

    Arguments:
        path: plain or gzip, UTF-8.
        report: told about each line that is no JSON object, and about damage to the file.
        limits: what the file may hold.
    """
    lines = read_lines(path, limits, lambda line, reason: report(line, reason, ""))
    for number, line in lines:
        text = line.strip(b" \t\r\xef\xbb\xbf" if number == 1 else b" \t\r")
        if not text:
            continue
        try:
            record = _DECODER.decode(text.decode("utf-8"))
        except UnicodeDecodeError:
            report(number, "not UTF-8", text[:200].decode("latin-1"))
        except (ValueError, RecursionError) as error:
            report(number, _reason(error), text[:200].decode("utf-8", "replace"))
        else:
            if isinstance(record, dict):
                yield number, record
            else:
                report(number, "not a JSON object", excerpt(record))


def json_array(
    path: Path,
    start: re.Pattern[str],
    whole: Callable[[Record], bool],
    report: Report,
    limits: Limits = LIMITS,
    member: Callable[[list[str]], str | None] | None = None,
) -> Iterator[tuple[int, Record]]:
    """Yield the number from 1 and the object of each element of one array of a JSON file.

    Arguments:
        path: plain, gzip or zip, UTF-8.
        start: matches up to and with the array's opening bracket.
        whole: tells a complete record from an object inside one; used to find the next record
            after one that is not well formed.
        report: told about each element that is no JSON object, and about damage to the file.
        limits: what the file may hold.
        member: chooses the file in a zip file.
    """
    return _ArrayReader(_text(path, limits, member), whole, report, limits).records(start)


def _text(
    path: Path, limits: Limits, member: Callable[[list[str]], str | None] | None
) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8-sig")()
    try:
        for chunk in read_chunks(path, limits, member):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Damaged(f"not UTF-8 from here on ({error.reason})") from None


class _ArrayReader:
    """Holds the piece of text being decoded: never more than one record and one chunk."""

    def __init__(
        self,
        pieces: Iterator[str],
        whole: Callable[[Record], bool],
        report: Report,
        limits: Limits,
    ) -> None:
        self._pieces = pieces
        self._whole = whole
        self._report = report
        self._limits = limits
        self._text, self._at, self._number = "", 0, 1
        self._damage = ""
        self._ended = False  # the file gives no more
        self._stopped = False  # what follows a bad record was searched in vain

    def records(self, start: re.Pattern[str]) -> Iterator[tuple[int, Record]]:
        while not (found := start.search(self._text)):
            if len(self._text) > self._limits.record or not self._more():
                self._report(0, self._damage or "holds no list of records", self._text[:200])
                return
        self._at = found.end()
        while not self._stopped and self._at_record():
            record = self._next()
            if record is not None:
                yield self._number, record
            self._number += 1

    def _at_record(self) -> bool:
        """Go to the next record; False at the array's end or when the file gives no more."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._text):
                return self._text[self._at] != "]"
            if not self._more():
                self._report(self._number, self._damage or INCOMPLETE, "")
                return False

    def _next(self) -> Record | None:
        """Decode the record here and go behind it; None when it was reported instead."""
        while True:
            try:
                record, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not (self._may_go_on(error) and self._more()):
                    self._recover(error, max(error.pos, self._at))
                    return None
            except (ValueError, RecursionError) as error:
                self._recover(error, self._at)
                return None
            else:
                self._at = end
                if isinstance(record, dict):
                    return record
                self._report(self._number, "not a JSON object", excerpt(record))
                return None

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        open_end = error.pos >= len(self._text) - _TAIL or error.msg.startswith("Unterminated")
        return open_end and len(self._text) - self._at <= self._limits.record

    def _recover(self, error: Exception, position: int) -> None:
        """Report the record here and go to the next one that decodes as a whole record."""
        cut = self._ended and isinstance(error, json.JSONDecodeError) and self._may_go_on(error)
        reason = (self._damage or INCOMPLETE) if cut else _reason(error)
        self._report(self._number, reason, self._text[self._at : self._at + 200])
        self._at = position
        while True:
            found = self._text.find("{", self._at)
            self._at = len(self._text) if found < 0 else found
            if found >= 0:
                if self._at_whole_record():
                    return
                self._at += 1
            elif not self._more():
                self._stopped = True
                if not cut and self._damage:
                    self._report(self._number, self._damage, "")
                return

    def _at_whole_record(self) -> bool:
        while True:
            try:
                record, _ = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not (self._may_go_on(error) and self._more()):
                    return False
            except (ValueError, RecursionError):
                return False
            else:
                return isinstance(record, dict) and self._whole(record)

    def _more(self) -> bool:
        """Add the next piece of the file, dropping what was read; False at end or damage."""
        if self._ended:
            return False
        try:
            piece = next(self._pieces)
        except StopIteration:
            self._ended = True
            return False
        except Damaged as damage:
            self._damage, self._ended = str(damage), True
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        return True


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"malformed JSON: {error.msg}"
    return "malformed JSON: a number has too many digits"
