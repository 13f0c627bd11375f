"""The measured quality of topics from text does not fall."""

import pytest

from benchmarks import topics
from benchmarks.papers import PAPERS
from twinbay.lake.derive.topics import TopicAssigner
from twinbay.match.encoders import encoder_named


@pytest.mark.real_data
@pytest.mark.skipif(not PAPERS.exists(), reason="needs ../shared/data/papers")
def test_topics_fit_as_often_as_documented() -> None:
    works = topics.labelled_works(PAPERS)
    assigner = TopicAssigner.of_taxonomy(encoder_named("static").encode)
    first, three = topics.accuracy(assigner, works)
    assert first >= 0.45
    assert three >= 0.65
    embedding_first, embedding_three = topics.accuracy(topics.by_embedding_alone(assigner), works)
    assert first > embedding_first
    assert three > embedding_three
