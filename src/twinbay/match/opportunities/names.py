"""Names of stages, languages, kinds of cooperation and the like, and how users write them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from twinbay.match.tokens import normalise
from twinbay.regions import RegionPair
from twinbay.regions.taxonomy import load_topics

EXCLUDABLE = ("fields", "places", "stages", "cooperation", "ip", "organisation_kind")
"""Sets whose terms a record can exclude by name."""


@dataclass(frozen=True)
class Term:
    """One term of a vocabulary: its id, its names, and other spellings."""

    term_id: str
    en: str
    zh: str
    spellings: tuple[str, ...] = ()


@cache
def vocabulary() -> Mapping[str, tuple[Term, ...]]:
    """Return the known terms of each set that has a vocabulary, by the set's name."""
    text = files("twinbay.match.opportunities").joinpath("data/terms.toml").read_text("utf-8")
    return {
        name: tuple(
            Term(term_id, given[0], given[1], tuple(given[2:])) for term_id, given in terms.items()
        )
        for name, terms in tomllib.loads(text).items()
    }


@dataclass(frozen=True, eq=False)
class TermNames:
    """Names of terms, places and fields in both languages.

    Attributes:
        pair: gives the fields and the places; without it their ids stand for them.
        places: the country of each known place by its id; "" for a whole region.
    """

    pair: RegionPair | None = None
    places: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict, repr=False)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for attribute, terms in vocabulary().items():
            for term in terms:
                self._add(attribute, term.term_id, term.en, term.zh, *term.spellings)
        if self.pair is None:
            return
        for known in self.pair.fields:
            self._add("fields", known.field_id, known.name.en, known.name.zh)
        for region in self.pair.regions:
            short = region.short_name
            self.places[region.region_id] = ""
            self._add(
                "places", region.region_id, region.name.en, region.name.zh, short.en, short.zh
            )
            for place in region.places:
                place_id = f"{region.region_id}/{place.place_id}"
                self.places[place_id] = place.country
                self._add("places", place_id, place.name.en, place.name.zh, *place.aliases)
        for kind, label in self.pair.kinds.items():
            self._add("organisation_kind", kind, label.en, label.zh)

    def _add(self, attribute: str, term_id: str, en: str, zh: str, *spellings: str) -> None:
        self._found[attribute, term_id] = (en, zh)
        for spelling in (term_id, en, zh, *spellings):
            self._ids.setdefault((attribute, normalise(spelling)), term_id)

    def name(self, attribute: str, term_id: str, language: str) -> str:
        """Return a term's name; the term itself where it has none."""
        pair = self._found.get((attribute, term_id))
        if pair is None and attribute == "topics":
            pair = _topic_names().get(term_id)
        if pair is None:
            return term_id
        return pair[1] if language.startswith("zh") else pair[0]

    def identify(self, attribute: str, written: str) -> str:
        """Return the id of a term as a user wrote it; an unknown one in lower case."""
        plain = normalise(" ".join(written.split()))
        return self._ids.get((attribute, plain), plain)

    def known(self, written: str) -> tuple[str, ...]:
        """Return the ids of every set's term that is written so, in the order of the sets."""
        plain = normalise(" ".join(written.split()))
        found = (self._ids.get((name, plain)) for name in EXCLUDABLE)
        return tuple(dict.fromkeys(term_id for term_id in found if term_id))

    def title(self, term: str, language: str) -> str:
        """Return the name of a term of whichever set it is in; the term itself if of none."""
        for name in EXCLUDABLE:
            if (name, term) in self._found:
                return self.name(name, term, language)
        return self.name("topics", term, language)


@cache
def _topic_names() -> dict[str, tuple[str, str]]:
    return {topic.topic_id: (topic.name, topic.name_zh) for topic in load_topics()}
