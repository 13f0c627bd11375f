"""How well works of one person are joined, judged by the venues' own author ids.

Two kinds of id are in the papers: IEEE's author profiles (ICRA, IROS), which IEEE makes by its own
disambiguation and which hold duplicates; and the ACL Anthology's, which are names, with a suffix
where somebody told homonyms apart. Neither is truth: same id, same person is nearly sure;
different ids, different people is only likely. The resolver sees no id here.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.papers import PAPERS, mentions_of
from twinbay.lake.derive.organisations import resolve_organisations
from twinbay.lake.derive.people import (
    AuthorRows,
    CoauthorRows,
    author_keys,
    cluster_authors,
    codes,
)
from twinbay.lake.sources.countries import country_code

Codes = NDArray[np.int64]
MOST_AUTHORS = 50  # as in a build
# Profiles that IEEE numbered in bulk later. The forty names with the most pairs of an earlier and a
# later profile were looked at: each is one known researcher with two.
LATER_PROFILES = "/3708"
SYSTEMS = {"IEEE": ("icra", "iros"), "ACL Anthology": ("acl", "coling", "naacl")}


@dataclass(frozen=True)
class Pairs:
    """Pairs of authorships with one folded name and an id each.

    Attributes:
        pairs: how many.
        same: those with one id.
        joined: those the judge puts together.
        right: those of one id that it puts together.
    """

    pairs: int
    same: int
    joined: int
    right: int

    @property
    def kept_apart(self) -> float:
        """Share of the pairs with two ids that are not joined."""
        different = self.pairs - self.same
        return 1.0 - (self.joined - self.right) / different if different else 1.0

    @property
    def precision(self) -> float:
        """Share of the joined pairs that have one id."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs with one id that are joined."""
        return self.right / self.same if self.same else 1.0


@dataclass(frozen=True)
class Authors:
    """Authorships, one row per work and name; arrays of shape (n,).

    Attributes:
        name: codes of folded names.
        person: the resolver's persons.
        identity: codes of ids, -1 without.
        later: whether the id is one of IEEE's later profiles.
        venue: names of venues.
    """

    name: Codes
    person: Codes
    identity: Codes
    later: NDArray[np.bool_]
    venue: NDArray[np.str_]


def resolved_authors(papers: Path = PAPERS) -> Authors:
    """Resolve the authors of the papers without their ids and without topics."""
    rows = _rows(papers)
    (work,) = codes(rows["work_id"])
    (name,) = codes(rows["key"])
    (org,) = codes(_organisations(rows, papers))
    (identity,) = codes(rows["author_source_id"])
    unknown = np.full(work.size, -1, dtype=np.int64)
    person = cluster_authors(AuthorRows(work, name, org, unknown, unknown), _coauthors(work, name))
    _, first = np.unique(work * (int(name.max()) + 1) + name, return_index=True)
    venue = np.array(rows["venue"].to_pylist())
    later = np.array([(i or "").startswith(LATER_PROFILES) for i in ids_of(rows)])
    return Authors(name[first], person[first], identity[first], later[first], venue[first])


def ids_of(rows: pa.Table) -> list[str | None]:
    """Return the venues' own ids of the authors."""
    found: list[str | None] = rows["author_source_id"].to_pylist()
    return found


def _rows(papers: Path) -> pa.Table:
    query = """
        select work_id, author_name, author_source_id, org_name, country, venue
        from read_parquet(?) as authors join read_parquet(?) as works using (work_id)
        where author_name is not null order by work_id, position, org_name
    """
    files = [str(papers / f"{name}.parquet") for name in ("authorships", "works")]
    with duckdb.connect() as connection:
        rows = connection.sql(query, params=files).to_arrow_table()
    keys = pa.chunked_array([author_keys(rows["author_name"].combine_chunks())])
    return rows.append_column("key", keys)


def _organisations(rows: pa.Table, papers: Path) -> pa.ChunkedArray:
    """Return each row's organisation, resolved as a build does."""
    resolutions = resolve_organisations(mentions_of(papers / "orgs.parquet"))
    ids = {(r.mention.name, r.mention.country): r.org_id for r in resolutions}
    found = [
        ids.get((name, country_code(country)))
        for name, country in zip(
            rows["org_name"].to_pylist(), rows["country"].to_pylist(), strict=True
        )
    ]
    return pa.chunked_array([pa.array(found, pa.string())])


def _coauthors(work: Codes, name: Codes) -> CoauthorRows:
    """Return every author with each other name on the same work."""
    table = pa.table({"work": work, "name": name})
    query = """
        with names as (select distinct work, name from table_),
             several as (select work from names group by work having count(*) between 2 and ?)
        select a.work, a.name, b.name as other
        from names a join names b on a.work = b.work and a.name <> b.name
        where a.work in (select work from several)
    """
    with duckdb.connect() as connection:
        connection.register("table_", table)
        found = connection.execute(query, [MOST_AUTHORS]).fetchnumpy()
    return CoauthorRows(*(np.asarray(found[column]) for column in ("work", "name", "other")))


def count_pairs(
    authors: Authors, venues: tuple[str, ...], person: Codes, *, later_profiles: bool = True
) -> Pairs:
    """Count pairs of authorships of one name in some venues.

    Arguments:
        authors: the authorships.
        venues: whose ids are comparable.
        person: a judge's persons, one per authorship.
        later_profiles: whether authorships under IEEE's later profiles count.
    """
    chosen = (authors.identity >= 0) & np.isin(authors.venue, venues)
    if not later_profiles:
        chosen &= ~authors.later
    name, identity, judged = authors.name[chosen], authors.identity[chosen], person[chosen]
    return Pairs(
        pairs=_pairs_within(name),
        same=_pairs_within(name, identity),
        joined=_pairs_within(name, judged),
        right=_pairs_within(name, identity, judged),
    )


def _pairs_within(*columns: Codes) -> int:
    """Count the pairs of rows that agree in every column."""
    _, sizes = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def measure_authors(papers: Path = PAPERS) -> None:
    """Print precision and recall of the resolver and of one person per name."""
    authors = resolved_authors(papers)
    judges = {"twinbay, ids unseen": authors.person, "one person per name": authors.name}
    for title, venues, later in (
        ("IEEE", SYSTEMS["IEEE"], True),
        ("IEEE, without later profiles", SYSTEMS["IEEE"], False),
        ("ACL Anthology", SYSTEMS["ACL Anthology"], True),
    ):
        counts = {
            name: count_pairs(authors, venues, person, later_profiles=later)
            for name, person in judges.items()
        }
        any_judge = counts["one person per name"]
        print(
            f"people, {title} ids: {any_judge.pairs:,} pairs of authorships with one name, "
            f"{any_judge.same:,} of one id"
        )
        print(f"{'':30}{'precision':>10}{'recall':>8}{'kept apart':>12}")
        for name, found in counts.items():
            print(f"{name:30}{found.precision:10.4f}{found.recall:8.3f}{found.kept_apart:12.3f}")
