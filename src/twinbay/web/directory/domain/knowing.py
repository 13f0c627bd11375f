"""Who knows about a text, from the expertise ranking."""

from twinbay.match.encoders import default_encoder
from twinbay.match.expertise.who import Answer, who_knows
from twinbay.web.directory.domain.directory import Directory

SHOWN = 10  # people, teams and organisations, each


def knowers(directory: Directory, text: str, region: str) -> Answer:
    """Return who knows about a text.

    Arguments:
        text: in English or Chinese.
        region: region id, "" for anywhere.
    """
    return who_knows(
        text,
        directory.lake,
        directory.search_index,
        default_encoder(),
        region=region or None,
        limit=SHOWN,
    )


def has_works(directory: Directory) -> bool:
    """Return whether the build holds works, not figures alone."""
    return directory.lake.rows("works") > 0
