"""How much somebody knows about a text, by the works of theirs that are nearest to it.

Three similarities of a work and a text are computed: of words and pairs of words (cosine of
TF-IDF), of what words go with (latent semantic analysis), and of meaning (a text encoder). Each is
pooled over the works of a profile so that the nearest count most, brought to one scale, and the
three are averaged. ``benchmarks/expertise.py`` measures it; ``docs/explanation/expertise.md`` has
the figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinbay.match.encoders import Encoder, encoder_named
from twinbay.match.expertise.meanings import Meanings
from twinbay.match.expertise.reading import profile_of, work_of
from twinbay.match.expertise.records import Expert, Profile, Proof, Work
from twinbay.match.expertise.vocabulary import Vocabulary, WordColumns, WordVectors
from twinbay.match.tokens import tokens, tokens_as_written

DEFAULT_ENCODER = "transformer"
FEWEST_WORDS = 2  # different words that a text must have
PROOFS = 3
SHARED_WORDS = 6

NO_WORDS = "the text has no words"
ONE_WORD = "the text has only one word: give a sentence, a title or an abstract"
NO_WORKS = "not enough evidence: no work with a title or an abstract"


@dataclass(frozen=True)
class Similarity:
    """How one kind of similarity enters the score.

    Attributes:
        weight: in the sum.
        sharpness: how much the nearest works outweigh the others when pooled.
        mean: pooled similarity of a person's works and works of the same venues.
        deviation: its standard deviation.
    """

    weight: float
    sharpness: float
    mean: float
    deviation: float


# Chosen on the development half of the proxy task (benchmarks/expertise.py).
LEXICAL = Similarity(weight=1.0, sharpness=20.0, mean=0.026, deviation=0.025)
LATENT = Similarity(weight=1.0, sharpness=5.0, mean=0.130, deviation=0.137)
MEANING = Similarity(weight=1.0, sharpness=0.5, mean=0.700, deviation=0.830)
SIMILARITIES = (LEXICAL, LATENT, MEANING)
STATIC_WEIGHT = 0.2  # of the meaning by the static encoder, which is less exact


class ExpertiseRanker:
    """Profiles made ready for any number of texts.

    Arguments:
        profiles: whose expertise is asked for.
        encoder: by default ``transformer``.
        vocabulary: by default the one in the package.
    """

    def __init__(
        self,
        profiles: Sequence[Profile],
        encoder: Encoder | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.profiles = tuple(profiles)
        chosen = encoder or encoder_named(DEFAULT_ENCODER)
        self._meanings = Meanings(chosen)
        meaning = STATIC_WEIGHT if chosen.name.startswith("static-") else MEANING.weight
        self._weights = np.array([LEXICAL.weight, LATENT.weight, meaning])
        self._vocabulary = vocabulary or Vocabulary.shipped()
        self._columns = WordColumns(self._vocabulary)
        places = [
            [place for place, work in enumerate(profile.works) if tokens(work.text)]
            for profile in self.profiles
        ]
        self._places = tuple(np.array(kept, dtype=np.int64) for kept in places)
        self._starts = np.cumsum([0, *map(len, places)])
        works = [
            profile.works[place]
            for profile, kept in zip(self.profiles, places, strict=True)
            for place in kept
        ]
        self._words = self._columns.vectors(works)
        self._meaning = self._meanings.of_works(works)

    def rank(self, text: str | Work, proofs: int = PROOFS) -> tuple[Expert, ...]:
        """Return the profiles, those who know most first; see ``rank``."""
        work = text if isinstance(text, Work) else Work("", text)
        problem = text_problem(work)
        if problem:
            return tuple(Expert(profile.profile_id, None, problem) for profile in self.profiles)
        words = self._columns.vectors([work])
        similarities = self._similarities(words, self._meanings.of_works([work]))[:, 0, :]
        kinds = self._kinds(words)[0]
        found = [
            self._expert(number, work, words, similarities, kinds, proofs)
            for number in range(len(self.profiles))
        ]
        return tuple(sorted(found, key=lambda expert: _order(expert.score, expert.profile_id)))

    def scores(self, texts: Sequence[Work]) -> NDArray[np.float64]:
        """Return a score for each profile and text, shape (profiles, texts).

        NaN stands where there is not enough evidence: ``text_problem`` and ``NO_WORKS`` say why.
        """
        result = np.full((len(self.profiles), len(texts)), np.nan)
        judged = [number for number, text in enumerate(texts) if not text_problem(text)]
        works = [texts[number] for number in judged]
        if not works:
            return result
        words = self._columns.vectors(works)
        similarities = self._similarities(words, self._meanings.of_works(works))
        kinds = self._kinds(words)
        for number in range(len(self.profiles)):
            own = similarities[:, :, self._own(number)]
            if own.shape[2]:
                result[number, judged] = combined(own, kinds)
        return result

    def _kinds(self, words: WordVectors) -> NDArray[np.float64]:
        """Return the weights of the kinds of similarity for texts, shape (texts, kinds).

        A text in another language than all works shares no word with them, which says nothing
        about its subject: then the meaning alone counts.
        """
        weights = np.tile(self._weights, (words.lexical.shape[0], 1))
        shared = words.lexical[:, : self._words.lexical.shape[1]] @ self._words.lexical.sum(0).T
        foreign = (np.asarray(shared).ravel() == 0) & ~words.latent.any(axis=1)
        weights[foreign] = [kind is MEANING for kind in SIMILARITIES]
        return weights

    def _own(self, number: int) -> slice:
        return slice(int(self._starts[number]), int(self._starts[number + 1]))

    def _similarities(
        self, words: WordVectors, meaning: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Return the similarities of texts and works, shape (kinds, texts, works)."""
        # Words that only the texts have are columns of theirs alone, and match nothing.
        lexical = words.lexical[:, : self._words.lexical.shape[1]] @ self._words.lexical.T
        latent = words.latent @ self._words.latent.T
        near = self._meanings.similarities(meaning, self._meaning)
        return np.stack([lexical.toarray(), latent, near]).astype(np.float64)

    def _expert(
        self,
        number: int,
        text: Work,
        words: WordVectors,
        similarities: NDArray[np.float64],
        kinds: NDArray[np.float64],
        proofs: int,
    ) -> Expert:
        profile = self.profiles[number]
        own = similarities[:, self._own(number)]
        if not own.shape[1]:
            return Expert(profile.profile_id, None, NO_WORKS)
        alone = combined(own[:, :, None], kinds)
        nearest = [near for near in np.argsort(-alone, kind="stable")[:proofs] if alone[near] > 0]
        return Expert(
            profile.profile_id,
            float(combined(own, kinds)),
            proofs=tuple(
                Proof(
                    place := int(self._places[number][near]),
                    profile.works[place],
                    float(alone[near]),
                    self._shared(text, words, int(self._starts[number]) + int(near)),
                )
                for near in nearest
            ),
        )

    def _shared(self, text: Work, words: WordVectors, row: int) -> tuple[str, ...]:
        work = self._words.lexical[row]
        common = words.lexical[0, : work.shape[1]].multiply(work).tocoo()
        ordered = common.col[np.argsort(-common.data, kind="stable")]
        best = [column for column in ordered if self._columns.telling(int(column))][:SHARED_WORDS]
        written = dict(reversed(tokens_as_written(text.text)))
        return tuple(
            " ".join(written.get(part, part) for part in self._columns.word(int(column)).split())
            for column in best
        )


