"""What the regions of a programme gain by cooperating, and how to share it fairly.

Cooperation is what only several regions can do: new capacity on cooperative lines, joint projects,
learning from each other. A coalition may use what lies wholly among its members; everybody else
goes alone, with the lines that stand and the same targets. What a coalition gains is the fall of
the present cost of the whole programme, and each coalition's programme is solved once.
"""

from collections.abc import Callable, Iterable, Mapping
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

MOST_REGIONS = 8
"""Coalitions double with each region; with more than this they cannot all be solved."""

LINES = "lines"
PROJECTS = "joint_projects"
LEARNING = "shared_learning"
CHANNELS: tuple[str, ...] = (LINES, PROJECTS, LEARNING)
"""The ways in which regions cooperate."""


@dataclass(frozen=True, slots=True)
class RegionShare:
    """What cooperation means to one region, in million USD of present cost.

    Attributes:
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
        shares: of each region.
        channels: way of cooperating to the part of the gain that is due to it (its Shapley value
            among the ways), adds up to the gain.
        coalitions: coalition to its gain.
        core: whether any group of regions would rather go alone.
        pathways: ``alone`` and ``together``.
        solved: how many pathways it took.
    """

    alone: float
    together: float
    shares: tuple[RegionShare, ...]
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
        """Return the shares as a table, one row a region."""
        names = ("region", "alone", "together", "gain", "nucleolus", "fair", "payment")
        return pl.DataFrame([{name: getattr(s, name) for name in names} for s in self.shares])

    def channel_table(self) -> pl.DataFrame:
        """Return the part of the gain that each way of cooperating brings."""
        return pl.DataFrame(
            [{"channel": channel, "gain": gain} for channel, gain in self.channels.items()]
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
                    "regions": len(members),
                    "gain": gain,
                    "given": sum(given[region] for region in members),
                }
                for members, gain in self.coalitions.items()
            ]
        )


def cooperation_gain(
    programme: Programme,
    solve: Solve,
    *,
    representative_days: int | None = None,
    progress: Progress | None = None,
) -> Cooperation:
    """Return what cooperation gains and how to share it.

    Arguments:
        programme: two regions to ``MOST_REGIONS``; its lines, joint projects and settings say what
            cooperation can do.
        solve: programme to pathway.
        representative_days: fewer typical days than the programme's, for speed.
        progress: told before each pathway.

    Raises:
        ConfigurationError: there are too few or too many regions.
        InfeasibleError: the targets cannot be kept without cooperation; its sentences say by how
            much they are missed.
    """
    regions = tuple(region.id for region in programme.regions)
    if not 2 <= len(regions) <= MOST_REGIONS:
        raise ConfigurationError(
            f"the gain of cooperation is computed for 2 to {MOST_REGIONS} regions, "
            f"this programme has {len(regions)}",
            where=programme.id,
        )
    if representative_days is not None:
        settings = replace(programme.settings, representative_days=representative_days)
        programme = replace(programme, settings=settings)
    solver = _Solver(programme, solve, progress)
    everybody = frozenset(regions)
    asked = [(members, CHANNELS) for members in coalitions(regions) if len(members) > 1]
    asked += [(everybody, chosen) for chosen in _channel_sets()]
    solver.announce(asked)
    alone = solver.pathway(frozenset(), ())
    together = solver.pathway(everybody, CHANNELS)
    gains = {
        members: alone.present_cost - solver.pathway(members, CHANNELS).present_cost
        if len(members) > 1
        else 0.0
        for members in coalitions(regions)
    }
    by_channel = {
        frozenset(chosen): alone.present_cost - solver.pathway(everybody, chosen).present_cost
        for chosen in _channel_sets()
    }
    value = shapley_value(regions, gains)
    other = nucleolus(regions, gains)
    return Cooperation(
        alone=alone.present_cost,
        together=together.present_cost,
        shares=tuple(_share(region, alone, together, value, other) for region in regions),
        channels=shapley_value(CHANNELS, by_channel),
        coalitions=gains,
        core=check_core(regions, gains, value),
        pathways={"alone": alone, "together": together},
        solved=len(solver.found),
    )


