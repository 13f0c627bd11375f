"""Imports: repeated, interrupted, changed, and on a disk that is full."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tidy_tables import RowsReader, work, write_tidy

from twinbay.errors import ConfigurationError, LakeError, NotFoundError, SourceError
from twinbay.lake import importing
from twinbay.lake.folders import UNFINISHED, writing
from twinbay.lake.importing import import_reports, import_source, imports_folder, remove_source
from twinbay.lake.sources.tidy import TidyReader

PARTS = {name: {"works": [work(name)]} for name in ("a", "b", "c")}


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "write.lock"
    }


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{UNFINISHED}*"))


def test_a_second_run_reads_nothing_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = import_source(home, RowsReader(tmp_path / "s", PARTS))
    before = files(home)
    again = RowsReader(tmp_path / "s", PARTS)
    second = import_source(home, again)
    assert (first.parts_read, first.unchanged) == (3, False)
    assert (second.parts_read, second.unchanged) == (0, True)
    assert again.read_parts == []
    assert files(home) == before
    assert second.rows == first.rows == {"works": 3}


def test_only_what_changed_is_read_again_and_what_went_is_dropped(tmp_path: Path) -> None:
    home = tmp_path / "home"
    import_source(home, RowsReader(tmp_path / "s", PARTS))
    changed = {**PARTS, "b": {"works": [work("b"), work("b2")]}}
    del changed["c"]
    reader = RowsReader(tmp_path / "s", changed)
    report = import_source(home, reader)
    assert reader.read_parts == ["b"]
    assert report.rows == {"works": 3}
    assert len(list((imports_folder(home) / "rows" / "parts").iterdir())) == 2


def test_an_interrupted_import_goes_on_where_it_stopped(tmp_path: Path) -> None:
    home = tmp_path / "home"

    def interrupt(_text: str, done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_source(home, RowsReader(tmp_path / "s", PARTS), interrupt)
    assert import_reports(home) == []
    reader = RowsReader(tmp_path / "s", PARTS)
    assert import_source(home, reader).rows == {"works": 3}
    assert reader.read_parts == ["c"]
    assert leftovers(home) == []


class BreaksInside(RowsReader):
    """Raises in the middle of a part, when a row was already given."""

    def __init__(self, folder: Path, error: BaseException) -> None:
        super().__init__(folder, PARTS)
        self._error = error

    def read(self, part: Any, staged: Any, quarantine: Any) -> None:
        super().read(part, staged, quarantine)
        if part.name == "b":
            raise self._error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SourceError("went away"), ValueError("x")])
def test_a_part_that_breaks_leaves_the_earlier_import_as_it_was(
    tmp_path: Path, error: BaseException
) -> None:
    home = tmp_path / "home"
    import_source(home, RowsReader(tmp_path / "s", {"a": {"works": [work("old")]}}))
    before = files(home)
    with pytest.raises(type(error)):
        import_source(home, BreaksInside(tmp_path / "s", error))
    kept = files(home)
    assert {name: kept[name] for name in before} == before
    assert [report.rows for report in import_reports(home)] == [{"works": 1}]
    assert leftovers(home) == []


@pytest.mark.parametrize("place", ["write_table", "close"])
def test_a_full_disk_is_said_and_leaves_the_earlier_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home = tmp_path / "home"
    folder = write_tidy(tmp_path / "t")
    import_source(home, TidyReader(folder))
    before = files(home)
    write_tidy(folder, [{"work_id": "w1", "title": "Another title", "year": "2021"}])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(pq.ParquetWriter, place, full)
        with pytest.raises(LakeError, match="the disk is full") as raised:
            import_source(home, TidyReader(folder))
    assert "earlier state" in raised.value.remedy
    assert files(home) == before
    assert import_source(home, TidyReader(folder)).parts_read == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; skipped where none can be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full(tmp_path: Path, small_disk: Path) -> None:
    rows = [
        {"work_id": f"w{n}", "title": f"{n * 7_919:x} {n * 104_729:x}" * 20} for n in range(20_000)
    ]
    folder = write_tidy(tmp_path / "t", rows)
    with pytest.raises(LakeError, match="the disk is full"):
        import_source(small_disk, TidyReader(folder))
    assert import_reports(small_disk) == []
    assert leftovers(small_disk) == []


KILLED = """
import os, signal
from pathlib import Path
from tidy_tables import RowsReader, work
from twinbay.lake.importing import import_source
PARTS = {name: {"works": [work(name)]} for name in ("a", "b", "c")}
class Killed(RowsReader):
    def read(self, part, staged, quarantine):
        super().read(part, staged, quarantine)
        if part.name == "b":
            os.kill(os.getpid(), signal.SIGKILL)
import_source(Path(HOME), Killed(Path(SOURCE), PARTS))
"""


def test_a_killed_import_leaves_no_lock_and_nothing_half_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = textwrap.dedent(KILLED).replace("HOME", repr(str(home)))
    code = code.replace("SOURCE", repr(str(tmp_path / "s")))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert run.returncode == -signal.SIGKILL
    assert leftovers(home) != []
    reader = RowsReader(tmp_path / "s", PARTS)
    assert import_source(home, reader).rows == {"works": 3}
    assert reader.read_parts == ["b", "c"]
    assert leftovers(home) == []


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    with (
        writing(tmp_path),
        pytest.raises(LakeError, match="another twinbay command is writing"),
    ):
        import_source(tmp_path, RowsReader(tmp_path / "s", PARTS))


@pytest.mark.parametrize("source", ["../outside", "", ".hidden", "a+b", "a b", "x" * 61])
def test_a_source_key_that_is_no_folder_name_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be the name of a source"):
        import_source(tmp_path / "home", RowsReader(tmp_path / "s", PARTS, source=source))
    assert not (tmp_path / "home").exists()


def test_a_source_can_be_removed(tmp_path: Path) -> None:
    for source in ("one", "two"):
        import_source(tmp_path, RowsReader(tmp_path / source, PARTS, source=source))
    remove_source(tmp_path, "one")
    assert [report.source for report in import_reports(tmp_path)] == ["two"]
    with pytest.raises(NotFoundError, match="no import 'one'"):
        remove_source(tmp_path, "one")


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(LakeError) as raised:
        import_source(home, RowsReader(tmp_path / "s", PARTS))
    assert str(home) in raised.value.where


def test_large_files_are_compared_by_size_and_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_HASHED_WHOLE", 3)
    reader = RowsReader(tmp_path / "s", PARTS)
    assert import_source(tmp_path, reader).parts_read == 3
    assert import_source(tmp_path, reader).parts_read == 0
    os.utime(tmp_path / "s" / "b.txt", ns=(1, 1))
    assert import_source(tmp_path, reader).parts_read == 1
