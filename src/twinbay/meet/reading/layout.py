"""The shape of the files: every sheet and column, with headings and explanations in two languages.

Readers, the template and the reference page are made from this one description.
"""

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

_AVAILABLE = Column(
    "available",
    "可用时段",
    "Slots in which available, separated by semicolons; empty means all, “none” means none.",
    "可用的时段编号，用分号隔开；空白表示全部，“无”表示没有。",
    also=("可用",),
)
_UNAVAILABLE = Column(
    "unavailable",
    "不可用时段",
    "Slots in which not available (instead of listing those in which available).",
    "不可用的时段编号（可代替“可用时段”）。",
)
_LENGTH = Column(
    "length", "时段数", "Consecutive slots it takes; empty means 1.", "连续占用的时段数；空白为 1。"
)
_KIND = Column(
    "kind",
    "桌型",
    "Kind of table: open, private or online; empty means open.",
    "桌型：公开、私密或线上；空白为公开。",
    choices=TABLE_KINDS,
    also=("类型",),
)
_START_SLOTS = Column(
    "slots",
    "限定时段",
    "Slots in which it may start, separated by semicolons; empty means any.",
    "允许开始的时段编号，用分号隔开；空白表示不限。",
    also=("时段",),
)
_NAME_ZH = Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。", also=("中文名",))
_ZONE = Column(
    "time_zone",
    "时区",
    "IANA name such as Asia/Shanghai; empty means the event's.",
    "IANA 时区名，如 Asia/Shanghai；空白表示活动的时区。",
)


def _identifier(what: str, what_zh: str) -> Column:
    return Column(
        "id",
        "编号",
        f"Short and unique; empty means that the {what} is known by the name.",
        f"简短且唯一；空白则以{what_zh}为准。",
        also=(f"{what}_id", "identifier", "no", "序号"),
    )


EVENT = Layout(
    "event",
    "活动",
    "Settings of the event, one a row.",
    "活动的设置，每行一项。",
    (
        Column("setting", "设置", "Name of the setting.", "设置的名称。", required=True),
        Column("value", "值", "Its value; empty leaves the usual one.", "取值；空白用默认值。"),
    ),
    required=True,
    also=("settings", "活动设置", "设置"),
)

SETTINGS = (
    Column("event_id", "活动编号", "Short and unique.", "简短且唯一。"),
    Column("name", "活动名称", "Name in English.", "英文名称。", required=True),
    Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。"),
    Column(
        "time_zone",
        "时区",
        "IANA name of the place, such as America/Los_Angeles.",
        "举办地的 IANA 时区名，如 Asia/Shanghai。",
        required=True,
    ),
    Column(
        "meetings_per_day", "每日会面上限", "Most meetings a day for one.", "每人每天最多几场。"
    ),
    Column("longest_run", "最多连续场数", "Most meetings in a row.", "连续会面的最多场数。"),
    Column("rest_minutes", "最短休息分钟", "Least time between meetings.", "两场之间的最短休息。"),
    Column(
        "joinable_minutes",
        "可跨间歇分钟",
        "Longest break that a longer meeting may span; usually 15.",
        "长会面可跨越的最长间歇；默认 15。",
    ),
    Column("lunch_from", "午餐最早", "Lunch begins at the earliest.", "午餐最早开始时间。"),
    Column("lunch_until", "午餐最晚", "Lunch ends at the latest.", "午餐最晚结束时间。"),
    Column("lunch_minutes", "午餐分钟", "Minutes that everybody keeps free.", "每人保留的分钟数。"),
    Column(
        "value_one_sided",
        "单方意愿分值",
        "Points of a meeting that one side wishes; usually 4.",
        "一方有意愿的会面分值；默认 4。",
    ),
    Column(
        "value_mutual",
        "双方意愿分值",
        "Points of a meeting that both wish; usually 10.",
        "双方都有意愿的会面分值；默认 10。",
    ),
    Column(
        "value_score",
        "匹配分值",
        "Points of a full match score; usually 6.",
        "满分匹配度的分值；默认 6。",
    ),
    Column(
        "fairness",
        "公平方式",
        "leximin (usual), guarantee or none.",
        "leximin（默认，逐级照顾最少者）、保底或不考虑。",
        choices=(("leximin", "逐级"), ("guarantee", "保底"), ("none", "不考虑")),
    ),
    Column(
        "guaranteed_meetings",
        "保底场数",
        "Meetings guaranteed to each, with fairness guarantee.",
        "“保底”方式下每方至少几场。",
    ),
    Column(
        "concession",
        "让步比例",
        "Share of the value that may be given for fairness; usually 0.",
        "可为公平让出的总分值比例；默认 0。",
    ),
    Column(
        "fairness_levels",
        "公平档位",
        "Shares for leximin, rising; usually 0.25; 0.5; 0.75.",
        "“逐级”的份额档位，递增；默认 0.25；0.5；0.75。",
    ),
    Column(
        "idle_points", "空档扣分", "Discomfort of an idle slot; usually 4.", "空档扣分；默认 4。"
    ),
    Column(
        "table_change_points",
        "换桌扣分",
        "Discomfort of another table; usually 1.",
        "换桌扣分；默认 1。",
    ),
    Column(
        "walk_points",
        "换区扣分",
        "Discomfort of another zone, on top; usually 2.",
        "换区另扣分；默认 2。",
    ),
)
"""The settings of the event; ``Column`` describes each row."""

