"""What the evidence says about two organisations at the moment they come into contact."""

from typing import Any

from django.utils import timezone

from twinbay.errors import LakeError
from twinbay.match.partners import Suggestion
from twinbay.web.directory.domain import partners
from twinbay.web.directory.domain.directory import Directory, open_directory
from twinbay.web.directory.queries.organisations import organisations

_LANGUAGES = {"en": "en", "zh": "zh-hans"}


def evidence_between(org_id: str, partner_id: str) -> dict[str, Any]:
    """Return what is kept with an interest: reasons in both languages and the likelihood.

    Arguments:
        org_id, partner_id: ids in the lake; either may be unknown there.

    Returns:
        plain values: ``org_a``, ``org_b``, ``build``, ``at``, ``score``, ``likelihood`` (None
        where none was shown) and ``reasons``; empty when the evidence knows nothing of the two.
    """
    try:
        directory = open_directory()
    except LakeError:
        return {}
    found = organisations(directory.database, (org_id, partner_id))
    if len(found) < 2:
        return {}
    partner = found[partner_id]
    suggestion = partners.reasons_of_pair(directory, org_id, partner_id, partner.region)
    if suggestion is None:
        return {}
    return {
        "org_a": org_id,
        "org_b": partner_id,
        "build": directory.lake.build_id,
        "at": timezone.now().isoformat(timespec="seconds"),
        "score": round(suggestion.score, 4),
        "likelihood": _likelihood(suggestion),
        "reasons": _reasons(directory, suggestion),
    }


def _likelihood(suggestion: Suggestion) -> dict[str, int] | None:
    found = suggestion.judgement.likelihood if suggestion.judgement else None
    if found is None:
        return None
    return {
        "suggestions": found.suggestions,
        "became": found.became,
        "horizon": found.horizon,
        "per_hundred": found.per_hundred,
    }


def _reasons(directory: Directory, suggestion: Suggestion) -> list[dict[str, str]]:
    def sentence(reason: Any, language: str) -> str:
        return str(reason.sentence(language, lambda one: directory.names.name(one, language)))

    return [
        {"kind": reason.kind} | {key: sentence(reason, code) for key, code in _LANGUAGES.items()}
        for reason in suggestion.reasons
    ]
