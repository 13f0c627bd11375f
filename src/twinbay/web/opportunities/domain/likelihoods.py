"""How often two organisations like these came to joint work, where the evidence can say."""

import logging
from typing import Any

from twinbay.errors import TwinbayError
from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.directory.domain.directory import Directory, open_directory
from twinbay.web.directory.domain.partners import reasons_of_pair

logger = logging.getLogger(__name__)


class Likelihoods:
    """Likelihoods of joint work by pair of organisations; each pair is computed once."""

    def __init__(self) -> None:
        self._directory: Directory | None = None
        self._known: dict[tuple[str, str], int | None] = {}
        try:
            self._directory = open_directory()
        except TwinbayError as error:
            logger.warning("no likelihoods: %s", error)

    def per_hundred(self, one: MemberOrganisation, other: MemberOrganisation) -> int | None:
        """Return how many of 100 such pairs came to joint work, None where nothing tells.

        The figure is the backtested one of the trained partner ranking (``match.ranking``); without
        a trained ranking, or without evidence of one of the two, there is none.
        """
        if self._directory is None or self._directory.trained is None:
            return None
        key = (str(one.org_id), str(other.org_id))
        if key not in self._known:
            self._known[key] = self._computed(*key, str(other.region))
        return self._known[key]

    def _computed(self, org_id: str, other_id: str, region: str) -> int | None:
        assert self._directory is not None
        try:
            found: Any = reasons_of_pair(self._directory, org_id, other_id, region)
        except TwinbayError:  # one of them is not in the evidence
            return None
        if found is None or found.judgement is None or found.judgement.likelihood is None:
            return None
        return int(found.judgement.likelihood.per_hundred)
