"""Where the lake keeps its files, and how a folder is replaced in one step.

Everything is written to a temporary folder beside its place and renamed when complete, so that a
crash, a full disk or Ctrl-C leaves the earlier state in use.
"""

import errno
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twinbay.errors import LakeError

UNFINISHED = ".unfinished-"


def home_folder() -> Path:
    """Return the folder for everything twinbay writes: ``$TWINBAY_HOME``, else ``.twinbay``."""
    return Path(os.environ.get("TWINBAY_HOME") or ".twinbay").absolute()


def lake_folder(home: Path) -> Path:
    """Return the lake's folder within a home folder."""
    return home / "lake"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``target`` when the block ends without error.

    Arguments:
        target: the folder to create or replace.

    Raises:
        LakeError: the disk is full or the folder may not be written; ``target`` is unchanged.
    """
    folder = target.with_name(f"{UNFINISHED}{target.name}-{uuid.uuid4().hex[:8]}")
    try:
        folder.mkdir(parents=True)
        yield folder
        retired = target.with_name(f"{UNFINISHED}retired-{uuid.uuid4().hex[:8]}")
        if target.exists():
            target.rename(retired)
        folder.rename(target)
        shutil.rmtree(retired, ignore_errors=True)
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_text_atomically(target: Path, text: str) -> None:
    """Write a small text file in one step; LakeError when the disk is full or read-only."""
    beside = target.with_name(f"{UNFINISHED}{target.name}-{uuid.uuid4().hex[:8]}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the lake's write lock; LakeError when another process holds it.

    The lock is the operating system's (flock), so a killed process leaves none behind.
    """
    folder = lake_folder(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "write.lock").open("w")
    except OSError as error:
        raise disk_error(error, folder) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LakeError(
                "another twinbay command is writing to the lake",
                where=str(folder),
                remedy="Wait until it has finished, then run the command again.",
            ) from None
        yield


def sweep(folder: Path) -> None:
    """Remove what interrupted commands left in a folder; call it under the write lock."""
    for entry in folder.glob(f"{UNFINISHED}*"):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def disk_error(error: OSError, where: Path) -> LakeError:
    """Turn an operating system error into one that says what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LakeError(
            "the disk is full",
            where=str(where),
            remedy="Free some space and run the command again; the earlier state is still in use.",
        )
    return LakeError(
        f"cannot write: {error.strerror or error}",
        where=str(where),
        remedy="Check the folder's permissions, or choose another with TWINBAY_HOME.",
    )
