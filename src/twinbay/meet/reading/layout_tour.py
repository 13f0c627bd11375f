"""The shape of the files of a tour."""

from twinbay.meet.reading.shape import YES_NO, Column, Layout

TOUR = Layout(
    "tour",
    "行程",
    "Settings of the tour, one a row.",
    "行程的设置，每行一项。",
    (
        Column("setting", "设置", "Name of the setting.", "设置的名称。", required=True),
        Column("value", "值", "Its value.", "取值。"),
    ),
    required=True,
)

TOUR_SETTINGS = (
    Column("tour_id", "行程编号", "Short and unique.", "简短且唯一。"),
    Column("name", "行程名称", "Name in English.", "英文名称。", required=True),
    Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。"),
    Column(
        "time_zone",
        "时区",
        "IANA name, such as America/Los_Angeles.",
        "IANA 时区名。",
        required=True,
    ),
    Column("visits_per_day", "每日访问上限", "Most visits a day.", "每天最多访问几处。"),
    Column(
        "pause_minutes",
        "间歇分钟",
        "Least time after a visit before leaving.",
        "访问后离开前的最短时间。",
    ),
    Column("lunch_minutes", "午餐分钟", "Minutes kept free for lunch.", "午餐保留的分钟数。"),
    Column(
        "lunch_from", "午餐最早", "Earliest beginning, usually 11:30.", "最早开始，默认 11:30。"
    ),
    Column("lunch_until", "午餐最晚", "Latest end, usually 14:00.", "最晚结束，默认 14:00。"),
)

PLACES = Layout(
    "places",
    "地点",
    "Cities, or parts of one.",
    "城市或城区。",
    (
        Column(
            "id",
            "编号",
            "Short and unique; empty means the name.",
            "简短且唯一；空白用名称。",
            also=("place_id",),
        ),
        Column("name", "名称", "Name.", "名称。", required=True),
        Column("name_zh", "中文名称", "Name in Chinese.", "中文名称。"),
        Column(
            "overnight",
            "可住宿",
            "Whether one can stay overnight; empty means yes.",
            "能否住宿；空白为是。",
            choices=YES_NO,
        ),
    ),
    required=True,
    also=("cities", "城市"),
)

LEGS = Layout(
    "legs",
    "路程",
    "Minutes on the way between two places; both ways unless the other is given.",
    "两地之间的路程分钟数；未另给反向时双向相同。",
    (
        Column("from", "出发", "Place.", "地点。", required=True),
        Column("to", "到达", "Place.", "地点。", required=True),
        Column("minutes", "分钟", "Minutes.", "分钟数。", required=True),
    ),
    also=("travel", "交通"),
)

VISITS = Layout(
    "visits",
    "访问",
    "Hosts that may be visited.",
    "可访问的接待方。",
    (
        Column(
            "id",
            "编号",
            "Short and unique; empty means the host.",
            "简短且唯一；空白用接待方。",
            also=("visit_id",),
        ),
        Column("host", "接待方", "Who receives.", "接待方。", required=True),
        Column("host_zh", "接待方中文", "Who receives, in Chinese.", "接待方的中文名称。"),
        Column(
            "place",
            "地点",
            "Place, id or name.",
            "地点编号或名称。",
            required=True,
            also=("city", "城市"),
        ),
        Column("minutes", "分钟", "How long it takes.", "访问时长。", required=True),
        Column("value", "分值", "Points; empty means 1.", "分值；空白为 1。"),
        Column(
            "must_see",
            "必访",
            "yes when no tour is without it.",
            "必须访问填“是”。",
            choices=YES_NO,
        ),
        Column("address", "地址", "For the itinerary.", "写入行程单。"),
    ),
    required=True,
    also=("hosts",),
)

WINDOWS = Layout(
    "windows",
    "接待时间",
    "When the hosts receive; a visit lies within one row.",
    "接待方的可访问时间；一次访问须在一行之内。",
    (
        Column(
            "visit",
            "访问",
            "Visit, id or host.",
            "访问编号或接待方。",
            required=True,
            also=("host",),
        ),
        Column(
            "date",
            "日期",
            "Day; empty means every day of the tour.",
            "日期；空白表示行程的每一天。",
        ),
        Column("opens", "开始", "From.", "开始时间。", required=True, also=("start", "from")),
        Column(
            "closes", "结束", "Until.", "结束时间。", required=True, also=("end", "until", "to")
        ),
    ),
    required=True,
)

DAYS = Layout(
    "days",
    "日程日",
    "The days of the tour, in order.",
    "行程的各天，按先后。",
    (
        Column("date", "日期", "Day.", "日期。", required=True),
        Column(
            "starts",
            "最早出发",
            "Earliest departure.",
            "最早出发时间。",
            required=True,
            also=("start",),
        ),
        Column(
            "ends", "最晚返回", "Latest return.", "最晚返回时间。", required=True, also=("end",)
        ),
        Column(
            "start_place",
            "出发地",
            "Where it begins; empty: where the day before ended.",
            "当天起点；空白为前一天的终点。",
        ),
        Column(
            "end_place",
            "终点",
            "Where it must end; empty: anywhere to stay.",
            "当天终点；空白为任何可住宿处。",
        ),
    ),
    required=True,
)

TOUR_SHEETS = (TOUR, PLACES, LEGS, VISITS, WINDOWS, DAYS)
"""Every sheet of a tour, in the order of the template."""
