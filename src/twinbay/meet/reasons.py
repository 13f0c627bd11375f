"""Say of every request that was not met exactly why."""

from twinbay.meet.board import Board
from twinbay.meet.model import Model, Placement, Plan, bits
from twinbay.meet.selecting import with_joiners
from twinbay.meet.timetable import MeetingKind, Reason, Unmet

BLOCKERS = 10
"""Most blockers named."""


def unmet(model: Model, plan: Plan) -> tuple[Unmet, ...]:
    """Return everything that does not take place with its reason, by falling value.

    Every start that availability allows is looked at in the finished plan. If none leaves both
    sides free, their agendas are full. Among the others, if all fail for the same thing (a limit,
    the tables, the interpreters), that is the reason; if they fail for several, what took the
    place outweighs it.
    """
    resolved = with_joiners(model, plan)
    board = Board(resolved)
    for placement in plan.placements:
        board.place(placement)
    held = {placement.activity for placement in plan.placements}
    missing = [
        _explain(board, number)
        for number in range(len(model.activities))
        if number not in held and not model.activities[number].fixed
    ]
    everything = (*model.impossible, *missing)
    return tuple(sorted(everything, key=lambda u: (-u.value, u.requests)))


def _explain(board: Board, number: int) -> Unmet:
    activity = board.model.activities[number]
    obstacles: dict[Reason, dict[int, None]] = {}
    free: set[Reason] = set()
    for choice, option in enumerate(activity.options):
        for start in bits(option.starts):
            reason, blockers = _obstacle(board, Placement(number, choice, start))
            obstacles.setdefault(reason, {}).update(dict.fromkeys(blockers))
            if reason is not Reason.AGENDA_FULL:
                free.add(reason)
    if Reason.NOT_REACHED in free:
        joins = activity.kind is MeetingKind.GROUP
        reason = Reason.AGENDA_FULL if joins else Reason.NOT_REACHED
    elif not free:
        reason = Reason.AGENDA_FULL
    elif len(free) == 1:
        reason = next(iter(free))
    else:
        reason = Reason.OUTWEIGHED
    blocking = (
        [b for r in free for b in obstacles[r]]
        if reason is Reason.OUTWEIGHED
        else list(obstacles.get(reason, ()))
    )
    blocking = sorted(set(blocking), key=lambda b: (board.model.activities[b].value, b))
    return Unmet(
        requests=activity.requests,
        parties=activity.parties,
        value=activity.value,
        reason=reason,
        blockers=tuple(board.model.activities[b].meeting_id for b in blocking[:BLOCKERS]),
        detail=_detail(board, number, reason, blocking),
    )


def _obstacle(board: Board, placement: Placement) -> tuple[Reason, list[int]]:
    """Return the first thing in the way of a placement, and the activities behind it."""
    model = board.model
    option = model.activities[placement.activity].options[placement.option]
    cover = board.cover(placement)
    blocked = model.rules.blocked(cover)
    busy = [
        board.at[person][slot]
        for person in option.delegates
        for slot in bits(board.taken[person] & cover)
    ]
    if busy:
        return Reason.AGENDA_FULL, busy
    near = [
        board.at[person][slot]
        for person in option.delegates
        for slot in bits(board.taken[person] & blocked)
    ]
    limited = [
        board.at[person][slot]
        for person in option.delegates
        if cover & ~board.open[person]
        for day in model.rules.days
        if day & cover
        for slot in bits(board.taken[person] & day)
    ]
    if near or limited or any(cover & ~board.open[person] for person in option.delegates):
        return Reason.CAP_REACHED, near or limited
    if any(not board.room[option.pool] >> slot & 1 for slot in bits(cover)):
        return Reason.TABLES_FULL, [
            a for s in bits(cover) for a in board.in_slot[s] if board.pool_of(a) == option.pool
        ]
    if option.need >= 0 and cover & ~board.staffed[option.need]:
        return Reason.INTERPRETERS_BUSY, [
            a for s in bits(cover) for a in board.in_slot[s] if board.need_of(a) >= 0
        ]
    blockers = board.blockers(placement)
    if blockers:  # on the way from another venue, or a limit that a longer meeting exceeds
        return Reason.CAP_REACHED, [b for b in blockers if b >= 0]
    return Reason.NOT_REACHED, []


def _detail(board: Board, number: int, reason: Reason, blocking: list[int]) -> str:
    model = board.model
    activity = model.activities[number]
    between = " and ".join(activity.parties[:2])
    least = min((model.activities[b].value for b in blocking), default=0)
    return {
        Reason.AGENDA_FULL: (
            f"in every slot that {between} share, one of them is in another meeting "
            f"(worth {least} points or more; this one {activity.value})"
        ),
        Reason.CAP_REACHED: (
            f"a limit of meetings a day or in a row, rest, lunch or the way between venues leaves "
            f"no slot to {between}"
        ),
        Reason.TABLES_FULL: (
            f"where {between} are both free, every table is taken by meetings worth {least} "
            f"points or more (this one {activity.value})"
        ),
        Reason.INTERPRETERS_BUSY: (
            f"where {between} are both free, every fitting interpreter is in a meeting worth "
            f"{least} points or more (this one {activity.value})"
        ),
        Reason.OUTWEIGHED: (
            f"where {between} are both free, limits, tables or interpreters are used by meetings "
            f"worth {least} points or more (this one {activity.value})"
        ),
        Reason.NOT_REACHED: "it would fit; the search stopped before it was used",
    }[reason]
