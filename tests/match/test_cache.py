import random
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache, cache_key


class CountingEncoder:
    """Makes a vector of a text's hash and counts the texts."""

    dimensions = 8

    def __init__(self, name="counting-1"):
        self.name = name
        self.asked = []

    def encode(self, texts, role="passage"):
        self.asked += [(role, text) for text in texts]
        rows = [np.random.default_rng(list(f"{role}{t}".encode())).normal(size=8) for t in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, 8)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_text_is_encoded_once_over_restarts(tmp_path):
    texts = ["solar", "电池", "solar", "wind"]
    plain = CountingEncoder().encode(texts)
    first = CountingEncoder()
    assert np.array_equal(CachedEncoder(first, EmbeddingCache(tmp_path)).encode(texts), plain)
    assert len(first.asked) == 3
    second = CountingEncoder()
    again = CachedEncoder(second, EmbeddingCache(tmp_path)).encode([*texts, "new"])
    assert np.array_equal(again[:4], plain)
    assert second.asked == [("passage", "new")]


def test_role_and_encoder_are_part_of_the_key(tmp_path):
    cache = EmbeddingCache(tmp_path)
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, cache)
    assert not np.array_equal(cached.encode(["x"], "query"), cached.encode(["x"], "passage"))
    other = CountingEncoder("counting-2")
    CachedEncoder(other, cache).encode(["x"], "query")
    assert other.asked == [("query", "x")]
    assert cache_key("a", "bc", "d") != cache_key("ab", "c", "d")


def test_nothing_to_encode_gives_no_rows(tmp_path):
    assert CachedEncoder(CountingEncoder(), EmbeddingCache(tmp_path)).encode([]).shape == (0, 8)


def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path):
    cache = EmbeddingCache(tmp_path)
    CachedEncoder(CountingEncoder(), cache).encode(["a"])
    cache.close()
    cache.path.write_bytes(b"this is no database" * 500)
    for ending in ("-wal", "-shm"):
        cache.path.with_name(cache.path.name + ending).unlink(missing_ok=True)
    encoder = CountingEncoder()
    again = CachedEncoder(encoder, EmbeddingCache(tmp_path))
    again.encode(["a"])
    again.encode(["a"])
    assert len(encoder.asked) == 1
    assert (tmp_path / f"damaged-{cache.path.name}").exists()


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder")
    encoder = CountingEncoder()
    vectors = CachedEncoder(encoder, EmbeddingCache(place)).encode(["a", "b"])
    assert vectors.shape == (2, 8)


def test_the_bound_holds_and_what_was_used_longest_ago_goes_first(tmp_path, monkeypatch):
    cache = EmbeddingCache(tmp_path, bound=400_000)
    big = np.ones((200, 384), dtype=np.float32)
    day = 86_400.0
    monkeypatch.setattr("twinbay.match.embedding_cache.time.time", lambda: 10 * day)
    old = [bytes([1, n]) for n in range(200)]
    cache.put(old, big)
    monkeypatch.setattr("twinbay.match.embedding_cache.time.time", lambda: 11 * day)
    cache.get(old[:10])
    new = [bytes([2, n]) for n in range(100)]
    cache.put(new, big[:100])
    assert cache.status().size <= 400_000
    assert set(cache.get(new)) == set(new)
    kept = set(cache.get(old))
    assert set(old[:10]) <= kept
    assert len(kept) < 200


def test_vacuum_shrinks_the_file(tmp_path):
    cache = EmbeddingCache(tmp_path)
    cache.put([bytes([n]) for n in range(200)], np.ones((200, 384), dtype=np.float32))
    cache.vacuum()
    before = cache.path.stat().st_size
    status = cache.vacuum(bound=before // 4)
    assert 0 < status.vectors < 100
    assert cache.path.stat().st_size < before // 2


def _fill(folder, seed):
    texts = [f"text {n}" for n in range(300)]
    random.Random(seed).shuffle(texts)
    cached = CachedEncoder(CountingEncoder(), EmbeddingCache(folder))
    for start in range(0, len(texts), 20):
        cached.encode(texts[start : start + 20])


def test_several_processes_fill_one_cache(tmp_path):
    context = get_context("spawn")
    processes = [context.Process(target=_fill, args=(tmp_path, seed)) for seed in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    encoder = CountingEncoder()
    texts = [f"text {n}" for n in range(300)]
    cached = CachedEncoder(encoder, EmbeddingCache(tmp_path)).encode(texts)
    assert encoder.asked == []
    assert np.array_equal(cached, CountingEncoder().encode(texts))


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_cache import CountingEncoder
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
cached = CachedEncoder(CountingEncoder(), EmbeddingCache(Path({folder!r})))
number = 0
while True:
    cached.encode([f"text {{number + n}}" for n in range(50)])
    number += 50
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_killed_writer_leaves_a_sound_cache(tmp_path):
    script = WRITER.format(tests=str(Path(__file__).parent), folder=str(tmp_path))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    for _ in range(6):
        done = int(process.stdout.readline())
    process.kill()
    process.wait(30)
    process.stdout.close()
    encoder = CountingEncoder()
    texts = [f"text {n}" for n in range(done)]
    cached = CachedEncoder(encoder, EmbeddingCache(tmp_path)).encode(texts)
    assert encoder.asked == []
    assert np.array_equal(cached, CountingEncoder().encode(texts))
