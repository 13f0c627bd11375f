"""Works of a build: each once, with topics."""

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


def assemble_works(space: Workspace, encode: Encode | None) -> None:
    """Write works: of a work in several files the first file's row, topics assigned if missing.

    Arguments:
        space: the build.
        encode: texts to unit vectors, for works whose source gives no topics; None leaves those
            works without.
    """
    works = _first_rows(space)
    if encode is None:
        space.write("works", works)
        return
    schema = TABLES["works"].columns
    assigner = TopicAssigner.of_taxonomy(encode)
    with pq.ParquetWriter(space.folder / "works.parquet", schema, compression="zstd") as writer:
        for batch in space.batches(works.select(*schema.names), TOPIC_BATCH):
            table = conform("works", pa.Table.from_batches([batch]))
            writer.write_table(_with_topics(table, assigner))


def _first_rows(space: Workspace) -> ibis.Table:
    staged = space.staged("works")
    counted = staged.aggregate(rows=_.count(), ids=_.work_id.nunique()).to_pyarrow().to_pylist()[0]
    repeated = counted["rows"] - counted["ids"]
    if not repeated:
        return staged
    space.notes.append(f"{repeated:,} works came more than once; the first was kept")
    order = ibis.window(group_by="work_id", order_by="filename")
    return staged.mutate(rank=ibis.row_number().over(order)).filter(_.rank == 0)


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
