"""The derived tables in pandas, in two ways, which the lake is measured against.

*Group by group* is the obvious way: pairs and moves are made with ``groupby`` and a function of
one group. *With merges* is what an expert makes of it: self-merges and shifts of whole frames.
Sums are plain group-bys in both. ``benchmarks.lake`` checks that all tables are equal.
"""

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd

MOST_ORGANISATIONS = 50
_MOVES = ["person_id", "from_org", "to_org", "year", "confidence"]


def write_tables_by_group(build: Path, target: Path) -> None:
    """Read works and authorships of a build; write the derived tables group by group."""
    _write(build, target, _pairs_by_group, _moves_by_group)


def write_tables_by_merging(build: Path, target: Path) -> None:
    """Read works and authorships of a build; write the derived tables with merges."""
    _write(build, target, _pairs_by_merging, _moves_by_shifting)


def _write(
    build: Path,
    target: Path,
    pairs: Callable[[pd.DataFrame, str], pd.DataFrame],
    moves: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    works = pd.read_parquet(
        build / "works.parquet", columns=["work_id", "year", "citations", "topics"]
    )
    authorships = pd.read_parquet(
        build / "authorships.parquet", columns=["work_id", "person_id", "org_id", "region"]
    )
    works = works[works["year"].notna()].copy()
    works["year"] = works["year"].astype("int32")
    works["topic"] = works["topics"].map(
        lambda topics: topics[0] if topics is not None and len(topics) else ""
    )
    works = works.drop(columns="topics")
    by_organisation = _distinct(authorships, "org_id")
    by_region = _distinct(authorships, "region")
    totals = _counted(works, ["topic", "year"])
    in_regions = by_region.merge(works, on="work_id")
    tables = {
        "topic_totals": totals,
        "portfolio": _portfolio(by_organisation.merge(works, on="work_id"), totals),
        "collaboration": _joint(pairs(_small(by_organisation), "org_id"), works, "org"),
        "region_portfolio": _counted(in_regions, ["region", "topic", "year"]),
        "region_collaboration": _joint(pairs(by_region, "region"), works, "region"),
        "mobility": moves(_stays(works, authorships)),
    }
    for name, table in tables.items():
        table.to_parquet(target / f"{name}.parquet", index=False)


def _distinct(authorships: pd.DataFrame, column: str) -> pd.DataFrame:
    known = authorships[authorships[column].notna()]
    return known[["work_id", column]].drop_duplicates()


def _counted(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = rows.groupby(by, as_index=False)
    found = grouped.agg(works=("work_id", "size"), citations=("citations", "sum"))
    return found.astype({"citations": "int64"})


def _portfolio(rows: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    counted = _counted(rows, ["org_id", "topic", "year"])
    known = counted[counted["topic"] != ""]
    in_topic = known.groupby(["org_id", "topic"], as_index=False).agg(mine=("works", "sum"))
    of_organisation = known.groupby("org_id", as_index=False).agg(all_mine=("works", "sum"))
    world = totals[totals["topic"] != ""].groupby("topic", as_index=False)
    share = in_topic.merge(of_organisation, on="org_id")
    share = share.merge(world.agg(world=("works", "sum")), on="topic")
    of_world = totals.loc[totals["topic"] != "", "works"].sum()
    share["specialisation"] = (share["mine"] / share["all_mine"]) / (share["world"] / of_world)
    columns = ["org_id", "topic", "specialisation"]
    return counted.merge(share[columns], on=["org_id", "topic"], how="left")


def _small(by_organisation: pd.DataFrame) -> pd.DataFrame:
    size = by_organisation.groupby("work_id")["org_id"].transform("size")
    return by_organisation[(size > 1) & (size <= MOST_ORGANISATIONS)]


def _pairs_by_group(members: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return work_id, a and b: the pairs of each work, a < b."""
    listed = members.groupby("work_id")[column].apply(lambda m: list(combinations(sorted(m), 2)))
    pairs = listed.explode().dropna()
    both = pd.DataFrame(pairs.tolist(), columns=["a", "b"], dtype="str")
    return both.assign(work_id=pairs.index)


def _pairs_by_merging(members: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return work_id, a and b: the pairs of each work, a < b."""
    pairs = members.merge(members, on="work_id", suffixes=("_a", "_b"))
    pairs = pairs.rename(columns={f"{column}_a": "a", f"{column}_b": "b"})
    return pairs[pairs["a"] < pairs["b"]]


def _joint(pairs: pd.DataFrame, works: pd.DataFrame, name: str) -> pd.DataFrame:
    pairs = pairs.rename(columns={"a": f"{name}_a", "b": f"{name}_b"})
    by = [f"{name}_a", f"{name}_b", "topic", "year"]
    joined = pairs.merge(works, on="work_id")
    return joined.groupby(by, as_index=False).agg(works=("work_id", "size"))


def _stays(works: pd.DataFrame, authorships: pd.DataFrame) -> pd.DataFrame:
    known = authorships[authorships["person_id"].notna() & authorships["org_id"].notna()]
    dated = known.merge(works[["work_id", "year"]], on="work_id")
    stays = dated.groupby(["person_id", "org_id"], as_index=False).agg(
        first=("year", "min"), last=("year", "max"), seen=("work_id", "nunique")
    )
    return stays.sort_values(["person_id", "first", "last", "org_id"])


def _moves_by_group(stays: pd.DataFrame) -> pd.DataFrame:
    moves = []
    for person_id, rows in stays.groupby("person_id"):
        for stay, following in pairwise(rows.itertuples()):
            if following.first >= stay.last and following.first > stay.first:
                fewest = min(stay.seen, following.seen)
                move = (person_id, stay.org_id, following.org_id, following.first)
                moves.append((*move, fewest / (fewest + 1.0)))
    return pd.DataFrame(moves, columns=_MOVES).astype({"year": "int32"})


def _moves_by_shifting(stays: pd.DataFrame) -> pd.DataFrame:
    following = stays.groupby("person_id")[["org_id", "first", "seen"]].shift(-1)
    stays = stays.assign(to_org=following["org_id"], year=following["first"])
    fewest = stays["seen"].where(stays["seen"] < following["seen"], following["seen"])
    stays["confidence"] = fewest / (fewest + 1.0)
    moves = stays[(stays["year"] >= stays["last"]) & (stays["year"] > stays["first"])]
    moves = moves.rename(columns={"org_id": "from_org"}).astype({"year": "int32"})
    return moves[_MOVES]
