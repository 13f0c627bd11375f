"""The summary: what the programme comes to, in figures and sentences."""

from twinbay.plan.report.document import (
    NOTHING,
    Block,
    Heading,
    KeyFigures,
    Paragraph,
    Text,
    joined,
)
from twinbay.plan.report.numbers import Number
from twinbay.plan.report.sections.phrases import billions, change, indicator, tonnes
from twinbay.plan.report.subject import Subject


def summary_section(subject: Subject) -> list[Block]:
    """Return the figures that matter most and what they mean."""
    blocks: list[Block] = [
        Heading(Text("Summary", "摘要")),
        _figures(subject),
        Paragraph(_emissions(subject), "lead"),
        Paragraph(_means(subject), "lead"),
        Paragraph(_money(subject), "lead"),
    ]
    for sentence in (_cooperation(subject), _uncertainty(subject)):
        if sentence.en:
            blocks.append(Paragraph(sentence, "lead"))
    return blocks


def _figures(subject: Subject) -> KeyFigures:
    figures, first, last = subject.figures, subject.first, subject.last
    emitted = [indicator(subject, "emissions", year) for year in (first, last)]
    clean = [indicator(subject, "non_fossil_power", year) for year in (first, last)]
    intensity = [indicator(subject, "energy_intensity", year) for year in (first, last)]
    invested = figures.sum("costs", "million_usd", kind="investment")
    gdp = _gdp(subject)
    said = figures.show(emitted[0], 0)
    part = figures.show(invested / gdp, 1, percent=True)
    from_share = figures.show(clean[0], 0, percent=True)
    from_intensity = figures.show(intensity[0], 2)
    return KeyFigures(
        (
            (
                Text(f"Greenhouse gases by {last}", f"{last} 年温室气体"),
                change(figures, emitted[1], emitted[0]),
                Text(f"from {said} Mt CO2e in {first}", f"{first} 年为 {said} Mt CO2e"),
            ),
            (
                Text(f"Non-fossil electricity {last}", f"{last} 年非化石电量"),
                figures.show(clean[1], 0, percent=True),
                Text(f"from {from_share} in {first}", f"{first} 年为 {from_share}"),
            ),
            (
                Text(f"Energy per GDP by {last}", f"{last} 年单位 GDP 能耗"),
                change(figures, intensity[1], intensity[0]),
                Text(
                    f"from {from_intensity} kWh/USD in {first}",
                    f"{first} 年为 {from_intensity} kWh/美元",
                ),
            ),
            (
                Text("Investment, billion USD", "投资（亿美元）"),
                billions(figures, invested, 0),
                Text(f"{part} of GDP to {last}", f"占同期 GDP 的 {part}"),
            ),
        )
    )


def _gdp(subject: Subject) -> Number:
    """Return the GDP of the years in which investment is spent: five up to each milestone."""
    later = list(subject.programme.milestones[1:])
    return subject.figures.sum("drivers", "value", quantity="gdp", year=later) * 5.0


def _emissions(subject: Subject) -> Text:
    figures, first, last = subject.figures, subject.first, subject.last
    then, now = (indicator(subject, "emissions", year) for year in (first, last))
    people = figures.sum("drivers", "value", quantity="population", year=last)
    said_then, said_now = tonnes(figures, then), tonnes(figures, now)
    head = figures.show(now / people, 1)
    names = joined(subject.regions.values())
    kept = _targets(subject)
    return Text(
        f"The joint pathway of {names.en} takes their greenhouse gas emissions from "
        f"{said_then.en} in {first} to {said_now.en} in {last}, {head} t a head.{kept.en}",
        f"{names.zh}的联合路径使温室气体排放由 {first} 年的 {said_then.zh} 降至 {last} 年的 "
        f"{said_now.zh}，人均 {head} 吨。{kept.zh}",
    )


def _targets(subject: Subject) -> Text:
    """Return how many targets are kept, as a sentence; nothing when there are none."""
    figures = subject.figures
    known = figures.count("targets", "target")
    met = figures.count("targets", "target", met=True)
    if not known.value:
        return NOTHING
    if met.value == known.value:
        said = figures.show(known, 0)
        return Text(
            f" It keeps all {said} targets of the programme.", f"规划的 {said} 项目标全部满足。"
        )
    said, part = figures.show(known, 0), figures.show(met, 0)
    return Text(
        f" It keeps {part} of the {said} targets of the programme.",
        f"规划的 {said} 项目标中满足 {part} 项。",
    )


def _means(subject: Subject) -> Text:
    figures, last = subject.figures, subject.last
    demand = [indicator(subject, "electricity_demand", year) for year in (subject.first, last)]
    growth = change(figures, demand[1], demand[0])
    saved = figures.show(figures.sum("energy", "saved_twh", year=last), 0)
    power = figures.sum("energy", "final_twh", carrier="electricity", year=last)
    share = figures.show(power / figures.sum("energy", "final_twh", year=last), 0, percent=True)
    return Text(
        f"Three things carry it: energy saved ({saved} TWh in {last}), electricity in place of "
        f"fuels ({share} of final energy, which changes demand for electricity by {growth}), and "
        "power plants that burn less.",
        f"路径依靠三方面：节能（{last} 年 {saved} TWh）、以电代燃料（电力占终端能源 {share}，"
        f"用电量变化 {growth}）以及电力部门去化石化。",
    )


def _money(subject: Subject) -> Text:
    figures = subject.figures
    price = subject.programme.money.price_year
    present = billions(figures, figures.sum("present_costs", "million_usd"), 0)
    years = len(subject.programme.milestones) - 1
    invested = figures.sum("costs", "million_usd", kind="investment")
    yearly = billions(figures, invested / float(years * 5), 0)
    return Text(
        f"Energy supply and use cost {present.en} billion USD (present value, prices of {price}) "
        f"over the whole horizon; investment comes to {yearly.en} billion USD a year on average.",
        f"整个规划期能源供应与利用的成本现值为 {present.zh} 亿美元（{price} 年价），"
        f"年均投资 {yearly.zh} 亿美元。",
    )


def _cooperation(subject: Subject) -> Text:
    if "cooperation" not in subject.tables:
        return Text("", "")
    figures = subject.figures
    gain = figures.sum("cooperation", "gain")
    apart = figures.sum("cooperation", "alone")
    said, share = billions(figures, gain, 1), figures.show(gain / apart, 2, percent=True)
    return Text(
        f"Doing it together instead of each alone saves {said.en} billion USD of present cost "
        f"({share}).",
        f"与各自单独实施相比，合作可节省成本现值 {said.zh} 亿美元（{share}）。",
    )


def _uncertainty(subject: Subject) -> Text:
    if "uncertainty_bands" not in subject.tables:
        return Text("", "")
    figures = subject.figures
    low, high = (
        billions(figures, figures.sum("uncertainty_bands", column, quantity="cost", region=""), 0)
        for column in ("p05", "p95")
    )
    return Text(
        f"With costs, demand and potentials uncertain, nine in ten of the runs cost between "
        f"{low.en} and {high.en} billion USD.",
        f"考虑成本、需求与潜力的不确定性，九成模拟的成本介于 {low.zh} 至 {high.zh} 亿美元之间。",
    )
