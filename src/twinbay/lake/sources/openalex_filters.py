"""OpenAlex filters for a pair of regions.

OpenAlex knows countries and institutions, not bays: works are asked for by the ROR ids of the
regions' organisations (the ROR dump gives them). Source of the syntax:
https://developers.openalex.org/guides/filtering (``|`` is or, up to 100 values; ``,`` is and).
"""

from collections.abc import Iterable, Mapping, Sequence

from twinbay.errors import ConfigurationError
from twinbay.regions import RegionPair

VALUES_PER_FILTER = 50  # OpenAlex takes 100; two lists of 50 keep an address below 4,096 characters
_ROR_FIELD = "authorships.institutions.ror"


def institutions_filter(pair: RegionPair) -> str:
    """Return the filter of all institutions in the countries of a pair's places."""
    countries = sorted({code for region in pair.regions for code in region.countries})
    return f"country_code:{'|'.join(countries)}"


def rors_of_regions(organisations: Iterable[Mapping[str, str | None]]) -> dict[str, list[str]]:
    """Return the ROR ids of each region.

    Arguments:
        organisations: rows with ``region`` and ``ror``, such as those of the lake.
    """
    found: dict[str, set[str]] = {}
    for row in organisations:
        region, ror = row["region"], row["ror"]
        if region and ror:
            found.setdefault(region, set()).add(ror)
    return {region: sorted(rors) for region, rors in sorted(found.items())}


def joint_works_filters(
    pair: RegionPair, rors: Mapping[str, Sequence[str]], years: tuple[int, int] | None = None
) -> list[str]:
    """Return filters of the works with authors in both regions.

    Arguments:
        pair: the two regions.
        rors: ROR ids of organisations by region, nine characters each.
        years: first and last year of publication.

    Returns:
        Filters to fetch one after the other; a work may be in several.

    Raises:
        ConfigurationError: a region has no organisation with a ROR id.
    """
    first, second = (_chunks(pair, region.region_id, rors) for region in pair.regions)
    return [
        ",".join([f"{_ROR_FIELD}:{a}", f"{_ROR_FIELD}:{b}", *_year_filter(years)])
        for a in first
        for b in second
    ]


def region_works_filters(
    pair: RegionPair,
    region_id: str,
    rors: Mapping[str, Sequence[str]],
    years: tuple[int, int] | None = None,
) -> list[str]:
    """Return filters of the works with an author in one region; arguments as above."""
    return [
        ",".join([f"{_ROR_FIELD}:{chunk}", *_year_filter(years)])
        for chunk in _chunks(pair, region_id, rors)
    ]


def _chunks(pair: RegionPair, region_id: str, rors: Mapping[str, Sequence[str]]) -> list[str]:
    listed = sorted(set(rors.get(pair.region(region_id).region_id, ())))
    if not listed:
        raise ConfigurationError(
            "has no organisation with a ROR id in the lake",
            where=region_id,
            remedy="Import the ROR dump first: docs/how-to/load-ror.md.",
        )
    starts = range(0, len(listed), VALUES_PER_FILTER)
    return ["|".join(listed[start : start + VALUES_PER_FILTER]) for start in starts]


def _year_filter(years: tuple[int, int] | None) -> list[str]:
    if years is None:
        return []
    first, last = years
    if first > last:
        raise ConfigurationError(
            "ends before it begins", where=f"{first}-{last}", remedy="Give the first year first."
        )
    return [f"publication_year:{first}-{last}"]
