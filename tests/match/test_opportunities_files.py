"""Opportunities from files: good rows are matched, bad ones named; templates; the command."""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from twinbay.cli.match_opportunities import add_subcommand
from twinbay.errors import ConfigurationError, SourceError
from twinbay.lake.quarantine import Quarantine
from twinbay.match.opportunities import Range, Record, TermNames, rules_named, shipped_rates
from twinbay.match.opportunities.reading import Reader
from twinbay.match.opportunities.template import write_template
from twinbay.regions import load_pair

NAMES = TermNames(load_pair("sf-bay--gba"))


def read(path: Path) -> tuple[list[Record], Quarantine]:
    reader = Reader("need", NAMES, shipped_rates().currencies)
    return reader.read(path), reader.quarantine


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_subcommand(parser.add_subparsers())
    options = parser.parse_args(["opportunities", *map(str, arguments)])
    return int(options.run(options))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_and_values_are_understood(tmp_path: Path, encoding: str) -> None:
    text = (
        "编号,中文标题,地点,领域,阶段,语言,技术成熟度,金额,币种,截止日期,要求地区,排除\n"
        "n1,钙钛矿涂布工艺,深圳,人工智能；绿色低碳能源,A轮,英语、粤语,4-6,200万至500万,cny,"
        "2026年12月31日,舊金山灣區；美国,烟草\n"
    )
    path = tmp_path / "需求.csv"
    path.write_bytes(text.encode(encoding))
    (record,), quarantine = read(path)
    assert quarantine.total == 0
    assert record.locations == ("CN", "gba", "gba/shenzhen")
    assert record.fields == ("artificial-intelligence", "green-energy")
    assert record.stages == ("series-a",)
    assert record.languages == ("en", "yue")
    assert record.trl == Range(4, 6)
    assert (record.amount, record.currency) == (Range(2e6, 5e6), "CNY")
    assert str(record.closes) == "2026-12-31"
    assert record.wanted_regions == ("sf-bay", "US")


def test_csv_json_and_excel_give_the_same_records(tmp_path: Path) -> None:
    rows = [
        {"id": "7", "title": "Robot grasping", "fields": "medicine; green-energy", "trl": "3"},
        {"id": "8", "title": "Drug screening", "amount_min": "1,000,000", "currency": "USD"},
    ]
    headings = sorted({key for row in rows for key in row})
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    book = Workbook()
    book.active.append(headings)
    for row in rows:
        cells = [row.get(key) for key in headings]
        book.active.append([int(c) if c and c.isdigit() else c for c in cells])
    book.save(tmp_path / "a.xlsx")
    expected, _ = read(lines(tmp_path / "a.jsonl", *rows))
    assert expected[1].amount == Range(1e6)
    for name in ("a.csv", "a.xlsx"):
        records, quarantine = read(tmp_path / name)
        assert records == expected
        assert quarantine.total == 0


BAD = [
    ({"amount": "5-2", "currency": "USD"}, "amount_min", "above the maximum"),
    ({"amount": "5", "currency": "XYZ"}, "currency", "unknown currency"),
    ({"amount": "five", "currency": "USD"}, "amount", "no number"),
    ({"amount": float("nan"), "currency": "USD"}, "amount", "no number"),
    ({"amount": "-5", "currency": "USD"}, "amount", "no range"),
    ({"trl": 12}, "trl", "above 9"),
    ({"trl": 3, "trl_min": 2}, "trl", "give either"),
    ({"closes": "31/12/2026"}, "closes", "no date"),
    ({"closes": "2026-02-30"}, "closes", "no date"),
    ({"country": "Atlantis"}, "country", "no such country"),
    ({"place": "Shenzhen", "region": "sf-bay"}, "place", "lies in gba"),
    ({"latitude": "22.5"}, "latitude", "give latitude and longitude"),
    ({"latitude": "122.5", "longitude": "1"}, "latitude", "-90 to 90"),
    ({"title": "  "}, "title", "no text"),
    ({"id": ""}, "id", "no id"),
    ({"fields": [1, 2]}, "fields", "no text"),
    ({"title": {"en": "x"}}, "title", "no text"),
    ({"id": "good"}, "id", "same id"),
]


@pytest.mark.parametrize(("change", "field", "said"), BAD)
def test_a_bad_row_is_named_and_the_good_one_loads(
    tmp_path: Path, change: dict[str, Any], field: str, said: str
) -> None:
    good = {"id": "good", "title": "Robot grasping"}
    bad = {"id": "bad", "title": "Robot grasping", **change}
    records, quarantine = read(lines(tmp_path / "needs.jsonl", good, bad))
    assert [record.record_id for record in records] == ["good"]
    problem = quarantine.problems[0]
    assert (problem.file, problem.line, problem.field) == ("needs.jsonl", 2, field)
    assert said in problem.reason


