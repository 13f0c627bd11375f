"""A two-region capacity expansion in PyPSA and in twinbay: same optimum, time and memory.

Ten technologies, a battery and a line, 8,760 hours, an emission limit; every figure is invented.
Both sides hand their linear programme to HiGHS with the same options, each in a process of its own.
"""

import argparse
import os
from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.measured import Measured, measure
from twinbay.plan.pathway.dispatch import VALUE_OF_LOST_LOAD
from twinbay.plan.pathway.highs import load
from twinbay.plan.pathway.inputs import annuity_factor, read_inputs
from twinbay.plan.pathway.model import build, costs_without_learning
from twinbay.plan.pathway.periods import choose_periods
from twinbay.plan.programme import (
    Carrier,
    EndUse,
    Fleet,
    Grade,
    Line,
    Money,
    Names,
    Programme,
    Provenance,
    Region,
    Sector,
    Settings,
    Target,
    TargetKind,
    Technology,
    TechnologyKind,
)

ASSUMED = Provenance("assumption", None, Grade.ASSUMED)
YEAR = 2030
RATE = 0.05
REGIONS = {"west": 300.0, "east": 700.0}  # TWh a year
FUELS = {"coal": (11.0, 0.34), "gas": (28.0, 0.2), "uranium": (3.0, 0.0), "biomass": (30.0, 0.0)}
TECHNOLOGIES = (
    # id, fuel, efficiency, USD/kW, share fixed, USD/MWh, lifetime, profile
    ("coal", "coal", 0.43, 900.0, 0.03, 3.0, 40, ""),
    ("gas_cycle", "gas", 0.58, 800.0, 0.03, 2.5, 30, ""),
    ("gas_turbine", "gas", 0.39, 450.0, 0.02, 4.0, 25, ""),
    ("nuclear", "uranium", 0.33, 4500.0, 0.02, 2.0, 60, ""),
    ("biomass", "biomass", 0.35, 2600.0, 0.04, 3.5, 25, ""),
    ("solar", "", 1.0, 500.0, 0.02, 0.01, 30, "solar"),
    ("rooftop", "", 1.0, 750.0, 0.015, 0.02, 30, "rooftop"),
    ("onshore", "", 1.0, 1150.0, 0.025, 1.4, 27, "onshore"),
    ("offshore", "", 1.0, 2100.0, 0.03, 2.7, 28, "offshore"),
    ("wave", "", 1.0, 4000.0, 0.04, 3.1, 25, "wave"),
)
BATTERY = (160.0, 170.0, 4.0, 0.9, 20)  # USD/kW, USD/kWh, hours, round trip, lifetime
LINE = (450.0, 40)  # USD/kW, lifetime
LIMIT = 0.12  # kg CO2 per kWh of demand
OPTIONS = {"solver": "ipm", "run_crossover": "on", "threads": 2}


