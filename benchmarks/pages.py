"""How long pages take, warm, over the lake of the home folder.

    TWINBAY_HOME=... python -m benchmarks.pages

Prints of each page the median and the slowest time, the mean processor time and the number of
questions to the lake, answered in this process by Django's test client. The alternative, measured
in the same run, answers the organisation page's questions about people and partners the obvious
way: pandas reads the tables and filters.
"""

import logging
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 15


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinbay.web.settings")
    os.environ["TWINBAY_RATE_LIMIT"] = "0"
    os.environ["TWINBAY_ALLOWED_HOSTS"] = "testserver"
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from twinbay.web.directory.domain.directory import open_directory

    started = time.perf_counter()
    directory = open_directory()
    for part in ("evidence", "names", "search_index"):
        getattr(directory, part)
    print(f"prepared once per build: {time.perf_counter() - started:.2f} s\n")
    busiest = _busiest(directory)
    questions = _Counting()
    client = Client()
    print(f"{'page':<52} {'median':>8} {'slowest':>8} {'processor':>10} {'questions':>10}")
    for path in _paths(busiest):
        client.get(path)
        questions.number = 0
        answer = client.get(path)
        asked = questions.number
        worked = time.process_time()
        times = _timed(lambda path=path: client.get(path))
        worked = (time.process_time() - worked) / ROUNDS * 1_000
        shown = path if len(path) <= 52 else path[:51] + "…"
        print(
            f"{shown:<52} {statistics.median(times):>5.0f} ms {max(times):>5.0f} ms"
            f" {worked:>7.0f} ms {asked:>10}"
            + ("" if answer.status_code == 200 else f"  status {answer.status_code}")
        )
    _compare(directory, busiest["org"])


class _Counting(logging.Handler):
    """Counts the questions that the serving database logs."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        logger = logging.getLogger("twinbay.web.directory.queries.serving")
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
        logger.addHandler(self)

    def emit(self, _record: logging.LogRecord) -> None:
        self.number += 1


def _busiest(directory: Any) -> dict[str, str]:
    """Return the ids with most works: what is slowest to show."""
    first, second = directory.region_ids

    def one(sql: str, *parameters: Any) -> str:
        rows = directory.database.rows(sql, *parameters)
        return str(rows[0]["id"]) if rows else ""

    most = (
        "SELECT org_id AS id FROM organisations JOIN org_totals USING (org_id)"
        " WHERE region = ? ORDER BY works DESC LIMIT 1"
    )
    return {
        "org": one(most, first),
        "partner": one(most, second),
        "topic": one(
            "SELECT topic AS id FROM topic_totals WHERE topic <> ''"
            " GROUP BY topic ORDER BY sum(works) DESC LIMIT 1"
        ),
        "person": one(
            "SELECT person_id AS id FROM authorships WHERE person_id IS NOT NULL"
            " GROUP BY person_id ORDER BY count(*) DESC LIMIT 1"
        ),
        "work": one("SELECT work_id AS id FROM works LIMIT 1"),
    }


def _paths(busiest: dict[str, str]) -> list[str]:
    org, partner, topic = busiest["org"], busiest["partner"], busiest["topic"]
    paths = [
        "/en/",
        "/en/search/?q=battery+recycling",
        "/zh/search/?q=%E9%92%99%E9%92%9B%E7%9F%BF%E5%A4%AA%E9%98%B3%E8%83%BD%E7%94%B5%E6%B1%A0",
        "/en/organisations/",
        "/en/organisations/?field=artificial-intelligence&q=university",
        f"/en/organisations/{org}/",
        f"/zh/pairs/{org}/{partner}/?topic={topic}",
        f"/en/topics/{topic}/",
        "/en/fields/",
        "/en/fields/artificial-intelligence/",
    ]
    paths += [f"/en/people/{busiest['person']}/"] if busiest["person"] else []
    return paths + ([f"/en/works/{busiest['work']}/"] if busiest["work"] else [])


def _timed(answer: Callable[[], Any]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer()
        times.append((time.perf_counter() - started) * 1_000)
    return times


def _compare(directory: Any, org_id: str) -> None:
    from twinbay.web.directory.queries import organisations as queries

    latest = directory.evidence.latest_year

    def ours() -> tuple[int, int]:
        people = queries.people(directory.database, org_id, 50)[1]
        return people, len(queries.partners(directory.database, org_id, latest, 3)[0])

    def with_pandas() -> tuple[int, int]:
        import pandas as pd

        path = directory.lake.path
        rows = pd.read_parquet(path("authorships"), columns=["work_id", "person_id", "org_id"])
        works = pd.read_parquet(path("works"), columns=["work_id", "year"])
        own = rows[(rows.org_id == org_id) & rows.person_id.notna()].drop_duplicates()
        people = own.merge(works, on="work_id").groupby("person_id").year.agg(["count", "max"])
        joint = pd.read_parquet(path("collaboration"))
        joint = joint[(joint.org_a == org_id) | (joint.org_b == org_id)]
        other = joint.org_a.where(joint.org_a != org_id, joint.org_b)
        return len(people), len(joint.groupby(other).works.sum())

    if ours() != with_pandas():
        print(f"\nthe answers differ: {ours()} and {with_pandas()}")
    mine, theirs = statistics.median(_timed(ours)), statistics.median(_timed(with_pandas))
    print(
        f"\npeople and partners of {org_id}: DuckDB {mine:.0f} ms, pandas"
        f" {theirs:.0f} ms: {theirs / mine:.1f} times as fast"
    )


if __name__ == "__main__":
    main()
