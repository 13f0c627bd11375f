"""``twinbay match experts``: the files it reads and writes."""

import json

import pytest

from twinbay.cli import match
from twinbay.cli.main import build_parser
from twinbay.errors import ConfigurationError

PROFILES = [
    {"id": "robots", "works": [{"title": "Robot grasping", "abstract": "A hand learns to grasp."}]},
    {"id": "solar", "works": [{"title": "Perovskite solar cells", "abstract": None}]},
    {"id": "nobody", "works": []},
]
TEXTS = [
    {"id": "t1", "title": "Grasping objects", "abstract": "with a robot hand"},
    {"id": "t2", "title": "钙钛矿太阳能电池的稳定性", "abstract": ""},
    {"id": "t3", "title": "solar"},
]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINBAY_HOME", str(tmp_path / "home"))

    def write(profiles=PROFILES, texts=TEXTS):
        for name, rows in (("people", profiles), ("texts", texts)):
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return [
            *("--profiles", str(tmp_path / "people.jsonl")),
            *("--texts", str(tmp_path / "texts.jsonl")),
            *("--out", str(tmp_path / "scores.json")),
        ]

    return write


def run(arguments):
    options = build_parser(("match",)).parse_args(
        ["match", "experts", *arguments, "--encoder", "static"]
    )
    return options.run(options)


def scores(tmp_path):
    return json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))


def test_scores_are_written_for_every_profile_and_text(files, tmp_path, capsys):
    assert run(files()) == 0
    found = scores(tmp_path)
    assert list(found) == ["robots", "solar", "nobody"]
    assert all(list(row) == ["t1", "t2", "t3"] for row in found.values())
    assert found["robots"]["t1"] > found["solar"]["t1"]
    assert found["solar"]["t2"] > found["robots"]["t2"]
    assert set(found["nobody"].values()) == {None}
    assert found["robots"]["t3"] is None
    said = capsys.readouterr().err
    assert "no score for text t3: the text has only one word" in said
    assert "no score for profile nobody: not enough evidence" in said


def test_bad_lines_are_named_and_the_good_ones_scored(files, tmp_path, capsys):
    bad = [
        "{not json",
        "[1, 2]",
        '{"works": []}',
        '{"id": "x", "works": "none"}',
        '{"id": "x", "works": [{"title": 3}]}',
        json.dumps(PROFILES[0]),
    ]
    assert run(files([PROFILES[0], "", *bad, PROFILES[1]])) == match.LEFT_OUT == 3
    assert list(scores(tmp_path)) == ["robots", "solar"]
    said = capsys.readouterr().err
    for line, problem in (
        (3, "not JSON"),
        (4, "not an object"),
        (5, "id is missing"),
        (6, "works is not a list"),
        (7, "works[0].title is not a text"),
        (8, "'robots' is on line 1 already"),
    ):
        assert any(
            f"people.jsonl:{line}: " in told and problem in told for told in said.splitlines()
        ), (line, problem, said)


def test_numbers_are_ids_too_and_a_byte_order_mark_is_no_fault(files, tmp_path):
    arguments = files([{**PROFILES[0], "id": 7}], ["\ufeff" + json.dumps(TEXTS[0])])
    assert run(arguments) == 0
    assert list(scores(tmp_path)) == ["7"]


def test_a_file_without_a_good_line_stops_the_command(files, tmp_path):
    (tmp_path / "scores.json").write_text("earlier")
    with pytest.raises(ConfigurationError, match=r"has no text.*:1: the line is not JSON"):
        run(files(texts=["nonsense"]))
    with pytest.raises(ConfigurationError, match="has no profile"):
        run(files(profiles=[]))
    assert (tmp_path / "scores.json").read_text() == "earlier"


def test_missing_files_and_wrong_outputs_are_told(files, tmp_path):
    arguments = files()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        run(["--profiles", str(tmp_path / "none.jsonl"), *arguments[2:]])
    with pytest.raises(ConfigurationError, match="would replace a file that is read"):
        run([*arguments[:5], str(tmp_path / "texts.jsonl")])
    with pytest.raises(ConfigurationError, match="this is a folder"):
        run([*arguments[:5], str(tmp_path)])


def test_an_interrupted_run_goes_on_where_it_was(files, monkeypatch, tmp_path):
    """Vectors already made are kept: the second run encodes only what the first had not."""
    many = [{"id": i, "title": f"Text number {i} on robots"} for i in range(40)]
    arguments = files(texts=many)
    real = match.encoder_named("static")
    asked = []

    class Interrupted:
        name, dimensions = real.name, real.dimensions
        limit = 20

        def encode(self, texts, role="passage"):
            if len(asked) + len(texts) > self.limit:
                raise KeyboardInterrupt
            asked.extend(texts)
            return real.encode(texts, role)

    broken = Interrupted()
    monkeypatch.setattr(match, "encoder_named", lambda _name: broken)
    with pytest.raises(KeyboardInterrupt):
        run(arguments)
    assert not (tmp_path / "scores.json").exists()
    assert asked
    broken.limit = 10_000
    assert run(arguments) == 0
    assert len(asked) == len(set(asked))
