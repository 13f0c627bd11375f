"""Whether the values of a programme make sense, all faults said at once."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import isnan

from twinbay.plan.baseline.gases import GASES
from twinbay.plan.measure import InteractionKind, Measure, MeasureKind
from twinbay.plan.pathway.faults import check_series, check_shares, fleet_id, problem
from twinbay.plan.pathway.inputs import ELECTRICITY
from twinbay.plan.pathway.supply_checks import check_supply
from twinbay.plan.problems import Problem
from twinbay.plan.programme import (
    Fleet,
    Programme,
    Target,
    TargetKind,
    Technology,
)


def check(programme: Programme) -> tuple[Problem, ...]:
    """Return every fault that keeps a programme from being computed; none when it is sound."""
    parts = (
        _check_frame(programme),
        _check_profiles(programme),
        _check_references(programme),
        _check_regions(programme),
        _check_demands(programme),
        _check_gases(programme),
        check_supply(programme),
        *(_check_measure(measure, programme) for measure in programme.measures),
        _check_requirements(programme),
        *(_check_target(target, programme) for target in programme.targets),
    )
    return tuple(fault for part in parts for fault in part)


def _check_frame(programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    if not years:
        yield problem("programme", programme.id, "milestones", "there is none", "Name one year.")
    elif any(later <= earlier for earlier, later in pairwise(years)):
        yield problem(
            "programme",
            programme.id,
            "milestones",
            f"{', '.join(map(str, years))} are not in ascending order",
            "Sort the years and name each once.",
        )
    if not 0 <= programme.money.discount_rate < 1:
        yield problem(
            "programme",
            programme.id,
            "discount_rate",
            f"{programme.money.discount_rate} is no share from 0 to below 1",
            "Write 5 % as 0.05.",
        )
    if not programme.regions:
        yield problem("programme", programme.id, "regions", "there is none", "Add a region.")
    if programme.gwp not in ("AR5", "AR6"):
        yield problem(
            "programme", programme.id, "gwp", f"{programme.gwp!r} is unknown", "Use AR6 or AR5."
        )
    if programme.settings.representative_days < 0:
        yield problem(
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
                yield problem(record, item, "id", "it is used twice", "Rename one of the two.")
            seen.add(item)


def _records(programme: Programme) -> dict[str, list[str]]:
    return {
        "carrier": [c.id for c in programme.carriers],
        "region": [r.id for r in programme.regions],
        "end use": [u.id for u in programme.end_uses],
        "direct emission": [e.id for e in programme.direct_emissions],
        "technology": [t.id for t in programme.technologies],
        "fleet": [fleet_id(f) for f in programme.fleets],
        "line": [line.id for line in programme.lines],
        "joint project": [p.id for p in programme.joint_projects],
        "measure": [m.id for m in programme.measures],
        "target": [t.id for t in programme.targets],
    }


def _check_profiles(programme: Programme) -> Iterator[Problem]:
    lengths = {len(values) for values in programme.profiles.values()}
    for name, values in programme.profiles.items():
        if len(values) % 24 or not values:
            yield problem(
                "profile",
                name,
                "values",
                f"{len(values)} values are no whole days",
                "Give 8,760 hourly values.",
            )
        if len(lengths) > 1 and len(values) != max(lengths):
            yield problem(
                "profile",
                name,
                "values",
                f"it has {len(values)} values where others have {max(lengths)}",
                "Give every profile the same hours.",
            )
        if values and (min(values) < 0 or not max(values) < float("inf")):
            yield problem(
                "profile", name, "values", "some are below 0 or missing", "Correct these hours."
            )
        elif values and max(values) == 0:
            yield problem("profile", name, "values", "all are 0", "Give its shape.")
    for fleet in programme.fleets:
        shape = programme.profiles.get(fleet.availability, (0.0,))
        if max(shape, default=0.0) > 1 + 1e-9:
            yield problem(
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
        named.append(("fleet", fleet_id(f), "region", f.region, regions))
        named.append(("fleet", fleet_id(f), "technology", f.technology, technologies))
        named.append(("fleet", fleet_id(f), "availability", f.availability, profiles | {""}))
    for line in programme.lines:
        named.append(("line", line.id, "start", line.start, regions))
        named.append(("line", line.id, "end", line.end, regions))
        named.append(("line", line.id, "carrier", line.carrier, carriers))
    for record, record_id, field, name, known in named:
        if name not in known:
            yield problem(
                record, record_id, field, f"{name!r} does not exist", "Correct the name or add it."
            )


def _check_regions(programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    for r in programme.regions:
        series: dict[str, Mapping[int, float]] = {
            "population": r.population,
            "gdp": r.gdp,
            "import_limit": r.import_limit,
            "import_price": r.import_price,
            "import_emissions": r.import_emissions,
            "carbon_price": r.carbon_price,
            **{f"prices of {carrier}": values for carrier, values in r.prices.items()},
        }
        for field, values in series.items():
            yield from check_series("region", r.id, field, values, years)
        if not 0 <= r.non_fossil_imports <= 1:
            yield problem(
                "region",
                r.id,
                "non_fossil_imports",
                f"{r.non_fossil_imports} is no share from 0 to 1",
                "42 % is 0.42.",
            )


def _check_demands(programme: Programme) -> Iterator[Problem]:
    years = programme.milestones
    made = {(f.region, t.output) for f, t in _fleets(programme)}
    sent = {(r, line.carrier) for line in programme.lines for r in (line.start, line.end)}
    bought = {(r.id, carrier) for r in programme.regions for carrier in r.prices}
    for u in programme.end_uses:
        yield from check_series("end use", u.id, "demand", u.demand, years)
        if u.carrier != ELECTRICITY and (u.region, u.carrier) not in made | sent | bought:
            yield problem(
                "end use",
                u.id,
                "carrier",
                f"{u.region} neither buys, makes nor receives {u.carrier}",
                f"Give {u.region} a price of {u.carrier} or a technology that makes it.",
            )


def _check_gases(programme: Programme) -> Iterator[Problem]:
    named = [("direct emission", e.id, "gas", e.gas) for e in programme.direct_emissions]
    named += [("carrier", c.id, "emissions", g) for c in programme.carriers for g in c.emissions]
    for record, record_id, field, gas in named:
        if gas not in GASES:
            yield problem(
                record, record_id, field, f"{gas!r} is unknown", f"Use one of {_list(GASES)}."
            )
    for e in programme.direct_emissions:
        yield from check_series("direct emission", e.id, "amount", e.amount, programme.milestones)


def _check_measure(measure: Measure, programme: Programme) -> Iterator[Problem]:
    years, name = programme.milestones, measure.id
    yield from check_series("measure", name, "potential", measure.potential, years, most=1.0)
    yield from check_series("measure", name, "investment", measure.investment, years)
    yield from check_shares("measure", name, "payers", measure.payers)
    if not measure.lifetime > 0:
        yield problem("measure", name, "lifetime", f"{measure.lifetime} is not above 0")
    if not 0 <= measure.uptake <= 1:
        yield problem(
            "measure", name, "uptake", f"{measure.uptake} is no share from 0 to 1", "A year."
        )
    if not measure.per_unit > 0:
        yield problem("measure", name, "per_unit", "it is not above 0", "TWh (kt) of one unit.")
    places = {
        MeasureKind.ABATE: {e.id: e.region for e in programme.direct_emissions},
        MeasureKind.SUPPLY: {f.technology: "" for f in programme.fleets}
        | {line.id: "" for line in programme.lines},
    }
    uses = {u.id: u.region for u in programme.end_uses}
    known = places.get(measure.kind, uses)
    if measure.acts_on not in known:
        yield problem("measure", name, "acts_on", f"{measure.acts_on!r} does not exist")
    elif known[measure.acts_on] not in ("", measure.region):
        yield problem(
            "measure",
            name,
            "acts_on",
            f"{measure.acts_on!r} is of {known[measure.acts_on]}, not of {measure.region}",
        )
    carriers = {c.id for c in programme.carriers} | {ELECTRICITY}
    for carrier in measure.adds:
        if carrier not in carriers:
            yield problem("measure", name, "adds", f"{carrier!r} does not exist")
    if measure.region not in {r.id for r in programme.regions}:
        yield problem("measure", name, "region", f"{measure.region!r} does not exist")


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
            yield problem(
                "measure",
                name,
                "interactions",
                f"requirements run in a circle: {' requires '.join(circle)}",
                "Take one of them out.",
            )
            return


def _check_target(target: Target, programme: Programme) -> Iterator[Problem]:
    if target.year not in programme.milestones:
        yield problem(
            "target",
            target.id,
            "year",
            f"{target.year} is no milestone",
            f"Use one of {', '.join(map(str, programme.milestones))}.",
        )
    if target.region and target.region not in {r.id for r in programme.regions}:
        yield problem("target", target.id, "region", f"{target.region!r} does not exist")
    share = target.kind in (TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY)
    if share and not 0 <= target.value <= 1:
        yield problem(
            "target", target.id, "value", f"{target.value} is no share from 0 to 1", "80 % is 0.8."
        )
    if isnan(target.value):
        yield problem("target", target.id, "value", "it is missing", "Give the limit.")


def _fleets(programme: Programme) -> Iterator[tuple[Fleet, Technology]]:
    technologies = {t.id: t for t in programme.technologies}
    for fleet in programme.fleets:
        if fleet.technology in technologies:
            yield fleet, technologies[fleet.technology]


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
