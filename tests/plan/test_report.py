"""The programme's document: every number in it is the model's, in every language and form."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from docx import Document as open_word

from tests.plan.example_measures import YEARS
from tests.plan.plan_examples import small_programme
from tests.plan.report_cases import SHOWN, computed, empty_charts, made_subject, page
from twinbay.plan.charts.drawing import draw_charts
from twinbay.plan.charts.power import local_hours
from twinbay.plan.folder import PlanFolder
from twinbay.plan.pathway import solve
from twinbay.plan.programme import Names
from twinbay.plan.report.composing import compose
from twinbay.plan.report.document import Heading, Numbering, Picture, Text, joined
from twinbay.plan.report.numbers import Figures, Number, spelled
from twinbay.plan.report.pages import Page
from twinbay.plan.report.printing import pdf_bytes
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.word import WordFile

NUMBER = re.compile(r"[−+]?\d+(?:,\d{3})*(?:\.\d+)?%?")


@pytest.fixture(scope="module")
def subject() -> Subject:
    return made_subject(small_programme())


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_every_marked_number_is_the_models(subject: Subject, language: str) -> None:
    html = page(subject, language)
    marked = SHOWN.findall(html)
    assert len(marked) > 250
    shown = {s.key: s for s in subject.figures.shown}
    for key, text in {(unescape(key), text) for key, text in marked}:
        one = shown[key]
        again = computed(key, subject.tables)
        assert again == pytest.approx(one.value, rel=1e-9, abs=1e-9, nan_ok=True), key
        assert any(
            s.text == text and text.rstrip("%").lstrip("+") == _as_shown(again, s.decimals, text)
            for s in subject.figures.shown
            if s.key == key
        ), (key, text, again)


def _as_shown(value: float, decimals: int, text: str) -> str:
    return spelled(value * (100 if text.endswith("%") else 1), decimals)


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_no_number_stands_in_the_document_that_is_not_marked(
    subject: Subject, language: str
) -> None:
    body = page(subject, language).split("</style>")[1]
    bare = unescape(
        re.sub(r"<[^>]*>", " ", re.sub(r'<span class="no">.*?</span>', " ", SHOWN.sub(" ", body)))
    )
    allowed = {str(year) for year in (*YEARS, 2023, 2024, 2026)}
    allowed |= {subject.edition.version, "2006", "6"}  # IPCC 2006, AR6
    bare = re.sub(r"CO2e?|CH4|N2O|AR6", " ", bare)
    bare = re.sub(r"1 in (20|4) (below|above)|\d+% 分位|10 % and 90 %|10% 与 90%", " ", bare)
    bare = bare.replace(subject.edition.content[:12], " ").replace("ipcc-2006", " ")
    assert {n for n in NUMBER.findall(bare) if n.lstrip("−+") not in allowed} <= {
        "1",  # 1 USD = ... CNY
        "2",  # scope 2
        "0",  # where a limit does not bind
    }


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_word_and_pdf_show_the_numbers_of_the_page(subject: Subject, language: str) -> None:
    document = compose(subject)
    charts = empty_charts(subject)
    content = WordFile(document, language, subject.figures.shown, charts).content()
    words = word_text(content)
    wanted = [text for _, text in SHOWN.findall(page(subject, language))]
    assert numbers_of(words, wanted) >= len(wanted)


def word_text(content: bytes) -> str:
    body = open_word(io.BytesIO(content)).element.body
    return "\n".join(t.text or "" for t in body.iter() if t.tag.endswith("}t"))


def numbers_of(text: str, wanted: list[str]) -> int:
    """Return how many of the wanted numbers are found in a text, in their order."""
    position = found = 0
    for number in wanted:
        at = text.find(number, position)
        if at < 0:
            raise AssertionError(
                f"{number} is missing after {text[max(0, position - 80) : position]}"
            )
        position, found = at + len(number), found + 1
    return found


def test_the_pdf_holds_the_text_of_the_page(subject: Subject) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf_bytes(page(subject, "en"))))
    text = " ".join(p.extract_text() for p in reader.pages)
    pages = len(reader.pages)
    assert pages > 8
    for wanted in ("Summary", "Targets and what the pathway reaches", "Sources and their quality"):
        assert wanted in text
    squeezed = re.sub(r"\s+", "", text)
    wanted = [number for _, number in SHOWN.findall(page(subject, "en"))]
    assert [number for number in wanted if number not in squeezed and number != "–"] == []


def headings(subject: Subject) -> list[str]:
    numbering = Numbering()
    return [
        f"{numbering.heading(b)} {b.text.en} / {b.text.zh}"
        for b in compose(subject).blocks
        if isinstance(b, Heading)
    ]


def test_the_document_has_its_parts_in_order(subject: Subject) -> None:
    golden = Path(__file__).parent / "golden" / "programme_headings.txt"
    assert "\n".join(headings(subject)) + "\n" == golden.read_text(encoding="utf-8")


def test_the_table_of_contents_leads_to_every_part(subject: Subject) -> None:
    html = page(subject, "en")
    anchors = re.findall(r'<h\d id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors)) == len(headings(subject))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_two_documents_of_one_programme_are_the_same_bytes(subject: Subject) -> None:
    def made() -> list[bytes]:
        charts, whole = empty_charts(subject), compose(subject)
        document = replace(whole, blocks=whole.blocks[:16])
        shown = subject.figures.shown
        html = Page(document, "both", shown, charts).html()
        return [pdf_bytes(html), WordFile(document, "both", shown, charts).content()]

    first, second = made(), made()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first[1])) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
    assert b"/CreationDate" not in first[0]


def test_word_files_number_their_headings_and_repeat_table_heads(subject: Subject) -> None:
    content = WordFile(
        compose(subject), "en", subject.figures.shown, empty_charts(subject)
    ).content()
    file = open_word(io.BytesIO(content))
    styles = {p.style.style_id for p in file.paragraphs}
    assert {"Heading1", "Heading2", "Annex1", "Annex2", "Caption", "TOC1"} <= styles
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") >= 10
    assert 'TOC \\o "1-2"' in xml
    assert "SEQ Table" in xml and "SEQ Figure" in xml


@pytest.mark.parametrize("language", ["zh", "both"])
def test_every_chart_is_drawn_in_every_language(subject: Subject, language: str) -> None:
    wanted = {b.chart for b in compose(subject).blocks if isinstance(b, Picture)}
    drawn = draw_charts(subject, language)
    assert wanted <= set(drawn)
    assert all(
        chart.svg.startswith("<svg") and chart.png[:4] == b"\x89PNG" for chart in drawn.values()
    )


def test_what_is_of_an_earlier_state_is_named_and_targets_missed_in_runs_too(
    subject: Subject,
) -> None:
    stale = replace(subject, stale=("cooperation", "uncertainty"))
    html = re.sub(r"<[^>]*>", "", page(stale, "both"))
    assert "changed since it was computed: the gain of cooperation and uncertainty." in html
    assert "未列入：合作收益、不确定性。" in html
    target = subject.programme.targets[0]
    missed = pl.DataFrame({"target": [target.id], "share_of_runs": [0.225], "mean": [4.4]})
    named = replace(subject, extra={**subject.extra, "uncertainty_misses": missed})
    html = re.sub(r"<[^>]*>", "", page(named, "en"))
    assert f"missed: {target.names.en} in {target.year} (22% of the runs)" in html


def test_hours_follow_each_other_on_the_clock_of_the_region() -> None:
    """In Guangdong (UTC+8) the day begins at 16 h UTC, in California (UTC−8) at 8 h."""
    day = [float(hour) for hour in range(24)]
    assert local_hours(day, 8)[:2] == [16.0, 17.0]
    assert local_hours(day, -8)[:2] == [8.0, 9.0]
    assert local_hours(day, 8)[12] == 4.0
    assert local_hours(day, 0) == day
    assert local_hours([], 8) == []


def test_organisations_of_both_sides_and_owners_are_named(subject: Subject) -> None:
    html = page(replace_level(subject), "both")
    for name in ("Provincial utility", "省电力公司", "Joint tender", "联合招标"):
        assert name in html
    for name in ("Pacific Institute", "三角洲大学", "West Bay", "东湾区"):
        assert name in html


def replace_level(subject: Subject) -> Subject:
    """Return the subject with the heat pumps taken up, so that they are listed."""
    table = subject.pathway.measures.with_columns(
        pl.when(pl.col("measure") == "west-heat-pumps")
        .then(5.0)
        .otherwise(pl.col("level"))
        .alias("level")
    )
    return replace(subject, pathway=replace(subject.pathway, measures=table))


def test_names_that_look_like_markup_are_text(subject: Subject) -> None:
    names = Names('<script>alert("x")</script> & sons', "<b>规划</b>")
    programme = replace(subject.programme, names=names)
    hostile = replace(subject, plan=replace(subject.plan, programme=programme))
    html = page(hostile, "both")
    assert "<script>" not in html and "<b>规划" not in html
    assert "&lt;script&gt;" in html
    content = WordFile(
        compose(hostile), "both", hostile.figures.shown, empty_charts(hostile)
    ).content()
    assert '<script>alert("x")</script> & sons' in word_text(content)


def test_a_programme_without_targets_or_extras_still_makes_a_document() -> None:
    programme = replace(small_programme(), targets=(), joint_projects=(), measures=())
    bare = Subject(PlanFolder(programme), solve(programme))
    html = page(bare, "en")
    assert "sets no targets" in html
    assert "What cooperation gains" not in html
    assert "No actual figures of a year after 2025 have been entered yet" in html


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [(1234.5, 0, "1,234"), (-0.04, 1, "0.0"), (-12.34, 1, "−12.3"), (float("nan"), 1, "–")],
)
def test_numbers_are_spelled_for_readers(value: float, decimals: int, said: str) -> None:
    assert spelled(value, decimals) == said


def test_arithmetic_keeps_value_and_key_together() -> None:
    tables = {"t": pl.DataFrame({"k": ["a", "b", "b"], "v": [1.0, 2.0, 5.0]})}
    figures = Figures(tables)
    a, b = figures.sum("t", "v", k="a"), figures.sum("t", "v", k=["b"])
    checks: list[Callable[[], Number]] = [
        lambda: a + b,
        lambda: (a - b) / b,
        lambda: -(a * 3.0),
        lambda: abs(a - b),
        lambda: figures.count("t", "k") / 2.0,
        lambda: figures.sum("t", "v", k="!a"),
    ]
    for check in checks:
        number = check()
        assert computed(number.key, tables) == pytest.approx(number.value)


def test_chinese_counts_money_and_people_in_its_own_units(subject: Subject) -> None:
    pages = {language: page(subject, language) for language in ("en", "zh")}
    english, chinese = (re.sub(r"<[^>]*>", "", pages[language]) for language in ("en", "zh"))
    for unidiomatic in ("十亿美元", "十亿元", "百万美元", "百万人", "（百万）", "百万辆"):
        assert unidiomatic not in chinese
    present = sum(subject.pathway.region_costs.values())
    assert f"cost {spelled(present / 1e3, 0)} billion USD (present value" in english
    assert f"成本现值为 {spelled(present / 1e2, 0)} 亿美元" in chinese
    people = sum(region.population[2025] for region in subject.programme.regions)
    assert f"{spelled(people * 100, 0)}" in chinese.split("2025 年区域概况")[-1]


def test_lists_are_joined_as_each_language_does() -> None:
    parts = [Text("A", "甲"), Text("B", "乙"), Text("C", "丙")]
    assert joined(parts) == Text("A, B and C", "甲、乙、丙")
