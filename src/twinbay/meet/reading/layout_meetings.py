"""The sheets of what meets, must meet or must not."""

from twinbay.meet.reading.shape import DISTANCES, KIND, LENGTH, START_SLOTS, Column, Layout

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
        LENGTH,
        KIND,
        START_SLOTS,
    ),
    required=True,
    also=("meeting_requests", "申请", "意愿"),
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
        LENGTH,
        KIND,
        START_SLOTS,
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
        LENGTH,
        KIND,
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

PRECEDENCES = Layout(
    "precedences",
    "先后",
    "Meetings that must have ended before others begin, whenever both take place.",
    "两场会面都举行时，前一场须在后一场开始之前结束。",
    (
        Column(
            "before",
            "先",
            "The earlier meeting: id of a request, group or fixed meeting.",
            "先举行的会面：会面申请、小组会或已定会面的编号。",
            required=True,
            also=("first", "earlier", "在先"),
        ),
        Column(
            "after",
            "后",
            "The later meeting: id of a request, group or fixed meeting.",
            "后举行的会面：会面申请、小组会或已定会面的编号。",
            required=True,
            also=("second", "later", "在后"),
        ),
    ),
    also=("precedence", "order", "会面先后", "顺序"),
)
