"""What cannot be ranked is said with its reason, and never gets an invented score."""

import json
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from twinbay.cli import partners, train
from twinbay.cli.main import main
from twinbay.lake.store import write_build


class SingleWork:
    """A ranking that knows one work of whoever asks."""

    snapshot = SimpleNamespace(organisations=SimpleNamespace(rows={}))

    def evidence_gap(self, _org_id: str) -> str:
        return "not enough evidence: 1 work"

    def works_of(self, _org_id: str) -> int:
        return 1

    def judge(self, _org_id: str, _candidates: object) -> tuple[()]:
        return ()


def test_an_organisation_with_a_single_work_gets_no_likelihood(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    monkeypatch.setattr(partners, "_trained", lambda _lake: SingleWork())
    assert main(["partners", "Western University"]) == 0
    out = capsys.readouterr().out
    assert "No likelihood: not enough evidence: 1 work. Ranked by topics and focus." in out
    assert main(["partners", "Western University", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["no_likelihood"] == "not enough evidence: 1 work"
    assert [s["probability"] for s in result["suggestions"]] == [None]
    assert main(["partners", "Western University", "--language", "zh"]) == 0
    assert "证据不足（1 篇成果）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["partners", "org:nowhere"], "there is no organisation named 'org:nowhere'"),
        (["partners", "Western University", "--region", "atlantis"], "atlantis"),
        (["match", "who", ""], "the text has no words"),
        (["match", "who", "solar"], "the text has only one word"),
        (["train"], "not enough evidence: the lake holds no works"),
        (["backtest", "--split", "2018"], "the lake holds no works"),
        (["backtest", "--split", "2018", "--least-works", "0"], "--least-works"),
        (["backtest", "--split", "2018", "--folder", "/nowhere"], "there is no such file"),
    ],
)
def test_a_question_without_an_answer_names_what_is_wrong(
    home: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_a_region_with_no_data_gets_no_suggestion(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pa.table(
        {
            "org_id": ["org:west"],
            "name": ["Western University"],
            "kind": ["education"],
            "region": ["sf-bay"],
            "source": ["test"],
        }
    )
    write_build(home, {"organisations": table}, {"pair": "sf-bay--gba"})
    assert main(["partners", "Western University"]) == 0
    assert "There is not enough evidence for a suggestion." in capsys.readouterr().out


def test_training_before_the_platform_was_opened_has_no_answers(tmp_path: Path) -> None:
    assert train.stored_answers(tmp_path) == ()
