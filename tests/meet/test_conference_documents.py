"""Agendas, table plan and report in both languages, byte for byte and read back."""

import csv
import io
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from calendar_reader import read_calendar
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from two_zones import EVENT, TIMETABLE

from twinbay.meet import Event, Meeting, Notice, NoticeKind
from twinbay.meet.documents.agenda import Agenda, agendas
from twinbay.meet.documents.agenda_csv import agenda_csv
from twinbay.meet.documents.agenda_pages import agenda_page
from twinbay.meet.documents.bundle import Edition, file_names, write_plan
from twinbay.meet.documents.calendars import (
    Entry,
    calendar_bytes,
    differing,
    entries,
    next_version,
)
from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.notices import notices_csv, notices_text
from twinbay.meet.documents.pages import Printer
from twinbay.meet.documents.plan_file import read_plan
from twinbay.meet.documents.report import Report
from twinbay.meet.documents.report_pages import report_html, report_json, report_markdown
from twinbay.meet.documents.spreadsheet import Book, csv_text
from twinbay.meet.documents.table_plan import table_plan_csv, table_plan_page

GOLDEN = Path(__file__).parent / "golden"
STAMP = datetime(2026, 10, 1, 12, tzinfo=UTC)
DIRECTORY = Directory(EVENT)
BY_PERSON = {agenda.delegate_id: agenda for agenda in agendas(DIRECTORY, TIMETABLE)}


def check_golden(name: str, content: bytes) -> None:
    """Compare with the golden file; WRITE_GOLDEN=1 writes it, to be looked at before commit."""
    path = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        path.write_bytes(content)
    assert content == path.read_bytes(), f"{path} differs"


def body(html: str) -> bytes:
    """Return a page without its style sheet, which golden files do not repeat."""
    before, rest = html.split("<style>", 1)
    return (before + rest.split("</style>", 1)[1]).encode()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", ["D1", "D2"])
def test_golden_agendas(person: str, language: str) -> None:
    agenda = BY_PERSON[person]
    check_golden(f"{person}.{language}.csv", agenda_csv(DIRECTORY, agenda, language).encode())
    check_golden(f"{person}.{language}.html", body(agenda_page(DIRECTORY, agenda, language)))
    listed = entries(DIRECTORY, agenda, language)
    check_golden(f"{person}.{language}.ics", calendar_bytes("Agenda", listed, STAMP))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_golden_table_plan_and_report(language: str) -> None:
    check_golden(f"plan.{language}.csv", table_plan_csv(DIRECTORY, TIMETABLE, language).encode())
    check_golden(f"plan.{language}.html", body(table_plan_page(DIRECTORY, TIMETABLE, language)))
    report = Report(EVENT, TIMETABLE, DIRECTORY, ("a note",))
    check_golden(f"report.{language}.md", report_markdown(report, language).encode())
    check_golden(f"report.{language}.html", body(report_html(report, language)))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", ["D1", "D2", "D3"])
def test_calendars_read_back_to_the_same_moments(person: str, language: str) -> None:
    agenda = BY_PERSON[person]
    listed = entries(DIRECTORY, agenda, language)
    read = read_calendar(calendar_bytes("Agenda", listed, STAMP))
    assert [r.start.astimezone(UTC) for r in read] == [e.start.astimezone(UTC) for e in listed]
    assert [r.end.astimezone(UTC) for r in read] == [e.end.astimezone(UTC) for e in listed]
    texts = [(r.uid, r.summary, r.location, r.description) for r in read]
    assert texts == [(e.uid, e.summary, e.location, e.description) for e in listed]


