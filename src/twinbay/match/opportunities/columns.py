"""The columns of a file of records: what they are called, what they mean, an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twinbay.match.tokens import normalise

LISTS = (
    "fields",
    "topics",
    "stages",
    "languages",
    "cooperation",
    "ip",
    "wanted_regions",
    "exclusions",
    "hidden_from",
)


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: its name in JSON and its English heading.
        zh: its Chinese heading.
        meaning: in English.
        meaning_zh: in Chinese.
        example: what a cell may hold.
        attributes: the rules' constraints or features that use it; empty for all rules.
    """

    key: str
    zh: str
    meaning: str
    meaning_zh: str
    example: str = ""
    attributes: tuple[str, ...] = ()


COLUMNS = (
    Column("id", "编号", "unique within the file", "文件内唯一", "1"),
    Column("title", "英文标题", "in English; or fill in title_zh", "或填写中文标题", "Coating"),
    Column("title_zh", "中文标题", "in Chinese; or fill in title", "或填写英文标题", "涂布工艺"),
    Column("summary", "英文摘要", "in English", "英文"),
    Column("summary_zh", "中文摘要", "in Chinese", "中文"),
    Column("description", "英文说明", "in English", "英文"),
    Column("description_zh", "中文说明", "in Chinese", "中文"),
    Column("organisation_id", "机构编号", "whose record it is", "所属机构"),
    Column("organisation_kind", "机构类型", "such as enterprise", "如企业", "enterprise"),
    Column("region", "地区", "where it is: region", "所在地区", "gba"),
    Column("place", "地点", "where it is: city or county", "所在城市或县", "Shenzhen"),
    Column("country", "国家", "name or ISO 3166-1 code", "名称或 ISO 3166-1 代码", "CN"),
    Column("latitude", "纬度", "degrees north", "北纬度数", "22.54", ("nearness",)),
    Column("longitude", "经度", "degrees east", "东经度数", "114.06", ("nearness",)),
    Column("fields", "领域", "fields of cooperation", "合作领域", "green-energy; medicine"),
    Column("topics", "主题", "OpenAlex topic ids", "OpenAlex 主题编号", "T10247", ("topics",)),
    Column("stages", "阶段", "own, or accepted", "自身阶段或可接受阶段", "seed; A轮", ("stage",)),
    Column("languages", "语言", "working languages", "工作语言", "en; zh", ("language",)),
    Column(
        "cooperation", "合作方式", "offered or sought", "提供或寻求", "licence", ("cooperation",)
    ),
    Column("ip", "知识产权", "state, or accepted states", "状态或可接受状态", "granted", ("ip",)),
    Column("trl", "技术成熟度", "1 to 9, or a range", "1 至 9 或范围", "4-6", ("trl",)),
    Column("trl_min", "技术成熟度下限", "instead of trl", "代替技术成熟度", "", ("trl",)),
    Column("trl_max", "技术成熟度上限", "instead of trl", "代替技术成熟度", "", ("trl",)),
    Column("amount", "金额", "a number or a range", "数额或范围", "500万", ("amount",)),
    Column("amount_min", "金额下限", "instead of amount", "代替金额", "", ("amount",)),
    Column("amount_max", "金额上限", "instead of amount", "代替金额", "", ("amount",)),
    Column("currency", "币种", "ISO 4217 code", "ISO 4217 代码", "CNY", ("amount",)),
    Column("area", "面积", "square metres, or a range", "平方米或范围", "800-1200", ("area",)),
    Column("area_min", "面积下限", "instead of area", "代替面积", "", ("area",)),
    Column("area_max", "面积上限", "instead of area", "代替面积", "", ("area",)),
    Column("experience", "工作年限", "years, or a range", "年数或范围", "5", ("experience",)),
    Column("experience_min", "工作年限下限", "instead", "代替工作年限", "", ("experience",)),
    Column("experience_max", "工作年限上限", "instead", "代替工作年限", "", ("experience",)),
    Column("opens", "开始日期", "first day", "首日", "2026-01-31"),
    Column("closes", "截止日期", "last day", "末日", "2026-12-31"),
    Column("wanted_regions", "要求地区", "where the other must be", "对方须在的地区", "gba; US"),
    Column("exclusions", "排除", "what the other must not be", "对方不得属于或提及", "tobacco"),
    Column("hidden_from", "不可见机构", "organisations that must not see it", "不得看到的机构"),
)


@cache
def keys_by_heading() -> Mapping[str, str]:
    """Return the key of each heading in either language, as ``fold_heading`` folds it."""
    return {
        fold_heading(heading): column.key
        for column in COLUMNS
        for heading in (column.key, column.zh)
    }


def fold_heading(heading: str) -> str:
    """Return a heading without case, spaces, hyphens and underscores."""
    return normalise(heading).replace(" ", "").replace("_", "").replace("-", "")


def columns_for(used: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that rules with these constraints and features look at."""
    wanted = set(used)
    return tuple(c for c in COLUMNS if not c.attributes or wanted & set(c.attributes))
