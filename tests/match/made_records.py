"""Made-up records with a structure that can be learned: communities in two countries."""

import numpy as np
from scipy import sparse

from twinbay.match.ranking.records import Organisations, Records

YEARS = range(2004, 2019)
ORGANISATIONS = 60
PEOPLE_EACH = 8
COMMUNITIES = 5
TOPICS = 10
WORDS = 64


def made_records(seed: int = 3, works_each_year: int = 220, mixed: float = 0.25) -> Records:
    """Make a record in which organisations of one community come to work together.

    Arguments:
        seed: of everything.
        works_each_year: works in each of ``YEARS``.
        mixed: share of works that join organisations of different communities.
    """
    random = np.random.default_rng(seed)
    community = np.arange(ORGANISATIONS) % COMMUNITIES
    weight = np.clip(random.lognormal(0.0, 0.8, ORGANISATIONS), 0.3, None)
    year, topic, work, person, org, words = [], [], [], [], [], []
    for each in YEARS:
        for _ in range(works_each_year):
            first = int(random.choice(ORGANISATIONS, p=weight / weight.sum()))
            same = weight * (community == community[first])
            chance = weight if random.random() < mixed else same
            size = int(random.choice([1, 2, 3], p=[0.5, 0.35, 0.15]))
            members = {first, *random.choice(ORGANISATIONS, size - 1, p=chance / chance.sum())}
            about = 2 * community[first] + int(random.random() < 0.5)
            for member in sorted(members):
                work.append(len(year))
                org.append(int(member) if random.random() > 0.1 else -1)
                # Some are by people of the community in the other country.
                home = int(member)
                if random.random() < 0.3:
                    half = ORGANISATIONS // 2
                    within = home % half + COMMUNITIES * int(random.integers(6))
                    home = (half if home < half else 0) + within % half
                person.append(home * PEOPLE_EACH + int(random.integers(PEOPLE_EACH)))
            words.append(random.choice(WORDS // TOPICS, 8) + about * (WORDS // TOPICS))
            year.append(each)
            topic.append(about)
    return records_of(year, work, person, org, topic=topic, words=words)


def records_of(
    year: list[int],
    work: list[int],
    person: list[int],
    org: list[int],
    *,
    topic: list[int] | None = None,
    words: list[np.ndarray] | None = None,
    organisations: Organisations | None = None,
) -> Records:
    """Make a record from lists; words default to one word per work."""
    count = len(year)
    lists = words if words is not None else [np.array([i % WORDS]) for i in range(count)]
    rows = np.repeat(np.arange(count), [len(each) for each in lists])
    columns = np.concatenate(lists) if lists else np.zeros(0, dtype=np.int64)
    matrix = sparse.csr_matrix(
        (np.ones(rows.size, dtype=np.float32), (rows, columns)), shape=(count, WORDS)
    )
    matrix.sum_duplicates()
    orgs = organisations if organisations is not None else made_organisations(ORGANISATIONS)
    return Records(
        organisations=orgs,
        people=np.array([f"person {i}" for i in range(max(person, default=0) + 1)]),
        year=np.array(year, dtype=np.int64),
        venue=np.zeros(count, dtype=np.int64),
        topic=np.array(topic if topic is not None else [0] * count, dtype=np.int64),
        topic_ids=tuple(f"T{i}" for i in range(TOPICS)),
        words=matrix,
        vectors=np.asarray(matrix[:, :8].toarray(), dtype=np.float16),
        work=np.array(work, dtype=np.int64),
        person=np.array(person, dtype=np.int64),
        org=np.array(org, dtype=np.int64),
        deals=np.zeros((0, 3), dtype=np.int64),
    )


def made_organisations(count: int) -> Organisations:
    """Make organisations, the first half in AA, the others in BB."""
    names = np.array([f"org:{i}" for i in range(count)])
    half = count // 2
    return Organisations(
        ids=names,
        names=names,
        countries=np.array(["AA"] * half + ["BB"] * (count - half)),
        regions=np.array(["west"] * half + ["east"] * (count - half)),
        kinds=np.array((["education", "enterprise", "other"] * count)[:count]),
        places=np.full((count, 2), np.nan),
    )
