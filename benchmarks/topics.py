"""How often works get the right topic from their text.

``python -m benchmarks.topics [PAPERS_FOLDER]``

Over the labelled works (``tests/labels/topics.csv``: for each work the topics that fit it), on the
half that chose nothing: the share whose first topic fits, and whose first three hold one that
fits. Alternative in the same run: the embedding alone.
"""

import argparse
import csv
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.papers import PAPERS
from twinbay.lake.derive.topics import TopicAssigner, work_text
from twinbay.match.encoders import default_encoder

LABELS = Path(__file__).parent.parent / "tests" / "labels" / "topics.csv"


def labelled_works(papers: Path, *, test: bool = True) -> list[tuple[str, frozenset[str]]]:
    """Return texts and fitting topics of the works of one half, by a hash of their ids."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        fitting = {row["work_id"]: frozenset(row["topics"].split()) for row in csv.DictReader(file)}
    table = pq.read_table(papers / "works.parquet", columns=["work_id", "title", "abstract"])
    return [
        (work_text(row["title"], row["abstract"]), fitting[row["work_id"]])
        for row in table.to_pylist()
        if row["work_id"] in fitting and _in_test_half(row["work_id"]) == test
    ]


def _in_test_half(work_id: str) -> bool:
    return hashlib.sha256(work_id.encode()).digest()[0] % 2 == 1


def accuracy(
    assigner: TopicAssigner, works: Sequence[tuple[str, frozenset[str]]]
) -> tuple[float, float]:
    """Return the shares of works whose first topic, and one of whose first three, fits."""
    found = assigner.assign([text for text, _ in works])
    judged = [(topics, fit) for topics, (_, fit) in zip(found, works, strict=True)]
    first = sum(bool(fit.intersection(topics[:1])) for topics, fit in judged)
    three = sum(bool(fit.intersection(topics)) for topics, fit in judged)
    return first / len(works), three / len(works)


def by_embedding_alone(assigner: TopicAssigner) -> TopicAssigner:
    """Return the assigner without its words."""
    return replace(assigner, topic_words=assigner.topic_words * 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", nargs="?", type=Path, default=PAPERS)
    options = parser.parse_args()
    works = labelled_works(options.papers)
    assigner = TopicAssigner.of_taxonomy(default_encoder().encode)
    print(f"topics: {len(works)} labelled works, test half")
    print(f"{'':24}{'first fits':>12}{'one of three':>14}{'works/s':>10}")
    for name, candidate in (
        ("words and embedding", assigner),
        ("embedding alone", by_embedding_alone(assigner)),
    ):
        first, three = accuracy(candidate, works)
        started = time.perf_counter()
        candidate.assign([text for text, _ in works] * 20)
        speed = 20 * len(works) / (time.perf_counter() - started)
        print(f"{name:24}{first:12.2f}{three:14.2f}{speed:10,.0f}")


if __name__ == "__main__":
    main()
