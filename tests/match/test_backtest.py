"""The backtest as its user runs it: from a folder, with its report; and the task of the targets."""

import argparse
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from made_records import PEOPLE_EACH, made_records

from twinbay.cli import backtest
from twinbay.errors import ConfigurationError, NotFoundError, SourceError
from twinbay.match import exposure as exposure_module
from twinbay.match.backtest.breakdown import balanced, exposure, field_of_pairs
from twinbay.match.backtest.measures import MEASURES, measure
from twinbay.match.backtest.people import run_people_backtest
from twinbay.match.backtest.running import MODEL, run_backtest
from twinbay.match.backtest.stages import Stages
from twinbay.match.backtest.task import Task, pose
from twinbay.match.ranking.candidates import Sides, candidate_pairs
from twinbay.match.ranking.likelihood import LikelihoodTable
from twinbay.match.ranking.reading import read_folder
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.snapshot import Snapshot

PAPERS = Path(__file__).parents[3] / "shared" / "data" / "papers"
SIDES = Sides("AA", "BB")


class WordEncoder:
    """Vectors from the letters of a text; enough where only the plumbing is tested."""

    name = "letters"
    dimensions = 8

    def encode(self, texts: list[str], role: str = "passage") -> np.ndarray:  # noqa: ARG002
        counts = np.array([[text.count(letter) for letter in "aeiostrn"] for text in texts])
        length = np.linalg.norm(counts, axis=1, keepdims=True)
        return (counts / np.maximum(length, 1)).astype(np.float32)


@pytest.fixture(scope="module")
def records() -> Records:
    return made_records()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Path:
    """The made record as tidy tables."""
    target = tmp_path_factory.mktemp("tables")
    pl.DataFrame(
        {
            "work_id": [f"w{i}" for i in range(records.year.size)],
            "title": [f"Topic{t} word{t * 7 % 5} study" for t in records.topic.tolist()],
            "year": records.year.tolist(),
        }
    ).write_parquet(target / "works.parquet")
    names = np.append(records.organisations.names, [""])
    countries = np.append(np.where(records.organisations.countries == "AA", "US", "CN"), [""])
    pl.DataFrame(
        {
            "work_id": [f"w{i}" for i in records.work.tolist()],
            "author_name": [f"Author {_letters(i)}" for i in records.person.tolist()],
            "org_name": [n or None for n in names[records.org].tolist()],
            "country": [c or None for c in countries[records.org].tolist()],
        }
    ).write_parquet(target / "authorships.parquet")
    return target


