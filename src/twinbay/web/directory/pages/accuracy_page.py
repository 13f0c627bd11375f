"""What the page "How often were the suggestions right?" shows: the latest backtest in words."""

import math
from typing import Any

from django.utils.translation import gettext as _

from twinbay.match.backtest import phrases
from twinbay.match.backtest.measures import MEASURES, RESAMPLES, Measured
from twinbay.regions import RegionPair
from twinbay.web.country_names import country_name
from twinbay.web.directory.pages.accuracy_tables import (
    calibration_chart,
    group_table,
    rankings_chart,
    rankings_table,
    sizes_chart,
)
from twinbay.web.directory.queries.backtest import MODEL, Backtest
from twinbay.web.display import Figure
from twinbay.web.i18n import active_language

COMPARED = "adamic-adar"  # the strongest simple rule in the literature on link prediction


def content(pair: RegionPair, backtest: Backtest | None) -> dict[str, Any]:
    """Return the template's values; without a backtest the page says how to run one."""
    if backtest is None:
        return {"backtest": None, "exports": []}
    language = phrase_language()
    values = _values(pair, backtest, language)
    rankings, by_ranking = rankings_table(backtest), rankings_chart(backtest)
    calibration, sizes = calibration_chart(backtest), sizes_chart(backtest)
    by_field = group_table(
        "fields", _("By field of cooperation"), backtest.by_field, lambda n: _field(pair, n)
    )
    by_kind = group_table(
        "kinds", _("By kind of organisation"), backtest.by_kind, lambda n: _kinds(pair, n)
    )
    explained = {
        name: phrases.EXPLANATIONS[name][language].format(**values) for name in phrases.EXPLANATIONS
    }
    return {
        "backtest": backtest,
        "places": values,
        "summary": [phrases.QUESTION[language].format(**values)],
        "size": phrases.SIZE[language].format(**values),
        "notes": _notes(backtest, language, values),
        "figures": _figures(backtest),
        "explained": explained,
        "rankings": rankings,
        "by_ranking": by_ranking,
        "calibration": calibration,
        "sizes": sizes,
        "by_field": by_field,
        "by_kind": by_kind,
        "meanings": [
            (phrases.MEASURE_NAMES[m][language], phrases.MEASURE_MEANINGS[m][language])
            for m in MEASURES
        ],
        "exports": [
            rankings,
            *(chart.table for chart in (by_ranking, calibration, sizes)),
            by_field,
            by_kind,
        ],
    }


def phrase_language() -> str:
    """Return the page's language as the phrases of the backtest name it."""
    return "zh" if active_language().startswith("zh") else "en"


def _values(pair: RegionPair, backtest: Backtest, language: str) -> dict[str, Any]:
    task = dict(backtest.task)
    task["origin"] = _place(pair, task["origin"])
    task["destination"] = _place(pair, task["destination"])
    return {
        **task,
        "first": task["split"] + 1,
        "last": task["last_year"],
        "share": task["became"] / task["pairs"],
        "windows": ", ".join(str(year) for year in task["windows"]),
        "names": ", ".join(phrases.RANKING_NAMES[n][language] for n in backtest.left_out),
        "resamples": RESAMPLES,
        "error": backtest.calibration_error,
    }


def _notes(backtest: Backtest, language: str, values: dict[str, Any]) -> list[str]:
    texts = [phrases.NOTES[note][language] for note in backtest.notes]
    texts += [phrases.LEFT_OUT[language]] * bool(backtest.left_out)
    return [text.format(**values) for text in texts]


def _figures(backtest: Backtest) -> list[Figure]:
    """Return the three figures that a reader remembers, each with that of a simple rule."""
    labels = {
        "hit_at_10": (
            _("Found a later partner among the first ten"),
            _("of 100 organisations that found one"),
        ),
        "recall_at_10": (_("Later partners among the first ten"), _("of 100 later partners")),
        "precision_at_100": (
            _("Right among the hundred best pairs"),
            _("of 100 pairs"),
        ),
    }
    return [
        Figure(label, _hundred(backtest.rankings[MODEL][name]), unit, note=_beside(backtest, name))
        for name, (label, unit) in labels.items()
    ]


def _hundred(measured: Measured) -> int | str:
    return "–" if math.isnan(measured.value) else round(100 * measured.value)


def _beside(backtest: Backtest, measure: str) -> str:
    if COMPARED not in backtest.rankings or "random" not in backtest.rankings:
        return ""
    return str(
        _("Adamic-Adar %(rule)s, by chance %(chance)s")
        % {
            "rule": _hundred(backtest.rankings[COMPARED][measure]),
            "chance": _hundred(backtest.rankings["random"][measure]),
        }
    )


def _place(pair: RegionPair, place: str) -> str:
    """Return the name of a region of the pair or of a country."""
    language = active_language()
    for region in pair.regions:
        if region.region_id == place:
            return region.name.text(language)
    return country_name(place, language)


def _field(pair: RegionPair, field_id: str) -> str:
    known = [field for field in pair.fields if field.field_id == field_id]
    return known[0].name.text(active_language()) if known else field_id


def _kinds(pair: RegionPair, kinds: str) -> str:
    names = (pair.kinds.get(kind) for kind in kinds.split("+"))
    return " – ".join(name.text(active_language()) if name else kinds for name in names)
