"""Read a delegation's tour."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from twinbay.meet.reading.faults import Fault, Place, ReadingError
from twinbay.meet.reading.grids import read_grids
from twinbay.meet.reading.layout_tour import TOUR_SETTINGS, TOUR_SHEETS
from twinbay.meet.reading.moments import day_of, moment_in
from twinbay.meet.reading.registry import Registry
from twinbay.meet.reading.settings import Settings
from twinbay.meet.reading.sheets import Row, find_sheets
from twinbay.meet.tour import Leg, TourDay, TourRequest, Visit, Window
from twinbay.meet.tour import Place as TourPlace
from twinbay.meet.tour_validation import tour_problems
from twinbay.tabular.grids import Grid
from twinbay.tabular.headings import normal


def read_tour(path: Path) -> tuple[TourRequest, tuple[Fault, ...]]:
    """Return the tour that a folder of CSV files or a workbook describes, and notes.

    Raises:
        SourceError: it cannot be read at all.
        ReadingError: what it says is wrong, every fault with file, row and column.
    """
    reader = _TourReader(read_grids(path), path.name)
    request = reader.read()
    for problem in tour_problems(request) if not reader.faults else ():
        reader.faults.append(
            Fault(
                reader.place(problem.record, problem.record_id, problem.field),
                problem.problem,
                problem.remedy,
            )
        )
    if reader.faults:
        raise ReadingError(reader.faults)
    return request, tuple(reader.notes)


class _TourReader:
    def __init__(self, grids: tuple[Grid, ...], where: str) -> None:
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.where = where
        self.sheets = find_sheets(grids, TOUR_SHEETS, where, self.faults)
        self.settings = Settings(self.sheets["tour"], TOUR_SETTINGS)
        self.places = Registry("place")
        self.visits = Registry("visit")
        self.rows: dict[tuple[str, str], Row] = {}
        for sheet in self.sheets.values():
            self.notes.extend(sheet.unknown_headings())

    def read(self) -> TourRequest:
        """Return the tour as far as it could be read."""
        settings = self.settings
        zone = settings.zone()
        name = settings.text("name")
        places = tuple(self._places())
        days = tuple(self._days(zone))
        made = tuple(self._visits())
        windows = self._windows(zone, [day.starts.date() for day in days])
        return TourRequest(
            tour_id=settings.text("tour_id") or normal(name) or "tour",
            name=name,
            name_zh=settings.text("name_zh"),
            places=places,
            legs=tuple(self._legs()),
            visits=tuple(
                Visit(
                    visit_id=identifier,
                    host=row.text("host"),
                    host_zh=row.text("host_zh"),
                    place_id=place,
                    minutes=row.whole("minutes", 1, 1),
                    windows=tuple(windows.get(identifier, ())),
                    value=row.whole("value", 1),
                    must_see=row.yes("must_see"),
                    address=row.text("address"),
                )
                for identifier, place, row in made
            ),
            days=days,
            visits_per_day=settings.whole_or_none("visits_per_day"),
            pause_minutes=settings.whole("pause_minutes", 0),
            lunch_minutes=settings.whole("lunch_minutes", 0),
            lunch_from=_minutes(settings.clock("lunch_from"), 11 * 60 + 30),
            lunch_until=_minutes(settings.clock("lunch_until"), 14 * 60),
        )

    def place(self, record: str, identifier: str, field: str) -> Place:
        """Return where a record that the planner finds fault with stands."""
        row = self.rows.get((record, identifier))
        if row is not None:
            return row.place({"place_id": "place"}.get(field, field))
        setting = self.settings.rows.get(field)
        return setting.place("value") if setting else Place(self.where)

    def _rows(self, key: str) -> Iterator[Row]:
        return self.sheets[key].distinct_rows(self.notes)

    def _places(self) -> Iterator[TourPlace]:
        for row in self._rows("places"):
            name, chinese = row.text("name"), row.text("name_zh")
            identifier = row.text("id") or name
            overnight = row.yes("overnight", default=True)
            if self.places.add(row, identifier, name, chinese):
                self.rows["place", identifier] = row
                yield TourPlace(identifier, name, chinese, overnight)

    def _legs(self) -> Iterator[Leg]:
        for row in self._rows("legs"):
            one, two = self.places.find_one(row, "from"), self.places.find_one(row, "to")
            minutes = row.whole("minutes", 0)
            if one and two:
                yield Leg(one, two, minutes)

    def _visits(self) -> Iterator[tuple[str, str, Row]]:
        for row in self._rows("visits"):
            identifier = row.text("id") or row.text("host")
            place = self.places.find_one(row, "place")
            if self.visits.add(row, identifier, row.text("host"), row.text("host_zh")):
                self.rows["visit", identifier] = row
                yield identifier, place, row

    def _windows(self, zone: ZoneInfo, days: list[date]) -> dict[str, list[Window]]:
        found: dict[str, list[Window]] = {}
        for row in self._rows("windows"):
            visit = self.visits.find_one(row, "visit")
            given = day_of(row)
            if given is None and row.cell("date") is not None:
                continue
            for day in [given] if given else days:
                opens = moment_in(row, "opens", day, zone)
                closes = moment_in(row, "closes", day, zone)
                if visit and opens and closes:
                    if closes <= opens:
                        row.fault("closes", "the window closes before it opens")
                    found.setdefault(visit, []).append(Window(opens, closes))
        return found

    def _days(self, zone: ZoneInfo) -> Iterator[TourDay]:
        number = 0
        for row in self._rows("days"):
            day = day_of(row)
            starts, ends = moment_in(row, "starts", day, zone), moment_in(row, "ends", day, zone)
            start_place = self.places.find_one(row, "start_place")
            end_place = self.places.find_one(row, "end_place")
            if starts and ends:
                number += 1
                self.rows["day", str(number)] = row
                yield TourDay(starts, ends, start_place, end_place)


def _minutes(clock: time | None, usual: int) -> int:
    return usual if clock is None else clock.hour * 60 + clock.minute