DELEGATES = Layout(
    "delegates",
    "代表",
    "The people who attend.",
    "参会的人。",
    (
        _identifier("delegate", "姓名"),
        Column("name", "姓名", "Name.", "姓名。", required=True, also=("full_name", "代表姓名")),
        Column("name_zh", "中文姓名", "Name in Chinese.", "中文姓名。", also=("中文名",)),
        Column(
            "organisation",
            "单位",
            "Organisation whose meetings the person shares, id or name.",
            "所属单位的编号或名称；同单位的人共用会面。",
            also=("organization", "company", "机构", "公司", "organisation_id"),
        ),
        Column(
            "languages",
            "语言",
            "Working languages, such as en; zh.",
            "工作语言，如 en；zh。",
            also=("language", "工作语言"),
        ),
        _AVAILABLE,
        _UNAVAILABLE,
        Column(
            "online",
            "线上参会",
            "yes when attending from afar.",
            "远程参会填“是”。",
            choices=YES_NO,
        ),
        _ZONE,
        Column(
            "meetings_per_day",
            "每日会面上限",
            "Most meetings a day; empty: the event's rule.",
            "每天最多几场；空白用活动的规则。",
        ),
        Column(
            "guaranteed_meetings",
            "保底场数",
            "Meetings guaranteed; empty: the event's rule.",
            "至少几场；空白用活动的规则。",
        ),
    ),
    required=True,
    also=("people", "participants", "参会代表", "参会人员"),
)

ORGANISATIONS = Layout(
    "organisations",
    "单位",
    "Organisations; may be left out, then they are taken from the delegates.",
    "单位；可省略，省略时取自代表表。",
    (
        _identifier("organisation", "名称"),
        Column("name", "名称", "Name.", "名称。", required=True, also=("单位名称",)),
        _NAME_ZH,
    ),
    also=("organizations", "companies", "机构", "公司"),
)

