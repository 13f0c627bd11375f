"""Screening: names against lists."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from twinbay.errors import ConfigurationError
from twinbay.screen.fingerprints import fingerprint
from twinbay.screen.matching.comparing import Alignment, compare
from twinbay.screen.matching.evidence import evidence_for, weighed
from twinbay.screen.matching.index import ListIndex, Name
from twinbay.screen.matching.reasons import reason
from twinbay.screen.matching.tokens import Weights
from twinbay.screen.model import Kind, Match, MatchKind, ScreeningList, Subject
from twinbay.screen.names.forms import NATIVE, Form, acronyms_of, forms_of, spellings_of

THRESHOLD = 0.80
"""Least score of a match; measured in docs/decisions/0015-screening.md."""

SURENESS = {
    MatchKind.EXACT: 1.0,
    MatchKind.ALIAS: 1.0,
    MatchKind.FUZZY: 1.0,
    MatchKind.PINYIN: 0.95,
    MatchKind.TRANSLATION: 0.95,
    MatchKind.WADE_GILES: 0.93,
    MatchKind.CANTONESE: 0.92,
    MatchKind.ABBREVIATION: 0.85,
}
"""Most that each kind of match can score: many characters share a spelling, many names initials."""

Progress = Callable[[str, int, int], None]
_REPORT_EVERY = 500


def screen(
    names: Iterable[str | Subject],
    lists: Iterable[ScreeningList | ListIndex],
    *,
    threshold: float = THRESHOLD,
    progress: Progress = lambda _text, _done, _total: None,
) -> tuple[Match, ...]:
    """Return where names may be those of listed parties: hints for a person's decision.

    Arguments:
        names: names, or subjects with what else is known of them.
        lists: the lists; a ``ListIndex`` saves building it again.
        threshold: least score of a match, above 0 and at most 1.
        progress: called with what is being done, how many names are done and how many there are.

    Returns:
        for each subject and entry at most one match, the best; by subject in the order given,
        then by falling score.

    Raises:
        ConfigurationError: the threshold is not above 0 and at most 1, or two lists have one name.
    """
    if not 0 < threshold <= 1:
        raise ConfigurationError(f"the threshold {threshold} is not above 0 and at most 1")
    subjects = [Subject(name) if isinstance(name, str) else name for name in names]
    indexes = _indexes(lists, progress)
    matches: list[Match] = []
    for done, subject in enumerate(subjects):
        if done % _REPORT_EVERY == 0:
            progress("screening", done, len(subjects))
        found = [match for index in indexes for match in _screen_one(subject, index, threshold)]
        matches += sorted(found, key=lambda match: (-match.score, match.list_name, match.entry))
    progress("screening", len(subjects), len(subjects))
    return tuple(matches)


def similarity(a: str, b: str, kind: Kind = Kind.UNKNOWN) -> float:
    """Return how alike two names are by themselves, 0 to 1, the same whichever comes first.

    Words weigh as they do in names at large; within a list, its own rare words weigh more.
    """
    best = 0.0
    for one in spellings_of(a):
        for other in spellings_of(b):
            for form in forms_of(one, kind):
                for listed in forms_of(other, kind):
                    scored = _score(form, listed, Weights(), kind)
                    best = max(best, scored[0] if scored else 0.0)
    return best


_fingerprint = lru_cache(maxsize=50_000)(fingerprint)


def _indexes(lists: Iterable[ScreeningList | ListIndex], progress: Progress) -> list[ListIndex]:
    indexes: list[ListIndex] = []
    for item in lists:
        if isinstance(item, ScreeningList):
            progress(f"arranging {item.name}", 0, 1)
            item = ListIndex(item)
        if any(index.list.name == item.list.name for index in indexes):
            raise ConfigurationError(
                f"two lists are called “{item.list.name}”", remedy="Give each list its own name."
            )
        indexes.append(item)
    return indexes


def _screen_one(subject: Subject, index: ListIndex, threshold: float) -> Iterator[Match]:
    best: dict[int, Match] = {}
    for written in subject.names:
        for spelling in spellings_of(written):
            for match, entry in _matches(subject, written, spelling, index, threshold):
                known = best.get(entry)
                if known is None or _rank(match) > _rank(known):
                    best[entry] = match
    yield from best.values()


def _rank(match: Match) -> tuple[float, int]:
    return match.score, -list(MatchKind).index(match.kind)


def _matches(
    subject: Subject, written: str, spelling: str, index: ListIndex, threshold: float
) -> Iterator[tuple[Match, int]]:
    for form in forms_of(spelling, subject.kind):
        for name in (*index.equal(form), *index.candidates(form, threshold)):
            entry = index.entry_of(name)
            if subject.kind.may_be(entry.kind):
                kind = Kind.PERSON if Kind.PERSON in (subject.kind, entry.kind) else Kind.UNKNOWN
                scored = _score(form, name.form, index.weights, kind)
                if scored and (match := _match(subject, written, name, index, *scored, threshold)):
                    yield match, name.entry
    if subject.kind is not Kind.PERSON:
        yield from _abbreviations(subject, written, spelling, index, threshold)


def _score(
    form: Form, listed: Form, weights: Weights, kind: Kind
) -> tuple[float, MatchKind, Alignment] | None:
    """Return score and kind of two forms, None when their routes do not go together."""
    match_kind = _kind(form, listed)
    if match_kind is None:
        return None
    alignment = compare(form, listed, weights, person=kind is Kind.PERSON)
    return alignment.score * SURENESS[match_kind], match_kind, alignment


def _kind(form: Form, listed: Form) -> MatchKind | None:
    """Return what the agreement of two forms is; a derived form goes with a native one only.

    Cantonese keys go with each other, one from characters and one from Latin letters.
    """
    if form.route == listed.route == NATIVE:
        return MatchKind.FUZZY if form.han == listed.han else None
    if MatchKind.CANTONESE in (form.route, listed.route):
        return MatchKind.CANTONESE if form.route == listed.route else None
    if NATIVE in (form.route, listed.route):
        native = form if form.route == NATIVE else listed
        return None if native.han else MatchKind(form.route or listed.route)
    return None


def _abbreviations(
    subject: Subject, written: str, spelling: str, index: ListIndex, threshold: float
) -> Iterator[tuple[Match, int]]:
    """Yield matches of initials with the words they stand for, either way round."""
    kind = MatchKind.ABBREVIATION
    forms = [form for form in forms_of(spelling, subject.kind) if form.route == NATIVE]
    names = [name for form in forms for name in index.abbreviated(form)]
    for acronym in acronyms_of(spelling):
        names += index.equal(Form(NATIVE, (acronym,)))
    for name in names:
        if subject.kind.may_be(index.entry_of(name).kind) and name.form.route == NATIVE:
            match = _match(subject, written, name, index, SURENESS[kind], kind, None, threshold)
            if match:
                yield match, name.entry


def _match(
    subject: Subject,
    written: str,
    name: Name,
    index: ListIndex,
    score: float,
    kind: MatchKind,
    alignment: Alignment | None,
    threshold: float,
) -> Match | None:
    entry = index.entry_of(name)
    evidence = evidence_for(subject, entry)
    score = weighed(score, evidence)
    if score < threshold:
        return None
    if kind is MatchKind.FUZZY and alignment and alignment.score == 1.0:
        kind = MatchKind.EXACT if name.written in spellings_of(entry.name)[:1] else MatchKind.ALIAS
    return Match(
        subject=subject.key,
        subject_name=written,
        list_name=index.list.name,
        list_version=index.list.version,
        entry=entry.id,
        entry_name=entry.name,
        matched_name=name.written,
        kind=kind,
        score=round(score, 4),
        source=entry.source,
        programs=entry.programs,
        reason=reason(written, name.written, entry, index.list.name, kind, alignment, evidence),
        evidence=evidence,
        fingerprint=_fingerprint(entry),
    )
