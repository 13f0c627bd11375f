"""What of an earlier timetable still stands in a revised event."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from twinbay.meet.model import Activity, Model, Placement, bits
from twinbay.meet.timetable import Meeting, MeetingKind, Timetable


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier timetable in terms of a revised model.

    Attributes:
        model: the revised model, in which what has begun is fixed and nothing else starts before.
        placements: by activity, where it was and still can be.
        joiners: pairs of group and delegate who had joined and still can.
        tables, interpreters: by activity, what it had, as numbers of the event.
        forced: meetings that no longer can be where they were.
    """

    model: Model
    placements: dict[int, Placement]
    joiners: frozenset[tuple[int, int]]
    tables: dict[int, int]
    interpreters: dict[int, int]
    forced: tuple[Meeting, ...]


def key_of(kind: MeetingKind, name: str, parties: Collection[str]) -> frozenset[str]:
    """Return what identifies a meeting in two timetables: its group, or its parties."""
    return frozenset((f"group {name}",)) if kind is MeetingKind.GROUP else frozenset(parties)


def previous(model: Model, timetable: Timetable, begun: int) -> Previous:
    """Match an earlier timetable to a revised model.

    Arguments:
        model: of the revised event.
        timetable: the earlier one.
        begun: number of slots that have begun; what lies in them stays.
    """
    event = model.event
    slot = {name: i for i, name in enumerate(model.slot_ids)}
    person = {d.delegate_id: i for i, d in enumerate(event.delegates)}
    table = {t.table_id: i for i, t in enumerate(event.tables)}
    interpreter = {i.interpreter_id: n for n, i in enumerate(event.interpreters)}
    number = {key_of(a.kind, a.meeting_id, a.parties): n for n, a in enumerate(model.activities)}
    optional = {j.activity: set(j.optional) for j in model.joinings}
    placements: dict[int, Placement] = {}
    joiners: set[tuple[int, int]] = set()
    tables: dict[int, int] = {}
    interpreters: dict[int, int] = {}
    forced: list[Meeting] = []
    for meeting in timetable.meetings:
        activity = number.get(key_of(meeting.kind, meeting.meeting_id, meeting.parties), -1)
        people = tuple(person[d] for d in meeting.delegates if d in person)
        start = slot[meeting.slots[0]]
        seat = table.get(meeting.table_id, -1)
        option = _option(model, activity, people, seat, start)
        if option < 0:
            forced.append(meeting)
            continue
        placements[activity] = Placement(activity, option, start)
        tables[activity] = seat
        if meeting.interpreter_id in interpreter:
            interpreters[activity] = interpreter[meeting.interpreter_id]
        cover = model.cover(activity, start)
        joiners |= {
            (activity, who)
            for who in people
            if who in optional.get(activity, ()) and model.available[who] & cover == cover
        }
    frozen = _freeze(model, placements, begun)
    return Previous(frozen, placements, frozenset(joiners), tables, interpreters, tuple(forced))


def _option(model: Model, activity: int, people: tuple[int, ...], table: int, start: int) -> int:
    """Return the option by which a meeting still can be where it was, or -1."""
    if activity < 0:
        return -1
    fitting = [
        number
        for number, option in enumerate(model.activities[activity].options)
        if option.starts >> start & 1 and option.delegates == people[: len(option.delegates)]
    ]
    same_pool = [
        number
        for number in fitting
        if table in model.pools[model.activities[activity].options[number].pool].tables
    ]
    return next(iter(same_pool or fitting), -1)


def _freeze(model: Model, placements: dict[int, Placement], begun: int) -> Model:
    """Fix what has begun, and let nothing else start before."""
    later = -1 << begun
    activities = []
    for number, activity in enumerate(model.activities):
        placement = placements.get(number)
        if placement is not None and placement.start < begun:
            activities.append(_only(activity, placement))
        else:
            options = tuple(replace(o, starts=o.starts & later) for o in activity.options)
            activities.append(replace(activity, options=options))
    return replace(model, activities=tuple(activities))


def _only(activity: Activity, placement: Placement) -> Activity:
    """Return an activity that must be held exactly as placed."""
    options = tuple(
        replace(option, starts=1 << placement.start if number == placement.option else 0)
        for number, option in enumerate(activity.options)
    )
    return replace(activity, options=options, fixed=True)


@dataclass(frozen=True, slots=True)
class Region:
    """What may change when a timetable is mended; everything else stays exactly as it was.

    Attributes:
        movable: meetings that may move, or not take place.
        droppable: meetings that may not take place, but not move.
        welcome: activities that may be added; None means any.
    """

    movable: frozenset[int]
    droppable: frozenset[int]
    welcome: frozenset[int] | None

    def wider(self, before: Previous, movable: Collection[int]) -> "Region":
        """Return a region in which more may move, anything may be dropped and anything added."""
        placed = frozenset(before.placements)
        return Region(self.movable | frozenset(movable), placed, None)


def narrowed(before: Previous, region: Region) -> Model:
    """Return the model in which only a region may change."""
    activities = []
    for number, activity in enumerate(before.model.activities):
        placement = before.placements.get(number)
        if activity.fixed or number in region.movable:
            activities.append(activity)
        elif placement is not None:
            firm = number not in region.droppable
            activities.append(replace(_only(activity, placement), fixed=firm))
        elif region.welcome is None or number in region.welcome:
            activities.append(activity)
        else:
            shut = tuple(replace(option, starts=0) for option in activity.options)
            activities.append(replace(activity, options=shut))
    return replace(before.model, activities=tuple(activities))


def overfull(before: Previous) -> frozenset[int]:
    """Return the meetings of slots in which the tables or interpreters left are too few."""
    model = before.model
    tables: dict[tuple[int, int], list[int]] = {}
    staff: dict[tuple[int, int], list[int]] = {}
    for number, placement in before.placements.items():
        option = model.activities[number].options[placement.option]
        for slot in bits(model.cover(number, placement.start)):
            tables.setdefault((option.pool, slot), []).append(number)
            for union, kinds in enumerate(model.needs.unions):
                if option.need in kinds:
                    staff.setdefault((union, slot), []).append(number)
    crowded = [
        *(m for (p, s), m in tables.items() if len(m) > model.pools[p].capacity[s]),
        *(m for (u, s), m in staff.items() if len(m) > model.needs.capacity[u][s]),
    ]
    return frozenset(number for members in crowded for number in members)


def cells(model: Model) -> int:
    """Return the number of ways to hold the activities of a model."""
    return sum(
        sum(1 for _ in bits(option.starts)) for a in model.activities for option in a.options
    )
