"""The command that appoints, and the command that works in the background."""

import argparse
from pathlib import Path
from typing import Any

import pytest
from members import letters_to, make_user

from twinbay.cli import appoint, work
from twinbay.errors import TwinbayError


def run(module: Any, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    module.register(parser.add_subparsers())
    name = module.__name__.rpartition(".")[2]
    options = parser.parse_args([name, *arguments])
    return int(options.run(options))


def test_the_first_administrator_is_appointed(
    lake_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = make_user()
    assert run(appoint, person.email.upper(), "administrator") == 0
    assert "administrator" in capsys.readouterr().out
    held = person.platform_roles.get()
    assert (held.role, held.region, held.granted_by) == ("administrator", "", None)
    with pytest.raises(TwinbayError):
        run(appoint, person.email, "administrator")


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("cooperation_officer", []),
        ("cooperation_officer", ["--region", "atlantis"]),
        ("investor", ["--region", "gba"]),
    ],
)
def test_regions_belong_to_cooperation_officers(
    lake_home: Path, role: str, more: list[str]
) -> None:
    person = make_user()
    with pytest.raises(TwinbayError):
        run(appoint, person.email, role, *more)
    assert not person.platform_roles.exists()


def test_an_unconfirmed_address_is_not_appointed(lake_home: Path) -> None:
    person = make_user(verified=False)
    with pytest.raises(TwinbayError):
        run(appoint, person.email, "administrator")


def test_working_once_sends_what_waits(lake_home: Path) -> None:
    person = make_user()
    run(appoint, person.email, "cooperation_officer", "--region", "gba")
    assert run(work, "--once") == 0
    (letter,) = letters_to(person.email)
    assert "cooperation officer" in letter.body
