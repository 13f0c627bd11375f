"""Who knows about this? People, teams and organisations of the lake, by the works that prove it.

Works are preselected by the search index and scored against the text one by one; each votes for its
authors and their organisations with the exponential of its score (expCombSUM: Macdonald, Ounis:
Voting for candidates, CIKM 2006). Where no work is near, organisations are ranked by their topics
and by what they state they work on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twinbay.lake.store import Lake
from twinbay.match.encoders import Encoder
from twinbay.match.expertise.ranking import ExpertiseRanker, text_problem
from twinbay.match.expertise.records import Profile, Proof, Work
from twinbay.match.search import Filters, MatchReason, SearchIndex
from twinbay.match.tokens import has_chinese, tokens

PRESELECTED = 200  # works by words, and as many by meaning, that are scored
# Set between 14 subjects that a body of works on robots and graphics lacks and 14 that it has, in
# both languages; checked on 16 others (docs/explanation/expertise.md).
LEAST_SCORE = 1.0  # of a near work that shares several telling words with the text
LEAST_ALONE = 4.25  # of one that shares a single one, or none, as between two languages
SEVERAL = 2
LEAST_SIMILARITY = 0.5  # cosine of an organisation without near works that shares too few words
LEAST_SHARE = 0.5  # of the text's telling words
SHORTEST_TELLING = {True: 2, False: 4}  # characters of a word that tells a subject: Chinese, other
SHOWN_WORKS = 3
JOINT_WORKS = 2  # near works that two people of a team have together
LARGEST_TEAM = 12  # people; more are a community, not a team


@dataclass(frozen=True, slots=True)
class Knower:
    """A person, a team or an organisation that knows about a text.

    Attributes:
        record_ids: of the person or organisation; of every member of a team.
        names: in the same order.
        names_zh: Chinese names, "" where unknown.
        region: region id of an organisation, "" where unknown or for others.
        score: orders the knowers of one kind; None where there are no works to go by.
        works: how many works are near to the text.
        proofs: the nearest of them.
        because: for organisations without near works: what matched, in words.
    """

    record_ids: tuple[str, ...]
    names: tuple[str, ...]
    names_zh: tuple[str, ...]
    region: str
    score: float | None
    works: int
    proofs: tuple[Proof, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Who knows about a text.

    Attributes:
        problem: why there is no answer, "" when there is one.
        from_works: whether works prove it; otherwise organisations go by topics and stated focus.
        people: the most expert first.
        teams: people with several near works together.
        organisations: the most expert first.
    """

    problem: str = ""
    from_works: bool = False
    people: tuple[Knower, ...] = ()
    teams: tuple[Knower, ...] = ()
    organisations: tuple[Knower, ...] = ()


@dataclass(frozen=True)
class _Evidence:
    """Near works by id, and who wrote them where."""

    proofs: Mapping[str, Proof]
    authors: Mapping[str, frozenset[str]]  # people by work
    organisations: Mapping[str, frozenset[str]]  # by work


def who_knows(
    text: str,
    lake: Lake,
    index: SearchIndex,
    encoder: Encoder,
    *,
    region: str | None = None,
    limit: int = 10,
) -> Answer:
    """Find who knows about a text.

    Arguments:
        text: a need, a call, an abstract; in English or Chinese.
        lake: the evidence.
        index: the search index of the same build.
        encoder: gives the nearness of meaning.
        region: only authors and organisations there; None for anywhere.
        limit: how many people, teams and organisations at most, each.
    """
    problem = text_problem(Work("", text))
    if problem:
        return Answer(problem)
    regions = frozenset((region,)) if region else frozenset[str]()
    works = Filters(frozenset(("work",)), regions)
    by_words = (hit.record_id for hit in index.search(text, works, limit=PRESELECTED).hits)
    by_meaning = index.nearest(text, works, limit=PRESELECTED)
    evidence = _evidence(text, lake, encoder, {*by_words, *by_meaning}, region)
    if not evidence.proofs:
        return Answer(organisations=_by_topics(text, index, regions, limit))
    by_person = _inverted(evidence.authors)
    names = _names(lake, "people", "person_id", by_person)
    people = [
        _knower((person,), names, works, evidence.proofs) for person, works in by_person.items()
    ]
    teams = [
        _knower(members, names, works, evidence.proofs)
        for members, works in _teams(evidence.authors)
    ]
    return Answer(
        from_works=True,
        people=_best(people, limit),
        teams=_best(teams, limit),
        organisations=_best(_organisations(lake, evidence), limit),
    )


