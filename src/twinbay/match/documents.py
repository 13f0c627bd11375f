"""From the lake to what can be searched: one document per organisation, topic, person and work.

A document's text lies in zones (``index_words.ZONES``); its vectors come from a few short texts
that say what it is about, or are the mean of other documents' vectors (a person's of the works).
Topics are written in both languages, so that either language finds what is known in the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from twinbay.lake.store import Lake
from twinbay.match.tokens import has_chinese
from twinbay.regions import Location, RegionPair
from twinbay.regions.taxonomy import Topic, load_topics

RECORD_KINDS = ("organisation", "topic", "person", "work")
MAIN_TOPICS = 8  # of an organisation's, by works
PERSON_TOPICS = 3
WORK_TOPICS = 2  # the primary topic and the next
STRONG_SHARE = 0.05  # of an organisation's works: what makes a topic's field one of its fields
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "for", "in", "of", "on", "the", "to"))

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one record.

    Attributes:
        record_id: as in the lake; a topic's is its OpenAlex id.
        record_kind: one of ``RECORD_KINDS``.
        title: shown for a hit, in English or the record's own language.
        title_zh: the same in Chinese, or "".
        texts: (zone, text) pairs that words are looked up in.
        names: what somebody types who means exactly this record.
        meanings: short texts that say what it is about; each has a vector.
        members: ids of documents that come before it; the mean of their vectors is its vector.
        regions: ids of its regions, the first one shown.
        organisation_kind: as in the lake, None for other records.
        place: id of its place in its region.
        year: of a work, of a person's latest work.
        fields: ids of its fields of cooperation.
        prominence: works; more come first when nothing else decides.
    """

    record_id: str
    record_kind: str
    title: str
    title_zh: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisation_kind: str | None = None
    place: str | None = None
    year: int | None = None
    fields: tuple[str, ...] = ()
    prominence: float = 0.0


