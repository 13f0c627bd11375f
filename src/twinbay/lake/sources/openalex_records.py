"""OpenAlex works and authors as staged rows: one parser for API pages and for the snapshot.

Source of the fields: https://developers.openalex.org (works, authors) and, for what
the snapshot still holds of earlier forms, https://docs.openalex.org. OpenAlex data are CC0.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from twinbay.lake.sources.countries import country_code
from twinbay.lake.sources.json_values import (
    Note,
    Unusable,
    integer,
    items,
    mapping,
    openalex_id,
    plain_text,
    short_orcid,
    text,
    web_address,
)
from twinbay.lake.sources.openalex_institutions import dehydrated_row
from twinbay.lake.sources.tidy import EARLIEST_YEAR, LONGEST_FIELD

Row = dict[str, Any]
Affiliation = tuple[
    str, int, str | None, str | None, str | None, str | None, str | None, str | None
]
"""A row of the staged table, in the order of ``AFFILIATION_COLUMNS``."""
AFFILIATION_COLUMNS = (
    *("work_id", "position", "author_id", "author_name"),
    *("org_id", "org_name", "country", "raw_affiliation"),
)

# https://developers.openalex.org/api-reference/work-types, and Crossref types of older snapshots.
# What reports research is a paper; the apparatus around it (editorials, errata) is "other".
_WORK_KINDS = {
    "article": "paper",
    "book": "paper",
    "book-chapter": "paper",
    "conference-paper": "paper",
    "dissertation": "paper",
    "journal-article": "paper",
    "letter": "paper",
    "monograph": "paper",
    "posted-content": "preprint",
    "preprint": "preprint",
    "proceedings-article": "paper",
    "report": "paper",
    "review": "paper",
    "dataset": "dataset",
    "patent": "patent",
}
_WORK_ADDRESS = re.compile(r"https://openalex\.org/W[0-9]{1,18}")
_ADDRESS = len("https://openalex.org/")
_TOPIC_ID = re.compile(r"(?:https?://openalex\.org/(?:topics/)?)?(T[0-9]{1,8})")
MOST_AUTHORSHIPS = 10_000
MOST_REFERENCES = 20_000
MOST_WORDS = 50_000  # of an abstract
MOST_TOPICS = 10


@dataclass
class WorkRows:
    """What one work says, as rows of the staged tables but for their ``source``."""

    work: Row
    affiliations: list[Affiliation] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    organisations: dict[str, Row] = field(default_factory=dict)
    people: dict[str, Row] = field(default_factory=dict)


def work_rows(record: Row, latest_year: int, note: Note) -> WorkRows:
    """Return the staged rows of a work.

    Arguments:
        record: the work, as the API and the snapshot give it.
        latest_year: a later year is refused.
        note: told about each field that was left out or cut.

    Raises:
        Unusable: the work has no id, no title, or a year that cannot be.
    """
    short = openalex_id(record.get("id"), "W")
    if short is None:
        raise Unusable("id", "not the id of an OpenAlex work", record.get("id"))
    title = plain_text(
        record.get("title") or record.get("display_name"), "title", note, LONGEST_FIELD
    )
    if title is None:
        raise Unusable("title", "no title", short)
    work_id = f"work:{short}"
    topics = _topics(record, note)
    rows = WorkRows(
        {
            "work_id": work_id,
            "kind": _WORK_KINDS.get(str(record.get("type")), "other"),
            "title": title,
            "abstract": abstract_text(record.get("abstract_inverted_index"), note),
            "year": _year(record.get("publication_year"), latest_year, note),
            "venue": _venue(record, note),
            "topics": topics or None,
            "topics_rule": "source" if topics else None,
            "citations": integer(record.get("cited_by_count"), "cited_by_count", note),
            "language": text(record.get("language"), "language", note, 20),
            "url": web_address(record.get("doi"), "doi", note) or f"https://openalex.org/{short}",
        },
        cited=_cited_works(record, work_id, note),
    )
    authorships = items(record.get("authorships"), "authorships", note)
    if len(authorships) > MOST_AUTHORSHIPS:
        note("authorships", f"more than {MOST_AUTHORSHIPS:,}; cut", len(authorships))
    for position, authorship in enumerate(authorships[:MOST_AUTHORSHIPS]):
        _authorship(rows, work_id, position, mapping(authorship, "authorships", note), note)
    return rows


def _year(value: Any, latest_year: int, note: Note) -> int | None:
    year = integer(value, "publication_year", note, least=-(2**31))
    if year is None:
        if value is not None:
            raise Unusable("publication_year", "not a year", value)
        return None
    if year > latest_year:
        raise Unusable("publication_year", "the year is in the future", year)
    if year < EARLIEST_YEAR:
        raise Unusable("publication_year", "the year is too early", year)
    return year


def _cited_works(record: Row, work_id: str, note: Note) -> list[str]:
    values = items(record.get("referenced_works"), "referenced_works", note)
    if len(values) > MOST_REFERENCES:
        note("referenced_works", f"more than {MOST_REFERENCES:,}; cut", len(values))
        values = values[:MOST_REFERENCES]
    cited = [
        "work:" + value[_ADDRESS:]
        for value in values
        if type(value) is str and _WORK_ADDRESS.fullmatch(value)
    ]
    if len(cited) < len(values):
        note("referenced_works", "not the ids of works; left out", len(values) - len(cited))
    return [work for work in dict.fromkeys(cited) if work != work_id]


def _venue(record: Row, note: Note) -> str | None:
    location = mapping(record.get("primary_location"), "primary_location", note)
    source = mapping(location.get("source"), "primary_location.source", note)
    return text(source.get("display_name"), "primary_location.source.display_name", note)


def _topics(record: Row, note: Note) -> list[str]:
    """Return topic ids, the primary one first."""
    named = [record.get("primary_topic"), *items(record.get("topics"), "topics", note)]
    found: dict[str, None] = {}
    for topic in named[: MOST_TOPICS + 1]:
        value = mapping(topic, "topics", note).get("id")
        match = _TOPIC_ID.fullmatch(value) if isinstance(value, str) else None
        if match:
            found[match[1]] = None
        elif topic:
            note("topics", "not the id of an OpenAlex topic; loaded without it", value)
    return list(found)


def abstract_text(index: Any, note: Note) -> str | None:
    """Return an abstract's text from its inverted index: words to their positions from 0.

    Source: https://docs.openalex.org/api-entities/works/work-object#abstract_inverted_index.
    At most ``MOST_WORDS`` words and ``LONGEST_FIELD`` characters are kept.
    """
    words: dict[Any, str] = {}
    for word, places in mapping(index, "abstract_inverted_index", note).items():
        if type(places) is list:
            for place in places:
                if type(place) is int:
                    words[place] = word
        else:
            note("abstract_inverted_index", "not a list of positions; word left out", word[:80])
    places = [place for place in sorted(words) if 0 <= place < MOST_WORDS]
    if len(places) < len(words):
        note("abstract_inverted_index", "positions out of range; words left out", "")
    longest = max(map(len, words.values()), default=0)
    if longest * len(places) > LONGEST_FIELD:  # hostile words could fill the memory when joined
        places = _bounded_places(words, places)
        words = {place: words[place][: LONGEST_FIELD + 1] for place in places}
    joined = " ".join([words[place] for place in places])
    return plain_text(joined or None, "abstract_inverted_index", note, LONGEST_FIELD)


def _bounded_places(words: dict[Any, str], places: list[Any]) -> list[Any]:
    """Return the first positions, up to the one whose word passes ``LONGEST_FIELD``."""
    length = 0
    for count, place in enumerate(places, start=1):
        length += len(words[place]) + 1
        if length > LONGEST_FIELD:
            return places[:count]
    return places


def _authorship(rows: WorkRows, work_id: str, position: int, record: Row, note: Note) -> None:
    author = mapping(record.get("author"), "authorships.author", note)
    person = person_row(author, "authorships.author", note)
    raw_name = record.get("raw_author_name") if person["name"] is None else None
    name = person["name"] or text(raw_name, "authorships.raw_author_name", note)
    if person["orcid"] and name:
        rows.people[person["person_id"]] = {**person, "name": name}
    raw_texts = _raw_affiliations(record, note)
    institutions: dict[str, tuple[Row, str]] = {}
    for value in items(record.get("institutions"), "authorships.institutions", note):
        found = dehydrated_row(mapping(value, "authorships.institutions", note), note)
        if found:
            institutions.setdefault(found[0]["org_id"], found)
    author_id = person["person_id"]
    for organisation, openalex in institutions.values():
        org_id, org_name = organisation["org_id"], organisation["name"]
        raw = raw_texts.get(openalex) or raw_texts.get("")
        rows.organisations[org_id] = organisation
        rows.affiliations.append(
            (work_id, position, author_id, name, org_id, org_name, organisation["country"], raw)
        )
    if not institutions and (name or raw_texts):
        countries = items(record.get("countries"), "authorships.countries", note)
        only = countries[0] if len(countries) == 1 and isinstance(countries[0], str) else None
        rows.affiliations.append(
            (work_id, position, author_id, name, None, None, country_code(only), raw_texts.get(""))
        )


def _raw_affiliations(record: Row, note: Note) -> dict[str, str]:
    """Return the texts as printed: by institution id, and all of them under ""."""
    grouped: dict[str, list[str]] = {}
    everything: dict[str, None] = {}
    for value in items(record.get("affiliations"), "authorships.affiliations", note):
        affiliation = mapping(value, "authorships.affiliations", note)
        raw = text(affiliation.get("raw_affiliation_string"), "raw_affiliation_string", note)
        if raw is None:
            continue
        everything[raw] = None
        for institution in items(affiliation.get("institution_ids"), "institution_ids", note):
            short = openalex_id(institution, "I")
            if short:
                grouped.setdefault(short, []).append(raw)
    if not everything:
        for value in items(record.get("raw_affiliation_strings"), "raw_affiliation_strings", note):
            raw = text(value, "raw_affiliation_strings", note)
            if raw:
                everything[raw] = None
    if not everything:
        return {}
    texts = {short: "; ".join(raws) for short, raws in grouped.items()}
    return {**texts, "": "; ".join(everything)}


def person_row(author: Row, where: str, note: Note) -> Row:
    """Return a person's row: known by ORCID, else by OpenAlex id, else by neither."""
    orcid = short_orcid(author.get("orcid"), f"{where}.orcid", note)
    short = openalex_id(author.get("id"), "A")
    identity = orcid or short
    return {
        "person_id": f"person:{identity}" if identity else None,
        "name": text(author.get("display_name"), f"{where}.display_name", note),
        "orcid": orcid,
    }


def author_row(record: Row, note: Note) -> Row:
    """Return the row of a full author record; Unusable when it has no id or no name."""
    row = person_row(record, "author", note)
    if openalex_id(record.get("id"), "A") is None:
        raise Unusable("id", "not the id of an OpenAlex author", record.get("id"))
    if row["name"] is None:
        raise Unusable("display_name", "no name", record.get("id"))
    return row
