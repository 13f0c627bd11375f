"""Why a request was not met, in words of either language, with names instead of identifiers."""

from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.wording import say
from twinbay.meet.timetable import Meeting, Reason, Unmet

NAMED = 3
"""Most meetings named as the reason."""

SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.FORBIDDEN: (
        "the two are to be kept apart{why}",
        "双方须回避{why}",
    ),
    Reason.NO_COMMON_SLOT: (
        "no slot suits all of them",
        "没有共同的可用时段",
    ),
    Reason.NO_TABLE: (
        "no table of the kind wished is open when they are free",
        "双方有空的时段没有所需类型的桌位",
    ),
    Reason.NO_INTERPRETER: (
        "no interpreter of their languages is on duty when they are free",
        "双方有空的时段没有合适语言的译员值班",
    ),
    Reason.AGENDA_FULL: (
        "in every slot that they share, one of them is in another meeting",
        "在每个共同时段，至少一方已有其他会面",
    ),
    Reason.CAP_REACHED: (
        "a limit (meetings a day or in a row, rest, lunch, the way between venues) leaves no slot",
        "受每日场数、连续场数、休息、午餐或路程的限制，没有可用时段",
    ),
    Reason.TABLES_FULL: (
        "every table is taken when they are free",
        "双方有空时所有桌位均被占用",
    ),
    Reason.INTERPRETERS_BUSY: (
        "every fitting interpreter is busy when they are free",
        "双方有空时合适的译员均有会面",
    ),
    Reason.OUTWEIGHED: (
        "where they are free, limits, tables or interpreters are used by meetings worth as much "
        "or more",
        "双方有空时，限制、桌位或译员被分值相同或更高的会面占用",
    ),
    Reason.NOT_REACHED: (
        "it would fit; the search stopped before it was used (allow more --seconds)",
        "可以安排，但搜索在时限内未用上（可增大 --seconds）",
    ),
}


def explain(directory: Directory, meetings: dict[str, Meeting], unmet: Unmet, language: str) -> str:
    """Return the exact reason in one sentence, with the meetings behind it.

    Arguments:
        directory: names.
        meetings: the timetable's meetings by identifier.
        unmet: what was not met.
        language: ``en`` or ``zh``.
    """
    sentence = SENTENCES[unmet.reason][language == "zh"]
    if unmet.reason is Reason.FORBIDDEN:
        why = _why(directory, unmet)
        mark = (f"：{why}" if language == "zh" else f": {why}") if why else ""
        return sentence.format(why=mark)
    named = [
        say("list", language).join(directory.name(p, language) for p in meeting.parties)
        for blocker in unmet.blockers[:NAMED]
        for meeting in [meetings.get(blocker)]
        if meeting is not None
    ]
    if not named:
        return sentence
    more = len(unmet.blockers) > NAMED
    if language == "zh":
        return f"{sentence}（{'，'.join(f'“{name}”' for name in named)}{'等' if more else ''}）"
    return f"{sentence} ({', '.join(f'“{name}”' for name in named)}{' and others' if more else ''})"


def _why(directory: Directory, unmet: Unmet) -> str:
    """Return the organiser's reason for keeping two parties apart."""
    members = directory.event.members()
    pair = unmet.parties[:2]
    for separation in directory.event.separations:
        one, two = ({*members[p], p} for p in (separation.first, separation.second))
        first, second = ({*members.get(p, ()), p} for p in pair)
        if (one & first and two & second) or (one & second and two & first):
            return separation.why
    return ""
