"""How often two works judged to be one are one, on pairs labelled by hand."""

import csv
from pathlib import Path

import ibis
import pytest

from twinbay.lake.derive.versions import is_preprint, work_versions

ROOT = Path(__file__).parents[2]
PAPERS = ROOT.parent / "shared" / "data" / "papers"
LABELS = ROOT / "tests" / "labels" / "work_versions.csv"


@pytest.mark.real_data
@pytest.mark.skipif(not PAPERS.exists(), reason="needs ../shared/data/papers")
def test_works_judged_one_are_one_in_most_labelled_pairs() -> None:
    """The papers are no preprints, so any two of them are compared as if one were."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {(row["work_a"], row["work_b"]): row for row in csv.DictReader(file)}
    assert len(labels) == 60
    connection = ibis.duckdb.connect(threads=2)
    works, authorships = (
        connection.read_parquet(str(PAPERS / f"{name}.parquet"))
        for name in ("works", "authorships")
    )
    labelled = works.filter(works.work_id.isin({work for pair in labels for work in pair}))
    authors = authorships.select(
        "work_id", name_key=authorships.author_key.nullif(""), org_id=authorships.org_name
    )
    found = work_versions(labelled, labelled, authors).to_pyarrow().to_pylist()
    joined = {tuple(sorted((row["work_id"], row["version_of"]))) for row in found}
    assert joined == {pair for pair, row in labels.items() if row["stratum"] == "joined"}
    right = sum(labels[a, b]["label"] == "same" for a, b in joined)
    same = sum(row["label"] == "same" for row in labels.values())
    assert (right, len(joined), same) == (8, 10, 10)
    kinds = works.mutate(kind=ibis.literal("paper"))
    assert kinds.filter(is_preprint(kinds)).count().to_pyarrow().as_py() == 0
