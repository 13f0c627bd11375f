"""What every timetable must keep, checked from the event alone."""

from itertools import combinations, pairwise, product

from meet_facts import MINUTE, Facts, Way, staff, ways, wishes

from twinbay.meet import Distance, Event, Timetable


def violations(event: Event, table: Timetable) -> list[str]:
    """Return everything in a timetable that breaks a rule of its event."""
    facts = Facts(event)
    names = [m.meeting_id for m in table.meetings]
    found = [
        f"fixed meeting {f.fixed_id} is missing" for f in event.fixed if f.fixed_id not in names
    ]
    if len(set(names)) < len(names):
        found.append("a meeting is held twice")
    taken: set[tuple[str, str]] = set()
    for meeting in table.meetings:
        found += _faults(facts, meeting)
        for slot in meeting.slots:
            for thing in (*meeting.delegates, meeting.table_id, meeting.interpreter_id):
                if thing and (thing, slot) in taken:
                    found.append(f"{thing} is booked twice in {slot}")
                taken.add((thing, slot))
    for person in facts.person:
        found += _agenda_faults(facts, person, table)
    return found + _apart_faults(facts, table)


def _faults(facts: Facts, meeting) -> list[str]:  # type: ignore[no-untyped-def]
    groups = {g.group_id: g for g in facts.event.groups}
    if meeting.meeting_id in groups:
        return _group_faults(facts, groups[meeting.meeting_id], meeting)
    wish = next((w for w in wishes(facts) if w.name == meeting.meeting_id), None)
    if wish is None:
        return [f"{meeting.meeting_id} was not asked for"]
    way = Way(wish.name, meeting.delegates, meeting.slots, meeting.table_id, meeting.interpreter_id)
    good = way in ways(facts, wish) and meeting.value == wish.value
    return [] if good else [f"{meeting.meeting_id} cannot be held like this"]


def _group_faults(facts: Facts, group, meeting) -> list[str]:  # type: ignore[no-untyped-def]
    people = meeting.delegates
    good = (
        set(group.required) <= set(people) <= {*group.required, *group.optional}
        and len(people) >= group.minimum
        and len(people) <= facts.table[meeting.table_id].seats
        and (group.capacity is None or len(people) <= group.capacity)
        and group.table_id in ("", meeting.table_id)
        and facts.run_from(meeting.slots[0], group.length) == meeting.slots
        and all(facts.present(p, meeting.slots) for p in people)
        and not any(facts.distance.get(frozenset(p)) for p in combinations(people, 2))
        and meeting.interpreter_id
        in staff(facts, (*group.required, *group.optional), meeting.slots)
        and meeting.value == group.value + group.value_each * (len(people) - len(group.required))
    )
    return [] if good else [f"{group.group_id} cannot be held like this"]


def _agenda_faults(facts: Facts, person: str, table: Timetable) -> list[str]:
    rules = facts.event.rules
    mine = sorted(table.agenda(person), key=lambda m: facts.order[m.slots[0]])
    found = []
    for one, two in pairwise(mine):
        gap = (facts.slot[two.slots[0]].start - facts.slot[one.slots[-1]].end) / MINUTE
        if gap < max(rules.rest_minutes, facts.travel(one.table_id, two.table_id)):
            found.append(f"{person} cannot get from {one.meeting_id} to {two.meeting_id}")
    busy = {slot for m in mine for slot in m.slots}
    most = facts.person[person].meetings_per_day
    most = rules.meetings_per_day if most is None else most
    for day in facts.days:
        today = [m for m in mine if facts.slot[m.slots[0]].start.date() == day]
        if most is not None and len(today) > most:
            found.append(f"{person} has too many meetings on {day}")
        if not any(not lunch & busy for lunch in facts.lunches(day)):
            found.append(f"{person} has no lunch on {day}")
    if rules.longest_run is not None:
        for slot in facts.slots:
            run = facts.run_from(slot.slot_id, rules.longest_run + 1)
            if run is not None and set(run) <= busy:
                found.append(f"{person} has no rest from {slot.slot_id}")
    return found


def _apart_faults(facts: Facts, table: Timetable) -> list[str]:
    found = []
    for one, two in combinations(table.meetings, 2):
        if not set(one.slots) & set(two.slots):
            continue
        for pair in product(one.delegates, two.delegates):
            for distance in facts.distance.get(frozenset(pair), ()):
                if distance is not Distance.MEETING and facts.close(
                    one.table_id, two.table_id, distance
                ):
                    found.append(f"{pair} are too close at {one.table_id} and {two.table_id}")
    return found
