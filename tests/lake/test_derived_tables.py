"""The derived tables against counting by hand, on small random inputs."""

from collections import Counter, defaultdict
from itertools import combinations, pairwise
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.config import Config

from twinbay.lake.derive import tables
from twinbay.lake.schema import AUTHORSHIPS, TABLES, WORKS
from twinbay.lake.store import conform

TOPICS = ("T1", "T2", "T3")
ORGANISATIONS = ("org:a", "org:b", "org:c", "org:d")
REGIONS = {"org:a": "west", "org:b": "east", "org:c": "east", "org:d": None}
Row = dict[str, Any]

works = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.none() | st.integers(2018, 2021),
            "topics": st.none() | st.lists(st.sampled_from(TOPICS), max_size=2),
            "citations": st.none() | st.integers(0, 5),
        }
    ),
    max_size=8,
)
authorships = st.lists(
    st.fixed_dictionaries(
        {
            "work": st.integers(0, 7),
            "position": st.integers(0, 3),
            "person": st.none() | st.sampled_from(("person:x", "person:y")),
            "org_id": st.none() | st.sampled_from(ORGANISATIONS),
        }
    ),
    max_size=20,
)


class SparkOptions(Config):
    """What the Spark backend would register."""

    treat_nan_as_null: bool = False


class Data:
    """Works and authorships as rows and as Ibis tables."""

    def __init__(self, work_rows: list[Row], author_rows: list[Row]) -> None:
        self.works = [
            {**row, "work_id": f"work:{n}", "kind": "paper", "title": "t", "source": "s"}
            for n, row in enumerate(work_rows)
        ]
        known = {row["work_id"] for row in self.works}
        self.authorships = [
            {
                "work_id": f"work:{row['work']}",
                "position": row["position"],
                "person_id": row["person"],
                "org_id": row["org_id"],
                "region": REGIONS.get(row["org_id"]),
            }
            for row in author_rows
            if f"work:{row['work']}" in known
        ]
        self.dated = {r["work_id"]: r for r in self.works if r["year"] is not None}

    def topic(self, work_id: str) -> str:
        return (self.dated[work_id]["topics"] or [""])[0]

    def both(self) -> tuple[ibis.Table, ibis.Table]:
        work_table = pa.Table.from_pylist(self.works, WORKS.columns)
        author_table = pa.Table.from_pylist(self.authorships, AUTHORSHIPS.columns)
        return ibis.memtable(work_table), ibis.memtable(author_table)

    def facts(self) -> tables.WorkFacts:
        return tables.work_facts(*self.both(), source="s")

    def members(self, column: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.authorships:
            if row[column] and row["work_id"] in self.dated:
                found[row["work_id"]].add(row[column])
        return found


def result(name: str, expression: ibis.Table) -> dict[tuple[Any, ...], Row]:
    """Run an expression; rows by key, each key once."""
    found = conform(name, expression.to_pyarrow()).to_pylist()
    keyed = {tuple(row[column] for column in TABLES[name].key): row for row in found}
    assert len(keyed) == len(found)
    return keyed


@settings(max_examples=25, deadline=None)
@given(works, authorships)
def test_totals_portfolio_and_specialisation(work_rows: list[Row], author_rows: list[Row]) -> None:
    data = Data(work_rows, author_rows)
    totals: Counter[tuple[str, int]] = Counter()
    cited: Counter[tuple[str, int]] = Counter()
    for work_id, row in data.dated.items():
        totals[data.topic(work_id), row["year"]] += 1
        cited[data.topic(work_id), row["year"]] += row["citations"] or 0
    found = result("topic_totals", tables.topic_totals(data.facts()))
    assert {key: row["works"] for key, row in found.items()} == totals
    assert {key: row["citations"] for key, row in found.items()} == dict(cited.items()) or not found

    counted: Counter[tuple[str, str, int]] = Counter()
    for work_id, organisations in data.members("org_id").items():
        for org_id in organisations:
            counted[org_id, data.topic(work_id), data.dated[work_id]["year"]] += 1
    portfolio = result("portfolio", tables.portfolio(data.facts()))
    assert {key: row["works"] for key, row in portfolio.items()} == counted
    world: Counter[str] = Counter()
    for (topic, _year), number in totals.items():
        world[topic] += number * (topic != "")
    for (org_id, topic, _year), row in portfolio.items():
        if topic == "":
            assert row["specialisation"] is None
            continue
        mine = sum(n for (o, t, _y), n in counted.items() if o == org_id and t == topic)
        all_mine = sum(n for (o, t, _y), n in counted.items() if o == org_id and t != "")
        expected = (mine / all_mine) / (world[topic] / world.total())
        assert row["specialisation"] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(works, authorships)
def test_collaboration_counts_each_pair_of_a_work_once(
    work_rows: list[Row], author_rows: list[Row]
) -> None:
    data = Data(work_rows, author_rows)
    for column, name, expression in (
        ("org_id", "collaboration", tables.collaboration),
        ("region", "region_collaboration", tables.region_collaboration),
    ):
        expected: Counter[tuple[str, str, str, int]] = Counter()
        for work_id, members in data.members(column).items():
            for a, b in combinations(sorted(members), 2):
                expected[a, b, data.topic(work_id), data.dated[work_id]["year"]] += 1
        found = result(name, expression(data.facts()))
        assert {key: row["works"] for key, row in found.items()} == expected


@settings(max_examples=25, deadline=None)
@given(works, authorships)
def test_a_region_counts_each_work_once(work_rows: list[Row], author_rows: list[Row]) -> None:
    data = Data(work_rows, author_rows)
    expected: Counter[tuple[str, str, int]] = Counter()
    for work_id, regions in data.members("region").items():
        for region in regions:
            expected[region, data.topic(work_id), data.dated[work_id]["year"]] += 1
    found = result("region_portfolio", tables.region_portfolio(data.facts()))
    assert {key: row["works"] for key, row in found.items()} == expected


@settings(max_examples=40, deadline=None)
@given(works, authorships)
def test_mobility_against_a_walk_through_each_persons_stays(
    work_rows: list[Row], author_rows: list[Row]
) -> None:
    data = Data(work_rows, author_rows)
    seen: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in data.authorships:
        if row["person_id"] and row["org_id"] and row["work_id"] in data.dated:
            year = data.dated[row["work_id"]]["year"]
            seen[row["person_id"]][row["org_id"]][row["work_id"]] = year
    expected = {}
    for person, stays in seen.items():
        ordered = sorted(
            (min(w.values()), max(w.values()), org, len(w)) for org, w in stays.items()
        )
        for (first, last, org, n), (next_first, _last, next_org, m) in pairwise(ordered):
            if next_first >= last and next_first > first:
                expected[person, org, next_org, next_first] = min(n, m) / (min(n, m) + 1)
    found = result("mobility", tables.mobility(*data.both()))
    assert {k: r["confidence"] for k, r in found.items()} == pytest.approx(expected)


@pytest.mark.parametrize(("last_at_first", "moves"), [(2019, 1), (2020, 1), (2021, 0)])
def test_an_overlap_of_one_year_is_still_a_move(last_at_first: int, moves: int) -> None:
    years = (2018, last_at_first, 2020)
    data = Data(
        [{"year": year, "topics": None, "citations": None} for year in years],
        [
            {"work": n, "position": 0, "person": "person:x", "org_id": org}
            for n, org in enumerate(("org:a", "org:a", "org:b"))
        ],
    )
    assert len(result("mobility", tables.mobility(*data.both()))) == moves


def test_a_work_of_very_many_organisations_makes_no_pairs() -> None:
    many = [
        {"work": 0, "position": n, "person": None, "org_id": f"org:{n}"}
        for n in range(tables.MOST_ORGANISATIONS + 1)
    ]
    data = Data([{"year": 2020, "topics": None, "citations": None}], many)
    assert result("collaboration", tables.collaboration(data.facts())) == {}
    assert len(result("portfolio", tables.portfolio(data.facts()))) == len(many)
    fewer = Data([{"year": 2020, "topics": None, "citations": None}], many[1:])
    assert len(result("collaboration", tables.collaboration(fewer.facts()))) == 50 * 49 // 2


def test_the_expressions_compile_for_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other backend need not be installed: its SQL is made, not run."""
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    data = Data([], [])
    schemas = [table.schema() for table in data.both()]
    unbound = [
        ibis.table(schema, name=name)
        for schema, name in zip(schemas, ("works", "authorships"), strict=True)
    ]
    spark_facts = tables.work_facts(unbound[0], unbound[1], source="s")
    for expression in (
        tables.topic_totals(spark_facts),
        tables.portfolio(spark_facts),
        tables.collaboration(spark_facts),
        tables.region_portfolio(spark_facts),
        tables.region_collaboration(spark_facts),
        tables.mobility(unbound[0], unbound[1]),
    ):
        assert "SELECT" in str(ibis.to_sql(expression, dialect="pyspark"))
