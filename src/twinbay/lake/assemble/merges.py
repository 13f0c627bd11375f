"""Ids that a source merged into others, followed to the id that survives."""

from dataclasses import replace
from pathlib import Path

import ibis
from ibis import _

from twinbay.lake.assemble.workspace import Workspace

LONGEST_CHAIN = 2**5  # merges of merges that are followed; each step doubles the length


def with_merges(space: Workspace) -> Workspace:
    """Return the build with the surviving id of every merged one; the same when there is none.

    An id that was merged twice goes to the last id by name; of merges in a circle each id stays.
    """
    if not space.files("merges"):
        return space
    merges = (
        space.staged("merges").group_by("merged_id").aggregate(surviving_id=_.surviving_id.max())
    )
    file = _written(space, merges, 0)
    length = 1
    while length < LONGEST_CHAIN:
        known = space.read(file)
        onward = known.select(surviving_id="merged_id", last="surviving_id")
        joined = known.left_join(onward, "surviving_id")
        followed = joined.select(
            "merged_id", surviving_id=ibis.coalesce(joined["last"], joined.surviving_id)
        )
        length *= 2
        file = _written(space, followed, length)
    known = space.read(file)
    open_ends = known.select(surviving_id="merged_id")
    settled = known.anti_join(open_ends, "surviving_id")  # what still leads on is a circle
    file = _written(space, settled, length + 1)
    organisations = settled.filter(_.merged_id.startswith("org:")).to_pyarrow().to_pylist()
    by_id = {row["merged_id"]: row["surviving_id"] for row in organisations}
    return replace(space, merges=file, merged_organisations=by_id)


def _written(space: Workspace, merges: ibis.Table, number: int) -> Path:
    target = space.scratch / f"merges-{number}.parquet"
    merges.to_parquet(str(target), compression="zstd")
    return target
