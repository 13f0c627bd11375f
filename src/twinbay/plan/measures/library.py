"""The shipped library of measures, put to work in the regions of a programme."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from twinbay.plan.measure import Interaction, InteractionKind, Measure, MeasureKind
from twinbay.plan.measures.base import LINES, BaseMeasure, plain
from twinbay.plan.measures.reading import read_measures
from twinbay.plan.problems import Problem, ProgrammeError
from twinbay.plan.programme import Fleet, Line, Programme, Series, Technology

PRICE_YEAR = 2025
"""Year of the library's US dollars (EUR of 2025 at 1.13 USD)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the library names: its key, how to cite it, where it is."""

    key: str
    reference: str
    address: str


@lru_cache(maxsize=1)
def load_library() -> tuple[BaseMeasure, ...]:
    """Return the shipped measures in the order of the file.

    Raises:
        ProgrammeError: the shipped file is wrong.
    """
    file = resources.files("twinbay.plan.data") / "measures.csv"
    with resources.as_file(file) as path:
        reading = read_measures(Path(path))
    if reading.problems:
        raise ProgrammeError(reading.problems)
    return reading.measures


@lru_cache(maxsize=1)
def load_references() -> Mapping[str, Reference]:
    """Return the sources that the shipped measures name, by key."""
    file = resources.files("twinbay.plan.data") / "measures_sources.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["key"]: Reference(row["key"], row["reference"], row["address"]) for row in rows}


def measures_for(
    programme: Programme,
    library: Sequence[BaseMeasure] | None = None,
    *,
    price_factor: float = 1.0,
) -> tuple[Measure, ...]:
    """Return the measures of a library for every region of a programme that they fit.

    Arguments:
        programme: its regions, end uses, direct emissions, fleets and lines.
        library: base measures; by default the shipped ones.
        price_factor: price level of the programme's price year over that of ``PRICE_YEAR``.

    Result:
        One measure for each end use or direct emission that a base measure matches, with the id
        ``region.base_id`` (and what ``*`` stood for); for ``supply`` one for each fleet or line.
        Interactions are kept with the measures that are there.
    """
    bases = load_library() if library is None else tuple(library)
    found = [
        (base, measure)
        for region in programme.regions
        for base in _valid_in(bases, region.id)
        for measure in _in_region(programme, base, region.id, price_factor)
    ]
    return _with_interactions(found)


def check_matches(programme: Programme, bases: Iterable[BaseMeasure]) -> tuple[Problem, ...]:
    """Return a problem for each base measure that acts on nothing the programme has."""
    records = [(end_use.region, end_use.id) for end_use in programme.end_uses]
    records += [(emission.region, emission.id) for emission in programme.direct_emissions]
    supply = {plain(fleet.technology) for fleet in programme.fleets}
    supply |= {LINES + plain(line.id) for line in programme.lines} | {LINES + "*"}
    problems = []
    for base in bases:
        if base.kind is MeasureKind.SUPPLY:
            there = _supply_key(base.acts_on) in supply
        else:
            there = any(base.matches(region, record) is not None for region, record in records)
        if not there:
            problems.append(
                Problem(
                    "measure",
                    base.base_id,
                    "acts_on",
                    f"no region has “{base.acts_on}”",
                    "Name the end use, direct emission, technology or line as the programme does.",
                    base.place,
                )
            )
    return tuple(problems)


def _supply_key(acts_on: str) -> str:
    if acts_on.startswith(LINES):
        return LINES + plain(acts_on.removeprefix(LINES))
    return plain(acts_on)


def _valid_in(bases: Sequence[BaseMeasure], region: str) -> list[BaseMeasure]:
    """Return the rows that hold in a region: those that name it before those for everywhere."""
    special = {base.base_id for base in bases if region in base.regions}
    return [
        base
        for base in bases
        if region in base.regions or (not base.regions and base.base_id not in special)
    ]


def _in_region(
    programme: Programme, base: BaseMeasure, region: str, price_factor: float
) -> Iterable[Measure]:
    if base.kind is MeasureKind.SUPPLY:
        yield from _supply(programme, base, region)
        return
    if base.kind is MeasureKind.ABATE:
        there = [record.id for record in programme.direct_emissions if record.region == region]
    else:
        there = [record.id for record in programme.end_uses if record.region == region]
    for acts_on in there:
        matched = base.matches(region, acts_on)
        if matched is not None:
            suffix = f".{matched}" if matched else ""
            measure_id = f"{region}.{base.base_id}{suffix}"
            yield _measure(programme, base, region, measure_id, acts_on, price_factor)


def at_milestones(series: Mapping[int, float], milestones: Sequence[int]) -> dict[int, float]:
    """Return a series at other years: linear between those given, constant beyond them."""
    years = sorted(series)
    values = np.interp(milestones, years, [series[year] for year in years])
    return {year: float(value) for year, value in zip(milestones, values, strict=True)}


