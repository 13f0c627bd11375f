"""Findings about delivery in words, in both languages."""

from twinbay.plan.delivery.records import (
    INDICATORS,
    ITEM_INDICATORS,
    LEVEL,
    TOLERANCE,
    Drift,
)
from twinbay.plan.programme import Names, Programme

PAYERS = {
    "enterprises": Names("enterprises", "企业"),
    "households": Names("households", "居民"),
    "government": Names("government", "政府"),
    "farms": Names("farms", "农户"),
    "grid": Names("grid companies", "电网企业"),
    "users": Names("users of energy", "用能单位"),
}
"""Names of the payers that the shipped measures and the pathway have."""


def payer_names(payer: str) -> Names:
    """Return how a payer is called; its id when it has no other name."""
    return PAYERS.get(payer, Names(payer, payer))


def item_names(programme: Programme, item: str) -> Names:
    """Return how a measure, technology, line, joint project or payer is called."""
    known = {measure.id: Names(measure.name, measure.name_zh) for measure in programme.measures}
    known |= {technology.id: technology.names for technology in programme.technologies}
    known |= {line.id: line.names for line in programme.lines}
    known |= {project.id: project.names for project in programme.joint_projects}
    return known.get(item) or payer_names(item)


def unit_of(programme: Programme, indicator: str, item: str) -> str:
    """Return the unit of an indicator; that of a measure's level is the measure's own."""
    if indicator == LEVEL:
        return next((m.unit for m in programme.measures if m.id == item), "")
    return INDICATORS[indicator].unit


def sentences_of(programme: Programme, drift: Drift) -> Names:
    """Return where an indicator stands and where its trend leads, in one sentence a language."""
    indicator = INDICATORS[drift.indicator]
    where = _where(programme, drift)
    start = Names(
        f"{where.en}{drift.year} {indicator.names.en} {'are' if indicator.plural else 'is'}",
        f"{where.zh}{drift.year} 年{indicator.names.zh}",
    )
    if abs(drift.deviation) <= TOLERANCE * abs(drift.path):
        said = Names(f"{start.en} on the path", f"{start.zh}符合规划路径")
    else:
        side, side_zh = ("above", "高") if drift.deviation > 0 else ("below", "低")
        amount = _amount(abs(drift.deviation), drift.unit)
        said = Names(
            f"{start.en} {amount} {side} the path",
            f"{start.zh}比规划路径{side_zh} {_amount(abs(drift.deviation), drift.unit, zh=True)}",
        )
    if drift.goal_year is None or drift.expected is None:
        return Names(f"{said.en}.", f"{said.zh}。")
    goal, goal_zh = ("target", "目标") if drift.of_target else ("milestone", "里程碑")
    if drift.miss > 0:
        return Names(
            f"{said.en}; on this trend the {drift.goal_year} {goal} is missed by "
            f"{_amount(drift.miss, drift.unit)}.",
            f"{said.zh}；按此趋势，{drift.goal_year} 年{goal_zh}将偏离 "
            f"{_amount(drift.miss, drift.unit, zh=True)}。",
        )
    return Names(
        f"{said.en}; on this trend the {drift.goal_year} {goal} is kept.",
        f"{said.zh}；按此趋势，{drift.goal_year} 年{goal_zh}可以实现。",
    )


def _where(programme: Programme, drift: Drift) -> Names:
    names = {region.id: region.names for region in programme.regions}
    place = names.get(drift.region, Names("All regions", "全部区域"))
    if drift.indicator not in ITEM_INDICATORS:
        return Names(f"{place.en}: ", f"{place.zh}：")
    item = item_names(programme, drift.item)
    return Names(f"{place.en}, {item.en}: ", f"{place.zh}，{item.zh}：")


def _amount(value: float, unit: str, *, zh: bool = False) -> str:
    if unit == "share":
        points = f"{value * 100:.1f}" if value >= 0.01 else f"{value * 100:.2g}"
        return f"{points} 个百分点" if zh else f"{points} percentage points"
    said = f"{value:,.3g}" if value < 1_000 else f"{value:,.0f}"
    return f"{said} {UNITS_ZH.get(unit, unit) if zh else unit}"


UNITS_ZH = {"job-years": "人·年", "million USD": "百万美元", "kg CO2e/USD": "kg CO2e/美元"}
"""Units whose words differ in Chinese."""
