"""The two tables of delivery in a programme folder: who delivers, and what has come in."""

from twinbay.plan.delivery.records import INDICATORS
from twinbay.plan.folder.layout_common import GRADE, NOTE, SOURCE, SOURCE_YEAR
from twinbay.plan.folder.shape import Column, Content, Table

ITEM = Column(
    "item",
    "对象",
    "Id, base id or group of a measure; id of a technology, line or joint project.",
    "措施编号、措施组或分组；技术、线路或联合项目的编号。",
    required=True,
)
REGION = Column(
    "region", "区域", "Id of a region; empty for every one.", "区域编号；空白表示全部区域。"
)

DELIVERY = Table(
    "delivery",
    "实施",
    "delivery",
    "Who is responsible for what; with a year, what is promised by then.",
    "责任主体；填写年份时为该年前的承诺。",
    (
        ITEM,
        REGION,
        Column("year", "年份", "Year of a promise.", "承诺的年份。", Content.WHOLE),
        Column("owner", "责任主体", "Organisation in English.", "责任主体英文名称。"),
        Column("owner_zh", "责任主体中文", "Organisation in Chinese.", "责任主体中文名称。"),
        Column("name", "成果", "What is promised, in English.", "承诺的成果，英文。"),
        Column("name_zh", "成果中文", "What is promised, in Chinese.", "承诺的成果，中文。"),
        NOTE,
    ),
    identity=("item", "region", "year", "name"),
)

ACTUALS = Table(
    "actuals",
    "实绩",
    "actual",
    "What has come in, one figure a row.",
    "实绩数据，每行一个数值。",
    (
        Column(
            "indicator",
            "指标",
            "Such as emissions, energy_intensity, non_fossil_power, level, capacity, investment.",
            "如排放、能耗强度、非化石电力占比、实施量、装机、投资。",
            Content.WORD,
            required=True,
            choices=tuple((key, one.names.zh) for key, one in INDICATORS.items()),
        ),
        Column(
            "item",
            "对象",
            "Measure for level, technology for capacity, payer for investment; else empty.",
            "实施量填措施，装机填技术，投资填出资方；其余空白。",
        ),
        Column(
            "region", "区域", "Id of a region; empty for all together.", "区域编号；空白为合计。"
        ),
        Column(
            "year",
            "年份",
            "Year that the figure is of.",
            "数据年份。",
            Content.WHOLE,
            required=True,
            least=1990,
            most=2100,
        ),
        Column(
            "value",
            "数值",
            "In the indicator's unit; a share as 0.45 or 45%.",
            "按指标单位填写；占比写 0.45 或 45%。",
            Content.NUMBER,
            required=True,
            least=0.0,
        ),
        SOURCE,
        SOURCE_YEAR,
        GRADE,
        NOTE,
    ),
    identity=("indicator", "item", "region", "year"),
)
