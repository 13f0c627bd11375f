"""Researchers for researchers, and host organisations for researchers.

Two rankings of simple, proven kinds are joined: what the network of co-authors says (Adamic-Adar,
paths of length three) and what the works say (cosine of TF-IDF). Their standard scores are weighted
by a logistic regression that learned from earlier years.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from twinbay.errors import ConfigurationError
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.chains import Block, Chain, Rows, ones, row_sums, unit_rows
from twinbay.match.ranking.network import adamic_adar, three_steps
from twinbay.match.ranking.records import Records, joint_works

Aim = Literal["researchers", "hosts"]
AIMS: tuple[Aim, ...] = ("researchers", "hosts")
LEAST_WORKS = 3  # works from which a researcher takes part
ACTIVE_YEARS = 3  # a researcher published within so many years before
MOST_AUTHORS = 30  # works of more authors connect nobody in particular
FEATURES = ("third-parties", "paths", "words", "volume")
SAMPLED = 200  # wrong candidates per researcher from which the weights are learned
LEAST_POSITIVES = 30
QUERIES_AT_ONCE = 128
SEED = 11


@dataclass(frozen=True, eq=False)
class Moment:
    """Researchers and candidates as known at a year; candidates are people or organisations.

    Attributes:
        ties: Adamic-Adar of co-authors, or co-authors who published for the candidate.
        paths: paths of length three, or joint works of the organisations published for.
        words: TF-IDF of the researchers.
        candidate_words: TF-IDF of the candidates.
        volume: log of one plus the candidates' works.
        tied: not zero where researcher and candidate already have joint works.
        works: works of each researcher.
        asking: rows of the researchers who take part.
        candidates: rows of the candidates who take part.
    """

    ties: Chain
    paths: Chain
    words: sparse.csr_matrix
    candidate_words: sparse.csr_matrix
    volume: NDArray[np.float64]
    tied: sparse.csr_matrix
    works: NDArray[np.int64]
    asking: NDArray[np.int64]
    candidates: NDArray[np.int64]

    def block(self, rows: Rows, columns: Rows) -> Block:
        """Return all features of researchers with candidates, (rows, columns, features)."""
        parts = (
            self.ties.block(rows, columns),
            self.paths.block(rows, columns),
            (self.words[rows] @ self.candidate_words[columns].T).toarray(),
            np.broadcast_to(self.volume[columns], (rows.size, columns.size)),
        )
        return np.stack(parts, axis=2).astype(np.float32)


@dataclass(frozen=True, eq=False)
class PeopleModel:
    """A weighted sum of standard scores; all arrays of shape (features,).

    Attributes:
        unit: mean of each feature; features become ln(1 + value / unit).
        mean, spread: of the logarithms.
        weights: of the standard scores.
    """

    unit: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def fit(cls, features: NDArray[np.float32], became: NDArray[np.bool_]) -> "PeopleModel":
        """Fit on labelled pairs, features of shape (n, features)."""
        unit = np.maximum(features.mean(axis=0, dtype=np.float64), 1e-9)
        logged = np.log1p(features / unit)
        spread = logged.std(axis=0)
        model = cls(unit, logged.mean(axis=0), np.where(spread > 0, spread, 1.0), unit * 0)
        fitted = LogisticRegression(max_iter=500).fit(model.standard(features), became)
        return cls(model.unit, model.mean, model.spread, fitted.coef_[0].astype(np.float64))

    def standard(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return standard scores of features, the last axis being theirs."""
        return np.asarray((np.log1p(features / self.unit) - self.mean) / self.spread)

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return scores, higher is better."""
        return np.asarray(self.standard(features) @ self.weights)

    def parts(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each feature adds to the score; their sum is the score."""
        return np.asarray(self.standard(features) * self.weights)


@dataclass(frozen=True, eq=False)
class Asked:
    """Pairs of researchers and candidates, with raw features and the truth."""

    query: NDArray[np.int64]
    features: NDArray[np.float32]
    became: NDArray[np.bool_]


