"""What describes a sheet and its columns, and the columns that several sheets share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: English heading, lower case, words joined by underscores.
        zh: Chinese heading.
        about, about_zh: what to fill in.
        required: whether the heading must be there and every row filled.
        also: further headings that are understood.
        choices: the words allowed, in English, with their Chinese.
    """

    key: str
    zh: str
    about: str
    about_zh: str
    required: bool = False
    also: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet or CSV file.

    Attributes:
        key: English name: the file's stem, the sheet's title.
        zh: Chinese name.
        about, about_zh: what it holds.
        columns: in the order of the template.
        required: whether the event needs it.
        also: further names that are understood.
    """

    key: str
    zh: str
    about: str
    about_zh: str
    columns: tuple[Column, ...]
    required: bool = False
    also: tuple[str, ...] = ()


TABLE_KINDS = (("open", "公开"), ("private", "私密"), ("online", "线上"))
DISTANCES = (("meeting", "不会面"), ("neighbours", "不邻桌"), ("zone", "不同区"))
YES_NO = (("yes", "是"), ("no", "否"))

AVAILABLE = Column(
    "available",
    "可用时段",
    "Slots in which available, separated by semicolons; empty means all, “none” means none.",
    "可用的时段编号，用分号隔开；空白表示全部，“无”表示没有。",
    also=("可用",),
)
UNAVAILABLE = Column(
    "unavailable",
    "不可用时段",
    "Slots in which not available (instead of listing those in which available).",
    "不可用的时段编号（可代替“可用时段”）。",
)
LENGTH = Column(
    "length", "时段数", "Consecutive slots it takes; empty means 1.", "连续占用的时段数；空白为 1。"
)
KIND = Column(
    "kind",
    "桌型",
    "Kind of table: open, private or online; empty means open.",
    "桌型：公开、私密或线上；空白为公开。",
    choices=TABLE_KINDS,
    also=("类型",),
)
START_SLOTS = Column(
    "slots",
    "限定时段",
    "Slots in which it may start, separated by semicolons; empty means any.",
    "允许开始的时段编号，用分号隔开；空白表示不限。",
    also=("时段",),
)
NAME_ZH = Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。", also=("中文名",))
ZONE = Column(
    "time_zone",
    "时区",
    "IANA name such as Asia/Shanghai; empty means the event's.",
    "IANA 时区名，如 Asia/Shanghai；空白表示活动的时区。",
)


def identifier(what: str, what_zh: str) -> Column:
    """Return the column of a record's identifier; the words say what stands in for it."""
    return Column(
        "id",
        "编号",
        f"Short and unique; empty means that the {what} is known by the name.",
        f"简短且唯一；空白则以{what_zh}为准。",
        also=(f"{what}_id", "identifier", "no", "序号"),
    )
