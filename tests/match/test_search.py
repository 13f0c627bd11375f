import threading

import numpy as np
import pytest

from twinbay.errors import LakeError
from twinbay.match import index_vectors
from twinbay.match.documents import Document
from twinbay.match.index_words import K1, ZONE_WEIGHTS, ZONES, B
from twinbay.match.search import Filters, MatchReason, SearchIndex
from twinbay.match.static_encoder import StaticEncoder
from twinbay.match.tokens import tokens


def organisation(slug, name, chinese="", aliases=(), focus=(), **more):
    texts = [("name", name), ("name", chinese), *(("alias", alias) for alias in aliases)]
    texts += [("focus", text) for text in focus]
    return Document(
        record_id=f"org:{slug}",
        record_kind="organisation",
        title=name,
        title_zh=chinese,
        texts=tuple((zone, text) for zone, text in texts if text),
        names=tuple(filter(None, (name, chinese, *aliases))),
        meanings=tuple(focus) or (name,),
        **{"organisation_kind": "education", **more},
    )


def work(number, title, abstract="", **more):
    return Document(
        record_id=f"work:{number}",
        record_kind="work",
        title=title,
        texts=(("title", title), ("abstract", abstract)),
        names=(title,),
        meanings=(f"{title}. {abstract}",),
        **more,
    )


DOCUMENTS = [
    organisation(
        "hkust",
        "Hong Kong University of Science and Technology",
        "香港科技大学",
        aliases=("HKUST",),
        focus=("perovskite solar cells", "钙钛矿太阳能电池"),
        regions=("gba",),
        place="hong-kong",
        fields=("green-energy",),
        prominence=900,
    ),
    organisation(
        "hku",
        "University of Hong Kong",
        "香港大学",
        regions=("gba",),
        fields=("medicine",),
        prominence=800,
    ),
    organisation(
        "brunp",
        "Brunp Recycling",
        "邦普循环",
        focus=("battery recycling", "电池回收"),
        regions=("gba",),
        organisation_kind="enterprise",
        fields=("energy-conservation",),
        prominence=3,
    ),
    organisation(
        "berkeley",
        "University of California, Berkeley",
        "加州大学伯克利分校",
        aliases=("UC Berkeley",),
        focus=("photovoltaics",),
        regions=("sf-bay",),
        fields=("green-energy", "medicine"),
        prominence=5000,
    ),
    work(1, "Stable perovskite absorbers", "Photovoltaic devices.", year=2019, regions=("sf-bay",)),
    work(2, "Grasping with robot hands", "Robots grasp.", year=2015, regions=("gba", "sf-bay")),
    work(3, "Learning to grasp", "A robot learns.", year=2021),
    Document(
        record_id="person:1",
        record_kind="person",
        title="José Núñez",
        texts=(("name", "José Núñez"), ("topic", "Robot manipulation")),
        names=("José Núñez",),
        members=("work:2", "work:3", "work:unknown"),
        year=2021,
        regions=("sf-bay",),
        prominence=2,
    ),
]
# Enough unrelated records that nearness stands out from them.
SUBJECTS = [
    "whale",
    "opera",
    "tax",
    "poem",
    "glacier",
    "marriage",
    "bread",
    "chess",
    "violin",
    "desert",
]
DOCUMENTS += [
    work(100 + n, f"The {a} and the {b}", f"About {a}s.", year=1990)
    for n, (a, b) in enumerate((a, b) for a in SUBJECTS for b in SUBJECTS)
]


@pytest.fixture(scope="module")
def encoder():
    return StaticEncoder.shipped()


@pytest.fixture(scope="module")
def index(tmp_path_factory, encoder):
    return SearchIndex.build(DOCUMENTS, encoder, tmp_path_factory.mktemp("index") / "x")


def ids(result):
    return [hit.record_id for hit in result.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("University of Hong Kong", "org:hku"),
        ("HKUST", "org:hkust"),
        ("hkust", "org:hkust"),
        ("香港大学", "org:hku"),
        ("香港大學", "org:hku"),
        ("港科大", "org:hkust"),
        ("Univeristy of Hong Kong", "org:hku"),
        ("uc berkeley", "org:berkeley"),
        ("jose nunez", "person:1"),
        ("Learning to grasp", "work:3"),
    ],
)
def test_a_name_finds_its_owner_first(index, query, first):
    assert ids(index.search(query))[0] == first


