"""Vectors of texts kept on disk, so that no text is encoded twice by a slow encoder.

One SQLite file in write-ahead mode holds them: several processes may read and write at once, a
killed one loses at most the batch it was writing, and a damaged file is put aside and begun anew.
A vector's key is a hash of the encoder's name, the text's role and the text itself; vectors come
back bit for bit. When the file outgrows its bound, what was not used for longest goes first.
"""

import hashlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinbay.match.encoders import Encoder, Role

DEFAULT_BOUND = 2_000_000_000  # bytes; a million vectors of 384 numbers
WRITTEN_AT_ONCE = 256  # texts encoded and then kept; what a killed process loses at most
ASKED_AT_ONCE = 500  # keys in one query; SQLite allows 32,766
KEPT_SHARE = 0.8  # of the bound, after eviction
PAGE = 16_384  # bytes; several vectors fit in one
PATIENCE = 60.0  # seconds to wait for another process that is writing
DAY = 86_400  # seconds; last use is kept to the day, so that reading seldom writes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CacheStatus:
    """What a cache holds.

    Attributes:
        vectors: how many.
        size: bytes of the file.
    """

    vectors: int
    size: int


class EmbeddingCache:
    """Vectors by key, in one file.

    Arguments:
        folder: where the file is kept; made if missing.
        bound: bytes that the file may take.
    """

    def __init__(self, folder: Path, bound: int = DEFAULT_BOUND) -> None:
        self.path = folder / "embeddings.sqlite3"
        self._bound = bound
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that are kept of the given keys."""
        found: dict[bytes, NDArray[np.float32]] = {}
        today = int(time.time() // DAY)
        stale: list[bytes] = []
        with self._open() as connection:
            if connection is None:
                return found
            for batch in _batches(keys, ASKED_AT_ONCE):
                marks = ",".join("?" * len(batch))
                rows = connection.execute(
                    f"SELECT key, vector, used FROM vectors WHERE key IN ({marks})", batch
                )
                for key, vector, used in rows:
                    found[key] = np.frombuffer(vector, dtype="<f4")
                    if used < today:
                        stale.append(key)
            if stale:
                with connection:
                    connection.executemany(
                        "UPDATE vectors SET used = ? WHERE key = ?",
                        ((today, key) for key in stale),
                    )
        return found

    def put(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep vectors, all or none of them.

        A full or read-only disk is no error: the vectors are just not kept.
        """
        today = int(time.time() // DAY)
        rows = [
            (key, today, vector.astype("<f4").tobytes())
            for key, vector in zip(keys, vectors, strict=True)
        ]
        with self._open() as connection:
            if connection is None:
                return
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors (key, used, vector) VALUES (?, ?, ?)", rows
                )
            if _used_bytes(connection) > self._bound:
                _evict(connection, int(self._bound * KEPT_SHARE))

    def status(self) -> CacheStatus:
        """Return how much is kept."""
        with self._open() as connection:
            if connection is not None:
                count = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
                return CacheStatus(int(count), _used_bytes(connection))
        return CacheStatus(0, 0)

    def vacuum(self, bound: int | None = None) -> CacheStatus:
        """Shrink the file to what it needs.

        Arguments:
            bound: bytes to keep at most, the least recently used going first; by default what the
                cache is bound to.
        """
        with self._open() as connection:
            if connection is not None:
                _evict(connection, self._bound if bound is None else bound)
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.status()

    def close(self) -> None:
        """Close the file; it opens again when needed."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """Give the connection, or None where there can be none; one thread at a time."""
        with self._lock:
            try:
                # A connection must not be used across a fork (sqlite.org/howtocorrupt.html, 2.6).
                if self._connection is None or self._process != os.getpid():
                    self._connection = self._connect()
                    self._process = os.getpid()
                yield self._connection
            except sqlite3.OperationalError as error:
                _log.warning("the embedding cache %s is not used: %s", self.path, error)
                if self._connection is None:
                    yield None
            except sqlite3.DatabaseError as error:
                self._put_aside(error)

    def _connect(self) -> sqlite3.Connection:
        try:
            return _connection(self.path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._put_aside(error)
            return _connection(self.path)

    def _put_aside(self, error: sqlite3.DatabaseError) -> None:
        _log.warning("the embedding cache %s is damaged and begun anew: %s", self.path, error)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for ending in ("", "-wal", "-shm"):
            file = self.path.with_name(self.path.name + ending)
            if file.exists():
                file.replace(self.path.with_name(f"damaged-{self.path.name}{ending}"))


class CachedEncoder:
    """An encoder that looks each text up before encoding it.

    Arguments:
        encoder: makes the vectors that are not kept yet.
        cache: where they are kept.
    """

    def __init__(self, encoder: Encoder, cache: EmbeddingCache) -> None:
        self._encoder = encoder
        self._cache = cache

    @property
    def name(self) -> str:
        """Return the name of the encoder behind the cache."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str], role: Role = "passage") -> NDArray[np.float32]:
        """Return one vector per text; see ``encoders.Encoder.encode``.

        New vectors are kept every few hundred texts, so that an interrupted run goes on where it
        was.
        """
        keys = [cache_key(self.name, role, text) for text in texts]
        kept = {
            key: vector
            for key, vector in self._cache.get(list(dict.fromkeys(keys))).items()
            if len(vector) == self.dimensions
        }
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        for batch in _batches(list(missing), WRITTEN_AT_ONCE):
            vectors = self._encoder.encode([missing[key] for key in batch], role)
            self._cache.put(batch, vectors)
            kept.update(zip(batch, vectors, strict=True))
        encoded = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, key in enumerate(keys):
            encoded[row] = kept[key]
        return encoded


def cache_key(encoder: str, role: str, text: str) -> bytes:
    """Return the key of a text's vector: 16 bytes of BLAKE2b over encoder, role and text."""
    digest = hashlib.blake2b(f"{encoder}\0{role}\0".encode(), digest_size=16)
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _connection(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise sqlite3.OperationalError(str(error)) from error
    connection = sqlite3.connect(path, timeout=PATIENCE, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors "
            "(key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL, vector BLOB NOT NULL)"
        )
        connection.execute("CREATE INDEX IF NOT EXISTS by_use ON vectors (used)")
    return connection


def _used_bytes(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {what}").fetchone()[0])
        for what in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _evict(connection: sqlite3.Connection, bound: int) -> None:
    size = _used_bytes(connection)
    count = int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
    if size > bound:
        excess = -(-count * (size - bound) // size)
        with connection:
            connection.execute(
                "DELETE FROM vectors WHERE rowid IN "
                "(SELECT rowid FROM vectors ORDER BY used, rowid LIMIT ?)",
                (excess,),
            )


def _batches(items: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
