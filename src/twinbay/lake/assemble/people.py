"""People of a build: authorships resolved name by name, in blocks of a bounded size.

Authors whom the source identifies (``person:...``) stay as they are. The others are spread over
blocks by their folded name, so that a block holds every row of its names whatever the size of the
whole; the result does not depend on the number of blocks.
"""

from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis import _
from numpy.typing import NDArray

from twinbay.lake.assemble.organisations import FROM_WORKS
from twinbay.lake.assemble.workspace import Workspace
from twinbay.lake.derive.people import (
    AuthorRows,
    CoauthorRows,
    author_keys,
    cluster_authors,
    codes,
)

ROWS_PER_BLOCK = 1_000_000
MOST_AUTHORS = 50  # works with more authors are no evidence that co-authors know each other
_NO_YEAR = 9_999


def _fold(author: str) -> str:
    return author_keys(author)  # type: ignore[no-any-return]  # Ibis reads scalar types from here


fold_author = ibis.udf.scalar.pyarrow(_fold)


def assemble_people(
    space: Workspace, located: Path, rows_per_block: int = ROWS_PER_BLOCK
) -> list[Path]:
    """Resolve people; write authorships and people.

    Arguments:
        space: the build.
        located: what ``locate_authorships`` wrote.
        rows_per_block: rows that are resolved at once, which bounds memory.

    Returns:
        Passing Parquet files with ``work_id``, ``name_key`` (the folded name) and ``org_id`` of
        every authorship; none when there is none.
    """
    rows = pq.read_metadata(located).num_rows
    if not rows:
        space.write_rows("authorships", [])
        space.write("people", _described(space))
        return []
    works = space.table("works").select("work_id", "source", "year", topic=_.topics[0])
    joined = space.read(located).left_join(works, "work_id").drop("work_id_right")
    known = joined.author_id.startswith("person:").fill_null(False)
    keyed = joined.mutate(
        known_id=ibis.ifelse(known, joined.author_id, ibis.null("string")),
        name_key=fold_author(joined.author_name).nullif(""),
    ).mutate(name_hash=_.name_key.hash(), work_hash=_.work_id.hash())
    blocks = 1 << ((rows - 1) // rows_per_block).bit_length()
    authors = _spread(
        space, "authors", keyed.mutate(block=ibis.coalesce(_.name_hash & (blocks - 1), 0))
    )
    pairs = _spread(space, "coauthors", _coauthors(space.read(*_files(authors)), blocks))
    resolved = space.scratch / "resolved"
    resolved.mkdir()
    for folder in sorted(authors.iterdir()):
        _resolve_block(folder, pairs / folder.name, resolved / f"{folder.name}.parquet")
    files = sorted(resolved.iterdir())
    _write(space, space.read(*files))
    return files


def _spread(space: Workspace, name: str, rows: ibis.Table) -> Path:
    """Write rows into one folder per value of the column block."""
    folder = space.scratch / name
    rows.to_parquet(str(folder), partition_by="block", compression="zstd")
    return folder


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.parquet"))


def _coauthors(authors: ibis.Table, blocks: int) -> ibis.Table:
    """Return every author to be resolved with each other name on the same work."""
    named = authors.filter(_.name_hash.notnull())
    names = named.select("work_hash", "name_hash").distinct()
    sizes = names.group_by("work_hash").aggregate(authors=_.count())
    several = sizes.filter((_.authors > 1) & (_.authors <= MOST_AUTHORS))
    open_names = named.filter(_.known_id.isnull()).select("work_hash", "name_hash").distinct()
    other = names.semi_join(several, "work_hash").select("work_hash", other_hash="name_hash")
    pairs = open_names.inner_join(other, "work_hash").filter(_.name_hash != _.other_hash)
    return pairs.select("work_hash", "name_hash", "other_hash", block=_.name_hash & (blocks - 1))


def _resolve_block(authors: Path, pairs: Path, target: Path) -> None:
    """Write a block's rows with ``first_work``, the earliest work of the person of each."""
    rows = _table(authors)
    unresolved = pc.and_(pc.is_null(rows["known_id"]), pc.is_valid(rows["name_hash"]))
    position = np.flatnonzero(unresolved.to_numpy())
    open_rows = rows.take(pa.array(position))
    first = _first_works(open_rows, _table(pairs))
    where = np.full(rows.num_rows, -1, dtype=np.int64)
    where[position] = first
    index = pa.array(where, mask=where < 0)
    pq.write_table(rows.append_column("first_work", open_rows["work_id"].take(index)), target)


def _table(folder: Path) -> pa.Table:
    """Read a block; of pairs there may be none."""
    if not folder.is_dir():
        names = ("work_hash", "name_hash", "other_hash")
        return pa.table({name: pa.array([], pa.int64()) for name in names})
    return pa.concat_tables([pq.ParquetFile(file).read() for file in sorted(folder.iterdir())])


def _first_works(rows: pa.Table, pairs: pa.Table) -> NDArray[np.int64]:
    """Cluster rows; return for each the row of its person's earliest work."""
    work, work_of_pair = codes(rows["work_hash"], pairs["work_hash"])
    name, name_of_pair = codes(rows["name_hash"], pairs["name_hash"])
    org, author, source, topic, other = (
        codes(column)[0]
        for column in (
            rows["org_id"],
            rows["author_id"],
            rows["source"],
            rows["topic"],
            pairs["other_hash"],
        )
    )
    sources = int(source.max(initial=0)) + 1
    source_id = np.where(author >= 0, author * sources + source, -1)
    person = cluster_authors(
        AuthorRows(work, name, org, source_id, topic),
        CoauthorRows(work_of_pair, name_of_pair, other),
    )
    year = rows["year"].fill_null(_NO_YEAR).to_numpy()
    rank = pc.rank(rows["work_id"], tiebreaker="dense").to_numpy()
    order = np.lexsort((rank, year, person))
    starts = np.flatnonzero(np.diff(person[order], prepend=-1))
    first: NDArray[np.int64] = order[starts][person]
    return first


def _write(space: Workspace, resolved: ibis.Table) -> None:
    # The earliest work tells homonyms apart; later works leave the id as it is.
    number = resolved.first_work.hexdigest("md5").substr(0, 8)
    own_id = "person:" + resolved.name_key.replace(" ", "-") + "-" + number
    rows = resolved.mutate(person_id=ibis.coalesce(resolved.known_id, own_id))
    space.write("authorships", rows)
    spelled = (
        rows.filter(_.person_id.notnull() & _.author_name.notnull())
        .group_by("person_id", "author_name")
        .aggregate(rows=_.count())
        # The count in a fixed width, so that the greatest text is the most frequent spelling.
        .mutate(ranked=_.rows.cast("string").lpad(9, "0") + _.author_name)
        .group_by("person_id")
        .aggregate(name=_.ranked.max().substr(9))
        .mutate(source=ibis.literal(FROM_WORKS), orcid=ibis.null("string"))
    )
    described = _described(space)
    found = spelled.anti_join(described, "person_id").select(*described.columns)
    space.write("people", ibis.union(described, found))


def _described(space: Workspace) -> ibis.Table:
    """Return the people whom sources identify, each once."""
    return (
        space.staged("people")
        .group_by("person_id")
        .aggregate(name=_.name.min(), source=_.source.min(), orcid=_.orcid.max())
    )
