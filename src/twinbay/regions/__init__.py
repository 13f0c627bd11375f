"""A pair of regions: places, kinds of organisation, fields of cooperation, languages, money."""

from twinbay.regions.loading import DEFAULT_PAIR, bundled_pairs, check_pair, load_pair
from twinbay.regions.pair import CooperationField, Label, Location, Place, Region, RegionPair

__all__ = [
    "DEFAULT_PAIR",
    "CooperationField",
    "Label",
    "Location",
    "Place",
    "Region",
    "RegionPair",
    "bundled_pairs",
    "check_pair",
    "load_pair",
]
