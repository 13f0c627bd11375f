"""Matches as plain JSON values and back, so that a later screening can be compared with them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from twinbay.errors import SourceError
from twinbay.screen.model import Evidence, Match, MatchKind


def match_to_record(match: Match) -> dict[str, Any]:
    """Return a match as a JSON object."""
    record = asdict(match)
    record["kind"] = str(match.kind)
    return record


def match_from_record(record: Mapping[str, Any]) -> Match:
    """Return the match of a JSON object that ``match_to_record`` gave.

    Raises:
        SourceError: it is none.
    """
    try:
        values = dict(record)
        evidence = tuple(
            Evidence(str(item["aspect"]), bool(item["supports"]), dict(item["reason"]))
            for item in values.pop("evidence")
        )
        return Match(
            **{
                **values,
                "kind": MatchKind(values["kind"]),
                "score": float(values["score"]),
                "programs": tuple(map(str, values["programs"])),
                "reason": {language: str(text) for language, text in values["reason"].items()},
            },
            evidence=evidence,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"not a match: {error!r}",
            remedy="Give the file that “twinbay screen … --json” wrote.",
        ) from error
