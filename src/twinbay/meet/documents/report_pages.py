"""The report as HTML, Markdown and JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from twinbay.meet.documents.pages import figures, header, page, table
from twinbay.meet.documents.report import Report, method_name, objective_name
from twinbay.meet.documents.wording import say, say_day, say_share, say_span
from twinbay.meet.timetable import PartyShare, Proof, Unmet

Section = tuple[str, str, Sequence[str], Sequence[Sequence[str]], tuple[int, ...]]
"""Title, a sentence under it, headings, rows of text, columns of numbers."""


def report_html(report: Report, language: str, picture: str = "") -> str:
    """Return the report as a page; ``picture`` is an SVG chart of the shares."""
    name = report.directory.event_name(language)
    title = say("report", language)
    body = [header(name, title, (_solved(report, language),), f"{title} – {name}")]
    body.append(figures(_figures(report, language)))
    for number, (heading, text, headings, rows, numbers) in enumerate(_sections(report, language)):
        body.append(f"<h2>{escape(heading)}</h2>")
        if text:
            body.append(f"<p>{escape(text)}</p>")
        if number == 1 and picture:
            body.append(f"<div>{picture}</div>")
        if rows:
            cells = [[escape(cell) for cell in row] for row in rows]
            body.append(table(headings, cells, numbers))
    return page(f"{title} – {name}", "\n".join(body), language, "report")


def report_markdown(report: Report, language: str) -> str:
    """Return the report as Markdown."""
    name = _md(report.directory.event_name(language))
    lines = [f"# {name} – {say('report', language)}", ""]
    lines += [_solved(report, language), ""]
    for what, number, note in _figures(report, language):
        said = (
            say("remark", language, said=f"**{number}**", remark=note) if note else f"**{number}**"
        )
        lines.append(f"- {say('is', language, what=what, said=said)}")
    for heading, text, headings, rows, numbers in _sections(report, language):
        lines += ["", f"## {heading}", ""]
        if text:
            lines += [text, ""]
        if rows:
            lines.append("| " + " | ".join(_md(h) for h in headings) + " |")
            rule = ("---:" if i in numbers else "---" for i in range(len(headings)))
            lines.append("| " + " | ".join(rule) + " |")
            lines += ["| " + " | ".join(_md(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def report_json(report: Report) -> dict[str, Any]:
    """Return the report's figures as plain values."""
    timetable = report.timetable
    least, middle, average = report.shares()
    return {
        "event_id": report.event.event_id,
        "name": report.event.name,
        "name_zh": report.event.name_zh,
        "value": timetable.value,
        "bound": timetable.bound,
        "gap": timetable.gap,
        "optimal": timetable.proofs[0].optimal,
        "meetings": len(timetable.meetings),
        "requests_asked": report.asked,
        "requests_met": report.granted,
        "proofs": [{**asdict(p), "optimal": p.optimal, "gap": p.gap} for p in timetable.proofs],
        "fairness": {"least": least, "median": middle, "mean": average},
        "shares": [{**asdict(s), "share": s.share} for s in timetable.shares],
        "nothing": [
            {
                "party": share.party,
                "name": report.directory.name(share.party, "en"),
                "name_zh": report.directory.name(share.party, "zh"),
                "reasons": [_unmet_json(report, u) for u in report.unmet_of(share.party)],
            }
            for share in report.with_nothing()
        ],
        "unmet": [_unmet_json(report, unmet) for unmet in timetable.unmet],
        "comfort": asdict(timetable.figures),
        "use": [asdict(use) for use in report.use()],
        "notes": list(report.notes),
        "seconds": round(timetable.seconds, 3),
        "seed": timetable.seed,
    }


def _unmet_json(report: Report, unmet: Unmet) -> dict[str, Any]:
    return {
        "requests": list(unmet.requests),
        "parties": list(unmet.parties),
        "value": unmet.value,
        "reason": unmet.reason.value,
        "blockers": list(unmet.blockers),
        "en": report.why(unmet, "en"),
        "zh": report.why(unmet, "zh"),
    }


def _md(text: str) -> str:
    cleaned = " ".join(text.split())
    for sign in "\\|`*_<>[]#":
        cleaned = cleaned.replace(sign, f"\\{sign}")
    return cleaned


def _solved(report: Report, language: str) -> str:
    timetable = report.timetable
    return say("solved in", language, seconds=f"{timetable.seconds:.1f}", seed=timetable.seed)