def test_clocks_change_between_the_days_and_each_reads_the_own_time() -> None:
    at_venue = {a.meeting.meeting_id: a for a in BY_PERSON["D1"].appointments}
    from_afar = {a.meeting.meeting_id: a for a in BY_PERSON["D2"].appointments}
    night, panel = at_venue["R1"].start, at_venue["G1"].start
    assert (f"{night:%H:%M %z}", f"{panel:%H:%M %z}") == ("00:00 -0700", "09:00 -0800")
    assert panel.astimezone(UTC) - night.astimezone(UTC) == timedelta(hours=10), "25-hour day"
    assert f"{from_afar['R1'].start:%m-%d %H:%M}" == "11-01 15:00"
    assert f"{from_afar['G1'].start:%m-%d %H:%M}" == "11-02 01:00"


def test_the_same_meeting_has_one_uid_in_every_calendar_and_language() -> None:
    uids = {
        (a.meeting.meeting_id, e.uid)
        for agenda in BY_PERSON.values()
        for language in ("en", "zh")
        for a, e in zip(agenda.appointments, entries(DIRECTORY, agenda, language), strict=True)
    }
    assert len(uids) == len({uid for _, uid in uids}) == 3


def moved(meetings: tuple[Meeting, ...]) -> Agenda:
    found = agendas(DIRECTORY, replace(TIMETABLE, meetings=meetings))
    return next(agenda for agenda in found if agenda.delegate_id == "D1")


def test_a_replan_updates_calendars_instead_of_doubling_them() -> None:
    first, _, third = TIMETABLE.meetings
    before = entries(DIRECTORY, BY_PERSON["D1"], "en")
    later = moved((replace(first, slots=("N1",)), third))
    now = next_version(before, entries(DIRECTORY, later, "en"))
    versions = {e.uid: (e.sequence, e.cancelled) for e in now}
    uid = {m.meeting_id: e.uid for m, e in zip(TIMETABLE.meetings, before, strict=True)}
    assert versions == {uid["R2"]: (1, False), uid["R1"]: (1, True), uid["G1"]: (0, False)}
    assert {e.uid for e in differing(before, now)} == {uid["R2"], uid["R1"]}
    read = {r.uid: r for r in read_calendar(calendar_bytes("x", now, STAMP))}
    assert read[uid["R1"]].status == "CANCELLED" and read[uid["R1"]].sequence == 1
    again = next_version(now, entries(DIRECTORY, later, "en"))
    assert again == now, "nothing changes when nothing has changed"
    back = next_version(now, before)
    assert {e.uid: (e.sequence, e.cancelled) for e in back}[uid["R1"]] == (2, False)


text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=90)


