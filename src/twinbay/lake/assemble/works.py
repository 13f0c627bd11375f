"""Works of a build: each once, with topics."""

from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis import _

from twinbay.lake.assemble.workspace import Workspace
from twinbay.lake.derive.topics import Encode, TopicAssigner, work_text
from twinbay.lake.schema import TABLES
from twinbay.lake.store import conform

TOPIC_BATCH = 4_096
SHORTEST_TITLE = 25  # letters and digits; works of two sources are compared by longer titles only
# A row's position is part * _PART + row; rows without topics rank behind all positions.
_PART = 10**10
_NO_TOPICS = 4 * 10**18
_MERGED = 2 * 10**18  # and rows of an id that was merged behind those of the surviving one


def assemble_works(space: Workspace, encode: Encode | None) -> Path:
    """Write works, each once, with topics.

    Of a work that comes more than once, the first row whose source gives topics is kept, else the
    first. Rows of one source are one work when they have one id, rows of different sources also
    when they have one title and year.

    Arguments:
        space: the build.
        encode: texts to unit vectors, for works whose source gives no topics; None leaves those
            works without.

    Returns:
        A passing Parquet file with ``work_id`` and ``part`` of the rows that were kept.
    """
    staged = space.staged("works").mutate(position=_.part * _PART + _.row)
    kept = _kept(space, staged)
    _write(space, staged.semi_join(space.read(kept), "position"), encode)
    return kept


def _kept(space: Workspace, staged: ibis.Table) -> Path:
    """Write ``work_id``, ``part`` and ``position`` of the rows to keep."""
    if "work_id_merged" in staged.columns:
        behind = ibis.ifelse(staged.work_id_merged, _MERGED, 0)
    else:
        behind = ibis.literal(0)
    ranked = staged.mutate(behind=behind).select(
        "work_id",
        "part",
        "position",
        "source",
        "year",
        # A title that is short, or generic (Editorial), tells no work.
        title=_.title.lower().re_replace(r"[^\p{L}\p{N}]+", ""),
        rank=_.position + _.behind + ibis.ifelse(_.topics_rule.isnull(), _NO_TOPICS, 0),
    )
    first = ranked.group_by("work_id").aggregate(rank=_.rank.min())
    kept = ranked.semi_join(first, "rank")
    if sum(bool(item.files("works")) for item in space.imports) > 1:
        titled = kept.filter(_.year.notnull() & (_.title.length() >= SHORTEST_TITLE))
        leading = titled.group_by("title", "year").aggregate(leader=_.source.argmin(_.rank))
        others = titled.inner_join(leading, ["title", "year"]).filter(_.source != _.leader)
        kept = kept.anti_join(others, "position")
    target = space.scratch / "kept_works.parquet"
    kept.select("work_id", "part", "position").to_parquet(str(target))
    left = sum(pq.read_metadata(file).num_rows for file in space.files("works"))
    left -= pq.read_metadata(target).num_rows
    if left:
        space.notes.append(f"{left:,} works came more than once and were counted once")
    return target


def _write(space: Workspace, works: ibis.Table, encode: Encode | None) -> None:
    if encode is None:
        space.write("works", works)
        return
    schema = TABLES["works"].columns
    assigner = TopicAssigner.of_taxonomy(encode)
    with pq.ParquetWriter(space.folder / "works.parquet", schema, compression="zstd") as writer:
        for batch in space.batches(works.select(*schema.names), TOPIC_BATCH):
            table = conform("works", pa.Table.from_batches([batch]))
            writer.write_table(_with_topics(table, assigner))


def _with_topics(works: pa.Table, assigner: TopicAssigner) -> pa.Table:
    """Return works with topics where they had none."""
    missing = pc.equal(pc.fill_null(pc.list_value_length(works["topics"]), 0), 0).to_pylist()
    rows = [row for row, without in enumerate(missing) if without]
    if not rows:
        return works
    titles, abstracts = works["title"].to_pylist(), works["abstract"].to_pylist()
    found = assigner.assign([work_text(titles[row], abstracts[row]) for row in rows])
    topics, rules = works["topics"].to_pylist(), works["topics_rule"].to_pylist()
    for row, nearest in zip(rows, found, strict=True):
        topics[row], rules[row] = nearest, "embedding" if nearest else None
    for name, values in (("topics", topics), ("topics_rule", rules)):
        position = works.schema.get_field_index(name)
        column = pa.array(values, works.schema.field(name).type)
        works = works.set_column(position, works.schema.field(name), column)
    return works
