"""What the regions of a programme gain by cooperating, and how to share it fairly.

Cooperation is what only several regions can do: new capacity on cooperative lines, joint projects,
learning from each other. Players are the regions, or groups of them (the two bays) that cooperate
among themselves in any case. A coalition may use what lies wholly among its members; everybody else
goes alone, with the lines that stand and the same targets. What a coalition gains is the fall of
the present cost of the whole programme, and each coalition's programme is solved once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from twinbay.errors import ConfigurationError
from twinbay.plan.pathway_tables import Pathway
from twinbay.plan.programme import Line, Programme
from twinbay.plan.sharing import (
    Coalition,
    CoreCheck,
    check_core,
    coalitions,
    nucleolus,
    shapley_value,
)

Solve = Callable[[Programme], Pathway]
Progress = Callable[[str, int, int], None]
"""Told what is solved now, the how manieth pathway it is and of how many."""

MOST_PLAYERS = 8
"""Coalitions double with each player; with more than this they cannot all be solved."""

Players = Mapping[str, Sequence[str]]
"""Player to its regions; every region of the programme belongs to one."""

LINES = "lines"
PROJECTS = "joint_projects"
LEARNING = "shared_learning"
CHANNELS: tuple[str, ...] = (LINES, PROJECTS, LEARNING)
"""The ways in which regions cooperate."""


@dataclass(frozen=True, slots=True)
class Share:
    """What cooperation means to one player, in million USD of present cost.

    Attributes:
        region: the region, or the name of a group of them.
        alone: cost when nobody cooperates; ``together`` when all do, after trade and cost shares.
        gain: its Shapley value; ``nucleolus`` the other fair split, for comparison.
        fair: cost that it should bear: ``alone`` less ``gain``.
        payment: what it has to pay to the others to come to it (negative: is paid); adds up to
            zero.
    """

    region: str
    alone: float
    together: float
    gain: float
    nucleolus: float
    fair: float
    payment: float


@dataclass(frozen=True, slots=True)
class Cooperation:
    """What cooperation saves and how it is shared.

    Attributes:
        alone, together: million USD of present cost of the whole programme.
        shares: of each player.
        channels: way of cooperating to the part of the gain that is due to it (its Shapley value
            among the ways), adds up to the gain.
        coalitions: coalition to its gain.
        core: whether any group of players would rather go alone.
        pathways: ``alone`` and ``together``.
        solved: how many pathways it took.
    """

    alone: float
    together: float
    shares: tuple[Share, ...]
    channels: Mapping[str, float]
    coalitions: Mapping[Coalition, float]
    core: CoreCheck
    pathways: Mapping[str, Pathway]
    solved: int

    @property
    def gain(self) -> float:
        """Million USD of present cost that cooperation saves."""
        return self.alone - self.together

    def table(self) -> pl.DataFrame:
        """Return the shares as a table, one row a player."""
        names = ("region", "alone", "together", "gain", "nucleolus", "fair", "payment")
        return pl.DataFrame([{name: getattr(s, name) for name in names} for s in self.shares])

    def channel_table(self) -> pl.DataFrame:
        """Return the part of the gain that each way of cooperating brings."""
        return pl.DataFrame(
            list(self.channels.items()),
            schema={"channel": pl.String, "gain": pl.Float64},
            orient="row",
        )

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return all tables by the name under which documents and results know them."""
        return {
            "cooperation": self.table(),
            "cooperation_channels": self.channel_table(),
            "coalitions": self.coalition_table(),
        }

    def coalition_table(self) -> pl.DataFrame:
        """Return the gain of each coalition, and what its members are given together."""
        given = {share.region: share.gain for share in self.shares}
        return pl.DataFrame(
            [
                {
                    "coalition": " + ".join(sorted(members)),
                    "players": len(members),
                    "gain": gain,
                    "given": sum(given[player] for player in members),
                }
                for members, gain in self.coalitions.items()
            ]
        )