def profiles(hours: int) -> dict[str, np.ndarray]:
    """Return demand and availabilities of both regions."""
    random = np.random.default_rng(7)
    hour = np.arange(hours)
    found = {}
    for number, region in enumerate(REGIONS):
        clock, season = (hour + 7 * number) % 24, np.sin(2 * np.pi * (hour / 24 - 110) / 365)
        day = np.repeat(random.uniform(0.35, 1, -(-hours // 24)), 24)[:hours]
        sun = np.clip(np.sin(2 * np.pi * (clock - 6) / 24), 0, None) * day
        noise = np.convolve(random.normal(0, 1, hours + 35), np.ones(36) / 6, "valid")
        found[f"load_{region}"] = 1 + 0.15 * season + 0.2 * np.sin(2 * np.pi * (clock - 10) / 24)
        found[f"solar_{region}"] = sun
        found[f"rooftop_{region}"] = sun**1.1
        found[f"onshore_{region}"] = np.clip(0.3 - 0.08 * season + 0.17 * noise, 0, 1)
        found[f"offshore_{region}"] = np.clip(0.43 - 0.1 * season + 0.18 * noise[::-1], 0, 1)
        found[f"wave_{region}"] = np.clip(0.4 - 0.15 * season + 0.1 * noise, 0, 1)
    return found


def our_programme(hours: int) -> Programme:
    """Return the expansion as a programme of one milestone, of which everything is built new."""
    free = {YEAR: float("inf")}
    nothing = {YEAR: 0.0}
    names = Names("", "")
    technologies = [
        Technology(
            id=name,
            kind=TechnologyKind.GENERATOR,
            names=names,
            investment={YEAR: investment},
            lifetime=lifetime,
            provenance=ASSUMED,
            fuel=fuel,
            efficiency=efficiency,
            fixed_cost=fixed,
            variable_cost=variable,
        )
        for name, fuel, efficiency, investment, fixed, variable, lifetime, _ in TECHNOLOGIES
    ]
    power, energy, ratio, efficiency, lifetime = BATTERY
    technologies.append(
        Technology(
            id="battery",
            kind=TechnologyKind.STORAGE,
            names=names,
            investment={YEAR: power},
            energy_investment={YEAR: energy},
            lifetime=lifetime,
            provenance=ASSUMED,
            efficiency=efficiency,
            hours=ratio,
            fixed_cost=0.0,
        )
    )
    shapes = {name: profile for name, *_, profile in TECHNOLOGIES if profile}
    fleets = [
        Fleet(
            region=region,
            technology=technology.id,
            existing=nothing,
            potential=free,
            build_limit=free,
            provenance=ASSUMED,
            availability=f"{technology.id}_{region}" if technology.id in shapes else "",
        )
        for region in REGIONS
        for technology in technologies
    ]
    series = profiles(hours)
    return Programme(
        id="expansion",
        names=names,
        milestones=(YEAR,),
        money=Money(2024, RATE, 7.0, ASSUMED),
        carriers=tuple(
            Carrier(fuel, names, {"CO2": carbon}, ASSUMED, fossil=carbon > 0)
            for fuel, (_, carbon) in FUELS.items()
        ),
        regions=tuple(
            Region(
                id=region,
                names=names,
                population={YEAR: 1.0},
                gdp={YEAR: 1.0},
                prices={fuel: {YEAR: price} for fuel, (price, _) in FUELS.items()},
                carbon_price=nothing,
                import_limit=nothing,
                import_price=nothing,
                import_emissions=nothing,
                demand_profile=f"load_{region}",
                adequacy_margin=-1.0,
            )
            for region in REGIONS
        ),
        end_uses=tuple(
            EndUse(
                f"all_{region}", region, Sector.INDUSTRY, "electricity", names, {YEAR: twh}, ASSUMED
            )
            for region, twh in REGIONS.items()
        ),
        direct_emissions=(),
        technologies=tuple(technologies),
        fleets=tuple(fleets),
        lines=(
            Line(
                id="line",
                names=names,
                start="west",
                end="east",
                existing=nothing,
                potential=free,
                investment={YEAR: LINE[0]},
                lifetime=LINE[1],
                provenance=ASSUMED,
                loss=0.0,
            ),
        ),
        joint_projects=(),
        measures=(),
        targets=(
            Target(
                "limit",
                TargetKind.EMISSIONS,
                names,
                YEAR,
                LIMIT * sum(REGIONS.values()),
                ASSUMED,
            ),
        ),
        profiles={name: tuple(values.tolist()) for name, values in series.items()},
        profile_sources={},
        settings=Settings(representative_days=0),
    )


def their_network(hours: int) -> Any:
    """Return the expansion as a PyPSA network, in GW and million USD a year."""
    import pandas as pd
    import pypsa

    network = pypsa.Network()
    network.set_snapshots(np.arange(hours))
    weight = 8760 / hours
    weightings = {"objective": weight, "stores": 1.0, "generators": weight}
    network.snapshot_weightings = pd.DataFrame(weightings, index=network.snapshots)
    series = profiles(hours)
    for fuel, (_, carbon) in FUELS.items():
        network.add("Carrier", fuel, co2_emissions=carbon)
    for region, twh in REGIONS.items():
        shape = series[f"load_{region}"]
        load_gw = twh * 1000 * shape / (shape.sum() * weight)
        network.add("Bus", region)
        network.add("Load", f"load_{region}", bus=region, p_set=load_gw)
        for name, fuel, efficiency, investment, fixed, variable, lifetime, profile in TECHNOLOGIES:
            price = FUELS[fuel][0] if fuel else 0.0
            extra: dict[str, Any] = {"p_max_pu": series[f"{profile}_{region}"]} if profile else {}
            network.add(
                "Generator",
                f"{name}_{region}",
                bus=region,
                carrier=fuel,
                p_nom_extendable=True,
                efficiency=efficiency,
                capital_cost=investment * (annuity_factor(RATE, lifetime) + fixed),
                marginal_cost=(variable + price / efficiency) / 1000,
                **extra,
            )
        network.add(
            "Generator",
            f"unserved_{region}",
            bus=region,
            p_nom=1e4,
            marginal_cost=VALUE_OF_LOST_LOAD / 1000,
        )
        power, energy, ratio, efficiency, lifetime = BATTERY
        network.add(
            "StorageUnit",
            f"battery_{region}",
            bus=region,
            p_nom_extendable=True,
            max_hours=ratio,
            cyclic_state_of_charge=True,
            efficiency_store=efficiency**0.5,
            efficiency_dispatch=efficiency**0.5,
            capital_cost=(power + ratio * energy) * annuity_factor(RATE, lifetime),
        )
    network.add(
        "Link",
        "line",
        bus0="west",
        bus1="east",
        p_nom_extendable=True,
        p_min_pu=-1.0,
        capital_cost=LINE[0] * annuity_factor(RATE, LINE[1]),
    )
    network.add(
        "GlobalConstraint",
        "limit",
        carrier_attribute="co2_emissions",
        sense="<=",
        constant=LIMIT * sum(REGIONS.values()) * 1000,
    )
    return network


def solve_ours(hours: int) -> dict[str, float]:
    """Return cost a year (million USD), and seconds of building and solving, with our engine."""
    programme = our_programme(hours)
    started = perf_counter()
    inputs = read_inputs(programme)
    built = build(inputs, choose_periods(programme), costs_without_learning(inputs))
    highs = load(built.lp, OPTIONS)[0]
    building = perf_counter() - started
    highs.run()
    return {
        "cost": highs.getInfo().objective_function_value / float(inputs.milestones.weight[0]),
        "building": building,
        "solving": perf_counter() - started - building,
        "rows": highs.getNumRow(),
        "columns": highs.getNumCol(),
    }


def solve_theirs(hours: int) -> dict[str, float]:
    """Return the same with PyPSA and linopy."""
    from linopy.io import to_highspy

    network = their_network(hours)
    started = perf_counter()
    network.optimize.create_model()
    highs = to_highspy(network.model)
    building = perf_counter() - started
    highs.silent()
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.run()
    return {
        "cost": highs.getInfo().objective_function_value,
        "building": building,
        "solving": perf_counter() - started - building,
        "rows": highs.getNumRow(),
        "columns": highs.getNumCol(),
    }


def _measure(side: str, hours: int) -> Measured:
    return measure(
        f"from benchmarks.plan_pypsa import solve_{side}", f"solve_{side}({hours})", os.environ
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=8760)
    hours = parser.parse_args().hours
    found = {side: _measure(side, hours) for side in ("theirs", "ours")}
    print(f"{hours} hours, two regions, {len(TECHNOLOGIES)} technologies each, battery, line")
    print(f"{'':24}{'PyPSA':>14}{'twinbay':>14}{'ratio':>10}")
    _line("rows", found, lambda one: one.result["rows"])
    _line("columns", found, lambda one: one.result["columns"])
    _line("building, s", found, lambda one: one.result["building"])
    _line("solving (HiGHS), s", found, lambda one: one.result["solving"])
    _line("whole process, s", found, lambda one: one.wall)
    _line("all but solving, s", found, lambda one: one.wall - one.result["solving"])
    _line("peak memory, GB", found, lambda one: one.peak)
    theirs, ours = found["theirs"].result["cost"], found["ours"].result["cost"]
    print(f"cost a year, million USD: {theirs:.6f} and {ours:.6f}")
    print(f"relative difference {abs(theirs - ours) / theirs:.1e} (to be below 1e-6)")


def _line(name: str, found: Mapping[str, Measured], read: Any) -> None:
    theirs, ours = read(found["theirs"]), read(found["ours"])
    print(f"{name:24}{theirs:14,.2f}{ours:14,.2f}{theirs / ours:9.1f}x")


if __name__ == "__main__":
    main()
