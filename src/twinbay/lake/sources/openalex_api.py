"""Fetching pages from the OpenAlex API, politely, and resuming where a fetch stopped.

Each query has a folder: pages as they came (``page-000001.json.gz``), and ``checkpoint.json`` with
the cursor of the next page. A page is written before the checkpoint, both in one step, so a
crash costs one page at most and leaves nothing half-written. ``openalex.OpenAlexReader`` reads the
folder, complete or not.

Source: https://developers.openalex.org/guides/page-through-results (at most 100 records a page,
cursor paging) and https://developers.openalex.org/api-reference/authentication (a free key, without
which only a few requests a day are answered).
"""

import gzip
import hashlib
import json
import os
import random
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from twinbay import __version__
from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.folders import UNFINISHED, disk_error, write_text_atomically

ADDRESS = "https://api.openalex.org"
KEY_VARIABLE = "OPENALEX_API_KEY"
RECORDS_PER_PAGE = 100
ATTEMPTS = 8
LONGEST_WAIT = 120.0  # seconds between two attempts
LONGEST_ASKED = 900.0  # seconds a Retry-After may ask for; more means that the day's budget is used
LARGEST_PAGE = 256 * 2**20  # bytes
TIMEOUT = httpx.Timeout(60.0, connect=20.0)
FIRST = "*"

# What openalex_records reads, and nothing else: pages are several times smaller so.
FIELDS = {
    "works": (
        *("id", "doi", "title", "display_name", "publication_year", "type", "language"),
        *("is_retracted", "primary_topic", "topics", "cited_by_count", "authorships"),
        *("abstract_inverted_index", "referenced_works", "primary_location"),
    ),
    "institutions": (
        *("id", "ror", "display_name", "country_code", "type", "homepage_url", "geo"),
        *("display_name_alternatives", "display_name_acronyms", "international"),
        *("associated_institutions", "works_count"),
    ),
    "authors": ("id", "orcid", "display_name", "works_count"),
}

Progress = Callable[[str, int, int], None]
"""Called with what is fetched, how many records are here and how many there are."""


@dataclass(frozen=True)
class Query:
    """What to fetch.

    Attributes:
        entity: works, institutions or authors.
        filter: an OpenAlex filter, such as ``country_code:US|CN``.
    """

    entity: str
    filter: str

    @property
    def folder_name(self) -> str:
        """The name of the query's folder: the entity and a digest of the filter."""
        return f"{self.entity}-{hashlib.sha256(self.filter.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Fetched:
    """What a query's folder holds.

    Attributes:
        folder: the folder.
        pages: number of pages.
        records: number of records on them.
        expected: number of records that OpenAlex announced on the latest page.
        complete: whether the last page was reached.
        requests: pages fetched by this call; 0 when nothing was missing.
    """

    folder: Path
    pages: int
    records: int
    expected: int
    complete: bool
    requests: int


@dataclass(frozen=True)
class _Checkpoint:
    entity: str
    filter: str
    cursor: str | None
    pages: int = 0
    records: int = 0
    expected: int = 0

    @property
    def complete(self) -> bool:
        return self.cursor is None


