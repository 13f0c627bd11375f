"""The least-cost pathway: emissions, energy, power plants, hours, trade."""

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
from twinbay.plan.report.sections.drivers import drivers_part
from twinbay.plan.report.sections.phrases import (
    change,
    indicator,
    number_columns,
    ranked,
    shown_years,
    year_cells,
    year_headings,
)
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import ALL_REGIONS, GROUPS, TOTAL, named
from twinbay.plan.results.wedges import POWER

SMALLEST = 0.05
"""GW, TWh or Mt below which a row is left out of a table."""


def pathway_section(subject: Subject) -> list[Block]:
    """Return emissions, energy and power on the pathway."""
    return [
        Heading(Text("Pathway", "规划路径")),
        *_emissions(subject),
        *drivers_part(subject),
        *_energy(subject),
        *_power(subject),
        *_trade(subject),
    ]


def _emissions(subject: Subject) -> list[Block]:
    first, last = subject.first, subject.last
    return [
        Heading(Text("Emissions", "排放"), 2),
        Paragraph(_avoided(subject)),
        _emissions_grid(subject),
        Picture(
            "wedge",
            Text(
                "Emissions on the pathway and what is avoided, all regions (Mt CO2e)",
                "路径排放及减排贡献，全部区域（Mt CO2e）",
            ),
            Text(
                f"Reference: the demand of the reference path at the power mix of {first}. "
                "Source: the pathway's tables of emissions and measures.",
                f"参考情景：参考需求与 {first} 年电力结构。来源：路径的排放表与措施表。",
            ),
        ),
        Picture(
            "sectors",
            Text("Emissions by sector and region (Mt CO2e)", "分区域分部门排放（Mt CO2e）"),
            Text(
                f"Milestones {first} to {last}. Source: the pathway's table of emissions.",
                f"{first} 至 {last} 年各里程碑。来源：路径排放表。",
            ),
        ),
    ]


def _avoided(subject: Subject) -> Text:
    figures, last = subject.figures, subject.last
    total = figures.sum("wedges", "mt", year=last)
    said = figures.show(total, 0)
    table = subject.tables["wedges"].filter(pl.col("year") == last)
    parts = []
    for wedge in ranked(table, "wedge", "mt")[:3]:
        amount = figures.show(figures.sum("wedges", "mt", year=last, wedge=wedge), 0)
        name = Text("the power sector", "电力部门") if wedge == POWER else named(GROUPS, wedge)
        parts.append(Text(f"{_lower(name.en)} ({amount} Mt)", f"{name.zh}（{amount} Mt）"))
    listed = joined(parts)
    return Text(
        f"Against the reference path the programme avoids {said} Mt CO2e in {last}. "
        f"The largest parts are {listed.en}.",
        f"与参考情景相比，规划在 {last} 年减排 {said} Mt CO2e，贡献最大的是{listed.zh}。",
    )


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


def _emissions_grid(subject: Subject) -> Grid:
    figures, years = subject.figures, shown_years(subject)
    rows: list[tuple[Cell, ...]] = []
    for region, name in {**subject.regions, "": ALL_REGIONS}.items():
        cells = [figures.show(indicator(subject, "emissions", year, region), 1) for year in years]
        fall = change(
            figures,
            indicator(subject, "emissions", years[-1], region),
            indicator(subject, "emissions", years[0], region),
        )
        rows.append((name, *cells, fall))
    return Grid(
        Text("Emissions by region (Mt CO2e)", "分区域排放（Mt CO2e）"),
        (
            Text("Region", "区域"),
            *year_headings(years),
            Text(f"{years[0]} to {years[-1]}", f"{years[0]} 至 {years[-1]}"),
        ),
        tuple(rows),
        number_columns(1, len(years) + 1),
        strong=frozenset({len(rows) - 1}),
    )


def _energy(subject: Subject) -> list[Block]:
    figures, years = subject.figures, shown_years(subject)
    table = subject.pathway.energy
    rows: list[tuple[Cell, ...]] = []
    for carrier in ranked(table, "carrier", "final_twh"):
        part = table.filter(pl.col("carrier") == carrier)
        if _greatest(part, "final_twh") < SMALLEST:
            continue
        name = subject.carriers.get(carrier, Text(carrier, carrier))
        rows.append(
            (name, *year_cells(figures, years, "energy", "final_twh", decimals=1, carrier=carrier))
        )
    rows.append((TOTAL, *year_cells(figures, years, "energy", "final_twh", decimals=1)))
    saved = figures.show(figures.sum("energy", "saved_twh", year=subject.last), 0)
    switched = figures.show(figures.sum("energy", "switched_twh", year=subject.last), 0)
    added = figures.show(figures.sum("energy", "added_twh", year=subject.last), 0)
    power = figures.sum("energy", "final_twh", carrier="electricity", year=subject.last)
    share = figures.show(
        power / figures.sum("energy", "final_twh", year=subject.last), 0, percent=True
    )
    return [
        Heading(Text("Energy", "能源"), 2),
        Paragraph(
            Text(
                f"In {subject.last} measures save {saved} TWh and take {switched} TWh off their "
                f"carriers, which need {added} TWh of others instead. Electricity then covers "
                f"{share} of final energy.",
                f"{subject.last} 年各措施节约 {saved} TWh，替代 {switched} TWh，"
                f"相应新增其他能源 {added} TWh。电力占终端能源 {share}。",
            )
        ),
        Grid(
            Text("Final energy by carrier, all regions (TWh)", "分品种终端能源，全部区域（TWh）"),
            (Text("Carrier", "能源品种"), *year_headings(years)),
            tuple(rows),
            number_columns(1, len(years)),
            strong=frozenset({len(rows) - 1}),
        ),
    ]


