"""Scope and baseline: where the regions stand in the first year."""

import polars as pl

from twinbay.plan.report.document import (
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Text,
    joined,
)
from twinbay.plan.report.numbers import Number
from twinbay.plan.report.sections.phrases import (
    THOUSAND,
    billions,
    indicator,
    people_in,
    ranked,
    tonnes,
)
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import ALL_REGIONS, SECTORS, TOTAL, named

LEFT_OUT = {
    "abatement": Text("abatement cost curves", "减排成本曲线"),
    "cooperation": Text("the gain of cooperation", "合作收益"),
    "cooperation-bays": Text("the gain between the bays", "湾区间合作收益"),
    "alternatives": Text("alternatives of nearly the same cost", "成本相近的其他方案"),
    "uncertainty": Text("uncertainty", "不确定性"),
}
"""Names of the groups of tables that are computed beside the pathway."""


def scope_section(subject: Subject) -> list[Block]:
    """Return what the programme covers and how to read it."""
    programme = subject.programme
    figures = subject.figures
    regions = joined(subject.regions.values())
    rate = figures.show(figures.sum("settings", "value", setting="discount_rate"), 1, percent=True)
    days = figures.show(figures.sum("settings", "value", setting="representative_days"), 0)
    fx = figures.show(figures.sum("settings", "value", setting="cny_per_usd"), 2)
    measures = figures.show(figures.count("measures", "measure"), 0)
    first, last, price = subject.first, subject.last, programme.money.price_year
    return [
        Heading(Text("Scope and how to read it", "范围与阅读说明")),
        Paragraph(
            Text(
                f"This programme covers {regions.en}, from {first} to {last} in steps of five "
                "years. Every figure in it comes from one computation: the energy demand, the "
                f"technologies and {measures} measures of all regions are planned together so "
                "that the targets are kept at the least cost. Figures in the text, the tables, "
                "the charts and the accompanying workbook are therefore the same figures.",
                f"本规划涵盖{regions.zh}，时间为 {first} 至 {last} 年，每五年一个里程碑。"
                f"全部数字出自同一次计算：各区域的能源需求、技术和 {measures} 项措施统一规划，"
                "以最低成本实现各项目标。因此正文、表格、图和所附工作簿中的数字完全一致。",
            )
        ),
        Paragraph(
            Text(
                f"Money is in US dollars of {price} (1 USD = {fx} CNY), discounted at {rate} a "
                "year. Energy is final energy at net calorific value, in TWh (billion "
                "kWh). Greenhouse gases are "
                f"weighted with the warming potentials over a century of IPCC {programme.gwp}; "
                "emissions from electricity bought outside the regions (scope 2) are included. "
                + (
                    f"Hours of operation are planned on {days} typical days a year."
                    if programme.settings.representative_days
                    else "Every hour of the year is planned."
                ),
                "能量以 TWh 计，即十亿千瓦时；功率以 GW 计，即百万千瓦；排放以 Mt 计，即百万吨。"
                f"货币为 {price} 年价美元（1 美元 = {fx} 元人民币），年折现率 {rate}。"
                f"能源为终端能源（低位热值）。温室气体按 IPCC {programme.gwp} 百年增温潜势折算，"
                "并计入从区域外购电的排放（范围二）。"
                + (
                    f"逐时运行按每年 {days} 个典型日规划。"
                    if programme.settings.representative_days
                    else "逐时运行覆盖全年。"
                ),
            )
        ),
        *_left_out(subject),
    ]


def _left_out(subject: Subject) -> list[Block]:
    """Return which parts are missing because the tables have changed since."""
    if not subject.stale:
        return []
    names = joined(LEFT_OUT.get(name, Text(name, name)) for name in subject.stale)
    return [
        Paragraph(
            Text(
                f"Left out, because the tables have changed since it was computed: {names.en}.",
                f"以下内容因数据表在其计算之后有改动而未列入：{names.zh}。",
            ),
            "note",
        )
    ]


