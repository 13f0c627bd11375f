"""Searching the directory."""

from functools import lru_cache

from twinbay.match.search import Filters, SearchResult
from twinbay.match.tokens import tokens
from twinbay.regions import CooperationField, RegionPair
from twinbay.web.directory.domain.directory import Directory

HITS_REACHED = 1_000  # hits that pages and files lead to; the rest is for a narrower query


def search(
    directory: Directory, text: str, filters: Filters, limit: int, offset: int
) -> SearchResult:
    """Return a page of hits over organisations, topics, people and works."""
    return directory.search_index.search(text, filters, limit, min(offset, HITS_REACHED))


def fields_named(pair: RegionPair, text: str) -> list[CooperationField]:
    """Return the fields of cooperation whose name or description has every word of a text."""
    asked = frozenset(tokens(text))
    return [field for field in pair.fields if asked and asked <= _words(field)]


@lru_cache(maxsize=256)
def _words(field: CooperationField) -> frozenset[str]:
    texts = (field.name.en, field.name.zh, field.description.en, field.description.zh)
    return frozenset(tokens(" ".join(texts)))
