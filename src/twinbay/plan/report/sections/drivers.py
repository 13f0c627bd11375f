"""What drives the change of emissions: people, affluence, energy, its structure, its carbon."""

from twinbay.plan.report.document import Block, Cell, Grid, Heading, Paragraph, Picture, Text
from twinbay.plan.report.numbers import Number
from twinbay.plan.report.sections.phrases import indicator, number_columns
from twinbay.plan.report.subject import Subject
from twinbay.plan.report.wording import ALL_REGIONS, FACTORS


def drivers_part(subject: Subject) -> list[Block]:
    """Return the decomposition; nothing for a programme of one milestone."""
    if not subject.tables["decomposition"].height:
        return []
    first, last = subject.first, subject.last
    return [
        Heading(Text("What drives the change", "变化的驱动因素"), 2),
        Paragraph(_sentences(subject)),
        _grid(subject),
        Picture(
            "drivers",
            Text(
                "Change of emissions from milestone to milestone by driver (Mt CO2e)",
                "各里程碑年之间排放变化的驱动因素（Mt CO2e）",
            ),
            Text(
                f"Logarithmic mean Divisia index (LMDI-I), each step from {first} to {last} by "
                "itself. Source: the pathway's tables of energy and emissions, and the drivers.",
                f"对数平均迪氏指数法（LMDI-I），{first} 至 {last} 年逐期分解。"
                "来源：路径的能源表、排放表与驱动因素表。",
            ),
        ),
    ]


def _effect(subject: Subject, factor: str, region: str) -> Number:
    conditions = {"region": region} if region else {}
    return subject.figures.sum("decomposition", "effect_mt", factor=factor, **conditions)


def _sentences(subject: Subject) -> Text:
    figures = subject.figures
    first, last = subject.first, subject.last
    size = {factor: _effect(subject, factor, "") for factor in FACTORS}
    grown = figures.show(size["population"] + size["affluence"], 0, signed=True)
    energy = figures.show(size["intensity"], 0, signed=True)
    mix = figures.show(size["structure"] + size["carbon"], 0, signed=True)
    direct = figures.show(size["direct"], 0, signed=True)
    return Text(
        f"From {first} to {last}, more people and more value added by themselves change emissions "
        f"by {grown} Mt CO2e a year, less energy per GDP by {energy} Mt, other carriers and less "
        f"carbon in each of them by {mix} Mt, and what is emitted beside the use of energy by "
        f"{direct} Mt. The parts add up to the whole change without a rest.",
        f"{first} 至 {last} 年，人口与经济增长使年排放变化 {grown} Mt CO2e，"
        f"单位 GDP 能耗下降使其变化 {energy} Mt，能源结构与各品种含碳量的变化使其变化 {mix} Mt，"
        f"能源利用以外的排放变化 {direct} Mt。各部分之和等于全部变化，没有残差。",
    )


def _grid(subject: Subject) -> Grid:
    figures = subject.figures
    first, last = subject.first, subject.last
    rows: list[tuple[Cell, ...]] = []
    for region, name in {**subject.regions, "": ALL_REGIONS}.items():
        effects = [
            figures.show(_effect(subject, factor, region), 1, signed=True) for factor in FACTORS
        ]
        ends = [
            figures.show(indicator(subject, "emissions", year, region), 1) for year in (first, last)
        ]
        rows.append((name, ends[0], *effects, ends[1]))
    return Grid(
        Text(
            f"Change of emissions from {first} to {last} by driver (Mt CO2e)",
            f"{first} 至 {last} 年排放变化的驱动因素（Mt CO2e）",
        ),
        (
            Text("Region", "区域"),
            str(first),
            *FACTORS.values(),
            str(last),
        ),
        tuple(rows),
        number_columns(1, len(FACTORS) + 2),
        strong=frozenset({len(rows) - 1}),
        note=Text(
            "Affluence: GDP a head. Intensity: final energy per GDP. Structure: shares of sectors "
            "and carriers in final energy. Carbon: emissions per energy of each, electricity at "
            "what its making emitted. Beside energy: processes, waste, agriculture, less capture.",
            "富裕程度为人均 GDP；能耗强度为单位 GDP 终端能源；"
            "结构为部门与能源品种在终端能源中的占比；碳因子为各品种单位能源的排放，电力按其生产排放计；"
            "能源以外指工业过程、废弃物与农业排放，扣除捕集量。",
        ),
    )