def _measure(
    programme: Programme,
    base: BaseMeasure,
    region: str,
    measure_id: str,
    acts_on: str,
    price_factor: float,
) -> Measure:
    investment = at_milestones(base.investment, programme.milestones)
    return Measure(
        id=measure_id,
        base_id=base.base_id,
        kind=base.kind,
        region=region,
        name=base.name,
        name_zh=base.name_zh,
        group=base.group,
        acts_on=acts_on,
        potential=at_milestones(base.potential, programme.milestones),
        uptake=base.uptake,
        unit=base.unit,
        per_unit=base.per_unit,
        investment={year: value * price_factor for year, value in investment.items()},
        operation=base.operation * price_factor,
        lifetime=base.lifetime,
        source=base.source,
        source_year=base.source_year,
        grade=base.grade,
        saving=base.saving,
        adds=base.adds,
        learning_rate=base.learning_rate,
        learning_base=base.learning_base,
        co_benefits=base.co_benefits,
        jobs=base.jobs,
        interactions=base.interactions,
        payers=base.payers,
        investment_range=base.investment_range,
        potential_range=base.potential_range,
        topics=base.topics,
    )


def _supply(programme: Programme, base: BaseMeasure, region: str) -> Iterable[Measure]:
    technologies = {technology.id: technology for technology in programme.technologies}
    for fleet in programme.fleets:
        technology = technologies.get(fleet.technology)
        same = plain(fleet.technology) == plain(base.acts_on)
        if fleet.region == region and same and technology and _can_grow(fleet):
            yield _fleet_measure(programme, base, fleet, technology)
    pattern = _supply_key(base.acts_on)
    for line in programme.lines:
        if line.start == region and pattern in (LINES + "*", LINES + plain(line.id)):
            yield _line_measure(programme, base, line)


def _can_grow(fleet: Fleet) -> bool:
    return any(fleet.potential[year] > fleet.existing[year] for year in fleet.potential)


def _fleet_measure(
    programme: Programme, base: BaseMeasure, fleet: Fleet, technology: Technology
) -> Measure:
    investment = {y: v * fleet.cost_factor for y, v in technology.investment.items()}
    return _supply_measure(
        programme,
        base,
        f"{fleet.region}.{base.base_id}",
        fleet.region,
        technology.id,
        investment,
        technology.fixed_cost * investment[programme.milestones[0]],
        technology.lifetime,
        (technology.learning_rate, technology.learning_base),
        fleet.payers,
        (technology.provenance.source, technology.provenance.year, technology.provenance.grade),
    )


def _line_measure(programme: Programme, base: BaseMeasure, line: Line) -> Measure:
    return _supply_measure(
        programme,
        base,
        f"{line.start}.{base.base_id}.{plain(line.id)}",
        line.start,
        line.id,
        line.investment,
        0.0,
        line.lifetime,
        (0.0, 0.0),
        {"enterprises": 1.0},
        (line.provenance.source, line.provenance.year, line.provenance.grade),
    )


def _supply_measure(
    programme: Programme,
    base: BaseMeasure,
    measure_id: str,
    region: str,
    acts_on: str,
    investment: Series,
    operation: float,
    lifetime: float,
    learning: tuple[float, float],
    payers: Mapping[str, float],
    origin: tuple[str, int | None, str],
) -> Measure:
    """Return a measure whose figures are those of what it builds, for each GW."""
    source, source_year, grade = origin
    return Measure(
        id=measure_id,
        base_id=base.base_id,
        kind=base.kind,
        region=region,
        name=base.name,
        name_zh=base.name_zh,
        group=base.group,
        acts_on=acts_on,
        potential=dict.fromkeys(programme.milestones, 1.0),
        uptake=1.0,
        unit=base.unit,
        per_unit=base.per_unit,
        investment=investment,
        operation=operation,
        lifetime=lifetime,
        source=source,
        source_year=source_year,
        grade=grade,
        learning_rate=learning[0],
        learning_base=learning[1],
        co_benefits=base.co_benefits,
        jobs=base.jobs,
        payers=payers,
        topics=base.topics,
    )


def _with_interactions(found: Sequence[tuple[BaseMeasure, Measure]]) -> tuple[Measure, ...]:
    """Return the measures with interactions that name measures of the same region.

    Where a base measure is there several times in a region, the ones that act on the same end use
    are meant, or else all of them.
    """
    by_base: dict[tuple[str, str], list[Measure]] = {}
    for _, measure in found:
        by_base.setdefault((measure.region, measure.base_id), []).append(measure)
    return tuple(
        replace(measure, interactions=tuple(_named(measure, by_base, base.interactions)))
        for base, measure in found
    )


def _named(
    measure: Measure,
    by_base: Mapping[tuple[str, str], Sequence[Measure]],
    interactions: Sequence[Interaction],
) -> Iterable[Interaction]:
    for interaction in interactions:
        others = by_base.get((measure.region, interaction.measure), ())
        alike = [other for other in others if other.acts_on == measure.acts_on]
        if interaction.kind is not InteractionKind.REQUIRES and not alike:
            continue
        for other in alike or others:
            yield Interaction(interaction.kind, other.id, interaction.share)