def _power(subject: Subject) -> list[Block]:
    figures, years = subject.figures, shown_years(subject)
    table = subject.pathway.capacity.filter(pl.col("region") != "")
    rows: list[tuple[Cell, ...]] = []
    for technology in ranked(table, "technology", "capacity_gw"):
        part = table.filter(pl.col("technology") == technology)
        if _greatest(part, "capacity_gw") < SMALLEST:
            continue
        cells = year_cells(
            figures, years, "capacity", "capacity_gw", decimals=1, technology=technology, region="!"
        )
        rows.append((subject.technologies.get(technology, Text(technology, technology)), *cells))
    clean = [indicator(subject, "non_fossil_power", year) for year in (years[0], years[-1])]
    before, after = (figures.show(share, 0, percent=True) for share in clean)
    return [
        Heading(Text("Power", "电力"), 2),
        Paragraph(
            Text(
                f"Non-fossil electricity rises from {before} of supply in {years[0]} to {after} "
                f"in {years[-1]}.",
                f"非化石电量占比由 {years[0]} 年的 {before} 升至 {years[-1]} 年的 {after}。",
            )
        ),
        Grid(
            Text("Capacity by technology, all regions (GW)", "分技术装机容量，全部区域（GW）"),
            (Text("Technology", "技术"), *year_headings(years)),
            tuple(rows),
            number_columns(1, len(years)),
        ),
        Picture(
            "capacity",
            Text("Capacity by region (GW)", "分区域装机容量（GW）"),
            Text("Source: the pathway's table of capacity.", "来源：路径装机表。"),
        ),
        Picture(
            "generation",
            Text("Electricity by region (TWh a year)", "分区域电量（TWh/年）"),
            Text(
                "Imports: from outside and, net, from the other regions. Source: the pathway's "
                "tables of generation and trade.",
                "外来电含区域外购电及区域间净受电。来源：路径发电与输送表。",
            ),
        ),
        Picture(
            "dispatch",
            Text(
                "Hours of a sunny or windy and of a still day (GW)",
                "风光充足日与不足日的逐时运行（GW）",
            ),
            Text(
                "Above the line: plants and imports; below: charging and exports. Hours are in the "
                "standard time of each region, of one day of the common clock (UTC). Source: the "
                "pathway's hourly dispatch.",
                "零线以上为发电与受电，以下为充电与外送。"
                "时刻为各区域当地标准时间，取自同一 UTC 日。来源：路径逐时运行。",
            ),
        ),
    ]


def _trade(subject: Subject) -> list[Block]:
    figures, years = subject.figures, shown_years(subject)
    table = subject.pathway.trade
    outside = Text("Outside", "区域外")
    rows: list[tuple[Cell, ...]] = []
    for line, start, end in table.select("line", "start", "end").unique(maintain_order=True).rows():
        part = table.filter(pl.col("line") == line, pl.col("start") == start, pl.col("end") == end)
        if _greatest(part, "twh") < SMALLEST:
            continue
        source = subject.regions.get(start, outside)
        goal = subject.regions.get(end, outside)
        name = Text(f"{source.en} → {goal.en}", f"{source.zh} → {goal.zh}")
        cells = year_cells(
            figures, years, "trade", "twh", decimals=1, line=line, start=start, end=end
        )
        rows.append((name, *cells))
    if not rows:
        return []
    return [
        Heading(Text("Trade", "跨区输送"), 2),
        Grid(
            Text(
                "Electricity and other energy sent, before losses (TWh)",
                "输送能量（未计损耗，TWh）",
            ),
            (Text("From and to", "方向"), *year_headings(years)),
            tuple(rows),
            number_columns(1, len(years)),
        ),
    ]


def _greatest(table: pl.DataFrame, column: str) -> float:
    summed = table.group_by("year", maintain_order=True).agg(pl.col(column).sum())
    return max(map(abs, summed[column].to_list()), default=0.0)
