"""The half of the search index that knows nearness of meaning: vectors in eight bits.

Below ``EXACT_ROWS`` rows every vector is compared with the query's, in one pass of SIMD code
(numkong, the kernels under usearch); above, usearch's graph (HNSW, Malkov and Yashunin 2018) finds
the nearest. ``docs/decisions/0004-word-index.md`` has the timings.

Near enough means: nearer than unrelated records are. For each kind of record the similarities of a
fixed sample to the query give a mean and a standard deviation, and a record is near when it lies
``NEAR`` deviations above the mean. So the cut adapts to the query and to the encoder, whose
similarities may all lie close together.

A record in the other language than the query is let in earlier: no word can help it, and
translations lie further apart. Its cut is where less than one unrelated record would be expected
if similarities were normally distributed, less ``ACROSS``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numkong
import numpy as np
from numpy.typing import NDArray

EXACT_ROWS = 200_000
NEAR = 4.5  # standard deviations; of a normal distribution 3 in 1,000,000 lie beyond
UNRELATED = 0.6  # unrelated records expected beyond a cut: that of 4.5 with 180,000 records
ACROSS = 0.5  # deviations; docs/decisions/0004-word-index.md has the measurement
NEAREST = 2_000  # records the graph is asked for
FEWEST = 100  # vectors of a kind; with fewer the sample of all kinds stands for unrelated
ALL_KINDS = 255  # number of that sample
SAMPLE = 2_048  # rows per kind that tell what unrelated means
LEVELS = 127  # of eight bits with a sign
LARGEST = 0.5  # a component of a unit vector beyond this is cut
LEVEL = np.float32(LARGEST / LEVELS)

Vectors = NDArray[np.float32]
Levels = NDArray[np.int8]


def quantise(vectors: Vectors) -> Levels:
    """Return unit vectors in eight bits: the error of a similarity is about 0.001."""
    scaled = np.rint(vectors * (LEVELS / LARGEST))
    levels: Levels = np.clip(scaled, -LEVELS, LEVELS).astype(np.int8)
    return levels


def restore(levels: Levels) -> Vectors:
    """Return vectors as ``quantise`` was given them, but for rounding."""
    return levels.astype(np.float32) * LEVEL


class VectorIndexWriter:
    """Collects the vectors of records, then saves them.

    Arguments:
        dimensions: length of a vector.
    """

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._rows: list[Levels] = []
        self._records: list[NDArray[np.int32]] = []
        self._kinds: list[NDArray[np.uint8]] = []

    def add(self, vectors: Vectors, records: Sequence[int], kinds: Sequence[int]) -> None:
        """Add vectors, each with its record's number, ascending, and its record's kind's.

        A record may have several: it is as near as the nearest of them. Zero vectors are left out.
        """
        filled = np.flatnonzero(vectors.any(axis=1))
        self._rows.append(quantise(vectors[filled]))
        self._records.append(np.array(records, dtype=np.int32)[filled])
        self._kinds.append(np.array(kinds, dtype=np.uint8)[filled])

    def save(self, folder: Path) -> None:
        """Write the vectors, and above ``EXACT_ROWS`` rows the graph, into a folder."""
        empty = np.zeros((0, self._dimensions), dtype=np.int8)
        rows = np.concatenate([empty, *self._rows])
        records = np.concatenate([np.zeros(0, dtype=np.int32), *self._records])
        kinds = np.concatenate([np.zeros(0, dtype=np.uint8), *self._kinds])
        np.save(folder / "vectors.npy", rows)
        np.save(folder / "vector_records.npy", records)
        samples = {str(ALL_KINDS): rows[_spread(np.arange(len(rows)))]}
        for kind in np.unique(kinds):
            own = np.flatnonzero(kinds == kind)
            if len(own) >= FEWEST:
                samples[str(kind)] = rows[_spread(own)]
        np.savez(folder / "vector_samples.npz", allow_pickle=False, **samples)
        if len(rows) > EXACT_ROWS:
            graph = _new_graph(self._dimensions)
            graph.add(np.arange(len(rows), dtype=np.uint64), rows)
            graph.save(str(folder / "vectors.usearch"))
        (folder / "vectors.json").write_text(
            json.dumps({"rows": len(rows), "dimensions": self._dimensions}), encoding="utf-8"
        )


@dataclass(frozen=True, eq=False)
class Near:
    """Records that are near a query, by record number, ascending, with their similarity."""

    records: NDArray[np.int32]
    similarity: NDArray[np.float32]
    distinction: NDArray[np.float32]
    """Standard deviations above the mean of the record's kind, more across languages."""


NOTHING_NEAR = Near(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float32))


