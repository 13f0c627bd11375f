"""Whether the values of a programme make sense, all faults said at once."""

from collections.abc import Iterable, Iterator, Mapping
from math import isnan

from twinbay.plan.baseline.gases import GASES
from twinbay.plan.measure import InteractionKind, Measure, MeasureKind
from twinbay.plan.pathway.inputs import ELECTRICITY
from twinbay.plan.problems import Problem
from twinbay.plan.programme import (
    Fleet,
    Line,
    Programme,
    Target,
    TargetKind,
    Technology,
    TechnologyKind,
)

_SHARES_ADD_UP = 1e-6


def check(programme: Programme) -> tuple[Problem, ...]:
    """Return every fault that keeps a programme from being computed; none when it is sound."""
    parts = (
        _check_frame(programme),
        _check_profiles(programme),
        _check_references(programme),
        _check_demands(programme),
        *(_check_technology(t, programme) for t in programme.technologies),
        *(_check_fleet(fleet, programme) for fleet in programme.fleets),
        *(_check_line(line, programme) for line in programme.lines),
        _check_joint(programme),
        *(_check_measure(measure, programme) for measure in programme.measures),
        _check_requirements(programme),
        *(_check_target(target, programme) for target in programme.targets),
    )
    return tuple(problem for part in parts for problem in part)


