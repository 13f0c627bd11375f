"""Figures of the directory against the same figures counted in plain Python."""

from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from directory_lake import directory_tables

GREEN = "green-energy"


@pytest.fixture
def directory(directory_home: Path) -> Any:
    from twinbay.web.directory.domain.directory import open_directory

    return open_directory()


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in directory_tables().items()}


def filters() -> list[Any]:
    from twinbay.web.directory.queries.listing import OrganisationFilter

    return [
        OrganisationFilter(region, kind, place, field, name)
        for region, kind, place, field, name in product(
            ("", "gba", "sf-bay", "elsewhere"),
            ("", "education"),
            ("", "shenzhen"),
            ("", GREEN),
            ("", "uni"),
        )
    ]


def test_the_list_and_its_facets_count_what_passes(
    directory: Any, tables: dict[str, list[dict[str, Any]]]
) -> None:
    from twinbay.web.directory.queries.listing import facet_counts, listed_organisations

    green = directory.pair.topics_of_field(GREEN)
    in_field = {row["org_id"] for row in tables["portfolio"] if row["topic"] in green}
    works: Counter[str] = Counter()
    for row in tables["portfolio"]:
        works[row["org_id"]] += row["works"]

    def passing(wanted: Any, everywhere: bool = False) -> list[dict[str, Any]]:
        return [
            row
            for row in tables["organisations"]
            if (
                (not wanted.region and (everywhere or row["region"]))
                or row["region"] == wanted.region
                or (wanted.region == "elsewhere" and not row["region"])
            )
            and wanted.kind in ("", row["kind"])
            and wanted.place in ("", row["place"])
            and (not wanted.field or row["org_id"] in in_field)
            and wanted.name in row["name"].lower()
        ]

    for wanted in filters():
        listed, _sources = listed_organisations(directory.database, wanted, None)
        assert {entry.organisation.org_id for entry in listed} == {
            row["org_id"] for row in passing(wanted)
        }
        counts = facet_counts(directory.database, wanted)
        assert counts["total"].get("", 0) == len(listed)
        without_region = replace(wanted, region="", place="")
        assert counts["region"] == Counter(
            row["region"] or "elsewhere" for row in passing(without_region, everywhere=True)
        )
        assert counts["kind"] == Counter(row["kind"] for row in passing(replace(wanted, kind="")))
        assert counts["place"] == Counter(
            row["place"] for row in passing(replace(wanted, place="")) if row["place"]
        )
        without_field = {row["org_id"] for row in passing(replace(wanted, field=""))}
        assert counts["field"].get(GREEN, 0) == len(without_field & in_field)
        if not wanted.field:
            shown = [entry.works for entry in listed]
            assert shown == sorted(shown, reverse=True)
            assert all(e.works == works[e.organisation.org_id] for e in listed)


def test_partners_across_are_counted_once_each(directory: Any) -> None:
    from twinbay.web.directory.queries.listing import OrganisationFilter, listed_organisations

    wanted = OrganisationFilter(sort="across")
    listed, _sources = listed_organisations(directory.database, wanted, None)
    across = {entry.organisation.org_id: entry.across for entry in listed}
    # MIT is no partner across: it lies in neither bay. SUSTech and HKUST are of one bay.
    assert {org: n for org, n in across.items() if n} == {
        "org:stan": 1,
        "org:hkust": 1,
        "org:cell": 1,
        "org:sustech": 1,
    }
    assert [entry.across for entry in listed] == sorted(across.values(), reverse=True)


