"""The six kinds of opportunity: which fields each has, said once for forms, pages and workbooks.

The fields of technology follow the profiles of European technology transfer (Enterprise Europe
Network: technology offer and request); those of capital what funds and start-ups exchange first.
"""

from collections.abc import Mapping

from twinbay.web.opportunities.domain.kinds.capital import CAPITAL_OFFERED, CAPITAL_SOUGHT
from twinbay.web.opportunities.domain.kinds.people_and_places import SITE_PROJECT, TALENT
from twinbay.web.opportunities.domain.kinds.spec import COMMON, Form, KindField, Part
from twinbay.web.opportunities.domain.kinds.technology import TECHNOLOGY_NEED, TECHNOLOGY_OFFER
from twinbay.web.opportunities.models import OpportunityKind

KIND_FIELDS: Mapping[str, tuple[KindField, ...]] = {
    str(OpportunityKind.TECHNOLOGY_OFFER): TECHNOLOGY_OFFER,
    str(OpportunityKind.TECHNOLOGY_NEED): TECHNOLOGY_NEED,
    str(OpportunityKind.CAPITAL_OFFERED): CAPITAL_OFFERED,
    str(OpportunityKind.CAPITAL_SOUGHT): CAPITAL_SOUGHT,
    str(OpportunityKind.TALENT): TALENT,
    str(OpportunityKind.SITE_PROJECT): SITE_PROJECT,
}


def fields_of(kind: str) -> tuple[KindField, ...]:
    """Return the fields of a kind beyond those that all kinds share (``COMMON``)."""
    return KIND_FIELDS[kind]


__all__ = ["COMMON", "KIND_FIELDS", "Form", "KindField", "Part", "fields_of"]