@given(summary=text, location=text, description=text)
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_calendar(summary: str, location: str, description: str) -> None:
    start = EVENT.slots[0].start
    entry = Entry("u@twinbay", start, start + timedelta(minutes=30), "America/Los_Angeles",
                  summary, location, description)  # fmt: skip
    data = calendar_bytes("x", [entry], STAMP)
    (read,) = read_calendar(data)
    assert (read.summary, read.location, read.description) == (summary, location, description)
    assert len(Calendar.from_ical(data).walk("VEVENT")) == 1


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_cell_of_a_csv_begins_like_a_formula(cells: list[str]) -> None:
    (_, row) = csv.reader(io.StringIO(csv_text(cells, [cells]).lstrip("\ufeff"), newline=""))
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    book = Book()
    book.add("a/b", ["=1+1"], [["=HYPERLINK(1)"], ["@x"], ["+1"], ["bad\x0bcharacter"], [5]])
    book.save(tmp_path / "b.xlsx")
    sheet = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    kinds = [cell.data_type for (cell,) in sheet.iter_rows()]
    assert kinds == ["s", "s", "s", "s", "s", "n"]
    assert sheet["A2"].value == "=HYPERLINK(1)" and sheet["A5"].value == "badcharacter"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_html_in_names_is_shown_not_obeyed(language: str) -> None:
    report = Report(EVENT, TIMETABLE, DIRECTORY, ("<i>note</i>",))
    pages = [
        *(agenda_page(DIRECTORY, agenda, language) for agenda in BY_PERSON.values()),
        table_plan_page(DIRECTORY, TIMETABLE, language),
        report_html(report, language),
    ]
    for page in pages:
        for markup in ("<b>", "<forum>", "<论坛>", "<hit>", "<i>"):
            assert markup not in page.lower()


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Ann <b>Bold</b>", "Saturday, 31 October 2026", "17:00–18:00", "Page 1 of 1")),
    ("zh", ("安", "2026年10月31日 星期六", "17:00–18:00", "1 号桌", "译员：Mei（英语–中文）")),
])  # fmt: skip
def test_printed_agendas_hold_their_text(
    tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    Printer().print(agenda_page(DIRECTORY, BY_PERSON["D1"], language), tmp_path / "a.pdf")
    (page,) = PdfReader(tmp_path / "a.pdf").pages
    printed = page.extract_text()
    for word in words:
        assert word in printed
    assert round(float(page.mediabox.width)) == 595 and round(float(page.mediabox.height)) == 842
    fonts = [f.get_object() for f in page["/Resources"]["/Font"].values()]
    assert all("/DescendantFonts" in font for font in fonts), "fonts are embedded"


def test_documents_load_nothing_from_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing from elsewhere"):
        from twinbay.meet.documents.pages import _nothing

        _nothing("file:///etc/passwd")


def test_the_report_names_who_got_nothing_and_why() -> None:
    found = report_json(Report(EVENT, TIMETABLE, DIRECTORY))
    assert (found["value"], found["bound"], found["optimal"]) == (11, 11, True)
    assert (found["requests_met"], found["requests_asked"]) == (2, 3)
    (nothing,) = found["nothing"]
    assert nothing["party"] == "D4" and nothing["name_zh"] == "丁"
    assert nothing["reasons"][0]["en"] == "the two are to be kept apart: screening <hit>"
    assert nothing["reasons"][0]["zh"] == "双方须回避：screening <hit>"


def test_notices_say_what_each_person_must_know() -> None:
    first = TIMETABLE.meetings[0]
    other = replace(first, delegates=("D4", "D3"))
    notices = (Notice(NoticeKind.MOVED, ("D1", "D3", "D4"), first, other),)
    rows = list(csv.reader(io.StringIO(notices_csv(DIRECTORY, notices, "en").lstrip("\ufeff"))))
    assert [(row[0], row[3]) for row in rows[1:]] == [
        ("D1", "cancelled"), ("D3", "moved"), ("D4", "new"),
    ]  # fmt: skip
    message = notices_text(DIRECTORY, notices, "zh")
    assert "安：您好！" in message and "取消" in message and "新增" in message


def test_the_plan_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    edition = Edition(("en", "zh"), STAMP, pdf=False)
    written = write_plan(tmp_path, EVENT, TIMETABLE, edition, lambda *_: None)
    assert read_plan(tmp_path) == written
    update = tmp_path / "update"
    changed = replace(TIMETABLE, meetings=TIMETABLE.meetings[1:])
    second = write_plan(update, EVENT, changed, edition, lambda *_: None, written)
    assert second.version == 1
    assert sorted(p.name for p in (update / "updates" / "en").iterdir()) == ["D1.ics", "D3.ics"]


@given(st.lists(st.text(max_size=12), unique=True, max_size=30))
@settings(max_examples=60, deadline=None)
def test_file_names_are_safe_and_never_twice(identifiers: list[str]) -> None:
    names = file_names(identifiers)
    assert len({name.casefold() for name in names.values()}) == len(identifiers)
    assert all(name and "/" not in name and "." not in name for name in names.values())


def test_an_event_without_meetings_has_its_documents_too(tmp_path: Path) -> None:
    nothing: Event = replace(EVENT, requests=(), groups=(), separations=())
    empty = replace(TIMETABLE, meetings=(), unmet=(), shares=(), proofs=TIMETABLE.proofs[:1])
    write_plan(tmp_path, nothing, empty, Edition(("en",), STAMP, pdf=False), lambda *_: None)
    assert "No meetings are planned." in agenda_page(Directory(nothing), agendas(
        Directory(nothing), empty)[0], "en")  # fmt: skip
