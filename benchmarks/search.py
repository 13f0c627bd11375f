"""Search with everything loaded: twenty users at once, one process.

``python -m benchmarks.search [--papers FOLDER] [--home FOLDER] [--users 20] [--queries 2000]``

Imports the bundled evidence and the papers, builds the lake and the index (unless ``--home`` has
them), then lets the users ask seeded queries in both languages: titles' words, names of
organisations and people, topics, misspelt and filtered ones; no answer is kept for the next time.
Prints p50, mean and p95 and the processor time of a query, for users who pause a second between
queries and for users who never pause. Alternatives in the same run: tantivy
for the words (all matches, as exact facets need them), the transformer for a query's vector.
"""

import argparse
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import tantivy

from benchmarks.papers import PAPERS
from twinbay.lake.build import BuildSettings, build
from twinbay.lake.importing import import_source
from twinbay.lake.sources.bundled import BundledReader
from twinbay.lake.sources.tidy import TidyReader
from twinbay.lake.store import Lake, current_build
from twinbay.match.documents import DocumentSource
from twinbay.match.encoders import default_encoder, encoder_named
from twinbay.match.index_files import open_or_build
from twinbay.match.index_words import WordIndex
from twinbay.match.search import Filters, SearchIndex
from twinbay.match.search_query import Query
from twinbay.match.tokens import tokens
from twinbay.regions import load_pair

PAUSE = 1.0  # seconds between a user's queries
SEED = 20
Asked = tuple[str, Filters]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--queries", type=int, default=2_000)
    options = parser.parse_args()
    if not options.papers.is_dir() and options.home is None:
        print(f"search: {options.papers} is not here; nothing was measured")
        return
    with TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        lake = prepared(home, options.papers)
        started = time.perf_counter()
        folder, encoder = open_or_build(lake, load_pair("sf-bay--gba"), None, None)
        indexed = time.perf_counter() - started
        started = time.perf_counter()
        index = SearchIndex.open(folder, encoder)
        print(f"search: {len(index):,} records; index made or found in {indexed:.1f} s, ", end="")
        print(f"opened in {time.perf_counter() - started:.2f} s, encoder {encoder.name}")
        asked = queries(lake, options.queries)
        report(index, asked, options.users)
        alternatives(lake, folder, asked[:200], len(index))


def prepared(home: Path, papers: Path) -> Lake:
    """Return a lake of the bundled evidence and the papers, built if missing."""
    if current_build(home) is None:
        encoder = default_encoder()
        for reader in (BundledReader(), TidyReader(papers)):
            import_source(home, reader)
        build(home, load_pair("sf-bay--gba"), BuildSettings(encoder.encode, encoder.name))
    return Lake.open(home)


def queries(lake: Lake, count: int) -> list[Asked]:
    """Return seeded queries of every sort, in both languages."""
    draw = random.Random(SEED)
    titles = lake.arrow("works")["title"].to_pylist()
    people = lake.arrow("people")["name"].to_pylist()
    organisations = [
        name
        for column in ("name", "name_zh")
        for name in lake.arrow("organisations")[column].to_pylist()
        if name
    ]
    focus = [
        text
        for column in ("statement", "statement_zh")
        for text in lake.arrow("focus")[column].to_pylist()
        if text
    ]
    topics = load_pair("sf-bay--gba")
    names = DocumentSource(lake, topics, default_encoder().encode).topics()
    subjects = [name for document in names for name in (document.title, document.title_zh) if name]

    def words(title: str) -> str:
        found = title.split()
        start = draw.randrange(max(1, len(found) - 3))
        return " ".join(found[start : start + draw.randint(1, 4)])

    def misspelt(name: str) -> str:
        place = draw.randrange(1, max(2, len(name) - 1))
        return name[:place] + name[place + 1 :]

    sorts: list[Callable[[], Asked]] = [
        lambda: (words(draw.choice(titles)), Filters()),
        lambda: (words(draw.choice(titles)), Filters(record_kinds=frozenset({"person"}))),
        lambda: (draw.choice(organisations), Filters()),
        lambda: (misspelt(draw.choice(organisations)), Filters()),
        lambda: (draw.choice(people), Filters()),
        lambda: (draw.choice(subjects), Filters(regions=frozenset({"gba"}))),
        lambda: (draw.choice(subjects), Filters(year_from=2018)),
        lambda: (draw.choice(focus), Filters(record_kinds=frozenset({"organisation"}))),
        lambda: ("", Filters(regions=frozenset({"sf-bay"}))),
    ]
    return [draw.choice(sorts)() for _ in range(count)]


