"""The build of the lake and the region pair that pages read."""

import threading

from django.conf import settings

from twinbay.errors import LakeError
from twinbay.lake.store import Lake, current_build
from twinbay.regions import DEFAULT_PAIR, RegionPair, load_pair

_lock = threading.Lock()
_opened: Lake | None = None


def open_lake() -> Lake:
    """Return the build in use, opened once and again when another one becomes current.

    Raises:
        LakeError: there is no build yet.
    """
    global _opened
    build_id = current_build(settings.TWINBAY_HOME)
    with _lock:
        if _opened is None or _opened.build_id != build_id:
            _opened = Lake.open(settings.TWINBAY_HOME)
        return _opened


def configured_pair() -> RegionPair:
    """Return the region pair of this site: the one that is set, else that of the build in use.

    Raises:
        ConfigurationError: its file is wrong.
    """
    if settings.TWINBAY_PAIR:
        return load_pair(settings.TWINBAY_PAIR)
    try:
        source = open_lake().pair_source
    except LakeError:
        source = ""  # the error page is shown in the colours of the default pair
    return load_pair(source or DEFAULT_PAIR)
