"""Targets: what was to be reached, what the pathway reaches, what keeping it costs."""

from twinbay.plan.programme import TargetKind
from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Text
from twinbay.plan.report.numbers import Figures, Number
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import ALL_REGIONS, TARGET_KINDS

SHARES = (TargetKind.NON_FOSSIL_POWER, TargetKind.NON_FOSSIL_ENERGY)
DECIMALS = {
    TargetKind.EMISSIONS: 1,
    TargetKind.EMISSIONS_BUDGET: 0,
    TargetKind.EMISSIONS_INTENSITY: 3,
    TargetKind.ENERGY_INTENSITY: 3,
    TargetKind.AIR_POLLUTION: 0,
    TargetKind.INVESTMENT_BUDGET: 0,
}


def targets_section(subject: Subject) -> list[Block]:
    """Return the targets with what is reached, and which of them shape the pathway."""
    figures = subject.figures
    programme = subject.programme
    blocks: list[Block] = [Heading(Text("Targets", "目标"))]
    if not programme.targets:
        none = "The programme sets no targets; the pathway is the one of least cost alone."
        return [*blocks, Paragraph(Text(none, "本规划未设目标，路径仅以成本最低为准。"))]
    rows: list[tuple[Cell, ...]] = []
    for target in programme.targets:
        name, measured = TARGET_KINDS[target.kind.value]
        limit = figures.sum("targets", "limit", target=target.id, year=target.year)
        value = figures.sum("targets", "value", target=target.id, year=target.year)
        region = subject.regions[target.region] if target.region else ALL_REGIONS
        unit = Text("", "") if target.kind in SHARES else measured
        rows.append(
            (
                region,
                Text(target.names.en, target.names.zh),
                Text(
                    f"{name.en} {f'({unit.en})' if unit.en else ''}".strip(),
                    f"{name.zh}{f'（{unit.zh}）' if unit.zh else ''}",
                ),
                str(target.year),
                _said(figures, target.kind, limit),
                _said(figures, target.kind, value),
                _price(subject, target.id, target.kind),
            )
        )
    blocks += [
        Paragraph(_verdict(subject)),
        Grid(
            Text("Targets and what the pathway reaches", "目标与路径达成值"),
            (
                Text("Region", "区域"),
                Text("Target", "目标"),
                Text("Measured as", "指标"),
                Text("Year", "年份"),
                Text("Limit", "限值"),
                Text("Reached", "达成"),
                Text("Price, USD/t", "影子价格（美元/吨）"),
            ),
            tuple(rows),
            frozenset({3, 4, 5, 6}),
            widths=(0.14, 0.2, 0.24, 0.08, 0.11, 0.11, 0.12),
            note=Text(
                "Price: what the last tonne of a limit on emissions costs, at the money of its own "
                "year; 0 where the limit does not bind.",
                "影子价格：排放限值最后一吨的成本，按该年货币计；限值不起约束作用时为 0。",
            ),
        ),
    ]
    return blocks


def _verdict(subject: Subject) -> Text:
    figures = subject.figures
    known = figures.show(figures.count("targets", "target"), 0)
    met = figures.show(figures.count("targets", "target", met=True), 0)
    binding = subject.pathway.targets.filter(subject.pathway.targets["shadow_price"].abs() > 1e-6)
    names = {
        t.id: Text(f"{t.names.en} ({t.year})", f"{t.names.zh}（{t.year} 年）")
        for t in subject.programme.targets
    }
    shaping = [names[target] for target in binding["target"].unique(maintain_order=True).to_list()]
    english = f"Of {known} targets the pathway keeps {met}. "
    chinese = f"共 {known} 项目标，路径满足 {met} 项。"
    if shaping:
        english += (
            "These bind, that is, without them the programme would be cheaper and miss them: "
            f"{'; '.join(text.en for text in shaping)}."
        )
        chinese += (
            f"起约束作用的目标（若取消则成本更低但无法达成）：{'；'.join(t.zh for t in shaping)}。"
        )
    else:
        english += "None of them binds: the least-cost pathway keeps them without being forced."
        chinese += "所有目标均不起约束作用：成本最低的路径自然满足这些目标。"
    return Text(english, chinese)


def _said(figures: Figures, kind: TargetKind, number: Number) -> str:
    if kind in SHARES:
        return figures.show(number, 1, percent=True)
    return figures.show(number, DECIMALS[kind])


def _price(subject: Subject, target: str, kind: TargetKind) -> str:
    """Return the shadow price of a limit on emissions, undiscounted to its own year."""
    if kind is not TargetKind.EMISSIONS:
        return "–"
    figures = subject.figures
    found = next(t for t in subject.programme.targets if t.id == target)
    price = figures.sum("targets", "shadow_price", target=target, year=found.year)
    factor = figures.sum("discounting", "factor", year=found.year)
    return figures.show(abs(price) / factor, 0)