def report(index: SearchIndex, asked: Sequence[Asked], users: int) -> None:
    """Print the times of users who pause and of users who do not."""
    for text, filters in asked[:20]:  # the first query of a process reads tables
        index.search(text, filters)
    print(f"{'':34}{'p50 ms':>8}{'mean':>8}{'p95':>8}{'queries/s':>11}{'processor ms':>14}")
    for name, count, pause in (
        ("one user", 1, 0.0),
        (f"{users} users, {PAUSE:.0f} s pauses", users, PAUSE),
        (f"{users} users, no pauses", users, 0.0),
    ):
        share = asked if pause == 0 else asked[: users * 15]
        before = time.process_time()
        times, wall = timed(index, share, count, pause)
        processor = (time.process_time() - before) / len(times) * 1e3
        p50, p95 = np.percentile(times, [50, 95]) * 1e3
        print(f"{name:34}{p50:8.1f}{np.mean(times) * 1e3:8.1f}{p95:8.1f}", end="")
        print(f"{len(times) / wall:11.0f}{processor:14.1f}")


def timed(
    index: SearchIndex, asked: Sequence[Asked], users: int, pause: float
) -> tuple[list[float], float]:
    """Return seconds per query and in all, the queries shared out among threads."""
    times: list[float] = []

    def user(own: Sequence[Asked], number: int) -> None:
        time.sleep(pause * number / users)
        for text, filters in own:
            started = time.perf_counter()
            index.search(text, filters)
            times.append(time.perf_counter() - started)
            time.sleep(pause)

    threads = [
        threading.Thread(target=user, args=(asked[number::users], number))
        for number in range(users)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - started


def alternatives(lake: Lake, folder: Path, asked: Sequence[Asked], count: int) -> None:
    """Print what tantivy and the transformer take for the same queries."""
    texts = [text for text, _ in asked if text]
    words = WordIndex.open(folder, count)
    own = per_query(lambda text: Query.of(text, words).matches(words), texts)
    with TemporaryDirectory() as temporary:
        ask = tantivy_matches(lake, Path(temporary))
        other = per_query(ask, texts)
    print(
        f"\nwords, all matches with scores, one thread: {own:.2f} ms; tantivy {other:.2f} ms, ",
        end="",
    )
    print(f"{other / own:.1f} times as long")
    static, transformer = default_encoder(), encoder_named("transformer")
    fast = per_query(lambda text: static.encode([text], "query"), texts)
    slow = per_query(lambda text: transformer.encode([text], "query"), texts[:50])
    print(f"vector of a query: static {fast:.2f} ms; transformer {slow:.1f} ms, ", end="")
    print(f"{slow / fast:.0f} times as long")


def per_query(ask: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return milliseconds per query."""
    ask(texts[0])
    started = time.perf_counter()
    for text in texts:
        ask(text)
    return (time.perf_counter() - started) / len(texts) * 1e3


def tantivy_matches(lake: Lake, folder: Path) -> Callable[[str], object]:
    """Return a function that gives record numbers and scores of all matches of a query."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", stored=False, tokenizer_name="whitespace")
    schema.add_integer_field("number", stored=True, fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(128_000_000, 1)
    source = DocumentSource(lake, load_pair("sf-bay--gba"), default_encoder().encode)
    for number, document in enumerate(source.documents()):
        text = " ".join(word for _, part in document.texts for word in tokens(part))
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[tuple[float, int]]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", word))
            for word in set(tokens(text))
        ]
        query = tantivy.Query.boolean_query(terms)
        found = searcher.search(query, limit=max(searcher.num_docs, 1)).hits
        # A record's place within its segment stands for its number here.
        return [(score, address.doc) for score, address in found]

    return ask


if __name__ == "__main__":
    main()
