"""Works of a build that are versions of one: preprints linked to the papers they became."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from twinbay.lake.assemble.workspace import Workspace
from twinbay.lake.derive.versions import is_preprint, work_versions


def assemble_versions(space: Workspace, authors: Sequence[Path]) -> None:
    """Write work_versions.

    Arguments:
        space: the build, with its works.
        authors: what ``assemble_people`` returned.
    """
    works = space.table("works")
    preprint = is_preprint(works)
    columns = ("work_id", "title", "abstract", "year")
    preprints = space.scratch / "preprints.parquet"
    works.filter(preprint).select(*columns).to_parquet(str(preprints), compression="zstd")
    if not authors or not pq.read_metadata(preprints).num_rows:
        space.write_rows("work_versions", [])
        return
    papers = works.filter((works.kind == "paper") & ~preprint).select(*columns)
    found = work_versions(space.read(preprints), papers, space.read(*authors))
    space.write("work_versions", found)
    linked = pq.read_metadata(space.folder / "work_versions.parquet").num_rows
    if linked:
        space.notes.append(f"{linked:,} preprints were counted with the papers they became")
