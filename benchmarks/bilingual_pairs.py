"""The bilingual test set: queries in one language, documents in either, and what is relevant.

========== ============================================== =======================================
part       query                                          relevant document
========== ============================================== =======================================
terms      a standard term (tests/labels/                 topics whose name or keywords have the
           bilingual_terms.csv, written for this test)    English term, word for word
names      an organisation's name                         that organisation
statements what an organisation states it works on        the same statement
========== ============================================== =======================================

A document is in one language only: of a topic its English name and keywords, or its Chinese name
and subfield; of an organisation its name and focus. Only topics that took no part in training the
static encoder are in it. Chinese topic names and statements are twinbay's translations; the terms
and the names are not taken from them.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from twinbay.match.tokens import has_chinese, tokens
from twinbay.regions.taxonomy import Topic, load_topics

TERMS = Path(__file__).parent.parent / "tests" / "labels" / "bilingual_terms.csv"
HELD_ASIDE = 3  # as in scripts/distil_static_encoder.py: such topics are never trained on
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Part:
    """Queries and documents of one kind, each in both languages.

    Attributes:
        name: "terms", "names" or "statements".
        queries: texts by language, in the same order.
        documents: texts by language, in the same order.
        relevant: positions of the relevant documents by query.
        fields: field of cooperation by query, "" where it has none.
    """

    name: str
    queries: dict[str, tuple[str, ...]]
    documents: dict[str, tuple[str, ...]]
    relevant: tuple[frozenset[int], ...]
    fields: tuple[str, ...]


def load_parts() -> tuple[Part, ...]:
    """Return the test set."""
    organisations = _organisations()
    return (_terms(), _names(organisations), _statements(organisations))


def load_terms() -> list[tuple[str, str, str]]:
    """Return field, Chinese term and English term."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return [(row["field"], row["zh"], row["en"]) for row in csv.DictReader(file)]


def _terms() -> Part:
    topics = [
        topic
        for topic in load_topics()
        if int(topic.topic_id[1:]) % HELD_ASIDE == 0 and has_chinese(topic.name_zh)
    ]
    phrases = [[tokens(text) for text in (topic.name, *topic.keywords)] for topic in topics]
    kept = []
    for field, chinese, english in load_terms():
        term = tokens(english)
        found = frozenset(
            number
            for number, texts in enumerate(phrases)
            if any(_contains(text, term) for text in texts)
        )
        if found:
            kept.append((field, chinese, english, found))
    return Part(
        "terms",
        {"zh": tuple(row[1] for row in kept), "en": tuple(row[2] for row in kept)},
        {
            "zh": tuple(f"{topic.name_zh}。{topic.subfield_zh}" for topic in topics),
            "en": tuple(map(_english, topics)),
        },
        tuple(row[3] for row in kept),
        tuple(row[0] for row in kept),
    )


def _english(topic: Topic) -> str:
    return f"{topic.name}. {', '.join(topic.keywords)}"


def _contains(text: Sequence[str], term: Sequence[str]) -> bool:
    width = len(term)
    return any(text[start : start + width] == term for start in range(len(text) - width + 1))


def _organisations() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for region in ("gba", "sf_bay"):
        file = resources.files("twinbay.lake") / "bundled" / f"organisations_{region}.csv"
        rows.extend(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    return rows


def _names(organisations: Iterable[dict[str, str]]) -> Part:
    kept = [
        row
        for row in organisations
        if has_chinese(row["name_zh"]) and not has_chinese(row["name"]) and row["focus"]
    ]
    return Part(
        "names",
        {"zh": tuple(row["name_zh"] for row in kept), "en": tuple(row["name"] for row in kept)},
        {language: tuple(_described(row, language) for row in kept) for language in LANGUAGES},
        tuple(frozenset((number,)) for number in range(len(kept))),
        ("",) * len(kept),
    )


def _described(row: dict[str, str], language: str) -> str:
    if language == "zh":
        return f"{row['name_zh']}。{row['focus_zh'].replace(';', '，')}"
    return f"{row['name']}. {row['focus'].replace(';', ', ')}"


def _statements(organisations: Iterable[dict[str, str]]) -> Part:
    chinese_of: dict[str, str] = {}
    for row in organisations:
        english, chinese = row["focus"].split(";"), row["focus_zh"].split(";")
        if len(english) == len(chinese):
            chinese_of.update(
                (en.strip(), zh.strip())
                for en, zh in zip(english, chinese, strict=True)
                if has_chinese(zh) and not has_chinese(en)
            )
    english_of = {chinese: english for english, chinese in sorted(chinese_of.items())}
    pairs = sorted((english, chinese) for chinese, english in english_of.items())
    texts = {"zh": tuple(zh for _, zh in pairs), "en": tuple(en for en, _ in pairs)}
    return Part(
        "statements",
        texts,
        texts,
        tuple(frozenset((number,)) for number in range(len(pairs))),
        ("",) * len(pairs),
    )
