"""The learned ranking of one organisation's candidates, with likelihoods and what they are made of.

Where there are many candidates, a cheap score picks a shortlist first; the model then judges the
shortlist. Organisations with fewer works than the snapshot asks for are not judged: the model has
never seen such, and no likelihood is better than an invented one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twinbay.match.ranking.chains import Rows
from twinbay.match.ranking.likelihood import Calibration, Likelihood, LikelihoodTable
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_features import FEATURES, feature_block
from twinbay.match.ranking.scaling import Scaling
from twinbay.match.ranking.snapshot import Snapshot

SHORTLIST = 1_000  # candidates that the model judges; with fewer candidates it judges all
REASONS = tuple(dict.fromkeys(feature.reason for feature in FEATURES))
EXPLAINED_AT_ONCE = 20
_PLACE_OF = {reason: place for place, reason in enumerate(REASONS)}
_REASON_OF = np.array([REASONS.index(feature.reason) for feature in FEATURES])


@dataclass(frozen=True)
class Judgement:
    """What the model says about a pair.

    Attributes:
        org_id: the candidate.
        log_odds: the raw score; parts and rest add up to it.
        probability: calibrated probability of a first joint work within the horizon, 0 to 1.
        likelihood: what such suggestions were worth in the backtest, None where it says too little.
        parts: contribution to the log-odds by kind of reason, against the average pair.
    """

    org_id: str
    log_odds: float
    probability: float
    likelihood: Likelihood | None
    parts: Mapping[str, float]


@dataclass(eq=False)
class _Explained:
    """The parts of many judgements, computed for a few at a time when they are asked for.

    Shapley values of a whole shortlist take longer than everything else, and a page shows ten.

    Attributes:
        model: the model.
        features: scaled features of the judged, the likeliest first, shape (n, features).
    """

    model: PartnerModel
    features: NDArray[np.float32]
    _found: dict[int, NDArray[np.float64]] = field(default_factory=dict)

    def of(self, place: int) -> NDArray[np.float64]:
        """Return the parts at a place, by kind of reason in the order of ``REASONS``."""
        start = place - place % EXPLAINED_AT_ONCE
        if start not in self._found:
            chosen = self.features[start : start + EXPLAINED_AT_ONCE]
            parts, _ = self.model.contributions(chosen)
            grouped = np.zeros((len(chosen), len(REASONS)))
            np.add.at(grouped.T, _REASON_OF, parts.T)
            self._found[start] = grouped
        found: NDArray[np.float64] = self._found[start][place - start]
        return found


@dataclass(frozen=True, eq=False)
class _Parts(Mapping[str, float]):
    """The parts of one judgement, by kind of reason."""

    explained: _Explained
    place: int

    def __getitem__(self, kind: str) -> float:
        if kind not in _PLACE_OF:
            raise KeyError(kind)
        return float(self.explained.of(self.place)[_PLACE_OF[kind]])

    def __iter__(self) -> Iterator[str]:
        return iter(REASONS)

    def __len__(self) -> int:
        return len(REASONS)


@dataclass(frozen=True, eq=False)
class LearnedRanker:
    """A fitted model on the snapshot that it ranks.

    Attributes:
        snapshot: what is known now.
        scale: the snapshot's scale.
        model: the model.
        calibration: from log-odds to probability.
        table: outcomes of past suggestions by probability, None before a backtest.
        horizon: years within which a suggestion may come true.
        taught: pairs on which members' feedback taught the model.
    """

    snapshot: Snapshot
    scale: Scaling
    model: PartnerModel
    calibration: Calibration
    table: LikelihoodTable | None
    horizon: int
    taught: int = 0

    def works_of(self, org_id: str) -> int:
        """Return how many works of an organisation the ranking knows."""
        row = self.snapshot.organisations.rows.get(org_id)
        return int(self.snapshot.activity.works[row]) if row is not None else 0

    def evidence_gap(self, org_id: str) -> str:
        """Return why an organisation cannot be judged, "" if it can.

        Such as "not enough evidence: 1 work".
        """
        works = self.works_of(org_id)
        if works >= self.snapshot.least_works:
            return ""
        return f"not enough evidence: {works} work" + ("" if works == 1 else "s")

    def judge(
        self, org_id: str, candidates: Sequence[str], limit: int | None = None
    ) -> tuple[Judgement, ...]:
        """Judge candidates for a first joint work, the likeliest first.

        Arguments:
            org_id: the organisation that asks.
            candidates: ids; unknown ones, those with too few works, the organisation itself and
                those with joint works already are left out.
            limit: how many to return at most; None returns the whole shortlist.

        Returns:
            Judgements; empty when the organisation itself has too few works.
        """
        rows = self.snapshot.organisations.rows
        if self.evidence_gap(org_id):
            return ()
        row = rows[org_id]
        known = np.array(sorted({rows[c] for c in candidates if c in rows} - {row}), dtype=np.int64)
        return self.judge_rows(row, known, limit)

    def judge_rows(
        self, row: int, candidates: Rows, limit: int | None = None
    ) -> tuple[Judgement, ...]:
        """Judge candidates by their rows in the snapshot; see ``judge``."""
        works = self.snapshot.activity.works
        candidates = candidates[works[candidates] >= self.snapshot.least_works]
        partners = self.snapshot.network.tied[row].indices
        candidates = candidates[~np.isin(candidates, partners)]
        if not candidates.size:
            return ()
        asking = np.array([row], dtype=np.int64)
        candidates = self._shortlist(asking, candidates)
        features = self.scale.apply(feature_block(self.snapshot, asking, candidates)[0])
        log_odds = self.model.log_odds(features)
        order = np.lexsort((candidates, -log_odds))[:limit]
        probability = self.calibration.probability(log_odds[order])
        explained = _Explained(self.model, features[order])
        return tuple(
            Judgement(
                org_id=str(self.snapshot.organisations.ids[candidates[position]]),
                log_odds=float(log_odds[position]),
                probability=float(probability[place]),
                likelihood=self.table.likelihood_of(float(probability[place]))
                if self.table
                else None,
                parts=_Parts(explained, place),
            )
            for place, position in enumerate(order)
        )

    def _shortlist(self, asking: Rows, candidates: Rows) -> Rows:
        """Keep the candidates that a cheap score likes best: ties, topics and size."""
        if candidates.size <= SHORTLIST:
            return candidates
        snapshot = self.snapshot
        cheap: list[NDArray[np.float64]] = [
            np.log1p(snapshot.network.faded_third_parties.block(asking, candidates)[0]),
            (
                # The whole product is cheaper than a copy of most of the rows.
                snapshot.content.recent_concepts @ snapshot.content.recent_concepts[asking[0]]
            )[candidates],
            np.log1p(snapshot.network.activity[candidates]),
            snapshot.activity.volume[candidates],
        ]
        score = np.zeros(candidates.size)
        for values in cheap:
            score += (values - values.mean()) / (values.std() + 1e-9)
        return np.sort(candidates[np.argpartition(-score, SHORTLIST)[:SHORTLIST]])
