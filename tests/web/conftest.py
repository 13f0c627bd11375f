"""Django's test client and a running server on a tiny lake, for the web tests."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgres_database import make_database
from tiny_lake import tiny_tables

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="session")
def lake_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder with a tiny lake; Django is set up for it and the database migrated."""
    from match_pages import backtest, write_backtest

    from twinbay.lake.store import write_build

    home = tmp_path_factory.mktemp("home")
    write_build(home, tiny_tables(), {"built": "2024-05-02T00:00:00Z"})
    write_backtest(home, backtest())
    address = os.environ.get("DATABASE_URL", "")
    if address:  # a database of this process's own, as each has its own SQLite file
        os.environ["DATABASE_URL"] = make_database(address, f"twinbay_{os.getpid()}")
    os.environ["TWINBAY_HOME"] = str(home)
    os.environ["TWINBAY_RATE_LIMIT"] = "0"
    os.environ["TWINBAY_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "twinbay.web.settings"
    # Playwright's synchronous API keeps an event loop on this thread, which Django would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # Tests sign in often, and letters are looked at, not kept.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    call_command("migrate", verbosity=0, interactive=False)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True, scope="module")
def platform_of_its_own(lake_home: Path) -> None:
    """Begin every module of tests with an empty platform, so that no module depends on another."""
    from django.db import connection, transaction

    from twinbay.web.audit.domain.append_only import unprotected
    from twinbay.web.operations.restore import remove_records

    with transaction.atomic(), unprotected(connection.alias):
        remove_records()


@pytest.fixture(scope="session")
def directory_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the lake of the directory's tests."""
    from directory_lake import directory_tables

    from twinbay.lake.store import write_build

    home = tmp_path_factory.mktemp("directory")
    write_build(home, directory_tables(), {"built": "2024-05-02T00:00:00Z"})
    return home


@pytest.fixture
def directory_home(lake_home: Path, directory_build: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lake of the directory's tests, in use for one test."""
    from django.conf import settings

    monkeypatch.setattr(settings, "TWINBAY_HOME", directory_build)
    return directory_build


@pytest.fixture
def client(lake_home: Path) -> Any:
    """Django's test client; errors become pages as for a user."""
    from django.test import Client

    return Client(raise_request_exception=False)


@pytest.fixture(scope="session")
def live_url(lake_home: Path) -> Iterator[str]:
    """Address of the site, served by waitress from a thread of this process."""
    import waitress

    from twinbay.web.wsgi import application

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = waitress.create_server(application, sockets=[listener], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; the tests that use it are skipped where it is not installed."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
