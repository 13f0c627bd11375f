"""Training on the lake in use, and keeping the ranker beside the search index of that build."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import lightgbm as lgb
import numpy as np

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.feedback import Answer, labels_of
from twinbay.match.ranking.fitting import Keeper, Said, fit_ranker
from twinbay.match.ranking.learned import LearnedRanker
from twinbay.match.ranking.likelihood import Calibration, LikelihoodTable
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_features import NAMES, features_of_pairs
from twinbay.match.ranking.plain_arrays import as_arrays, from_arrays
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.scaling import Scaling
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.ranking.training import scale_of

VERSION = 2
SNAPSHOT_FILE = "snapshot.npz"
_DAMAGE = (
    *(OSError, ValueError, LookupError, TypeError, EOFError),
    *(zipfile.BadZipFile, lgb.basic.LightGBMError),
)


def train(
    records: Records,
    horizon: int,
    sides: Sides | None,
    table: LikelihoodTable | None,
    keeper: Keeper | None = None,
    progress: Progress = silent,
    answers: Iterable[Answer] = (),
) -> LearnedRanker:
    """Train on everything known and prepare to rank what is known now.

    Arguments:
        records: the whole record; its last year is the split.
        horizon: years within which a suggestion may come true.
        sides: between whom partners are sought; None for anybody.
        table: what past suggestions were worth, from a backtest of the same record.
        keeper: keeps what is computed.
        progress: told what is being done.
        answers: what members said about suggestions. Those about organisations that are not
            ranked teach nothing.

    Raises:
        ConfigurationError: there is not enough evidence to learn from.
    """
    split = records.years[1]
    snapshot = Snapshot.at(records, split)
    scale = scale_of(snapshot, sides)
    said = _said(snapshot, scale, answers)
    fitted = fit_ranker(records, split, horizon, sides, keeper, progress, said=said)
    return LearnedRanker(
        snapshot=snapshot,
        scale=scale,
        model=fitted.model,
        calibration=fitted.calibration,
        table=table,
        horizon=horizon,
        taught=len(said.labels),
    )


def _said(snapshot: Snapshot, scale: Scaling, answers: Iterable[Answer]) -> Said:
    """Return the labels of pairs of ranked organisations, with the features they have now."""
    ranked = {str(snapshot.organisations.ids[row]) for row in snapshot.ranked}
    rows = snapshot.organisations.rows
    labels = tuple(label for label in labels_of(answers) if ranked.issuperset(label.pair))
    pairs = np.array([[rows[org] for org in label.pair] for label in labels], dtype=np.int64)
    return Said(labels, scale.apply(features_of_pairs(snapshot, pairs.reshape(-1, 2))))


def store(ranker: LearnedRanker, folder: Path) -> None:
    """Write a ranker in one step; the earlier one stays in use until then."""
    content = {
        "version": VERSION,
        "features": list(NAMES),
        "horizon": ranker.horizon,
        "taught": ranker.taught,
        "scale": ranker.scale.as_json(),
        "model": ranker.model.as_json(),
        "calibration": asdict(ranker.calibration),
        "classes": ranker.table.as_json() if ranker.table else None,
    }
    with replacing(folder) as target:
        (target / "model.json").write_text(json.dumps(content), encoding="utf-8")
        np.savez(target / SNAPSHOT_FILE, **as_arrays(ranker.snapshot))  # type: ignore[arg-type]


def load(folder: Path) -> LearnedRanker | None:
    """Read a ranker; None where there is none, or another version wrote it.

    Nothing in the files is executed: the model is JSON with LightGBM's text, the snapshot a NumPy
    archive of plain arrays.

    Raises:
        ConfigurationError: the files are damaged.
    """
    try:
        content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if content["version"] != VERSION or content["features"] != list(NAMES):
            return None
        with np.load(folder / SNAPSHOT_FILE, allow_pickle=False) as arrays:
            snapshot = from_arrays(Snapshot, arrays)
        return LearnedRanker(
            snapshot=snapshot,
            scale=Scaling.from_json(content["scale"]),
            model=PartnerModel.from_json(content["model"]),
            calibration=Calibration(**content["calibration"]),
            table=LikelihoodTable.from_json(content["classes"]) if content["classes"] else None,
            horizon=int(content["horizon"]),
            taught=int(content["taught"]),
        )
    except FileNotFoundError:
        return None
    except _DAMAGE:
        raise ConfigurationError(
            "the stored ranking is damaged",
            where=str(folder),
            remedy="Train it again: twinbay train.",
        ) from None