def baseline_section(subject: Subject) -> list[Block]:
    """Return the regions, their energy balance and their emissions in the first year."""
    year = subject.first
    blocks: list[Block] = [
        Heading(Text(f"Baseline {year}", f"{year} 年基准")),
        Heading(Text("The regions", "区域概况"), 2),
        *(Paragraph(_portrait(subject, region)) for region in subject.regions),
        _regions_grid(subject),
        Heading(Text("Energy", "能源"), 2),
        Picture(
            "sankey",
            Text(
                f"Energy balance of all regions, {year} (TWh)",
                f"{year} 年全部区域能源平衡（TWh）",
            ),
            Text(
                "From what is supplied (left) to where it is used (right). Source: the "
                "programme's tables of demand and fleets and its dispatch.",
                "左为供应，右为用途。来源：规划的需求表、机组表及运行结果。",
            ),
        ),
        _balance_grid(subject),
        Heading(Text("Emissions", "排放"), 2),
        _emissions_grid(subject),
    ]
    return blocks


def _portrait(subject: Subject, region: str) -> Text:
    """Return a region in sentences."""
    figures, year = subject.figures, subject.first
    people = _driver(subject, "population", region)
    emitted = indicator(subject, "emissions", year, region)
    table = subject.pathway.emissions.filter(pl.col("region") == region, pl.col("year") == year)
    sectors = ranked(table, "sector", "mt_co2e")[:2]
    shares = [
        (
            named(SECTORS, sector),
            figures.show(
                figures.sum("emissions", "mt_co2e", region=region, year=year, sector=sector)
                / figures.sum("emissions", "mt_co2e", region=region, year=year),
                0,
                percent=True,
            ),
        )
        for sector in sectors
    ]
    fossil = indicator(subject, "non_fossil_power", year, region)
    said_people = people_in(figures, people)
    said_emitted = tonnes(figures, emitted)
    per_head = figures.show(emitted / people, 1)
    clean = figures.show(fossil, 0, percent=True)
    name = subject.regions[region]
    english = " and ".join(f"{text.en.lower()} for {share}" for text, share in shares)
    chinese = "、".join(f"{text.zh}占 {share}" for text, share in shares)
    return Text(
        f"{name.en} has {said_people.en} million people and emits {said_emitted.en} a year, "
        f"{per_head} t a head: {english}. Of its electricity, {clean} is non-fossil.",
        f"{name.zh}人口 {said_people.zh} 万，年排放 {said_emitted.zh}，人均 {per_head} 吨；"
        f"其中{chinese}。非化石电量占 {clean}。",
    )


def _driver(subject: Subject, quantity: str, region: str | None = None) -> Number:
    if region is None:
        return subject.figures.sum("drivers", "value", quantity=quantity, year=subject.first)
    return subject.figures.sum(
        "drivers", "value", region=region, quantity=quantity, year=subject.first
    )


def _regions_grid(subject: Subject) -> Grid:
    figures, year = subject.figures, subject.first
    rows: list[tuple[Cell, ...]] = []
    for region, name in {**subject.regions, "": ALL_REGIONS}.items():
        whole = region or None
        people, gdp = _driver(subject, "population", whole), _driver(subject, "gdp", whole)
        emitted = indicator(subject, "emissions", year, region)
        energy = indicator(subject, "final_energy", year, region)
        power = indicator(subject, "electricity_demand", year, region)
        rows.append(
            (
                name,
                people_in(figures, people),
                billions(figures, gdp, 0),
                figures.show(energy, 0),
                figures.show(power, 0),
                figures.show(emitted, 0),
                figures.show(emitted / people, 1),
                figures.show(emitted / gdp * THOUSAND, 3),
                figures.show(energy / gdp * THOUSAND, 3),
            )
        )
    headings: tuple[Cell, ...] = (
        Text("Region", "区域"),
        Text("Population, million", "人口（万）"),
        Text("GDP, billion USD", "GDP（亿美元）"),
        Text("Final energy, TWh", "终端能源（TWh）"),
        Text("Electricity, TWh", "用电（TWh）"),
        Text("Emissions, Mt CO2e", "排放（Mt CO2e）"),
        Text("t CO2e a head", "人均（吨）"),
        Text("kg CO2e/USD", "kg CO2e/美元"),
        Text("kWh/USD", "kWh/美元"),
    )
    return Grid(
        Text(f"The regions in {year}", f"{year} 年区域概况"),
        headings,
        tuple(rows),
        frozenset(range(1, 9)),
        strong=frozenset({len(rows) - 1}),
    )