def moment_of(known: Records, year: int, aim: Aim) -> Moment:
    """Compute researchers and candidates from the record up to a year."""
    wrote = _wrote(known)
    works = np.asarray(wrote.sum(axis=0), dtype=np.int64).ravel()
    lately = np.flatnonzero(year - known.year < ACTIVE_YEARS)
    active = (works >= LEAST_WORKS) & (np.asarray(wrote[lately].sum(axis=0)).ravel() > 0)
    asking = np.flatnonzero(active)
    size = np.diff(wrote.indptr)
    joint = wrote[np.flatnonzero((size > 1) & (size <= MOST_AUTHORS))]
    together = (joint.T @ joint).tocsr()
    together.setdiag(0)
    together.eliminate_zeros()
    ties = ones(together)
    words = _text(known, wrote)
    if aim == "researchers":
        weighted = (ties @ sparse.diags(adamic_adar(row_sums(ties)))).tocsr().astype(np.float32)
        return Moment(
            ties=Chain(weighted, ties),
            paths=three_steps(together.log1p().tocsr().astype(np.float32)),
            words=words,
            candidate_words=words,
            volume=np.log1p(works),
            tied=ties,
            works=works,
            asking=asking,
            candidates=asking,
        )
    employed = ones(_member(known))
    organisations = joint_works(known.incidence, np.ones(known.year.size, dtype=np.float32))
    volume = np.log1p(np.asarray(known.incidence.sum(axis=0), dtype=np.float64).ravel())
    return Moment(
        ties=Chain(ties, employed.T.tocsr()),
        paths=Chain(employed, organisations.log1p().tocsr()),
        words=words,
        candidate_words=_text(known, known.incidence),
        volume=volume,
        tied=employed,
        works=works,
        asking=asking,
        candidates=np.flatnonzero(volume > 0),
    )


def places_of_people(known: Records, place: str) -> NDArray[np.bool_]:
    """Say who publishes mostly for organisations of a region or country; NotFoundError if none."""
    member = _member(known)
    share = (member.T / np.maximum(row_sums(member), 1e-9)).T.tocsr()
    return np.asarray(share @ known.organisations.within(place) > 0.5)


