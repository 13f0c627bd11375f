"""Suggested partners and missing bridges, from the partner ranking."""

from twinbay.match.missing import MissingBridge, missing_bridges
from twinbay.match.partners import Feedback, Suggestion, suggest_partners
from twinbay.web.directory.domain.directory import Directory

SUGGESTIONS = 10
MISSING = 10


def regions_to_look_in(directory: Directory, region_id: str) -> tuple[str, ...]:
    """Return where partners are sought: the other region, or both for one outside the pair."""
    if directory.in_pair(region_id) is None:
        return directory.region_ids
    return (directory.pair.other(region_id).region_id,)


def suggestions(
    directory: Directory, org_id: str, region_id: str, feedback: Feedback, limit: int = SUGGESTIONS
) -> tuple[Suggestion, ...]:
    """Return suggested partners of an organisation in one region, the best first."""
    return directory.suggest(org_id, region_id, feedback, limit, learned=directory.trained)


def reasons_of_pair(
    directory: Directory, org_id: str, partner_id: str, partner_region: str
) -> Suggestion | None:
    """Return what speaks for two organisations, None when the evidence has nothing."""
    found = suggest_partners(
        directory.evidence,
        org_id,
        partner_region,
        limit=1,
        learned=directory.trained,
        eligible=lambda candidate: candidate == partner_id,
    )
    return found[0] if found else None


def missing_in_field(directory: Directory, field_id: str) -> tuple[MissingBridge, ...]:
    """Return the most promising pairs without joint works in a field; kept per build."""
    topics = directory.pair.topics_of_field(field_id)
    return directory.once(
        ("missing", field_id),
        lambda: missing_bridges(directory.evidence, *directory.region_ids, topics, limit=MISSING),
    )
