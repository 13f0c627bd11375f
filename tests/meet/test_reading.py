"""Files of every make are read; every fault is said with file, row and column, all at once."""

import runpy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from conference_files import EXAMPLE, as_workbook, rows_of, sample, set_cell, write_rows
from hypothesis import given, settings
from hypothesis import strategies as st
from meet_events import rich_event
from openpyxl import load_workbook

from twinbay.errors import ConfigurationError, SourceError
from twinbay.meet import Absence, FairnessMode, NewRequest, TableKind, TableLoss, Withdrawal
from twinbay.meet.reading import ReadingError, read_event
from twinbay.meet.reading.cells import calendar_day, clock_time, several
from twinbay.meet.reading.changes_reader import read_changes, slot_at
from twinbay.meet.reading.event_writer import write_event
from twinbay.meet.reading.layout import EVENT_SHEETS
from twinbay.meet.reading.template import heading, write_template
from twinbay.meet.reading.tour_reader import read_tour
from twinbay.tabular.cells import text_of
from twinbay.tabular.grids import detect_encoding


def faults(path: Path) -> list[str]:
    with pytest.raises(ReadingError) as caught:
        read_event(path)
    return [f"{fault.place}: {fault.problem}" for fault in caught.value.faults]


def test_the_sample_is_read_as_it_stands() -> None:
    files = read_event(EXAMPLE / "event")
    event = files.event
    assert files.notes == ()
    assert (len(event.delegates), len(event.requests), len(event.slots)) == (12, 26, 14)
    assert event.time_zone == "America/Los_Angeles"
    assert event.slots[0].start.isoformat() == "2026-10-19T09:00:00-07:00"
    by_id = {d.delegate_id: d for d in event.delegates}
    assert by_id["D04"].available == {s.slot_id for s in event.slots} - {"A1", "A2"}
    assert by_id["D08"].available == {f"B{i}" for i in range(1, 8)}, "a day means its slots"
    assert by_id["D10"].online and by_id["D10"].time_zone == "Asia/Shanghai"
    assert event.requests[4 - 1].kind is TableKind.PRIVATE and event.requests[3].length == 2
    assert event.rules.meetings_per_day == 5 and event.rules.fairness.mode is FairnessMode.LEXIMIN


@pytest.mark.parametrize("name", ["conference.xlsx", "conference"])
@pytest.mark.parametrize("example", [True, False])
def test_template_round_trip(tmp_path: Path, name: str, example: bool) -> None:
    target = tmp_path / name
    write_template(target, example=example)
    if example:
        assert read_event(target).event == read_event(EXAMPLE / "event").event
    else:
        found = faults(target)
        assert any("time_zone" in fault for fault in found)
        assert any("there are no tables" in fault for fault in found)


@pytest.mark.parametrize("seed", range(40))
def test_events_survive_writing_and_reading(tmp_path: Path, seed: int) -> None:
    event = rich_event(seed)
    write_event(event, tmp_path / "event")
    try:
        again = read_event(tmp_path / "event").event
    except ReadingError as error:  # contradictory fixed meetings of the generator
        assert all("cannot take place" in fault.problem for fault in error.faults)
        return
    assert again == _as_read(event)


