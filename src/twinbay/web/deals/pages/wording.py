"""Names and sentences of deals in the language of the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from twinbay.web.deals.domain.stages import Blocker, Stage
from twinbay.web.deals.models.deal import CLOSED_REASON_NAMES, OUTCOME_NAMES, STAGE_NAMES
from twinbay.web.deals.models.document import DOCUMENT_KINDS
from twinbay.web.i18n import active_language

_STAGES = dict(STAGE_NAMES)
_OUTCOMES = dict(OUTCOME_NAMES)
_REASONS = dict(CLOSED_REASON_NAMES)
_DOCUMENTS = dict(DOCUMENT_KINDS)


def stage_name(stage: str) -> str:
    """Return the name of a stage."""
    return str(_STAGES.get(stage, stage))


def outcome_name(kind: str) -> str:
    """Return the name of an outcome, "" for none."""
    return str(_OUTCOMES.get(kind, kind))


def closed_reason(reason: str) -> str:
    """Return why a deal was closed."""
    return str(_REASONS.get(reason, reason))


def document_kind(kind: str) -> str:
    """Return the name of a kind of document."""
    return str(_DOCUMENTS.get(kind, kind))


def name_of(named: Any) -> str:
    """Return an organisation's or a person's name in the language of the page."""
    return str(named.name_in(active_language()) or _("a member"))


def title_of(record: Any) -> str:
    """Return a deal's, an interest's or an opportunity's title in the language of the page."""
    return str(record.title_in(active_language()))


def money(amount: Any, currency: str) -> str:
    """Return an amount with its currency, "" for none."""
    if amount is None:
        return ""
    figures = f"{amount:,.2f}".removesuffix(".00")
    return f"{currency} {figures}"


def percent(share: Any) -> str:
    """Return a share in percent, "" for none."""
    if share is None:
        return ""
    figures = f"{share:f}"
    figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return f"{figures}%"


def move_name(stage: str, target: str) -> str:
    """Return what the button of a move says."""
    if stage == Stage.CLOSED:
        return str(_("Take it up again"))
    texts = {
        Stage.NDA: _("Begin the NDA"),
        Stage.EVALUATION: _("Begin the evaluation"),
        Stage.NEGOTIATION: _("Begin to negotiate"),
        Stage.SIGNED: _("Record the signature"),
        Stage.CLOSED: _("Close the deal"),
    }
    if stage == Stage.NEGOTIATION and target == Stage.EVALUATION:
        return str(_("Evaluate once more"))
    return str(texts[Stage(target)])


def blocker_texts(blockers: Iterable[Blocker]) -> list[str]:
    """Return what stands in the way of a move, as sentences."""
    texts = {
        Blocker.NOT_FROM_HERE: _("This stage does not follow the present one."),
        Blocker.NDA_MISSING: _("Not every party has signed the non-disclosure agreement."),
        Blocker.INVITATION_OPEN: _("An invitation to share the deal has not been answered."),
        Blocker.OUTCOME_MISSING: _("The terms do not say what is signed."),
        Blocker.DATE_MISSING: _("The terms do not say on which day it was signed."),
        Blocker.DATE_AHEAD: _("The day of the signature is still to come."),
        Blocker.CONSENT_MISSING: _("Not every party has agreed to the terms as they are now."),
        Blocker.REASON_MISSING: _("A reason is needed."),
    }
    return [str(texts[blocker]) for blocker in blockers]