def _figures(report: Report, language: str) -> list[tuple[str, str, str]]:
    timetable = report.timetable
    state = (
        say("proven", language)
        if timetable.proofs[0].optimal
        else say("gap left", language, gap=say_share(timetable.gap))
    )
    bound = f"{say('upper bound', language)} {timetable.bound:,}"
    met = say("of", language, part=report.granted, whole=report.asked)
    least = say_share(report.shares()[0])
    return [
        (
            say("value held", language),
            f"{timetable.value:,}",
            say("remark", language, said=bound, remark=state),
        ),
        (say("requests met", language), met, ""),
        (say("meetings held", language), f"{len(timetable.meetings):,}", ""),
        (say("worst share", language), least, ""),
    ]


def _sections(report: Report, language: str) -> Iterable[Section]:
    yield _proofs(report, language)
    yield _fairness(report, language)
    yield _nothing(report, language)
    yield _unmet(report, language)
    yield _comfort(report, language)
    yield _use(report, language)
    if report.notes:
        rows = [[note] for note in report.notes]
        yield say("warnings", language), "", [""], rows, ()


def _proofs(report: Report, language: str) -> Section:
    keys = ("objective", "reached", "bound", "state", "method")
    rows = [_proof(proof, language) for proof in report.timetable.proofs]
    return say("objectives", language), "", [say(key, language) for key in keys], rows, (1, 2)


def _proof(proof: Proof, language: str) -> list[str]:
    state = (
        say("proven", language)
        if proof.optimal
        else say("gap left", language, gap=say_share(proof.gap))
    )
    return [
        objective_name(proof, language),
        f"{proof.figure:,}",
        f"{'≤' if proof.maximise else '≥'} {proof.bound:,}",
        state,
        method_name(proof, language),
    ]


def _fairness(report: Report, language: str) -> Section:
    least, middle, average = report.shares()
    keys = (("worst share", least), ("median share", middle), ("mean share", average))
    separator = "；" if language == "zh" else "; "
    figures_ = separator.join(f"{say(key, language)} {say_share(share)}" for key, share in keys)
    text = f"{say('fairness intro', language)} {figures_}{'。' if language == 'zh' else '.'}"
    headings = [say(key, language) for key in ("party", "share", "held", "wished", "points")]
    rows = [_share(report, share, language) for share in report.timetable.shares]
    return say("fairness", language), text, headings, rows, (1, 2, 3, 4)


def _share(report: Report, share: PartyShare, language: str) -> list[str]:
    return [
        report.directory.name(share.party, language),
        say_share(share.share),
        str(share.held),
        str(share.requested),
        f"{share.value:,} / {share.achievable:,}",
    ]


def _nothing(report: Report, language: str) -> Section:
    rows = [
        [
            report.directory.name(share.party, language),
            say("list", language).join(
                say(
                    "is",
                    language,
                    what=_other(report, unmet, share.party, language),
                    said=report.why(unmet, language),
                )
                for unmet in report.unmet_of(share.party)
            ),
        ]
        for share in report.with_nothing()
    ]
    text = "" if rows else say("nothing none", language)
    return say("nothing", language), text, [say("party", language), say("why", language)], rows, ()


def _other(report: Report, unmet: Unmet, party: str, language: str) -> str:
    others = (report.directory.name(p, language) for p in unmet.parties if p != party)
    return say("list", language).join(others)


def _unmet(report: Report, language: str) -> Section:
    rows = [
        [
            _unmet_name(report, unmet, language),
            f"{unmet.value:,}",
            report.why(unmet, language),
        ]
        for unmet in report.timetable.unmet
    ]
    headings = [say(key, language) for key in ("parties", "points", "why")]
    return say("unmet", language), "" if rows else say("unmet none", language), headings, rows, (1,)


def _unmet_name(report: Report, unmet: Unmet, language: str) -> str:
    if not report.is_pair(unmet):
        return report.directory.name(unmet.requests[0], language)
    names = (report.directory.name(party, language) for party in unmet.parties)
    return say("list", language).join(names)


def _comfort(report: Report, language: str) -> Section:
    found = report.timetable.figures
    rows = [
        [say("idle slots", language), f"{found.idle_slots:,}"],
        [say("table changes", language), f"{found.table_changes:,}"],
        [say("walks", language), f"{found.walks:,}"],
    ]
    return say("comfort", language), "", ["", ""], rows, (1,)


def _use(report: Report, language: str) -> Section:
    rows = []
    for use in report.use():
        slot = report.directory.slots[use.slot_id]
        rows.append(
            [
                use.slot_id,
                f"{say_day(slot.start, language)} {say_span(slot.start, slot.end)}",
                f"{use.tables_used} / {use.tables}",
                f"{use.interpreters_used} / {use.interpreters}",
            ]
        )
    headings = [
        say(key, language) for key in ("slot", "time", "tables in use", "interpreters in use")
    ]
    return say("use", language), "", headings, rows, (2, 3)
