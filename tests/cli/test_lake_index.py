"""The search index that an import leaves ready."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from twinbay.cli.main import main
from twinbay.lake.store import Lake, current_build
from twinbay.match import index_files
from twinbay.match.encoders import default_encoder
from twinbay.match.search import SearchIndex


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder of tidy tables with one work."""
    folder = tmp_path / "mine"
    folder.mkdir()
    work = {"work_id": "w1", "title": "Stable perovskite absorbers", "year": "2020"}
    author = {"work_id": "w1", "position": "0", "author_name": "Mei Lin", "country": "Canada"}
    author["org_name"] = "Stanford University"
    pq.write_table(pa.Table.from_pylist([work]), folder / "works.parquet")
    pq.write_table(pa.Table.from_pylist([author]), folder / "authorships.parquet")
    return folder


def indexes(home: Path) -> list[Path]:
    return sorted((home / "index").glob("*/manifest.json"))


def lake(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = main(["lake", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out or "null")


def test_an_import_leaves_the_index_ready(
    empty_home: Path, tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = lake(capsys, "import", tables)
    assert code == 0
    assert told["index"]["unchanged"] is False
    (manifest,) = indexes(empty_home)
    index = SearchIndex.open(manifest.parent, default_encoder())
    assert told["index"]["records"] == len(index)
    assert "Stable perovskite absorbers" in {h.title for h in index.search("perovskite").hits}
    written = manifest.stat().st_mtime_ns
    _, told = lake(capsys, "import", tables)
    assert told["index"]["unchanged"] is True
    assert indexes(empty_home)[0].stat().st_mtime_ns == written
    assert main(["lake", "build"]) == 0
    assert "search index of" in capsys.readouterr().out


@pytest.mark.parametrize("left_out", [("--no-index",), ("--encoder", "none"), ("--no-build",)])
def test_the_index_can_be_left_out(
    empty_home: Path, tables: Path, capsys: pytest.CaptureFixture[str], left_out: tuple[str, ...]
) -> None:
    code, told = lake(capsys, "import", tables, *left_out)
    assert (code, told["index"], indexes(empty_home)) == (0, None, [])
    code, told = lake(capsys, "build")
    assert (code, len(indexes(empty_home))) == (0, 1)
    assert told["index"]["unchanged"] is False


def test_an_interrupted_index_leaves_the_build_in_use_and_is_made_by_the_next_run(
    empty_home: Path,
    tables: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(index_files, "_add_vectors", interrupted)
        assert main(["lake", "import", str(tables)]) == 130
    capsys.readouterr()
    assert Lake.open(empty_home).build_id == current_build(empty_home)
    assert indexes(empty_home) == []
    assert [e.name for e in (empty_home / "index").iterdir()] == ["write.lock"]
    _, told = lake(capsys, "import", tables)
    assert told["build"]["unchanged"] is True
    assert told["index"]["unchanged"] is False
