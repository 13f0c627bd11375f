"""Backtests for people: researchers for researchers, and host organisations for researchers.

Two rankings of simple, proven kinds are joined: what the network of co-authors says (Adamic-Adar,
paths of length three) and what the works say (cosine of TF-IDF). Their standard scores are weighted
by a logistic regression that learned from earlier years. Researchers with no first partner there in
the label years have no true answer and are not asked.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from twinbay.errors import ConfigurationError
from twinbay.match.backtest.measures import Measured, measure
from twinbay.match.backtest.task import Task
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.chains import Chain, ones, row_sums, unit_rows
from twinbay.match.ranking.network import adamic_adar, three_steps
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records, joint_works

Aim = Literal["researchers", "hosts"]
AIMS: tuple[Aim, ...] = ("researchers", "hosts")
LEAST_WORKS = 3  # works by the split from which a researcher takes part
ACTIVE_YEARS = 3  # a researcher published within so many years before the split
MOST_AUTHORS = 30
SAMPLED = 200  # wrong candidates per researcher from which the weights are learned
QUERIES_AT_ONCE = 128
FEATURES = ("third-parties", "paths", "words", "volume")
LEAST_POSITIVES = 30
SEED = 11
RESAMPLES = 200


@dataclass(frozen=True)
class PeopleResult:
    """What a backtest of people found.

    Attributes:
        aim: who was ranked.
        split, last_year: the last year known and the last label year.
        origin, destination: the places.
        queries: researchers with at least one true answer.
        pairs: pairs ranked: every such researcher with every candidate of the destination.
        became: true ones among them.
        rankings: measures by ranking and measure.
    """

    aim: Aim
    split: int
    last_year: int
    origin: str
    destination: str
    queries: int
    pairs: int
    became: int
    rankings: dict[str, dict[str, Measured]]


@dataclass(frozen=True, eq=False)
class _Moment:
    """Researchers and candidates as known at a year.

    Attributes:
        ties, paths: network features, researchers by candidates.
        words: TF-IDF of the researchers.
        candidate_words: TF-IDF of the candidates.
        volume: log of the candidates' works.
        tied: researchers by candidates, not zero where they already have joint works.
        origin: researchers that ask.
        destination: candidates.
    """

    ties: Chain
    paths: Chain
    words: sparse.csr_matrix
    candidate_words: sparse.csr_matrix
    volume: NDArray[np.float64]
    tied: sparse.csr_matrix
    origin: NDArray[np.int64]
    destination: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Asked:
    """Pairs of researchers and candidates, with scaled features and the truth."""

    query: NDArray[np.int64]
    features: NDArray[np.float32]
    became: NDArray[np.bool_]


def run_people_backtest(
    records: Records, task: Task, aim: Aim, progress: Progress = silent
) -> PeopleResult:
    """Learn on earlier years, rank, and look at what happened.

    Arguments:
        records: the whole record; only labels look past the split.
        task: the question; ``least_works`` does not matter here.
        aim: "researchers" for first co-authorships with researchers of the destination, "hosts" for
            the first works a researcher of the origin publishes for an organisation there.
        progress: told what is being done.

    Raises:
        ConfigurationError: there is nothing to learn from or nothing to predict.
        NotFoundError: a side has no organisation.
    """
    first, last = task.label_years(records)
    earlier = task.split - task.horizon
    known = records.until(task.split)
    if earlier < known.years[0]:
        raise ConfigurationError(
            f"before {task.split} there is no window of {task.horizon} years to learn from",
            where="--split",
            remedy=f"Choose a split of {known.years[0] + task.horizon} or later.",
        )
    progress("Learning about people", 0, 2)
    learned = _asked(known, earlier, (earlier + 1, task.split), task.sides, aim, SAMPLED)
    positives = int(learned.became.sum())
    if positives < LEAST_POSITIVES:
        raise ConfigurationError(
            f"not enough evidence: {positives} first collaborations of researchers before "
            f"{task.split}, at least {LEAST_POSITIVES} are needed to learn from",
            remedy="Choose a later split, other places, or import more works.",
        )
    model = LogisticRegression(max_iter=500).fit(learned.features, learned.became)
    progress("Ranking people", 1, 2)
    asked = _asked(records, task.split, (first, last), task.sides, aim, None)
    if not asked.became.any():
        raise ConfigurationError(
            f"no researcher found a first partner there in {first} to {last}: nothing to measure",
            remedy="Choose another split, a longer horizon or other places.",
        )
    score = np.asarray(model.decision_function(asked.features))
    scores = {
        "twinbay": score,
        "adamic-adar": asked.features[:, 0].astype(np.float64),
        "tf-idf": asked.features[:, 2].astype(np.float64),
        "preferential-attachment": asked.features[:, 3].astype(np.float64),
        "random": np.random.default_rng(SEED).random(score.size),
    }
    return PeopleResult(
        aim=aim,
        split=task.split,
        last_year=last,
        origin=task.sides.origin,
        destination=task.sides.destination,
        queries=int(np.unique(asked.query[asked.became]).size),
        pairs=score.size,
        became=int(asked.became.sum()),
        rankings={
            name: measure(asked.query, each, asked.became, RESAMPLES)
            for name, each in scores.items()
        },
    )


def _asked(
    records: Records,
    year: int,
    labels: tuple[int, int],
    sides: Sides,
    aim: Aim,
    sampled: int | None,
) -> _Asked:
    """Return researchers with a true answer and their candidates, all or a sample of the wrong."""
    moment = _moment(records.until(year), year, sides, aim)
    random = np.random.default_rng(SEED + year)
    true = (_outcomes(records, labels, aim)[moment.origin][:, moment.destination] > 0).tocsr()
    already = (moment.tied[moment.origin][:, moment.destination] > 0).tocsr()
    query: list[NDArray[np.int64]] = []
    features: list[NDArray[np.float32]] = []
    became: list[NDArray[np.bool_]] = []
    asking = np.flatnonzero(np.diff(true.indptr) > 0)
    for start in range(0, asking.size, QUERIES_AT_ONCE):
        rows = asking[start : start + QUERIES_AT_ONCE]
        block = _block(moment, moment.origin[rows])
        truth, known = true[rows].toarray(), already[rows].toarray()
        for place, row in enumerate(rows):
            new = ~known[place]
            if aim == "researchers":
                new &= moment.destination != moment.origin[row]
            if not (truth[place] & new).any():
                continue
            chosen = _chosen(truth[place], new, sampled, random)
            query.append(np.full(chosen.size, moment.origin[row], dtype=np.int64))
            features.append(block[place, chosen])
            became.append(truth[place, chosen])
    if not query:
        none = np.zeros((0, len(FEATURES)), dtype=np.float32)
        return _Asked(np.zeros(0, dtype=np.int64), none, np.zeros(0, dtype=bool))
    return _Asked(np.concatenate(query), _scaled(np.concatenate(features)), np.concatenate(became))


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


def _block(moment: _Moment, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    columns = moment.destination
    words = moment.words[rows] @ moment.candidate_words[columns].T
    parts = (
        moment.ties.block(rows, columns),
        moment.paths.block(rows, columns),
        words.toarray(),
        np.broadcast_to(moment.volume[columns], (rows.size, columns.size)),
    )
    return np.stack(parts, axis=2).astype(np.float32)


def _scaled(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return features as standard scores of their logarithm, in units of their mean."""
    unit = np.maximum(features.mean(axis=0), 1e-9)
    logged = np.log1p(features / unit)
    spread = logged.std(axis=0)
    return np.asarray((logged - logged.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _moment(known: Records, year: int, sides: Sides, aim: Aim) -> _Moment:
    wrote = _wrote(known)
    works = np.asarray(wrote.sum(axis=0)).ravel()
    lately = np.flatnonzero(year - known.year < ACTIVE_YEARS)
    active = (works >= LEAST_WORKS) & (np.asarray(wrote[lately].sum(axis=0)).ravel() > 0)
    member = _member(known)
    share = (member.T / np.maximum(row_sums(member), 1e-9)).T.tocsr()
    here, there = (known.organisations.within(p) for p in (sides.origin, sides.destination))
    origin = np.flatnonzero(active & (share @ here > 0.5))
    size = np.diff(wrote.indptr)
    joint = wrote[np.flatnonzero((size > 1) & (size <= MOST_AUTHORS))]
    together = (joint.T @ joint).tocsr()
    together.setdiag(0)
    together.eliminate_zeros()
    ties = ones(together)
    words = _text(known, wrote)
    if aim == "researchers":
        weighted = (ties @ sparse.diags(adamic_adar(row_sums(ties)))).tocsr().astype(np.float32)
        return _Moment(
            ties=Chain(weighted, ties),
            paths=three_steps(together.log1p().tocsr().astype(np.float32)),
            words=words,
            candidate_words=words,
            volume=np.log1p(works),
            tied=ties,
            origin=origin,
            destination=np.flatnonzero(active & (share @ there > 0.5)),
        )
    employed = ones(member)
    organisations = joint_works(known.incidence, np.ones(known.year.size, dtype=np.float32))
    return _Moment(
        ties=Chain(ties, employed.T.tocsr()),
        paths=Chain(employed, organisations.log1p().tocsr()),
        words=words,
        candidate_words=_text(known, known.incidence),
        volume=np.log1p(np.asarray(known.incidence.sum(axis=0)).ravel()),
        tied=employed,
        origin=origin,
        destination=np.flatnonzero(there & (np.asarray(known.incidence.sum(axis=0)).ravel() > 0)),
    )


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