REQUESTS = Layout(
    "requests",
    "会面申请",
    "Who wishes to meet whom. Requests of the same two in both directions are one mutual wish.",
    "谁想见谁。双方互相提出即为双向意愿。",
    (
        Column(
            "id",
            "编号",
            "Short and unique; may be left out.",
            "简短且唯一；可省略。",
            also=("request_id", "序号"),
        ),
        Column(
            "requester",
            "申请方",
            "Delegate or organisation that wishes, id or name.",
            "提出方的编号或名称（代表或单位）。",
            required=True,
            also=("from", "申请人"),
        ),
        Column(
            "invitee",
            "受邀方",
            "Delegate or organisation that it wishes to meet.",
            "想见的代表或单位的编号或名称。",
            required=True,
            also=("to", "with", "受邀人", "对方"),
        ),
        Column(
            "score",
            "匹配度",
            "Match score, 0 to 1; may be left out.",
            "匹配度，0 到 1；可省略。",
            also=("match_score",),
        ),
        Column(
            "value",
            "分值",
            "Points, instead of the usual valuation.",
            "自定分值，代替默认计算。",
            also=("points",),
        ),
        _LENGTH,
        _KIND,
        _START_SLOTS,
    ),
    required=True,
    also=("meeting_requests", "申请", "意愿"),
)

SLOTS = Layout(
    "slots",
    "时段",
    "The periods in which meetings take place.",
    "安排会面的时段。",
    (
        Column(
            "id",
            "编号",
            "Short and unique, such as A1.",
            "简短且唯一，如 A1。",
            required=True,
            also=("slot_id", "slot", "时段编号"),
        ),
        Column("date", "日期", "Day, such as 2026-09-14.", "日期，如 2026-09-14。", also=("day",)),
        Column(
            "start",
            "开始",
            "Beginning, such as 09:00.",
            "开始时间，如 09:00。",
            required=True,
            also=("begin", "from", "开始时间"),
        ),
        Column(
            "end", "结束", "End.", "结束时间。", required=True, also=("to", "until", "结束时间")
        ),
        _ZONE,
    ),
    required=True,
    also=("times", "时间段"),
)

TABLES = Layout(
    "tables",
    "桌位",
    "The places for one meeting at a time.",
    "每次容纳一场会面的桌位。",
    (
        Column(
            "id",
            "编号",
            "Short and unique; empty means the number.",
            "简短且唯一；空白用桌号。",
            also=("table_id",),
        ),
        Column(
            "number",
            "桌号",
            "What stands on the table.",
            "桌上的号码。",
            required=True,
            also=("table_number", "table"),
        ),
        Column("zone", "分区", "Part of the hall.", "会场分区。", also=("area", "区域")),
        Column(
            "venue",
            "场馆",
            "Venue, id or name; empty when there is one.",
            "场馆编号或名称；只有一处可空白。",
            also=("venue_id", "building"),
        ),
        _KIND,
        Column(
            "seats",
            "座位数",
            "Most delegates; empty means 4.",
            "最多坐几位代表；空白为 4。",
            also=("座位",),
        ),
        _AVAILABLE,
        _UNAVAILABLE,
        Column(
            "neighbours",
            "邻桌",
            "Neighbouring tables, when numbers do not tell.",
            "相邻的桌位；空白则按桌号推定。",
            also=("neighbors",),
        ),
    ),
    required=True,
    also=("桌子", "桌"),
)

VENUES = Layout(
    "venues",
    "场馆",
    "The buildings, when there is more than one.",
    "多于一处时的各场馆。",
    (
        _identifier("venue", "名称"),
        Column("name", "名称", "Name.", "名称。", required=True),
        _NAME_ZH,
    ),
    also=("buildings",),
)

TRAVEL = Layout(
    "travel",
    "路程",
    "Minutes on the way between two venues, both ways.",
    "两处场馆之间的路程分钟数（双向）。",
    (
        Column("from", "出发", "Venue.", "场馆。", required=True, also=("from_venue",)),
        Column("to", "到达", "Venue.", "场馆。", required=True, also=("to_venue",)),
        Column("minutes", "分钟", "Minutes.", "分钟数。", required=True),
    ),
    also=("journeys", "交通"),
)

INTERPRETERS = Layout(
    "interpreters",
    "译员",
    "People who interpret in one meeting at a time.",
    "每次为一场会面口译的人。",
    (
        _identifier("interpreter", "姓名"),
        Column("name", "姓名", "Name.", "姓名。", required=True),
        Column(
            "pairs",
            "语言对",
            "Language pairs, such as en-zh; ja-zh.",
            "语言对，如 en-zh；ja-zh。",
            required=True,
            also=("languages", "language_pairs", "语言"),
        ),
        _AVAILABLE,
        _UNAVAILABLE,
    ),
    also=("翻译", "口译"),
)