def test_leaders_are_those_with_most_works_and_their_shares_hold(
    directory: Any, tables: dict[str, list[dict[str, Any]]]
) -> None:
    from twinbay.web.directory.queries.topics import leaders

    topics = directory.pair.topics_of_field(GREEN)
    found, sources = leaders(directory.database, topics, 2021, 100)
    assert sources == ["tiny"]
    world = sum(row["works"] for row in tables["topic_totals"])
    world_in = sum(row["works"] for row in tables["topic_totals"] if row["topic"] in topics)
    for region in directory.region_ids:
        own = {r["org_id"] for r in tables["organisations"] if r["region"] == region}
        for leader in found[region]:
            rows = [
                row for row in tables["portfolio"] if row["org_id"] == leader.organisation.org_id
            ]
            within = [row for row in rows if row["topic"] in topics]
            assert leader.works == sum(row["works"] for row in within)
            assert leader.recent == sum(row["works"] for row in within if row["year"] >= 2021)
            share = leader.works / sum(row["works"] for row in rows)
            assert leader.share == pytest.approx(share)
            assert leader.specialisation == pytest.approx(share / (world_in / world))
        active = {r["org_id"] for r in tables["portfolio"] if r["topic"] in topics} & own
        assert {leader.organisation.org_id for leader in found[region]} == active
        counts = [leader.works for leader in found[region]]
        assert counts == sorted(counts, reverse=True)
        assert {leader.of for leader in found[region]} == {len(active)}


def test_the_strongest_bridges_count_the_topics_asked_about(directory: Any) -> None:
    from twinbay.web.directory.queries.topics import strongest_bridges

    found, _sources = strongest_bridges(directory.database, ["T10018"], 10)
    assert [(b.org_a, b.org_b, b.in_topics, b.works) for b in found] == [
        ("org:cell", "org:sustech", 2, 2)
    ]
    both, _sources = strongest_bridges(directory.database, ["T10018", "T10247"], 10)
    assert [(b.org_a, b.org_b, b.in_topics) for b in both] == [
        ("org:stan", "org:hkust", 28),
        ("org:cell", "org:sustech", 2),
    ]
    assert strongest_bridges(directory.database, [], 10) == ([], [])


def test_shared_topics_are_those_of_both(
    directory: Any, tables: dict[str, list[dict[str, Any]]]
) -> None:
    from twinbay.web.directory.queries.pairs import shared_topics

    def works(org_id: str) -> Counter[str]:
        counted: Counter[str] = Counter()
        for row in tables["portfolio"]:
            if row["org_id"] == org_id:
                counted[row["topic"]] += row["works"]
        return counted

    for a, b in (("org:stan", "org:hkust"), ("org:evil", "org:stan"), ("org:evil", "org:fund")):
        mine, theirs = works(a), works(b)
        found = {
            row["topic"]: (row["works_a"], row["works_b"])
            for row in shared_topics(directory.database, a, b)
        }
        assert found == {t: (mine[t], theirs[t]) for t in mine.keys() & theirs.keys()}


def test_many_readers_at_once_get_their_own_answers(directory: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from twinbay.web.directory.queries.organisations import organisations

    ids = [f"org:filler-{number:02}" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: organisations(directory.database, [i]), ids * 3))
    assert [list(answer) for answer in found] == [[i] for i in ids * 3]


def test_another_build_is_read_as_soon_as_it_is_current(
    directory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from twinbay.lake.store import write_build
    from twinbay.web.directory.domain.directory import open_directory

    assert open_directory() is directory
    write_build(tmp_path, directory_tables() | {"focus": None}, {})
    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path)
    other = open_directory()
    assert other is not directory
    assert other.database.rows("SELECT count(*) AS n FROM focus") == [{"n": 0}]


def test_a_build_that_vanished_is_told_in_words(
    client: Any, directory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from twinbay.lake.store import Lake, write_build

    write_build(tmp_path, directory_tables() | {"people": None}, {})
    monkeypatch.setattr(settings, "TWINBAY_HOME", tmp_path)
    for name in ("organisations", "portfolio"):
        Lake.open(tmp_path).path(name).unlink()
    response = client.get("/en/organisations/")
    assert response.status_code == 503
    assert "twinbay lake build" in response.content.decode()
