"""Suggesting researchers and host organisations to a researcher, with reasons.

The weights are learned on names, as the backtest does, so that what it found holds for them.
Ranked are the people of the lake: who is one person and who another is known best today.
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError, NotFoundError
from twinbay.lake.folders import replacing
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.people_links import Names
from twinbay.match.ranking.people_ranking import (
    AIMS,
    FEATURES,
    LEAST_WORKS,
    Aim,
    Moment,
    PeopleModel,
    learn,
    moment_of,
    places_of_people,
)
from twinbay.match.ranking.plain_arrays import as_arrays, from_arrays
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records
from twinbay.match.reasons import Reason

VERSION = 1
SHOWN = 3  # third parties that a reason names
NOWHERE = -1


@dataclass(frozen=True)
class PersonSuggestion:
    """A suggested researcher or host organisation.

    Attributes:
        candidate: id of the person or organisation.
        score: sum of the parts of all features; comparable within one list.
        reasons: the weightiest first; never empty.
    """

    candidate: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False)
class PeopleRanker:
    """Ranks the candidates of one region for a researcher.

    Attributes:
        aim: "researchers" or "hosts".
        year: the last year known.
        moment: researchers and candidates.
        person_ids: ids of the researchers by row.
        candidate_ids: ids of the candidates by row; the researchers' for researchers.
        regions: ids of the regions.
        candidate_region: number of each candidate's region, -1 elsewhere.
        models: one for candidates of each region, learned where those of the other region ask.
    """

    aim: str
    year: int
    moment: Moment
    person_ids: Names
    candidate_ids: Names
    regions: tuple[str, ...]
    candidate_region: NDArray[np.int64]
    models: tuple[PeopleModel, PeopleModel]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Rows of the researchers by id."""
        return {self.person_ids[row]: row for row in range(self.person_ids.ends.size)}

    def evidence_gap(self, person_id: str) -> str:
        """Return why nothing can be suggested, "" if something can."""
        row = self.rows.get(person_id)
        works = int(self.moment.works[row]) if row is not None else 0
        if works >= LEAST_WORKS:
            return ""
        return f"not enough evidence: {works} work" + ("" if works == 1 else "s")

    def region_of(self, candidate: str) -> str | None:
        """Return the region of a researcher who is ranked; None elsewhere."""
        row = self.rows.get(candidate)
        number = NOWHERE if row is None else int(self.candidate_region[row])
        return None if number == NOWHERE else self.regions[number]

    def suggest(self, person_id: str, region: str, limit: int = 10) -> tuple[PersonSuggestion, ...]:
        """Rank the candidates of a region with whom there is no joint work yet, the best first.

        Arguments:
            person_id: the researcher who asks.
            region: the region to look in.
            limit: how many to return at most.

        Returns:
            Suggestions with reasons; none where there is not enough evidence (``evidence_gap``).

        Raises:
            NotFoundError: there is no such region.
        """
        if region not in self.regions:
            raise NotFoundError(
                f"there is no region {region!r}", remedy=f"Give {' or '.join(self.regions)}."
            )
        if self.evidence_gap(person_id):
            return ()
        row, number = self.rows[person_id], self.regions.index(region)
        columns = self.moment.candidates
        columns = columns[self.candidate_region[columns] == number]
        columns = columns[~np.isin(columns, self.moment.tied[row].indices)]
        if self.aim == "researchers":
            columns = columns[columns != row]
        if not columns.size:
            return ()
        features = self.moment.block(np.array([row]), columns)[0]
        parts = self.models[number].parts(features)
        score = parts.sum(axis=1)
        found: list[PersonSuggestion] = []
        for place in np.lexsort((columns, -score)):
            if len(found) == limit:
                break
            reasons = self._reasons(row, int(columns[place]), parts[place], features[place])
            if reasons:
                candidate = self.candidate_ids[int(columns[place])]
                found.append(PersonSuggestion(candidate, float(score[place]), reasons))
        return tuple(found)

    def _reasons(
        self, row: int, column: int, parts: NDArray[np.float64], values: NDArray[np.float32]
    ) -> tuple[Reason, ...]:
        """Return what raised the score and has a fact to show, the weightiest first."""
        facts = self._facts_of_researchers if self.aim == "researchers" else self._facts_of_hosts
        subject, partner = self.person_ids[row], self.candidate_ids[column]
        found = []
        for name, part, value in zip(FEATURES, parts.tolist(), values.tolist(), strict=True):
            if part <= 0 or value <= 0:
                continue
            kind, third, numbers = facts(name, row, column, float(value))
            found.append(Reason(kind, part, subject, partner, third_parties=third, numbers=numbers))
        return tuple(sorted(found, key=lambda reason: -reason.contribution))

    def _facts_of_researchers(
        self, name: str, row: int, column: int, value: float
    ) -> tuple[str, tuple[str, ...], dict[str, float]]:
        tied = self.moment.tied
        if name == "third-parties":
            both = np.intersect1d(tied[row].indices, tied[column].indices)
            circle = np.diff(tied.indptr)[both]
            both = both[np.argsort(circle, kind="stable")]  # the most telling first
            return "wrote-with-both", *_named(self.person_ids, both)
        if name == "paths":
            theirs = np.zeros(tied.shape[0], dtype=bool)
            theirs[tied[column].indices] = True
            links = int(theirs[tied[tied[row].indices].indices].sum())
            return "circles-met", (), {"links": float(links)}
        if name == "words":
            return "person-text", (), {"similarity": value}
        return "person-works", (), {"works": float(self.moment.works[column])}

    def _facts_of_hosts(
        self, name: str, row: int, column: int, value: float
    ) -> tuple[str, tuple[str, ...], dict[str, float]]:
        if name == "third-parties":
            colleagues = self.moment.ties.first[row].indices
            published = self.moment.ties.last[column].indices
            return "co-authors-there", *_named(
                self.person_ids, np.intersect1d(colleagues, published)
            )
        if name == "paths":
            mine = self.moment.paths.first[row].indices
            partners = np.intersect1d(mine, self.moment.paths.last[column].indices)
            return "employers-tied", *_named(self.candidate_ids, partners)
        if name == "words":
            return "person-text", (), {"similarity": value}
        return "host-works", (), {"works": float(round(np.expm1(self.moment.volume[column])))}


