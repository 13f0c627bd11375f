"""How well works tell what somebody knows: a stand-in for people's own ratings.

``python -m benchmarks.expertise [--half test|development] [--researchers N] [--transformer N]``

A researcher's profile is up to 20 works up to 2016. Eight texts of 2017 to 2019 are ordered by it:
two later works of the researcher (grade 5), two by co-authors (4), two by co-authors' co-authors
(3), and two others of the same venues (1). The loss is that of Stelmakh et al. (A gold standard
dataset for the reviewer assignment problem, arXiv:2303.16750, section 5): over all pairs of texts
of one researcher, the difference of grades where the order is wrong, half where it is equal, in
units of all differences; 0 is perfect, 0.5 is chance. "Own or co-author's" is the loss over the
four texts of grade 4 and 5. "First" is how often, of 50 researchers, the author of a later work is
ranked first. Weights were chosen on the development half. The latent vectors come from works up to
2016, of which the texts are none; the rarity of words was counted over all years, the texts' own
included.

Alternatives in the same run: the mean of the three nearest works by TF-IDF of words, by the
encoder, and the sum of both in standard deviations.
"""

import argparse
import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.papers import PAPERS
from twinbay.lake.folders import home_folder
from twinbay.match.embedding_cache import CachedEncoder, EmbeddingCache
from twinbay.match.encoders import Encoder, encoder_named
from twinbay.match.expertise import ExpertiseRanker, Profile, Work
from twinbay.match.expertise.meanings import encoded_text
from twinbay.match.tokens import tokens

KNOWN_UNTIL, ASKED_UNTIL = 2016, 2019  # years
FEWEST, MOST = 8, 40  # earlier works; with more, a name is likely that of several people
PROFILE = 20  # works
OWN, CO_AUTHOR, FURTHER, OTHER = 5, 4, 3, 1  # grades
EACH = 2  # texts of a grade
NEAREST = 3
CROWD = 50  # researchers among whom an author is looked for
RESAMPLES = 500

Scores = list[NDArray[np.float64]]
"""Of each researcher: a score for each of the texts."""


@dataclass(frozen=True)
class Task:
    """One researcher: the profile, the texts and their grades."""

    profile: Profile
    texts: tuple[Work, ...]
    grades: NDArray[np.int64]


def tasks(papers: Path, *, test: bool) -> list[Task]:
    """Return the researchers of one half, in a fixed random order."""
    columns = ["work_id", "title", "abstract", "year", "venue"]
    rows = {
        row["work_id"]: row
        for row in pq.read_table(papers / "works.parquet", columns=columns).to_pylist()
        if row["title"] and row["abstract"] and len(row["abstract"]) > 200
    }
    of, by = defaultdict(set), defaultdict(set)
    columns = ["work_id", "author_key"]
    for row in pq.read_table(papers / "authorships.parquet", columns=columns).to_pylist():
        if row["work_id"] in rows:
            of[row["author_key"]].add(row["work_id"])
            by[row["work_id"]].add(row["author_key"])
    asked = {work for work, row in rows.items() if KNOWN_UNTIL < row["year"] <= ASKED_UNTIL}
    by_venue = defaultdict(list)
    for work in sorted(asked):
        by_venue[rows[work]["venue"]].append(work)
    found = [
        task
        for author in sorted(of)
        if _in_test_half(author) == test
        and (task := _task(author, rows, of, by, asked, by_venue)) is not None
    ]
    random.Random(7).shuffle(found)
    return found


def _in_test_half(author: str) -> bool:
    return hashlib.sha256(author.encode()).digest()[0] % 2 == 1


def _task(author, rows, of, by, asked, by_venue) -> Task | None:  # type: ignore[no-untyped-def]
    earlier = sorted(
        (work for work in of[author] if rows[work]["year"] <= KNOWN_UNTIL),
        key=lambda work: (-rows[work]["year"], work),
    )
    own = sorted(of[author] & asked)
    if not FEWEST <= len(earlier) <= MOST or len(own) < EACH:
        return None
    chance = random.Random(author)
    near = {person for work in earlier for person in by[work]} - {author}
    joint = {w for person in near for w in of[person] & asked if author not in by[w]}
    far = {person for work in joint for person in by[work]} - near - {author}
    further = {w for person in far for w in of[person] & asked if not by[w] & (near | {author})}
    venues = sorted({rows[work]["venue"] for work in (*earlier, *own)})
    others = [w for v in venues for w in by_venue[v] if not by[w] & (near | far | {author})]
    graded = ((OWN, own), (CO_AUTHOR, sorted(joint)), (FURTHER, sorted(further)), (OTHER, others))
    if any(len(works) < EACH for _, works in graded):
        return None
    chosen = [(grade, work) for grade, works in graded for work in chance.sample(works, EACH)]

    def work_of(work: str) -> Work:
        return Work(rows[work]["title"], rows[work]["abstract"], work)

    return Task(
        Profile(author, tuple(map(work_of, earlier[:PROFILE]))),
        tuple(work_of(work) for _, work in chosen),
        np.array([grade for grade, _ in chosen]),
    )