def sides_of(
    known: Records, moment: Moment, sides: Sides, aim: Aim
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the researchers of the origin and the candidates of the destination."""
    origin = moment.asking[places_of_people(known, sides.origin)[moment.asking]]
    there = (
        places_of_people(known, sides.destination)
        if aim == "researchers"
        else known.organisations.within(sides.destination)
    )
    return origin, moment.candidates[there[moment.candidates]]


def asked_pairs(
    records: Records,
    year: int,
    labels: tuple[int, int],
    sides: Sides,
    aim: Aim,
    sampled: int | None,
) -> Asked:
    """Return researchers with a true answer and their candidates, all or a sample of the wrong.

    Arguments:
        records: the record; features come from what was known at the year, labels from later.
        year: the last year known.
        labels: first and last year of the labels.
        sides: who asks, and where candidates are.
        aim: who is ranked.
        sampled: wrong candidates per researcher at most; None for all.
    """
    known = records.until(year)
    moment = moment_of(known, year, aim)
    origin, destination = sides_of(known, moment, sides, aim)
    random = np.random.default_rng(SEED + year)
    true = (_outcomes(records, labels, aim)[origin][:, destination] > 0).tocsr()
    already = (moment.tied[origin][:, destination] > 0).tocsr()
    query: list[NDArray[np.int64]] = []
    features: list[NDArray[np.float32]] = []
    became: list[NDArray[np.bool_]] = []
    asking = np.flatnonzero(np.diff(true.indptr) > 0)
    for start in range(0, asking.size, QUERIES_AT_ONCE):
        rows = asking[start : start + QUERIES_AT_ONCE]
        block = moment.block(origin[rows], destination)
        truth, tied = true[rows].toarray(), already[rows].toarray()
        for place, row in enumerate(rows):
            new = ~tied[place]
            if aim == "researchers":
                new &= destination != origin[row]
            if not (truth[place] & new).any():
                continue
            chosen = _chosen(truth[place], new, sampled, random)
            query.append(np.full(chosen.size, origin[row], dtype=np.int64))
            features.append(block[place, chosen])
            became.append(truth[place, chosen])
    if not query:
        none = np.zeros((0, len(FEATURES)), dtype=np.float32)
        return Asked(np.zeros(0, dtype=np.int64), none, np.zeros(0, dtype=bool))
    return Asked(np.concatenate(query), np.concatenate(features), np.concatenate(became))


def learn(known: Records, split: int, horizon: int, sides: Sides, aim: Aim) -> PeopleModel:
    """Learn the weights from the years up to a split.

    Raises:
        ConfigurationError: there is no earlier window, or too little happened in it.
        NotFoundError: a side has no organisation.
    """
    earlier = split - horizon
    if earlier < known.years[0]:
        raise ConfigurationError(
            f"before {split} there is no window of {horizon} years to learn from",
            where="--split",
            remedy=f"Choose a split of {known.years[0] + horizon} or later.",
        )
    learned = asked_pairs(known, earlier, (earlier + 1, split), sides, aim, SAMPLED)
    positives = int(learned.became.sum())
    if positives < LEAST_POSITIVES:
        raise ConfigurationError(
            f"not enough evidence: {positives} first collaborations of researchers before "
            f"{split}, at least {LEAST_POSITIVES} are needed to learn from",
            remedy="Choose a later split, other places, or import more works.",
        )
    return PeopleModel.fit(learned.features, learned.became)


def _chosen(
    true: NDArray[np.bool_],
    new: NDArray[np.bool_],
    sampled: int | None,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    wrong = np.flatnonzero(new & ~true)
    if sampled is not None and wrong.size > sampled:
        wrong = random.choice(wrong, sampled, replace=False)
    return np.sort(np.concatenate([np.flatnonzero(new & true), wrong]))


def _outcomes(records: Records, labels: tuple[int, int], aim: Aim) -> sparse.csr_matrix:
    """Return what happened in the label years: researchers by researchers or organisations."""
    chosen = (records.year >= labels[0]) & (records.year <= labels[1])
    if aim == "hosts":
        rows = chosen[records.work] & (records.person >= 0) & (records.org >= 0)
        return _counts(records.person[rows], records.org[rows], _shape(records))
    wrote = _wrote(records)
    used = np.flatnonzero(chosen & (np.diff(wrote.indptr) <= MOST_AUTHORS))
    return (wrote[used].T @ wrote[used]).tocsr()


def _wrote(records: Records) -> sparse.csr_matrix:
    """Return 1 where a person wrote a work, works by people."""
    known = records.person >= 0
    shape = (records.year.size, records.people.size)
    return ones(_counts(records.work[known], records.person[known], shape))


def _member(records: Records) -> sparse.csr_matrix:
    """Return authorships, people by organisations."""
    known = (records.person >= 0) & (records.org >= 0)
    return _counts(records.person[known], records.org[known], _shape(records))


def _shape(records: Records) -> tuple[int, int]:
    return records.people.size, len(records.organisations)


def _counts(
    rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]
) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(rows.size, dtype=np.float32), (rows, columns)), shape=shape)


def _text(known: Records, wrote: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return TF-IDF of people or organisations from the works they took part in."""
    frequency = np.bincount(known.words.indices, minlength=known.words.shape[1])
    rarity = np.log((1 + known.words.shape[0]) / (1 + frequency)) + 1
    summed = (wrote.T @ known.words).tocsr()
    summed.data = np.log1p(summed.data)
    return unit_rows((summed @ sparse.diags(rarity)).tocsr())