class _Failed(Exception):
    """One attempt failed; another may not."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        self.reason, self.wait = reason, wait
        super().__init__(reason)


@dataclass(frozen=True)
class OpenAlexClient:
    """Asks the API one request at a time, again when it fails, later when it is busy.

    Attributes:
        http: the HTTP client; ``open_client`` makes one.
        mailto: an e-mail address by which OpenAlex can reach the user, or "".
        key: an API key, or "". It is sent and never written anywhere.
        sleep: waits a number of seconds.
        jitter: a random number from 0 to 1, so that many clients do not come back at once.
        now: the time of day, for a Retry-After that is a date.
    """

    http: httpx.Client
    mailto: str = ""
    key: str = ""
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        if self.mailto and "@" not in self.mailto:
            raise ConfigurationError(
                "is not an e-mail address", where=self.mailto, remedy="Give yours with --mailto."
            )

    def page(self, query: Query, cursor: str) -> tuple[bytes, dict[str, Any]]:
        """Return a page as it came, and decoded.

        Raises:
            SourceError: OpenAlex refused the query, or every attempt failed.
        """
        parameters = {
            "filter": query.filter,
            "select": ",".join(FIELDS[query.entity]),
            "per_page": str(RECORDS_PER_PAGE),
            "cursor": cursor,
        }
        where = f"{ADDRESS}/{query.entity}"
        reason = ""
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt(where, parameters)
            except _Failed as failure:
                reason = failure.reason
                if failure.wait is not None and failure.wait > LONGEST_ASKED:
                    raise _busy(reason, where, self.key) from None
                if attempt + 1 < ATTEMPTS:
                    self.sleep(self._wait(attempt, failure.wait))
        raise _busy(f"{reason}, {ATTEMPTS} times in a row", where, self.key)

    def _wait(self, attempt: int, asked: float | None) -> float:
        """Return the seconds to wait: doubling from 1, or what was asked for, and some jitter."""
        if asked is not None:
            return asked + self.jitter()
        return float(min(LONGEST_WAIT, 2.0**attempt) * (0.5 + self.jitter()))

    def _attempt(self, where: str, parameters: Mapping[str, str]) -> tuple[bytes, dict[str, Any]]:
        sent = dict(parameters)
        if self.mailto:
            sent["mailto"] = self.mailto
        if self.key:
            sent["api_key"] = self.key
        try:
            with self.http.stream("GET", where, params=sent) as response:
                content = _body(response)
        except httpx.HTTPError as error:
            raise _Failed(f"the connection failed ({type(error).__name__})") from None
        if response.status_code in (403, 429) or response.status_code >= 500:
            wait = _retry_after(response.headers.get("retry-after"), self.now())
            raise _Failed(f"OpenAlex answered {response.status_code}", wait)
        if response.status_code != 200:
            raise _refused(response.status_code, content, where)
        return content, _decoded(content)


def open_client() -> httpx.Client:
    """Return an HTTP client with time-outs and a name by which OpenAlex knows us."""
    agent = f"twinbay/{__version__}"
    return httpx.Client(timeout=TIMEOUT, follow_redirects=True, headers={"User-Agent": agent})


def key_from_environment() -> str:
    """Return the API key in ``$OPENALEX_API_KEY``, "" when there is none."""
    return os.environ.get(KEY_VARIABLE, "").strip()


def fetch_works(
    folder: Path,
    filter: str,
    mailto: str,
    client: httpx.Client | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the works of a filter with the key of the environment; see ``fetch``."""
    http = client or open_client()
    try:
        asker = OpenAlexClient(http, mailto=mailto, key=key_from_environment())
        return fetch(folder, Query("works", filter), asker, progress)
    finally:
        if client is None:
            http.close()


def fetch(
    folder: Path,
    query: Query,
    client: OpenAlexClient,
    progress: Progress | None = None,
    most_records: int | None = None,
) -> Fetched:
    """Fetch what is missing of a query, page by page.

    Arguments:
        folder: holds one folder per query; give it to ``OpenAlexReader``.
        query: what to fetch.
        client: asks the API.
        progress: told about each page.
        most_records: stop after the page that reaches this number; the next call goes on.

    Raises:
        ConfigurationError: there is no such entity.
        SourceError: OpenAlex refused, stayed unreachable, or repeats itself. What was fetched
            stays, and the next call goes on from there.
        LakeError: the disk is full.
    """
    if query.entity not in FIELDS:
        raise ConfigurationError(
            f"OpenAlex has no {query.entity!r} that can be fetched",
            remedy=f"Fetch one of {', '.join(FIELDS)}.",
        )
    target = folder / query.folder_name
    state = _resume(target, query)
    seen = {state.cursor}
    requests = 0
    while state.cursor and (most_records is None or state.records < most_records):
        content, page = client.page(query, state.cursor)
        following = page["meta"].get("next_cursor") if page["results"] else None
        if following in seen and following is not None:
            raise SourceError(
                "gives the same page again and again",
                where=f"{ADDRESS}/{query.entity}",
                remedy="Run the command again later; it goes on where it stopped.",
            )
        seen.add(following)
        if page["results"]:
            _write_page(target / f"page-{state.pages + 1:06d}.json.gz", content)
        state = _advanced(state, page, following)
        write_text_atomically(target / "checkpoint.json", json.dumps(asdict(state), indent=2))
        requests += 1
        if progress:
            progress(f"OpenAlex {query.entity}", state.records, state.expected)
    return Fetched(target, state.pages, state.records, state.expected, state.complete, requests)