GROUPS = Layout(
    "groups",
    "小组会",
    "Panels and round tables.",
    "专题会与圆桌会。",
    (
        Column(
            "id", "编号", "Short and unique.", "简短且唯一。", required=True, also=("group_id",)
        ),
        Column(
            "title",
            "题目",
            "What it is called.",
            "会议题目。",
            required=True,
            also=("name", "名称"),
        ),
        Column("title_zh", "中文题目", "Title in Chinese.", "中文题目。"),
        Column("required", "必到", "Delegates who must all attend.", "必须全部到场的代表。"),
        Column(
            "optional",
            "可到",
            "Delegates who are invited.",
            "受邀的代表。",
            also=("invited", "受邀"),
        ),
        Column(
            "minimum",
            "最少人数",
            "Least number of delegates; empty means 2.",
            "最少人数；空白为 2。",
        ),
        Column(
            "capacity", "最多人数", "Most delegates; empty: the seats.", "最多人数；空白为座位数。"
        ),
        Column("value", "分值", "Points when it takes place.", "举行即得的分值。"),
        Column(
            "value_each",
            "每人分值",
            "Points for each optional delegate.",
            "每位“可到”代表到场的分值。",
        ),
        _LENGTH,
        _KIND,
        _START_SLOTS,
        Column(
            "table",
            "桌位",
            "Its table, when only one will do.",
            "指定桌位；可空白。",
            also=("table_id",),
        ),
    ),
    also=("group_meetings", "小组会面", "圆桌会"),
)

FIXED = Layout(
    "fixed",
    "已定会面",
    "Meetings that are already agreed.",
    "已经约定的会面。",
    (
        Column(
            "id",
            "编号",
            "Short and unique; may be left out.",
            "简短且唯一；可省略。",
            also=("fixed_id",),
        ),
        Column(
            "parties",
            "各方",
            "Delegates or organisations that meet.",
            "会面的代表或单位。",
            required=True,
            also=("who",),
        ),
        Column(
            "slot",
            "时段",
            "Slot in which it starts.",
            "开始的时段编号。",
            required=True,
            also=("slot_id",),
        ),
        Column(
            "table", "桌位", "Its table; may be left out.", "桌位；可省略。", also=("table_id",)
        ),
        _LENGTH,
        _KIND,
        Column(
            "delegates", "出席人", "Who attends, when that is fixed too.", "已定的出席人；可省略。"
        ),
        Column("interpreter", "译员", "Its interpreter; may be left out.", "译员；可省略。"),
    ),
    also=("fixed_meetings", "固定会面"),
)

SEPARATIONS = Layout(
    "separations",
    "回避",
    "Parties that must not meet, or not sit near each other.",
    "不得会面或不得邻近就座的双方。",
    (
        Column("first", "甲方", "Delegate or organisation.", "代表或单位。", required=True),
        Column("second", "乙方", "Delegate or organisation.", "代表或单位。", required=True),
        Column(
            "distance",
            "程度",
            "meeting (usual), neighbours or zone.",
            "不会面（默认）、不邻桌或不同区。",
            choices=DISTANCES,
        ),
        Column("why", "原因", "For the report.", "写入报告的原因。", also=("reason",)),
    ),
    also=("conflicts", "forbidden_pairs", "forbidden", "冲突"),
)

EVENT_SHEETS = (
    EVENT,
    DELEGATES,
    ORGANISATIONS,
    REQUESTS,
    SLOTS,
    TABLES,
    VENUES,
    TRAVEL,
    INTERPRETERS,
    GROUPS,
    FIXED,
    SEPARATIONS,
)
"""Every sheet of an event, in the order of the template."""
