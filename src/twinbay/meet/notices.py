"""Say who must be told what when one timetable takes the place of another."""

from twinbay.meet.changes import Notice, NoticeKind
from twinbay.meet.previous import key_of
from twinbay.meet.timetable import Meeting, Timetable


def notices(before: Timetable, after: Timetable) -> tuple[Notice, ...]:
    """Return one notice for each meeting that differs, cancellations first."""
    then = {key_of(m.kind, m.meeting_id, m.parties): m for m in before.meetings}
    now = {key_of(m.kind, m.meeting_id, m.parties): m for m in after.meetings}
    found = [
        notice
        for key in dict.fromkeys((*then, *now))
        for notice in [_notice(then.get(key), now.get(key))]
        if notice is not None
    ]
    order = list(NoticeKind)
    return tuple(sorted(found, key=lambda n: order.index(n.kind)))


def _notice(before: Meeting | None, after: Meeting | None) -> Notice | None:
    if before is None:
        return None if after is None else Notice(NoticeKind.NEW, after.delegates, None, after)
    if after is None:
        return Notice(NoticeKind.CANCELLED, before.delegates, before, None)
    everybody = tuple(dict.fromkeys((*before.delegates, *after.delegates)))
    if before.slots != after.slots:
        return Notice(NoticeKind.MOVED, everybody, before, after)
    if before.delegates != after.delegates:
        return Notice(NoticeKind.MOVED, everybody, before, after)
    if (before.table_id, before.interpreter_id) != (after.table_id, after.interpreter_id):
        return Notice(NoticeKind.RESEATED, everybody, before, after)
    return None
