"""Results on the disk: the same numbers in every form, no text that is a formula."""

from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.plan.plan_examples import small_programme
from twinbay.errors import SourceError
from twinbay.plan.folder import PlanFolder
from twinbay.plan.pathway import solve
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.results import Results, content_hash, read_results, workbook, write_results
from twinbay.plan.results.extras import read_extras, write_extra
from twinbay.plan.results.storing import TABLES, pathway_tables
from twinbay.plan.results.wedges import wedges
from twinbay.plan.results.workbook import TITLES


@pytest.fixture(scope="module")
def pathway() -> Pathway:
    return solve(small_programme())


def quiet(_text: str, _done: int, _total: int) -> None:
    """Show nothing."""


def test_results_are_read_back_as_they_were(tmp_path: Path, pathway: Pathway) -> None:
    write_results(tmp_path, small_programme(), Results(pathway, "abc"), quiet)
    kept = read_results(tmp_path)
    assert kept.content == "abc"
    assert kept.pathway.present_cost == pathway.present_cost
    for name in TABLES:
        assert getattr(kept.pathway, name).equals(getattr(pathway, name))
    (tmp_path / "parquet" / "costs.parquet").write_bytes(b"broken")
    with pytest.raises(SourceError, match="no results that can be read"):
        read_results(tmp_path)


@pytest.mark.parametrize("most", [0, 10**9])
def test_the_workbook_holds_every_number_and_no_formula(
    tmp_path: Path, pathway: Pathway, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(workbook, "LONG", most)
    odd = pl.DataFrame(
        {"name": ["=1+1", "<a&b>", "@x", None], "value": [1.5, float("nan"), None, -2e-7]}
    )
    tables = {**pathway_tables(pathway), "odd": odd}
    workbook.write_workbook(tmp_path / "all.xlsx", small_programme(), pathway, tables)
    book = load_workbook(tmp_path / "all.xlsx")
    rows = list(book["odd"].iter_rows(min_row=2))
    assert [row[0].value for row in rows[:3]] == ["=1+1", "<a&b>", "@x"]
    assert all(row[0].data_type != "f" for row in rows)
    assert [row[1].value for row in rows if row[1].value is not None][-1] == -2e-7
    for name in ("dispatch", "costs", "capacity"):
        table = tables[name]
        title = " ".join(workbook.TITLES[name])
        found = list(book[title].iter_rows(min_row=2, values_only=True))
        assert len(found) == table.height
        for column, kind in enumerate(table.dtypes):
            values = [row[column] for row in found]
            wanted = table.to_series(column).to_list()
            if kind == pl.String:
                assert [v or "" for v in values] == wanted
            else:
                assert values == pytest.approx(wanted, rel=1e-14, abs=1e-300)


def test_two_workbooks_of_one_pathway_are_the_same_bytes(tmp_path: Path, pathway: Pathway) -> None:
    tables = pathway_tables(pathway)
    for name in ("one.xlsx", "two.xlsx"):
        workbook.write_workbook(tmp_path / name, small_programme(), pathway, tables)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_csv_files_hold_no_formula(tmp_path: Path, pathway: Pathway) -> None:
    hostile = pathway.targets.with_columns(pl.lit('=HYPERLINK("x")').alias("target"))
    changed = Pathway(
        **{name: getattr(pathway, name) for name in Pathway.__slots__ if name != "targets"},
        targets=hostile,
    )
    write_results(tmp_path, small_programme(), Results(changed, ""), quiet)
    text = (tmp_path / "csv" / "targets.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert read_results(tmp_path).pathway.targets["target"][0] == '=HYPERLINK("x")'


def test_the_wedges_fill_the_space_between_reference_and_pathway(pathway: Pathway) -> None:
    """Reference: end uses and direct emissions unabated, power at the first year's factor."""
    programme = small_programme()
    avoided = dict(wedges(programme, pathway).group_by("year").agg(pl.col("mt").sum()).iter_rows())
    emitted = dict(pathway.emissions.group_by("year").agg(pl.col("mt_co2e").sum()).iter_rows())
    first = programme.milestones[0]
    factors = {c.id: c.emissions for c in programme.carriers}
    warming = {"CO2": 1.0, "CH4": emitted_factor(pathway, "CH4")}
    power = pathway.emissions.filter((pl.col("sector") == "power") | (pl.col("scope") == 2))
    for year in programme.milestones:
        wanted = 0.0
        for use in programme.end_uses:
            for gas, kg in factors[use.carrier].items():
                wanted += use.demand[year] * kg * warming[gas]
        for emission in programme.direct_emissions:
            wanted += emission.amount[year] / 1e3 * warming[emission.gas]
        for region in programme.regions:
            mt = power.filter(pl.col("region") == region.id, pl.col("year") == first)["mt_co2e"]
            twh = {
                y: sum(
                    u.demand[y]
                    for u in programme.end_uses
                    if u.region == region.id and u.carrier == "electricity"
                )
                for y in (first, year)
            }
            wanted += float(mt.sum()) * twh[year] / twh[first]
        assert emitted[year] + avoided[year] == pytest.approx(wanted, rel=1e-3)


def emitted_factor(pathway: Pathway, gas: str) -> float:
    rows = pathway.emissions.filter(pl.col("gas") == gas, pl.col("kt") > 1)
    return float(rows["mt_co2e"][0]) / float(rows["kt"][0]) * 1e3


def test_tables_of_an_earlier_state_are_left_out(tmp_path: Path) -> None:
    for group, content in (("new", "now"), ("old", "before")):
        (tmp_path / group).mkdir()
        write_extra(tmp_path / group, {group: pl.DataFrame({"x": [1]})}, content)
    found = read_extras(tmp_path, "now")
    assert list(found.tables) == ["new"]
    assert found.stale == ("old",)


def test_any_change_of_a_programme_changes_its_hash() -> None:
    from dataclasses import replace

    programme = small_programme()
    whole = content_hash(PlanFolder(programme))
    assert whole == content_hash(PlanFolder(small_programme()))
    one = replace(programme.end_uses[0], demand={**programme.end_uses[0].demand, 2030: 180.0001})
    changed = replace(programme, end_uses=(one, *programme.end_uses[1:]))
    hashes = {
        whole,
        content_hash(PlanFolder(changed)),
        content_hash(PlanFolder(replace(programme, gwp="AR5"))),
        content_hash(PlanFolder(programme, remarks={"targets/cap-2035": "agreed"})),
    }
    assert len(hashes) == 4


def test_names_of_sheets_are_different_and_short_enough() -> None:
    names = [f"{english} {chinese}" for english, chinese in TITLES.values()]
    assert max(map(len, names)) <= 31  # what Excel takes
    assert len({name.casefold() for name in names}) == len(names)
