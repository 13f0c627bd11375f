"""Fetching from OpenAlex: paging, patience, resuming. No network and no waiting."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from staged_rows import read_source

from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.sources import openalex_api
from twinbay.lake.sources.openalex import OpenAlexReader
from twinbay.lake.sources.openalex_api import OpenAlexClient, Query, fetch, fetch_works
from twinbay.lake.sources.openalex_filters import (
    institutions_filter,
    joint_works_filters,
    region_works_filters,
    rors_of_regions,
)
from twinbay.regions import load_pair

QUERY = Query("works", "authorships.institutions.ror:0exampl01")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Answer = httpx.Response | Exception


def page(number: int, last: int = 3, **meta: Any) -> httpx.Response:
    """Return page ``number`` of ``last``, with one work."""
    following = f"cursor-{number + 1}" if number < last else None
    work = {"id": f"https://openalex.org/W{number}", "title": f"Title {number}"}
    content = {"meta": {"count": last, "next_cursor": following, **meta}, "results": [work]}
    return httpx.Response(200, json=content)


class Server:
    """Answers by cursor: pages, after the answers that were put before them."""

    def __init__(self, last: int = 3) -> None:
        self.last = last
        self.before: list[Answer] = []
        self.requests: list[httpx.Request] = []
        self.waited: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.before:
            answer = self.before.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        cursor = request.url.params["cursor"]
        return page(1 if cursor == "*" else int(cursor.rsplit("-")[-1]), self.last)

    def client(self, **options: Any) -> OpenAlexClient:
        http = httpx.Client(transport=httpx.MockTransport(self))
        return OpenAlexClient(
            http,
            **{
                "sleep": self.waited.append,
                "jitter": lambda: 0.5,
                "now": lambda: NOW,
                **options,
            },
        )

    @property
    def cursors(self) -> list[str]:
        return [request.url.params["cursor"] for request in self.requests]


@pytest.fixture
def server() -> Server:
    return Server()


def titles(folder: Path) -> list[str]:
    rows, _ = read_source(OpenAlexReader(folder))
    return [row["title"] for row in rows["works"]]


def test_every_page_is_fetched_once_and_can_be_imported(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    fetched = fetch(tmp_path, QUERY, server.client(), lambda *step: told.append(step))
    assert (fetched.pages, fetched.records, fetched.expected) == (3, 3, 3)
    assert (fetched.complete, fetched.requests) == (True, 3)
    assert server.cursors == ["*", "cursor-2", "cursor-3"]
    assert told[-1] == ("OpenAlex works", 3, 3)
    assert titles(tmp_path) == ["Title 1", "Title 2", "Title 3"]
    assert fetch(tmp_path, QUERY, server.client()).requests == 0
    assert server.waited == []


def test_what_is_sent(server: Server, tmp_path: Path) -> None:
    fetch(tmp_path, QUERY, server.client(mailto="me@example.org", key="secret"))
    sent = server.requests[0].url
    assert (sent.host, sent.path) == ("api.openalex.org", "/works")
    parameters = dict(sent.params)
    assert parameters.pop("select").split(",")[:3] == ["id", "doi", "title"]
    assert parameters == {
        "filter": QUERY.filter,
        "per_page": "100",
        "cursor": "*",
        "mailto": "me@example.org",
        "api_key": "secret",
    }


def test_the_key_is_written_nowhere(server: Server, tmp_path: Path) -> None:
    server.before = [page(1), httpx.Response(400, json={"error": "Invalid"})]
    with pytest.raises(SourceError) as refused:
        fetch(tmp_path, QUERY, server.client(key="secret"))
    assert "secret" not in refused.value.message()
    for path in tmp_path.rglob("*.json*"):
        content = path.read_bytes()
        assert b"secret" not in (gzip.decompress(content) if path.suffix == ".gz" else content)


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (httpx.Response(429, headers={"retry-after": "7"}), 7.5),
        (httpx.Response(429, headers={"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}), 30.5),
        (httpx.Response(429, headers={"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}), 0.5),
        (httpx.Response(429, headers={"retry-after": "soon"}), 1.0),
        (httpx.Response(429), 1.0),
        (httpx.Response(403), 1.0),
        (httpx.Response(500), 1.0),
        (httpx.Response(503, text="<html>"), 1.0),
        (httpx.ConnectError("no route"), 1.0),
        (httpx.ReadTimeout("late"), 1.0),
        (httpx.RemoteProtocolError("peer closed connection"), 1.0),
        (httpx.Response(200, text='{"meta": {"next_cursor": null}, "results": [{"id": '), 1.0),
        (httpx.Response(200, text="<html>maintenance</html>"), 1.0),
        (httpx.Response(200, json=[]), 1.0),
        (httpx.Response(200, json={"results": []}), 1.0),
        (httpx.Response(200, json={"meta": {"next_cursor": 5}, "results": []}), 1.0),
    ],
)
def test_a_failed_attempt_is_repeated(
    server: Server, tmp_path: Path, answer: Answer, wait: float
) -> None:
    server.before = [answer]
    fetched = fetch(tmp_path, QUERY, server.client())
    assert (fetched.records, fetched.complete) == (3, True)
    assert server.waited == [wait]
    assert server.cursors == ["*", "*", "cursor-2", "cursor-3"]


def test_waiting_doubles_up_to_a_limit_and_ends(server: Server, tmp_path: Path) -> None:
    server.before = [httpx.Response(500) for _ in range(20)]
    with pytest.raises(SourceError, match="answered 500, 8 times in a row") as failed:
        fetch(tmp_path, QUERY, server.client())
    assert server.waited == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
    assert "goes on where it stopped" in failed.value.remedy
    assert "OPENALEX_API_KEY" in failed.value.remedy


def test_a_used_up_day_is_not_waited_for(server: Server, tmp_path: Path) -> None:
    server.before = [httpx.Response(429, headers={"retry-after": "36000"})]
    with pytest.raises(SourceError, match="answered 429"):
        fetch(tmp_path, QUERY, server.client(key="secret"))
    assert server.waited == []


@pytest.mark.parametrize(("status", "remedy"), [(400, "filter"), (401, "key"), (404, "filter")])
def test_a_refusal_is_not_repeated(
    server: Server, tmp_path: Path, status: int, remedy: str
) -> None:
    server.before = [httpx.Response(status, json={"message": "Unknown field: x"})]
    with pytest.raises(SourceError, match=f"answered {status}: Unknown field: x") as refused:
        fetch(tmp_path, QUERY, server.client())
    assert remedy in refused.value.remedy
    assert len(server.requests) == 1


def test_an_interrupted_fetch_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, QUERY, server.client(), interrupt)
    assert titles(tmp_path) == ["Title 1", "Title 2"]
    again = fetch(tmp_path, QUERY, server.client())
    assert (again.records, again.requests, again.complete) == (3, 1, True)
    assert server.cursors == ["*", "cursor-2", "cursor-3"]
    assert titles(tmp_path) == ["Title 1", "Title 2", "Title 3"]


def test_a_page_without_its_checkpoint_is_fetched_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = openalex_api.write_text_atomically

    def fail_at_the_second(target: Path, text: str) -> None:
        if '"pages": 2' in text:
            raise KeyboardInterrupt
        write(target, text)

    monkeypatch.setattr(openalex_api, "write_text_atomically", fail_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, QUERY, server.client())
    monkeypatch.undo()
    fetch(tmp_path, QUERY, server.client())
    assert server.cursors == ["*", "cursor-2", "cursor-2", "cursor-3"]
    assert titles(tmp_path) == ["Title 1", "Title 2", "Title 3"]


def test_nothing_half_written_is_left(server: Server, tmp_path: Path) -> None:
    fetched = fetch(tmp_path, QUERY, server.client())
    assert sorted(path.name for path in fetched.folder.iterdir()) == [
        "checkpoint.json",
        *(f"page-{number:06d}.json.gz" for number in (1, 2, 3)),
    ]


@pytest.mark.parametrize(
    "checkpoint", ["", "[]", '{"cursor": "x"}', '{"cursor": 5, "pages": "two"}']
)
def test_a_spoiled_checkpoint_means_the_beginning(
    server: Server, tmp_path: Path, checkpoint: str
) -> None:
    folder = fetch(tmp_path, QUERY, server.client()).folder
    (folder / "checkpoint.json").write_text(checkpoint)
    assert fetch(tmp_path, QUERY, server.client()).requests == 3


def test_a_page_that_was_deleted_is_fetched_again(server: Server, tmp_path: Path) -> None:
    folder = fetch(tmp_path, QUERY, server.client()).folder
    (folder / "page-000002.json.gz").unlink()
    assert fetch(tmp_path, QUERY, server.client()).requests == 3
    assert titles(tmp_path) == ["Title 1", "Title 2", "Title 3"]


def test_a_page_written_later_is_the_same_file(server: Server, tmp_path: Path) -> None:
    content = (fetch(tmp_path, QUERY, server.client()).folder / "page-000001.json.gz").read_bytes()
    assert content[4:8] == bytes(4)  # the time in a gzip header (RFC 1952): none


def test_cursors_that_go_round_in_circles_end(tmp_path: Path) -> None:
    class Circle(Server):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            super().__call__(request)
            return page(1 if len(self.requests) % 2 else 2, 9)

    circle = Circle()
    with pytest.raises(SourceError, match="same page again and again"):
        fetch(tmp_path, QUERY, circle.client())
    assert len(circle.requests) < 5


def test_an_empty_page_is_the_end(tmp_path: Path) -> None:
    def empty(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"meta": {"count": 0, "next_cursor": "x"}, "results": []})

    client = OpenAlexClient(httpx.Client(transport=httpx.MockTransport(empty)))
    fetched = fetch(tmp_path, QUERY, client)
    assert (fetched.pages, fetched.complete) == (0, True)


def test_a_page_of_any_size_is_not_taken(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openalex_api, "LARGEST_PAGE", 1000)

    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * 500

    server.before = [httpx.Response(200, content=endless()) for _ in range(8)]
    with pytest.raises(SourceError, match="more than 1,000 bytes"):
        fetch(tmp_path, QUERY, server.client())


def test_a_fetch_can_stop_early_and_go_on(server: Server, tmp_path: Path) -> None:
    fetched = fetch(tmp_path, QUERY, server.client(), most_records=2)
    assert (fetched.records, fetched.complete) == (2, False)
    assert fetch(tmp_path, QUERY, server.client()).complete


def test_other_filters_have_other_folders(server: Server, tmp_path: Path) -> None:
    first = fetch(tmp_path, QUERY, server.client())
    second = fetch(tmp_path, Query("works", "type:article"), server.client())
    assert first.folder != second.folder
    assert second.requests == 3


def test_arguments_are_checked(server: Server, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no 'sources'"):
        fetch(tmp_path, Query("sources", "x:1"), server.client())
    with pytest.raises(ConfigurationError, match="not an e-mail address"):
        server.client(mailto="me")


def test_works_are_fetched_with_the_key_of_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "from-environment")
    http = httpx.Client(transport=httpx.MockTransport(server))
    assert fetch_works(tmp_path, "type:article", "me@example.org", http).complete
    assert server.requests[0].url.params["api_key"] == "from-environment"


def test_fetched_institutions_and_works_are_read_together(tmp_path: Path) -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/works":
            return page(1, 1)
        place = {"id": "https://openalex.org/I1", "display_name": "I", "works_count": 1}
        return httpx.Response(200, json={"meta": {"next_cursor": None}, "results": [place]})

    client = OpenAlexClient(httpx.Client(transport=httpx.MockTransport(serve)))
    for entity in ("works", "institutions"):
        fetch(tmp_path, Query(entity, "x:1"), client)
    rows, problems = read_source(OpenAlexReader(tmp_path))
    assert (len(rows["works"]), len(rows["organisations"]), problems) == (1, 1, [])
    names = [part.files[0].parent.name.split("-")[0] for part in OpenAlexReader(tmp_path).parts()]
    assert names == ["institutions", "works"]


@pytest.mark.parametrize(
    ("pair", "expected"),
    [("sf-bay--gba", "country_code:CN|HK|MO|US"), ("bavaria--quebec", "country_code:CA|DE")],
)
def test_institutions_of_a_pair(pair: str, expected: str) -> None:
    assert institutions_filter(load_pair(pair)) == expected


def test_works_of_a_pair() -> None:
    pair = load_pair("sf-bay--gba")
    rors = rors_of_regions(
        [
            {"region": "sf-bay", "ror": "0aaaaaaa1"},
            {"region": "sf-bay", "ror": "0aaaaaaa1"},
            {"region": "gba", "ror": "0bbbbbbb1"},
            {"region": "gba", "ror": None},
            {"region": None, "ror": "0ccccccc1"},
        ]
    )
    assert joint_works_filters(pair, rors, (2015, 2025)) == [
        "authorships.institutions.ror:0aaaaaaa1,authorships.institutions.ror:0bbbbbbb1,"
        "publication_year:2015-2025"
    ]
    assert region_works_filters(pair, "gba", rors) == ["authorships.institutions.ror:0bbbbbbb1"]


def test_many_organisations_become_several_filters() -> None:
    pair = load_pair("sf-bay--gba")
    rors = {r.region_id: [f"0{n:08d}" for n in range(120)] for r in pair.regions}
    filters = joint_works_filters(pair, rors)
    assert len(filters) == len(set(filters)) == 9
    asked = {part for f in filters for side in f.split(",") for part in side[29:].split("|")}
    assert asked == set(rors["gba"])
    url = httpx.URL(openalex_api.ADDRESS, params={"filter": max(filters, key=len)})
    assert len(str(url)) < 4000


def test_a_region_without_ror_ids_is_named() -> None:
    pair = load_pair("sf-bay--gba")
    refused: list[Callable[[], object]] = [
        lambda: joint_works_filters(pair, {"gba": ["0bbbbbbb1"]}),
        lambda: region_works_filters(pair, "sf-bay", {}),
    ]
    for call in refused:
        with pytest.raises(ConfigurationError, match="sf-bay: has no organisation with a ROR id"):
            call()
    with pytest.raises(ConfigurationError, match="ends before it begins"):
        region_works_filters(pair, "gba", {"gba": ["0bbbbbbb1"]}, (2025, 2015))


@pytest.mark.parametrize("entity", ["works", "institutions"])
def test_the_fields_asked_for_are_all_that_the_reader_needs(tmp_path: Path, entity: str) -> None:
    content = (Path(__file__).parent / "fixtures" / f"openalex_{entity}_page.json").read_text()

    def serve(request: httpx.Request) -> httpx.Response:
        chosen = request.url.params["select"].split(",")
        records = json.loads(content)["results"]
        cut = [{name: r[name] for name in chosen if name in r} for r in records]
        return httpx.Response(200, json={"meta": {"next_cursor": None}, "results": cut})

    client = OpenAlexClient(httpx.Client(transport=httpx.MockTransport(serve)))
    fetch(tmp_path / "fetched", Query(entity, "x:1"), client)
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "page-000001.json").write_text(content)
    fetched, _ = read_source(OpenAlexReader(tmp_path / "fetched"))
    whole, _ = read_source(OpenAlexReader(tmp_path / "whole"))
    assert fetched == whole
