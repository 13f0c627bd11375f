"""Searching the directory."""

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
    asked = set(tokens(text))
    return [
        candidate
        for candidate in pair.fields
        if asked
        and asked
        <= set(
            tokens(
                " ".join(
                    (
                        candidate.name.en,
                        candidate.name.zh,
                        candidate.description.en,
                        candidate.description.zh,
                    )
                )
            )
        )
    ]