def cooperation_gain(
    programme: Programme,
    solve: Solve,
    *,
    players: Players | None = None,
    split_by_channel: bool = True,
    representative_days: int | None = None,
    progress: Progress | None = None,
) -> Cooperation:
    """Return what cooperation gains and how to share it.

    Arguments:
        programme: its lines, joint projects and settings say what cooperation can do.
        solve: programme to pathway.
        players: two to ``MOST_PLAYERS``; by default each region is one.
        split_by_channel: whether to tell lines, projects and learning apart (six pathways more).
        representative_days: fewer typical days than the programme's, for speed.
        progress: told before each pathway.

    Raises:
        ConfigurationError: there are too few or too many players, or they are not the regions.
        InfeasibleError: the targets cannot be kept without cooperation; its sentences say by how
            much they are missed.
    """
    groups = _checked(programme, players)
    if representative_days is not None:
        settings = replace(programme.settings, representative_days=representative_days)
        programme = replace(programme, settings=settings)
    solver = _Solver(programme, groups, solve, progress)
    names = tuple(groups)
    everybody = frozenset(names)
    ways = _channel_sets() if split_by_channel else []
    asked = [(members, CHANNELS) for members in coalitions(names) if len(members) > 1]
    solver.announce([*asked, *((everybody, chosen) for chosen in ways)])
    alone = solver.pathway(frozenset(), CHANNELS)
    together = solver.pathway(everybody, CHANNELS)
    gains = {
        members: alone.present_cost - solver.pathway(members, CHANNELS).present_cost
        if len(members) > 1
        else 0.0
        for members in coalitions(names)
    }
    by_channel = {
        frozenset(chosen): alone.present_cost - solver.pathway(everybody, chosen).present_cost
        for chosen in ways
    }
    value = shapley_value(names, gains)
    other = nucleolus(names, gains)
    return Cooperation(
        alone=alone.present_cost,
        together=together.present_cost,
        shares=tuple(_share(name, groups[name], alone, together, value, other) for name in names),
        channels=shapley_value(CHANNELS, by_channel) if ways else {},
        coalitions=gains,
        core=check_core(names, gains, value),
        pathways={"alone": alone, "together": together},
        solved=len(solver.found),
    )


def _checked(programme: Programme, players: Players | None) -> dict[str, tuple[str, ...]]:
    regions = [region.id for region in programme.regions]
    groups = {name: tuple(own) for name, own in (players or {r: (r,) for r in regions}).items()}
    named = [region for own in groups.values() for region in own]
    if sorted(named) != sorted(regions):
        raise ConfigurationError(
            f"the players have the regions {', '.join(named)}, the programme {', '.join(regions)}",
            where=programme.id,
            remedy="Name every region once.",
        )
    if not 2 <= len(groups) <= MOST_PLAYERS:
        raise ConfigurationError(
            f"the gain of cooperation is computed for 2 to {MOST_PLAYERS} players, "
            f"here there are {len(groups)}",
            where=programme.id,
        )
    return groups


