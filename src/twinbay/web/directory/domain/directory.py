"""The directory of one build: what its pages read and what the engines compute on, made once."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from twinbay.errors import TwinbayError
from twinbay.lake.store import Lake
from twinbay.match.encoders import default_encoder
from twinbay.match.evidence import Evidence
from twinbay.match.names import NameBook
from twinbay.match.partners import Suggestion, suggest_partners
from twinbay.match.ranking.folder import people_folder, ranker_folder
from twinbay.match.search import SearchIndex, open_index
from twinbay.regions import Region, RegionPair
from twinbay.web.current_lake import configured_pair, open_lake
from twinbay.web.directory.queries.serving import ServingDatabase

if TYPE_CHECKING:
    from twinbay.match.ranking.learned import LearnedRanker
    from twinbay.match.ranking.people_suggesting import PeopleRanker

logger = logging.getLogger(__name__)

Made = TypeVar("Made")
KEPT_SUGGESTIONS = 1_000  # lists, a few kilobytes each


@dataclass(frozen=True, eq=False)
class Directory:
    """Everything that pages about one build need; kept while the build is in use.

    Attributes:
        lake: the build.
        pair: the region pair.
        database: the build, opened for small questions.
    """

    lake: Lake
    pair: RegionPair
    database: ServingDatabase
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _making: dict[Any, threading.RLock] = field(default_factory=dict, repr=False)
    _made: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def evidence(self) -> Evidence:
        """The evidence that the partner ranking computes on."""
        return self.once(
            "evidence", lambda: Evidence.from_lake(self.lake, default_encoder().encode)
        )

    @property
    def search_index(self) -> SearchIndex:
        """The search index; made at the first call where no command has made it before."""
        return self.once("search index", lambda: open_index(self.lake, self.pair))

    @property
    def names(self) -> NameBook:
        """Names of organisations and topics, for the reasons."""
        return self.once("names", lambda: NameBook.of_lake(self.lake))

    @cached_property
    def suggest(self) -> Callable[..., tuple[Suggestion, ...]]:
        """``suggest_partners`` on this build's evidence; its last answers are kept."""
        return lru_cache(maxsize=KEPT_SUGGESTIONS)(partial(suggest_partners, self.evidence))

    @property
    def trained(self) -> "LearnedRanker | None":
        """The trained ranking of new partners; None where there is none. Read anew when trained."""
        folder = ranker_folder(self.lake.home, self.lake.build_id)
        try:
            written = (folder / "model.json").stat().st_mtime_ns
        except OSError:
            return None
        return self.once(("trained", written), lambda: _read_ranker(folder))

    @property
    def trained_people(self) -> "tuple[PeopleRanker, ...]":
        """The trained rankings of people; none where there are none. Read anew when trained."""
        folder = people_folder(self.lake.home, self.lake.build_id)
        try:
            written = (folder / "people.json").stat().st_mtime_ns
        except OSError:
            return ()
        return self.once(("trained people", written), lambda: _read_people(folder))

    @cached_property
    def region_ids(self) -> tuple[str, str]:
        """Ids of the two regions, in the pair's order."""
        first, second = self.pair.regions
        return first.region_id, second.region_id

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return what was made under a key, making it at the first call.

        Thread-safe: who asks for the same waits, who asks for something else does not.
        """
        if key not in self._made:
            with self._lock:
                making = self._making.setdefault(key, threading.RLock())
            with making:
                if key not in self._made:
                    self._made[key] = make()
        made: Made = self._made[key]
        return made

    def in_pair(self, region_id: str) -> Region | None:
        """Return a region of the pair, None for any other text."""
        return next((r for r in self.pair.regions if r.region_id == region_id), None)


def _read_ranker(folder: Path) -> "LearnedRanker | None":
    """Read a trained ranking; without a readable one suggestions are ranked as before training."""
    from twinbay.match.ranking.storage import load  # slow to import, and only needed where trained

    try:
        return load(folder)
    except TwinbayError as error:
        logger.error("%s", error)
        return None


def _read_people(folder: Path) -> "tuple[PeopleRanker, ...]":
    from twinbay.match.ranking.people_suggesting import load_people  # as above

    try:
        return load_people(folder)
    except TwinbayError as error:
        logger.error("%s", error)
        return ()


_lock = threading.Lock()
_current: Directory | None = None


def prepare_directory() -> None:
    """Make what the first visitor would otherwise wait for; mistakes are logged, not raised."""
    try:
        directory = open_directory()
        for part in ("names", "search_index", "suggest", "trained", "trained_people"):
            getattr(directory, part)
    except TwinbayError as error:
        logger.error("%s", error)


def open_directory() -> Directory:
    """Return the directory of the build in use, made again when another build is current.

    Raises:
        LakeError: there is no build yet.
    """
    global _current
    lake, pair = open_lake(), configured_pair()
    with _lock:
        if _current is None or _current.lake is not lake or _current.pair is not pair:
            _current = Directory(lake, pair, ServingDatabase(lake, pair))
        return _current
