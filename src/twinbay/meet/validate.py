"""Find everything that is wrong with an event before it is solved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from twinbay.meet.compile import compile_event
from twinbay.meet.event import Event, GroupMeeting, Lunch
from twinbay.meet.fixing import minimal_conflict
from twinbay.meet.precedences import shortest_circle
from twinbay.meet.problems import EventError, Problem


def check(event: Event) -> None:
    """Raise :class:`EventError` with all problems of an event, if there are any."""
    problems = validate(event)
    if problems:
        raise EventError(problems)


def validate(event: Event) -> tuple[Problem, ...]:
    """Return all problems of an event; empty when it can be solved.

    Contradictions among fixed meetings are looked for only when every record by itself is sound;
    they are explained by a minimal set of meetings that cannot all take place.
    """
    problems = [
        *_identifiers(event),
        *_slots(event),
        *_tables(event),
        *_people(event),
        *_requests(event),
        *_groups(event),
        *_fixed(event),
        *_interpreters(event),
        *_separations(event),
        *_precedences(event),
        *_journeys(event),
        *_rules(event),
    ]
    if not problems and event.fixed:
        problems.extend(_contradictions(event))
    return tuple(problems)


def _identifiers(event: Event) -> Iterator[Problem]:
    spaces = {
        "slot": [s.slot_id for s in event.slots],
        "table": [t.table_id for t in event.tables],
        "venue": [v.venue_id for v in event.venues],
        "interpreter": [i.interpreter_id for i in event.interpreters],
        "delegate": [
            *(d.delegate_id for d in event.delegates),
            *(o.organisation_id for o in event.organisations),
        ],
        "request": [
            *(r.request_id for r in event.requests),
            *(g.group_id for g in event.groups),
            *(f.fixed_id for f in event.fixed),
        ],
    }
    for record, names in spaces.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem(
                    record,
                    name,
                    "identifier",
                    f"the identifier is used {count} times",
                    "Give each record its own identifier, or drop the repetition.",
                )
            if not name:
                yield Problem(record, name, "identifier", "the identifier is empty")


def _slots(event: Event) -> Iterator[Problem]:
    if not event.slots:
        yield Problem("event", event.event_id, "slots", "there are no slots", "Add slots.")
    sound = []
    for slot in event.slots:
        if slot.start.tzinfo is None or slot.end.tzinfo is None:
            yield Problem("slot", slot.slot_id, "start", "the time has no time zone")
        elif slot.end <= slot.start:
            yield Problem("slot", slot.slot_id, "end", "the end is not later than the start")
        else:
            sound.append(slot)
    for first, second in pairwise(sorted(sound, key=lambda s: (s.start, s.slot_id))):
        if second.start < first.end:
            yield Problem(
                "slot",
                second.slot_id,
                "start",
                f"it begins before {first.slot_id} ends",
                "Slots must not overlap.",
            )


def _tables(event: Event) -> Iterator[Problem]:
    if not event.tables:
        yield Problem("event", event.event_id, "tables", "there are no tables", "Add a table.")
    slots, venues = _slot_ids(event), {v.venue_id for v in event.venues}
    names = {t.table_id for t in event.tables}
    for table in event.tables:
        if table.seats < 2:
            yield Problem("table", table.table_id, "seats", "a table needs two seats or more")
        if table.venue_id and table.venue_id not in venues:
            yield _unknown("table", table.table_id, "venue_id", table.venue_id, "venue")
        yield from _unknown_slots("table", table.table_id, "available", table.available, slots)
        for other in table.neighbours or ():
            if other not in names:
                yield _unknown("table", table.table_id, "neighbours", other, "table")
    places = Counter((t.venue_id, t.zone, t.number) for t in event.tables)
    for table in event.tables:
        if places[table.venue_id, table.zone, table.number] > 1:
            yield Problem(
                "table",
                table.table_id,
                "number",
                f"number {table.number} is used twice in its zone",
            )


def _people(event: Event) -> Iterator[Problem]:
    slots = _slot_ids(event)
    organisations = {o.organisation_id for o in event.organisations}
    for person in event.delegates:
        record = ("delegate", person.delegate_id)
        if person.organisation_id and person.organisation_id not in organisations:
            yield _unknown(*record, "organisation_id", person.organisation_id, "organisation")
        yield from _unknown_slots(*record, "available", person.available, slots)
        if person.time_zone and not _is_zone(person.time_zone):
            yield Problem(*record, "time_zone", f"“{person.time_zone}” is not a time zone")
        for field, number in (
            ("meetings_per_day", person.meetings_per_day),
            ("guaranteed_meetings", person.guaranteed_meetings),
        ):
            if number is not None and number < 0:
                yield Problem(*record, field, "the number is below 0")


def _requests(event: Event) -> Iterator[Problem]:
    slots, parties = _slot_ids(event), _parties(event)
    home = {d.delegate_id: d.organisation_id for d in event.delegates}
    for request in event.requests:
        record = ("request", request.request_id)
        known = True
        for field, party in (("requester", request.requester), ("invitee", request.invitee)):
            if party not in parties:
                known = False
                yield _unknown(*record, field, party, "delegate or organisation")
        if request.requester == request.invitee:
            yield Problem(*record, "invitee", "the two parties are the same")
        elif known and (
            request.invitee == home.get(request.requester)
            or request.requester == home.get(request.invitee)
        ):
            yield Problem(*record, "invitee", "a delegate cannot meet the own organisation")
        if request.score is not None and not 0 <= request.score <= 1:
            yield Problem(*record, "score", "the score is not between 0 and 1")
        if request.value is not None and request.value < 0:
            yield Problem(*record, "value", "the value is below 0")
        yield from _length(*record, request.length)
        yield from _unknown_slots(*record, "slots", request.slots, slots)


def _groups(event: Event) -> Iterator[Problem]:
    slots, tables = _slot_ids(event), {t.table_id for t in event.tables}
    for group in event.groups:
        record = ("group", group.group_id)
        yield from _invitations(event, group)
        if group.minimum > len(group.required) + len(group.optional):
            yield Problem(*record, "minimum", "fewer people are invited than must attend")
        if group.capacity is not None and group.capacity < max(group.minimum, len(group.required)):
            yield Problem(*record, "capacity", "it is below the number of people who must attend")
        if group.value < 0 or group.value_each < 0:
            yield Problem(*record, "value", "the value is below 0")
        if group.table_id and group.table_id not in tables:
            yield _unknown(*record, "table_id", group.table_id, "table")
        yield from _length(*record, group.length)
        yield from _unknown_slots(*record, "slots", group.slots, slots)


def _invitations(event: Event, group: GroupMeeting) -> Iterator[Problem]:
    people = {d.delegate_id for d in event.delegates}
    for field, members in (("required", group.required), ("optional", group.optional)):
        for person in members:
            if person not in people:
                yield _unknown("group", group.group_id, field, person, "delegate")
    for person, count in Counter((*group.required, *group.optional)).items():
        if count > 1:
            problem = f"{person} is named {count} times"
            yield Problem("group", group.group_id, "optional", problem)


def _fixed(event: Event) -> Iterator[Problem]:
    slots, parties, members = _slot_ids(event), _parties(event), _members(event)
    tables = {t.table_id for t in event.tables}
    interpreters = {i.interpreter_id for i in event.interpreters}
    for meeting in event.fixed:
        record = ("fixed", meeting.fixed_id)
        for party in meeting.parties:
            if party not in parties:
                yield _unknown(*record, "parties", party, "delegate or organisation")
        if len(set(meeting.parties)) < max(2, len(meeting.parties)):
            yield Problem(*record, "parties", "two or more different parties must be named")
        if meeting.slot_id not in slots:
            yield _unknown(*record, "slot_id", meeting.slot_id, "slot")
        if meeting.table_id and meeting.table_id not in tables:
            yield _unknown(*record, "table_id", meeting.table_id, "table")
        if meeting.interpreter_id and meeting.interpreter_id not in interpreters:
            yield _unknown(*record, "interpreter_id", meeting.interpreter_id, "interpreter")
        theirs = {person for party in meeting.parties for person in members.get(party, ())}
        for person in meeting.delegates:
            if person not in theirs:
                yield Problem(*record, "delegates", f"{person} belongs to none of the parties")
        yield from _length(*record, meeting.length)


def _interpreters(event: Event) -> Iterator[Problem]:
    slots = _slot_ids(event)
    for person in event.interpreters:
        record = ("interpreter", person.interpreter_id)
        yield from _unknown_slots(*record, "available", person.available, slots)
        if any(len(pair) != 2 for pair in person.pairs):
            yield Problem(*record, "pairs", "a language pair names two different languages")


def _separations(event: Event) -> Iterator[Problem]:
    parties = _parties(event)
    for separation in event.separations:
        record = ("separation", f"{separation.first}--{separation.second}")
        for field, party in (("first", separation.first), ("second", separation.second)):
            if party not in parties:
                yield _unknown(*record, field, party, "delegate or organisation")
        if separation.first == separation.second:
            yield Problem(*record, "second", "the two parties are the same")


def _precedences(event: Event) -> Iterator[Problem]:
    requests = {r.request_id: frozenset((r.requester, r.invitee)) for r in event.requests}
    pairs = requests | {f.fixed_id: frozenset(f.parties) for f in event.fixed}
    known = {*pairs, *(g.group_id for g in event.groups)}
    sound = True
    for precedence in event.precedences:
        before, after = precedence.before, precedence.after
        record = ("precedence", f"{before}--{after}")
        for field, name in (("before", before), ("after", after)):
            if name not in known:
                sound = False
                yield _unknown(*record, field, name, "request, group or fixed meeting")
        one_of_them = requests.get(before) or requests.get(after)
        if before == after or (one_of_them and pairs.get(before) == pairs.get(after)):
            sound = False
            yield Problem(*record, "after", "the two are one and the same meeting")
    if sound and (circle := shortest_circle(event.precedences)):
        names = tuple(f"{p.before}--{p.after}" for p in circle)
        yield Problem(
            "precedence",
            names[0],
            "after",
            "these meetings cannot all come before one another: "
            + " before ".join((*(p.before for p in circle), circle[0].before)),
            "Drop any one of these rows.",
            conflict=names,
        )


def _journeys(event: Event) -> Iterator[Problem]:
    venues = {v.venue_id for v in event.venues}
    for journey in event.journeys:
        record = ("journey", f"{journey.from_venue}--{journey.to_venue}")
        for field, venue in (("from_venue", journey.from_venue), ("to_venue", journey.to_venue)):
            if venue not in venues:
                yield _unknown(*record, field, venue, "venue")
        if journey.minutes < 0:
            yield Problem(*record, "minutes", "the time is below 0")


def _rules(event: Event) -> Iterator[Problem]:
    rules = event.rules
    if not _is_zone(event.time_zone):
        yield Problem(
            "event", event.event_id, "time_zone", f"“{event.time_zone}” is not a time zone"
        )
    for field, number, least in (
        ("meetings_per_day", rules.meetings_per_day, 1),
        ("longest_run", rules.longest_run, 1),
        ("rest_minutes", rules.rest_minutes, 0),
        ("joinable_minutes", rules.joinable_minutes, 0),
        ("valuation", min(rules.valuation.one_sided, rules.valuation.mutual), 0),
        ("valuation", rules.valuation.score, 0),
        ("compactness.idle", rules.compactness.idle, 0),
        ("compactness.table_change", rules.compactness.table_change, 0),
        ("compactness.walk", rules.compactness.walk, 0),
        ("fairness.guaranteed_meetings", rules.fairness.guaranteed_meetings, 0),
    ):
        if number is not None and number < least:
            yield Problem("rules", "", field, f"the number is below {least}")
    if not 0 <= rules.fairness.concession < 1:
        yield Problem("rules", "", "fairness.concession", "it is not between 0 and 1")
    if any(not 0 < level <= 1 for level in rules.fairness.levels):
        yield Problem("rules", "", "fairness.levels", "a level is not between 0 and 1")
    if rules.lunch is not None:
        yield from _lunch(rules.lunch)


def _lunch(lunch: Lunch) -> Iterator[Problem]:
    window = timedelta(hours=lunch.end.hour, minutes=lunch.end.minute) - timedelta(
        hours=lunch.start.hour, minutes=lunch.start.minute
    )
    if lunch.minutes < 1 or window < timedelta(minutes=lunch.minutes):
        yield Problem(
            "rules", "", "lunch", f"{lunch.minutes} minutes do not fit between its start and end"
        )


def _contradictions(event: Event) -> Iterator[Problem]:
    model = compile_event(event)
    numbers = minimal_conflict(model)
    if not numbers:
        return
    names = tuple(model.activities[number].meeting_id for number in numbers)
    if len(names) == 1:
        problem = (
            "it cannot take place: its people, a fitting table or an interpreter are not "
            "available, or its parties are kept apart"
        )
    else:
        problem = f"it cannot take place together with {', '.join(names[1:])}"
    yield Problem(
        "fixed",
        names[0],
        "slot_id",
        problem,
        "Move or drop any one of them.",
        conflict=names,
    )


def _length(record: str, name: str, length: int) -> Iterator[Problem]:
    if length < 1:
        yield Problem(record, name, "length", "a meeting takes at least one slot")


def _unknown(record: str, name: str, field: str, value: str, kind: str) -> Problem:
    return Problem(
        record, name, field, f"there is no {kind} “{value}”", f"Add it, or correct the {field}."
    )


def _unknown_slots(
    record: str, name: str, field: str, named: Iterable[str] | None, slots: frozenset[str]
) -> Iterator[Problem]:
    for slot in sorted(set(named or ()) - slots):
        yield _unknown(record, name, field, slot, "slot")


def _slot_ids(event: Event) -> frozenset[str]:
    return frozenset(slot.slot_id for slot in event.slots)


def _parties(event: Event) -> frozenset[str]:
    return frozenset(
        (
            *(d.delegate_id for d in event.delegates),
            *(o.organisation_id for o in event.organisations),
        )
    )


def _members(event: Event) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for person in event.delegates:
        members.setdefault(person.delegate_id, set()).add(person.delegate_id)
        if person.organisation_id:
            members.setdefault(person.organisation_id, set()).add(person.delegate_id)
    return members


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
