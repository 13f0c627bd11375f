"""Tables and charts of a backtest."""

import math
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from twinbay.match.backtest import phrases
from twinbay.match.backtest.measures import MEASURES, Measured
from twinbay.web.directory.queries.backtest import MODEL, Backtest, GroupFound
from twinbay.web.display import Cell, Chart, Column, DataTable, Series
from twinbay.web.i18n import active_language

GROUP_MEASURES = ("average_precision", "auc", "hit_at_10", "recall_at_10")


def _phrase(table: dict[str, dict[str, str]], key: str) -> str:
    language = "zh" if active_language().startswith("zh") else "en"
    return table[key][language] if key in table else key


def with_interval(measured: Measured | None) -> str:
    """Return a measure with its interval, a dash where it could not be measured."""
    if measured is None or math.isnan(measured.value):
        return "–"
    return f"{measured.value:.3f} [{measured.low:.3f},\N{NO-BREAK SPACE}{measured.high:.3f}]"


def rankings_table(backtest: Backtest) -> DataTable:
    """Return every ranking with every measure."""
    return DataTable(
        "rankings",
        _("Every ranking and measure, with 95 % intervals"),
        (
            Column("ranking", _("Ranking")),
            *(Column(m, _phrase(phrases.MEASURE_NAMES, m)) for m in MEASURES),
        ),
        [
            [
                _phrase(phrases.RANKING_NAMES, name),
                *(with_interval(measured.get(m)) for m in MEASURES),
            ]
            for name, measured in backtest.rankings.items()
        ],
    )


def rankings_chart(backtest: Backtest) -> Chart:
    """Return how many organisations each ranking served, the best ranking first."""
    found = [
        (_phrase(phrases.RANKING_NAMES, name), measured["hit_at_10"])
        for name, measured in backtest.rankings.items()
        if "hit_at_10" in measured and not math.isnan(measured["hit_at_10"].value)
    ]
    found.sort(key=lambda entry: -entry[1].value)
    title = _("Organisations with a later partner among the first ten, by ranking")
    return Chart(
        chart_id="chart-hits",
        title=title,
        kind="bar",
        categories=[name for name, _measured in found],
        series=[Series(_("Share"), [round(100 * m.value, 1) for _name, m in found])],
        category_axis=_("Ranking"),
        value_axis=_("of 100 organisations"),
        horizontal=True,
        table=DataTable(
            "hits",
            title,
            (
                Column("ranking", _("Ranking")),
                Column("share", _("Share"), "percent"),
                Column("low", _("95 % interval from"), "percent"),
                Column("high", _("to"), "percent"),
            ),
            [[name, m.value, m.low, m.high] for name, m in found],
        ),
    )


def calibration_chart(backtest: Backtest) -> Chart:
    """Return how many of a hundred came to joint work, by the likelihood given."""
    classes = [each for each in backtest.classes.classes if each.suggestions]
    labels = [f"{each.low:.1%}–{each.high:.1%}" for each in classes]
    title = _("What a likelihood was worth")
    rows: list[list[Cell]] = [
        [
            label,
            each.suggestions,
            each.became,
            each.became / each.suggestions,
            *each.interval,
        ]
        for label, each in zip(labels, classes, strict=True)
    ]
    return Chart(
        chart_id="chart-calibration",
        title=title,
        kind="bar",
        categories=labels,
        series=[
            Series(
                _("Became partners"),
                [round(100 * each.became / each.suggestions, 1) for each in classes],
            )
        ],
        category_axis=_("Likelihood given"),
        value_axis=_("of 100 pairs"),
        table=DataTable(
            "calibration",
            title,
            (
                Column("likelihood", _("Likelihood given")),
                Column("pairs", _("Pairs"), "count"),
                Column("became", _("Became partners"), "count"),
                Column("share", _("Share"), "percent"),
                Column("low", _("95 % interval from"), "percent"),
                Column("high", _("to"), "percent"),
            ),
            rows,
        ),
    )


def sizes_chart(backtest: Backtest) -> Chart:
    """Return whom the lists show, by the size of the destination."""
    rankings = list(backtest.sizes[0].shown) if backtest.sizes else []
    title = _("Share of the first ten places, by works of the organisation")
    labels = [
        f"{each.least_works:,}–{each.most_works:,}"
        if each.least_works != each.most_works
        else f"{each.least_works:,}"
        for each in backtest.sizes
    ]
    return Chart(
        chart_id="chart-sizes",
        title=title,
        kind="bar",
        categories=labels,
        series=[
            Series(
                _("Places in twinbay's lists"),
                [round(100 * each.shown[MODEL], 1) for each in backtest.sizes],
                "a",
            ),
            Series(
                _("First collaborations"),
                [round(100 * each.true, 1) for each in backtest.sizes],
            ),
        ],
        category_axis=_("Works"),
        value_axis="%",
        table=DataTable(
            "sizes",
            title,
            (
                Column("works", _("Works")),
                Column("organisations", _("Organisations"), "count"),
                *(
                    Column(name, _phrase(phrases.RANKING_NAMES, name), "percent")
                    for name in rankings
                ),
                Column("true", _("First collaborations"), "percent"),
            ),
            [
                [
                    label,
                    each.organisations,
                    *(each.shown[name] for name in rankings),
                    each.true,
                ]
                for label, each in zip(labels, backtest.sizes, strict=True)
            ],
        ),
    )


def group_table(
    table_id: str, caption: str, groups: Sequence[GroupFound], label: Callable[[str], str]
) -> DataTable:
    """Return the measures of groups of pairs; those without a first collaboration are left out."""
    return DataTable(
        table_id,
        caption,
        (
            Column("group", _("Group")),
            Column("pairs", _("Pairs"), "count"),
            Column("became", _("Became partners"), "count"),
            *(Column(m, _phrase(phrases.MEASURE_NAMES, m)) for m in GROUP_MEASURES),
        ),
        [
            [
                label(group.name),
                group.pairs,
                group.became,
                *(with_interval(group.measures.get(m)) for m in GROUP_MEASURES),
            ]
            for group in groups
            if group.became
        ],
    )
