"""Derive the technology costs and hourly shapes of the worked programme from the data extracts.

Usage: python scripts/derive_programme_data.py FOLDER_OF_EXTRACTS

Reads technology_costs.csv (PyPSA technology-data, EUR of 2025) and energy/ (PyPSA-China-PIK and
EIA-930) and writes into src/twinbay/plan/data:
- technology_costs.csv: both cost levels in USD and CNY of 2025, with rates and sources;
- demo/technologies.csv: the technologies of the worked programme at the European level;
- demo/profiles/*.csv: typical weeks of load, shapes of sun, wind and water;
and prints the ratio of the Chinese to the European level, the cost factors of demo/fleets.csv.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
from programme_profiles import write_profiles
from programme_technologies import COLUMNS, TECHNOLOGIES, Recipe

DATA = Path(__file__).parent.parent / "src/twinbay/plan/data"

USD_PER_EUR = 1.13
"""Stated rate of 2025."""
CNY_PER_USD = 7.19
"""Stated rate; ICAP converts CNY 51.37 of 2024 to USD 7.14."""
CNY_PER_EUR_OF_SOURCE = 25 / 3
"""Rate at which PyPSA-China-PIK turned Chinese studies into EUR: CNY 2,500 stand as EUR 300."""
MILESTONES = (2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060)
PARAMETERS = ("investment", "FOM", "VOM", "lifetime", "efficiency")
Levels = dict[tuple[str, str, str], dict[int, float]]


def read(path: Path, level: str) -> tuple[Levels, list[list[object]]]:
    """Return values by (level, technology, parameter) and year, and rows for the facts."""
    values: Levels = {}
    rows: list[list[object]] = []
    text = path.read_text(encoding="utf-8", errors="replace")
    for row in csv.DictReader(text.splitlines()):
        if row["parameter"] not in PARAMETERS:
            continue
        factor, unit = conversion(row["unit"], level, row["parameter"])
        value = float(row["value"]) * factor
        key = (level, row["technology"], row["parameter"])
        values.setdefault(key, {})[int(row["year"])] = value
        in_cny = f"{value * CNY_PER_USD:.6g}" if unit.startswith("USD") else ""
        source = " ".join(row["source"].replace("\ufffd", "").split())[:160]
        fact = [row["technology"], level, row["parameter"], row["year"], f"{value:.6g}", unit]
        rows.append([*fact, in_cny, row["value"], row["unit"], source])
    return values, rows


def conversion(unit: str, level: str, parameter: str) -> tuple[float, str]:
    """Return the factor to USD of 2025 and the unit that results."""
    if unit.startswith("USD"):
        return 1.0, unit.split(",")[0]
    if not unit.startswith("EUR"):
        return 1.0, unit
    # Of the Chinese file, only investments of wind, sun and coal stem from Chinese studies; the
    # rest are European values of 2015 left as they are, which the same rate understates slightly.
    studied = level == "china" and parameter == "investment"
    rate = CNY_PER_EUR_OF_SOURCE / CNY_PER_USD if studied else USD_PER_EUR
    return rate, "USD" + unit.split(",")[0][3:]


def at(series: Mapping[int, float], year: int) -> float:
    """Return a value at a year, linear between the years given and constant beyond them."""
    years = sorted(series)
    return float(np.interp(year, years, [series[y] for y in years]))


def technology_row(recipe: Recipe, levels: Levels) -> dict[str, object]:
    """Return a technology's row in the format of a programme folder."""
    row: dict[str, object] = dict(recipe.fixed)
    for year in MILESTONES:
        row[f"investment {year}"] = round(recipe.investment(lookup(levels), year), 1)
        if recipe.energy_investment is not None:
            row[f"energy_investment {year}"] = round(
                recipe.energy_investment(lookup(levels), year), 1
            )
    return row


def lookup(levels: Levels):  # type: ignore[no-untyped-def]
    """Return a function of technology and year that gives the European investment in USD."""
    return lambda technology, year: at(levels["europe", technology, "investment"], year)


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(extracts: Path) -> None:
    """Write every derived file."""
    europe, rows = read(extracts / "technology_costs.csv", "europe")
    china, more = read(extracts / "energy/technology_costs_china.csv", "china")
    header = ["technology", "level", "parameter", "year", "value", "unit", "value_cny"]
    header += ["original_value", "original_unit", "source"]
    write(DATA / "technology_costs.csv", header, rows + more)
    table = [technology_row(recipe, europe) for recipe in TECHNOLOGIES]
    write(
        DATA / "demo/technologies.csv",
        COLUMNS,
        [[row.get(column, "") for column in COLUMNS] for row in table],
    )
    for technology in ("solar-utility", "solar-rooftop", "onwind", "offwind", "nuclear", "coal"):
        for year in (2025, 2030, 2050):
            ratio = at(china["china", technology, "investment"], year) / at(
                europe["europe", technology, "investment"], year
            )
            print(f"{technology} {year}: China at {ratio:.2f} of Europe")
    load = pl.read_csv(extracts / "energy/guangdong_load_hourly.csv")["load_mw"].to_numpy()
    caiso = pl.read_csv(extracts / "energy/caiso_load_hourly.csv")["load_mw"].to_numpy()
    # UTC to Pacific Standard Time; the year is closed to a ring.
    write_profiles(DATA / "demo/profiles", load, np.roll(caiso, -8))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
