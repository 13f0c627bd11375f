"""What is asked on the page "Who knows about this?", read from the form or the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from twinbay.regions import RegionPair

LONGEST_TEXT = 20_000  # characters that are read
LONGEST_ADDRESS = 300  # characters of a text that may stand in an address


@dataclass(frozen=True)
class WhoRequest:
    """A text and where to look.

    Attributes:
        text: as pasted, without control characters, cut to ``LONGEST_TEXT`` characters.
        cut: whether more was pasted.
        region: region id, "" for anywhere.
        asked: whether the form was sent; False at the first visit.
    """

    text: str
    cut: bool
    region: str
    asked: bool


def who_request(query: Mapping[str, str], pair: RegionPair) -> WhoRequest:
    """Read a request's values (a Django ``QueryDict``); an unknown region is as if not given."""
    given = query.get("text", "").replace("\r\n", "\n")
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in given).strip()
    region = query.get("region", "")
    known = {candidate.region_id for candidate in pair.regions}
    return WhoRequest(
        text=text[:LONGEST_TEXT],
        cut=len(text) > LONGEST_TEXT,
        region=region if region in known else "",
        asked="text" in query,
    )
