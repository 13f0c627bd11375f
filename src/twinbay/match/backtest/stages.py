"""Stages of a long computation, kept by the hash of what went into them.

A stage that was interrupted is computed again; one that is complete is read. Files are plain NumPy
archives without pickled objects, written in one step.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.lake.folders import UNFINISHED, disk_error

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Stages:
    """Where stages are kept; without a folder every stage is computed.

    Attributes:
        folder: where the files are.
        version: changes whenever the code that computes stages does.
    """

    folder: Path | None
    version: str = "1"

    def get(self, name: str, key: object, compute: Callable[[], Arrays]) -> Arrays:
        """Return a stage's arrays, computing them if they are not kept yet.

        Arguments:
            name: the stage's name.
            key: everything that the result depends on; JSON values.
            compute: makes the arrays.
        """
        if self.folder is None:
            return compute()
        text = json.dumps([self.version, name, key], sort_keys=True, default=str)
        path = self.folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.npz"
        kept = _read(path)
        if kept is None:
            kept = compute()
            _write(path, kept)
        return kept


def _read(path: Path) -> Arrays | None:
    """Return a stage's arrays; None where there are none, or they are damaged."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            return {each: kept[each] for each in kept.files}
    except (OSError, ValueError, zipfile.BadZipFile, KeyError, EOFError):
        return None


def _write(path: Path, arrays: Arrays) -> None:
    beside = path.with_name(f"{UNFINISHED}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        beside.replace(path)
    except OSError as error:
        raise disk_error(error, path) from error
    finally:
        beside.unlink(missing_ok=True)