def _letters(number: int) -> str:
    return chr(97 + number // 26) + chr(97 + number % 26)


def no_fields(_topic: str) -> tuple[str, ...]:
    return ()


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    backtest.register(parser.add_subparsers())
    options = parser.parse_args(["backtest", *arguments])
    return int(options.run(options))


def test_the_command_writes_a_report_that_needs_nothing_else(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(backtest, "default_encoder", WordEncoder)
    out = tmp_path / "out"
    arguments = ["--split", "2014", "--from", "US", "--to", "CN", "--folder", str(folder)]
    assert command([*arguments, "--out", str(out)]) == 0
    assert "first collaborations by 2017" in capsys.readouterr().out
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    content = json.loads(first["backtest.json"])
    assert set(content["rankings"]) >= {MODEL, "random", "katz", "als", "adamic-adar"}
    assert set(content["rankings"][MODEL]) == set(MEASURES)
    assert LikelihoodTable.read(out / "backtest.json").classes
    for name in ("report.html", "report.zh.html"):
        page = first[name].decode()
        assert page.count("<svg") == 3
        assert "<script" not in page
        assert "src=" not in page
        assert "@import" not in page
    assert "首次合作" in first["report.zh.md"].decode()
    assert "first collaborations" in first["report.md"].decode()
    # A second run reads the stages and writes the same bytes.
    assert command([*arguments, "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["became"] == content["became"]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_the_people_command_reports_both_aims(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(backtest, "default_encoder", WordEncoder)
    arguments = ["--split", "2014", "--from", "US", "--to", "CN", "--folder", str(folder)]
    assert command([*arguments, "--people", "--out", str(tmp_path / "out")]) == 0
    for aim in ("researchers", "hosts"):
        content = json.loads((tmp_path / "out" / f"people-{aim}.json").read_text())
        assert content["became"] > 0
        assert (tmp_path / "out" / f"people-{aim}.zh.html").read_text().startswith("<!doctype")


def test_reading_a_folder_gives_the_record(folder: Path, records: Records) -> None:
    read = read_folder(folder, WordEncoder())
    assert read.year.size == records.year.size
    assert len(read.organisations) == len(np.unique(records.org[records.org >= 0]))
    assert read.people.size == np.unique(records.person).size <= 60 * PEOPLE_EACH
    assert set(read.organisations.countries) == {"US", "CN"}
    a = Records.from_arrays(read.as_arrays())
    assert a.fingerprint == read.fingerprint


@pytest.mark.parametrize(
    ("name", "table", "expected"),
    [
        ("works", None, "no such file"),
        ("works", {"work_id": ["w1"], "title": ["t"]}, "'year' is missing"),
        ("works", {"work_id": ["w1"], "title": ["t"], "year": ["soon"]}, "'year' does not hold"),
        ("authorships", {"work_id": ["w1"], "org_name": ["o"]}, "'author_name' is missing"),
    ],
)
def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, tmp_path: Path, name: str, table: dict[str, list[str]] | None, expected: str
) -> None:
    for each in ("works", "authorships"):
        (tmp_path / f"{each}.parquet").write_bytes((folder / f"{each}.parquet").read_bytes())
    (tmp_path / f"{name}.parquet").unlink()
    if table is not None:
        pl.DataFrame(table).write_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(SourceError, match=expected):
        read_folder(tmp_path, WordEncoder())


@pytest.mark.parametrize(
    ("task", "error", "expected"),
    [
        (Task(2018, 3, SIDES), ConfigurationError, "nothing to predict"),
        (Task(1990, 3, SIDES), ConfigurationError, "2004 to 2018"),
        (Task(2006, 3, SIDES), ConfigurationError, "no window of 3 years"),
        (Task(2014, 0, SIDES), ConfigurationError, "is empty"),
        (Task(2014, 3, Sides("AA", "atlantis")), NotFoundError, "atlantis"),
        (Task(2014, 3, SIDES, least_works=100_000), ConfigurationError, "not enough evidence"),
    ],
)
def test_a_question_without_an_answer_is_refused_with_a_reason(
    records: Records, task: Task, error: type[Exception], expected: str
) -> None:
    with pytest.raises(error, match=expected):
        run_backtest(records, task, no_fields)


def test_a_short_record_is_reported(records: Records) -> None:
    result = run_backtest(records, Task(2017, 3, SIDES), no_fields)
    assert result.last_year == 2018
    assert "short-horizon" in result.notes


def test_an_interrupted_run_goes_on_where_it_was(records: Records, tmp_path: Path) -> None:
    task, stages = Task(2014, 3, SIDES), Stages(tmp_path)

    class Stop(Exception):
        pass

    def interrupt(text: str, done: int, _total: int) -> None:
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        run_backtest(records, task, no_fields, stages, interrupt)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(kept) == 3
    result = run_backtest(records, task, no_fields, stages)
    assert all(
        path.stat().st_mtime_ns == kept[path.name]
        for path in tmp_path.glob("window*")
        if path.name in kept
    )
    assert result.as_json() == run_backtest(records, task, no_fields).as_json()


def test_a_damaged_stage_is_computed_again(tmp_path: Path) -> None:
    stages = Stages(tmp_path)
    stages.get("x", 1, lambda: {"a": np.arange(3)})
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"PK\x03\x04 half a file")
    assert stages.get("x", 1, lambda: {"a": np.arange(4)})["a"].tolist() == [0, 1, 2, 3]
    assert stages.get("x", 1, lambda: {"a": np.arange(9)})["a"].size == 4
    assert stages.get("x", 2, lambda: {"a": np.arange(9)})["a"].size == 9


def test_the_labels_are_first_collaborations_only(records: Records) -> None:
    task = Task(2012, 3, SIDES)
    snapshot = Snapshot.at(records, 2012)
    question = pose(records, snapshot, task)
    before, after = records.joint_between(2004, 2012), records.joint_between(2013, 2015)
    for (a, b), became in zip(question.pairs, question.became, strict=True):
        assert before[a, b] == 0
        assert became == (after[a, b] > 0)


def test_balanced_lists_keep_places_for_those_that_are_not_large(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exposure_module, "RESERVED", 9)  # six of thirty are large
    snapshot = Snapshot.at(records, 2012)
    pairs = candidate_pairs(snapshot, SIDES)
    size = snapshot.activity.works[pairs[:, 1]]
    became = np.arange(len(pairs)) % 11 == 0
    plain = exposure(snapshot, pairs, size.astype(float), became)
    even = exposure(snapshot, pairs, balanced(snapshot, pairs, size), became)
    assert sum(each.organisations for each in plain) == np.unique(pairs[:, 1]).size
    assert sum(each.shown for each in even) == pytest.approx(1.0)
    assert even[-1].shown < plain[-1].shown


def test_a_pair_belongs_to_the_field_both_work_in(records: Records) -> None:
    snapshot = Snapshot.at(records, 2012)
    same = np.array([[0, 35]])  # both of community 0, whose topics are T0 and T1
    fields = {"T0": ("zero",), "T1": ("zero",), "T4": ("two",)}
    assert field_of_pairs(snapshot, same, lambda t: fields.get(t, ())).tolist() == ["zero"]
    assert field_of_pairs(snapshot, same, no_fields).tolist() == [""]


def test_people_are_ranked_better_than_by_chance(records: Records) -> None:
    for aim in ("researchers", "hosts"):
        result = run_people_backtest(records, Task(2014, 3, SIDES), aim)
        assert result.rankings[MODEL]["auc"].value > result.rankings["random"]["auc"].value + 0.1
    with pytest.raises(ConfigurationError, match="no window"):
        run_people_backtest(records, Task(2005, 3, SIDES), "hosts")


@pytest.mark.real_data
@pytest.mark.skipif(not PAPERS.is_dir(), reason=f"there is no {PAPERS}")
def test_the_task_and_the_baselines_of_the_targets_are_reproduced() -> None:
    """1,409 organisations, 33,008 pairs, 469 first collaborations; resource allocation."""
    works = pl.read_parquet(PAPERS / "works.parquet", columns=["work_id", "year"])
    rows = pl.read_parquet(PAPERS / "authorships.parquet").join(works, on="work_id")
    named = rows.filter(pl.col("org_name").is_not_null())
    active = (
        named.filter(pl.col("year") <= 2018)
        .group_by("org_name")
        .agg(pl.col("work_id").n_unique())
        .filter(pl.col("work_id") >= 5)
    )
    assert active.height == 1_409
    records = read_folder(PAPERS, WordEncoder())
    snapshot = Snapshot.at(records, 2018)
    assert snapshot.ranked.size == 1_409
    question = pose(records, snapshot, Task(2018, 3, Sides("US", "CN")))
    assert len(question.pairs) == 33_008
    assert int(question.became.sum()) == 469
    origin, destination = np.unique(question.pairs[:, 0]), np.unique(question.pairs[:, 1])
    block = snapshot.network.allocation.block(origin, destination)
    score = block[
        np.searchsorted(origin, question.pairs[:, 0]),
        np.searchsorted(destination, question.pairs[:, 1]),
    ]
    found = measure(question.pairs[:, 0], score.astype(float), question.became, resamples=0)
    assert found["recall_at_10"].value == pytest.approx(0.402, abs=0.001)
    assert found["hit_at_10"].value == pytest.approx(0.727, abs=0.001)