def coalition_programme(
    programme: Programme,
    groups: Players,
    members: Iterable[str],
    channels: Iterable[str] = CHANNELS,
) -> Programme:
    """Return the programme in which only some players cooperate, and only in some ways.

    Arguments:
        programme: the whole programme.
        groups: the players; the regions of each cooperate in every way.
        members: players that cooperate; the others, and single ones, go alone.
        channels: in which ways they do (``CHANNELS``).
    """
    sides = _Sides.build(groups, members, channels)
    partners = tuple(sorted(tuple(sorted(b)) for b in sides.blocks(LEARNING) if len(b) > 1))
    learning = programme.settings.shared_learning and bool(partners)
    settings = replace(
        programme.settings,
        shared_learning=learning,
        learning_partners=partners if learning else (),
    )
    return replace(
        programme,
        lines=tuple(
            line if sides.together({line.start, line.end}, LINES) else _as_it_stands(line)
            for line in programme.lines
        ),
        joint_projects=tuple(
            project
            for project in programme.joint_projects
            if sides.together(_partners_of_project(project.cost_shares), PROJECTS)
        ),
        settings=settings,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which regions cooperate with each other, by way of cooperating."""

    apart: tuple[frozenset[str], ...]
    joined: tuple[frozenset[str], ...]
    channels: frozenset[str]

    @staticmethod
    def build(groups: Players, members: Iterable[str], channels: Iterable[str]) -> "_Sides":
        chosen = frozenset(members)
        apart = tuple(frozenset(own) for own in groups.values())
        whole = frozenset(region for name in chosen for region in groups[name])
        others = tuple(frozenset(own) for name, own in groups.items() if name not in chosen)
        return _Sides(apart, (whole, *others) if whole else apart, frozenset(channels))

    def blocks(self, channel: str) -> tuple[frozenset[str], ...]:
        """Return the sets of regions that cooperate in one way."""
        return self.joined if channel in self.channels else self.apart

    def together(self, regions: Iterable[str], channel: str) -> bool:
        """Return whether some regions cooperate in one way."""
        wanted = frozenset(regions)
        return any(wanted <= block for block in self.blocks(channel))


def _as_it_stands(line: Line) -> Line:
    """Return a line without new capacity when it needs cooperation that is not there."""
    return replace(line, potential=line.existing) if line.cooperative else line


def _partners_of_project(cost_shares: Mapping[str, float]) -> frozenset[str]:
    return frozenset(region for region, share in cost_shares.items() if share > 0)


def _channel_sets() -> list[tuple[str, ...]]:
    return [
        tuple(way for number, way in enumerate(CHANNELS) if chosen >> number & 1)
        for chosen in range(1, 2 ** len(CHANNELS))
    ]


def _share(
    player: str,
    regions: Sequence[str],
    alone: Pathway,
    together: Pathway,
    value: Mapping[str, float],
    other: Mapping[str, float],
) -> Share:
    before = sum(alone.region_costs[region] for region in regions)
    after = sum(together.region_costs[region] for region in regions)
    fair = before - value[player]
    return Share(player, before, after, value[player], other[player], fair, fair - after)


_Key = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]
"""What distinguishes one coalition's programme from another's: lines, projects, who learns."""


class _Solver:
    """Solves each programme that is really different once."""

    def __init__(
        self, programme: Programme, groups: Players, solve: Solve, progress: Progress | None
    ) -> None:
        self.programme, self.groups = programme, groups
        self.solve, self.progress = solve, progress
        self.found: dict[_Key, Pathway] = {}
        self.whole = 0
        self.learns = any(t.learning_rate > 0 for t in programme.technologies) or any(
            measure.learning_rate > 0 for measure in programme.measures
        )

    def announce(self, asked: Iterable[tuple[Coalition, tuple[str, ...]]]) -> None:
        """Count the pathways that will be needed."""
        needed = {self._key(self._programme(*one)) for one in asked}
        self.whole = len(needed | {self._key(self._programme(frozenset(), CHANNELS))})

    def pathway(self, members: Coalition, channels: tuple[str, ...]) -> Pathway:
        """Return the pathway in which a coalition cooperates."""
        asked = self._programme(members, channels)
        key = self._key(asked)
        if key not in self.found:
            if self.progress:
                said = " + ".join(sorted(members)) or "alone"
                if members and channels != CHANNELS:
                    said += f" ({', '.join(channels)})"
                self.progress(said, len(self.found) + 1, self.whole)
            self.found[key] = self.solve(asked)
        return self.found[key]

    def _programme(self, members: Coalition, channels: tuple[str, ...]) -> Programme:
        return coalition_programme(self.programme, self.groups, members, channels)

    def _key(self, asked: Programme) -> _Key:
        growing = zip(asked.lines, self.programme.lines, strict=True)
        return (
            tuple(line.id for line, whole in growing if line.potential == whole.potential),
            tuple(project.id for project in asked.joint_projects),
            asked.settings.learning_partners if self.learns else (),
        )
