"""How well each party is served: what it could have at best, what it has."""

from collections.abc import Iterable
from dataclasses import dataclass

from twinbay.meet.formulation import Formulation
from twinbay.meet.model import Activity, Model, Plan, bits
from twinbay.meet.timetable import MeetingKind, PartyShare

ACHIEVABLE_SECONDS = 5.0
"""Time limit for one party's best agenda where rules make it a programme of its own."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party named in requests.

    Attributes:
        name: identifier of the delegate or organisation.
        activities: numbers of the activities that would meet its requests.
        requested: pairs it is part of, those included that cannot take place.
        achievable: most points it could have, were nothing else to take place.
        guaranteed: meetings it is guaranteed, never more than it requested.
    """

    name: str
    activities: tuple[int, ...]
    requested: int
    achievable: int
    guaranteed: int


def parties(model: Model) -> tuple[Party, ...]:
    """Return every party named in a request, by name."""
    event = model.event
    activities: dict[str, list[int]] = {}
    requested: dict[str, int] = {}
    for number, activity in enumerate(model.activities):
        if activity.requests and activity.kind is not MeetingKind.GROUP:
            for party in activity.parties:
                activities.setdefault(party, []).append(number)
                requested[party] = requested.get(party, 0) + 1
    groups = {group.group_id for group in event.groups}
    for unmet in model.impossible:
        if unmet.requests and unmet.requests[0] not in groups:
            for party in unmet.parties:
                activities.setdefault(party, [])
                requested[party] = requested.get(party, 0) + 1
    own = {d.delegate_id: d.guaranteed_meetings for d in event.delegates}
    common = event.rules.fairness.guaranteed_meetings
    members = event.members()
    number_of = {d.delegate_id: i for i, d in enumerate(event.delegates)}
    result = []
    for name in sorted(activities):
        wish = own.get(name)
        result.append(
            Party(
                name=name,
                activities=tuple(activities[name]),
                requested=requested[name],
                achievable=achievable(
                    model, activities[name], {number_of[member] for member in members[name]}
                ),
                guaranteed=min(common if wish is None else wish, requested[name]),
            )
        )
    return tuple(result)


def achievable(model: Model, activities: list[int], people: set[int]) -> int:
    """Return the greatest total value that these activities can have by themselves.

    Arguments:
        model: the model.
        activities: of one party.
        people: the party's own people.
    """
    chosen = [model.activities[number] for number in activities]
    if not chosen:
        return 0
    alone = model.only(activities)
    if not alone.precedences and _plain(model, chosen, people):
        return _best_matching(chosen, people)
    formulation = Formulation(alone, timed=True)
    solved = formulation.programme.maximise(formulation.value(), ACHIEVABLE_SECONDS)
    return int(min(solved.bound, sum(activity.value for activity in chosen)))


def _plain(model: Model, activities: list[Activity], people: set[int]) -> bool:
    """Return whether only "one meeting at a time for our own people" can matter."""
    rules = model.rules
    others: set[int] = set()
    for activity in activities:
        theirs = {p for o in activity.options for p in o.delegates if p not in people}
        if others & theirs:
            return False
        others |= theirs
    room = [c for pool in model.pools for c in pool.capacity]
    room.extend(c for condition in model.needs.capacity for c in condition)
    return (
        all(not count or count >= len(people) for count in room)
        and all(activity.length == 1 and not activity.fixed for activity in activities)
        and not rules.limits
        and not rules.travel
        and all(near == 1 << slot for slot, near in enumerate(rules.near))
        and all(model.per_day[person] >= 1 for person in others)
        and all(
            model.per_day[person]
            >= min(len(activities), max(day.bit_count() for day in rules.days))
            for person in people
        )
    )


def _best_matching(activities: list[Activity], people: set[int]) -> int:
    """Return the value of the best assignment of activities to people and slots.

    The sets of activities that can be assigned are the independent sets of a transversal matroid,
    so that taking them by falling value is exact (Edmonds and Fulkerson, 1965).
    """
    places: list[set[tuple[int, int]]] = [
        {
            (person, slot)
            for option in activity.options
            for person in option.delegates
            if person in people
            for slot in bits(option.starts)
        }
        for activity in activities
    ]
    holder: dict[tuple[int, int], int] = {}

    def assign(activity: int, seen: set[tuple[int, int]]) -> bool:
        for place in sorted(places[activity] - seen):
            if place in seen:
                continue
            seen.add(place)
            if place not in holder or assign(holder[place], seen):
                holder[place] = activity
                return True
        return False

    order = sorted(range(len(activities)), key=lambda a: -activities[a].value)
    return sum(activities[a].value for a in order if assign(a, set()))


def held_activities(plan: Plan) -> frozenset[int]:
    """Return the activities that take place."""
    return frozenset(placement.activity for placement in plan.placements)


def shares(model: Model, everyone: Iterable[Party], plan: Plan) -> tuple[PartyShare, ...]:
    """Return what each party has, the worst served first."""
    held = held_activities(plan)
    result = []
    for party in everyone:
        mine = [number for number in party.activities if number in held]
        value = sum(model.activities[number].value for number in mine)
        result.append(PartyShare(party.name, party.requested, len(mine), value, party.achievable))
    return tuple(sorted(result, key=lambda share: (share.share, -share.achievable, share.party)))
