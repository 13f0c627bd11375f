"""The figures that ship with twinbay: consistent, free of persons, derived by the script."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from twinbay.lake.build import build
from twinbay.lake.importing import import_source
from twinbay.lake.schema import TABLES
from twinbay.lake.sources.bundled import FIGURES, FOLDER, BundledReader
from twinbay.lake.store import Lake
from twinbay.match.evidence import Evidence
from twinbay.match.partners import suggest_partners
from twinbay.regions import load_pair
from twinbay.regions.taxonomy import load_topics

ROOT = Path(__file__).parents[2]
PAPERS = ROOT.parent / "shared" / "data" / "papers"
IDENTIFIERS = {
    *("org_id", "org_a", "org_b"),
    *("region", "region_a", "region_b"),
    *("topic", "source"),
}
STANFORD, BYD = "org:00f54p054", "org:byd"


def figure(name: str) -> pa.Table:
    return pq.read_table(FOLDER / f"{name}.parquet")


def mapping(lake: Lake, value: str) -> dict[str, str]:
    """Return a column of the organisations by their ids."""
    table = lake.arrow("organisations")
    return dict(zip(table["org_id"].to_pylist(), table[value].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    home = tmp_path_factory.mktemp("bundled")
    import_source(home, BundledReader())
    build(home, load_pair("sf-bay--gba"))
    return Lake.open(home)


def derivation() -> ModuleType:
    path = ROOT / "scripts" / "derive_bundled_figures.py"
    spec = importlib.util.spec_from_file_location("derive_bundled_figures", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_the_canonical_columns_and_sorted_unique_keys(name: str) -> None:
    table = figure(name)
    schema = TABLES[name]
    assert table.num_rows > 0
    assert table.column_names == schema.columns.names
    keys = list(zip(*(table[column].to_pylist() for column in schema.key), strict=True))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert pc.min(table["works"]).as_py() >= 1
    assert 1980 <= pc.min(table["year"]).as_py() <= pc.max(table["year"]).as_py() <= 2021
    assert table["source"].unique().to_pylist() == ["bundled"]


def test_figures_name_only_listed_organisations_and_known_topics(lake: Lake) -> None:
    listed = set(lake.arrow("organisations")["org_id"].to_pylist())
    topics = {topic.topic_id for topic in load_topics()} | {""}
    portfolio, collaboration = figure("portfolio"), figure("collaboration")
    assert set(portfolio["org_id"].to_pylist()) <= listed
    assert set(collaboration["org_a"].to_pylist()) <= listed
    assert set(collaboration["org_b"].to_pylist()) <= listed
    for name in FIGURES:
        assert set(figure(name)["topic"].to_pylist()) <= topics


def test_no_organisation_and_no_region_has_more_works_than_the_world() -> None:
    world = {
        (topic, year): works
        for topic, year, works in zip(
            *(figure("topic_totals")[c].to_pylist() for c in ("topic", "year", "works")),
            strict=True,
        )
    }
    for name in ("portfolio", "collaboration", "region_portfolio", "region_collaboration"):
        columns = (figure(name)[c].to_pylist() for c in ("topic", "year", "works"))
        for topic, year, works in zip(*columns, strict=True):
            assert works <= world[topic, year]


def test_both_bays_have_works_and_bridges(lake: Lake) -> None:
    regions = mapping(lake, "region")
    with_works = {regions[org] for org in set(figure("portfolio")["org_id"].to_pylist())}
    assert {"sf-bay", "gba"} <= with_works
    bridges = {
        frozenset((regions[a], regions[b]))
        for a, b in zip(
            *(figure("collaboration")[c].to_pylist() for c in ("org_a", "org_b")), strict=True
        )
    }
    assert frozenset(("sf-bay", "gba")) in bridges
    assert pc.sum(figure("region_collaboration")["works"]).as_py() > 50


def test_no_figure_holds_text_of_works_or_people() -> None:
    for name in FIGURES:
        texts = {column.name for column in figure(name).schema if column.type == pa.string()}
        assert texts <= {
            "org_id",
            "org_a",
            "org_b",
            "region",
            "region_a",
            "region_b",
            "topic",
            "source",
        }


def test_partners_come_with_reasons_on_the_bundled_evidence_alone(lake: Lake) -> None:
    evidence = Evidence.from_lake(lake)
    names = mapping(lake, "name")
    partners = suggest_partners(evidence, STANFORD, "gba", limit=10)
    found = {names[partner.org_id] for partner in partners}
    assert {"Chinese University of Hong Kong", "Tencent"} <= found
    assert all(partner.reasons for partner in partners)
    kinds = {reason.kind for partner in partners for reason in partner.reasons}
    assert {"joint-works", "third-party"} <= kinds


def test_a_company_without_works_has_partners_by_focus(lake: Lake) -> None:
    evidence = Evidence.from_lake(lake)
    partners = suggest_partners(evidence, BYD, "sf-bay", limit=5)
    assert partners
    assert {reason.kind for partner in partners for reason in partner.reasons} <= {
        "shared-focus",
        "focus-meets-works",
        "capital-for-company",
    }


def test_the_same_figures_are_written_as_the_same_bytes(tmp_path: Path) -> None:
    script = derivation()
    script.write({name: figure(name) for name in FIGURES}, tmp_path)
    for name in FIGURES:
        shipped = (FOLDER / f"{name}.parquet").read_bytes()
        assert (tmp_path / f"{name}.parquet").read_bytes() == shipped, name


@pytest.mark.real_data
@pytest.mark.skipif(not PAPERS.exists(), reason="needs ../shared/data/papers")
def test_the_script_gives_the_figures_that_ship(tmp_path: Path) -> None:
    script = derivation()
    tables = script.derive(PAPERS, tmp_path / "home")
    assert set(tables) == set(FIGURES)
    script.write(tables, tmp_path)
    for name in FIGURES:
        assert pq.read_table(tmp_path / f"{name}.parquet").equals(figure(name)), name
