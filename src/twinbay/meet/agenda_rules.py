"""Turn an event's rules about time into sets of slots (``twinbay.meet.model.AgendaRules``)."""

from datetime import datetime, timedelta

from twinbay.meet.event import Event, Lunch, Slot
from twinbay.meet.model import AgendaRules, Limit, bits


def ordered_slots(event: Event) -> tuple[Slot, ...]:
    """Return the slots by start; their place in this order is their number."""
    return tuple(sorted(event.slots, key=lambda slot: (slot.start, slot.slot_id)))


def agenda_rules(event: Event, longest: int) -> AgendaRules:
    """Return the rules as sets of slots; ``longest`` is the greatest length of any meeting."""
    slots = ordered_slots(event)
    days: dict[object, int] = {}
    for number, slot in enumerate(slots):
        days[slot.day] = days.get(slot.day, 0) | 1 << number
    follows = tuple(
        i + 1 if i + 1 < len(slots) and slots[i + 1].day == slot.day else -1
        for i, slot in enumerate(slots)
    )
    joined = tuple(
        after if after >= 0 and _minutes(slot.end, slots[after].start) <= joinable else -1
        for joinable in [event.rules.joinable_minutes]
        for slot, after in zip(slots, follows, strict=True)
    )
    limits = list(_runs(joined, event.rules.longest_run))
    if event.rules.lunch is not None:
        for day in days.values():
            limits.extend(_lunches(slots, day, event.rules.lunch))
    return AgendaRules(
        near=_near(slots, event.rules.rest_minutes),
        limits=tuple(limits),
        days=tuple(days.values()),
        travel=_travel(event, slots),
        covers=_covers(joined, longest),
        follows=follows,
    )


def _minutes(earlier: datetime, later: datetime) -> float:
    return (later - earlier) / timedelta(minutes=1)


def _near(slots: tuple[Slot, ...], rest: int) -> tuple[int, ...]:
    near = [1 << i for i in range(len(slots))]
    for i, first in enumerate(slots):
        for j in range(i + 1, len(slots)):
            if _minutes(first.end, slots[j].start) >= rest:
                break
            near[i] |= 1 << j
            near[j] |= 1 << i
    return tuple(near)


def _covers(joined: tuple[int, ...], longest: int) -> tuple[tuple[int, ...], ...]:
    covers: list[tuple[int, ...]] = [tuple(1 << i for i in range(len(joined)))]
    for _ in range(1, longest):
        shorter = covers[-1]
        covers.append(
            tuple(
                1 << i | shorter[after] if after >= 0 and shorter[after] else 0
                for i, after in enumerate(joined)
            )
        )
    return tuple(covers)


def _runs(joined: tuple[int, ...], longest_run: int | None) -> list[Limit]:
    if longest_run is None:
        return []
    runs = []
    for i in range(len(joined)):
        mask, slot, count = 0, i, 0
        while slot >= 0 and count <= longest_run:
            mask, slot, count = mask | 1 << slot, joined[slot], count + 1
        if count == longest_run + 1:
            runs.append(Limit(mask, longest_run))
    return runs


def _lunches(slots: tuple[Slot, ...], day: int, lunch: Lunch) -> list[Limit]:
    """Return one limit for each minimal set of slots that would break every possible lunch."""
    first = slots[next(bits(day))].start
    opens = first.replace(hour=lunch.start.hour, minute=lunch.start.minute, second=0, microsecond=0)
    closes = first.replace(hour=lunch.end.hour, minute=lunch.end.minute, second=0, microsecond=0)
    length = timedelta(minutes=lunch.minutes)
    begins = [opens, *(slots[i].end for i in bits(day) if opens < slots[i].end)]
    possible = [
        sum(1 << i for i in bits(day) if slots[i].start < begin + length and begin < slots[i].end)
        for begin in begins
        if begin + length <= closes
    ]
    breaking = minimal_hitting_sets(possible) if possible else []
    return [Limit(mask, mask.bit_count() - 1) for mask in breaking]


def minimal_hitting_sets(sets: list[int]) -> list[int]:
    """Return the minimal sets that meet every given set (Berge's algorithm, on bits).

    An empty set among ``sets`` cannot be met: the result is then empty.
    """
    hitting = [0]
    for group in sets:
        extended = {h for h in hitting if h & group}
        extended |= {h | 1 << slot for h in hitting if not h & group for slot in bits(group)}
        hitting = [h for h in extended if not any(o != h and o & h == o for o in extended)]
    return sorted(hitting)


def _travel(event: Event, slots: tuple[Slot, ...]) -> dict[tuple[int, int], tuple[int, ...]]:
    number = {venue.venue_id: i for i, venue in enumerate(event.venues)}
    travel: dict[tuple[int, int], tuple[int, ...]] = {}
    for journey in event.journeys:
        if journey.from_venue not in number or journey.to_venue not in number:
            continue
        reach = tuple(
            sum(
                1 << j
                for j, other in enumerate(slots)
                if i != j
                and _minutes(min(slot.end, other.end), max(slot.start, other.start))
                < journey.minutes
            )
            for i, slot in enumerate(slots)
        )
        one, two = number[journey.from_venue], number[journey.to_venue]
        if any(reach) and one != two:
            travel[one, two] = travel[two, one] = reach
    return travel
