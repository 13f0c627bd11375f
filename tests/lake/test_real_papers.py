"""The development papers, as they are: loaded completely, twice, and counted by hand."""

from pathlib import Path

import duckdb
import pytest

from twinbay.lake.build import build
from twinbay.lake.importing import import_source
from twinbay.lake.sources.bundled import BundledReader
from twinbay.lake.sources.tidy import TidyReader
from twinbay.lake.store import Lake
from twinbay.regions import load_pair

PAPERS = Path(__file__).parents[3] / "shared" / "data" / "papers"
PAIR = load_pair("sf-bay--gba")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not PAPERS.is_dir(), reason=f"there is no {PAPERS}"),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    home = tmp_path_factory.mktemp("papers")
    import_source(home, BundledReader())
    report = import_source(home, TidyReader(PAPERS))
    assert report.rows == {"works": 65_846, "affiliations": 248_986}
    assert report.left_out == 0
    build(home, PAIR)
    return Lake.open(home)


def count(lake: Lake, query: str) -> int:
    tables = {name: str(lake.path(name)) for name in ("works", "authorships", "portfolio")}
    ((value,),) = duckdb.sql(query.format(papers=PAPERS, **tables)).fetchall()
    return int(value)


def test_no_work_is_lost(lake: Lake) -> None:
    assert lake.rows("works") == 65_846
    query = (
        "SELECT count(*) FROM (SELECT DISTINCT work_id, position FROM "
        "'{papers}/authorships.parquet')"
    )
    ours = "SELECT count(*) FROM (SELECT DISTINCT work_id, position FROM '{authorships}')"
    assert count(lake, ours) == count(lake, query)


def test_a_second_run_has_nothing_to_do(lake: Lake) -> None:
    assert import_source(lake.home, TidyReader(PAPERS)).unchanged
    assert build(lake.home, PAIR).unchanged


def test_regions_agree_with_the_sources_own(lake: Lake) -> None:
    """The source marks the region by its own rule; most of its marks must be found again."""
    both = (
        "SELECT count(*) FROM (SELECT DISTINCT work_id, region FROM '{papers}/authorships.parquet'"
        " WHERE region IS NOT NULL) AS theirs {join} JOIN (SELECT DISTINCT work_id, region FROM"
        " '{authorships}' WHERE region IS NOT NULL) AS ours"
        " ON 'work:' || theirs.work_id = ours.work_id AND theirs.region = ours.region"
    )
    agreed = count(lake, both.replace("{join}", "INNER"))
    all_theirs = count(lake, both.replace("{join}", "LEFT"))
    all_ours = count(lake, both.replace("{join}", "RIGHT"))
    assert agreed / all_theirs > 0.9
    assert agreed / all_ours > 0.8


def test_stanford_counts_its_works_once_each(lake: Lake) -> None:
    names = {row["name"]: row["org_id"] for row in lake.arrow("organisations").to_pylist()}
    org_id = names["Stanford University"]
    by_hand = (
        "SELECT count(DISTINCT a.work_id) FROM '{authorships}' a JOIN '{works}' w "
        f"USING (work_id) WHERE a.org_id = '{org_id}' AND w.year IS NOT NULL"
    )
    summed = f"SELECT sum(works) FROM '{{portfolio}}' WHERE org_id = '{org_id}'"
    spelled = (
        "SELECT count(DISTINCT work_id) FROM '{papers}/authorships.parquet' "
        "WHERE org_name = 'Stanford University'"
    )
    assert count(lake, summed) == count(lake, by_hand) >= count(lake, spelled) > 1_000
