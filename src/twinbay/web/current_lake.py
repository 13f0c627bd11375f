"""The build of the lake and the region pair that pages read."""

import threading

from django.conf import settings

from twinbay.lake.store import Lake, current_build
from twinbay.regions import RegionPair, load_pair

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
    """Return the region pair of this site; ConfigurationError when its file is wrong."""
    return load_pair(settings.TWINBAY_PAIR)
