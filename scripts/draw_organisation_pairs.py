"""Draw pairs of organisation names to label by hand: same organisation or not.

``python -m scripts.draw_organisation_pairs ../shared/data/papers/orgs.parquet PAIRS.csv``

The population is every pair of names of one country. Four strata, so that the rare and the hard
cases are seen: pairs that the resolver joins, near misses by string similarity, pairs of one site,
all others. Each row carries the size of its stratum, so that figures can be weighted to the
population. The labels that were given are in ``tests/labels/organisation_pairs.csv``.
"""

import argparse
import csv
import random
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

from benchmarks.papers import mentions_of
from twinbay.lake.derive.organisations import Mention, resolve_organisations, site_of

# Two draws were labelled: the first before the rules were made, which its development half
# shaped; the second after they were settled, only to test them.
DRAWS = {
    1: {"joined": 180, "near-miss": 200, "same-site": 80, "other": 40},
    2: {"joined": 90, "near-miss": 50, "same-site": 20, "other": 5},
    3: {"joined": 100, "near-miss": 70, "same-site": 30, "other": 5},
}
SEED = 20211231
COLUMNS = (
    "draw",
    "stratum",
    "population",
    "name_a",
    "country_a",
    "name_b",
    "country_b",
    "label",
)
NEAR = 85.0  # rapidfuzz ratio of 0 to 100

Pair = tuple[int, int]


def by_country(mentions: list[Mention]) -> list[list[int]]:
    """Return positions grouped by country; Hong Kong and Macao with China."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, mention in enumerate(mentions):
        country = {"HK": "CN", "MO": "CN"}.get(mention.country or "", mention.country or "")
        groups[country].append(position)
    return [groups[country] for country in sorted(groups)]


def near_pairs(mentions: list[Mention], groups: list[list[int]]) -> set[Pair]:
    """Return pairs that are alike by two measures of string similarity, either of them high."""
    found: set[Pair] = set()
    for group in groups:
        names = [utils.default_process(mentions[position].name) for position in group]
        for scorer in (fuzz.token_set_ratio, fuzz.ratio):
            scores = process.cdist(names, names, scorer=scorer, score_cutoff=NEAR, workers=2)
            for a, b in zip(*np.nonzero(np.triu(scores, 1)), strict=True):
                found.add((group[int(a)], group[int(b)]))
    return found


def strata(mentions: list[Mention]) -> tuple[dict[str, list[Pair]], int]:
    """Return the pairs of each stratum but the last, and the size of the population."""
    groups = by_country(mentions)
    clusters: dict[str, list[int]] = defaultdict(list)
    for position, resolution in enumerate(resolve_organisations(mentions)):
        clusters[resolution.org_id].append(position)
    joined = {pair for members in clusters.values() for pair in combinations(members, 2)}
    sites: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for position in group:
            site = site_of(mentions[position].url)
            if site:
                sites[number, site].append(position)
    same_site = {pair for members in sites.values() for pair in combinations(members, 2)}
    near = near_pairs(mentions, groups) - joined
    found = {
        "joined": sorted(joined),
        "near-miss": sorted(near),
        "same-site": sorted(same_site - joined - near),
    }
    return found, sum(len(group) * (len(group) - 1) // 2 for group in groups)


def other_pairs(
    mentions: list[Mention], known: set[Pair], count: int, generator: random.Random
) -> list[Pair]:
    """Draw pairs of one country that are in no other stratum."""
    groups = by_country(mentions)
    weights = [len(group) * (len(group) - 1) for group in groups]
    found: set[Pair] = set()
    while len(found) < count:
        group = generator.choices(groups, weights)[0]
        a, b = sorted(generator.sample(group, 2))
        if (a, b) not in known:
            found.add((a, b))
    return sorted(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("orgs", type=Path, help="orgs.parquet of the tidy tables")
    parser.add_argument("pairs", type=Path, help="CSV file to write")
    parser.add_argument("--draw", type=int, choices=sorted(DRAWS), default=1)
    options = parser.parse_args()
    mentions = mentions_of(options.orgs)
    found, population = strata(mentions)
    counts, generator = DRAWS[options.draw], random.Random(SEED + options.draw - 1)
    known = {pair for pairs in found.values() for pair in pairs}
    drawn = {
        name: generator.sample(pairs, min(counts[name], len(pairs)))
        for name, pairs in found.items()
    }
    drawn["other"] = other_pairs(mentions, known, counts["other"], generator)
    sizes = {name: len(pairs) for name, pairs in found.items()}
    sizes["other"] = population - len(known)
    with options.pairs.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name, pairs in drawn.items():
            for a, b in pairs:
                first, second = mentions[a], mentions[b]
                writer.writerow(
                    (
                        options.draw,
                        name,
                        sizes[name],
                        first.name,
                        first.country,
                        second.name,
                        second.country,
                        "",
                    )
                )


if __name__ == "__main__":
    main()
