"""Measures: how far each goes, what it avoids and costs, and who could deliver it."""

from collections import defaultdict
from collections.abc import Sequence

from twinbay.plan.measure import MeasureKind
from twinbay.plan.report.document import (
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Text,
    joined,
)
from twinbay.plan.report.sections.abatement import abatement_part
from twinbay.plan.report.sections.phrases import billions, in_units, ranked
from twinbay.plan.report.subject import Deliverer, Subject
from twinbay.plan.report.wording import CO_BENEFITS, GROUPS, measured_in, named

USED = 0.005
"""Mt CO2e or TWh a year below which a measure counts as not taken up."""
MOST_NAMED = 3
"""Organisations named for each measure on each side."""


def measures_section(subject: Subject) -> list[Block]:
    """Return the measures taken up, by group, and those that could deliver them."""
    groups = _groups(subject)
    taken = {base for listed in groups.values() for base in listed}
    figures = subject.figures
    known = figures.show(figures.count("measures", "measure"), 0)
    leaders = _leaders(subject, taken)
    blocks: list[Block] = [
        Heading(Text("Measures", "措施")),
        Paragraph(
            Text(
                f"The programme weighs {known} measures, each in the regions that it fits, against "
                "each other and against what is built on the supply side. The table lists those "
                f"that the pathway takes up. {leaders.en}",
                f"规划对各区域适用的 {known} 项措施及供应侧建设进行统一比选。"
                f"下表列出路径采用的措施。{leaders.zh}",
            )
        ),
        _measures_grid(subject, groups),
    ]
    unused = _unused(subject, taken)
    if unused:
        listed = joined(unused)
        blocks.append(
            Paragraph(
                Text(
                    f"Not taken up at the least cost: {listed.en}.",
                    f"在成本最低路径中未采用：{listed.zh}。",
                ),
                "note",
            )
        )
    blocks += abatement_part(subject)
    if subject.deliverers:
        blocks += _delivery(subject, taken)
    return blocks


def _groups(subject: Subject) -> dict[str, list[str]]:
    """Return group to base ids of the measures that the pathway takes up, most abating first."""
    kinds = {m.base_id: m for m in reversed(subject.programme.measures)}
    totals: dict[str, float] = defaultdict(float)
    effects: dict[str, float] = defaultdict(float)
    last = subject.pathway.measures.filter(subject.pathway.measures["year"] == subject.last)
    for measure, level, abated, saved in last.select(
        "measure", "level", "abated_mt", "energy_saved_twh"
    ).iter_rows():
        base = subject.base_ids.get(measure, measure)
        totals[base] += abated
        effects[base] += max(abs(abated), abs(saved), abs(level))
    found: dict[str, list[str]] = defaultdict(list)
    for base in sorted(totals, key=lambda b: (-totals[b], b)):
        if base in kinds and kinds[base].kind is not MeasureKind.SUPPLY and effects[base] >= USED:
            found[kinds[base].group].append(base)
    order = sorted(found, key=lambda g: -sum(totals[b] for b in found[g]))
    return {group: found[group] for group in order}


def _ids(subject: Subject, base: str) -> list[str]:
    return [m.id for m in subject.programme.measures if m.base_id == base]


def _leaders(subject: Subject, taken: set[str]) -> Text:
    """Return the measures that avoid most, in a sentence."""
    last = subject.pathway.measures.filter(subject.pathway.measures["year"] == subject.last)
    found: list[str] = []
    for measure in ranked(last, "measure", "abated_mt"):
        base = subject.base_ids.get(measure, measure)
        if base in taken and base not in found:
            found.append(base)
    figures = subject.figures
    parts = []
    for base in found[:3]:
        number = figures.sum(
            "measures", "abated_mt", measure=_ids(subject, base), year=subject.last
        )
        said = figures.show(number, 1)
        name = subject.measures[base]
        parts.append(
            Text(f"{name.en[:1].lower()}{name.en[1:]} ({said} Mt)", f"{name.zh}（{said} Mt）")
        )
    if not parts:
        return Text("", "")
    listed = joined(parts)
    return Text(
        f"In {subject.last} most is avoided at the point of use by {listed.en}.",
        f"{subject.last} 年终端减排贡献最大的是{listed.zh}。",
    )


def _unused(subject: Subject, taken: set[str]) -> list[Text]:
    kinds = {m.base_id: m.kind for m in subject.programme.measures}
    return [
        Text(f"{name.en[:1].lower()}{name.en[1:]}", name.zh)
        for base, name in sorted(subject.measures.items())
        if base not in taken and kinds[base] is not MeasureKind.SUPPLY
    ]