@dataclass(frozen=True, eq=False)
class VectorIndex:
    """Saved vectors, mapped into memory; safe to use from several threads.

    Attributes:
        rows: vectors in eight bits.
        records: record number of each row, ascending.
        kinds: kind number of each record.
        samples: vectors by kind of record that tell what unrelated means.
        graph: the usearch index, None where every row is compared.
    """

    rows: Levels
    records: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    samples: dict[int, Levels]
    graph: Any

    @classmethod
    def open(cls, folder: Path, kinds: NDArray[np.uint8]) -> "VectorIndex":
        """Open the files that ``VectorIndexWriter.save`` wrote."""
        with np.load(folder / "vector_samples.npz") as samples:
            spread = {int(kind): samples[kind] for kind in samples.files}
        # The rows are read, not mapped: the kernel wants memory of its own.
        rows = np.load(folder / "vectors.npy")
        graph = None
        if (folder / "vectors.usearch").is_file():
            graph = _new_graph(rows.shape[1])
            graph.load(str(folder / "vectors.usearch"))
        return cls(rows, np.load(folder / "vector_records.npy"), kinds, spread, graph)

    def near(
        self,
        vector: Vectors,
        least: float = NEAR,
        foreign: NDArray[np.bool_] | None = None,
    ) -> Near:
        """Return the records near a query's vector of shape (dimensions,); none for a zero one.

        Arguments:
            vector: of the query.
            least: distinction from which on a record is near.
            foreign: which records have no text in the query's language.
        """
        if not len(self.rows) or not vector.any():
            return NOTHING_NEAR
        query = quantise(vector[None])
        rows, records = self.rows, self.records
        if self.graph is not None:
            found = self.graph.search(query[0], min(NEAREST, len(rows)))
            chosen = np.sort(found.keys.astype(np.int64))
            rows, records = rows[chosen], records[chosen]
        dots = np.asarray(numkong.cdist(rows, query, "dot")).reshape(-1)
        centre, spread = self._background(query)
        # Few rows are near enough for any kind of record; the rest is done for these alone.
        lowest = (centre + (least - self._earlier) * spread)[self._present].min()
        near = np.flatnonzero(dots >= lowest / LEVEL**2)
        records, similarity = records[near], dots[near].astype(np.float32) * LEVEL**2
        kinds = self.kinds[records]
        distinction = (similarity - centre[kinds]) / spread[kinds]
        if foreign is not None:
            distinction += np.float32(self._earlier) * foreign[records]
        return _nearest_row_of_each(records, similarity, distinction, least)

    @cached_property
    def _earlier(self) -> float:
        """How many deviations earlier a record in the other language is near."""
        expected = NormalDist().inv_cdf(1 - UNRELATED / max(len(self.rows), 2))
        return max(NEAR - expected, 0.0) + ACROSS

    @cached_property
    def _present(self) -> NDArray[np.uint8]:
        """The kinds of the records that have vectors."""
        return np.unique(self.kinds[self.records])

    @cached_property
    def _moments(self) -> dict[int, tuple[Vectors, Vectors]]:
        """Mean and covariance of each sample: they give those of similarities to any query."""
        moments = {}
        for kind, sample in self.samples.items():
            vectors = restore(sample)
            mean = vectors.mean(axis=0)
            centred = vectors - mean
            moments[kind] = (mean, centred.T @ centred / np.float32(len(sample)))
        return moments

    def _background(self, query: Levels) -> tuple[Vectors, Vectors]:
        """Return mean and standard deviation of unrelated records' similarities, by kind."""
        vector = restore(query[0])
        found = {
            kind: (mean @ vector, max(float(vector @ covariance @ vector), 0.0) ** 0.5)
            for kind, (mean, covariance) in self._moments.items()
        }
        centre = np.full(256, found[ALL_KINDS][0], dtype=np.float32)
        spread = np.full(256, found[ALL_KINDS][1], dtype=np.float32)
        for kind, (mean, deviation) in found.items():
            centre[kind], spread[kind] = mean, deviation
        return centre, np.maximum(spread, np.float32(1e-3))


def _nearest_row_of_each(
    records: NDArray[np.int32], similarity: Vectors, distinction: Vectors, least: float
) -> Near:
    kept = np.flatnonzero(distinction >= least)
    # Of the rows of one record the nearest: rows are sorted by record, then by similarity.
    order = kept[np.lexsort((similarity[kept], records[kept]))]
    last = np.flatnonzero(np.diff(records[order], append=-1))
    best = order[last]
    return Near(records[best], similarity[best], distinction[best])


def _spread(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return up to ``SAMPLE`` rows at even distances."""
    return rows[np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(np.int64)]


def _new_graph(dimensions: int) -> Any:
    from usearch.index import Index

    return Index(ndim=dimensions, metric="ip", dtype="i8")