def _named(ids: Names, rows: NDArray[np.int64]) -> tuple[tuple[str, ...], dict[str, float]]:
    shown = tuple(ids[int(row)] for row in rows[:SHOWN])
    return shown, {"people": float(rows.size), "others": float(rows.size - len(shown))}


def train_people(
    names: Records,
    identified: Records,
    horizon: int,
    regions: tuple[str, str],
    progress: Progress = silent,
) -> tuple[PeopleRanker, ...]:
    """Learn to suggest people; an aim without enough evidence is left out.

    Arguments:
        names: the record with people by folded name, from which the weights are learned.
        identified: the same with people by id, which are ranked.
        horizon: years within which a suggestion may come true.
        regions: ids of the two regions.
        progress: told what is being done.
    """
    rankers = []
    for number, aim in enumerate(AIMS):
        progress("Learning about people", number, len(AIMS))
        try:
            rankers.append(_trained(names, identified, horizon, regions, aim))
        except (ConfigurationError, NotFoundError):
            continue  # too few researchers went over, or a region has none
    return tuple(rankers)


def _trained(
    names: Records, identified: Records, horizon: int, regions: tuple[str, str], aim: Aim
) -> PeopleRanker:
    split = names.years[1]
    models = tuple(
        learn(names, split, horizon, Sides(asking, looked_in), aim)
        for asking, looked_in in (regions[::-1], regions)
    )
    moment = moment_of(identified, split, aim)
    people = Names.of(identified.people.tolist())
    organisations = identified.organisations
    within = [
        places_of_people(identified, region)
        if aim == "researchers"
        else organisations.within(region)
        for region in regions
    ]
    return PeopleRanker(
        aim=aim,
        year=split,
        moment=moment,
        person_ids=people,
        candidate_ids=people if aim == "researchers" else Names.of(organisations.ids.tolist()),
        regions=regions,
        candidate_region=np.select(within, [0, 1], default=NOWHERE),
        models=cast(tuple[PeopleModel, PeopleModel], models),
    )


def store_people(rankers: tuple[PeopleRanker, ...], folder: Path) -> None:
    """Write the rankers in one step."""
    with replacing(folder) as target:
        content = {"version": VERSION, "aims": [ranker.aim for ranker in rankers]}
        (target / "people.json").write_text(json.dumps(content), encoding="utf-8")
        for ranker in rankers:
            np.savez(target / f"{ranker.aim}.npz", **as_arrays(ranker))  # type: ignore[arg-type]


def load_people(folder: Path) -> tuple[PeopleRanker, ...]:
    """Read the rankers; none where there are none, or another version wrote them.

    Raises:
        ConfigurationError: the files are damaged.
    """
    try:
        content = json.loads((folder / "people.json").read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            return ()
        rankers = []
        for aim in content["aims"]:
            with np.load(folder / f"{aim}.npz", allow_pickle=False) as arrays:
                rankers.append(from_arrays(PeopleRanker, arrays))
        return tuple(rankers)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile):
        raise ConfigurationError(
            "the stored ranking of people is damaged",
            where=str(folder),
            remedy="Train it again: twinbay train.",
        ) from None
