"""The texts of the sample opportunities; everything in them is invented."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SampleOpportunity:
    """An invented opportunity.

    Attributes:
        reference: its own reference; samples are known by it.
        organisation: key of a sample organisation (``accounts.samples``).
        writer: key of the sample member who wrote it.
        state: where it is left: draft, in_review, returned, published, expired, withdrawn.
        texts: the bilingual columns; "Sample" and 示例 are put before the titles.
    """

    reference: str
    organisation: str
    writer: str
    kind: Any
    state: Any
    texts: dict[str, str]
    details: dict[str, Any]
    fields: list[str]
    visibility: str = "public"
    days: int = 180
    released_to: list[str] = field(default_factory=list)


_LANGUAGES = {"languages": ["en", "zh"]}
SAMPLES = (
    SampleOpportunity(
        "SAMPLE-01",
        "bay-university",
        "transfer.bay",
        "technology_offer",
        "published",
        {
            "title": "Solvent process that recovers lithium from spent batteries",
            "title_zh": "从废旧电池回收锂的溶剂法",
            "summary": "A solvent takes lithium and nickel out of shredded cells at 60 °C, without"
            " furnaces. The solvent is used again.",
            "summary_zh": "溶剂在 60 °C 下从破碎电芯中提取锂和镍，无需熔炼炉，溶剂可循环使用。",
            "description": "Laboratory runs of 20 kg a day recovered 94 % of the lithium and 97 %"
            " of the nickel. The figures are invented, as everything in this sample.",
            "confidential": "Invented: the composition of the solvent and the cost model.",
        },
        {
            "keywords": "lithium recycling; hydrometallurgy; black mass",
            "advantages": "Half the energy of pyrometallurgy in the invented comparison.",
            "stage": "prototype",
            "trl": 6,
            "ip": ["patent-pending"],
            "partner_sought": "A battery maker or recycler that runs a pilot with its own scrap.",
            "partner_kinds": ["enterprise"],
            "cooperation": ["licence", "joint-development", "pilot"],
            **_LANGUAGES,
        },
        ["green-energy", "advanced-manufacturing"],
        released_to=["components"],
    ),
    SampleOpportunity(
        "SAMPLE-02",
        "components",
        "company.gba",
        "technology_need",
        "published",
        {
            "title_zh": "寻找低能耗的废旧锂电池回收工艺",
            "summary_zh": "我们每年产生约 800 吨电芯边角料，希望采用低温工艺回收锂和镍。",
            "description_zh": "希望在东莞厂区内建设中试线。数据均为虚构示例。",
        },
        {
            "keywords_zh": "锂电池回收；湿法冶金",
            "requirements_zh": "锂回收率不低于 92%，温度低于 80 °C，溶剂可循环。",
            "tried_zh": "火法冶金能耗过高。",
            "trl_min": 5,
            "trl_max": 8,
            "partner_sought_zh": "拥有样机的高校或研究机构。",
            "cooperation": ["licence", "joint-development"],
            "amount_min": 2_000_000,
            "amount_max": 6_000_000,
            "currency": "CNY",
            **_LANGUAGES,
        },
        ["green-energy", "advanced-manufacturing"],
    ),
    SampleOpportunity(
        "SAMPLE-03",
        "battery-lab",
        "researcher.gba",
        "technology_offer",
        "published",
        {
            "title": "Solid electrolyte film for fast charging",
            "title_zh": "用于快充的固态电解质薄膜",
            "summary": "A ceramic film of 15 micrometres that conducts lithium ions at room"
            " temperature.",
            "summary_zh": "厚 15 微米、室温下传导锂离子的陶瓷薄膜。",
            "description_zh": "实验室已制成 10 平方厘米样品，循环 800 次。数据均为虚构示例。",
            "confidential_zh": "虚构：烧结曲线与掺杂配方。",
        },
        {
            "keywords": "solid electrolyte; fast charging",
            "keywords_zh": "固态电解质；快充",
            "advantages_zh": "比常见薄膜薄一半。",
            "stage": "development",
            "trl": 4,
            "ip": ["patent-granted"],
            "partner_sought_zh": "能够评估样品的电池或光子企业。",
            "cooperation": ["licence", "joint-development", "investment"],
            **_LANGUAGES,
        },
        ["green-energy"],
        visibility="members",
    ),
    SampleOpportunity(
        "SAMPLE-04",
        "photonics",
        "startup.bay",
        "capital_sought",
        "published",
        {
            "title": "Seed round for optical sensors in battery cells",
            "title_zh": "电芯光学传感器种子轮融资",
            "summary": "Fibre sensors inside cells show ageing and heat before a fault. Two"
            " invented pilots run.",
            "description": "The round pays for a pilot line and for certification. All figures are"
            " invented.",
            "confidential": "Invented: customers' names and the cap table.",
        },
        {
            "keywords": "fibre sensor; battery safety",
            "stage": "seed",
            "amount_min": 1_500_000,
            "amount_max": 2_500_000,
            "currency": "USD",
            "instruments": ["equity", "convertible"],
            "use": "Pilot line, certification, two engineers in the other bay.",
            "traction": "Two paid pilots, 120,000 US dollars of revenue.",
            "founded": 2024,
            "employees": 9,
            "trl": 6,
            **_LANGUAGES,
        },
        ["green-energy", "advanced-manufacturing"],
        released_to=["pearl-ventures"],
    ),
    SampleOpportunity(
        "SAMPLE-05",
        "pearl-ventures",
        "investor.gba",
        "capital_offered",
        "published",
        {
            "title": "Early money for clean technology with a plan for the Delta",
            "title_zh": "面向清洁技术的早期投资",
            "summary": "We invest in teams with a prototype who want to manufacture in the Delta.",
            "summary_zh": "投资拥有样机、希望在珠三角制造的团队。",
            "description_zh": "首次投资后预留跟投资金。数据均为虚构示例。",
        },
        {
            "keywords": "battery; sensor; clean technology",
            "stages": ["pre-seed", "seed", "pre-a"],
            "amount_min": 3_000_000,
            "amount_max": 20_000_000,
            "currency": "CNY",
            "instruments": ["equity", "convertible"],
            "role": "either",
            "support_zh": "协助在东莞和深圳寻找代工厂与场地。",
            "exclusions": ["tobacco", "博彩"],
            **_LANGUAGES,
        },
        ["green-energy", "advanced-manufacturing"],
    ),
    SampleOpportunity(
        "SAMPLE-06",
        "golden-capital",
        "investor.bay",
        "capital_offered",
        "in_review",
        {
            "title": "Series A money for energy storage",
            "summary": "We lead rounds of companies with first revenue in energy storage.",
            "description": "Invented thesis of an invented fund.",
        },
        {
            "stages": ["series-a"],
            "amount_min": 3_000_000,
            "amount_max": 10_000_000,
            "currency": "USD",
            "role": "lead",
            **_LANGUAGES,
        },
        ["green-energy"],
    ),
    SampleOpportunity(
        "SAMPLE-07",
        "battery-lab",
        "director.gba",
        "talent",
        "published",
        {
            "title": "Two postdoctoral posts in electrochemistry",
            "title_zh": "电化学博士后岗位两名",
            "summary": "Work on solid electrolytes, two years, with a stay in the other bay.",
            "summary_zh": "研究固态电解质，为期两年，含赴对岸湾区交流。",
            "description_zh": "提供实验室经费与住房补贴。岗位为虚构示例。",
        },
        {
            "direction": "opening",
            "keywords": "electrochemistry; solid electrolyte",
            "requirements": "Doctorate in chemistry or materials; impedance spectroscopy.",
            "degree": "doctorate",
            "experience_min": 0,
            "experience_max": 5,
            "amount_min": 300_000,
            "amount_max": 420_000,
            "currency": "CNY",
            "places": 2,
            "languages": ["en"],
        },
        ["green-energy"],
    ),
    SampleOpportunity(
        "SAMPLE-08",
        "bay-university",
        "transfer.bay",
        "talent",
        "returned",
        {
            "title": "Summer programme for founders from both bays",
            "summary": "Eight weeks for twelve teams.",
            "description": "An invented programme.",
        },
        {"direction": "programme", "requirements": "A prototype and two founders.", "places": 12},
        ["cultural-innovation"],
    ),
    SampleOpportunity(
        "SAMPLE-09",
        "components",
        "company.gba",
        "site_project",
        "published",
        {
            "title": "Factory floor in Dongguan for makers of battery equipment",
            "title_zh": "东莞电池设备厂房",
            "summary": "4,000 square metres beside our works, with power and clean water.",
            "summary_zh": "毗邻我司厂区的 4000 平方米厂房，水电齐备。",
            "description_zh": "可分割，租期三年起。场地为虚构示例。",
        },
        {
            "direction": "offers",
            "site_types": ["factory"],
            "keywords": "battery equipment; pilot line",
            "area_min": 1_000,
            "area_max": 4_000,
            "infrastructure_zh": "10 kV 供电、纯水、危化品仓库。",
            "incentives_zh": "虚构：首年租金减半。",
            "partners_wanted_zh": "电池设备与传感器企业。",
            **_LANGUAGES,
        },
        ["advanced-manufacturing", "green-energy"],
    ),
    SampleOpportunity(
        "SAMPLE-10",
        "photonics",
        "startup.bay",
        "site_project",
        "published",
        {
            "title": "Room for a pilot line of fibre sensors",
            "summary": "We look for 1,200 square metres near battery makers.",
            "description": "Clean room class 7 for a third of it. Invented, as all of this sample.",
        },
        {
            "direction": "looks",
            "site_types": ["factory", "laboratory"],
            "keywords": "sensor; battery equipment; pilot line",
            "area_min": 1_000,
            "area_max": 1_500,
            "partners_wanted": "A landlord or partner with battery makers as neighbours.",
            "wanted_regions": ["gba"],
            **_LANGUAGES,
        },
        ["advanced-manufacturing", "green-energy"],
        visibility="members",
    ),
    SampleOpportunity(
        "SAMPLE-11",
        "battery-lab",
        "researcher.gba",
        "technology_need",
        "draft",
        {"title_zh": "寻找电芯内部温度的光学测量方法", "summary_zh": "尚在撰写的示例草稿。"},
        {"keywords_zh": "光纤传感"},
        ["green-energy"],
    ),
    SampleOpportunity(
        "SAMPLE-12",
        "bay-university",
        "transfer.bay",
        "technology_offer",
        "withdrawn",
        {
            "title": "Catalyst for green hydrogen",
            "summary": "An invented offer that its university took back.",
            "description": "Invented.",
        },
        {"stage": "concept", "trl": 2, "advantages": "Invented.", "partner_sought": "Nobody."},
        ["green-energy"],
    ),
)
