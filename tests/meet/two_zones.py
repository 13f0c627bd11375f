"""A plan made by hand: two days around a change of the clocks, readers in two time zones."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from twinbay.meet import (
    Delegate,
    Event,
    GroupMeeting,
    Interpreter,
    Meeting,
    MeetingKind,
    Organisation,
    PartyShare,
    Proof,
    Reason,
    Request,
    Separation,
    Slot,
    Table,
    TableKind,
    Timetable,
    Unmet,
    Venue,
)

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def _slot(name: str, day: datetime, hour: int, minute: int = 0) -> Slot:
    start = day.replace(hour=hour, minute=minute)
    return Slot(name, start, start + timedelta(minutes=30))


SATURDAY = datetime(2026, 10, 31, tzinfo=LOS_ANGELES)
SUNDAY = datetime(2026, 11, 1, tzinfo=LOS_ANGELES)

EVENT = Event(
    event_id="two-zones",
    name="Two Zones <Forum> & Co",
    name_zh="两时区<论坛>",
    time_zone="America/Los_Angeles",
    organisations=(Organisation("SUN", "=SUM(1;2) Solar", "阳光＆能源"),),
    delegates=(
        Delegate("D1", "Ann <b>Bold</b>", "安", "SUN", frozenset({"en"})),
        Delegate("D2", "李伟", "李伟", languages=frozenset({"zh"}), time_zone="Asia/Shanghai",
                 online=True),
        Delegate("D3", "@cmd|' /C calc'!A0", "丙", languages=frozenset({"en"})),
        Delegate("D4", "Nobody Met", "丁"),
    ),
    slots=(
        _slot("S1", SATURDAY, 17),
        _slot("S2", SATURDAY, 17, 30),
        _slot("N1", SUNDAY, 0),
        _slot("N2", SUNDAY, 9),
    ),
    venues=(Venue("H", "Hall", "大厅"),),
    tables=(
        Table("T1", 1, "North", "H"),
        Table("T9", 9, "", kind=TableKind.ONLINE),
    ),
    interpreters=(Interpreter("I1", "Mei", frozenset({frozenset({"en", "zh"})})),),
    requests=(
        Request("R1", "SUN", "D2"),
        Request("R2", "D1", "D3", length=2),
        Request("R3", "D4", "D3"),
    ),
    groups=(
        GroupMeeting("G1", "Panel; on, commas\\", "专题会", ("D1", "D2"), ("D3",)),
    ),
    separations=(Separation("D4", "D3", why="screening <hit>"),),
)  # fmt: skip

TIMETABLE = Timetable(
    event_id="two-zones",
    meetings=(
        Meeting("R2", MeetingKind.REQUEST, ("R2",), ("D1", "D3"), ("D1", "D3"), ("S1", "S2"), "T1",
                4),
        Meeting("R1", MeetingKind.REQUEST, ("R1",), ("SUN", "D2"), ("D1", "D2"), ("N1",), "T9", 4,
                "I1", ("en", "zh")),
        Meeting("G1", MeetingKind.GROUP, ("G1",), ("D1", "D2", "D3"), ("D1", "D2", "D3"), ("N2",),
                "T9", 3),
    ),
    unmet=(Unmet(("R3",), ("D4", "D3"), 4, Reason.FORBIDDEN, ("D4", "D3"), ""),),
    proofs=(
        Proof("value", 11, 11, True, 0.1, "selection, placed in full"),
        Proof("fairness: parties with nothing", 1, 1, False),
        Proof("compactness", 3, 1, False, 0.1, "annealing, counting bound"),
    ),
    shares=(
        PartyShare("D4", 1, 0, 0, 4),
        PartyShare("D3", 2, 1, 4, 8),
        PartyShare("SUN", 1, 1, 4, 4),
    ),
    seconds=0.25,
    seed=7,
)  # fmt: skip
