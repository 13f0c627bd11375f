"""The topic taxonomy: complete, and named in both languages."""

import re

import pytest

from twinbay.errors import NotFoundError
from twinbay.regions.taxonomy import load_topics, topic

HAN = re.compile("[\u4e00-\u9fff]")


def test_every_topic_and_level_has_a_chinese_name() -> None:
    names = {
        (identifier, chinese)
        for entry in load_topics()
        for identifier, chinese in (
            (entry.topic_id, entry.name_zh),
            (entry.subfield_id, entry.subfield_zh),
            (entry.field_id, entry.field_zh),
            (entry.domain_id, entry.domain_zh),
        )
    }
    assert len(names) == 4516 + 252 + 26 + 4
    assert [name for name in names if not HAN.search(name[1])] == []


def test_different_topics_have_different_chinese_names() -> None:
    # OpenAlex itself has six pairs of topics whose English names differ in case alone or not at
    # all; one pair differs in English by a plural that Chinese does not have.
    chinese = [entry.name_zh for entry in load_topics()]
    assert len(chinese) - len(set(chinese)) <= 1


def test_a_topic_is_found_by_its_id() -> None:
    assert topic("T10247").label("zh-hans") == "钙钛矿材料及应用"
    assert topic("T10247").label("en") == "Perovskite Materials and Applications"
    with pytest.raises(NotFoundError, match="T99999"):
        topic("T99999")
