"""Works and authorships of any number, made from a seed, as a folder of tidy tables.

Laboratories of eight people belong to organisations of very different sizes; the people of a
laboratory write together, move rarely, and share names with strangers. Shares of missing values
follow ``../shared/data/papers``.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

AUTHORS_PER_WORK = 4
WORKS_AT_ONCE = 125_000
PEOPLE_PER_LABORATORY = 8
WORKS_PER_PERSON = 3
CITIES = 400
TOPICS = 500
COUNTRIES = ("US", "CN", "HK", "DE", "FR", "JP", "GB", "CA", "KR", "IN")
_NO_ORGANISATION, _HAS_CITY = 0.15, 0.46
_SYLLABLES = "ka lo mi ra ten shu vel bor an dri pas qui zen hol fi ga nu wex tor ely"
_WORDS = "learning networks cells energy vision models data deep robust fast new"


def write_papers(folder: Path, authorships: int, seed: int = 1) -> Path:
    """Write a folder of tidy tables with about so many authorships.

    Arguments:
        folder: where to write.
        authorships: how many; a work has four.
        seed: the same seed gives the same tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = _World(authorships, np.random.default_rng(seed))
    works = max(1, authorships // AUTHORS_PER_WORK)
    writers: dict[str, pq.ParquetWriter] = {}
    for start in range(0, works, WORKS_AT_ONCE):
        numbers = np.arange(start, min(start + WORKS_AT_ONCE, works))
        for name, table in world.tables(numbers, np.random.default_rng([seed, start])).items():
            path = folder / f"{name}.parquet"
            writers[name] = writers.get(name) or pq.ParquetWriter(path, table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    return folder


class _World:
    """Organisations, laboratories and people."""

    def __init__(self, authorships: int, random: np.random.Generator) -> None:
        people = max(PEOPLE_PER_LABORATORY, authorships // WORKS_PER_PERSON)
        self.laboratories = people // PEOPLE_PER_LABORATORY
        organisations = int(min(40_000, 200 + 20 * authorships**0.45))
        names = _names(random, organisations, 3)
        self.organisations = pa.array([f"{name.title()} University" for name in names])
        self.countries = pa.array(random.choice(COUNTRIES, organisations))
        self.cities = pa.array([name.title() for name in _names(random, CITIES, 2)])
        # Laboratories per organisation fall off as a power law (Zipf).
        weight = 1.0 / np.arange(1, organisations + 1)
        self.home = random.choice(organisations, self.laboratories, p=weight / weight.sum())
        self.given = pa.array([name.title() for name in _names(random, 2_000, 2)])
        self.family = pa.array([name.title() for name in _names(random, 5_000, 2)])

    def tables(
        self, numbers: NDArray[np.int64], random: np.random.Generator
    ) -> dict[str, pa.Table]:
        """Return works and authorships of the given works."""
        count = numbers.size
        laboratory = random.integers(0, self.laboratories, count)
        work_ids = pa.array(np.char.add("s", numbers.astype(str)))
        works = pa.table(
            {
                "work_id": work_ids,
                "title": _sentences(random, count, 6),
                "abstract": _sentences(random, count, 40),
                "year": random.integers(2000, 2025, count),
                "venue": pa.array(random.choice(_WORDS.split(), count)),
                "citations": random.geometric(0.05, count),
                "topics": pa.array(np.char.add("T", (10_000 + laboratory % TOPICS).astype(str))),
            }
        )
        row = np.repeat(np.arange(count), AUTHORS_PER_WORK)
        position = np.tile(np.arange(AUTHORS_PER_WORK), count)
        first = random.integers(0, PEOPLE_PER_LABORATORY, count)
        visitor = random.random(row.size) < 0.1
        member = (first[row] + position) % PEOPLE_PER_LABORATORY
        person = laboratory[row] * PEOPLE_PER_LABORATORY + member
        person[visitor] = random.integers(
            0, self.laboratories * PEOPLE_PER_LABORATORY, visitor.sum()
        )
        org = self.home[person // PEOPLE_PER_LABORATORY]
        none = random.random(row.size) < _NO_ORGANISATION
        no_city = random.random(row.size) >= _HAS_CITY
        organisation = self.organisations.take(pa.array(org, mask=none))
        country = self.countries.take(pa.array(org, mask=none))
        city = self.cities.take(pa.array(org % CITIES, mask=none | no_city))
        authorships = pa.table(
            {
                "work_id": work_ids.take(pa.array(row)),
                "position": position,
                "author_name": self._person_names(person),
                "org_name": organisation,
                "country": country,
                "city": city,
                "raw_affiliation": organisation,
            }
        )
        return {"works": works, "authorships": authorships}

    def _person_names(self, person: NDArray[np.int64]) -> pa.Array:
        # Two multiplicative hashes, so that people of one laboratory have unlike names.
        given = self.given.take(pa.array((person * 2_654_435_761 >> 7) % len(self.given)))
        family = self.family.take(pa.array((person * 40_503 >> 3) % len(self.family)))
        return pc.binary_join_element_wise(given, family, " ")


def _names(random: np.random.Generator, count: int, syllables: int) -> list[str]:
    """Return distinct made-up names."""
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = random.choice(_SYLLABLES.split(), (count, syllables + 1))
        found.update(dict.fromkeys("".join(name) for name in drawn))
    return list(found)[:count]


def _sentences(random: np.random.Generator, count: int, words: int) -> pa.Array:
    """Return texts of random words: 4,096 different ones, each with a number of its own."""
    lines = random.choice(_WORDS.split(), (4_096, words))
    stock = pa.array([" ".join(line) for line in lines])
    numbers = pa.array(random.integers(0, 2**40, count).astype(str))
    texts = stock.take(pa.array(random.integers(0, 4_096, count)))
    return pc.binary_join_element_wise(texts, numbers, " ")