def coalition_programme(
    programme: Programme, members: Iterable[str], channels: Iterable[str] = CHANNELS
) -> Programme:
    """Return the programme in which only some regions cooperate, and only in some ways.

    Arguments:
        programme: the whole programme.
        members: regions that cooperate; the others, and single ones, go alone.
        channels: in which ways (``CHANNELS``).
    """
    inside, ways = frozenset(members), frozenset(channels)
    partners = tuple(region.id for region in programme.regions if region.id in inside)
    learning = programme.settings.shared_learning and LEARNING in ways and len(partners) > 1
    kept = tuple(
        project
        for project in programme.joint_projects
        if PROJECTS in ways and _partners_of_project(project.cost_shares) <= inside
    )
    settings = replace(
        programme.settings,
        shared_learning=learning,
        learning_partners=partners if learning else (),
    )
    return replace(
        programme,
        lines=tuple(
            _line(line, inside if LINES in ways else frozenset()) for line in programme.lines
        ),
        joint_projects=kept,
        settings=settings,
    )


def _line(line: Line, inside: frozenset[str]) -> Line:
    """Return a line without new capacity when it needs cooperation that is not there."""
    if not line.cooperative or {line.start, line.end} <= inside:
        return line
    return replace(line, potential=line.existing)


def _partners_of_project(cost_shares: Mapping[str, float]) -> frozenset[str]:
    return frozenset(region for region, share in cost_shares.items() if share > 0)


def _channel_sets() -> list[tuple[str, ...]]:
    return [
        tuple(way for number, way in enumerate(CHANNELS) if chosen >> number & 1)
        for chosen in range(1, 2 ** len(CHANNELS))
    ]


def _share(
    region: str,
    alone: Pathway,
    together: Pathway,
    value: Mapping[str, float],
    other: Mapping[str, float],
) -> RegionShare:
    before, after = alone.region_costs[region], together.region_costs[region]
    fair = before - value[region]
    return RegionShare(region, before, after, value[region], other[region], fair, fair - after)


@dataclass(frozen=True, slots=True)
class _Ways:
    """What distinguishes one coalition's programme from another's."""

    lines: tuple[str, ...]
    projects: tuple[str, ...]
    partners: tuple[str, ...]


class _Solver:
    """Solves each programme that is really different once."""

    def __init__(self, programme: Programme, solve: Solve, progress: Progress | None) -> None:
        self.programme, self.solve, self.progress = programme, solve, progress
        self.found: dict[_Ways, Pathway] = {}
        self.whole = 0

    def announce(self, asked: Iterable[tuple[Coalition, tuple[str, ...]]]) -> None:
        """Count the pathways that will be needed."""
        needed = {self._ways(members, channels) for members, channels in asked}
        self.whole = len(needed | {self._ways(frozenset(), ())})

    def pathway(self, members: Coalition, channels: tuple[str, ...]) -> Pathway:
        """Return the pathway in which a coalition cooperates."""
        key = self._ways(members, channels)
        if key not in self.found:
            if self.progress:
                said = " + ".join(sorted(members)) or "alone"
                self.progress(said, len(self.found) + 1, self.whole)
            self.found[key] = self.solve(coalition_programme(self.programme, members, channels))
        return self.found[key]

    def _ways(self, members: Coalition, channels: tuple[str, ...]) -> _Ways:
        programme = self.programme
        lines = [
            line.id
            for line in programme.lines
            if line.cooperative and LINES in channels and {line.start, line.end} <= members
        ]
        projects = [
            project.id
            for project in programme.joint_projects
            if PROJECTS in channels and _partners_of_project(project.cost_shares) <= members
        ]
        learns = programme.settings.shared_learning and LEARNING in channels and len(members) > 1
        partners = sorted(members) if learns and self._something_to_learn() else []
        return _Ways(tuple(lines), tuple(projects), tuple(partners))

    def _something_to_learn(self) -> bool:
        return any(t.learning_rate > 0 for t in self.programme.technologies) or any(
            m.learning_rate > 0 for m in self.programme.measures
        )
