"""Every word of the documents, in English and Simplified Chinese."""

from datetime import datetime, timedelta

LANGUAGES = ("en", "zh")

TEXTS: dict[str, tuple[str, str]] = {
    "agenda": ("Agenda", "会面日程"),
    "agenda of": ("Agenda of {name}", "{name}的会面日程"),
    "times in": ("Times in {zone}", "时间均按 {zone} 时区"),
    "place time": ("at the venue {time}", "会场时间 {time}"),
    "place time other day": ("at the venue {day}, {time}", "会场时间 {day} {time}"),
    "no meetings": ("No meetings are planned.", "暂无会面安排。"),
    "meetings": ("meetings", "场会面"),
    "count": ("{count} meetings", "共 {count} 场会面"),
    "count one": ("1 meeting", "共 1 场会面"),
    "date": ("Date", "日期"),
    "day": ("Day", "日期"),
    "start": ("Start", "开始"),
    "end": ("End", "结束"),
    "time": ("Time", "时间"),
    "time zone": ("Time zone", "时区"),
    "with": ("With", "会面对象"),
    "organisation": ("Organisation", "单位"),
    "table": ("Table", "桌号"),
    "table number": ("Table {number}", "{number} 号桌"),
    "place": ("Place", "地点"),
    "zone": ("Zone", "分区"),
    "venue": ("Venue", "场馆"),
    "interpreter": ("Interpreter", "译员"),
    "interpreter named": ("Interpreter: {name} ({languages})", "译员：{name}（{languages}）"),
    "kind": ("Kind", "类型"),
    "title": ("Title", "题目"),
    "slot": ("Slot", "时段"),
    "delegate": ("Delegate", "代表"),
    "delegates": ("Delegates", "代表"),
    "request": ("meeting", "会面"),
    "group": ("group meeting", "小组会"),
    "fixed": ("fixed meeting", "已定会面"),
    "open": ("open", "公开"),
    "private": ("private", "私密"),
    "online": ("online", "线上"),
    "private table": ("private table", "私密桌"),
    "online table": ("online", "线上"),
    "meeting with": ("Meeting: {names}", "会面：{names}"),
    "page": ("Page", "第"),
    "page of": ("of", "页，共"),
    "page end": ("", "页"),
    "table plan": ("Table plan", "桌位安排"),
    "tables used": ("{used} of {all} tables in use", "使用 {used} 桌，共 {all} 桌"),
    "report": ("Report on the timetable", "排程报告"),
    "cancelled": ("cancelled", "取消"),
    "moved": ("moved", "改期"),
    "reseated": ("other table or interpreter", "换桌或换译员"),
    "new": ("new", "新增"),
    "list": ("; ", "；"),
    "join": (", ", "，"),
    "is": ("{what}: {said}", "{what}：{said}"),
    "remark": ("{said} ({remark})", "{said}（{remark}）"),
    "value held": ("Value of the meetings held", "已安排会面的总分值"),
    "upper bound": ("No timetable can surpass", "任何排程都不可能超过"),
    "gap": ("Gap", "差距"),
    "proven": ("proven best", "已证明最优"),
    "gap left": ("gap {gap}", "差距 {gap}"),
    "meetings held": ("Meetings held", "安排的会面"),
    "requests met": ("Requests met", "满足的申请"),
    "of": ("{part} of {whole}", "{part} / {whole}"),
    "objectives": ("What is proven", "证明了什么"),
    "objective": ("Objective", "目标"),
    "reached": ("Reached", "达到"),
    "bound": ("Bound", "界"),
    "state": ("State", "状态"),
    "method": ("How", "方法"),
    "fairness": ("How well each is served", "各方的满足程度"),
    "fairness intro": (
        "The share is the value of a party's meetings, of the most that it could have if "
        "everybody and everything else were free.",
        "份额为一方已安排会面的分值，占其他人与资源都空闲时所能达到的最高分值的比例。",
    ),
    "worst share": ("Least share", "最低份额"),
    "median share": ("Median share", "中位份额"),
    "mean share": ("Mean share", "平均份额"),
    "share": ("Share", "份额"),
    "party": ("Party", "一方"),
    "parties": ("Parties", "各方"),
    "held": ("Held", "安排"),
    "wished": ("Wished", "意愿"),
    "nothing": ("Who got nothing, and why", "没有任何会面者及原因"),
    "nothing none": (
        "Everybody who is named in a request has at least one meeting.",
        "申请中涉及的各方都至少有一场会面。",
    ),
    "unmet": ("Requests not met, and why", "未能满足的申请及原因"),
    "unmet none": ("Every request is met.", "所有申请均已满足。"),
    "points": ("Points", "分值"),
    "why": ("Why", "原因"),
    "comfort": ("Comfort", "舒适度"),
    "idle slots": ("Idle slots between meetings", "会面之间的空档"),
    "table changes": ("Changes of table", "换桌次数"),
    "walks": ("Walks to another zone", "换区次数"),
    "use": ("Use of the hall", "会场使用"),
    "tables in use": ("Tables in use", "使用桌数"),
    "interpreters in use": ("Interpreters in use", "译员人数"),
    "warnings": ("Notes on the files", "文件读取提示"),
    "solved in": (
        "Solved in {seconds} s, seed {seed}.",
        "求解用时 {seconds} 秒，随机种子 {seed}。",
    ),
    "update": ("Update {number}", "第 {number} 次更新"),
    "changes": ("What has changed", "变更说明"),
    "changes intro": (
        "{notices} meetings differ; {people} people must be told.",
        "共有 {notices} 场会面变化，需通知 {people} 人。",
    ),
    "before": ("Before", "原安排"),
    "after": ("Now", "现安排"),
    "what": ("What", "变化"),
    "trade-off": ("What less change would cost", "少改动的代价"),
    "trade-off intro": (
        "Each row is the best plan with at most so many meetings changed beyond those that could "
        "not stay.",
        "每行是在必须变动的会面之外，至多再改动若干场时的最佳方案。",
    ),
    "changed meetings": ("Meetings changed", "改动的会面"),
    "agendas changed": ("Agendas changed", "变化的日程"),
    "value axis": ("Value (points)", "总分值（分）"),
    "salutation": ("Dear {name},", "{name}：您好！"),
    "your agenda changes": (
        "your agenda has changed as follows.",
        "您的会面日程有如下变化。",
    ),
    "simulation": ("What more or fewer would bring", "增减资源的效果"),
    "simulation intro": (
        "Each row is solved anew for the total value; bounds are proven.",
        "每行都重新求解总分值，上界经过证明。",
    ),
    "as it is": ("as it is", "现状"),
    "resource": ("Resource", "资源"),
    "change": ("Change", "增减"),
    "number then": ("Number then", "调整后数量"),
    "difference": ("Value gained", "分值变化"),
    "tables": ("tables", "桌位"),
    "slots": ("slots", "时段"),
    "interpreters": ("interpreters", "译员"),
    "change axis": ("Change in number", "数量增减"),
    "gain axis": ("Change in value (points)", "分值变化（分）"),
    "itinerary": ("Itinerary", "行程单"),
    "departs": ("Depart", "出发"),
    "arrives": ("Arrive", "到达"),
    "leaves": ("Leave", "离开"),
    "on the way": ("{minutes} min on the way", "路程 {minutes} 分钟"),
    "overnight": ("Overnight in {place}", "住宿：{place}"),
    "ends in": ("Ends in {place}", "终点：{place}"),
    "host": ("Host", "接待方"),
    "missed": ("Visits left out, and why", "未能安排的访问及原因"),
    "tour proof": (
        "Value {value} of at most {bound} points; {minutes} minutes on the way{proven}.",
        "总分值 {value}，上界 {bound}；路上共 {minutes} 分钟{proven}。",
    ),
    "tour least travel": (", the least for this value", "，为此分值下的最少"),
    "no visits": ("No visits.", "无访问。"),
    "day number": ("Day {number}", "第 {number} 天"),
}

