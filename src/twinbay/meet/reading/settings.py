"""The settings of an event or a tour: one a row, with their place."""

from collections.abc import Callable, Sequence
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo

from twinbay.meet.event import (
    Compactness,
    Fairness,
    FairnessMode,
    Lunch,
    Rules,
    Valuation,
)
from twinbay.meet.reading.cells import clock_time, decimal_number, several
from twinbay.meet.reading.faults import Fault, Place
from twinbay.meet.reading.moments import zone_of
from twinbay.meet.reading.shape import Column
from twinbay.meet.reading.sheets import Row, Sheet
from twinbay.tabular.cells import Cell, text_of
from twinbay.tabular.headings import normal, word_among

Value = TypeVar("Value")


class Settings:
    """The rows of a sheet of settings by the setting's name."""

    def __init__(self, sheet: Sheet, known: Sequence[Column]) -> None:
        self._sheet = sheet
        self.rows: dict[str, Row] = {}
        names = {normal(n): c.key for c in known for n in (c.key, c.zh, *c.also)}
        names |= {normal(f"{c.key} {c.zh}"): c.key for c in known}
        for row in sheet.rows():
            key = names.get(normal(row.text("setting")), "")
            if not key:
                row.fault("setting", f"there is no setting “{row.text('setting')}”")
            elif key in self.rows:
                row.fault("setting", f"also given in row {self.rows[key].number}")
            else:
                self.rows[key] = row
        for column in known:
            if column.required and sheet.heading_row and not self.text(column.key):
                place = Place(
                    sheet.file, self.rows[column.key].number if column.key in self.rows else 0
                )
                problem = f"the setting “{column.key}” ({column.zh}) is missing"
                sheet.faults.append(Fault(place, problem))

    def text(self, key: str) -> str:
        """Return a setting as text; empty when it is not given."""
        row = self.rows.get(key)
        return row.text("value") if row else ""

    def whole(self, key: str, default: int, least: int = 0) -> int:
        """Return a whole number."""
        row = self.rows.get(key)
        return row.whole("value", default, least) if row else default

    def whole_or_none(self, key: str, least: int = 1) -> int | None:
        """Return a whole number; None when it is not given."""
        row = self.rows.get(key)
        return row.whole_or_none("value", least) if row else None

    def read(self, key: str, parse: Callable[[Cell], Value], default: Value) -> Value:
        """Return what a function makes of a setting."""
        row = self.rows.get(key)
        return row.read("value", parse, default) if row else default

    def zone(self) -> ZoneInfo:
        """Return the time zone; UTC, with a fault, when it is wrong."""
        return self.read("time_zone", zone_of, ZoneInfo("UTC"))

    def clock(self, key: str) -> time | None:
        """Return a time of day; None when it is not given."""
        return self.read(key, clock_time, None)

    def rules(self, known: Sequence[Column]) -> Rules:
        """Return the rules of an event."""
        usual, points, comfort, fair = Rules(), Valuation(), Compactness(), Fairness()
        modes = next(column.choices for column in known if column.key == "fairness")
        return Rules(
            meetings_per_day=self.whole_or_none("meetings_per_day"),
            longest_run=self.whole_or_none("longest_run"),
            rest_minutes=self.whole("rest_minutes", usual.rest_minutes),
            joinable_minutes=self.whole("joinable_minutes", usual.joinable_minutes),
            lunch=self._lunch(),
            valuation=Valuation(
                one_sided=self.whole("value_one_sided", points.one_sided),
                mutual=self.whole("value_mutual", points.mutual),
                score=self.whole("value_score", points.score),
            ),
            fairness=Fairness(
                mode=self.read(
                    "fairness",
                    lambda cell: FairnessMode(word_among(text_of(cell), modes)),
                    fair.mode,
                ),
                guaranteed_meetings=self.whole("guaranteed_meetings", fair.guaranteed_meetings),
                concession=self.read("concession", decimal_number, fair.concession),
                levels=self.read("fairness_levels", _levels, fair.levels),
            ),
            compactness=Compactness(
                idle=self.whole("idle_points", comfort.idle),
                table_change=self.whole("table_change_points", comfort.table_change),
                walk=self.whole("walk_points", comfort.walk),
            ),
        )

    def _lunch(self) -> Lunch | None:
        keys = ("lunch_from", "lunch_until", "lunch_minutes")
        given = [key for key in keys if self.text(key)]
        if not given:
            return None
        for key in keys:
            if key not in given:
                self.rows[given[0]].fault("value", f"lunch also needs the setting “{key}”")
        start, end = self.clock("lunch_from"), self.clock("lunch_until")
        minutes = self.whole("lunch_minutes", 0, 1)
        return Lunch(start, end, minutes) if start and end and minutes else None


def _levels(cell: Cell) -> tuple[float, ...]:
    if text_of(cell).casefold() in ("none", "无"):
        return ()
    levels = tuple(decimal_number(part) for part in several(cell))
    if list(levels) != sorted(set(levels)):
        raise ValueError("the levels must rise")
    return levels