def test_lines_that_are_no_records_and_unknown_columns_are_named(tmp_path: Path) -> None:
    good = {"id": "1", "title": "Robot grasping", "colour": "red"}
    records, quarantine = read(lines(tmp_path / "a.jsonl", "{broken", "[1]", good))
    assert len(records) == 1
    assert [(p.line, p.field) for p in quarantine.problems] == [(1, ""), (2, ""), (3, "colour")]
    assert quarantine.left_out == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "files end in"),
        ("a.csv", b"title\nx\n", "no column"),
        ("a.csv", b"id,id\n1,2\n", "two columns"),
        ("a.csv", b"id,title\n\xff\xff\xff,\x80\n", "neither UTF-8"),
        ("a.xlsx", b"not a workbook", "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=said):
        read(tmp_path / name)
    with pytest.raises(SourceError, match="cannot read"):
        read(tmp_path / "missing.csv")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_a_template_reads_back_with_the_columns_of_its_rules(
    tmp_path: Path, suffix: str, language: str
) -> None:
    path = tmp_path / f"t.{suffix}"
    write_template(path, rules_named("company-site"), language)
    records, quarantine = read(path)
    assert quarantine.total == 0
    assert len(records) == (1 if suffix == "jsonl" else 0)
    assert list(tmp_path.iterdir()) == [path]
    if suffix == "xlsx":
        headings = [cell.value for cell in load_workbook(path).active[1]]
        assert ("area" if language == "en" else "面积") in headings
        assert not {"trl", "技术成熟度"} & set(headings)
    with pytest.raises(ConfigurationError, match="template ends in"):
        write_template(tmp_path / "t.doc", rules_named("company-site"))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    offers = lines(
        tmp_path / "offers.jsonl",
        {"id": "o1", "title": "Slot-die coating of perovskite solar cells", "trl": 5},
        {"id": "o2", "title_zh": "仓储分拣机器人抓取算法", "trl": 3},
    )
    needs = lines(
        tmp_path / "needs.jsonl",
        {"id": "n1", "title_zh": "钙钛矿太阳能电池涂布工艺", "trl": "4-7"},
        {"id": "n2", "title": "Grasp planning for warehouse picking robots", "trl_min": 6},
        {"id": "n3", "title": "Battery recycling process", "trl": "7-2"},
    )
    return offers, needs


def test_the_command_writes_matches_and_exits_3_when_a_row_was_left_out(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "matches.json"
    arguments = ("--offers", files[0], "--needs", files[1], "--day", "2026-03-01")
    assert run(*arguments, "--out", out) == 3
    result = json.loads(out.read_text("utf-8"))
    assert next((m["offer"], m["need"]) for m in result["matches"]) == ("o1", "n1")
    assert ("o2", "n2") not in [(m["offer"], m["need"]) for m in result["matches"]]
    assert (result["left_out"][0]["line"], result["left_out"][0]["field"]) == (3, "trl_min")
    assert "needs.jsonl, line 3, trl_min" in capsys.readouterr().err
    for found in result["matches"]:
        total = sum(reason["contribution"] for reason in found["reasons"])
        assert total == pytest.approx(found["score"], abs=1e-4)
    table = tmp_path / "matches.csv"
    run(*arguments, "--out", table, "--language", "zh")
    rows = list(csv.reader(table.open(encoding="utf-8-sig")))
    assert rows[1][:4] == [
        "o1",
        "Slot-die coating of perovskite solar cells",
        "n1",
        "钙钛矿太阳能电池涂布工艺",
    ]


def test_the_command_says_why_not_in_both_languages(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--offers", files[0], "--needs", files[1], "--why-not", "o2", "n2")
    run(*arguments)
    assert "Technology readiness level does not fit: offer 3; need at least 6." in (
        capsys.readouterr().out
    )
    run(*arguments, "--language", "zh")
    assert "技术成熟度不符：技术供给为3，技术需求为至少 6。" in capsys.readouterr().out
    run(*arguments, "--json")
    assert json.loads(capsys.readouterr().out)["violated"] == ["trl"]


def test_forbidden_pairs_are_read_and_a_doubtful_file_stops_everything(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forbidden = tmp_path / "forbidden.csv"
    forbidden.write_text("offer,need\no1,n1\n", encoding="utf-8")
    arguments = ("--offers", files[0], "--needs", files[1], "--forbidden", forbidden, "--json")
    run(*arguments)
    pairs = [(m["offer"], m["need"]) for m in json.loads(capsys.readouterr().out)["matches"]]
    assert ("o1", "n1") not in pairs
    forbidden.write_text("offer,need\no1\n", encoding="utf-8")
    with pytest.raises(SourceError, match="two ids"):
        run(*arguments)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rules", "marriage"), "no rules 'marriage'"),
        ((), "two files"),
        (("--offers", "a.csv", "--needs", "b.csv", "--out", "x.pdf"), "ends in .json or .csv"),
        (("--offers", "a.csv", "--needs", "b.csv", "--out", "a.csv"), "replace an input"),
        (("--rules", "nowhere.toml"), "cannot read the rules"),
    ],
)
def test_wrong_arguments_are_told(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        run(*arguments)


def test_own_rules_and_rates(tmp_path: Path, files: tuple[Path, Path]) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(
        '[own]\nleft = { kind = "a", en = "a", zh = "甲" }\n'
        'right = { kind = "b", en = "b", zh = "乙" }\n'
        'hard = ["trl"]\nsoft = { text = 2, words = 1 }\n',
        encoding="utf-8",
    )
    rates = tmp_path / "rates.toml"
    rates.write_text('base = "USD"\nday = 2026-01-02\nsource = "x"\n[rates]\nCNY = 7.0\n')
    arguments = ("--offers", files[0], "--needs", files[1], "--rules", rules, "--rates", rates)
    assert run(*arguments, "--out", tmp_path / "m.json") == 3
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["rates"]["day"] == "2026-01-02"
    rules.write_text(rules.read_text("utf-8").replace("text = 2", "beauty = 2"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no feature 'beauty'"):
        run(*arguments)
    rates.write_text('base = "USD"\n[rates]\nCNY = -7.0\n')
    with pytest.raises(ConfigurationError, match="these are no rates"):
        run("--offers", files[0], "--needs", files[1], "--rates", rates)
