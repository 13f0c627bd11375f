"""The topic taxonomy: OpenAlex's 4,516 topics in subfields, fields and domains.

Source: OpenAlex topics (https://docs.openalex.org, CC0); Chinese names are twinbay's translation.
See ``data/SOURCES.md``.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from twinbay.errors import NotFoundError


@dataclass(frozen=True)
class Topic:
    """One topic and the levels above it; ids as OpenAlex writes them, names in both languages.

    Attributes:
        topic_id: such as ``T10247``.
        keywords: English phrases that describe the topic.
        subfield_id: such as ``subfields/2505``.
        field_id: such as ``fields/25``.
        domain_id: such as ``domains/3``.
    """

    topic_id: str
    name: str
    name_zh: str
    keywords: tuple[str, ...]
    subfield_id: str
    subfield: str
    subfield_zh: str
    field_id: str
    field: str
    field_zh: str
    domain_id: str
    domain: str
    domain_zh: str

    def label(self, language: str) -> str:
        """Return the topic's name in English or, for a code beginning with zh, in Chinese."""
        return self.name_zh if language.lower().startswith("zh") else self.name


@lru_cache(maxsize=1)
def load_topics() -> tuple[Topic, ...]:
    """Return every topic, ordered by id. A name without a translation stays English."""
    folder = resources.files("twinbay.regions") / "data"
    chinese: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.startswith("openalex_topics_zh") and file.name.endswith(".csv"):
            rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
            chinese.update((row["id"], row["name_zh"]) for row in rows)
    text = (folder / "openalex_topics.csv").read_text(encoding="utf-8")
    return tuple(
        Topic(
            topic_id=row["topic_id"],
            name=row["name"],
            name_zh=chinese.get(row["topic_id"], row["name"]),
            keywords=tuple(word for word in row["keywords"].split(";") if word),
            subfield_id=row["subfield_id"],
            subfield=row["subfield"],
            subfield_zh=chinese.get(row["subfield_id"], row["subfield"]),
            field_id=row["field_id"],
            field=row["field"],
            field_zh=chinese.get(row["field_id"], row["field"]),
            domain_id=row["domain_id"],
            domain=row["domain"],
            domain_zh=chinese.get(row["domain_id"], row["domain"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Topic]:
    return {topic.topic_id: topic for topic in load_topics()}


def topic(topic_id: str) -> Topic:
    """Return one topic; NotFoundError when OpenAlex has none of that id."""
    try:
        return _by_id()[topic_id]
    except KeyError:
        raise NotFoundError(f"there is no topic {topic_id!r} in the taxonomy") from None