def _evidence(
    text: str, lake: Lake, encoder: Encoder, work_ids: Iterable[str], region: str | None
) -> _Evidence:
    wanted = pa.array(list(work_ids), pa.string())
    table = lake.arrow("works").select(["work_id", "title", "abstract"])
    works = [
        Work(row["title"] or "", row["abstract"] or "", row["work_id"])
        for row in table.filter(pc.is_in(table["work_id"], wanted)).to_pylist()
    ]
    ranker = ExpertiseRanker([Profile(work.work_id, (work,)) for work in works], encoder)
    proofs = {
        expert.profile_id: expert.proofs[0]
        for expert in ranker.rank(text, proofs=1)
        if expert.proofs and _is_near(expert.proofs[0])
    }
    near = pa.array(list(proofs), pa.string())
    columns = ["work_id", "person_id", "org_id", "region"]
    written = lake.arrow("authorships").select(columns)
    authors: dict[str, set[str]] = defaultdict(set)
    organisations: dict[str, set[str]] = defaultdict(set)
    for row in written.filter(pc.is_in(written["work_id"], near)).to_pylist():
        if region is None or row["region"] == region:
            if row["person_id"]:
                authors[row["work_id"]].add(row["person_id"])
            if row["org_id"]:
                organisations[row["work_id"]].add(row["org_id"])
    return _Evidence(
        proofs,
        {work: frozenset(members) for work, members in authors.items()},
        {work: frozenset(members) for work, members in organisations.items()},
    )


def _is_near(proof: Proof) -> bool:
    return proof.score >= (LEAST_SCORE if len(proof.shared) >= SEVERAL else LEAST_ALONE)


def _knower(
    members: Sequence[str],
    names: Mapping[str, tuple[str, str, str]],
    works: Iterable[str],
    proofs: Mapping[str, Proof],
) -> Knower:
    own = sorted((proofs[work] for work in works), key=lambda proof: -proof.score)
    votes = float(np.log(sum(np.exp(proof.score) for proof in own)))
    known = [names.get(member, (member, "", "")) for member in members]
    return Knower(
        tuple(members),
        tuple(name for name, _, _ in known),
        tuple(chinese for _, chinese, _ in known),
        known[0][2],
        votes,
        len(own),
        tuple(own[:SHOWN_WORKS]),
    )


def _teams(
    authors: Mapping[str, frozenset[str]],
) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """Return groups of people linked by several near works together, with these works."""
    joint: dict[tuple[str, str], set[str]] = defaultdict(set)
    for work, people in authors.items():
        for pair in combinations(sorted(people), 2):
            joint[pair].add(work)
    strong = {pair: works for pair, works in joint.items() if len(works) >= JOINT_WORKS}
    leader: dict[str, str] = {person: person for pair in strong for person in pair}

    def lead(person: str) -> str:
        while leader[person] != person:
            person = leader[person]
        return person

    for first, second in sorted(strong):
        leader[lead(second)] = lead(first)
    members: dict[str, set[str]] = defaultdict(set)
    works: dict[str, set[str]] = defaultdict(set)
    for pair, together in strong.items():
        members[lead(pair[0])].update(pair)
        works[lead(pair[0])].update(together)
    return [
        (tuple(sorted(people)), frozenset(works[first]))
        for first, people in members.items()
        if len(people) <= LARGEST_TEAM
    ]


def _organisations(lake: Lake, evidence: _Evidence) -> list[Knower]:
    by_organisation = _inverted(evidence.organisations)
    names = _names(lake, "organisations", "org_id", by_organisation)
    return [
        _knower((org_id,), names, works, evidence.proofs)
        for org_id, works in by_organisation.items()
    ]


def _by_topics(
    text: str, index: SearchIndex, regions: frozenset[str], limit: int
) -> tuple[Knower, ...]:
    found = index.search(text, Filters(frozenset(("organisation",)), regions), limit=limit)
    asked = _telling(tokens(text))
    return tuple(
        Knower(
            (hit.record_id,),
            (hit.title,),
            (hit.title_zh,),
            hit.region or "",
            None,
            0,
            because=tuple(word for reason in hit.reasons for word in reason.words),
        )
        for hit in found.hits
        if _is_evidence(hit.reasons, len(asked))
    )


def _is_evidence(reasons: Iterable[MatchReason], asked: int) -> bool:
    """Return whether an organisation's topics and statements are about the text's subject.

    Arguments:
        reasons: why the organisation was found.
        asked: how many telling words the text has.
    """
    shared: set[str] = set()
    for reason in reasons:
        if reason.similarity is not None and reason.similarity >= LEAST_SIMILARITY:
            return True
        shared |= _telling(reason.words)
    return len(shared) >= max(SEVERAL, LEAST_SHARE * asked)


def _telling(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) >= SHORTEST_TELLING[has_chinese(word)]}


def _names(
    lake: Lake, table: str, column: str, wanted: Iterable[str]
) -> dict[str, tuple[str, str, str]]:
    """Return name, Chinese name and region by id."""
    rows = lake.arrow(table)
    kept = rows.filter(pc.is_in(rows[column], pa.array(list(wanted), pa.string())))
    return {
        row[column]: (row["name"], row.get("name_zh") or "", row.get("region") or "")
        for row in kept.to_pylist()
    }


def _inverted(members: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    inverted: dict[str, list[str]] = defaultdict(list)
    for work, found in members.items():
        for member in sorted(found):
            inverted[member].append(work)
    return inverted


def _best(knowers: Iterable[Knower], limit: int) -> tuple[Knower, ...]:
    order = sorted(knowers, key=lambda knower: (-(knower.score or 0.0), knower.record_ids))
    return tuple(order[:limit])
