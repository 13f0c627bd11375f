"""Names of organisations and topics: from an id to a name, and from what a user typed to an id."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import pyarrow as pa
from rapidfuzz import fuzz, process

from twinbay.errors import NotFoundError
from twinbay.regions.names import fold_name
from twinbay.regions.taxonomy import load_topics

CLOSE_ENOUGH = 85.0  # rapidfuzz token_set_ratio, 0 to 100, of names offered as "did you mean"
OFFERED = 5


class NamedTables(Protocol):
    """Anything that gives canonical tables by name, such as an opened lake."""

    def arrow(self, name: str) -> pa.Table:
        """Return the table of that name."""
        ...


@dataclass(frozen=True, eq=False)
class NameBook:
    """Names of everything that a reason mentions.

    Attributes:
        english: name by organisation id.
        chinese: Chinese name by organisation id, where there is one.
        regions: region id by organisation id, where it lies in one.
    """

    english: dict[str, str]
    chinese: dict[str, str]
    regions: dict[str, str]
    _ids_by_name: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of_lake(cls, lake: NamedTables) -> "NameBook":
        """Read the names from the tables organisations and organisation_names."""
        columns = ["org_id", "name", "name_zh", "region"]
        english, chinese, regions = {}, {}, {}
        ids: dict[str, list[str]] = {}
        for row in lake.arrow("organisations").select(columns).to_pylist():
            org_id = row["org_id"]
            english[org_id] = row["name"]
            if row["name_zh"]:
                chinese[org_id] = row["name_zh"]
            if row["region"]:
                regions[org_id] = row["region"]
        spellings = lake.arrow("organisation_names").select(["org_id", "name"]).to_pylist()
        named = [*english.items(), *chinese.items()]
        named += [(row["org_id"], row["name"]) for row in spellings]
        for org_id, name in named:
            found = ids.setdefault(fold_name(name), [])
            if org_id in english and org_id not in found:
                found.append(org_id)
        return cls(english, chinese, regions, ids)

    def name(self, identifier: str, language: str = "en") -> str:
        """Return the name of an organisation or topic; the id itself where it is unknown."""
        chinese = language.lower().startswith("zh")
        if identifier in self.english:
            in_chinese = self.chinese.get(identifier) if chinese else None
            return in_chinese or self.english[identifier]
        topic = _topic_labels().get(identifier)
        if topic is None:
            return identifier
        return topic[1] if chinese else topic[0]

    def find(self, text: str) -> str:
        """Return the id of the organisation a user means.

        Arguments:
            text: an id, a name or a recorded spelling, in English or Chinese (Traditional too).

        Raises:
            NotFoundError: none or several organisations have that name; the remedy lists the
                nearest names.
        """
        if text in self.english:
            return text
        found = self._ids_by_name.get(fold_name(text), [])
        if len(found) == 1:
            return found[0]
        in_pair = [org_id for org_id in found if org_id in self.regions]
        if len(in_pair) == 1:
            return in_pair[0]
        if found:
            listed = "; ".join(f"{self.english[org_id]} ({org_id})" for org_id in found)
            raise NotFoundError(
                f"{text!r} is the name of {len(found)} organisations",
                remedy=f"Give the id instead: {listed}.",
            )
        raise NotFoundError(f"there is no organisation named {text!r}", remedy=self._offer(text))

    def _offer(self, text: str) -> str:
        near = process.extract(
            fold_name(text),
            self._ids_by_name.keys(),
            scorer=fuzz.token_set_ratio,
            score_cutoff=CLOSE_ENOUGH,
            limit=OFFERED,
        )
        names = dict.fromkeys(self.english[self._ids_by_name[key][0]] for key, _, _ in near)
        if not names:
            return "Search for it: twinbay search TEXT."
        return f"Did you mean {', '.join(names)}?"


@lru_cache(maxsize=1)
def _topic_labels() -> dict[str, tuple[str, str]]:
    return {topic.topic_id: (topic.name, topic.name_zh) for topic in load_topics()}
