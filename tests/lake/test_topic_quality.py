"""The measured quality of topics from text does not fall."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # the benchmarks are no part of the package

from benchmarks import topics  # noqa: E402
from benchmarks.papers import PAPERS  # noqa: E402
from twinbay.lake.derive.topics import TopicAssigner  # noqa: E402
from twinbay.match.encoders import encoder_named  # noqa: E402


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
