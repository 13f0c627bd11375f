"""Errors of the database that a user can do something about."""

import errno
import os
from pathlib import Path

import duckdb

from twinbay.errors import LakeError
from twinbay.lake.folders import disk_error


def lake_error(error: duckdb.Error, where: Path) -> LakeError | None:
    """Turn a database error about the disk into one that says what to do; None for others."""
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
