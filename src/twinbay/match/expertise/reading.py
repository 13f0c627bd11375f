"""Profiles and texts from JSON lines, bad lines named and the good ones kept."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from twinbay.errors import ConfigurationError
from twinbay.match.expertise.records import Profile, Work

Read = TypeVar("Read")
EXAMPLES = {
    "profile": '{"id": "a1", "works": [{"title": "...", "abstract": "..."}]}',
    "text": '{"id": "t1", "title": "...", "abstract": "..."}',
}


@dataclass(frozen=True)
class BadLine:
    """A line that was left out; ``problem`` says why, in one sentence."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


@dataclass(frozen=True)
class Lines(Generic[Read]):
    """What was read of a file, in its order, and the lines that were left out."""

    records: tuple[Read, ...]
    bad: tuple[BadLine, ...]


def read_profiles(path: Path) -> Lines[Profile]:
    """Read profiles, one JSON object a line: ``id`` and ``works``, each ``title`` and ``abstract``.

    Raises:
        ConfigurationError: the file cannot be read, or has no good line.
    """
    return _read(path, "profile", profile_of, lambda profile: profile.profile_id)


def read_texts(path: Path) -> Lines[Work]:
    """Read texts, one JSON object a line: ``id``, ``title`` and ``abstract``.

    Raises:
        ConfigurationError: the file cannot be read, or has no good line.
    """
    return _read(path, "text", text_of, lambda work: work.work_id)


def profile_of(value: Any) -> Profile:
    """Return the profile of a JSON object; ValueError says what is wrong with it."""
    fields = _object(value, "the line")
    profile_id = _identifier(fields)
    works = fields.get("works")
    if not isinstance(works, list):
        raise ValueError("works is not a list")
    return Profile(
        profile_id,
        tuple(work_of(work, f"works[{place}]") for place, work in enumerate(works)),
    )


def text_of(value: Any) -> Work:
    """Return the text of a JSON object; ValueError says what is wrong with it."""
    work = work_of(value)
    return Work(work.title, work.abstract, _identifier(value))


def work_of(value: Any, where: str = "") -> Work:
    """Return the work of a JSON object; ValueError says what is wrong with it.

    Arguments:
        value: has a title, an abstract or both, and perhaps an id.
        where: the object's place in the line.
    """
    fields = _object(value, where or "the line")
    parts = []
    for name in ("title", "abstract"):
        part = fields.get(name)
        if part is not None and not isinstance(part, str):
            raise ValueError(f"{where}{'.' if where else ''}{name} is not a text")
        parts.append(part or "")
    return Work(parts[0], parts[1], _optional_identifier(fields))


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where} is not an object")
    return value


def _identifier(fields: Mapping[str, Any]) -> str:
    identifier = _optional_identifier(fields)
    if not identifier:
        raise ValueError("id is missing")
    return identifier


def _optional_identifier(fields: Mapping[str, Any]) -> str:
    identifier = fields.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        return ""
    return str(identifier)


def _read(
    path: Path, what: str, convert: Callable[[Any], Read], identify: Callable[[Read], str]
) -> Lines[Read]:
    records: list[Read] = []
    bad: list[BadLine] = []
    first: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            record = convert(_parsed(line))
            identifier = identify(record)
            if identifier in first:
                raise ValueError(f"id {identifier!r} is on line {first[identifier]} already")
        except ValueError as error:
            bad.append(BadLine(str(path), number, str(error)))
            continue
        first[identifier] = number
        records.append(record)
    if not records:
        found = f"; first: {bad[0]}" if bad else ""
        raise ConfigurationError(
            f"the file has no {what}{found}",
            where=str(path),
            remedy=f"Write one {what} a line: {EXAMPLES[what]}",
        )
    return Lines(tuple(records), tuple(bad))


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("the line is nested too deeply") from None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield number, line
    except OSError as error:
        raise ConfigurationError(
            f"the file cannot be read: {error.strerror or error}",
            where=str(path),
            remedy="Give the path of a file of JSON lines.",
        ) from error
