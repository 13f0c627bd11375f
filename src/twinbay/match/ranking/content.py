"""What organisations work on: words, topics, venues, and whom their partners resemble."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from twinbay.match.ranking.chains import Block, Chain, Rows, row_sums, scaled, unit_rows
from twinbay.match.ranking.records import Records

RECENT_YEARS = 3
MEANING_FADING_YEARS = 3.0
VENUE_FADING_YEARS = 2.0  # a work counts exp(-age / this) towards the venues of today
CONCEPTS = 64  # dimensions of latent semantic analysis
CONCEPT_ITERATIONS = 3
# Pseudo-works at the world's mix, so that three works do not make a speciality.
SPECIALISATION_PRIOR = 10.0
STRONG = 1.5  # specialisation from which an organisation is strong in a topic
STRONG_WORKS = 3
GROWING = 1.25  # growth over the world's growth in the topic


@dataclass(frozen=True, eq=False)
class Content:
    """What organisations work on at one moment; unit rows unless said otherwise.

    Attributes:
        words: TF-IDF of all works, organisations by word buckets (Salton and Buckley 1988,
            doi:10.1016/0306-4573(88)90021-0).
        recent_words: the same of the last ``RECENT_YEARS``.
        concepts: latent semantic analysis of all works, organisations by ``CONCEPTS``
            (Deerwester et al. 1990), dense.
        recent_concepts: the same of the last ``RECENT_YEARS``.
        meaning: mean of the works' text vectors less the mean of all works, faded, dense.
        venues: root of works by venue.
        recent_venues: the same, faded.
        topic_works: works by organisation and topic, counts.
        topics: root of works by topic times the topic's rarity.
        complementary: strength in a topic (log of specialisation) times growth in it.
        grow: log of growth relative to the world, where growing.
        strong: log of specialisation, where strong.
    """

    words: sparse.csr_matrix
    recent_words: sparse.csr_matrix
    concepts: NDArray[np.float32]
    recent_concepts: NDArray[np.float32]
    meaning: NDArray[np.float32]
    venues: sparse.csr_matrix
    recent_venues: sparse.csr_matrix
    topic_works: sparse.csr_matrix
    topics: sparse.csr_matrix
    complementary: Chain
    grow: sparse.csr_matrix
    strong: sparse.csr_matrix

    def resemblance(self, rows: Rows, columns: Rows) -> Block:
        """Return the concept similarity to the fourth power: only close resemblance counts."""
        similarity = np.maximum(self.concepts[rows] @ self.concepts[columns].T, 0.0)
        squared = np.multiply(similarity, similarity, out=similarity)
        return np.asarray(np.multiply(squared, squared, out=squared), dtype=np.float32)


def content_of(records: Records, year: int, least_works: int) -> Content:
    """Compute the content as known at the end of a year, from the record up to it.

    Arguments:
        records: the record up to that year.
        year: that year.
        least_works: latent concepts are fitted on organisations with at least so many works.
    """
    recent = (records.year > year - RECENT_YEARS).astype(np.float32)
    weight = _rarity(records.words)
    words = _words(records, None, weight)
    recent_words = _words(records, recent, weight)
    works = np.asarray(records.incidence.sum(axis=0)).ravel()
    basis = _concept_basis(words[np.flatnonzero(works >= least_works)])
    fading = np.exp(-(year - records.year) / VENUE_FADING_YEARS).astype(np.float32)
    topic_works = by_code(records, records.topic, None)
    strong = _strong(topic_works)
    grow = _growing(records, year)
    return Content(
        words=words,
        recent_words=recent_words,
        concepts=_unit(words @ basis),
        recent_concepts=_unit(recent_words @ basis),
        meaning=_meaning(records, year),
        venues=unit_rows(by_code(records, records.venue, None).sqrt()),
        recent_venues=unit_rows(by_code(records, records.venue, fading).sqrt()),
        topic_works=topic_works,
        topics=_topic_vectors(topic_works),
        complementary=Chain(
            sparse.hstack([strong, grow], format="csr"), sparse.hstack([grow, strong], format="csr")
        ),
        grow=grow,
        strong=strong,
    )


def by_code(
    records: Records, codes: NDArray[np.int64], weight: NDArray[np.float32] | None
) -> sparse.csr_matrix:
    """Sum works by organisation and a code of the works, such as the topic."""
    known = np.flatnonzero(codes >= 0)
    values = np.ones(known.size, dtype=np.float32) if weight is None else weight[known]
    width = int(codes.max(initial=-1)) + 1
    matrix = sparse.csr_matrix(
        (values, (known, codes[known])), shape=(codes.size, max(width, 1)), dtype=np.float32
    )
    return (records.incidence.T @ matrix).tocsr()


def _rarity(words: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return the smoothed inverse document frequency of each word bucket."""
    frequency = np.bincount(words.indices, minlength=words.shape[1])
    return np.asarray(np.log((1 + words.shape[0]) / (1 + frequency)) + 1)


