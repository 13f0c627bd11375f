"""The bilingual test set and its measures, and the static encoder on a part of it."""

import numpy as np
import pytest

from benchmarks.bilingual import by_dictionary, by_encoder, by_words, measured, sampled
from benchmarks.bilingual_pairs import LANGUAGES, load_parts, load_terms
from twinbay.match.encoders import encoder_named
from twinbay.match.tokens import has_chinese
from twinbay.regions import load_pair

PARTS = load_parts()


def test_the_set_is_large_and_covers_the_seven_fields():
    assert sum(len(found) for part in PARTS for found in part.relevant) >= 500
    fields = {field.field_id for field in load_pair("sf-bay--gba").fields}
    assert {field for field, _, _ in load_terms()} == fields
    assert set(PARTS[0].fields) == fields


def test_queries_are_in_their_language_and_terms_are_unique():
    terms = load_terms()
    assert len({chinese for _, chinese, _ in terms}) == len({en for *_, en in terms}) == len(terms)
    for part in PARTS:
        assert all(has_chinese(text) for text in part.queries["zh"])
        for texts in (part.queries["en"], part.documents["en"]):
            assert not any(has_chinese(text) for text in texts)
        for language in LANGUAGES:
            assert len(part.queries[language]) == len(part.relevant)


def test_measures_on_a_ranking_worked_out_by_hand():
    scores = np.array([[0.9, 0.8, 0.7, 0.0], [0.9, 0.8, 0.7, 0.0]])
    found = measured(scores, [frozenset((1, 3)), frozenset((0,))])
    # The first finds one of two, at the second place; the second finds its one at the first.
    assert found.recall == pytest.approx([0.5, 1])
    second, third = 1 / np.log2(3), 1 / np.log2(2)
    assert found.ndcg == pytest.approx([second / (third + second), 1])


def test_a_sample_keeps_what_is_relevant():
    part = sampled(PARTS[0], 10)
    for query, relevant in zip(part.queries["zh"], part.relevant, strict=True):
        whole = PARTS[0].relevant[PARTS[0].queries["zh"].index(query)]
        assert {part.documents["en"][n] for n in relevant} == {
            PARTS[0].documents["en"][n] for n in whole
        }


def test_the_static_encoder_finds_across_languages_what_words_cannot():
    static = by_encoder(encoder_named("static"))
    for part, least in zip((sampled(part, 60) for part in PARTS), (0.6, 0.65, 0.85), strict=True):
        recall = {
            name: measured(rank(part.queries["zh"], part.documents["en"]), part.relevant).recall
            for name, rank in (("static", static), ("BM25", by_words), ("words", by_dictionary()))
        }
        assert recall["static"].mean() >= least, part.name
        assert recall["static"].mean() > recall["words"].mean() > recall["BM25"].mean()
