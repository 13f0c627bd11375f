"""A tiny lake, Django's test client and a running server for the web tests."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
]
REGIONS = ("sf-bay", "gba")
# Every kind of page, without its language prefix.
PAGES = (
    "",
    "search/",
    "search/?q=perovskite",
    "search/?q=%E9%92%99%E9%92%9B%E7%9F%BF",
    "who/",
    "who/?text=Stable+perovskite+solar+cells",
    "who/?text=batteries",
    "accuracy/",
    "organisations/",
    "organisations/?region=gba",
    "organisations/org:stan/",
    "organisations/org:evil/",
    "organisations/org:mit/",
    "pairs/org:stan/org:hkust/",
    "topics/T10247/",
    "fields/",
    "fields/green-energy/",
    "people/person:lin/",
    "works/work:1/",
    "sources/",
    "method/",
    "nowhere/",
)


def table(columns: str, *rows: tuple[Any, ...]) -> pa.Table:
    """Make an Arrow table from space-separated column names and rows."""
    names = columns.split()
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})


def tiny_tables() -> dict[str, pa.Table]:
    """Eight organisations, three topics and the years 2017 to 2023."""
    organisations = [
        (
            "org:stan",
            "Stanford University",
            "斯坦福大学",
            "education",
            "sf-bay",
            "santa-clara",
            "Stanford",
            "US",
            37.4275,
            -122.1697,
        ),
        (
            "org:ucb",
            "University of California, Berkeley",
            "加州大学伯克利分校",
            "education",
            "sf-bay",
            "alameda",
            "Berkeley",
            "US",
            37.8719,
            -122.2585,
        ),
        (
            "org:cell",
            "Bay Cell Works",
            "湾区电池",
            "enterprise",
            "sf-bay",
            "alameda",
            "Fremont",
            "US",
            37.5485,
            -121.9886,
        ),
        (
            "org:fund",
            "Golden Gate Ventures",
            None,
            "investor",
            "sf-bay",
            "san-francisco",
            "San Francisco",
            "US",
            37.7749,
            -122.4194,
        ),
        (
            "org:sustech",
            "Southern University of Science and Technology",
            "南方科技大学",
            "education",
            "gba",
            "shenzhen",
            "Shenzhen",
            "CN",
            22.5954,
            113.9972,
        ),
        (
            "org:hkust",
            "Hong Kong University of Science and Technology",
            "香港科技大学",
            "education",
            "gba",
            "hong-kong",
            "Hong Kong",
            "HK",
            22.3364,
            114.2655,
        ),
        (
            "org:evil",
            "<script>alert(1)</script>",
            '=HYPERLINK("x")',
            "enterprise",
            "gba",
            "guangzhou",
            "Guangzhou",
            "CN",
            23.1291,
            113.2644,
        ),
        (
            "org:mit",
            "Massachusetts Institute of Technology",
            "麻省理工学院",
            "education",
            None,
            None,
            "Cambridge",
            "US",
            42.3601,
            -71.0942,
        ),
    ]
    portfolio, totals = [], []
    collaboration, region_portfolio, region_collaboration = [], [], []
    topics = ("T10247", "T10036", "T10018")
    for year in range(2017, 2024):
        step = year - 2016
        for i, topic in enumerate(topics):
            totals.append((topic, year, 100 + 10 * i, 50, "tiny"))
            region_portfolio.append(("sf-bay", topic, year, 10 + step * (3 - i), 20, "tiny"))
            region_portfolio.append(("gba", topic, year, 8 + step * (i + 1), 20, "tiny"))
            for org in ("org:stan", "org:sustech", "org:hkust", "org:ucb", "org:cell"):
                portfolio.append((org, topic, year, step + i, 5, 1.5 - 0.4 * i, "tiny"))
        collaboration.append(("org:hkust", "org:stan", topics[0], year, step, "tiny"))
        region_collaboration.append(("gba", "sf-bay", topics[0], year, step, "tiny"))
        region_collaboration.append(("gba", "sf-bay", topics[1], year, 2, "tiny"))
    names = "org_id name name_zh kind region place city country lat lon source"
    return {
        "organisations": table(names, *((*row, "tiny") for row in organisations)),
        "portfolio": table("org_id topic year works citations specialisation source", *portfolio),
        "topic_totals": table("topic year works citations source", *totals),
        "collaboration": table("org_a org_b topic year works source", *collaboration),
        "region_portfolio": table("region topic year works citations source", *region_portfolio),
        "region_collaboration": table(
            "region_a region_b topic year works source", *region_collaboration
        ),
        "people": table(
            "person_id name source",
            ("person:lin", "Lin Mei", "tiny"),
            ("person:park", "Jordan Park", "tiny"),
        ),
        "works": table(
            "work_id kind title abstract year venue topics language source",
            (
                *("work:1", "paper", "Stable perovskite solar cells", "Layers that last.", 2022),
                *("Energy Letters", ["T10247"], "en", "tiny"),
            ),
            (
                *("work:2", "dataset", "锂电池回收数据集", "废旧电池的成分。", 2023),
                *("Open Data", ["T10018"], "zh", "tiny"),
            ),
        ),
        "authorships": table(
            "work_id position person_id org_id region raw_affiliation source",
            ("work:1", 0, "person:lin", "org:hkust", "gba", "HKUST, Hong Kong", "tiny"),
            ("work:1", 1, "person:park", "org:stan", "sf-bay", "Stanford University", "tiny"),
            ("work:2", 0, "person:lin", "org:hkust", "gba", "HKUST, Hong Kong", "tiny"),
        ),
        "sources": table(
            "source title url licence retrieved rows note",
            (
                "tiny",
                "A tiny sample",
                "https://example.org/tiny",
                "CC0",
                "2024-05-01",
                8,
                "Made up.",
            ),
        ),
    }


@pytest.fixture(scope="session")
def lake_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder with a tiny lake; Django is set up for it and the database migrated."""
    from match_pages import backtest, write_backtest

    from twinbay.lake.store import write_build

    home = tmp_path_factory.mktemp("home")
    write_build(home, tiny_tables(), {"built": "2024-05-02T00:00:00Z"})
    write_backtest(home, backtest())
    os.environ["TWINBAY_HOME"] = str(home)
    os.environ["TWINBAY_RATE_LIMIT"] = "0"
    os.environ["TWINBAY_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "twinbay.web.settings"
    # Playwright's synchronous API keeps an event loop on this thread, which Django would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    yield home
    shutil.rmtree(home, ignore_errors=True)


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