WEEKDAYS = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

LANGUAGE_NAMES = {
    "en": ("English", "英语"),
    "zh": ("Chinese", "中文"),
    "yue": ("Cantonese", "粤语"),
    "ja": ("Japanese", "日语"),
    "ko": ("Korean", "韩语"),
    "es": ("Spanish", "西班牙语"),
    "pt": ("Portuguese", "葡萄牙语"),
    "fr": ("French", "法语"),
    "de": ("German", "德语"),
    "ru": ("Russian", "俄语"),
}
"""Names of language codes; others are shown as their code."""


def say(key: str, language: str, **values: object) -> str:
    """Return a text of the documents in ``en`` or ``zh``, with its values filled in."""
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def say_count(count: int, language: str) -> str:
    """Return the number of meetings in words."""
    return say("count one" if count == 1 else "count", language, count=count)


def say_day(moment: datetime, language: str) -> str:
    """Return a day such as “Monday, 19 October 2026”."""
    weekday = WEEKDAYS[LANGUAGES.index(language)][moment.weekday()]
    if language == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日 {weekday}"
    return f"{weekday}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def say_offset(moment: datetime) -> str:
    """Return the distance from UTC, such as “UTC−07:00”."""
    offset = moment.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    sign = "−" if offset < timedelta() else "+"
    return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def say_span(start: datetime, end: datetime) -> str:
    """Return times such as “09:00–09:30”; a later day of the end is marked."""
    days = (end.date() - start.date()).days
    return f"{start:%H:%M}–{end:%H:%M}" + (f" (+{days})" if days else "")


def say_languages(codes: tuple[str, ...], language: str) -> str:
    """Return a language pair in words."""
    place = LANGUAGES.index(language)
    return "–".join(LANGUAGE_NAMES.get(code, (code, code))[place] for code in codes)


def say_share(share: float) -> str:
    """Return a share as a percentage; a gap that is not 0 never reads as 0."""
    if share == 0:
        return "0%"
    if 0 < share < 0.0001:
        return "<0.01%"
    return f"{share:.2%}" if share < 0.1 else f"{share:.1%}"