def _check_frame(programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    if not years:
        yield _problem("programme", programme.id, "milestones", "there is none", "Name one year.")
    elif any(later <= earlier for earlier, later in zip(years, years[1:], strict=False)):
        yield _problem(
            "programme",
            programme.id,
            "milestones",
            f"{', '.join(map(str, years))} are not in ascending order",
            "Sort the years and name each once.",
        )
    if not 0 <= programme.money.discount_rate < 1:
        yield _problem(
            "programme",
            programme.id,
            "discount_rate",
            f"{programme.money.discount_rate} is no share from 0 to below 1",
            "Write 5 % as 0.05.",
        )
    if not programme.regions:
        yield _problem("programme", programme.id, "regions", "there is none", "Add a region.")
    if programme.gwp not in ("AR5", "AR6"):
        yield _problem(
            "programme", programme.id, "gwp", f"{programme.gwp!r} is unknown", "Use AR6 or AR5."
        )
    if programme.settings.representative_days < 0:
        yield _problem(
            "programme",
            programme.id,
            "representative_days",
            "it is below 0",
            "Give a number of days, or 0 for the whole year.",
        )
    for record, items in _records(programme).items():
        seen: set[str] = set()
        for item in items:
            if item in seen:
                yield _problem(record, item, "id", "it is used twice", "Rename one of the two.")
            seen.add(item)


def _records(programme: Programme) -> dict[str, list[str]]:
    return {
        "carrier": [c.id for c in programme.carriers],
        "region": [r.id for r in programme.regions],
        "end use": [u.id for u in programme.end_uses],
        "direct emission": [e.id for e in programme.direct_emissions],
        "technology": [t.id for t in programme.technologies],
        "fleet": [_fleet_id(f) for f in programme.fleets],
        "line": [line.id for line in programme.lines],
        "joint project": [p.id for p in programme.joint_projects],
        "measure": [m.id for m in programme.measures],
        "target": [t.id for t in programme.targets],
    }


def _check_profiles(programme: Programme) -> Iterator[Problem]:
    lengths = {len(values) for values in programme.profiles.values()}
    for name, values in programme.profiles.items():
        if len(values) % 24 or not values:
            yield _problem(
                "profile",
                name,
                "values",
                f"{len(values)} values are no whole days",
                "Give 8,760 hourly values.",
            )
        if len(lengths) > 1 and len(values) != max(lengths):
            yield _problem(
                "profile",
                name,
                "values",
                f"it has {len(values)} values where others have {max(lengths)}",
                "Give every profile the same hours.",
            )
        if values and (min(values) < 0 or not max(values) < float("inf")):
            yield _problem(
                "profile", name, "values", "some are below 0 or missing", "Correct these hours."
            )
        elif values and max(values) == 0:
            yield _problem("profile", name, "values", "all are 0", "Give its shape.")
    for fleet in programme.fleets:
        shape = programme.profiles.get(fleet.availability, (0.0,))
        if max(shape, default=0.0) > 1 + 1e-9:
            yield _problem(
                "profile",
                fleet.availability,
                "values",
                f"an availability rises to {max(shape):.3g}, above 1",
                "Divide by the capacity; percentages become shares.",
            )


def _check_references(programme: Programme) -> Iterator[Problem]:
    regions = {r.id for r in programme.regions}
    carriers = {c.id for c in programme.carriers} | {ELECTRICITY}
    technologies = {t.id for t in programme.technologies}
    profiles = set(programme.profiles)
    named: list[tuple[str, str, str, str, set[str]]] = []
    for r in programme.regions:
        named.append(("region", r.id, "demand_profile", r.demand_profile, profiles))
        named += [("region", r.id, "prices", c, carriers) for c in r.prices]
    for u in programme.end_uses:
        named.append(("end use", u.id, "region", u.region, regions))
        named.append(("end use", u.id, "carrier", u.carrier, carriers))
        named.append(("end use", u.id, "profile", u.profile, profiles | {""}))
    named += [
        ("direct emission", e.id, "region", e.region, regions) for e in programme.direct_emissions
    ]
    for t in programme.technologies:
        named.append(("technology", t.id, "fuel", t.fuel, carriers | {""}))
        named.append(("technology", t.id, "output", t.output, carriers))
    for f in programme.fleets:
        named.append(("fleet", _fleet_id(f), "region", f.region, regions))
        named.append(("fleet", _fleet_id(f), "technology", f.technology, technologies))
        named.append(("fleet", _fleet_id(f), "availability", f.availability, profiles | {""}))
    for line in programme.lines:
        named.append(("line", line.id, "start", line.start, regions))
        named.append(("line", line.id, "end", line.end, regions))
        named.append(("line", line.id, "carrier", line.carrier, carriers))
    for record, record_id, field, name, known in named:
        if name not in known:
            yield _problem(
                record, record_id, field, f"{name!r} does not exist", "Correct the name or add it."
            )


def _check_demands(programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    made = {(f.region, t.output) for f, t in _fleets(programme)}
    sent = {(r, line.carrier) for line in programme.lines for r in (line.start, line.end)}
    regions = {r.id: r for r in programme.regions}
    for r in programme.regions:
        series: dict[str, Mapping[int, float]] = {
            "population": r.population,
            "gdp": r.gdp,
            "import_limit": r.import_limit,
            "import_price": r.import_price,
            "import_emissions": r.import_emissions,
        }
        for field, values in series.items():
            yield from _check_series("region", r.id, field, values, years)
        yield from _check_series("region", r.id, "carbon_price", r.carbon_price, years)
        for carrier, values in r.prices.items():
            yield from _check_series("region", r.id, f"prices of {carrier}", values, years)
    for u in programme.end_uses:
        yield from _check_series("end use", u.id, "demand", u.demand, years)
        key = (u.region, u.carrier)
        bought = u.region in regions and u.carrier in regions[u.region].prices
        if u.carrier != ELECTRICITY and not bought and key not in made | sent:
            yield _problem(
                "end use",
                u.id,
                "carrier",
                f"{u.region} neither buys, makes nor receives {u.carrier}",
                f"Give {u.region} a price of {u.carrier} or a technology that makes it.",
            )
    for e in programme.direct_emissions:
        yield from _check_series("direct emission", e.id, "amount", e.amount, years)
        if e.gas not in GASES:
            yield _problem(
                "direct emission",
                e.id,
                "gas",
                f"{e.gas!r} is unknown",
                f"Use one of {_list(GASES)}.",
            )
    for c in programme.carriers:
        for gas in c.emissions:
            if gas not in GASES:
                yield _problem(
                    "carrier", c.id, "emissions", f"{gas!r} is unknown", f"Use {_list(GASES)}."
                )


def _check_technology(t: Technology, programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    yield from _check_series("technology", t.id, "investment", t.investment, years)
    if t.energy_investment:
        values = t.energy_investment
        yield from _check_series("technology", t.id, "energy_investment", values, years)
    if not t.lifetime > 0:
        yield _problem("technology", t.id, "lifetime", f"{t.lifetime} is not above 0", "In years.")
    # A heat pump of the supply side may give more than it takes.
    if not 0 < t.efficiency <= 10:
        yield _problem(
            "technology",
            t.id,
            "efficiency",
            f"{t.efficiency} is out of range",
            "Give output per input: 42 % is 0.42.",
        )
    for field in ("capture", "capacity_credit", "must_run", "learning_rate", "fixed_cost"):
        value = getattr(t, field)
        if not 0 <= value <= 1:
            yield _problem(
                "technology", t.id, field, f"{value} is no share from 0 to 1", "42 % is 0.42."
            )
    if t.learning_rate and not t.learning_base > 0:
        yield _problem(
            "technology",
            t.id,
            "learning_base",
            "it is not above 0 although the technology learns",
            "Give the GW installed in the world at the first milestone.",
        )
    if t.kind is not TechnologyKind.STORAGE and t.fuel == t.output:
        yield _problem("technology", t.id, "fuel", "it gives what it takes", "Make it a storage.")


def _check_fleet(fleet: Fleet, programme: Programme) -> Iterator[Problem]:
    years, name = programme.milestones, _fleet_id(fleet)
    for field in ("existing", "potential", "build_limit"):
        yield from _check_series("fleet", name, field, getattr(fleet, field), years)
    if not 0 <= fleet.availability_factor <= 1:
        yield _problem(
            "fleet",
            name,
            "availability_factor",
            f"{fleet.availability_factor} is no share from 0 to 1",
            "85 % is 0.85.",
        )
    if not fleet.cost_factor > 0:
        yield _problem("fleet", name, "cost_factor", "it is not above 0", "1 changes nothing.")
    if fleet.retirement_cost < 0:
        yield _problem("fleet", name, "retirement_cost", "it is negative", "Give USD per kW.")
    yield from _check_shares("fleet", name, "payers", fleet.payers)


def _check_line(line: Line, programme: Programme) -> Iterator[Problem]:
    for field in ("existing", "potential", "investment"):
        yield from _check_series("line", line.id, field, getattr(line, field), programme.milestones)
    if not 0 <= line.loss < 1:
        yield _problem("line", line.id, "loss", f"{line.loss} is no share below 1", "3 % is 0.03.")
    if line.start == line.end:
        yield _problem("line", line.id, "end", "it ends where it starts", "Name two regions.")
    if line.cost_shares:
        yield from _check_shares("line", line.id, "cost_shares", line.cost_shares)


def _check_joint(programme: Programme) -> Iterator[Problem]:
    fleets = {(f.region, f.technology) for f in programme.fleets}
    measures = {m.id for m in programme.measures} | {m.base_id for m in programme.measures}
    regions = {r.id for r in programme.regions}
    for project in programme.joint_projects:
        yield from _check_shares("joint project", project.id, "cost_shares", project.cost_shares)
        for region in project.cost_shares:
            if region not in regions:
                yield _problem(
                    "joint project", project.id, "cost_shares", f"{region!r} does not exist"
                )
        if project.technology and (project.host, project.technology) not in fleets:
            yield _problem(
                "joint project",
                project.id,
                "technology",
                f"{project.host} has no fleet of {project.technology}",
                "Add the fleet, with nothing existing if need be.",
            )
        if not project.technology and project.measure not in measures:
            yield _problem(
                "joint project",
                project.id,
                "measure",
                f"{project.measure!r} does not exist",
                "Name a technology and its host, or a measure.",
            )


def _check_measure(measure: Measure, programme: Programme) -> Iterator[Problem]:
    years, name = programme.milestones, measure.id
    yield from _check_series("measure", name, "potential", measure.potential, years, most=1.0)
    yield from _check_series("measure", name, "investment", measure.investment, years)
    yield from _check_shares("measure", name, "payers", measure.payers)
    if not measure.lifetime > 0:
        yield _problem("measure", name, "lifetime", f"{measure.lifetime} is not above 0")
    if not 0 <= measure.uptake <= 1:
        yield _problem(
            "measure", name, "uptake", f"{measure.uptake} is no share from 0 to 1", "A year."
        )
    if not measure.per_unit > 0:
        yield _problem("measure", name, "per_unit", "it is not above 0", "TWh (kt) of one unit.")
    places = {
        MeasureKind.ABATE: {e.id: e.region for e in programme.direct_emissions},
        MeasureKind.SUPPLY: {f.technology: "" for f in programme.fleets}
        | {line.id: "" for line in programme.lines},
    }
    uses = {u.id: u.region for u in programme.end_uses}
    known = places.get(measure.kind, uses)
    if measure.acts_on not in known:
        yield _problem("measure", name, "acts_on", f"{measure.acts_on!r} does not exist")
    elif known[measure.acts_on] not in ("", measure.region):
        yield _problem(
            "measure",
            name,
            "acts_on",
            f"{measure.acts_on!r} is of {known[measure.acts_on]}, not of {measure.region}",
        )
    carriers = {c.id for c in programme.carriers} | {ELECTRICITY}
    for carrier in measure.adds:
        if carrier not in carriers:
            yield _problem("measure", name, "adds", f"{carrier!r} does not exist")
    if measure.region not in {r.id for r in programme.regions}:
        yield _problem("measure", name, "region", f"{measure.region!r} does not exist")


def _check_requirements(programme: Programme) -> Iterator[Problem]:
    """Requirements that run in a circle, by depth-first search."""
    needs = {
        m.id: [
            other.id
            for i in m.interactions
            if i.kind is InteractionKind.REQUIRES
            for other in programme.measures
            if other.region == m.region and i.measure in (other.id, other.base_id)
        ]
        for m in programme.measures
    }
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if state.get(name) == 2:
            return ()
        if name in path:
            return (*path[path.index(name) :], name)
        for other in needs.get(name, ()):
            circle = visit(other, (*path, name))
            if circle:
                return circle
        state[name] = 2
        return ()

    for name in needs:
        circle = visit(name, ())
        if circle:
            yield _problem(
                "measure",
                name,
                "interactions",
                f"requirements run in a circle: {' requires '.join(circle)}",
                "Take one of them out.",
            )
            return


def _check_target(target: Target, programme: Programme) -> Iterator[Problem]:
    if target.year not in programme.milestones:
        yield _problem(
            "target",
            target.id,
            "year",
            f"{target.year} is no milestone",
            f"Use one of {', '.join(map(str, programme.milestones))}.",
        )
    if target.region and target.region not in {r.id for r in programme.regions}:
        yield _problem("target", target.id, "region", f"{target.region!r} does not exist")
    share = target.kind in (TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY)
    if share and not 0 <= target.value <= 1:
        yield _problem(
            "target", target.id, "value", f"{target.value} is no share from 0 to 1", "80 % is 0.8."
        )
    if isnan(target.value):
        yield _problem("target", target.id, "value", "it is missing", "Give the limit.")


def _check_series(
    record: str,
    record_id: str,
    field: str,
    values: Mapping[int, float],
    years: Iterable[int],
    *,
    most: float = float("inf"),
) -> Iterator[Problem]:
    missing = [year for year in years if year not in values]
    if missing:
        yield _problem(
            record,
            record_id,
            field,
            f"{', '.join(map(str, missing))} {'is' if len(missing) == 1 else 'are'} missing",
            "Give a value for every milestone.",
        )
    wrong = [year for year in years if year in values and not 0 <= values[year] <= most]
    for year in wrong[:1]:
        value = values[year]
        said = "is negative" if value < 0 else "is above 1" if value > most else "is no number"
        yield _problem(record, record_id, field, f"{value} in {year} {said}", "Correct the value.")


def _check_shares(
    record: str, record_id: str, field: str, shares: Mapping[str, float]
) -> Iterator[Problem]:
    whole = sum(shares.values())
    if abs(whole - 1) > _SHARES_ADD_UP or min(shares.values(), default=0.0) < 0:
        yield _problem(
            record,
            record_id,
            field,
            f"the shares add up to {whole:.4g}",
            "Give shares from 0 to 1 that add up to 1.",
        )


def _fleets(programme: Programme) -> Iterator[tuple[Fleet, Technology]]:
    technologies = {t.id: t for t in programme.technologies}
    for fleet in programme.fleets:
        if fleet.technology in technologies:
            yield fleet, technologies[fleet.technology]


def _fleet_id(fleet: Fleet) -> str:
    return f"{fleet.technology} in {fleet.region}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _problem(
    record: str, record_id: str, field: str, problem: str, remedy: str = "Correct the name."
) -> Problem:
    return Problem(record, record_id, field, problem, remedy)
