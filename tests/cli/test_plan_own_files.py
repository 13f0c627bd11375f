"""Folders that are written again: what others put there stays, what they edited is not lost."""

from pathlib import Path

import pytest

from twinbay.cli.plan_own_files import MANIFEST, record, replacing_own_files
from twinbay.errors import ConfigurationError


def written(target: Path, **texts: str) -> Path:
    with replacing_own_files(target) as folder:
        for name, text in texts.items():
            path = folder / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return target


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_what_was_written_is_replaced_and_what_others_put_there_stays(tmp_path: Path) -> None:
    target = written(tmp_path / "report", one="1", two="2")
    (target / "notes").mkdir()
    (target / "notes" / "minutes.txt").write_text("agreed", encoding="utf-8")
    (target / "letter.txt").symlink_to("nowhere")
    written(target, one="new")
    assert (target / "letter.txt").is_symlink()
    (target / "letter.txt").unlink()
    assert texts(target) == {"one.txt": "new", "notes/minutes.txt": "agreed"}
    written(target, one="newer")
    assert texts(target) == {"one.txt": "newer", "notes/minutes.txt": "agreed"}


def test_a_file_that_was_edited_is_not_overwritten(tmp_path: Path) -> None:
    target = written(tmp_path / "report", one="1", two="2")
    (target / "two.txt").write_text("my corrections", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"edited after they were written: two\.txt"):
        written(target, one="new", two="new")
    assert texts(target) == {"one.txt": "1", "two.txt": "my corrections"}


def test_a_file_of_ours_that_was_removed_is_no_obstacle(tmp_path: Path) -> None:
    target = written(tmp_path / "report", one="1", two="2")
    (target / "two.txt").unlink()
    assert texts(written(target, one="new")) == {"one.txt": "new"}


def test_files_of_others_are_named_where_nothing_was_written_before(tmp_path: Path) -> None:
    target = tmp_path / "thesis"
    target.mkdir()
    for number in range(7):
        (target / f"chapter-{number}.txt").write_text("work", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"something else: chapter-0.* and 2 more"):
        written(target, one="1")
    assert len(texts(target)) == 7


def test_a_name_that_others_took_is_not_overwritten(tmp_path: Path) -> None:
    target = written(tmp_path / "report", one="1")
    (target / "two.txt").write_text("theirs", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"have the names of new ones: two\.txt"):
        written(target, one="new", two="ours")
    assert texts(target) == {"one.txt": "1", "two.txt": "theirs"}
    assert {p.name for p in tmp_path.iterdir()} == {"report"}


def test_a_file_that_is_written_again_by_itself_stays_ours(tmp_path: Path) -> None:
    target = written(tmp_path / "results", one="1", two="2")
    (target / "two.txt").write_text("with more sheets", encoding="utf-8")
    record(target, ["two.txt"])
    assert texts(written(target, one="new")) == {"one.txt": "new"}


def test_a_damaged_record_is_as_none(tmp_path: Path) -> None:
    target = written(tmp_path / "report", one="1")
    (target / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="something else"):
        written(target, one="new")
