"""The report on a timetable: value, bound, fairness, who got nothing and exactly why."""

from dataclasses import dataclass
from statistics import mean, median

from twinbay.meet.documents.directory import Directory
from twinbay.meet.documents.explaining import explain
from twinbay.meet.documents.table_plan import by_slot
from twinbay.meet.event import Event
from twinbay.meet.timetable import Meeting, MeetingKind, PartyShare, Proof, Timetable, Unmet


@dataclass(frozen=True, slots=True)
class SlotUse:
    """How much of the hall a slot uses."""

    slot_id: str
    tables_used: int
    tables: int
    interpreters_used: int
    interpreters: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the organiser is told of a timetable.

    Attributes:
        event: the conference.
        timetable: its timetable.
        directory: its names.
        notes: what was put right while the files were read.
    """

    event: Event
    timetable: Timetable
    directory: Directory
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """Meetings asked for: pairs of parties with a request."""
        met = sum(bool(m.requests) and m.kind is not MeetingKind.GROUP for m in self.met())
        return met + sum(self.is_pair(unmet) for unmet in self.timetable.unmet)

    @property
    def granted(self) -> int:
        """How many of them take place."""
        return sum(m.kind is not MeetingKind.GROUP for m in self.met())

    def met(self) -> tuple[Meeting, ...]:
        """Return the meetings that meet a request."""
        return tuple(m for m in self.timetable.meetings if m.requests)

    def is_pair(self, unmet: Unmet) -> bool:
        """Whether what was not met is a request of two parties, not a group meeting."""
        return not any(name in self.directory.groups for name in unmet.requests)

    def shares(self) -> tuple[float, float, float]:
        """Return least, median and mean share; 1 when nobody asked."""
        found = [share.share for share in self.timetable.shares]
        return (min(found), median(found), mean(found)) if found else (1.0, 1.0, 1.0)

    def with_nothing(self) -> tuple[PartyShare, ...]:
        """Return the parties without a single meeting."""
        return tuple(s for s in self.timetable.shares if s.held == 0)

    def unmet_of(self, party: str) -> tuple[Unmet, ...]:
        """Return what was not met of a party's wishes."""
        return tuple(unmet for unmet in self.timetable.unmet if party in unmet.parties)

    def why(self, unmet: Unmet, language: str) -> str:
        """Return the exact reason in one sentence."""
        meetings = {m.meeting_id: m for m in self.timetable.meetings}
        return explain(self.directory, meetings, unmet, language)

    def use(self) -> tuple[SlotUse, ...]:
        """Return how much of the hall each slot uses, in the order of time."""
        return tuple(
            SlotUse(
                slot.slot_id,
                len(meetings),
                sum(t.available is None or slot.slot_id in t.available for t in self.event.tables),
                sum(bool(meeting.interpreter_id) for meeting in meetings),
                sum(
                    i.available is None or slot.slot_id in i.available
                    for i in self.event.interpreters
                ),
            )
            for slot, meetings in by_slot(self.directory, self.timetable)
        )


OBJECTIVES = {
    "value": ("total value of the meetings held", "已安排会面的总分值"),
    "compactness": ("discomfort of the agendas (fewer is better)", "日程不适度（越少越好）"),
    "fairness: parties with nothing": ("parties with nothing", "没有任何会面的一方数"),
    "value after the concession": ("total value after the concession", "让步后的总分值"),
    "fairness: parties below their guarantee": (
        "parties below their guarantee",
        "未达保底的一方数",
    ),
    "fairness: meetings lacking": ("meetings lacking to the guarantee", "距保底所缺的会面数"),
    "breaks": ("breaks between meetings (fewer is better)", "日程中断次数（越少越好）"),
    "table changes": ("changes of table (fewer is better)", "换桌次数（越少越好）"),
    "changed meetings": ("meetings changed", "改动的会面数"),
}
"""The objectives of :class:`twinbay.meet.timetable.Proof` in words of both languages."""

METHODS = {
    "selection": ("linear programme with cuts", "线性规划与割平面"),
    "selection, placed in full": (
        "linear programme with cuts; the plan reaches it",
        "线性规划与割平面；方案达到该界",
    ),
    "annealing, counting bound": ("annealing; bound by counting", "模拟退火；计数下界"),
    "every meeting takes place": ("every meeting takes place", "全部会面均已安排"),
    "CP-SAT, unsatisfiable cores": (
        "constraint programming, unsatisfiable cores",
        "约束规划（不可满足核）",
    ),
    "assignment slot by slot, counting": (
        "assignment slot by slot; bound by counting",
        "逐时段指派；计数下界",
    ),
    "CP-SAT on all variables": ("constraint programming on all variables", "对全部变量的约束规划"),
}


def objective_name(proof: Proof, language: str) -> str:
    """Return what an objective is called in a report."""
    place = int(language == "zh")
    known = OBJECTIVES.get(proof.objective)
    if known:
        return known[place]
    if proof.objective.startswith("fairness: parties below ") and language == "zh":
        return f"份额低于 {proof.objective.removeprefix('fairness: parties below ')} 的一方数"
    return proof.objective.removeprefix("fairness: ")


def method_name(proof: Proof, language: str) -> str:
    """Return how a bound was proven, in a report."""
    known = METHODS.get(proof.method)
    return known[int(language == "zh")] if known else proof.method