def _advanced(state: _Checkpoint, page: dict[str, Any], following: str | None) -> _Checkpoint:
    count = page["meta"].get("count")
    found = len(page["results"])
    return _Checkpoint(
        state.entity,
        state.filter,
        following,
        state.pages + (found > 0),
        state.records + found,
        count if isinstance(count, int) else state.expected,
    )


def _resume(target: Path, query: Query) -> _Checkpoint:
    """Return where the fetch of a query stopped, its beginning when there is no usable trace."""
    start = _Checkpoint(query.entity, query.filter, FIRST)
    try:
        content = json.loads((target / "checkpoint.json").read_text(encoding="utf-8"))
        state = _Checkpoint(**content)
        numbers = range(1, state.pages + 1)
    except (OSError, ValueError, TypeError):
        return start
    same = (state.entity, state.filter) == (query.entity, query.filter)
    here = all((target / f"page-{number:06d}.json.gz").is_file() for number in numbers)
    return state if same and here and isinstance(state.cursor, str | None) else start


def _write_page(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{UNFINISHED}{path.name}-{uuid.uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            # No time of day in it: the same page is the same file, and is not imported again.
            file.write(gzip.compress(content, compresslevel=6, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise disk_error(error, path) from error
    finally:
        beside.unlink(missing_ok=True)


def _body(response: httpx.Response) -> bytes:
    """Return a response's body, up to a limit: a page is some megabytes at most."""
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > LARGEST_PAGE:
            raise _Failed(f"a page has more than {LARGEST_PAGE:,} bytes")
    return bytes(content)


def _decoded(content: bytes) -> dict[str, Any]:
    """Return a page's content; _Failed when it is cut short or no page at all."""
    try:
        page = json.loads(content)
    except (ValueError, RecursionError):
        raise _Failed("a page came incomplete") from None
    if not isinstance(page, dict) or not isinstance(page.get("results"), list):
        raise _Failed("what came is not a page of results")
    if not isinstance(page.get("meta"), dict):
        raise _Failed("what came is not a page of results")
    following = page["meta"].get("next_cursor")
    if following is not None and not isinstance(following, str):
        raise _Failed("what came is not a page of results")
    return page


def _retry_after(written: str | None, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header: a number, or a date (RFC 9110, 10.2.3)."""
    if written is None:
        return None
    if written.strip().isdecimal():
        return float(written)
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def _refused(status: int, content: bytes, where: str) -> SourceError:
    try:
        said = json.loads(content)
        message = str(said.get("message") or said.get("error") or "")[:500]
    except (ValueError, AttributeError):
        message = ""
    remedy = {
        400: "Correct the filter; https://developers.openalex.org/guides/filtering explains them.",
        401: f"Check the key in ${KEY_VARIABLE}.",
    }.get(status, "Check the filter and try again.")
    problem = f"OpenAlex answered {status}" + (f": {message}" if message else "")
    return SourceError(problem, where=where, remedy=remedy)


def _busy(reason: str, where: str, key: str) -> SourceError:
    remedy = "Run the command again later; it goes on where it stopped."
    if not key:
        remedy += (
            f" Without an API key OpenAlex answers few requests a day: get one, free, at "
            f"https://openalex.org/settings/api and put it into ${KEY_VARIABLE}."
        )
    return SourceError(reason, where=where, remedy=remedy)
