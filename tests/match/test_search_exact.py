"""Shortcuts of the search against the long way round, over made records."""

import random

import numpy as np
import pytest

from twinbay.match import search, search_query
from twinbay.match.documents import RECORD_KINDS, Document
from twinbay.match.index_vectors import ALL_KINDS, LEVEL, quantise
from twinbay.match.search import Filters, SearchIndex
from twinbay.match.search_query import Query
from twinbay.match.static_encoder import StaticEncoder

COMMON_WORDS = ("solar", "energy", "system", "model")
RARE_WORDS = ("perovskite", "opera", "glacier", "violin", "chess", "whale", "绿色", "电池")
KINDS = ("education", "enterprise", None)
REGIONS = ("sf-bay", "gba")
FIELDS = ("green-energy", "medicine", "materials")


def made_documents(count: int) -> list[Document]:
    draw = random.Random(11)
    documents = []
    for number in range(count):
        words = [word for word in COMMON_WORDS if draw.random() < 0.7]
        words += draw.sample(RARE_WORDS, draw.choice((0, 0, 1, 2)))
        title = " ".join(words) or "nothing"
        documents.append(
            Document(
                record_id=f"r{number}",
                record_kind=draw.choice(RECORD_KINDS),
                title=title,
                texts=(("title", title), ("location", draw.choice(("Oakland", "深圳")))),
                names=(title,) if draw.random() < 0.02 else (),
                meanings=(title,),
                organisation_kind=draw.choice(KINDS),
                regions=tuple(draw.sample(REGIONS, draw.randint(0, 2))),
                fields=tuple(draw.sample(FIELDS, draw.randint(0, 3))),
                year=draw.choice((None, 1999, 2015, 2021)),
                prominence=draw.choice((0, 0, 1, 50, 1000)),
            )
        )
    return documents


DOCUMENTS = made_documents(600)
BY_ID = {document.record_id: document for document in DOCUMENTS}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exact") / "index"
    return SearchIndex.build(DOCUMENTS, StaticEncoder.shipped(), folder)


@pytest.mark.parametrize(
    "text",
    ["solar energy opera", "perovskite solar system model", "energy", "whale 电池", "solar model"],
)
def test_words_that_are_everywhere_are_looked_up_without_a_difference(index, monkeypatch, text):
    words = index._words
    query = Query.of(text, words)
    also = np.array([3, 40, 599], dtype=np.int32)
    scores, matching = query.matches(words, (also,))
    monkeypatch.setattr(search_query, "COMMON", 2.0)  # no word is in twice as many records
    whole_scores, whole_matching = query.matches(words)
    assert matching.tolist() == whole_matching.tolist()
    wanted = np.union1d(matching, also)
    assert np.allclose(scores[wanted], whole_scores[wanted], rtol=1e-5)


def passes(document: Document, filters: Filters, leave_out: str = "") -> bool:
    year = document.year or 0
    asked = {
        "record_kind": not filters.record_kinds or document.record_kind in filters.record_kinds,
        "region": not filters.regions or bool(filters.regions & set(document.regions)),
        "organisation_kind": not filters.organisation_kinds
        or document.organisation_kind in filters.organisation_kinds,
        "field": not filters.fields or bool(filters.fields & set(document.fields)),
        "year": filters.year_from is None or year >= filters.year_from,
    }
    return all(held for facet, held in asked.items() if facet != leave_out)


def counted(documents: list[Document]) -> dict[str, dict[str, int]]:
    values = {
        "record_kind": [d.record_kind for d in documents],
        "region": [region for d in documents for region in d.regions],
        "organisation_kind": [d.organisation_kind for d in documents if d.organisation_kind],
        "field": [field for d in documents for field in d.fields],
        "year": [str(d.year) for d in documents if d.year],
    }
    return {facet: {v: found.count(v) for v in set(found)} for facet, found in values.items()}


@pytest.mark.parametrize("text", ["", "solar opera", "电池"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(regions=frozenset({"gba"})),
        Filters(fields=frozenset({"medicine", "materials"}), year_from=2015),
        Filters(record_kinds=frozenset({"work", "topic"}), organisation_kinds=frozenset({"x"})),
    ],
)
def test_totals_and_facets_are_counts_over_everything_that_matches(index, text, filters):
    matching = [BY_ID[hit.record_id] for hit in index.search(text, limit=len(DOCUMENTS)).hits]
    result = index.search(text, filters)
    assert result.total == sum(passes(document, filters) for document in matching)
    for facet, counts in result.facets.items():
        others = [d for d in matching if passes(d, filters, leave_out=facet)]
        assert counts == counted(others)[facet], facet


@pytest.mark.parametrize("text", ["", "solar", "opera energy"])
def test_pages_beyond_the_ranked_records_follow_one_another(index, monkeypatch, text):
    monkeypatch.setattr(search, "RANKED", 5)
    whole = [hit.record_id for hit in index.search(text, limit=len(DOCUMENTS)).hits]
    assert len(set(whole)) == index.search(text).total
    if text == "":
        pages = [index.search(text, limit=50, offset=start).hits for start in range(0, 600, 50)]
        assert [hit.record_id for page in pages for hit in page] == whole
        order = [(RECORD_KINDS.index(d.record_kind), -d.prominence) for d in map(BY_ID.get, whole)]
        assert order == sorted(order)


def test_what_unrelated_means_is_the_mean_and_spread_of_the_samples(index):
    vectors = index._vectors
    query = quantise(StaticEncoder.shipped().encode(["opera houses and violins"]))
    centre, spread = vectors._background(query)
    for kind, sample in vectors.samples.items():
        similarities = sample.astype(np.float64) @ query[0].astype(np.float64) * float(LEVEL) ** 2
        assert centre[kind] == pytest.approx(similarities.mean(), abs=1e-4)
        assert spread[kind] == pytest.approx(similarities.std(), abs=1e-4)
    assert ALL_KINDS in vectors.samples


def test_the_nearest_are_in_order_of_similarity_and_pass_the_filters(index):
    encoder = StaticEncoder.shipped()
    text = "violin opera"
    works = Filters(record_kinds=frozenset({"work"}))
    found = index.nearest(text, works, limit=15)
    vector = encoder.encode([text])[0]
    near = {
        d.record_id: float(encoder.encode([d.title])[0] @ vector)
        for d in DOCUMENTS
        if d.record_kind == "work"
    }
    best = sorted(near.values(), reverse=True)[: len(found)]
    assert [near[record_id] for record_id in found] == pytest.approx(best, abs=0.01)