@dataclass(frozen=True, eq=False)
class DocumentSource:
    """Reads documents from a lake.

    Attributes:
        lake: an opened build.
        pair: gives fields of topics and names of places.
        encode: finds the topics of stated focus; texts to vectors.
    """

    lake: Lake
    pair: RegionPair
    encode: Encode
    _topics: dict[str, Topic] = field(
        default_factory=lambda: {topic.topic_id: topic for topic in load_topics()}, repr=False
    )

    def count(self) -> int:
        """Return how many documents there are."""
        tables = ("organisations", "works", "people")
        return len(self._topics) + sum(self.lake.rows(table) for table in tables)

    def documents(self) -> Iterator[Document]:
        """Yield the documents: organisations, topics, works, people."""
        yield from self.organisations()
        yield from self.topics()
        yield from self.works()
        yield from self.people()

    def organisations(self) -> Iterator[Document]:
        """Yield the organisations, with their spellings, stated focus and main topics."""
        spellings: dict[str, list[str]] = defaultdict(list)
        for row in self.lake.arrow("organisation_names").select(["org_id", "name"]).to_pylist():
            spellings[row["org_id"]].append(row["name"])
        strengths = self._strengths()
        focus = self._focus()
        for row in self.lake.arrow("organisations").to_pylist():
            works = strengths.get(row["org_id"], [])
            yield self._organisation(
                row, spellings[row["org_id"]], works, focus.get(row["org_id"], [])
            )

    def _organisation(
        self,
        row: dict[str, Any],
        spellings: list[str],
        strengths: list[tuple[str, int]],
        focus: list["_Focus"],
    ) -> Document:
        name, chinese = row["name"], row["name_zh"] or ""
        names = [name, chinese, *spellings]
        aliases = [alias for alias in dict.fromkeys(names[2:]) if alias not in (name, chinese)]
        total = sum(count for _, count in strengths)
        main = [topic for topic, _ in strengths[:MAIN_TOPICS]]
        strong = [topic for topic, n in strengths if n >= max(2, STRONG_SHARE * total)]
        texts = [("name", name), ("name", chinese)]
        texts += [("alias", alias) for alias in (*aliases, initials(name))]
        texts += [("focus", text) for item in focus for text in (item.english, item.chinese)]
        texts += [("topic", self.topic_names(topic)) for topic in main]
        texts += [("location", text) for text in self._place_names(row)]
        meanings = [f"{item.english} {item.chinese}".strip() for item in focus]
        meanings += [self._topics[topic].name for topic in main if topic in self._topics]
        return Document(
            record_id=row["org_id"],
            record_kind="organisation",
            title=name,
            title_zh=chinese,
            texts=tuple((zone, text) for zone, text in texts if text),
            names=tuple(text for text in dict.fromkeys(names) if text),
            meanings=tuple(meanings or [name]),
            regions=(row["region"],) if row["region"] else (),
            organisation_kind=row["kind"],
            place=row["place"],
            fields=self._fields([*strong, *(topic for item in focus for topic in item.topics)]),
            prominence=float(total),
        )

    def topics(self) -> Iterator[Document]:
        """Yield every topic of the taxonomy, with its keywords."""
        rows = self.lake.arrow("topic_totals").select(["topic", "works"]).to_pylist()
        works: dict[str, int] = defaultdict(int)
        for row in rows:
            works[row["topic"]] += row["works"]
        for topic in self._topics.values():
            keywords = ", ".join(topic.keywords)
            chinese = topic.name_zh if has_chinese(topic.name_zh) else ""
            yield Document(
                record_id=topic.topic_id,
                record_kind="topic",
                title=topic.name,
                title_zh=chinese,
                texts=(("name", topic.name), ("name", chinese), ("topic", keywords)),
                names=(topic.name, *((chinese,) if chinese else ())),
                meanings=(f"{topic.name}. {keywords}",),
                fields=self.pair.fields_of_topic(topic.topic_id),
                prominence=float(works[topic.topic_id]),
            )

    def works(self) -> Iterator[Document]:
        """Yield the works, with title, abstract and topics."""
        query = """
            SELECT w.work_id, w.title, w.abstract, w.year, w.topics, w.citations,
                   a.regions
            FROM works w LEFT JOIN (
                SELECT work_id, list(region ORDER BY position) AS regions
                FROM (SELECT work_id, region, min(position) AS position FROM authorships
                      WHERE region IS NOT NULL GROUP BY work_id, region)
                GROUP BY work_id
            ) a USING (work_id)
            ORDER BY w.work_id"""
        for row in self._rows(query, "works", "authorships"):
            topics = (row["topics"] or [])[:WORK_TOPICS]
            abstract = row["abstract"] or ""
            chinese = row["title"] if has_chinese(row["title"]) else ""
            texts = [("title", row["title"]), ("abstract", abstract)]
            texts += [("topic", self.topic_names(topic)) for topic in topics]
            yield Document(
                record_id=row["work_id"],
                record_kind="work",
                title=row["title"],
                title_zh=chinese,
                texts=tuple((zone, text) for zone, text in texts if text),
                names=(row["title"],),
                meanings=(f"{row['title']}. {abstract}",),
                regions=tuple(row["regions"] or ()),
                year=row["year"],
                fields=self._fields(topics[:1]),
                prominence=float(row["citations"] or 0) / 100,
            )

    def people(self) -> Iterator[Document]:
        """Yield the people, with the topics and organisations of their works."""
        query = """
            WITH facts AS (
                SELECT a.person_id, a.work_id, w.year, w.topics[1] AS topic, a.org_id, a.region
                FROM authorships a JOIN works w USING (work_id) WHERE a.person_id IS NOT NULL
            ), by_topic AS (
                SELECT person_id, list(topic ORDER BY works DESC, topic)[1:$topics] AS topics
                FROM (SELECT person_id, topic, count(DISTINCT work_id) AS works
                      FROM facts WHERE topic IS NOT NULL GROUP BY ALL) GROUP BY person_id
            ), by_person AS (
                SELECT person_id, list(DISTINCT work_id ORDER BY work_id) AS works,
                       max(year) AS year, list(DISTINCT org_id ORDER BY org_id) AS organisations,
                       arg_max(region, year) AS region, arg_max(org_id, year) AS org_id
                FROM facts GROUP BY person_id
            )
            SELECT p.person_id, p.name, b.*, t.topics, o.place, o.region AS seat
            FROM people p JOIN by_person b USING (person_id) LEFT JOIN by_topic t USING (person_id)
            LEFT JOIN organisations o ON o.org_id = b.org_id
            ORDER BY p.person_id""".replace("$topics", str(PERSON_TOPICS))
        named = {
            row["org_id"]: " ".join(filter(None, (row["name"], row["name_zh"])))
            for row in self.lake.arrow("organisations").to_pylist()
        }
        for row in self._rows(query, "works", "authorships", "people", "organisations"):
            topics = row["topics"] or []
            texts = [("name", row["name"])]
            texts += [("topic", self.topic_names(topic)) for topic in topics]
            texts += [("location", named[o]) for o in row["organisations"] if o in named]
            yield Document(
                record_id=row["person_id"],
                record_kind="person",
                title=row["name"],
                title_zh=row["name"] if has_chinese(row["name"]) else "",
                texts=tuple(texts),
                names=(row["name"],),
                members=tuple(row["works"]),
                regions=(row["region"],) if row["region"] else (),
                place=row["place"] if row["seat"] == row["region"] else None,
                year=row["year"],
                fields=self._fields(topics),
                prominence=float(len(row["works"])),
            )

    def topic_names(self, topic_id: str) -> str:
        """Return a topic's name in both languages; "" for one outside the taxonomy."""
        topic = self._topics.get(topic_id)
        if topic is None:
            return ""
        return f"{topic.name} {topic.name_zh}" if has_chinese(topic.name_zh) else topic.name

    def _fields(self, topics: Sequence[str]) -> tuple[str, ...]:
        found = {name for topic in topics for name in self.pair.fields_of_topic(topic)}
        return tuple(item.field_id for item in self.pair.fields if item.field_id in found)

    def _place_names(self, row: dict[str, Any]) -> list[str]:
        kind = self.pair.kinds.get(row["kind"])
        names = [row["city"] or "", *((kind.en, kind.zh) if kind else ())]
        if row["region"] and row["place"]:
            region = self.pair.region(row["region"])
            place = self.pair.place(Location(row["region"], row["place"]))
            for label in (place.name, region.name, region.hinterland):
                names += [label.en, label.zh]
        return [name for name in dict.fromkeys(names) if name]

    def _strengths(self) -> dict[str, list[tuple[str, int]]]:
        """Return each organisation's topics with their works, most first."""
        query = """SELECT org_id, topic, sum(works)::BIGINT AS works FROM portfolio
                   WHERE topic <> '' GROUP BY ALL ORDER BY org_id, works DESC, topic"""
        strengths: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in self._rows(query, "portfolio"):
            strengths[row["org_id"]].append((row["topic"], row["works"]))
        return strengths

    def _focus(self) -> dict[str, list["_Focus"]]:
        # Here and not above: it brings scikit-learn, whose import takes longer than all others of
        # the server together, and an index that exists needs none of it.
        from twinbay.lake.derive.topics import TopicAssigner

        rows = self.lake.arrow("focus").to_pylist()
        unplaced = sorted({row["statement"] for row in rows if row["topics"] is None})
        nearest: dict[str, list[str]] = {}
        if unplaced:
            assigner = TopicAssigner.of_taxonomy(self.encode)
            nearest = dict(zip(unplaced, assigner.assign(unplaced, best=1), strict=True))
        found: dict[str, list[_Focus]] = defaultdict(list)
        for row in rows:
            statement, topics = row["statement"], row["topics"]
            topics = nearest[statement] if topics is None else topics
            item = _Focus(statement, row["statement_zh"] or "", tuple(topics))
            found[row["org_id"]].append(item)
        return found

    def _rows(self, query: str, *tables: str) -> Iterator[dict[str, Any]]:
        """Yield a query's rows; a build's tables go by their names."""
        with duckdb.connect() as connection:
            for table in tables:
                path = str(self.lake.path(table)).replace("'", "''")
                connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{path}')")
            result = connection.execute(query)
            names = [column[0] for column in result.description or ()]
            while rows := result.fetchmany(8_192):
                yield from (dict(zip(names, row, strict=True)) for row in rows)


@dataclass(frozen=True, slots=True)
class _Focus:
    english: str
    chinese: str
    topics: tuple[str, ...]


def initials(name: str) -> str:
    """Return the initials that an organisation may go by: HKUST for its full name; "" for none.

    Small words are left out, and names of fewer than three other words have none.
    """
    words = [word for word in name.replace("-", " ").split() if word.lower() not in _SMALL_WORDS]
    letters = [word[0] for word in words if word[0].isascii() and word[0].isalpha()]
    return "".join(letters).upper() if len(letters) == len(words) >= 3 else ""
