"""What a new version of a list changes about earlier matches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twinbay.screen.matching.index import ListIndex
from twinbay.screen.model import Match, ScreeningList, Subject
from twinbay.screen.names.folding import fold
from twinbay.screen.screening import THRESHOLD, Progress, screen

SCORE_MOVED = 0.05
"""A score that moves less is the same match: words weigh a little differently in every version."""


@dataclass(frozen=True, slots=True)
class Change:
    """A match that a new list changes.

    Attributes:
        before: the earlier match.
        after: the new one.
        what: what differs: ``entry`` (the list changed the entry), ``name`` (another of its names
            matches), ``kind`` (they agree otherwise), ``score``.
    """

    before: Match
    after: Match
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rescreening:
    """What becomes of earlier matches; only ``new`` and ``changed`` need a person again.

    Attributes:
        new: matches without an earlier one.
        changed: matches that differ from the earlier ones.
        gone: earlier matches that no longer are.
        kept: matches as before, with the new list version.
    """

    new: tuple[Match, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Match, ...] = ()
    kept: tuple[Match, ...] = ()

    @property
    def to_decide(self) -> tuple[Match, ...]:
        """The matches that a person decides about: new ones and changed ones."""
        return (*self.new, *(change.after for change in self.changed))


def rescreen(
    names: Iterable[str | Subject],
    previous: Sequence[Match],
    lists: Iterable[ScreeningList | ListIndex],
    *,
    threshold: float = THRESHOLD,
    progress: Progress = lambda _text, _done, _total: None,
) -> Rescreening:
    """Screen names against new versions of lists and say what changed.

    Earlier matches of other lists and of names that are not given are left alone. An entry that
    comes under another id but with the same source and name is the same entry.

    Arguments:
        names, lists, threshold, progress: as for ``screen``.
        previous: the earlier matches.

    Raises:
        ConfigurationError: as ``screen``.
    """
    subjects = [Subject(name) if isinstance(name, str) else name for name in names]
    chosen = list(lists)
    list_names = {item.list.name if isinstance(item, ListIndex) else item.name for item in chosen}
    keys = {subject.key for subject in subjects}
    earlier = [m for m in previous if m.list_name in list_names and m.subject in keys]
    current = screen(subjects, chosen, threshold=threshold, progress=progress)
    return compare_matches(earlier, current)


def compare_matches(earlier: Sequence[Match], current: Sequence[Match]) -> Rescreening:
    """Return what differs between two screenings of the same names against the same lists."""
    by_pair = {match.pair: match for match in earlier}
    ids = {match.pair for match in current}
    renamed = {_same_entry(m): m for m in earlier if m.pair not in ids}
    new, changed, kept = [], [], []
    for match in current:
        before = by_pair.pop(match.pair, None)
        if before is None:
            before = _renamed(match, renamed, by_pair)
        if before is None:
            new.append(match)
        elif what := _differences(before, match):
            changed.append(Change(before, match, what))
        else:
            kept.append(match)
    return Rescreening(tuple(new), tuple(changed), tuple(by_pair.values()), tuple(kept))


Identity = tuple[str, str, str, str]


def _renamed(
    match: Match, renamed: Mapping[Identity, Match], by_pair: dict[tuple[str, str, str], Match]
) -> Match | None:
    candidate = renamed.get(_same_entry(match))
    return by_pair.pop(candidate.pair, None) if candidate else None


def _same_entry(match: Match) -> Identity:
    return match.subject, match.list_name, match.source, fold(match.entry_name)


def _differences(before: Match, after: Match) -> tuple[str, ...]:
    differences = {
        "entry": before.fingerprint != after.fingerprint,
        "name": before.matched_name != after.matched_name,
        "kind": before.kind is not after.kind,
        "score": abs(before.score - after.score) >= SCORE_MOVED,
    }
    return tuple(name for name, differs in differences.items() if differs)
