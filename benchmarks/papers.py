"""The development papers as the disambiguation benchmark reads them."""

from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq

from twinbay.lake.derive.organisations import Mention
from twinbay.lake.sources.countries import country_code

PAPERS = Path(__file__).parent.parent.parent / "shared" / "data" / "papers"


def mentions_of(path: Path) -> list[Mention]:
    """Return the distinct names by country, with their most frequent site."""
    table = pq.read_table(path, columns=["org_name", "org_url", "country", "works"])
    works: dict[tuple[str, str | None], int] = defaultdict(int)
    sites: dict[tuple[str, str | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in table.to_pylist():
        key = row["org_name"], country_code(row["country"])
        works[key] += row["works"]
        if row["org_url"]:
            sites[key][row["org_url"]] += row["works"]
    found = []
    for key in sorted(works, key=str):
        urls = sorted(sites[key].items(), key=lambda item: (-item[1], item[0]))
        found.append(Mention(key[0], key[1], urls[0][0] if urls else None, works[key]))
    return found