def test_either_language_finds_what_is_written_in_the_other(index):
    assert {"org:hkust", "work:1"} <= set(ids(index.search("钙钛矿太阳能电池", limit=5)))
    assert ids(index.search("电池回收"))[0] == "org:brunp"
    assert ids(index.search("battery recycling"))[0] == "org:brunp"


@pytest.mark.parametrize(
    ("query", "english"), [("鲸鱼", "whale"), ("婚姻", "marriage"), ("沙漠", "desert")]
)
def test_what_is_written_in_the_other_language_only_is_found_by_meaning(index, query, english):
    hits = index.search(query, limit=5).hits
    assert len(hits) == 5
    assert all(english in hit.title for hit in hits)
    assert all(reason.kind == "meaning" for hit in hits for reason in hit.reasons)


def test_in_its_own_language_a_query_leaves_what_is_only_loosely_near(index, encoder):
    vector = encoder.encode(["whale"])[0]
    loose = index._vectors.near(vector, least=2.0)
    assert len(loose.records) > len(index._vectors.near(vector).records)
    assert index.search("whale").total == 19  # those with the word, no others


def test_reasons_say_which_words_are_where(index):
    hit = index.search("batteries recycling").hits[0]
    assert MatchReason("words", ("batteries",), "focus") in hit.reasons
    assert MatchReason("words", ("recycling",), "name") in hit.reasons
    for hit in index.search("grasping robot").hits:
        for reason in hit.reasons:
            if reason.kind == "words":
                document = next(d for d in DOCUMENTS if d.record_id == hit.record_id)
                text = " ".join(t for zone, t in document.texts if zone == reason.place)
                assert set(tokens(" ".join(reason.words))) <= set(tokens(text))


def test_meaning_is_a_reason_where_no_word_matches(index):
    found = {hit.record_id: hit for hit in index.search("solar power generation").hits}
    reasons = found["org:berkeley"].reasons
    assert [reason.kind for reason in reasons] == ["meaning"]
    assert 0.3 < reasons[0].similarity <= 1


def test_a_chinese_word_is_named_without_its_parts(index):
    (hit,) = [h for h in index.search("太阳能").hits if h.record_id == "org:hkust"]
    words = [word for reason in hit.reasons for word in reason.words]
    assert words == ["太阳能"]


def test_an_abbreviation_is_named_as_it_was_typed(index):
    assert index.search("港科大").hits[0].reasons == (MatchReason("words", ("港科大",), "name"),)


def test_a_person_is_found_by_the_works(index):
    assert "person:1" in ids(index.search("robotic grasping"))


def test_unrelated_records_do_not_match(index):
    result = index.search("battery recycling")
    assert result.total < 10
    assert not any(hit.year == 1990 for hit in result.hits)


def test_every_filter_holds_and_facets_leave_their_own_filter_out(index):
    everything = index.search("", limit=1000)
    assert everything.total == len(DOCUMENTS)
    filters = Filters(record_kinds=frozenset({"organisation"}), regions=frozenset({"gba"}))
    result = index.search("", filters)
    assert set(ids(result)) == {"org:hkust", "org:hku", "org:brunp"}
    assert result.facets["record_kind"] == {"organisation": 3, "work": 1}
    assert result.facets["region"] == {"gba": 3, "sf-bay": 1}
    assert result.facets["organisation_kind"] == {"education": 2, "enterprise": 1}
    assert result.facets["field"] == {"green-energy": 1, "medicine": 1, "energy-conservation": 1}


def test_years_are_a_range_and_leave_out_records_without_one(index):
    recent = index.search("", Filters(year_from=2015, year_to=2019))
    assert set(ids(recent)) == {"work:1", "work:2"}
    assert recent.facets["year"]["1990"] == 100
    assert set(ids(index.search("", Filters(year_from=2021)))) == {"work:3", "person:1"}


def test_fields_and_kinds_filter(index):
    fields = Filters(fields=frozenset({"green-energy"}))
    assert set(ids(index.search("", fields))) == {"org:hkust", "org:berkeley"}
    kinds = Filters(organisation_kinds=frozenset({"enterprise"}))
    assert ids(index.search("", kinds)) == ["org:brunp"]
    assert index.search("", Filters(regions=frozenset({"atlantis"}))).total == 0


def test_an_empty_query_lists_the_prominent_first(index):
    assert ids(index.search("  ", limit=4)) == ["org:berkeley", "org:hkust", "org:hku", "org:brunp"]