def _balance_grid(subject: Subject) -> Grid:
    """Return final energy by carrier and sector."""
    figures, year = subject.figures, subject.first
    table = subject.pathway.energy.filter(pl.col("year") == year)
    present = set(ranked(table.filter(pl.col("final_twh") > 0), "sector", "final_twh"))
    sectors = [sector for sector in SECTORS if sector in present]
    carriers = [c for c in ranked(table, "carrier", "final_twh") if _used(table, c)]
    rows: list[tuple[Cell, ...]] = []
    for carrier in [*carriers, None]:
        conditions = {"carrier": carrier} if carrier else {}
        cells = [
            figures.show(
                figures.sum("energy", "final_twh", year=year, sector=sector, **conditions), 1
            )
            for sector in sectors
        ]
        total = figures.show(figures.sum("energy", "final_twh", year=year, **conditions), 1)
        name = subject.carriers.get(carrier, Text(carrier, carrier)) if carrier else TOTAL
        rows.append((name, *cells, total))
    return Grid(
        Text(f"Final energy of all regions, {year} (TWh)", f"{year} 年全部区域终端能源（TWh）"),
        (Text("Carrier", "能源品种"), *(SECTORS[sector] for sector in sectors), TOTAL),
        tuple(rows),
        frozenset(range(1, len(sectors) + 2)),
        strong=frozenset({len(rows) - 1}),
        note=Text(
            "Energy of power plants is not final energy; see the chart above.",
            "电厂用能不计入终端能源，见上图。",
        ),
    )


def _used(table: pl.DataFrame, carrier: str) -> bool:
    total = float(table.filter(pl.col("carrier") == carrier)["final_twh"].sum() or 0.0)
    return total >= 0.05


def _emissions_grid(subject: Subject) -> Grid:
    figures, year = subject.figures, subject.first
    rows: list[tuple[Cell, ...]] = []
    for sector in [*SECTORS, None]:
        conditions = {"sector": sector} if sector else {}
        cells = [
            figures.show(
                figures.sum("emissions", "mt_co2e", year=year, region=region, **conditions), 1
            )
            for region in subject.regions
        ]
        total = figures.show(figures.sum("emissions", "mt_co2e", year=year, **conditions), 1)
        rows.append((SECTORS[sector] if sector else TOTAL, *cells, total))
    bought = [
        figures.show(figures.sum("emissions", "mt_co2e", year=year, region=region, scope=2), 1)
        for region in subject.regions
    ]
    whole = figures.show(figures.sum("emissions", "mt_co2e", year=year, scope=2), 1)
    scope = Text("of which from imported electricity (scope 2)", "其中外来电（范围二）")
    rows.append((scope, *bought, whole))
    return Grid(
        Text(
            f"Greenhouse gas emissions by sector, {year} (Mt CO2e)",
            f"{year} 年分部门温室气体排放（Mt CO2e）",
        ),
        (Text("Sector", "部门"), *subject.regions.values(), ALL_REGIONS),
        tuple(rows),
        frozenset(range(1, len(subject.regions) + 2)),
        strong=frozenset({len(rows) - 2}),
    )
