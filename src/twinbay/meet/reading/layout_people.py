"""The sheets of people, slots and places."""

from twinbay.meet.reading.shape import (
    AVAILABLE,
    KIND,
    NAME_ZH,
    UNAVAILABLE,
    YES_NO,
    ZONE,
    Column,
    Layout,
    identifier,
)

DELEGATES = Layout(
    "delegates",
    "代表",
    "The people who attend.",
    "参会的人。",
    (
        identifier("delegate", "姓名"),
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
        AVAILABLE,
        UNAVAILABLE,
        Column(
            "online",
            "线上参会",
            "yes when attending from afar.",
            "远程参会填“是”。",
            choices=YES_NO,
        ),
        ZONE,
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
        identifier("organisation", "名称"),
        Column("name", "名称", "Name.", "名称。", required=True, also=("单位名称",)),
        NAME_ZH,
    ),
    also=("organizations", "companies", "机构", "公司"),
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
        ZONE,
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
        KIND,
        Column(
            "seats",
            "座位数",
            "Most delegates; empty means 4.",
            "最多坐几位代表；空白为 4。",
            also=("座位",),
        ),
        AVAILABLE,
        UNAVAILABLE,
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
        identifier("venue", "名称"),
        Column("name", "名称", "Name.", "名称。", required=True),
        NAME_ZH,
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
        identifier("interpreter", "姓名"),
        Column("name", "姓名", "Name.", "姓名。", required=True),
        Column(
            "pairs",
            "语言对",
            "Language pairs, such as en-zh; ja-zh.",
            "语言对，如 en-zh；ja-zh。",
            required=True,
            also=("languages", "language_pairs", "语言"),
        ),
        AVAILABLE,
        UNAVAILABLE,
    ),
    also=("翻译", "口译"),
)
