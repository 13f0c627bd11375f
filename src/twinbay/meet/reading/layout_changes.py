"""The shape of the file of changes."""

from twinbay.meet.reading.layout_meetings import REQUESTS
from twinbay.meet.reading.layout_people import DELEGATES, TABLES
from twinbay.meet.reading.shape import Column, Layout

CHANGE_KINDS = (
    ("absent", "缺席"),
    ("late", "迟到"),
    ("leaves", "早退"),
    ("table lost", "桌位停用"),
    ("interpreter lost", "译员缺席"),
    ("new request", "新增申请"),
    ("withdrawn", "撤回申请"),
    ("new delegate", "新增代表"),
    ("new table", "新增桌位"),
)


def _borrowed(layout: Layout, *keys: str) -> tuple[Column, ...]:
    """Return columns of another sheet, none of them required for every kind of change."""
    return tuple(
        Column(c.key, c.zh, c.about, c.about_zh, also=c.also, choices=c.choices)
        for c in layout.columns
        if c.key in keys
    )


CHANGES = Layout(
    "changes",
    "变更",
    "What happened after the agendas went out, one a row.",
    "日程发出之后的变化，每行一项。",
    (
        Column(
            "change",
            "变更",
            "; ".join(en for en, _ in CHANGE_KINDS) + ".",
            "、".join(zh for _, zh in CHANGE_KINDS) + "。",
            required=True,
            choices=CHANGE_KINDS,
        ),
        Column(
            "id",
            "编号",
            "The delegate, table, interpreter or request concerned.",
            "相关的代表、桌位、译员或申请的编号或名称。",
            also=("who", "what", "对象"),
        ),
        Column(
            "slots",
            "时段",
            "Slots concerned; empty means all that are left.",
            "相关的时段；空白表示其余全部。",
        ),
        Column("from", "自", "Time from which on, instead of slots.", "起始时间，可代替时段。"),
        Column(
            "until",
            "至",
            "Time until which (for late: the arrival).",
            "截止时间（迟到即到达时间）。",
        ),
        *_borrowed(REQUESTS, "requester", "invitee", "score", "value", "length", "kind"),
        *_borrowed(
            DELEGATES, "name", "name_zh", "organisation", "languages", "online", "time_zone"
        ),
        *_borrowed(TABLES, "number", "zone", "venue", "seats"),
    ),
    required=True,
)
