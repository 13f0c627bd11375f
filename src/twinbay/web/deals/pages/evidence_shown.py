"""The evidence that was kept with an interest, in the language of the page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from twinbay.web.directory.pages.wording import address
from twinbay.web.i18n import active_language


def evidence_shown(kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the template shows, None when nothing was known.

    Arguments:
        kept: as ``domain.evidence.evidence_between`` gives it.
    """
    if not kept:
        return None
    language = "zh" if active_language() == "zh-hans" else "en"
    return {
        "address": address("pair", kept["org_a"], kept["org_b"]),
        "build": kept["build"],
        "at": datetime.fromisoformat(kept["at"]),
        "likelihood": _likelihood(kept["likelihood"]),
        "reasons": [reason[language] for reason in kept["reasons"]],
    }


def _likelihood(kept: Mapping[str, int] | None) -> str:
    if kept is None:
        return ""
    text = ngettext(
        "Of 100 suggestions like this in the past, %(hundred)s became joint works within a year"
        " (%(became)s of %(suggestions)s).",
        "Of 100 suggestions like this in the past, %(hundred)s became joint works within"
        " %(years)s years (%(became)s of %(suggestions)s).",
        kept["horizon"],
    )
    numbers = {
        "suggestions": f"{kept['suggestions']:,}",
        "became": f"{kept['became']:,}",
        "years": kept["horizon"],
        "hundred": kept["per_hundred"],
    }
    return str(text % numbers)
