"""Reading files that may be compressed, truncated or hostile, in bounded memory.

The first bytes decide what a file is (gzip, zip or plain), not its name. Whatever can be read is
given; what stops the reading is raised as ``Damaged`` after the good bytes were given.
"""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from twinbay.errors import SourceError

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_CHUNK = 2**20
_ZIP_CHUNK = 2**16  # zipfile gives nothing of a piece in which a fault is
INCOMPLETE = "the file is incomplete; the rows before this place were loaded"


@dataclass(frozen=True)
class Limits:
    """How much a compressed file may hold.

    OpenAlex's snapshot expands about five times (330 GB to 1.6 TB, by its documentation); deflate
    can reach 1,032 times.

    Attributes:
        ratio: largest expansion, once more than ``ratio_from`` bytes came out.
        ratio_from: bytes that any file may hold.
        total: largest size, in bytes.
        record: largest line or record, in bytes.
    """

    ratio: int = 200
    ratio_from: int = 64 * 2**20
    total: int = 64 * 2**30
    record: int = 32 * 2**20


LIMITS = Limits()


class Damaged(Exception):
    """A file cannot be read to its end; the text says why. Never leaves this package."""


def read_chunks(
    path: Path, limits: Limits = LIMITS, member: Callable[[list[str]], str | None] | None = None
) -> Iterator[bytes]:
    """Yield the content of a plain, gzip or zip file piece by piece.

    Arguments:
        path: the file.
        limits: what it may hold.
        member: chooses among the names in a zip file; default the only one.

    Raises:
        SourceError: the file cannot be opened, or a zip file holds nothing suitable.
        Damaged: after the good pieces: truncated, corrupt, or more than the limits.
    """
    with _opened(path) as raw:
        beginning = raw.read(4)
        raw.seek(0)
        try:
            if beginning.startswith(_GZIP):
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield from _bounded(unpacked.read1, raw.tell, limits)
            elif beginning.startswith(_ZIP):
                yield from _zip_chunks(raw, path, limits, member)
            else:
                yield from iter(lambda: raw.read(_CHUNK), b"")
        except EOFError:
            raise Damaged(INCOMPLETE) from None
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            reason = f"the compressed data are damaged from here on ({error})"
            raise Damaged(reason) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror or error}",
            where=str(path),
            remedy="Check that the file exists and may be read.",
        ) from error
    with file:
        yield file


def _zip_chunks(
    raw: IO[bytes],
    path: Path,
    limits: Limits,
    choose: Callable[[list[str]], str | None] | None,
) -> Iterator[bytes]:
    with zipfile.ZipFile(raw) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        name = choose(names) if choose else (names[0] if len(names) == 1 else None)
        if name is None:
            raise SourceError(
                "holds no file that can be read here",
                where=str(path),
                remedy=f"It holds {', '.join(names[:10]) or 'nothing'}. Unpack it and name the "
                "right file.",
            )
        packed = max(1, archive.getinfo(name).compress_size)
        try:
            with cast(zipfile.ZipExtFile, archive.open(name)) as unpacked:
                yield from _bounded(unpacked.read1, lambda: packed, limits, _ZIP_CHUNK)
        except (RuntimeError, NotImplementedError) as error:
            raise Damaged(f"the archive cannot be unpacked ({error})") from None


def _bounded(
    read: Callable[[int], bytes], packed: Callable[[], int], limits: Limits, size: int = _CHUNK
) -> Iterator[bytes]:
    """Yield pieces until the end or a limit; ``read`` gives what comes before a fault."""
    total = 0
    while piece := read(size):
        total += len(piece)
        if total > limits.total:
            raise Damaged(f"expands to more than {limits.total:,} bytes; the rest was not read")
        if total > limits.ratio_from and total > limits.ratio * packed():
            raise Damaged(f"expands more than {limits.ratio} times; the rest was not read")
        yield piece


def read_lines(
    path: Path, limits: Limits = LIMITS, report: Callable[[int, str], None] = lambda *_: None
) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file with their numbers from 1, without the line ends.

    Arguments:
        path: a plain, gzip or zip file.
        limits: what it may hold.
        report: told the line and the reason when a line is too long (it is left out) or the file
            cannot be read on. An incomplete last line of such a file is left out.
    """
    number, rest, skipping = 1, b"", False
    try:
        for chunk in read_chunks(path, limits):
            pieces = chunk.split(b"\n")
            pieces[0] = rest + pieces[0]
            rest = pieces.pop()
            for line in pieces:
                if not skipping:
                    yield number, line
                skipping = False
                number += 1
            if len(rest) > limits.record:
                if not skipping:
                    report(number, f"longer than {limits.record:,} bytes; left out")
                rest, skipping = b"", True
        if rest and not skipping:
            yield number, rest
    except Damaged as damage:
        report(number, str(damage))
