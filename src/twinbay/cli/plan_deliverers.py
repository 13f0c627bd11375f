"""Organisations of both sides that the lake's evidence names for each measure."""

from collections.abc import Mapping, Sequence

import polars as pl

from twinbay.errors import TwinbayError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.plan.programme import Names, Programme
from twinbay.plan.report.subject import Deliverer
from twinbay.regions import load_pair
from twinbay.regions.taxonomy import load_topics

MOST = 5
"""Organisations kept for each measure and side."""


def deliverers(
    programme: Programme, bays: Mapping[str, Sequence[str]]
) -> dict[str, list[Deliverer]]:
    """Return base id of a measure to organisations with most works in its topics, on each side.

    Where only one side has work in the topics, the other's with most works in their subfields.

    Arguments:
        programme: its measures name topics.
        bays: sides of the pair of regions that the programme is of.

    Result:
        Empty when the programme names no bays or its measures no topics.

    Raises:
        LakeError: no evidence is loaded, or it is of another version.
    """
    topics = _topics(programme)
    if not topics or not bays:
        return {}
    lake = Lake.open(home_folder())
    portfolio = pl.DataFrame(lake.arrow("portfolio"))
    organisations = pl.DataFrame(lake.arrow("organisations"))
    there = organisations.filter(pl.col("region").is_in(list(bays)))
    found: dict[str, list[Deliverer]] = {}
    for base, wanted in topics.items():
        direct = {side: _of_side(portfolio, there, wanted, side) for side in bays}
        if any(direct.values()):
            wider = _neighbours(wanted)
            found[base] = [
                one
                for side in bays
                for one in direct[side] or _of_side(portfolio, there, wider, side)
            ]
    return found


def _of_side(
    portfolio: pl.DataFrame, there: pl.DataFrame, topics: frozenset[str], side: str
) -> list[Deliverer]:
    """Return organisations of a side by their works in topics, most works first."""
    counts = (
        portfolio.filter(pl.col("topic").is_in(list(topics)))
        .group_by("org_id", maintain_order=True)
        .agg(pl.col("works").sum())
        .join(there.filter(pl.col("region") == side), on="org_id")
        .sort(["works", "org_id"], descending=[True, False])
        .head(MOST)
    )
    rows = counts.select("org_id", "name", "name_zh", "works").rows()
    return [Deliverer(i, Names(name, zh or name), side, int(works)) for i, name, zh, works in rows]


def _neighbours(topics: frozenset[str]) -> frozenset[str]:
    """Return the topics of the subfields that topics are in."""
    subfields = {topic.subfield_id for topic in load_topics() if topic.topic_id in topics}
    return frozenset(t.topic_id for t in load_topics() if t.subfield_id in subfields)


def _topics(programme: Programme) -> dict[str, frozenset[str]]:
    """Return base id of a measure to topic ids; topics may be written by id or by name."""
    known = {topic.name.casefold(): topic.topic_id for topic in load_topics()}
    ids = set(known.values())
    found: dict[str, frozenset[str]] = {}
    for measure in programme.measures:
        wanted = {t if t in ids else known.get(t.casefold(), "") for t in measure.topics} - {""}
        if wanted:
            found[measure.base_id] = found.get(measure.base_id, frozenset()) | wanted
    return found


def side_names(bays: Mapping[str, Sequence[str]]) -> dict[str, Names]:
    """Return side of the pair to its name in both languages; its id when the pair has no such."""
    try:
        pair = load_pair()
    except TwinbayError:
        return {side: Names(side, side) for side in bays}
    regions = {region.region_id: region for region in pair.regions}
    return {
        side: Names(regions[side].name.en, regions[side].name.zh)
        if side in regions
        else Names(side, side)
        for side in bays
    }
