"""The content of a file that may be compressed, truncated or hostile.

The first bytes decide what a file is (gzip, zip or plain), not its name. What can be read is given;
what stops the reading is raised as ``Damaged`` after the good pieces.
"""

import gzip
import zipfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from twinbay.errors import SourceError
from twinbay.tabular.grids import detect_encoding

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_CHUNK = 2**18
_SUFFIXES = (".csv", ".json", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold; the Consolidated Screening List has some tens of megabytes.

    Attributes:
        total: largest size, in bytes, unpacked.
        line: longest line, in bytes.
        record: longest record of several lines, in characters.
        ratio: largest expansion of a compressed file, once more than 16 MB came out.
    """

    total: int = 2**30
    line: int = 2**20
    record: int = 2**21
    ratio: int = 200


LIMITS = Limits()
_RATIO_FROM = 16 * 2**20


class Damaged(Exception):
    """A file cannot be read to its end; the text says why. Never leaves this package."""


def chunks(path: Path, limits: Limits = LIMITS) -> Iterator[bytes]:
    """Yield the content of a plain, gzip or zip file piece by piece.

    Raises:
        SourceError: the file cannot be opened, or a zip file holds no single table.
        Damaged: after the good pieces: truncated, corrupt, or more than the limits.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror or error}",
            where=str(path),
            remedy="Check that the file exists and may be read.",
        ) from error
    with raw:
        try:
            beginning = raw.read(4)
            raw.seek(0)
            if beginning.startswith(_GZIP):
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield from _bounded(unpacked.read1, raw.tell, limits)
            elif beginning.startswith(_ZIP):
                yield from _zipped(raw, path, limits)
            else:
                yield from _bounded(raw.read, None, limits)
        except EOFError:
            raise Damaged("the file is cut off") from None
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise Damaged(f"the compressed data are damaged ({error})") from None
        except OSError as error:
            raise SourceError(
                f"cannot be read: {error.strerror or error}", where=str(path)
            ) from error


def _zipped(raw: IO[bytes], path: Path, limits: Limits) -> Iterator[bytes]:
    with zipfile.ZipFile(raw) as archive:
        entries = [e for e in archive.infolist() if e.filename.lower().endswith(_SUFFIXES)]
        if len(entries) != 1:
            raise SourceError(
                f"holds {len(entries)} tables where one is expected",
                where=str(path),
                remedy="Unpack it and name the right file.",
            )
        packed = max(1, entries[0].compress_size)
        try:
            with archive.open(entries[0]) as unpacked:
                yield from _bounded(unpacked.read, lambda: packed, limits)
        except (RuntimeError, NotImplementedError) as error:
            raise Damaged(f"the archive cannot be unpacked ({error})") from None


def _bounded(
    read: Callable[[int], bytes], packed: Callable[[], int] | None, limits: Limits
) -> Iterator[bytes]:
    total = 0
    while piece := read(_CHUNK):
        total += len(piece)
        if total > limits.total:
            yield piece[: limits.total - total]
            raise Damaged(f"the file holds more than {limits.total:,} bytes")
        if packed and total > _RATIO_FROM and total > limits.ratio * max(1, packed()):
            raise Damaged(f"the file expands more than {limits.ratio} times")
        yield piece


def text_pieces(path: Path, limits: Limits = LIMITS) -> Iterator[str]:
    """Yield the text of a file; bytes that its encoding does not know become U+FFFD.

    The first piece decides the encoding, up to its last line end
    (``twinbay.tabular.grids.detect_encoding``).

    Raises:
        SourceError, Damaged: as ``chunks``.
    """
    decoder = None
    for chunk in chunks(path, limits):
        if decoder is None:
            whole = chunk[: chunk.rfind(b"\n") + 1] or chunk
            decoder = getincrementaldecoder(_encoding(whole))(errors="replace")
        yield decoder.decode(chunk).replace("\0", "")
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _encoding(data: bytes) -> str:
    """Return the encoding; UTF-8 when only few bytes are no UTF-8, as of a damaged file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    wrong = data.decode("utf-8", errors="replace").count("\ufffd")
    wide = sum(byte >= 0x80 for byte in data)
    return "utf-8-sig" if wrong <= wide / 10 else detect_encoding(data)


def lines(path: Path, limits: Limits = LIMITS) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers from 1, without the line ends.

    A line that is too long is given as its beginning, cut at the limit.

    Raises:
        SourceError, Damaged: as ``chunks``; an incomplete last line comes before ``Damaged``.
    """
    number, rest, cut = 1, "", False
    damage: Damaged | None = None
    pieces = text_pieces(path, limits)
    while True:
        try:
            piece = next(pieces)
        except StopIteration:
            break
        except Damaged as error:
            damage = error
            break
        parts = piece.replace("\r\n", "\n").split("\n")
        if not cut:
            parts[0] = rest + parts[0]
        elif len(parts) > 1:
            parts[0], cut = rest, False
        else:
            continue
        rest = parts.pop()
        for part in parts:
            yield number, part.rstrip("\r")
            number += 1
        if len(rest) > limits.line:
            rest, cut = rest[: limits.line], True
    if rest.strip() and damage is None:
        yield number, rest
    if damage is not None:
        raise damage
