"""A plan under construction: who is where, which slots are still open, what stands in the way."""

from collections.abc import Callable

from twinbay.meet.model import Limit, Model, Option, Placement, bits

Choose = Callable[[list[int]], int]
"""Picks one of several activities, or -1 for none of them."""


class Board:
    """Placements of a model with the counts that every packing constraint needs.

    All operations keep the plan free of conflicts. The open slots of each agenda are kept as bits,
    so that the free slots of a pair are one ``and`` away.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        people, slots = len(model.available), model.slots
        self.placed: list[Placement | None] = [None] * len(model.activities)
        self.at = [[-1] * slots for _ in range(people)]
        self.taken = [0] * people
        self.open = list(model.available)
        self.used = [[0] * slots for _ in model.pools]
        self.room = [pool.open for pool in model.pools]
        self.interpreted = [[0] * slots for _ in model.needs.unions]
        self.conditions = [
            [u for u, kinds in enumerate(model.needs.unions) if kind in kinds]
            for kind in range(len(model.needs.kinds))
        ]
        self.staffed = [
            _positive(model.needs.capacity, conditions, slots) for conditions in self.conditions
        ]
        self.in_slot: list[dict[int, None]] = [{} for _ in range(slots)]
        self.simple = not model.rules.travel
        self._day = [model.rules.day_of(slot) for slot in range(slots)]
        self._counted = any(cap < slots for cap in model.per_day)
        for person in range(people):
            self._reopen(person)

    def cover(self, placement: Placement) -> int:
        """Return the slots that a placement takes."""
        return self.model.cover(placement.activity, placement.start)

    def delegates(self, placement: Placement) -> tuple[int, ...]:
        """Return who attends."""
        return self.model.activities[placement.activity].options[placement.option].delegates

    def fitting(self, activity: int, option: int) -> int:
        """Return the starts at which an option fits without moving anything."""
        chosen = self.model.activities[activity].options[option]
        mask = chosen.starts & self.room[chosen.pool]
        if chosen.need >= 0:
            mask &= self.staffed[chosen.need]
        for person in chosen.delegates:
            mask &= self.open[person]
        length = self.model.activities[activity].length
        if mask and (length > 1 or not self.simple):
            mask = sum(
                1 << start
                for start in bits(mask)
                if not self.blockers(Placement(activity, option, start))
            )
        return mask

    def place(self, placement: Placement) -> None:
        """Put a placement down; it must fit."""
        option = self.model.activities[placement.activity].options[placement.option]
        self.placed[placement.activity] = placement
        cover = self.cover(placement)
        for slot in bits(cover):
            self.in_slot[slot][placement.activity] = None
            self._use(option.pool, option.need, slot, 1)
            for person in option.delegates:
                self.at[person][slot] = placement.activity
        for person in option.delegates:
            self.occupy(person, cover)

    def remove(self, activity: int) -> Placement:
        """Take a placement off and return it."""
        placement = self.placed[activity]
        if placement is None:
            raise ValueError(f"activity {activity} is not placed")
        option = self.model.activities[activity].options[placement.option]
        self.placed[activity] = None
        cover = self.cover(placement)
        for slot in bits(cover):
            del self.in_slot[slot][activity]
            self._use(option.pool, option.need, slot, -1)
            for person in option.delegates:
                self.at[person][slot] = -1
        for person in option.delegates:
            self.taken[person] &= ~cover
            self._reopen(person)
        return placement

    def occupy(self, person: int, cover: int) -> None:
        """Take slots of a person's agenda."""
        self.taken[person] |= cover
        self._reopen(person)

    def _use(self, pool: int, need: int, slot: int, change: int) -> None:
        used = self.used[pool]
        used[slot] += change
        if used[slot] < self.model.pools[pool].capacity[slot]:
            self.room[pool] |= 1 << slot
        else:
            self.room[pool] &= ~(1 << slot)
        if need < 0:
            return
        for condition in self.conditions[need]:
            self.interpreted[condition][slot] += change
        for kind, conditions in enumerate(self.conditions):
            free = all(
                self.interpreted[u][slot] < self.model.needs.capacity[u][slot] for u in conditions
            )
            self.staffed[kind] = self.staffed[kind] & ~(1 << slot) | free << slot

    def _reopen(self, person: int) -> None:
        taken = self.taken[person]
        rules = self.model.rules
        mask = self.model.available[person]
        for slot in bits(taken):
            mask &= ~rules.near[slot]
        if self._counted:
            for number, day in enumerate(rules.days):
                if self._meetings(person, number) >= self.model.per_day[person]:
                    mask &= ~day
        for limit in rules.limits:
            if (taken & limit.mask).bit_count() >= limit.most:
                mask &= ~limit.mask
        self.open[person] = mask

    def _meetings(self, person: int, day: int) -> int:
        at = self.at[person]
        return len({at[s] for s in bits(self.taken[person] & self.model.rules.days[day])})

    def blockers(self, placement: Placement, choose: Callable[[list[int]], int] = min) -> list[int]:
        """Return activities whose removal makes a placement fit; empty when it fits already.

        A fixed activity may be among them: the caller must not remove those. -1 among them says
        that no removal helps.

        Arguments:
            placement: what is to fit.
            choose: picks the one to remove where any one of several will do.
        """
        activity = self.model.activities[placement.activity]
        option = activity.options[placement.option]
        cover = self.cover(placement)
        blocked = self.model.rules.blocked(cover)
        found: dict[int, None] = {}
        for person in option.delegates:
            at = self.at[person]
            for slot in bits(self.taken[person] & blocked):
                found[at[slot]] = None
        for person in option.delegates:
            self._agenda_blockers(person, cover, option.pool, choose, found)
        for slot in bits(cover):
            self._slot_blockers(slot, option, choose, found)
        return list(found)

    def _agenda_blockers(
        self, person: int, cover: int, pool: int, choose: Choose, found: dict[int, None]
    ) -> None:
        if not self.simple:
            self._travel_blockers(person, cover, pool, found)
        if self._counted:
            self._day_blocker(person, cover, choose, found)
        for limit in self.model.rules.limits:
            if cover & limit.mask:
                self._limit_blockers(person, cover, limit, choose, found)

    def _kept(self, person: int, found: dict[int, None]) -> int:
        """Return the slots that a person's meetings take when those found are gone."""
        at = self.at[person]
        taken = self.taken[person]
        if found:
            for slot in bits(taken):
                if at[slot] in found:
                    taken &= ~(1 << slot)
        return taken

    def _travel_blockers(self, person: int, cover: int, pool: int, found: dict[int, None]) -> None:
        venue = self.model.pools[pool].venue
        for slot in bits(self.taken[person]):
            other = self.at[person][slot]
            reach = self.model.rules.travel.get(
                (self.model.pools[self._option(other).pool].venue, venue)
            )
            if reach and reach[slot] & cover:
                found[other] = None

    def _day_blocker(self, person: int, cover: int, choose: Choose, found: dict[int, None]) -> None:
        day = self.model.rules.days[self._day[(cover & -cover).bit_length() - 1]]
        there = {self.at[person][s]: None for s in bits(self._kept(person, found) & day)}
        if len(there) >= self.model.per_day[person]:
            found[choose(list(there)) if there else -1] = None

    def _limit_blockers(
        self, person: int, cover: int, limit: Limit, choose: Choose, found: dict[int, None]
    ) -> None:
        kept = self._kept(person, found)
        while ((kept | cover) & limit.mask).bit_count() > limit.most and -1 not in found:
            inside = list({self.at[person][s]: None for s in bits(kept & limit.mask)})
            found[choose(inside) if inside else -1] = None
            kept = self._kept(person, found)

    def _slot_blockers(
        self, slot: int, option: Option, choose: Choose, found: dict[int, None]
    ) -> None:
        here = self.in_slot[slot]
        for condition in self.conditions[option.need] if option.need >= 0 else ():
            kinds = self.model.needs.unions[condition]
            freed = sum(a in here and self._option(a).need in kinds for a in found)
            busy = self.interpreted[condition][slot] - freed
            if busy >= self.model.needs.capacity[condition][slot]:
                others = [a for a in here if a not in found and self._option(a).need in kinds]
                found[choose(others) if others else -1] = None
        freed = sum(a in here and self._option(a).pool == option.pool for a in found)
        if self.used[option.pool][slot] - freed >= self.model.pools[option.pool].capacity[slot]:
            others = [a for a in here if a not in found and self._option(a).pool == option.pool]
            found[choose(others) if others else -1] = None

    def pool_of(self, activity: int) -> int:
        """Return the pool whose table a placed activity takes."""
        return self._option(activity).pool

    def need_of(self, activity: int) -> int:
        """Return the kind of interpreter that a placed activity takes, -1 for none."""
        return self._option(activity).need

    def _option(self, activity: int) -> Option:
        """Return the option by which an activity is placed."""
        placement = self.placed[activity]
        if placement is None:
            raise ValueError(f"activity {activity} is not placed")
        return self.model.activities[activity].options[placement.option]


def _positive(capacity: tuple[tuple[int, ...], ...], conditions: list[int], slots: int) -> int:
    return sum(1 << slot for slot in range(slots) if all(capacity[u][slot] > 0 for u in conditions))