def rank(
    text: str | Work | Mapping[str, Any],
    profiles: Sequence[Profile | Mapping[str, Any]],
    *,
    encoder: Encoder | None = None,
    proofs: int = PROOFS,
) -> tuple[Expert, ...]:
    """Rank people by how much they know about a text.

    Arguments:
        text: a need, a call or an abstract, in English or Chinese; or a work with a title, or a
            mapping with title and abstract.
        profiles: whose works are looked at; a mapping has id and works, each with title and
            abstract. The order of profiles and of works makes no difference.
        encoder: gives the nearness of meaning; by default ``transformer``, the most exact;
            ``static`` is a hundred times faster.
        proofs: how many works to name for each profile.

    Returns:
        One entry per profile, the highest score first, those without a score last. Scores of one
        profile for several texts may be compared as well.

    Raises:
        ValueError: a mapping lacks a field; the message names it.
    """
    known = [
        profile_of(profile) if isinstance(profile, Mapping) else profile for profile in profiles
    ]
    asked = work_of(text) if isinstance(text, Mapping) else text
    return ExpertiseRanker(known, encoder).rank(asked, proofs)


def text_problem(text: Work) -> str:
    """Return why expertise cannot be judged by a text, "" when it can."""
    words = set(tokens(text.text))
    if not words:
        return NO_WORDS
    return ONE_WORD if len(words) < FEWEST_WORDS else ""


def profile_problem(profile: Profile) -> str:
    """Return why expertise cannot be judged by a profile, "" when it can."""
    return "" if any(tokens(work.text) for work in profile.works) else NO_WORKS


def combined(
    similarities: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return scores of the similarities to the works of one profile.

    Each kind is pooled by the logarithm of the mean exponential (sharpness 0 would be the mean,
    infinity the maximum), standardised, and averaged by its weight.

    Arguments:
        similarities: shape (kinds, ..., works), at least one work.
        weights: of the kinds, shape (..., kinds).

    Returns:
        Shape (...), in standard deviations.
    """
    standard = [
        (np.log(np.exp(kind.sharpness * values).mean(axis=-1)) / kind.sharpness - kind.mean)
        / kind.deviation
        for kind, values in zip(SIMILARITIES, similarities, strict=True)
    ]
    weighted = np.moveaxis(np.array(standard), 0, -1) * weights
    total: NDArray[np.float64] = weighted.sum(axis=-1) / weights.sum(axis=-1)
    return total


def _order(score: float | None, profile_id: str) -> tuple[bool, float, str]:
    return score is None, -(score or 0.0), profile_id
