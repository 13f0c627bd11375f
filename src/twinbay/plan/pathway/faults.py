"""What is wrong with single values: series, shares, names."""

from collections.abc import Iterable, Iterator, Mapping

from twinbay.plan.problems import Problem
from twinbay.plan.programme import Fleet

_SHARES_ADD_UP = 1e-6


def check_series(
    record: str,
    record_id: str,
    field: str,
    values: Mapping[int, float],
    years: Iterable[int],
    *,
    most: float = float("inf"),
) -> Iterator[Problem]:
    """Yield what is wrong with a value for each milestone, from 0 to ``most``."""
    missing = [year for year in years if year not in values]
    if missing:
        yield problem(
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
        yield problem(record, record_id, field, f"{value} in {year} {said}", "Correct the value.")


def check_shares(
    record: str, record_id: str, field: str, shares: Mapping[str, float]
) -> Iterator[Problem]:
    """Yield what is wrong with shares that have to add up to 1."""
    whole = sum(shares.values())
    if abs(whole - 1) > _SHARES_ADD_UP or min(shares.values(), default=0.0) < 0:
        yield problem(
            record,
            record_id,
            field,
            f"the shares add up to {whole:.4g}",
            "Give shares from 0 to 1 that add up to 1.",
        )


def fleet_id(fleet: Fleet) -> str:
    """Return how a fleet is called in a message."""
    return f"{fleet.technology} in {fleet.region}"


def problem(
    record: str, record_id: str, field: str, problem: str, remedy: str = "Correct the name."
) -> Problem:
    """Return a fault of one field."""
    return Problem(record, record_id, field, problem, remedy)
