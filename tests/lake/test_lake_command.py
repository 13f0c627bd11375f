"""``twinbay lake`` as a user meets it: output, JSON and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from tidy_tables import AUTHORSHIP, WORK, write_tidy

from twinbay.cli.lake_readers import reader_of
from twinbay.cli.main import main
from twinbay.errors import ConfigurationError
from twinbay.lake.sources import openalex_api
from twinbay.lake.sources.bundled import FOLDER
from twinbay.lake.store import Lake

TOPICAL = {**WORK, "topics": "T10036"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["lake", *(str(argument) for argument in arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_import_builds_and_says_what_was_loaded(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "import", write_tidy(tmp_path / "mine", [TOPICAL]))
    assert code == 0
    assert "mine: 1 works, 1 affiliations" in out
    assert "built and in use" in out
    assert Lake.open(home).rows("works") == 1
    code, out, _ = run(capsys, "import", tmp_path / "mine")
    assert (code, "unchanged" in out) == (0, True)


def test_rows_left_out_give_exit_code_3_and_the_report(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works = [TOPICAL, {**TOPICAL, "work_id": "w2", "year": "3000"}]
    folder = write_tidy(tmp_path / "mine", works)
    code, out, _ = run(capsys, "import", folder, "--no-build", "--json")
    content = json.loads(out)
    assert code == 3
    assert content["build"] is None
    assert content["import"]["problems"] == {"the year is in the future": 1}
    assert content["import"]["left_out"] == 1
    (line,) = Path(content["import"]["quarantine"]).read_text().splitlines()
    assert json.loads(line)["line"] == 3
    code, out, _ = run(capsys, "import", folder, "--no-build")
    assert "the year is in the future" in out
    assert "quarantine.jsonl" in out


def test_a_value_that_was_left_out_is_told_with_exit_code_0(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_tidy(tmp_path / "mine", [TOPICAL], [{**AUTHORSHIP, "country": "Atlantis"}])
    code, out, _ = run(capsys, "import", folder, "--no-build")
    assert (code, "unknown country" in out) == (0, True)


def test_what_cannot_be_imported_is_exit_code_1_and_a_message(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "import", tmp_path / "nowhere")
    assert (code, out) == (1, "")
    assert "does not exist" in err
    assert "Traceback" not in err


def test_status_before_and_after(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "status")
    assert (code, "Nothing is loaded yet" in out) == (0, True)
    run(capsys, "import", write_tidy(tmp_path / "mine", [TOPICAL]), "--no-build")
    assert "There is no build yet" in run(capsys, "status")[1]
    run(capsys, "build")
    content = json.loads(run(capsys, "status", "--json")[1])
    assert [item["source"] for item in content["imports"]] == ["mine"]
    assert content["build"]["rows"]["works"] == 1


def test_remove_takes_an_import_out(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", FOLDER, "--no-build")
    run(capsys, "import", write_tidy(tmp_path / "mine", [TOPICAL]))
    assert Lake.open(home).rows("works") == 1
    code, _, _ = run(capsys, "remove", "mine")
    assert (code, Lake.open(home).rows("works")) == (0, 0)
    code, _, err = run(capsys, "remove", "mine")
    assert (code, "no import 'mine'" in err) == (1, True)


def test_a_build_keeps_the_pair_of_the_one_before(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", write_tidy(tmp_path / "mine", [TOPICAL]), "--pair", "bavaria--quebec")
    assert Lake.open(home).manifest["pair"] == "bavaria--quebec"
    run(capsys, "import", write_tidy(tmp_path / "more", [{**TOPICAL, "work_id": "m"}]))
    assert Lake.open(home).manifest["pair"] == "bavaria--quebec"


def test_works_without_topics_are_given_them_unless_told_otherwise(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_tidy(tmp_path / "mine")
    run(capsys, "import", folder, "--encoder", "none")
    assert Lake.open(home).arrow("works")["topics"].to_pylist() == [None]
    run(capsys, "import", folder)
    lake = Lake.open(home)
    assert lake.arrow("works")["topics_rule"].to_pylist() == ["embedding"]
    assert lake.manifest["topics_by"]
    code, _, err = run(capsys, "build", "--encoder", "no-such-encoder")
    assert (code, "no-such-encoder" in err) == (1, True)


def test_fetch_asks_for_what_was_chosen_and_imports_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, str]] = []

    def fetch_works(folder: Path, query: str, mailto: str, **_: Any) -> None:
        asked.append((query, mailto))
        folder.mkdir(parents=True, exist_ok=True)
        record = {"id": "https://openalex.org/W1", "title": "T", "publication_year": 2020}
        record["authorships"] = []
        page = {"meta": {}, "results": [record]}
        (folder / "page-000001.json").write_text(json.dumps(page))

    monkeypatch.setattr(openalex_api, "fetch_works", fetch_works)
    run(capsys, "import", FOLDER)
    arguments = ("fetch", "openalex", "--mailto", "you@example.org", "--encoder", "none")
    code, out, _ = run(capsys, *arguments, "--filter", "topics.id:T10090")
    assert (code, asked.pop()) == (0, ("topics.id:T10090", "you@example.org"))
    assert "openalex-api: 1 works" in out
    code, _, _ = run(capsys, *arguments, "--regions", "--years", "2018-2020")
    assert code == 0
    assert all("publication_year:2018-2020" in query for query, _ in asked)
    with pytest.raises(SystemExit) as stopped:
        run(capsys, *arguments, "--regions", "--years", "recently")
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("kind", "given", "option"),
    [
        ("ror", {"columns": Path("c.toml")}, "--columns"),
        ("bundled", {"source": "x"}, "--source"),
        ("tables", {"countries": "US"}, "--countries"),
    ],
)
def test_an_option_of_another_kind_is_refused(
    kind: str, given: dict[str, Any], option: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        reader_of(kind, Path(), **given)
    assert raised.value.where == option


@pytest.mark.parametrize("action", ["import", "fetch", "build", "status", "remove"])
def test_help_teaches(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["lake", action, "--help"])
    assert len(capsys.readouterr().out) > 200
