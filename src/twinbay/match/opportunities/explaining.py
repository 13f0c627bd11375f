"""Why two records are matched, or why not: every constraint and feature by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from twinbay.match.opportunities.constraints import CONSTRAINTS
from twinbay.match.opportunities.features import FEATURES, distance
from twinbay.match.opportunities.matcher import Matcher
from twinbay.match.opportunities.names import TermNames
from twinbay.match.opportunities.ranking import Ranked, Standing, rank, standing
from twinbay.match.opportunities.reasons import (
    MET,
    NOT_STATED,
    RANKED,
    SHARED_SETS,
    VIOLATED,
    WEIGHED,
    Reason,
    Subject,
)
from twinbay.match.opportunities.sides import Members

COMPUTED_AT_ONCE = 1_000  # pairs whose reasons are prepared together
UNSAID = ("hidden", "forbidden")  # where nothing is hidden or forbidden, nothing is missing


@dataclass(frozen=True, eq=False)
class Match:
    """Two records that fit.

    The reasons are worked out when they are asked for.

    Attributes:
        left_id: the record that asks.
        right_id: the record that is suggested.
        score: fit times mutual rank, 0 to 1: the sum of the contributions of the reasons.
        standing: the fit and the ranks on both sides.
    """

    left_id: str
    right_id: str
    score: float
    standing: Standing
    _reasons: Callable[[], tuple[Reason, ...]] = field(repr=False)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The features by contribution, the standing, constraints met, what is not stated."""
        return self._reasons()


@dataclass(frozen=True)
class Verdict:
    """Whether two records may be matched.

    Attributes:
        left_id: the left record.
        right_id: the right record.
        allowed: whether no hard constraint is violated.
        reasons: the violated constraints, then those that are met; of an allowed pair as in
            ``Match``.
        standing: of an allowed pair.
    """

    left_id: str
    right_id: str
    allowed: bool
    reasons: tuple[Reason, ...]
    standing: Standing | None = None

    @property
    def violated(self) -> tuple[str, ...]:
        """Names of the violated constraints."""
        return tuple(reason.name for reason in self.reasons if reason.status == VIOLATED)


@dataclass(frozen=True, eq=False)
class _Cells:
    """What the reasons of some pairs are made of, computed for all of them at once."""

    violated: dict[str, list[bool]] = field(default_factory=dict)
    told: dict[str, list[bool]] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)
    stated: dict[str, list[bool]] = field(default_factory=dict)
    kilometres: list[float] = field(default_factory=list)


def match(
    matcher: Matcher,
    limit: int = 10,
    exposure: int | None = None,
    names: TermNames | None = None,
) -> tuple[Match, ...]:
    """Return the best matches of every left record, with reasons.

    Arguments:
        matcher: the records and the rules.
        limit: how many for each left record, at least 1.
        exposure: how often a right record may be listed over all left ones; None for no cap.
        names: names of fields, stages and the like in both languages.

    Returns:
        Matches in the order of the left records, the best of each first. A record without any
        match is absent.
    """
    ranked = rank(matcher, limit, exposure)
    return explained(matcher, ranked, names)


def explained(
    matcher: Matcher, ranked: Ranked, names: TermNames | None = None
) -> tuple[Match, ...]:
    """Give reasons to ranked pairs."""
    subject = _Subjects(matcher, names or TermNames())
    matches = []
    for start in range(0, len(ranked.standings), COMPUTED_AT_ONCE):
        part = slice(start, start + COMPUTED_AT_ONCE)
        rows, columns = ranked.rows[part], ranked.columns[part]
        computed = cache(partial(_compute, matcher, rows, columns))
        pairs = zip(rows.tolist(), columns.tolist(), ranked.standings[part], strict=True)
        for at, (row, column, place) in enumerate(pairs):
            left, right = matcher.left.records[row], matcher.right.records[column]
            reasons = partial(subject.later, computed, at, row, column, place)
            score = float(ranked.scores[start + at])
            matches.append(Match(left.record_id, right.record_id, score, place, reasons))
    return tuple(matches)


