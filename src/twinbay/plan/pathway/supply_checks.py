"""Whether technologies, fleets, lines and joint projects make sense."""

from collections.abc import Iterator

from twinbay.plan.pathway.faults import check_series, check_shares, fleet_id, problem
from twinbay.plan.pathway.inputs import ELECTRICITY
from twinbay.plan.problems import Problem
from twinbay.plan.programme import Fleet, Line, Programme, Technology, TechnologyKind


def check_supply(programme: Programme) -> Iterator[Problem]:
    """Yield every fault of the supply side."""
    for technology in programme.technologies:
        yield from _check_technology(technology, programme)
    for fleet in programme.fleets:
        yield from _check_fleet(fleet, programme)
    for line in programme.lines:
        yield from _check_line(line, programme)
    yield from _check_joint(programme)


def _check_technology(t: Technology, programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    yield from check_series("technology", t.id, "investment", t.investment, years)
    if t.energy_investment:
        values = t.energy_investment
        yield from check_series("technology", t.id, "energy_investment", values, years)
    if not t.lifetime > 0:
        yield problem("technology", t.id, "lifetime", f"{t.lifetime} is not above 0", "In years.")
    # A heat pump of the supply side may give more than it takes.
    if not 0 < t.efficiency <= 10:
        yield problem(
            "technology",
            t.id,
            "efficiency",
            f"{t.efficiency} is out of range",
            "Give output per input: 42 % is 0.42.",
        )
    for field in ("capture", "capacity_credit", "must_run", "learning_rate", "fixed_cost"):
        value = getattr(t, field)
        if not 0 <= value <= 1:
            yield problem(
                "technology", t.id, field, f"{value} is no share from 0 to 1", "42 % is 0.42."
            )
    if t.must_run and (t.kind is not TechnologyKind.GENERATOR or t.output != ELECTRICITY):
        yield problem(
            "technology",
            t.id,
            "must_run",
            "only generators of electricity can have to run",
            "Leave it empty.",
        )
    if t.learning_rate and not t.learning_base > 0:
        yield problem(
            "technology",
            t.id,
            "learning_base",
            "it is not above 0 although the technology learns",
            "Give the GW installed in the world at the first milestone.",
        )
    if t.kind is not TechnologyKind.STORAGE and t.fuel == t.output:
        yield problem("technology", t.id, "fuel", "it gives what it takes", "Make it a storage.")


def _check_fleet(fleet: Fleet, programme: Programme) -> Iterator[Problem]:
    years, name = programme.milestones, fleet_id(fleet)
    for field in ("existing", "potential", "build_limit"):
        yield from check_series("fleet", name, field, getattr(fleet, field), years)
    if not 0 <= fleet.availability_factor <= 1:
        yield problem(
            "fleet",
            name,
            "availability_factor",
            f"{fleet.availability_factor} is no share from 0 to 1",
            "85 % is 0.85.",
        )
    if not fleet.cost_factor > 0:
        yield problem("fleet", name, "cost_factor", "it is not above 0", "1 changes nothing.")
    if fleet.retirement_cost < 0:
        yield problem("fleet", name, "retirement_cost", "it is negative", "Give USD per kW.")
    yield from check_shares("fleet", name, "payers", fleet.payers)


def _check_line(line: Line, programme: Programme) -> Iterator[Problem]:
    for field in ("existing", "potential", "investment"):
        yield from check_series("line", line.id, field, getattr(line, field), programme.milestones)
    if not 0 <= line.loss < 1:
        yield problem("line", line.id, "loss", f"{line.loss} is no share below 1", "3 % is 0.03.")
    if line.start == line.end:
        yield problem("line", line.id, "end", "it ends where it starts", "Name two regions.")
    if line.cost_shares:
        yield from check_shares("line", line.id, "cost_shares", line.cost_shares)


def _check_joint(programme: Programme) -> Iterator[Problem]:
    fleets = {(f.region, f.technology) for f in programme.fleets}
    measures = {m.id for m in programme.measures} | {m.base_id for m in programme.measures}
    regions = {r.id for r in programme.regions}
    for project in programme.joint_projects:
        yield from check_shares("joint project", project.id, "cost_shares", project.cost_shares)
        for region in project.cost_shares:
            if region not in regions:
                yield problem(
                    "joint project", project.id, "cost_shares", f"{region!r} does not exist"
                )
        if project.technology and (project.host, project.technology) not in fleets:
            yield problem(
                "joint project",
                project.id,
                "technology",
                f"{project.host} has no fleet of {project.technology}",
                "Add the fleet, with nothing existing if need be.",
            )
        if not project.technology and project.measure not in measures:
            yield problem(
                "joint project",
                project.id,
                "measure",
                f"{project.measure!r} does not exist",
                "Name a technology and its host, or a measure.",
            )
