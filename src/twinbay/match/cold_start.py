"""Suggestions for an organisation that has no works yet, from what it says about itself.

Its texts are placed in topics and compared with what the others publish on and state they work on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import NotFoundError
from twinbay.lake.derive.topics import TopicAssigner
from twinbay.match.encoders import Encoder
from twinbay.match.evidence import Evidence, FocusStatement
from twinbay.match.features import confidence_in, profiles_of
from twinbay.match.opportunities.texts import centre_of, telling_words
from twinbay.match.tokens import has_chinese
from twinbay.regions.taxonomy import load_topics

FEWEST_WORDS = 2  # different ones that say something
TOPICS = 24  # nearest topics of the texts; the n-th counts 1 / sqrt(n)
ASSIGNED = 30  # topics that either ranking contributes before the two are fused
FUSION = 10  # added to a rank before it is inverted (Cormack et al. 2009, section 3, has 60)
# Cosine, without what all texts share, below which a stated phrase is not near a text.
FOCUS_NEAR = 0.3
# The weights are a choice, not a fit; without fields the others share theirs.
WEIGHTS: Mapping[str, float] = {"topics": 0.5, "focus": 0.3, "fields": 0.2}

NameOf = Callable[[str], str]


@dataclass(frozen=True)
class ColdReason:
    """One reason for a suggestion.

    Attributes:
        kind: ``topics``, ``focus`` or ``fields``.
        contribution: its part of the score.
        topic: for ``topics``, the topic that both the text and the works are about.
        statement: for ``focus``, the phrase in English and Chinese.
        fields: for ``fields``, the ids of the fields.
        numbers: what the sentence says: works, recent works, total works, years, similarity.
    """

    kind: str
    contribution: float
    topic: str | None = None
    statement: tuple[str, str] | None = None
    fields: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)

    def sentence(self, language: str, name_of: NameOf) -> str:
        """Return the reason in English or, for zh, Chinese; ``name_of`` names topics and fields."""
        chinese = language.startswith("zh")
        told = {name: f"{value:,.0f}" for name, value in self.numbers.items()}
        if self.kind == "topics" and self.topic:
            name = name_of(self.topic)
            first, last = (f"{self.numbers[end]:.0f}" for end in ("first_year", "last_year"))
            if chinese:
                return (
                    f"文本涉及“{name}”；该机构有 {told['works']} 篇相关论著，"
                    f"其中 {first}–{last} 年 {told['recent']} 篇。"
                )
            return (
                f"The text is about {name}; it has {told['works']} "
                f"{'work' if self.numbers['works'] == 1 else 'works'} on that, "
                f"{told['recent']} of them in {first} to {last}."
            )
        if self.kind == "focus" and self.statement:
            near = f"{self.numbers['similarity']:.2f}"
            if chinese:
                return f"该机构称其从事“{self.statement[1]}”，与文本相近（相似度 {near}）。"
            return f"It states “{self.statement[0]}”, which is near the text (similarity {near})."
        names = [name_of(each) for each in self.fields]
        if chinese:
            return f"其 {told['total']} 篇论著中有 {told['works']} 篇属于{'、'.join(names)}。"
        return f"{told['works']} of its {told['total']} works are in {', '.join(names)}."


@dataclass(frozen=True)
class ColdSuggestion:
    """One suggested partner: its score is the sum of its reasons' contributions."""

    org_id: str
    score: float
    reasons: tuple[ColdReason, ...]


@dataclass(frozen=True)
class ColdStart:
    """What can be suggested from a description.

    Attributes:
        topics: the topics the texts were placed in, the nearest first.
        words: how many different words of the texts say something.
        suggestions: the best first; empty when there is not enough to go by.
    """

    topics: tuple[str, ...]
    words: int
    suggestions: tuple[ColdSuggestion, ...]

    def message(self, language: str) -> str:
        """Say why there is no suggestion; empty when there is one."""
        if self.suggestions:
            return ""
        chinese = language.startswith("zh")
        if self.words < FEWEST_WORDS:
            if chinese:
                return f"证据不足：文本中只有 {self.words} 个有意义的词。请再写一两句话。"
            noun = "word says" if self.words == 1 else "words say"
            return f"Not enough evidence: {self.words} {noun} something. Add a sentence or two."
        if chinese:
            return "证据不足：该地区没有机构发表或声明与文本相近的内容。"
        return (
            "Not enough evidence: nobody in the region publishes or states anything near the text."
        )