def _words(
    records: Records, weight: NDArray[np.float32] | None, rarity: NDArray[np.float64]
) -> sparse.csr_matrix:
    incidence = records.incidence
    if weight is not None:
        incidence = scaled(weight, incidence)
    summed = (incidence.T @ records.words).tocsr()
    summed.eliminate_zeros()
    summed.data = np.log1p(summed.data)
    return unit_rows((summed @ sparse.diags(rarity)).tocsr())


def _concept_basis(words: sparse.csr_matrix) -> NDArray[np.float32]:
    rank = min(CONCEPTS, *words.shape)
    if rank < 1 or not words.nnz:
        return np.zeros((words.shape[1], 1), dtype=np.float32)
    _, _, basis = randomized_svd(words, rank, n_iter=CONCEPT_ITERATIONS, random_state=0)
    return np.asarray(basis.T, dtype=np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def _meaning(records: Records, year: int) -> NDArray[np.float32]:
    vectors = records.vectors.astype(np.float32)
    vectors -= vectors.mean(axis=0)
    fading = np.exp(-(year - records.year) / MEANING_FADING_YEARS).astype(np.float32)
    return _unit(np.asarray(scaled(fading, records.incidence).T @ vectors))


def _topic_vectors(topic_works: sparse.csr_matrix) -> sparse.csr_matrix:
    world = np.asarray(topic_works.sum(axis=0), dtype=np.float64).ravel()
    rarity = np.log(1.0 + world.sum() / np.maximum(world, 1.0))
    return unit_rows((topic_works.sqrt() @ sparse.diags(rarity)).tocsr())


def _strong(topic_works: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the log of the shrunk location quotient where an organisation is strong."""
    works = topic_works.tocoo()
    world = np.asarray(topic_works.sum(axis=0), dtype=np.float64).ravel()
    share = np.maximum(world / max(world.sum(), 1.0), 1e-12)[works.col]
    total = row_sums(topic_works)[works.row]
    shrunk = (works.data + SPECIALISATION_PRIOR * share) / ((total + SPECIALISATION_PRIOR) * share)
    chosen = (shrunk >= STRONG) & (works.data >= STRONG_WORKS)
    return sparse.csr_matrix(
        (np.log(shrunk[chosen]).astype(np.float32), (works.row[chosen], works.col[chosen])),
        shape=works.shape,
    )


def _growing(records: Records, year: int) -> sparse.csr_matrix:
    """Return the log of growth over the world's growth, last three years over those before."""
    age = year - records.year
    recent = by_code(records, records.topic, (age < RECENT_YEARS).astype(np.float32))
    earlier = by_code(
        records,
        records.topic,
        ((age >= RECENT_YEARS) & (age < 2 * RECENT_YEARS)).astype(np.float32),
    )
    recent.eliminate_zeros()
    if not recent.nnz:
        return recent
    entries = recent.tocoo()
    before = np.asarray(earlier[entries.row, entries.col], dtype=np.float64).ravel()
    world = (np.asarray(recent.sum(axis=0)).ravel() + 1) / (
        np.asarray(earlier.sum(axis=0)).ravel() + 1
    )
    ratio = (entries.data + 1) / (before + 1) / world[entries.col]
    chosen = (ratio >= GROWING) & (entries.data - before >= 2)
    return sparse.csr_matrix(
        (np.log(ratio[chosen]).astype(np.float32), (entries.row[chosen], entries.col[chosen])),
        shape=recent.shape,
    )