def _measures_grid(subject: Subject, groups: dict[str, list[str]]) -> Grid:
    figures = subject.figures
    years = subject.programme.milestones
    shown = [years[1], years[len(years) // 2], years[-1]] if len(years) > 3 else list(years[1:])
    samples = {m.base_id: m for m in reversed(subject.programme.measures)}
    rows: list[tuple[Cell, ...]] = []
    heads: set[int] = set()
    for group, bases in groups.items():
        heads.add(len(rows))
        rows.append((named(GROUPS, group),))
        for base in bases:
            ids = _ids(subject, base)
            levels = [
                in_units(
                    figures,
                    figures.sum("measures", "units", measure=ids, year=year),
                    samples[base].unit,
                )
                for year in shown
            ]
            benefits = [CO_BENEFITS[b] for b in samples[base].co_benefits if b in CO_BENEFITS]
            abated = figures.sum("measures", "abated_mt", measure=ids, year=subject.last)
            spent = figures.sum("measures", "investment", measure=ids)
            rows.append(
                (
                    subject.measures[base],
                    measured_in(samples[base].unit),
                    *levels,
                    figures.show(abated, 2),
                    billions(figures, spent),
                    Text(", ".join(b.en for b in benefits), "、".join(b.zh for b in benefits)),
                )
            )
    count = len(shown)
    rest = (1 - 0.25 - 0.15 - 0.14) / (count + 2)
    return Grid(
        Text("Measures that the pathway takes up, all regions", "路径采用的措施（全部区域合计）"),
        (
            Text("Measure", "措施"),
            Text("Unit", "单位"),
            *(Text(str(year), str(year)) for year in shown),
            Text(f"Mt CO2e avoided {subject.last}", f"{subject.last} 年减排（Mt）"),
            Text("Investment, billion USD", "投资（亿美元）"),
            Text("Also good for", "协同效益"),
        ),
        tuple(rows),
        frozenset(range(2, 4 + count)),
        widths=(0.25, 0.15, *([rest] * (count + 2)), 0.14),
        groups=frozenset(heads),
        note=Text(
            "Avoided at the point of use; what electricity that is saved or added means for power "
            "plants shows in the power sector. Investment up to the last milestone, undiscounted.",
            "减排按用能端计；节约或新增用电对电厂的影响计入电力部门。投资为截至末年的合计，未折现。",
        ),
    )


def _delivery(subject: Subject, taken: set[str]) -> list[Block]:
    """Return organisations of both sides that evidence names for each measure."""
    sides = list(subject.side_names) or list(subject.plan.bays)
    # measures of the same fields have the same organisations: they share a row
    alike: dict[tuple[Text, ...], list[Text]] = {}
    for base, found in subject.deliverers.items():
        if found and (base in taken or _supply(subject, base)):
            organisations = tuple(_organisations(found, side) for side in sides)
            alike.setdefault(organisations, []).append(subject.measures[base])
    rows: list[tuple[Cell, ...]] = [
        (Text("; ".join(m.en for m in named), "；".join(m.zh for m in named)), *organisations)
        for organisations, named in alike.items()
    ]
    names = [
        Text(subject.side_names[s].en, subject.side_names[s].zh)
        if s in subject.side_names
        else Text(s, s)
        for s in sides
    ]
    rest = 0.6 / max(1, len(sides))
    return [
        Heading(Text("Who could deliver them", "可实施的机构"), 2),
        Paragraph(
            Text(
                "For each measure, organisations of both sides with most published and patented "
                "work in its topics, or, where only one side has any, in the wider fields of these "
                "topics. Measures without such evidence are left out. The organisations are named "
                "on this evidence alone; none has been asked.",
                "按各措施所属主题（仅一侧有证据时另一侧按其上级学科）列出双方论文与专利证据最多的机构，"
                "无证据的措施不列。"
                "名单仅依据公开证据，未经机构确认。",
            )
        ),
        Grid(
            Text(
                "Organisations by measure, on the evidence of their work",
                "各措施的相关机构（依据成果证据）",
            ),
            (Text("Measure", "措施"), *names),
            tuple(rows),
            widths=(0.4, *([rest] * len(sides))),
        ),
    ]


def _supply(subject: Subject, base: str) -> bool:
    return any(
        m.base_id == base and m.kind is MeasureKind.SUPPLY for m in subject.programme.measures
    )


def _organisations(found: Sequence[Deliverer], side: str) -> Text:
    there = [d for d in found if d.side == side][:MOST_NAMED]
    return Text("; ".join(d.names.en for d in there), "；".join(d.names.zh for d in there))