def suggest_for_description(
    evidence: Evidence,
    texts: Sequence[str],
    region: str,
    *,
    encoder: Encoder,
    assigner: TopicAssigner,
    fields: Mapping[str, frozenset[str]] | None = None,
    limit: int = 10,
    eligible: Callable[[str], bool] | None = None,
) -> ColdStart:
    """Rank the organisations of a region for one that is known only by its texts.

    Arguments:
        evidence: the works and the stated focus of the others.
        texts: its description, its website and the like, in English or Chinese; empty ones are
            left out.
        region: the region to look in.
        encoder: the one that made the vectors of the stated focus in ``evidence``.
        assigner: places texts in topics.
        fields: topics of the fields of cooperation it chose, by field id.
        limit: how many to return at most, at least 1.
        eligible: keeps only organisations for which it is true.

    Raises:
        NotFoundError: the evidence has no organisation in the region.
    """
    candidates = np.flatnonzero(evidence.regions == region)
    if not candidates.size:
        raise NotFoundError(
            f"there is no organisation in the region {region!r}",
            remedy="Load evidence of that region: twinbay lake import.",
        )
    if eligible is not None:
        kept = [eligible(evidence.org_ids[row]) for row in candidates]
        candidates = candidates[np.array(kept, dtype=bool)]
    filled = [text.strip() for text in texts if text.strip()]
    words = len({word for text in filled for word in telling_words(text)})
    if words < FEWEST_WORDS:
        return ColdStart((), words, ())
    text = "\n".join(filled)
    topics = nearest_topics(text, assigner)
    described = _Described(evidence, topics, _focus_vector(encoder, text), centre_of(encoder))
    described = described if not fields else described.within(fields)
    order = described.ranked(candidates)
    suggestions = (described.suggestion(row, score) for row, score in order)
    return ColdStart(topics, words, tuple(s for s in suggestions if s.reasons)[:limit])


def nearest_topics(text: str, assigner: TopicAssigner) -> tuple[str, ...]:
    """Return the topics nearest to a text in either language, at most ``TOPICS``.

    The assignment knows the topics' English words; for a Chinese text the topics' Chinese names
    are ranked by the rarity of the words they share with it, and the two rankings are fused.
    """
    rankings = [assigner.assign([text], best=ASSIGNED)[0]]
    if has_chinese(text):
        rarity, topics_of = _chinese_topic_words()
        shared: dict[str, float] = {}
        for word in set(telling_words(text)) & rarity.keys():
            for topic in topics_of[word]:
                shared[topic] = shared.get(topic, 0.0) + rarity[word]
        rankings.append(sorted(shared, key=lambda topic: (-shared[topic], topic))[:ASSIGNED])
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, topic in enumerate(ranking, start=1):
            fused[topic] = fused.get(topic, 0.0) + 1.0 / (FUSION + rank)
    return tuple(sorted(fused, key=lambda topic: (-fused[topic], topic))[:TOPICS])