def why_not(
    matcher: Matcher, left_id: str, right_id: str, names: TermNames | None = None
) -> Verdict:
    """Say whether two records may be matched, and if not, what forbids it.

    Raises:
        NotFoundError: there is no such record.
    """
    row, column = matcher.position(left_id, right_id)
    computed = _compute(matcher, np.array([row]), np.array([column]))
    allowed = not any(found[0] for found in computed.violated.values())
    place = standing(matcher, row, column) if allowed else None
    reasons = _Subjects(matcher, names or TermNames()).reasons(computed, 0, row, column, place)
    return Verdict(left_id, right_id, allowed, reasons, place)


def _compute(matcher: Matcher, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> _Cells:
    cells = matcher.pairs(rows, columns)
    shape = (len(cells.rows),)
    computed = _Cells()
    for name in matcher.rules.hard:
        constraint = CONSTRAINTS[name]
        computed.violated[name] = np.broadcast_to(constraint.violated(cells), shape).tolist()
        computed.told[name] = np.broadcast_to(constraint.stated(cells), shape).tolist()
    for name, _ in matcher.rules.soft:
        computed.values[name] = FEATURES[name].value(cells).tolist()
        computed.stated[name] = FEATURES[name].stated(cells).tolist()
    if "nearness" in computed.values:
        computed.kilometres.extend(distance(cells).tolist())
    return computed


@dataclass(frozen=True, eq=False)
class _Subjects:
    """Makes the reasons of single pairs."""

    matcher: Matcher
    names: TermNames

    def reasons(
        self, computed: _Cells, at: int, row: int, column: int, place: Standing | None
    ) -> tuple[Reason, ...]:
        """Return all reasons of one pair in the order in which they are read."""
        matcher = self.matcher
        subject = Subject(
            matcher.left.records[row],
            matcher.right.records[column],
            matcher.rules,
            matcher.rates,
            matcher.day,
            self.names,
        )
        hard = [
            Reason(name, _status(computed.violated[name][at], computed.told[name][at]), subject)
            for name in matcher.rules.hard
        ]
        violated = [reason for reason in hard if reason.status == VIOLATED]
        if place is None:
            rest = [reason for reason in hard if reason.status == MET]
            return tuple(violated + rest)
        soft = list(self._weighed(computed, at, row, column, place.mutual, subject))
        soft.sort(key=lambda reason: -reason.contribution)
        met = [reason for reason in hard if reason.status == MET]
        missing = {r.name: r for r in (*hard, *soft) if r.status == NOT_STATED}
        for name in UNSAID:
            missing.pop(name, None)
        weighed = [reason for reason in soft if reason.status == WEIGHED]
        standing_reason = Reason("standing", RANKED, subject, standing=place)
        return (*weighed, standing_reason, *met, *missing.values())

    def later(
        self, computed: Callable[[], _Cells], at: int, row: int, column: int, place: Standing
    ) -> tuple[Reason, ...]:
        """Return the reasons of one pair from cells that are computed when first asked for."""
        return self.reasons(computed(), at, row, column, place)

    def _weighed(
        self, computed: _Cells, at: int, row: int, column: int, mutual: float, subject: Subject
    ) -> Iterable[Reason]:
        for name, weight in self.matcher.rules.soft:
            value = computed.values[name][at]
            yield Reason(
                name,
                WEIGHED if computed.stated[name][at] else NOT_STATED,
                subject,
                contribution=weight * value * mutual,
                value=value,
                weight=weight,
                shared=self._shared(name, row, column),
                kilometres=computed.kilometres[at] if name == "nearness" else None,
            )

    def _shared(self, name: str, row: int, column: int) -> tuple[str, ...]:
        """Return what the two records have in common, by a feature's name."""
        left, right = self.matcher.left, self.matcher.right
        if name == "words":
            mine_weights, weights = _row(left.words, row), _row(right.words, column)
            common = [word for word in mine_weights if word in weights]
            common.sort(key=lambda word: (-mine_weights[word] * weights[word], word))
            return tuple(self.matcher.words[word] for word in common)
        if name not in SHARED_SETS:
            return ()
        attribute = SHARED_SETS[name]
        other = set(right.records[column].members(attribute))
        mine = dict.fromkeys(left.records[row].members(attribute))
        return tuple(member for member in mine if member in other)


def _row(matrix: Members, row: int) -> dict[int, float]:
    part = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return dict(zip(matrix.indices[part].tolist(), matrix.data[part].tolist(), strict=True))


def _status(violated: bool, told: bool) -> str:
    if violated:
        return VIOLATED
    return MET if told else NOT_STATED
