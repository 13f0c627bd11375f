"""The settings of an event."""

from twinbay.meet.reading.shape import Column, Layout

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
