"""Loading lists of restricted parties from files, and reading those in use."""

import shutil
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from twinbay.errors import SourceError
from twinbay.screen import ListIndex, ListReading, ScreeningList, read_list
from twinbay.screen.reading.columns import SIDECAR
from twinbay.web.screening.models import LoadedList


def kept_folder() -> Path:
    """Return the folder of the files of loaded lists."""
    return Path(settings.TWINBAY_HOME) / "screening"


def load_list(
    path: Path, *, name: str = "", published: date | None = None, by: str = ""
) -> tuple[LoadedList, ListReading]:
    """Put a list from a file in use; its file is kept, so that the list can be read again.

    Loading what is in use already changes nothing.

    Arguments:
        name: of the list; by default the file's.
        by: who loads it.

    Raises:
        SourceError: the file cannot be read, or it ends before its time: such a list must not
            replace a complete one.
    """
    reading = read_list(path, name=name, published=published)
    if not reading.quarantine.complete:
        raise SourceError(
            "the list ends before its time",
            where=str(path),
            remedy="The one in use stays. Fetch the file again.",
        )
    current = in_use().get(reading.list.name)
    if current is not None and current.version == reading.list.version:
        return current, reading
    loaded = LoadedList.objects.create(
        name=reading.list.name,
        version=reading.list.version,
        file=_keep(path, reading.list).relative_to(kept_folder()).as_posix(),
        entries=len(reading.list.entries),
        left_out=reading.quarantine.left_out,
        published=published or reading.list.published,
        loaded_by=by,
    )
    return loaded, reading


def _keep(path: Path, whole: ScreeningList) -> Path:
    """Copy a list's file, and the map of its columns beside it, under its version."""
    folder = kept_folder() / whole.version
    if not folder.exists():
        kept_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept_folder(), prefix=".loading-") as part:
            inner = Path(part) / "list"
            inner.mkdir()
            shutil.copyfile(path, inner / path.name)
            sidecar = path.with_name(path.stem + SIDECAR)
            if sidecar.exists():
                shutil.copyfile(sidecar, inner / sidecar.name)
            inner.rename(folder)
    return folder / path.name


def in_use() -> dict[str, LoadedList]:
    """Return the newest version of each list by its name."""
    newest: dict[str, LoadedList] = {}
    for one in LoadedList.objects.all():
        newest.setdefault(one.name, one)
    return newest


def indexes() -> list[ListIndex]:
    """Return the lists in use, ready to be searched; kept from one call to the next.

    Raises:
        SourceError: the file of a list is gone.
    """
    return [
        _index(str(kept_folder() / one.file), one.name, one.version) for one in in_use().values()
    ]


@lru_cache(maxsize=16)
def _index(path: str, name: str, version: str) -> ListIndex:
    reading = read_list(Path(path), name=name)
    if reading.list.version != version:
        raise SourceError(
            "the kept file of a list has changed",
            where=path,
            remedy="Load the list again: twinbay lists load.",
        )
    return ListIndex(reading.list)
