"""Folders of results that are written again: only what was written before, unchanged, goes.

Beside the files stands ``written.json`` with the SHA-256 of each. What others have put into the
folder is kept; a file of ours that somebody has edited since is never overwritten.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing, write_text_atomically

MANIFEST = "written.json"
MOST_NAMED = 5
"""Files that a message names."""
FORMAT = 1


@contextmanager
def replacing_own_files(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``target`` when the block ends without error.

    Files of others in ``target`` are carried over.

    Arguments:
        target: a new or empty folder, or one that was written in this way.

    Raises:
        ConfigurationError: the folder holds files but was not written by us, a file of ours was
            edited since, or a file of others has the name of a new one; all of it is unchanged.
    """
    target = target.absolute()
    foreign = _foreign(target)
    with replacing(target) as folder:
        yield folder
        record(folder)
        taken = [name for name in foreign if (folder / name).exists()]
        if taken:
            raise _refused("files that others put there have the names of new ones", target, taken)
        for name in foreign:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(target / name, folder / name, follow_symlinks=False)


def record(folder: Path, only: Sequence[str] | None = None) -> None:
    """Write down which files are ours.

    Arguments:
        folder: whose files.
        only: those that were written again; by default every file there.
    """
    known = _recorded(folder) or {} if only is not None else {}
    for name in _files(folder) if only is None else only:
        known[name] = _digest(folder / name)
    said = {"format": FORMAT, "files": dict(sorted(known.items()))}
    write_text_atomically(folder / MANIFEST, json.dumps(said, indent=1, ensure_ascii=False) + "\n")


def _foreign(target: Path) -> list[str]:
    """Return files of others in a folder; ConfigurationError when it cannot be replaced."""
    if target.is_file():
        raise ConfigurationError(
            "it is a file", where=str(target), remedy="Name a folder with --out."
        )
    there = _files(target) if target.is_dir() else []
    if not there:
        return []
    ours = _recorded(target)
    if ours is None:
        raise _refused("it holds something else", target, there)
    edited = [name for name in there if name in ours and _digest(target / name) != ours[name]]
    if edited:
        raise _refused("files were edited after they were written", target, edited)
    return [name for name in there if name not in ours]


def _refused(problem: str, target: Path, names: Sequence[str]) -> ConfigurationError:
    listed = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ConfigurationError(
        f"{problem}: {listed}{more}",
        where=str(target),
        remedy="Nothing was changed. Move these files elsewhere, or name another folder with "
        "--out where the command has it.",
    )


def _recorded(folder: Path) -> dict[str, str] | None:
    """Return name to digest of the files written before; None when nothing says so."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(said["files"]) if said["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path) -> list[str]:
    """Return the files of a folder, links as files, without the record of them."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir()) and path != folder / MANIFEST
    )


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
