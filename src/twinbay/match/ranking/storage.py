"""Training on the lake in use, and keeping the ranker beside the search index of that build."""

import json
import pickle
from dataclasses import asdict
from pathlib import Path

from twinbay.errors import ConfigurationError
from twinbay.lake.folders import replacing
from twinbay.match.ranking.candidates import Sides
from twinbay.match.ranking.fitting import Keeper, fit_ranker
from twinbay.match.ranking.learned import LearnedRanker
from twinbay.match.ranking.likelihood import Calibration, LikelihoodTable
from twinbay.match.ranking.model import PartnerModel
from twinbay.match.ranking.pair_features import NAMES
from twinbay.match.ranking.reading import Progress, silent
from twinbay.match.ranking.records import Records
from twinbay.match.ranking.scaling import Scaling
from twinbay.match.ranking.snapshot import Snapshot
from twinbay.match.ranking.training import scale_of

VERSION = 1
_DAMAGE = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, ImportError),
    pickle.UnpicklingError,
)


def train(
    records: Records,
    horizon: int,
    sides: Sides | None,
    table: LikelihoodTable | None,
    keeper: Keeper | None = None,
    progress: Progress = silent,
) -> LearnedRanker:
    """Train on everything known and prepare to rank what is known now.

    Arguments:
        records: the whole record; its last year is the split.
        horizon: years within which a suggestion may come true.
        sides: between whom partners are sought; None for anybody.
        table: what past suggestions were worth, from a backtest of the same record.
        keeper: keeps what is computed.
        progress: told what is being done.

    Raises:
        ConfigurationError: there is not enough evidence to learn from.
    """
    split = records.years[1]
    fitted = fit_ranker(records, split, horizon, sides, keeper, progress)
    snapshot = Snapshot.at(records, split)
    return LearnedRanker(
        snapshot=snapshot,
        scale=scale_of(snapshot, sides),
        model=fitted.model,
        calibration=fitted.calibration,
        table=table,
        horizon=horizon,
    )


def store(ranker: LearnedRanker, folder: Path) -> None:
    """Write a ranker in one step; the earlier one stays in use until then."""
    content = {
        "version": VERSION,
        "features": list(NAMES),
        "horizon": ranker.horizon,
        "scale": ranker.scale.as_json(),
        "model": ranker.model.as_json(),
        "calibration": asdict(ranker.calibration),
        "classes": ranker.table.as_json() if ranker.table else None,
    }
    with replacing(folder) as target:
        (target / "model.json").write_text(json.dumps(content), encoding="utf-8")
        with (target / "snapshot.pickle").open("wb") as file:
            pickle.dump(ranker.snapshot, file, protocol=5)


def load(folder: Path) -> LearnedRanker | None:
    """Read a ranker; None where there is none, or another version wrote it.

    The snapshot is a pickle: read it only from the home folder, which twinbay alone writes.
    """
    try:
        content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if content["version"] != VERSION or content["features"] != list(NAMES):
            return None
        with (folder / "snapshot.pickle").open("rb") as file:
            snapshot = pickle.load(file)
    except FileNotFoundError:
        return None
    except _DAMAGE:
        raise ConfigurationError(
            "the stored ranking is damaged",
            where=str(folder),
            remedy="Train it again: twinbay train.",
        ) from None
    return LearnedRanker(
        snapshot=snapshot,
        scale=Scaling.from_json(content["scale"]),
        model=PartnerModel.from_json(content["model"]),
        calibration=Calibration(**content["calibration"]),
        table=LikelihoodTable.from_json(content["classes"]) if content["classes"] else None,
        horizon=int(content["horizon"]),
    )