def test_pages_follow_one_another(index):
    whole = ids(index.search("the", limit=1000))
    pages = [ids(index.search("the", limit=7, offset=start)) for start in range(0, len(whole), 7)]
    assert [i for page in pages for i in page] == whole
    assert len(set(whole)) == len(whole)
    assert index.search("the", limit=0).total == len(whole)


@pytest.mark.parametrize("query", ["?!", "\0", "zzzqqqxxx", "(" * 5000, "OR AND NOT *:*", "'; --"])
def test_odd_queries_are_answered(index, query):
    assert index.search(query).total >= 0


def test_word_scores_are_bm25f_by_brute_force(index, encoder):
    query = "robot grasping hands"
    lengths = {zone: [] for zone in ZONES}
    counted = []
    for document in DOCUMENTS:
        zones = {zone: [] for zone in ZONES}
        for zone, text in document.texts:
            zones[zone] += tokens(text)
        counted.append(zones)
        for zone, words in zones.items():
            if words:
                lengths[zone].append(len(words))
    average = {zone: np.mean(values) if values else 1 for zone, values in lengths.items()}
    expected = np.zeros(len(DOCUMENTS))
    for word in tokens(query):
        frequency = np.array(
            [
                sum(
                    weight
                    * zones[zone].count(word)
                    / (1 - B + B * len(zones[zone]) / average[zone])
                    for zone, weight in zip(ZONES, ZONE_WEIGHTS, strict=True)
                    if zones[zone]
                )
                for zones in counted
            ]
        )
        n = (frequency > 0).sum()
        idf = np.log(1 + (len(DOCUMENTS) - n + 0.5) / (n + 0.5))
        expected += idf * (K1 + 1) * frequency / (K1 + frequency)
    from twinbay.match.search_query import Query

    scores, _ = Query.of(query, index._words).matches(index._words)
    assert np.allclose(scores, expected, rtol=1e-4)


def test_graph_and_exact_search_agree(tmp_path, encoder, monkeypatch, index):
    monkeypatch.setattr(index_vectors, "EXACT_ROWS", 10)
    graph = SearchIndex.build(DOCUMENTS, encoder, tmp_path / "graph")
    assert graph._vectors.graph is not None
    for query in ("solar power", "grasping", "电池"):
        vector = encoder.encode([query])[0]
        exact, near = index._vectors.near(vector), graph._vectors.near(vector)
        assert near.records.tolist() == exact.records.tolist()
        assert np.allclose(near.similarity, exact.similarity, atol=1e-5)


def test_eight_bits_cost_next_to_nothing(encoder):
    vectors = encoder.encode([text for d in DOCUMENTS for text in d.meanings])
    exact = vectors @ vectors.T
    levels = index_vectors.quantise(vectors)
    rounded = index_vectors.restore(levels) @ index_vectors.restore(levels).T
    assert np.abs(exact - rounded).max() < 0.01


def test_an_index_of_another_encoder_is_refused(tmp_path, encoder):
    SearchIndex.build(DOCUMENTS[:3], encoder, tmp_path / "x")
    other = StaticEncoder("static-other", encoder.vocabulary[:10], encoder.vectors[:10])
    with pytest.raises(LakeError, match="no search index"):
        SearchIndex.open(tmp_path / "x", other)


def test_a_damaged_index_is_named(tmp_path, encoder):
    SearchIndex.build(DOCUMENTS[:3], encoder, tmp_path / "x")
    (tmp_path / "x" / "word_scores.npy").write_bytes(b"nonsense")
    with pytest.raises(LakeError, match="damaged"):
        SearchIndex.open(tmp_path / "x", encoder)


def test_a_failed_build_leaves_the_earlier_index(tmp_path, encoder):
    folder = tmp_path / "x"
    SearchIndex.build(DOCUMENTS[:3], encoder, folder)

    def interrupted():
        yield DOCUMENTS[3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SearchIndex.build(interrupted(), encoder, folder)
    assert len(SearchIndex.open(folder, encoder)) == 3
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


def test_an_index_of_nothing_answers(tmp_path, encoder):
    empty = SearchIndex.build([], encoder, tmp_path / "x")
    assert empty.search("solar").total == 0
    assert empty.search("").hits == ()


def test_threads_get_what_one_thread_gets(index):
    queries = ["solar", "电池", "grasping robot", "HKUST", ""]
    expected = [index.search(query) for query in queries]
    wrong = []

    def ask():
        wrong.extend(q for q, e in zip(queries, expected, strict=True) if index.search(q) != e)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
