"""Builds: equal ones are not made again, and whatever happens the earlier one stays in use."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from built_lakes import LISTS, PAIR, WORKS, load, nearest_topic, rows
from tidy_tables import affiliation, work

from twinbay.errors import LakeError
from twinbay.lake.assemble.order import STEPS
from twinbay.lake.build import BuildSettings, build
from twinbay.lake.folders import UNFINISHED
from twinbay.lake.schema import TABLES
from twinbay.lake.store import Lake, current_build
from twinbay.regions import load_pair


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_without_imports_there_is_nothing_to_build(home: Path) -> None:
    with pytest.raises(LakeError, match="nothing was imported") as raised:
        build(home, PAIR)
    assert "twinbay lake import" in raised.value.remedy


def test_equal_imports_are_not_built_again(home: Path) -> None:
    load(home, WORKS, "works")
    first = build(home, PAIR)
    stamps = {p: p.stat().st_mtime_ns for p in (home / "lake" / "builds").rglob("*.parquet")}
    second = build(home, PAIR)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert (second.build_id, second.rows) == (first.build_id, first.rows)
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())


def test_another_pair_or_encoder_is_another_build_and_the_earlier_is_found_again(
    home: Path,
) -> None:
    load(home, WORKS, "works")
    first = build(home, PAIR)
    other = build(home, load_pair("bavaria--quebec"))
    assert other.build_id != first.build_id == build(home, PAIR).build_id
    assert current_build(home) == first.build_id
    encoded = build(home, PAIR, BuildSettings(encode=nearest_topic, encoder_name="letters"))
    assert encoded.build_id not in (first.build_id, other.build_id)


def test_builds_of_the_same_imports_are_equal(home: Path, tmp_path: Path) -> None:
    tables = []
    for folder in (home, tmp_path / "again" / "home"):
        folder.parent.mkdir(exist_ok=True)
        load(folder, LISTS, "lists")
        load(folder, WORKS, "works", build_now=True)
        lake = Lake.open(folder)
        tables.append({name: sorted(map(repr, rows(lake, name))) for name in TABLES})
    assert tables[0] == tables[1]


@pytest.mark.parametrize("step", range(len(STEPS) + 1))
def test_an_interrupt_at_any_step_leaves_the_earlier_build(home: Path, step: int) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")

    def interrupt(_text: str, done: int, _total: int) -> None:
        if done == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(home, PAIR, progress=interrupt)
    assert current_build(home) == before
    assert Lake.open(home).rows("organisations") == 2
    assert not list(home.rglob(f"{UNFINISHED}*"))
    build(home, PAIR)
    assert Lake.open(home).rows("works") == 3


def test_an_interrupted_query_counts_as_an_interrupt(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB answers Ctrl-C with an error of its own."""
    load(home, WORKS, "works")

    def interrupted(*_: Any, **__: Any) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("twinbay.lake.assemble.order.assemble_figures", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(home, PAIR)
    assert current_build(home) is None
    assert not list(home.rglob(f"{UNFINISHED}*"))


@pytest.mark.parametrize("place", ["write_table", "write_text"])
def test_a_full_disk_leaves_the_earlier_build(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    owner = pq.ParquetWriter if place == "write_table" else Path
    with monkeypatch.context() as patched:
        patched.setattr(owner, place, full)
        with pytest.raises(LakeError, match="the disk is full"):
            build(home, PAIR)
    assert current_build(home) == before
    assert Lake.open(home).rows("organisations") == 2
    assert not list(home.rglob(f"{UNFINISHED}*"))


def test_a_memory_limit_that_is_too_low_is_said(home: Path) -> None:
    many = {
        "works": [work(f"w{n}") for n in range(3_000)],
        "affiliations": [affiliation(f"w{n}", 0, f"Name {n}", f"Org {n}") for n in range(3_000)],
    }
    load(home, {"p": many}, "p")
    with pytest.raises(LakeError, match="memory limit is too low") as raised:
        build(home, PAIR, BuildSettings(memory="1MB"))
    assert "--memory" in raised.value.remedy
    assert current_build(home) is None


KILLED = """
import os, signal
from pathlib import Path
from twinbay.lake.build import build
from twinbay.regions import load_pair
def kill(text, done, total):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)
build(Path(HOME), load_pair("sf-bay--gba"), progress=kill)
"""


def test_a_killed_build_leaves_the_earlier_one_and_is_swept_up(home: Path) -> None:
    load(home, LISTS, "lists", build_now=True)
    before = current_build(home)
    load(home, WORKS, "works")
    code = textwrap.dedent(KILLED).replace("HOME", repr(str(home)))
    run = subprocess.run([sys.executable, "-c", code], check=False)
    assert run.returncode == -signal.SIGKILL
    assert list(home.rglob(f"{UNFINISHED}*"))
    assert current_build(home) == before
    build(home, PAIR)
    assert not list(home.rglob(f"{UNFINISHED}*"))
    assert Lake.open(home).rows("works") == 3


def test_a_damaged_build_is_said_and_made_again(home: Path) -> None:
    load(home, LISTS, "lists", build_now=True)
    (home / "lake" / "builds" / str(current_build(home)) / "manifest.json").write_text("{")
    with pytest.raises(LakeError, match="damaged"):
        Lake.open(home)
    build(home, PAIR)
    assert Lake.open(home).rows("organisations") == 2


def test_an_empty_or_missing_lake_is_said(home: Path) -> None:
    with pytest.raises(LakeError, match="the lake is empty"):
        Lake.open(home)
    load(home, LISTS, "lists", build_now=True)
    shutil.rmtree(home / "lake" / "builds")
    with pytest.raises(LakeError, match="the lake is empty"):
        Lake.open(home)


def test_old_builds_are_dropped_but_the_last_two(home: Path) -> None:
    for number in range(4):
        load(home, {"p": {"works": [work(f"w{number}")]}}, "p", build_now=True)
    assert len(list((home / "lake" / "builds").iterdir())) == 2
    assert Lake.open(home).rows("works") == 1
