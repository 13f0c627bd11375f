"""Errors of the database that a user can do something about."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from twinbay.errors import LakeError
from twinbay.lake.folders import disk_error

_INTERRUPTED = "Query interrupted"  # what DuckDB's RuntimeError says after Ctrl-C


@contextmanager
def database_errors(where: Path) -> Iterator[None]:
    """Turn database errors about disk and memory into a LakeError, and Ctrl-C into itself.

    Arguments:
        where: the folder that is being written.

    Raises:
        LakeError: the disk is full or the memory limit too low.
        KeyboardInterrupt: the user interrupted a query.
    """
    try:
        yield
    except duckdb.Error as error:
        known = _known(error, where)
        if known is None:
            raise
        raise known from error
    except RuntimeError as error:
        if _INTERRUPTED in str(error):
            raise KeyboardInterrupt from None
        raise


def _known(error: duckdb.Error, where: Path) -> LakeError | None:
    text = str(error)
    if os.strerror(errno.ENOSPC) in text or "max_temp_directory_size" in text:
        return disk_error(OSError(errno.ENOSPC, text), where)
    if isinstance(error, duckdb.OutOfMemoryException):
        return LakeError(
            "the memory limit is too low for this step",
            where=str(where),
            remedy="Allow more: twinbay lake build --memory 4GB.",
        )
    return None
