"""Print a document's HTML as PDF; the same document gives the same bytes."""

import hashlib
import re
from pathlib import Path

from twinbay.plan.charts.style import SALT


def pdf_bytes(html: str) -> bytes:
    """Return a page as PDF; it loads nothing from elsewhere.

    Arguments:
        html: a whole page.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    inside = URLFetcher(allowed_protocols=("data",))
    laid_out = HTML(string=html, url_fetcher=inside).render(font_config=FontConfiguration())
    identifier = hashlib.sha256(f"{SALT}{html}".encode()).hexdigest()[:32].encode()
    content: bytes = laid_out.write_pdf(pdf_identifier=identifier)
    return re.sub(rb"/(CreationDate|ModDate) ?\([^)]*\)", b"", content)


def write_pdf(html: str, path: Path) -> None:
    """Write a page as PDF."""
    path.write_bytes(pdf_bytes(html))
