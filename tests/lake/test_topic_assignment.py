"""Topics by embedding: the nearest first, and none where a text says nothing."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from twinbay.lake.derive.topics import ABSTRACT_CHARACTERS, TopicAssigner, work_text
from twinbay.regions.taxonomy import load_topics

WORDS = ("solar", "battery", "robot", "protein")


def counts(texts: Sequence[str]) -> NDArray[np.float32]:
    """A bag of four words, at unit length; other words are not known."""
    found = np.array([[text.lower().count(word) for word in WORDS] for text in texts], np.float32)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(length > 0, length, 1), np.float32)


@pytest.fixture(scope="module")
def assigner() -> TopicAssigner:
    topics = [t for t in load_topics() if any(word in t.name.lower() for word in WORDS)][:40]
    return TopicAssigner.of_taxonomy(counts, topics)


@pytest.mark.parametrize("word", WORDS)
def test_the_nearest_topic_is_about_the_same_thing(assigner: TopicAssigner, word: str) -> None:
    names = {topic.topic_id: topic.name.lower() for topic in load_topics()}
    (found,) = assigner.assign([f"a {word} for everyone"])
    about = [w for w in WORDS if any(w in names[topic] for topic in assigner.topic_ids)]
    if word in about:
        assert word in names[found[0]]
    assert len(found) == 3 == len(set(found))


@pytest.mark.parametrize("text", ["", "  ", "zzz qqq"])
def test_a_text_that_says_nothing_has_no_topics(assigner: TopicAssigner, text: str) -> None:
    assert assigner.assign([text, "solar"])[0] == []


def test_texts_do_not_influence_each_other(assigner: TopicAssigner) -> None:
    texts = ["solar battery", "robot", "", "protein robot robot"]
    together = assigner.assign(texts)
    assert together == [assigner.assign([text])[0] for text in texts]
    assert assigner.assign([]) == []


def test_the_text_of_a_work_is_its_title_and_the_beginning_of_its_abstract() -> None:
    text = work_text("Solar", "x" * 10 * ABSTRACT_CHARACTERS)
    assert text.count("Solar") == 2
    assert len(text) < ABSTRACT_CHARACTERS + 50
    assert work_text("Solar", None).strip(" .") == "Solar. Solar"
