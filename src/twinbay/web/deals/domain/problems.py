"""Why something about a deal was not done."""

from collections.abc import Sequence

from twinbay.errors import TwinbayError
from twinbay.web.deals.domain.stages import Blocker


class Refused(TwinbayError):
    """Somebody asked for what the state of a record does not allow; nothing was changed.

    Arguments:
        problem: what was wrong, in the language of the request.
        blockers: what stands in the way of a move.
    """

    def __init__(self, problem: str, blockers: Sequence[Blocker] = ()) -> None:
        self.blockers = tuple(blockers)
        super().__init__(problem)
