"""The page "How often were the suggestions right?": the latest backtest, or how to run one."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from match_pages import backtest, write_backtest

from twinbay.match.ranking.folder import BACKTEST_FILE, backtest_folder


@pytest.fixture
def home(directory_home: Path) -> Iterator[Path]:
    yield directory_home
    (backtest_folder(directory_home) / BACKTEST_FILE).unlink(missing_ok=True)


def page(client: Any, language: str = "en", status: int = 200) -> str:
    response = client.get(f"/{language}/accuracy/")
    assert response.status_code == status
    return str(response.content.decode())


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("language", "words"), [("en", "Not tested yet"), ("zh", "尚未检验")])
def test_without_a_backtest_it_says_what_to_run(
    client: Any, home: Path, language: str, words: str
) -> None:
    html = page(client, language)
    assert words in html
    assert "twinbay backtest --split 2018" in html
    assert "<figure" not in html


def test_it_tells_the_split_the_measures_and_the_baselines(client: Any, home: Path) -> None:
    write_backtest(home, backtest())
    text = text_of(page(client))
    assert "On what was known at the end of 2017" in text
    assert "first joint work in 2018–2020" in text
    assert "48 organisations, 513 pairs, 18 first collaborations (3.5%)" in text
    # hit@10 is 0.613, Adamic-Adar's 0.423, by chance 0.113.
    assert re.search(
        r"Found a later partner among the first ten 61 of 100 organisations[^A]*"
        r"Adamic-Adar 42, by chance 11",
        text,
    )
    assert "0.610 [0.560, 0.660]" in text
    assert re.search(r"Adamic-Adar 0\.420 \[0\.370, 0\.470\]", text)
    assert "Fewer than 30 first collaborations" in text
    assert "implicit is not installed: Matrix factorisation (BPR)" in text


def test_calibration_groups_and_exposure_have_their_figures(client: Any, home: Path) -> None:
    write_backtest(home, backtest())
    html = page(client)
    text = text_of(html)
    assert re.search(r"2\.0%–100\.0% 125 16 12\.8%", text)
    assert "Mean distance between given and observed: 1.23%." in text
    assert re.search(r"Green and low-carbon energy 400 17 0\.500 \[0\.450, 0\.550\]", text)
    assert "Artificial intelligence 90" not in text  # none came true: nothing to tell
    assert re.search(r"– Company 60 1 – – – –", text)
    assert re.search(r"8–60 9 70\.0% 90\.0% 80\.0%", text)
    assert html.count("<figure") == 3


@pytest.mark.parametrize("table", ["rankings", "hits", "calibration", "sizes", "fields", "kinds"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_is_a_file(client: Any, home: Path, table: str, language: str) -> None:
    write_backtest(home, backtest())
    address = f"/{language}/accuracy/?table={table}&export=csv"
    rows = list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_chinese_has_no_english_sentences(client: Any, home: Path) -> None:
    write_backtest(home, backtest())
    html = page(client, "zh")
    assert "建议有多准？" in html
    assert "旧金山湾区" in html
    main = text_of(re.sub(r"<script.*?</script>", "", html[html.index("<main") :], flags=re.S))
    words = set(re.findall(r"[A-Za-z]{4,}", main))
    assert words <= {"twinbay", "Adamic", "Adar", "nDCG", "XLSX", "implicit"}


def test_a_measure_that_could_not_be_taken_is_a_dash(client: Any, home: Path) -> None:
    content = backtest()
    nothing = {"value": float("nan"), "low": float("nan"), "high": float("nan")}
    content["rankings"]["twinbay"]["hit_at_10"] = nothing
    write_backtest(home, content)
    html = page(client)
    assert "nan" not in text_of(html).lower().replace("finance", "")
    assert "NaN" not in html


@pytest.mark.parametrize("content", ["", "{", "[]", '{"rankings": {}}', "null"])
def test_a_damaged_file_is_said_so_with_what_to_do(client: Any, home: Path, content: str) -> None:
    write_backtest(home, content)
    html = page(client, status=500)
    assert "twinbay backtest --split YEAR" in html
    assert "Traceback" not in html


def test_the_method_page_leads_here(client: Any, home: Path) -> None:
    assert 'href="/zh/accuracy/"' in client.get("/zh/method/").content.decode()
