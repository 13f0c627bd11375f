"""Take the pictures of the documentation, or of every page, from the bundled evidence.

    python scripts/make_screenshots.py                # docs/images/*.png
    python scripts/make_screenshots.py --tour FOLDER  # every page, both languages, two widths
    python scripts/make_screenshots.py --tour FOLDER --only organisation --scheme dark

Needs Debian's Chromium. The evidence is loaded into a home folder of its own, kept under
``.twinbay/screenshots`` so that a second run is quick.
"""

import argparse
import io
import os
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".twinbay/screenshots"
IMAGES = ROOT / "docs/images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
WIDTHS = (1440, 390)  # px
COLOURS = 200  # of a documentation picture, enough for flat pages and small on disk
# Picture of the documentation: page, size in px.
PICTURES = {
    "home": ("/en/", (1280, 860)),
    "home-zh": ("/zh/", (1280, 860)),
    "organisation": ("/en/organisations/{education}/", (1280, 1100)),
    "field": ("/en/fields/artificial-intelligence/", (1280, 1000)),
    "search-zh": ("/zh/search/?q=电池回收", (1280, 800)),
}
# Page of the tour: address without language.
TOUR = {
    "home": "",
    "search-empty": "search/",
    "search": "search/?q=perovskite solar cells",
    "search-zh": "search/?q=电池回收",
    "search-nothing": "search/?q=qqqqzzzz",
    "organisations": "organisations/",
    "organisations-bay": "organisations/?region=gba&kind=investor",
    "organisation": "organisations/{education}/",
    "organisation-gba": "organisations/{gba}/",
    "organisation-company": "organisations/{enterprise}/",
    "organisation-investor": "organisations/{investor}/",
    "pair": "pairs/{education}/{gba}/",
    "fields": "fields/",
    "field": "fields/artificial-intelligence/",
    "field-energy": "fields/green-energy/",
    "topic": "topics/{topic}/",
    "sources": "sources/",
    "method": "method/",
    "not-found": "nowhere/",
}


def prepared_site() -> Any:
    """Load the bundled evidence and return the WSGI application over it."""
    os.environ["TWINBAY_HOME"] = str(HOME)
    os.environ["TWINBAY_RATE_LIMIT"] = "0"
    from twinbay.cli.demo import load
    from twinbay.cli.serve import prepare_platform
    from twinbay.cli.terminal import progress_display

    with progress_display() as progress:
        load(progress)
    return prepare_platform()


def examples() -> dict[str, str]:
    """Return ids that stand for the names in braces: those with most works of their kind."""
    from twinbay.web.current_lake import open_lake

    lake = open_lake()
    works: dict[str, int] = {}
    topics: dict[str, int] = {}
    for row in lake.arrow("portfolio").to_pylist():
        works[row["org_id"]] = works.get(row["org_id"], 0) + row["works"]
        topics[row["topic"]] = topics.get(row["topic"], 0) + row["works"]
    found: dict[str, tuple[int, str]] = {}
    for row in lake.arrow("organisations").to_pylist():
        names = [row["kind"]] if row["region"] == "sf-bay" else []
        names += ["gba"] if row["region"] == "gba" and row["kind"] == "education" else []
        for name in names:
            candidate = (works.get(row["org_id"], 0), row["org_id"])
            found[name] = max(found.get(name, candidate), candidate)
    topics.pop("", None)
    most = max(topics, key=lambda topic: topics[topic], default="T10247")
    return {**{name: org_id for name, (_works, org_id) in found.items()}, "topic": most}


@contextmanager
def served(application: Any) -> Iterator[str]:
    """Serve the application from a thread; give its address."""
    import waitress

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = waitress.create_server(application, sockets=[listener], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.close()


def load_page(page: Any, address: str) -> None:
    """Open a page and wait until its maps and charts are drawn."""
    page.goto(address)
    for selector, drawn in (("[data-map]", "[data-map][data-drawn]"), ("[data-chart]", "canvas")):
        count = page.locator(selector).count()
        if count:
            page.locator(drawn).nth(count - 1).wait_for(timeout=30_000)
    page.wait_for_timeout(500)  # charts grow for 300 ms


def small_png(picture: bytes) -> bytes:
    """Return a screenshot with a palette, a fraction of its size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def take_pictures(browser: Any, base: str, ids: dict[str, str]) -> None:
    """Write the pictures of the documentation."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, (path, (width, height)) in PICTURES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        load_page(page, base + path.format(**ids))
        (IMAGES / f"{name}.png").write_bytes(small_png(page.screenshot()))
        page.close()
        print(IMAGES / f"{name}.png")


def take_tour(
    browser: Any, base: str, ids: dict[str, str], folder: Path, only: str, scheme: str
) -> None:
    """Write a picture of every page, whole, in both languages and all widths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in TOUR.items():
        if not re.search(only, name):
            continue
        for language in ("en", "zh"):
            for width in WIDTHS:
                page = browser.new_page(
                    viewport={"width": width, "height": 900}, color_scheme=scheme
                )
                page.on("console", _tell_errors)
                load_page(page, f"{base}/{language}/{path.format(**ids)}")
                page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
                page.close()
        print(name, flush=True)


def _tell_errors(message: Any) -> None:
    if message.type == "error":
        print(f"  {message.text}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--tour", type=Path, help="folder for pictures of every page")
    parser.add_argument("--only", default="", help="pages of the tour whose name matches this")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    options = parser.parse_args(arguments)
    application = prepared_site()
    from playwright.sync_api import sync_playwright

    ids = examples()
    with served(application) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if options.tour:
            take_tour(browser, base, ids, options.tour, options.only, options.scheme)
        else:
            take_pictures(browser, base, ids)
        browser.close()


if __name__ == "__main__":
    main()
