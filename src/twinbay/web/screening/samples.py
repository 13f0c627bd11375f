"""A sample list of invented parties, and one sample decision."""

from importlib.resources import as_file, files

from twinbay.web.accounts.models import User
from twinbay.web.screening.domain.deciding import decide
from twinbay.web.screening.domain.lists import load_list
from twinbay.web.screening.domain.running import officers_of, screen_due
from twinbay.web.screening.models import Flag, FlagState

NAME = "Sample list 示例名单"


def make_samples() -> None:
    """Load the sample list, compare everybody, clear one pair; doing it again changes nothing."""
    with as_file(files("twinbay.web.screening") / "sample_list.csv") as path:
        load_list(path, name=NAME, by="sample")
    screen_due()
    flags = Flag.objects.filter(list_name=NAME)
    last = flags.last()
    if last is None or last.decisions.exists():
        return
    officers: list[User] = officers_of(last)
    if officers:
        reason = "Sample decision: another address. 示例决定：地址不同。"
        decide(last, FlagState.CLEARED, reason, officers[0], last.fingerprint)
