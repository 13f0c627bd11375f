"""The documentation: links lead somewhere, commands and settings are described."""

import re
import runpy
from pathlib import Path

import pytest

from twinbay.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_to_files(page: Path) -> None:
    targets = [match[1] for match in LINK.finditer(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if "://" not in target and "mailto:" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_command_reference_is_what_the_parser_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts/make_command_reference.py"))
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert page == script["reference"](), "run scripts/make_command_reference.py"
    assert [command for command in COMMANDS if f"## `twinbay {command}`" not in page] == []


def test_every_setting_is_in_the_reference() -> None:
    source = (ROOT / "src/twinbay/web/settings.py").read_text(encoding="utf-8")
    settings = set(re.findall(r"TWINBAY_[A-Z_]+(?=\"|``)", source))
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(settings) if name not in text] == []


def test_the_readme_has_a_picture_that_exists() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
