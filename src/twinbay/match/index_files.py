"""The search index on disk: made once for a build and an encoder, in one step, then only read."""

import fcntl
import hashlib
import json
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.lake.folders import disk_error, replacing, sweep
from twinbay.lake.store import Lake, current_build
from twinbay.match.documents import RECORD_KINDS, Document, DocumentSource
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, default_encoder
from twinbay.match.index_records import RecordWriter
from twinbay.match.index_vectors import VectorIndexWriter
from twinbay.match.index_words import WordIndexWriter
from twinbay.match.static_encoder import StaticEncoder
from twinbay.regions import RegionPair

VERSION = 3  # changes when the same documents would be indexed differently
BATCH = 2_048  # documents encoded at once

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are (0: unknown)."""

_building = threading.Lock()


def open_or_build(
    lake: Lake, pair: RegionPair, encoder: Encoder | None, progress: Progress | None
) -> tuple[Path, Encoder]:
    """Return the folder of a build's search index, made if missing, and the encoder to ask with.

    One process makes it while others wait; a killed one leaves nothing that others would use.
    """
    chosen = with_cache(encoder or default_encoder(), lake.home)
    indexes = lake.home / "index"
    folder = indexes / f"{lake.build_id}-{_folder_name(chosen.name)}"
    identity = _identity(pair)
    if _is_current(folder, chosen, identity):
        return folder, chosen
    try:
        indexes.mkdir(parents=True, exist_ok=True)
        lock = (indexes / "write.lock").open("w")
    except OSError as error:
        raise disk_error(error, indexes) from error
    with _building, lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(folder, chosen, identity):
            sweep(indexes)
            source = DocumentSource(lake, pair, chosen.encode)
            total = source.count()
            write_index(source.documents(), chosen, folder, progress, total, identity)
            _remove_old(indexes, lake)
    return folder, chosen


def with_cache(encoder: Encoder, home: Path) -> Encoder:
    """Return an encoder that keeps its vectors in the home folder, where that is worth while.

    The static encoder is faster than looking its vectors up.
    """
    if isinstance(encoder, StaticEncoder | CachedEncoder):
        return encoder
    return CachedEncoder(encoder, EmbeddingCache(home / "cache"))


def write_index(
    documents: Iterable[Document],
    encoder: Encoder,
    folder: Path,
    progress: Progress | None = None,
    total: int = 0,
    identity: str = "",
) -> None:
    """Index documents into a folder, replaced in one step.

    Arguments:
        documents: members of a document come before it.
        encoder: makes the vectors.
        folder: the index's folder.
        progress: told how many documents are indexed.
        total: how many there are, for the progress.
        identity: what else the index depends on, kept in its manifest.

    Raises:
        LakeError: the disk is full or the folder may not be written.
    """
    records, words = RecordWriter(), WordIndexWriter()
    vectors = VectorIndexWriter(encoder.dimensions)
    members = _MemberVectors()
    iterator = iter(documents)
    count = 0
    with replacing(folder) as unfinished:
        while batch := list(islice(iterator, BATCH)):
            for document in batch:
                words.add(document.texts)
            numbers = [records.add(document) for document in batch]
            _add_vectors(batch, numbers, encoder, vectors, members)
            count += len(batch)
            if progress:
                progress("indexing for search", min(count, total or count), total)
        words.save(unfinished)
        vectors.save(unfinished)
        manifest = {
            "version": VERSION,
            "encoder": encoder.name,
            "identity": identity,
            "records": count,
            "values": records.save(unfinished),
        }
        (unfinished / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return an index's manifest; None where there is none of this version."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("version") != VERSION:
        return None
    return manifest


class _MemberVectors:
    """Vectors of documents that later ones are the mean of."""

    def __init__(self) -> None:
        self._vectors: dict[str, NDArray[np.float16]] = {}

    def keep(self, document: Document, vector: NDArray[np.float32]) -> None:
        if document.record_kind == "work":
            self._vectors[document.record_id] = vector.astype(np.float16)

    def mean(self, members: Sequence[str]) -> NDArray[np.float32] | None:
        """Return the unit vector of the members' mean; None when no member has a vector."""
        known = [self._vectors[member] for member in members if member in self._vectors]
        if not known:
            return None
        total: NDArray[np.float32] = np.sum(known, axis=0, dtype=np.float32)
        length = np.linalg.norm(total)
        return np.divide(total, length, dtype=np.float32) if length else None


def _add_vectors(
    batch: Sequence[Document],
    numbers: Sequence[int],
    encoder: Encoder,
    vectors: VectorIndexWriter,
    members: _MemberVectors,
) -> None:
    texts = [text for document in batch for text in document.meanings]
    encoded = encoder.encode(texts, "passage")
    rows: list[NDArray[np.float32]] = []
    owners: list[tuple[int, int]] = []
    place = 0
    for document, number in zip(batch, numbers, strict=True):
        kind = RECORD_KINDS.index(document.record_kind)
        for vector in encoded[place : place + len(document.meanings)]:
            rows.append(vector)
            owners.append((number, kind))
            members.keep(document, vector)
        place += len(document.meanings)
        mean = members.mean(document.members) if document.members else None
        if mean is not None:
            rows.append(mean)
            owners.append((number, kind))
    if rows:
        vectors.add(np.stack(rows), [n for n, _ in owners], [kind for _, kind in owners])


def _is_current(folder: Path, encoder: Encoder, identity: str) -> bool:
    manifest = read_manifest(folder)
    return (
        manifest is not None
        and manifest["encoder"] == encoder.name
        and manifest["identity"] == identity
    )


def _identity(pair: RegionPair) -> str:
    """Return a digest of what the documents take from the pair."""
    content = [
        [[field.field_id, sorted(field.topics)] for field in pair.fields],
        [[kind, label.en, label.zh] for kind, label in sorted(pair.kinds.items())],
        [
            [region.region_id, region.name.en, region.name.zh]
            + [[place.place_id, place.name.en, place.name.zh] for place in region.places]
            for region in pair.regions
        ],
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _folder_name(encoder: str) -> str:
    return "".join(c if c.isalnum() or c in "-._" else "_" for c in encoder)


def _remove_old(indexes: Path, lake: Lake) -> None:
    """Remove the indexes of builds that are neither open here nor in use."""
    kept = {lake.build_id, current_build(lake.home)}
    for entry in indexes.iterdir():
        if entry.is_dir() and entry.name.partition("-")[0] not in kept:
            shutil.rmtree(entry, ignore_errors=True)