def loss_terms(
    scores: Sequence[float] | NDArray[np.float64], grades: NDArray[np.int64]
) -> tuple[float, float]:
    """Return the loss of one researcher's order and the largest there can be."""
    given = np.asarray(scores)
    first, second = np.triu_indices(len(grades), 1)
    weight = np.abs(grades[first] - grades[second])
    agreement = (given[first] - given[second]) * (grades[first] - grades[second])
    lost = weight[agreement < 0].sum() + weight[agreement == 0].sum() / 2
    return float(lost), float(weight.sum())


def loss(scores: Scores, researchers: Sequence[Task], least: int = 0) -> NDArray[np.float64]:
    """Return the loss, and the ends of its 95 % bootstrap interval over researchers."""
    terms = np.array(
        [
            loss_terms(own[task.grades >= least], task.grades[task.grades >= least])
            for own, task in zip(scores, researchers, strict=True)
        ]
    )
    generator = np.random.default_rng(1)
    drawn = generator.integers(len(terms), size=(RESAMPLES, len(terms)))
    sums = terms[drawn].sum(axis=1)
    low, high = np.percentile(sums[:, 0] / sums[:, 1], [2.5, 97.5])
    return np.array([terms[:, 0].sum() / terms[:, 1].sum(), low, high])


def by_ranking(researchers: Sequence[Task], encoder: Encoder) -> Scores:
    """Return the product's scores."""
    return [ExpertiseRanker([task.profile], encoder).scores(task.texts)[0] for task in researchers]


def by_encoder(researchers: Sequence[Task], encoder: Encoder) -> Scores:
    """Return mean cosines of the three nearest works."""
    return [
        _nearest(
            encoder.encode([encoded_text(text) for text in task.texts], "passage")
            @ encoder.encode([encoded_text(work) for work in task.profile.works], "passage").T
        )
        for task in researchers
    ]


def by_tfidf(researchers: Sequence[Task], background: Sequence[Work]) -> Scores:
    """Return mean TF-IDF cosines of the three nearest works, as scikit-learn computes them."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(analyzer=lambda work: tokens(work.text))
    words.fit(background)
    return [
        _nearest((words.transform(task.texts) @ words.transform(task.profile.works).T).toarray())
        for task in researchers
    ]


def _nearest(similarities: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.sort(similarities, axis=1)[:, -NEAREST:].mean(axis=1).astype(np.float64)


def summed(first: Scores, second: Scores) -> Scores:
    """Return the sum of two kinds of score in standard deviations."""

    def standard(scores: Scores) -> Scores:
        together = np.concatenate(scores)
        return [(own - together.mean()) / together.std() for own in scores]

    return [a + b for a, b in zip(standard(first), standard(second), strict=True)]


def first_ranked(researchers: Sequence[Task], encoder: Encoder) -> float:
    """Return how often the author of a later work is first among ``CROWD`` researchers."""
    crowd = researchers[:CROWD]
    ranker = ExpertiseRanker([task.profile for task in crowd], encoder)
    scores = ranker.scores([task.texts[0] for task in crowd])
    return float((scores.argmax(axis=0) == np.arange(len(crowd))).mean())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", nargs="?", type=Path, default=PAPERS)
    parser.add_argument("--half", choices=("test", "development"), default="test")
    parser.add_argument("--researchers", type=int, default=300, help="with the static encoder")
    parser.add_argument("--transformer", type=int, default=0, metavar="N", help="researchers")
    parser.add_argument("--cache", type=Path, help="folder of vectors; default $TWINBAY_HOME/cache")
    options = parser.parse_args()
    found = tasks(options.papers, test=options.half == "test")
    background = [work for task in found for work in task.profile.works]
    cache = EmbeddingCache(options.cache or home_folder() / "cache")
    for name, count in (("static", options.researchers), ("transformer", options.transformer)):
        if count:
            encoder = CachedEncoder(encoder_named(name), cache)
            _report(found[:count], encoder, background, f"{name}, {options.half} half")


def _report(
    researchers: Sequence[Task], encoder: Encoder, background: Sequence[Work], title: str
) -> None:
    tfidf = by_tfidf(researchers, background)
    nearest = by_encoder(researchers, encoder)
    methods = {
        "TF-IDF, three nearest": tfidf,
        "encoder, three nearest": nearest,
        "sum of both": summed(tfidf, nearest),
        "twinbay": by_ranking(researchers, encoder),
    }
    print(f"\n{title}: {len(researchers)} researchers, {len(researchers) * 4 * EACH} texts")
    print(f"{'':26}{'loss':>8}{'95 % interval':>18}{'own or co-author':>20}{'ratio':>8}")
    base = loss(tfidf, researchers)[0]
    for name, scores in methods.items():
        value, low, high = loss(scores, researchers)
        hard = loss(scores, researchers, CO_AUTHOR)[0]
        print(f"{name:26}{value:8.3f}{low:10.3f} -{high:6.3f}{hard:20.3f}{value / base:8.2f}")
    print(f"author first among {CROWD}: {first_ranked(researchers, encoder):.2f}")


if __name__ == "__main__":
    main()
