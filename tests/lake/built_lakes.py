"""Imports that the tests of builds share, and how to load them."""

from pathlib import Path
from typing import Any

import numpy as np
from tidy_tables import RowsReader, affiliation, work

from twinbay.lake.build import build
from twinbay.lake.importing import import_source
from twinbay.lake.store import Lake
from twinbay.regions import load_pair

PAIR = load_pair("sf-bay--gba")
STANFORD = {
    "org_id": "org:00f54p054",
    "name": "Stanford University",
    "kind": "education",
    "city": "Stanford",
    "country": "US",
    "lat": 37.4275,
    "lon": -122.1697,
    "ror": "00f54p054",
    "url": "https://www.stanford.edu",
    "source": "lists",
    "aliases": ["Leland Stanford Junior University"],
}
HKU = {
    "org_id": "org:02zhqgq86",
    "name": "University of Hong Kong",
    "name_zh": "香港大学",
    "kind": "education",
    "city": "Hong Kong",
    "country": "HK",
    "lat": 22.2830,
    "lon": 114.1371,
    "ror": "02zhqgq86",
    "source": "lists",
    "aliases": [],
}
LISTS = {"lists": {"organisations": [STANFORD, HKU]}}
FIGURES = {
    "figures": {
        "portfolio": [
            {"org_id": STANFORD["org_id"], "topic": "T10036", "year": 2019, "works": 40}
            | {"citations": 90, "specialisation": 2.0, "source": "figures"}
        ],
        "topic_totals": [{"topic": "T10036", "year": 2019, "works": 500, "source": "figures"}],
        "collaboration": [
            {"org_a": STANFORD["org_id"], "org_b": HKU["org_id"], "topic": "T10036", "year": 2019}
            | {"works": 4, "source": "figures"}
        ],
    }
}
WORKS = {
    "works": {
        "works": [
            work("w1", topics=["T10036", "T10090"], topics_rule="source", citations=5),
            work("w2", topics=["T10036"], topics_rule="source", year=2021),
            work("w3", year=None),
        ],
        "affiliations": [
            affiliation("w1", 0, "Mei Lin", "Stanford University", country="US"),
            affiliation("w1", 1, "Li Ming", "The University of Hong Kong", country="CN"),
            affiliation("w2", 0, "Mei Lin", "Stanford Univ.", country="US"),
            affiliation("w3", 0, "Mei Lin", "Stanford University", country="US"),
        ],
    }
}


def load(home: Path, parts: Any, source: str, build_now: bool = False) -> None:
    import_source(home, RowsReader(home.parent / f"{source}-files", parts, source=source))
    if build_now:
        build(home, PAIR)


def rows(lake: Lake, table: str) -> list[dict[str, Any]]:
    return lake.arrow(table).to_pylist()


def nearest_topic(texts: Any) -> Any:
    """One direction per first letter, so that a text is nearest to topics of its letter."""
    vectors = np.zeros((len(texts), 27), dtype=np.float32)
    for row, text in enumerate(texts):
        letter = ord(text.strip()[:1].lower() or "{") - ord("a")
        vectors[row, letter if 0 <= letter < 26 else 26] = 1.0
    return vectors
