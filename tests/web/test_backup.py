"""A copy of the platform brings it back whole, or changes nothing."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twinbay.errors import ConfigurationError


def silent(text: str, done: int, total: int) -> None:
    """Show nothing."""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of uploaded files."""
    folder = tmp_path / "files"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "abcd").write_bytes(b"%PDF-1.7 sample")
    return folder


@pytest.fixture
def member(lake_home: Path) -> Iterator[Any]:
    """A user with an organisation and a word of feedback, taken away after the test."""
    from twinbay.web.accounts.models import MemberOrganisation, Membership, User
    from twinbay.web.directory.models import FeedbackEvent

    user = User.objects.create_user("keeper@example.org", name="Keeper", name_zh="保管员")
    organisation = MemberOrganisation.objects.create(
        org_id="member:backup", name_zh="示例实验室", kind="education", region="gba"
    )
    membership = Membership.objects.create(user=user, organisation=organisation, role="owner")
    event = FeedbackEvent.objects.create(
        visitor="v", org_id="org:a", partner_id="org:b", action="follow"
    )
    yield user
    for one in (event, membership, organisation, user):
        type(one).objects.filter(pk=one.pk).delete()


def records_of(path: Path) -> list[Any]:
    with tarfile.open(path) as archive:
        lines = archive.extractfile("records.jsonl")
        assert lines is not None
        return [json.loads(line) for line in lines]


def test_restoring_undoes_what_happened_since(member: Any, files: Path, tmp_path: Path) -> None:
    from twinbay.web.accounts.models import User
    from twinbay.web.operations.backup import back_up
    from twinbay.web.operations.restore import restore

    copy = tmp_path / "copy.tar.gz"
    back_up(files, copy, silent)
    User.objects.filter(pk=member.pk).update(name="Somebody else")
    User.objects.create_user("late@example.org")
    (files / "ab" / "abcd").unlink()
    restore(copy, files, True, silent)
    assert User.objects.get(email="keeper@example.org").name == "Keeper"
    assert not User.objects.filter(email="late@example.org").exists()
    assert (files / "ab" / "abcd").read_bytes() == b"%PDF-1.7 sample"
    again = tmp_path / "again.tar.gz"
    back_up(files, again, silent)
    assert records_of(again) == records_of(copy)
    assert User.objects.create_user("next@example.org").pk > member.pk  # sequences go on
    User.objects.filter(email="next@example.org").delete()


def test_commands_carry_the_platform_to_another_machine(
    member: Any, files: Path, tmp_path: Path
) -> None:
    from twinbay.web.operations.backup import back_up

    copy, home = tmp_path / "copy.tar.gz", tmp_path / "elsewhere"
    back_up(files, copy, silent)
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment["TWINBAY_HOME"] = str(home)

    def twinbay(*arguments: str) -> Any:
        command = [sys.executable, "-m", "twinbay", *arguments, "--json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    said = twinbay("restore", str(copy))
    assert said["files"] == 1
    assert (home / "files/ab/abcd").exists()
    second = twinbay("backup", str(tmp_path / "second.tar.gz"))
    assert second["records"] == said["records"]
    assert records_of(tmp_path / "second.tar.gz") == records_of(copy)


def test_records_in_the_way_are_not_replaced_unasked(
    member: Any, files: Path, tmp_path: Path
) -> None:
    from twinbay.web.operations.backup import back_up
    from twinbay.web.operations.restore import restore

    copy = tmp_path / "copy.tar.gz"
    back_up(files, copy, silent)
    with pytest.raises(ConfigurationError, match="records already"):
        restore(copy, files, False, silent)


@pytest.mark.parametrize("harm", ["cut", "changed", "added", "renamed", "no archive"])
def test_a_damaged_copy_changes_nothing(
    member: Any, files: Path, tmp_path: Path, harm: str
) -> None:
    from twinbay.web.operations.backup import back_up
    from twinbay.web.operations.restore import restore

    copy, harmed = tmp_path / "copy.tar.gz", tmp_path / "harmed.tar.gz"
    back_up(files, copy, silent)
    if harm == "cut":
        harmed.write_bytes(copy.read_bytes()[:-200])
    elif harm == "no archive":
        harmed.write_text("hello")
    else:
        with tarfile.open(copy) as old, tarfile.open(harmed, "w:gz") as new:
            for entry in old.getmembers():
                content = old.extractfile(entry)
                if harm == "renamed" and entry.name.startswith("files/"):
                    entry.name = "files/../../outside"
                if harm == "changed" and entry.name == "records.jsonl":
                    assert content is not None
                    path = tmp_path / "changed"
                    path.write_bytes(content.read().replace(b"Keeper", b"Kooper"))
                    new.add(path, entry.name)
                else:
                    new.addfile(entry, content)
            if harm == "added":
                new.add(files / "ab/abcd", "files/zz/more")
    before = tmp_path / "before.tar.gz"
    back_up(files, before, silent)
    with pytest.raises(ConfigurationError, match="no whole copy"):
        restore(harmed, files, True, silent)
    after = tmp_path / "after.tar.gz"
    back_up(files, after, silent)
    assert records_of(after) == records_of(before)
    assert not (tmp_path / "outside").exists()


def test_a_restoration_that_fails_half_way_changes_nothing(
    member: Any, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twinbay.web.operations import restore as module
    from twinbay.web.operations.backup import back_up

    copy = tmp_path / "copy.tar.gz"
    back_up(files, copy, silent)

    def interrupt(text: str, done: int, total: int) -> None:
        if text == "putting the records back":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        module.restore(copy, files, True, interrupt)
    after = tmp_path / "after.tar.gz"
    back_up(files, after, silent)
    assert records_of(after) == records_of(copy)


def test_a_copy_of_other_tables_is_refused(
    member: Any, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twinbay.web.operations import restore as module
    from twinbay.web.operations.backup import back_up

    copy = tmp_path / "copy.tar.gz"
    back_up(files, copy, silent)
    monkeypatch.setattr(module, "newest_migrations", lambda: {"accounts": "0002_next"})
    with pytest.raises(ConfigurationError, match="tables differ"):
        module.restore(copy, files, True, silent)


def test_the_copy_is_for_its_owner_only(member: Any, files: Path, tmp_path: Path) -> None:
    from twinbay.web.operations.backup import back_up

    copy = tmp_path / "copy.tar.gz"
    back_up(files, copy, silent)
    assert copy.stat().st_mode & 0o777 == 0o600