def _as_read(event):  # type: ignore[no-untyped-def]
    """Return the event as equal values: UTC slots are read with a named zone."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("UTC")
    slots = tuple(
        replace(s, start=s.start.astimezone(zone), end=s.end.astimezone(zone)) for s in event.slots
    )
    return replace(event, slots=slots)


def test_workbook_with_dates_as_serials_and_times_as_fractions(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    book = as_workbook(folder, tmp_path / "c.xlsx")
    sheet = book["slots"]
    for row in range(2, sheet.max_row + 1):
        day = date.fromisoformat(sheet.cell(row, 2).value)
        sheet.cell(row, 2).value = (day - date(1899, 12, 30)).days
        for column in (3, 4):
            clock = time.fromisoformat(sheet.cell(row, column).value)
            sheet.cell(row, column).value = (clock.hour * 60 + clock.minute) / 1440
    book.save(tmp_path / "c.xlsx")
    assert read_event(tmp_path / "c.xlsx").event == read_event(folder).event


def test_workbook_with_native_dates_title_rows_and_merged_cells(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    book = as_workbook(folder, tmp_path / "c.xlsx")
    slots, people = book["slots"], book["delegates"]
    for row in range(2, slots.max_row + 1):
        slots.cell(row, 2).value = date.fromisoformat(slots.cell(row, 2).value)
        for column in (3, 4):
            slots.cell(row, column).value = time.fromisoformat(slots.cell(row, column).value)
    people.insert_rows(1)
    people["A1"] = "Participants of the conference"
    people.merge_cells("A1:E1")
    column = [cell.value for cell in people[2]].index("organisation") + 1
    people.cell(4, column).value = None
    people.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    book.save(tmp_path / "c.xlsx")
    assert read_event(tmp_path / "c.xlsx").event == read_event(folder).event


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    folder = sample(tmp_path)
    for path in folder.glob("*.csv"):
        write_rows(path, rows_of(path), encoding)
    assert read_event(folder).event == read_event(EXAMPLE / "event").event


def test_traditional_text_in_big5_is_not_taken_for_gb18030() -> None:
    text = "姓名,單位\n陳麗華,電池實驗室\n鄧偉,醫療器械與創業投資有限公司\n"
    assert detect_encoding(text.encode("big5hkscs")) == "big5hkscs"
    assert detect_encoding("姓名,单位\n陈丽华,电池实验室\n".encode("gb18030")) == "gb18030"
    assert detect_encoding("name\nZoë\n".encode("cp1252")) == "cp1252"


def test_semicolons_and_tabs_separate_columns_too(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = rows_of(folder / "slots.csv")
    (folder / "slots.csv").write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    assert read_event(folder).event == read_event(EXAMPLE / "event").event


def test_chinese_names_of_files_headings_and_words(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    for layout in EVENT_SHEETS:
        path = folder / f"{layout.key}.csv"
        if path.exists():
            rows = rows_of(path)
            chinese = {column.key: column.zh for column in layout.columns}
            words = {en: zh for column in layout.columns for en, zh in column.choices}
            body = [[words.get(cell, cell) for cell in row] for row in rows[1:]]
            write_rows(folder / f"{layout.zh}.csv", [[chinese[h] for h in rows[0]], *body])
            path.unlink()
    assert read_event(folder).event == read_event(EXAMPLE / "event").event


def test_all_faults_are_said_at_once_with_their_cells(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    set_cell(folder, "requests", 3, "invitee", "D99")
    set_cell(folder, "slots", 3, "start", "09:10")
    set_cell(folder, "slots", 5, "end", "10:00")
    set_cell(folder, "delegates", 4, "id", "D02")
    set_cell(folder, "delegates", 6, "time_zone", "Asia/Guangzhou")
    set_cell(folder, "tables", 2, "seats", "many")
    set_cell(folder, "tables", 3, "kind", "round")
    set_cell(folder, "requests", 7, "score", "1.5")
    found = faults(folder)
    wanted = [
        "requests.csv, row 3, column C “invitee”: there is no delegate or organisation “D99”",
        "slots.csv, row 3, column C “start”: it begins before A1 ends",
        "slots.csv, row 5, column D “end”: the end is not later than the start",
        "delegates.csv, row 4, column A “id”: “D02” is used twice: also in delegates.csv, row 3",
        "delegates.csv, row 6, column I “time_zone”: “Asia/Guangzhou” is not a time zone",
        "tables.csv, row 2, column F “seats”: “many” is not a number",
        "tables.csv, row 3, column E “kind”: “round” is not one of: open (公开)",
        "requests.csv, row 7, column D “score”: the score is not between 0 and 1",
    ]
    for start in wanted:
        assert any(fault.startswith(start) for fault in found), (start, found)


def test_missing_columns_sheets_and_tables(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = rows_of(folder / "requests.csv")
    write_rows(folder / "requests.csv", [[*row[:2], *row[3:]] for row in rows])
    write_rows(folder / "tables.csv", rows_of(folder / "tables.csv")[:1])
    (folder / "slots.csv").unlink()
    found = faults(folder)
    assert "requests.csv, row 1: the column “invitee” (受邀方) is missing" in found
    assert "tables.csv: there are no tables" in found
    assert "conference: there is no file or sheet “slots” (时段)" in found


def test_contradictory_fixed_meetings_are_a_minimal_set(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = rows_of(folder / "fixed.csv")
    write_rows(
        folder / "fixed.csv",
        [*rows, ["F2", "D01; D03", "A3", "T2"], ["F3", "D02; D12", "B1", "T2"]],
    )
    with pytest.raises(ReadingError) as caught:
        read_event(folder)
    (fault,) = caught.value.faults
    places = {fault.place.row, *(place.row for place in fault.also)}
    assert places == {2, 4}, "F1 and F3 share D02 in B1; F2 is innocent"


def test_requests_pasted_twice_count_once_and_are_noted(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    head, *rows = rows_of(folder / "requests.csv")
    many = [[f"R{i}", *rows[i % len(rows)][1:]] for i in range(50_000)]
    write_rows(folder / "requests.csv", [head, *many, *many])
    files = read_event(folder)
    assert len(files.event.requests) == 50_000
    assert len(files.notes) == 50_000
    from twinbay.meet.reading import describe

    (line,) = describe(files.notes)
    assert line.startswith("requests.csv, rows 50002–100001: the row repeats an earlier one")


def test_duplicate_names_need_identifiers_where_they_matter(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    set_cell(folder, "delegates", 4, "name", "Alice Morgan")
    assert read_event(folder).event.delegates[2].name == "Alice Morgan"
    set_cell(folder, "requests", 2, "requester", "Alice Morgan")
    (found,) = faults(folder)
    assert "“Alice Morgan” may be any of D01, D03" in found


def test_organisations_come_from_the_delegates_when_not_listed(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    (folder / "organisations.csv").unlink()
    event = read_event(folder).event
    assert {o.organisation_id for o in event.organisations} == {
        "SUN", "BAT", "MED", "CHP", "FND", "UNI",
    }  # fmt: skip


def test_hours_that_the_clocks_skip_or_show_twice(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    set_cell(folder, "slots", 2, "date", "2027-03-14")
    set_cell(folder, "slots", 2, "start", "02:15")
    set_cell(folder, "slots", 2, "end", "03:15")
    set_cell(folder, "slots", 3, "date", "2026-11-01")
    set_cell(folder, "slots", 3, "start", "01:15")
    set_cell(folder, "slots", 3, "end", "02:15")
    found = " | ".join(faults(folder))
    assert "the clocks of America/Los_Angeles skip 02:15 on 2027-03-14" in found
    assert "the clocks of America/Los_Angeles show 01:15 twice on 2026-11-01" in found
    set_cell(folder, "slots", 2, "date", "2026-10-19")
    set_cell(folder, "slots", 2, "start", "09:00")
    set_cell(folder, "slots", 2, "end", "09:30")
    set_cell(folder, "slots", 3, "date", "")
    set_cell(folder, "slots", 3, "start", "2026-11-01T01:15-08:00")
    set_cell(folder, "slots", 3, "end", "2026-11-01T02:15-08:00")
    slot = next(s for s in read_event(folder).event.slots if s.slot_id == "A2")
    assert slot.start.astimezone(UTC) == datetime(2026, 11, 1, 9, 15, tzinfo=UTC)


def test_unknown_headings_are_noted(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    rows = rows_of(folder / "tables.csv")
    write_rows(folder / "tables.csv", [[*rows[0], "colour"], *([*r, "red"] for r in rows[1:])])
    (note,) = read_event(folder).notes
    assert str(note.place) == "tables.csv, row 1, column G “colour”"


def test_what_is_no_conference_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (tmp_path / "empty").mkdir()
    for name in ("broken.xlsx", "empty", "missing", "broken.xlsx.zip"):
        with pytest.raises(SourceError):
            read_event(tmp_path / name)


def test_changes_are_read_with_times_and_names(tmp_path: Path) -> None:
    event = read_event(EXAMPLE / "event").event
    changes, notes = read_changes(EXAMPLE / "changes" / "changes.csv", event)
    late, lost, new, gone = changes
    assert notes == ()
    assert late == Absence("D09", frozenset({"A1", "A2", "A3"}))
    assert lost == TableLoss("T2", frozenset(f"B{i}" for i in range(1, 8)))
    assert isinstance(new, NewRequest) and new.request.requester == "D12"
    assert gone == Withdrawal("R19")


def test_faults_of_changes_are_said_at_once(tmp_path: Path) -> None:
    event = read_event(EXAMPLE / "event").event
    rows = [
        ["变更", "编号", "时段"],
        ["缺席", "D77", ""],
        ["搬家", "D01", ""],
        ["absent", "", "A1"],
    ]
    write_rows(tmp_path / "today.csv", rows)
    with pytest.raises(ReadingError) as caught:
        read_changes(tmp_path / "today.csv", event)
    assert [fault.place.row for fault in caught.value.faults] == [2, 3, 4]


def test_the_first_slot_that_has_not_begun() -> None:
    event = read_event(EXAMPLE / "event").event
    assert slot_at(event, "") == ""
    assert slot_at(event, "B3") == "B3"
    assert slot_at(event, "09:00") == "A1"
    assert slot_at(event, "2026-10-19 09:01") == "A2"
    assert slot_at(event, "2026-10-20T00:30+08:00") == "A2", "09:30 at the venue"
    for wrong in ("2027-01-01 09:00", "noonish"):
        with pytest.raises(ConfigurationError):
            slot_at(event, wrong)


def test_tours_are_read_and_their_faults_said(tmp_path: Path) -> None:
    write_template(tmp_path / "tour.xlsx", tour=True, example=True)
    request, _ = read_tour(tmp_path / "tour.xlsx")
    assert len(request.visits) == 8 and request.lunch_minutes == 60
    assert request == read_tour(EXAMPLE / "tour")[0]
    book = load_workbook(tmp_path / "tour.xlsx")
    book["visits 访问"]["D3"] = "Atlantis"
    book["windows 接待时间"]["C4"] = "late"
    book.save(tmp_path / "tour.xlsx")
    with pytest.raises(ReadingError) as caught:
        read_tour(tmp_path / "tour.xlsx")
    assert {(f.place.row, f.place.column[0]) for f in caught.value.faults} == {(3, "D"), (4, "C")}


def test_headings_of_the_template_are_understood_alone_and_together() -> None:
    for layout in EVENT_SHEETS:
        names = [heading(column) for column in layout.columns]
        assert len(set(names)) == len(names)
        for kind in ("key", "zh"):
            assert len({getattr(c, kind) for c in layout.columns}) == len(layout.columns)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_every_way_to_write_a_date(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d %b %Y}",
        str(serial),
        serial,
        datetime(day.year, day.month, day.day),
    ):
        assert calendar_day(text) == day


@given(st.times())
@settings(max_examples=100, deadline=None)
def test_every_way_to_write_a_time(clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    fraction = (clock.hour * 60 + clock.minute) / 1440
    half = "上午" if clock.hour < 12 else "下午"
    for text in (
        f"{clock:%H:%M}",
        f"{clock.hour}：{clock.minute:02d}",
        f"{clock:%I:%M %p}",
        f"{half}{(clock.hour - 1) % 12 + 1}:{clock.minute:02d}",
        f"{clock.hour}时{clock.minute}分",
        clock,
    ):
        assert clock_time(text) == clock, text
    if fraction:
        assert clock_time(fraction) == clock


@pytest.mark.parametrize("text", ["09/10/2026", "2026-02-30", "soon", "1999-01-01", "32.1.2026"])
def test_doubtful_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        calendar_day(text)


@pytest.mark.parametrize("text", ["25:00", "9", "later", "10:75"])
def test_doubtful_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        clock_time(text)


def test_lists_and_texts_of_cells() -> None:
    assert several("A1; A2；A3、A4\nA1") == ("A1", "A2", "A3", "A4")
    assert text_of("'=SUM(A1)") == "=SUM(A1)"
    assert text_of(7.0) == "7" and text_of("　Li  Wei ") == "Li Wei"


def test_the_reference_page_is_what_the_code_says() -> None:
    root = Path(__file__).parents[2]
    script = runpy.run_path(str(root / "scripts/make_conference_reference.py"))
    page = (root / "docs/reference/conference-files.md").read_text(encoding="utf-8")
    assert page == script["reference"](), "run scripts/make_conference_reference.py"
