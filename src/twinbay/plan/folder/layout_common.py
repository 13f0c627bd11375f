"""Columns that several tables of a programme folder share."""

from twinbay.plan.folder.shape import Column, Content

SECTORS = (
    ("industry", "工业"),
    ("buildings", "建筑"),
    ("transport", "交通"),
    ("power", "电力"),
    ("agriculture", "农业"),
    ("waste", "废弃物"),
)

IDENTIFIER = Column(
    "id", "编号", "Short and unique; Latin letters.", "简短且唯一；用拉丁字母。", required=True
)
NAME = Column("name", "名称", "Name in English.", "英文名称。", required=True)
NAME_ZH = Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。", required=True)
SOURCE = Column(
    "source",
    "来源",
    "Key of SOURCES.md or a reference; “assumption” where none.",
    "SOURCES.md 中的编号或文献；没有来源时写 assumption（假设）。",
)
SOURCE_YEAR = Column(
    "source_year",
    "数据年份",
    "Year that the figure is of.",
    "数据所属年份。",
    Content.WHOLE,
    least=1900,
    most=2100,
)
GRADE = Column(
    "grade",
    "质量等级",
    "A official statistic, B derived, C estimated, D assumption; usually D.",
    "A 官方统计，B 推算，C 估计，D 假设；默认 D。",
    Content.WORD,
    choices=(("A", "甲"), ("B", "乙"), ("C", "丙"), ("D", "丁")),
)
NOTE = Column("note", "备注", "Anything to remember; not computed with.", "备注，不参与计算。")
TOPICS = Column(
    "topics",
    "主题",
    "OpenAlex topics of who can deliver it, separated by semicolons.",
    "可实施者的 OpenAlex 主题，用分号隔开。",
    Content.LIST,
)
PAYERS = Column(
    "payers",
    "出资方",
    "Share of the investment that each payer bears, such as enterprises 0.7; government 0.3; "
    "usually enterprises 1.",
    "各出资方承担的投资比例，如 enterprises 0.7; government 0.3；默认 enterprises 1。",
    Content.SHARES,
)
LIFETIME = Column(
    "lifetime",
    "寿命",
    "Years that it lasts.",
    "使用年限，年。",
    Content.NUMBER,
    required=True,
    unit="years",
    least=1.0,
    most=200.0,
    hint="it is counted in years",
)


def share(key: str, zh: str, about: str, about_zh: str, *, required: bool = False) -> Column:
    """Return a column whose numbers are shares between 0 and 1."""
    return Column(
        key,
        zh,
        about,
        about_zh,
        Content.NUMBER,
        required,
        least=0.0,
        most=1.0,
        hint="it looks like a percentage; write 0.15 or 15%",
    )


def capacity(key: str, zh: str, about: str, about_zh: str, *, required: bool = False) -> Column:
    """Return a series of GW."""
    return Column(key, zh, about, about_zh, Content.SERIES, required, unit="GW", least=0.0)


def unit_cost(
    key: str,
    zh: str,
    about: str,
    about_zh: str,
    unit: str,
    most: float,
    *,
    required: bool = False,
) -> Column:
    """Return a series of money per capacity."""
    return Column(
        key,
        zh,
        about,
        about_zh,
        Content.SERIES,
        required,
        unit=unit,
        least=0.0,
        most=most,
        hint="it looks like USD per MW or MWh (divide by 1,000), or another currency",
    )