@cache
def _chinese_topic_words() -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return the squared inverse topic frequency of each word of Chinese names, and its topics."""
    topics_of: dict[str, list[str]] = {}
    topics = load_topics()
    for topic in topics:
        for word in set(telling_words(topic.name_zh)):
            topics_of.setdefault(word, []).append(topic.topic_id)
    rarity = {word: float(np.log(len(topics) / len(of)) ** 2) for word, of in topics_of.items()}
    return rarity, topics_of


@dataclass(frozen=True, eq=False)
class _Described:
    """A description placed in the evidence."""

    evidence: Evidence
    topics: tuple[str, ...]
    vector: NDArray[np.float32]
    centre: NDArray[np.float32]
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def within(self, fields: Mapping[str, frozenset[str]]) -> "_Described":
        return _Described(self.evidence, self.topics, self.vector, self.centre, fields)

    def weight(self, kind: str) -> float:
        used = [name for name in WEIGHTS if name != "fields" or self.fields]
        return WEIGHTS[kind] / sum(WEIGHTS[name] for name in used)

    def ranked(self, candidates: NDArray[np.int64]) -> list[tuple[int, float]]:
        """Return the candidates with a score above 0, the best first."""
        focus = np.array([self.nearest_focus(int(row))[0] for row in candidates])
        scores = self.weight("topics") * self.topic_values(candidates).sum(axis=1)
        scores = scores + self.weight("focus") * focus
        if self.fields:
            scores = scores + self.weight("fields") * self.field_shares(candidates)
        names = np.array([self.evidence.org_ids[row] for row in candidates])
        order = np.lexsort((names, -scores))
        return [(int(candidates[at]), float(scores[at])) for at in order if scores[at] > 0]

    def topic_values(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what each topic of the text adds for each organisation, shape (rows, topics)."""
        columns = [self.evidence.column(topic) for topic in self.topics]
        weights = 1.0 / np.sqrt(np.arange(1, len(columns) + 1))
        weights /= max(float(np.linalg.norm(weights)), 1.0)
        vectors = profiles_of(self.evidence).topic_vectors[rows]
        values = np.zeros((len(rows), len(columns)))
        for at, column in enumerate(columns):
            if column is not None:
                values[:, at] = weights[at] * vectors[:, [column]].toarray().ravel()
        return values * confidence_in(self.evidence, rows, None)[:, None]

    def nearest_focus(self, row: int) -> tuple[float, FocusStatement | None]:
        """Return the stated phrase nearest to the text, 0 and None when none is near."""
        best: tuple[float, FocusStatement | None] = (0.0, None)
        for statement in self.evidence.focus.get(row, ()):
            if statement.vector is not None:
                moved = statement.vector - self.centre
                length = float(np.linalg.norm(moved))
                near = float(moved @ self.vector) / length if length > 0 else 0.0
                if near >= FOCUS_NEAR and near > best[0]:
                    best = (min(near, 1.0), statement)
        return best

    def field_works(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return each organisation's works in the chosen fields."""
        chosen = frozenset[str]().union(*self.fields.values())
        columns = [c for t in sorted(chosen) if (c := self.evidence.column(t)) is not None]
        works: NDArray[np.float64] = np.asarray(
            self.evidence.works[rows][:, columns].sum(axis=1), dtype=np.float64
        ).ravel()
        return works

    def field_shares(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the share of works in the chosen fields, held back where works are few."""
        total = np.asarray(self.evidence.works[rows].sum(axis=1), dtype=np.float64).ravel()
        share = self.field_works(rows) / np.maximum(total, 1.0)
        held: NDArray[np.float64] = share * confidence_in(self.evidence, rows, None)
        return held

    def suggestion(self, row: int, score: float) -> ColdSuggestion:
        """Give the reasons; the contributions add up to the score."""
        reasons = [*self._topic_reasons(row), *self._other_reasons(row)]
        reasons.sort(key=lambda reason: -reason.contribution)
        return ColdSuggestion(self.evidence.org_ids[row], score, tuple(reasons))

    def _topic_reasons(self, row: int) -> list[ColdReason]:
        values = self.topic_values(np.array([row]))[0] * self.weight("topics")
        first, last = self.evidence.recent_years
        found = []
        for topic, value in zip(self.topics, values.tolist(), strict=True):
            column = self.evidence.column(topic)
            if value > 0 and column is not None:
                numbers = {
                    "works": float(self.evidence.works[row, column]),
                    "recent": float(self.evidence.recent[row, column]),
                    "first_year": float(first),
                    "last_year": float(last),
                }
                found.append(ColdReason("topics", value, topic=topic, numbers=numbers))
        return found

    def _other_reasons(self, row: int) -> list[ColdReason]:
        found = []
        near, statement = self.nearest_focus(row)
        if statement is not None:
            found.append(
                ColdReason(
                    "focus",
                    self.weight("focus") * near,
                    statement=(statement.statement, statement.statement_zh),
                    numbers={"similarity": near},
                )
            )
        rows = np.array([row])
        works = float(self.field_works(rows)[0]) if self.fields else 0.0
        if works > 0:
            share = float(self.field_shares(rows)[0])
            numbers = {"works": works, "total": float(self.evidence.works[row].sum())}
            weighed = self.weight("fields") * share
            found.append(ColdReason("fields", weighed, fields=tuple(self.fields), numbers=numbers))
        return found


def _focus_vector(encoder: Encoder, text: str) -> NDArray[np.float32]:
    moved = encoder.encode([text])[0] - centre_of(encoder)
    length = float(np.linalg.norm(moved))
    unit: NDArray[np.float32] = moved / (length if length > 0 else 1.0)
    return unit
