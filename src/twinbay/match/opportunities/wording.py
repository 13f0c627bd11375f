"""Reasons as sentences in English and Chinese; every number in them is the records' or computed.

Ranges, sets and dates are said as the records state them, each side in its own currency.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date

from twinbay.match.opportunities.reasons import (
    MET,
    NOT_STATED,
    SHARED_SETS,
    VIOLATED,
    Reason,
    Subject,
)
from twinbay.match.opportunities.record import Range, Record
from twinbay.match.opportunities.texts import hits
from twinbay.match.tokens import normalise

WORDS_SHOWN = 6

LABELS = {
    "dates": ("Dates", "时间"),
    "hidden": ("Visibility", "可见范围"),
    "forbidden": ("Forbidden pairs", "禁止配对"),
    "organisation": ("Organisation", "所属机构"),
    "exclusions": ("Exclusions", "排除条件"),
    "places": ("Place", "地域"),
    "fields": ("Fields", "领域"),
    "topics": ("Topics", "主题"),
    "stage": ("Stage", "阶段"),
    "language": ("Languages", "语言"),
    "cooperation": ("Kind of cooperation", "合作方式"),
    "ip": ("Intellectual property", "知识产权"),
    "trl": ("Technology readiness level", "技术成熟度"),
    "amount": ("Amount", "金额"),
    "area": ("Area", "面积"),
    "experience": ("Years of experience", "工作年限"),
    "text": ("Text", "文本"),
    "words": ("Words", "用词"),
    "timing": ("Time open together", "共同开放时间"),
    "nearness": ("Distance", "距离"),
}


def sentence(reason: Reason, language: str) -> str:
    """Return a reason as a sentence.

    Arguments:
        reason: as ``match`` and ``why_not`` give it.
        language: ``en``, or a code beginning with ``zh``.
    """
    chinese = language.startswith("zh")
    if reason.standing is not None:
        return _standing(reason, chinese)
    if reason.status == NOT_STATED:
        return _not_stated(reason, chinese)
    if reason.hard:
        return _SPECIAL.get(reason.name, _compared)(reason, chinese)
    return _weighed(reason, chinese)


def _label(reason: Reason, chinese: bool) -> str:
    return LABELS[reason.name][chinese]


def _parties(subject: Subject, chinese: bool) -> tuple[str, str]:
    language = "zh" if chinese else "en"
    return subject.rules.left.text(language), subject.rules.right.text(language)


def _compared(reason: Reason, chinese: bool) -> str:
    """Say what both sides state about a range or a set."""
    subject = reason.subject
    left, right = _parties(subject, chinese)
    mine = _stated(reason.name, subject.left, subject, chinese)
    theirs = _stated(reason.name, subject.right, subject, chinese)
    rate = _rate(subject, chinese) if reason.name == "amount" else ""
    label = _label(reason, chinese)
    if chinese:
        verdict = "相符" if reason.status != VIOLATED else "不符"
        return f"{label}{verdict}：{left}为{mine}，{right}为{theirs}{rate}。"
    verdict = "fits" if reason.status != VIOLATED else "does not fit"
    return f"{label} {verdict}: {left} {mine}; {right} {theirs}{rate}."


def _stated(name: str, record: Record, subject: Subject, chinese: bool) -> str:
    if name in ("trl", "amount", "area", "experience"):
        unit = {"area": " m²", "amount": ""}.get(name, "")
        text = _range(record.range(name), chinese, unit)
        return f"{record.currency} {text}" if name == "amount" else text
    if name in SHARED_SETS:
        attribute = SHARED_SETS[name]
        return _listed(attribute, record.members(attribute), subject, chinese)
    raise KeyError(name)


def _range(given: Range, chinese: bool, unit: str = "") -> str:
    low, high = f"{given.low:,.10g}", f"{given.high:,.10g}"
    if given.low == given.high:
        return f"{low}{unit}"
    if math.isinf(given.high):
        return f"至少 {low}{unit}" if chinese else f"at least {low}{unit}"
    if math.isinf(given.low):
        return f"至多 {high}{unit}" if chinese else f"at most {high}{unit}"
    return f"{low} 至 {high}{unit}" if chinese else f"{low} to {high}{unit}"


def _listed(attribute: str, members: Sequence[str], subject: Subject, chinese: bool) -> str:
    language = "zh" if chinese else "en"
    names = [subject.names.name(attribute, member, language) for member in members]
    return ("、" if chinese else ", ").join(names)


def _rate(subject: Subject, chinese: bool) -> str:
    first, second = subject.left.currency, subject.right.currency
    if first == second:
        return ""
    rates = subject.rates
    number = f"1 {first} = {rates.between(first, second):.4g} {second}"
    if chinese:
        return f"（{number}，{rates.day.isoformat()}，{rates.source[1]}）"
    return f" ({number}, {rates.source[0]}, {rates.day.isoformat()})"


def _dates(reason: Reason, chinese: bool) -> str:
    subject = reason.subject
    names = _parties(subject, chinese)
    for record, name in zip((subject.left, subject.right), names, strict=True):
        if record.closes and record.closes < subject.day:
            closed, day = record.closes.isoformat(), subject.day.isoformat()
            if chinese:
                return f"{name}已于 {closed} 截止（匹配日期为 {day}）。"
            return f"The {name} closed on {closed}, before {day}."
    left, right = (_open(r.opens, r.closes, chinese) for r in (subject.left, subject.right))
    violated = reason.status == VIOLATED
    if chinese:
        verdict = "不重叠" if violated else "重叠"
        return f"开放时间{verdict}：{names[0]}{left}，{names[1]}{right}。"
    verdict = "do not overlap" if violated else "overlap"
    return f"The dates {verdict}: {names[0]} {left}; {names[1]} {right}."


def _open(opens: date | None, closes: date | None, chinese: bool) -> str:
    start, end = (day.isoformat() if day else "" for day in (opens, closes))
    if start and end:
        return f"自 {start} 至 {end}" if chinese else f"from {start} to {end}"
    if start:
        return f"自 {start} 起" if chinese else f"from {start}"
    return f"至 {end} 止" if chinese else f"until {end}"


def _hidden(reason: Reason, chinese: bool) -> str:
    subject = reason.subject
    left, right = _parties(subject, chinese)
    sides = ((left, subject.left, subject.right), (right, subject.right, subject.left))
    for name, record, other in sides:
        if other.organisation_id and other.organisation_id in record.hidden_from:
            if chinese:
                return f"{name}对机构 {other.organisation_id} 不可见。"
            return f"The {name} is hidden from {other.organisation_id}."
    return "双方互相可见。" if chinese else "Neither is hidden from the other's organisation."


def _forbidden(reason: Reason, chinese: bool) -> str:
    if reason.status == VIOLATED:
        return "该配对已被禁止。" if chinese else "This pair is on the list of forbidden pairs."
    return "该配对未被禁止。" if chinese else "This pair is not on the list of forbidden pairs."


def _organisation(reason: Reason, chinese: bool) -> str:
    left, right = reason.subject.left.organisation_id, reason.subject.right.organisation_id
    if reason.status == VIOLATED:
        return f"双方同属机构 {left}。" if chinese else f"Both belong to {left}."
    if chinese:
        return f"双方属于不同机构：{left}、{right}。"
    return f"They belong to different organisations: {left}; {right}."


def _exclusions(reason: Reason, chinese: bool) -> str:
    subject = reason.subject
    left, right = _parties(subject, chinese)
    sides = ((left, subject.left, right, subject.right), (right, subject.right, left, subject.left))
    for name, record, other_name, other in sides:
        found = set(hits(other, map(normalise, record.exclusions)))
        language = "zh" if chinese else "en"
        named = (
            subject.names.title(term, language)
            for term in record.exclusions
            if normalise(term) in found
        )
        hit = list(dict.fromkeys(named))
        if hit:
            if chinese:
                return f"{name}排除“{'、'.join(hit)}”，而{other_name}属于或提及之。"
            listed = ", ".join(f"“{term}”" for term in hit)
            return f"The {name} excludes {listed}, which the {other_name} is or mentions."
    if chinese:
        return "双方均未提及对方排除的内容。"
    return "Neither is or mentions what the other excludes."


def _places(reason: Reason, chinese: bool) -> str:
    subject = reason.subject
    left, right = _parties(subject, chinese)
    parts = []
    sides = ((left, subject.left, right, subject.right), (right, subject.right, left, subject.left))
    for name, record, other_name, other in sides:
        if record.wanted_regions and other.locations:
            wanted = _listed("places", record.wanted_regions, subject, chinese)
            where = _listed("places", other.locations[::-1], subject, chinese)
            outside = not set(record.wanted_regions) & set(other.locations)
            if outside or reason.status == MET:
                parts.append(
                    f"{name}要求位于{wanted}，{other_name}位于{where}"
                    if chinese
                    else f"the {name} asks for {wanted}; the {other_name} is in {where}"
                )
    violated = reason.status == VIOLATED
    if chinese:
        return f"地域{'不符' if violated else '相符'}：{'；'.join(parts)}。"
    return f"Place {'does not fit' if violated else 'fits'}: {'; '.join(parts)}."


_SPECIAL: dict[str, Callable[[Reason, bool], str]] = {
    "dates": _dates,
    "hidden": _hidden,
    "forbidden": _forbidden,
    "organisation": _organisation,
    "exclusions": _exclusions,
    "places": _places,
}


def _weighed(reason: Reason, chinese: bool) -> str:
    said = _said(reason, chinese)
    part = f"{reason.contribution:.3f}"
    return f"{said}（贡献 {part}）。" if chinese else f"{said} (adds {part})."


def _said(reason: Reason, chinese: bool) -> str:
    subject, name = reason.subject, reason.name
    value = f"{reason.value or 0.0:.2f}"
    if name == "text":
        return f"文本相似度为 {value}" if chinese else f"The texts' similarity is {value}"
    if name == "timing":
        days = _days_together(subject)
        if days is None:
            return "共同开放时间没有期限" if chinese else "Open together without an end"
        return f"共同开放 {days} 天" if chinese else f"Open together for {days} days"
    if name == "nearness":
        distance = f"{reason.kilometres or 0.0:,.0f}"
        return f"相距 {distance} 公里" if chinese else f"{distance} km apart"
    if name == "words":
        return _common("共同用词", "Words in common", reason.shared, chinese)
    if name in SHARED_SETS:
        attribute = SHARED_SETS[name]
        language = "zh" if chinese else "en"
        shared = [subject.names.name(attribute, member, language) for member in reason.shared]
        label = LABELS[name]
        return _common(f"共同{label[1]}", f"{label[0]} in common", shared, chinese)
    return _compared(reason, chinese).rstrip("。.")


def _common(chinese_label: str, label: str, shared: Sequence[str], chinese: bool) -> str:
    shown = list(shared[:WORDS_SHOWN])
    if chinese:
        return f"{chinese_label}：{'、'.join(shown) or '无'}"
    return f"{label}: {', '.join(shown) or 'none'}"


def _days_together(subject: Subject) -> int | None:
    left, right = subject.left.range("open"), subject.right.range("open")
    start = max(left.low, right.low, subject.day.toordinal())
    days = min(left.high, right.high) - start + 1
    return None if math.isinf(days) else max(int(days), 0)


def _standing(reason: Reason, chinese: bool) -> str:
    place = reason.standing
    if place is None:
        raise ValueError("the reason has no standing")
    left, right = _parties(reason.subject, chinese)
    if chinese:
        return (
            f"在该{left}的 {place.left_options:,} 个可选{right}中排第 {place.left_rank:,}；"
            f"在该{right}的 {place.right_options:,} 个可选{left}中排第 {place.right_rank:,}。"
        )
    return (
        f"For the {left} it ranks {place.left_rank:,} of {place.left_options:,}; "
        f"for the {right} it ranks {place.right_rank:,} of {place.right_options:,}."
    )


def _not_stated(reason: Reason, chinese: bool) -> str:
    label = _label(reason, chinese)
    subject = reason.subject
    records = (subject.left, subject.right)
    silent = [
        party
        for party, record in zip(_parties(subject, chinese), records, strict=True)
        if not _states(reason.name, record)
    ]
    if len(silent) == 1:
        return (
            f"{label}：{silent[0]}未说明。"
            if chinese
            else f"{label}: the {silent[0]} does not say."
        )
    return f"{label}：未说明。" if chinese else f"{label}: not stated."


def _states(name: str, record: Record) -> bool:
    if name in SHARED_SETS:
        return bool(record.members(SHARED_SETS[name]))
    if name in ("trl", "amount", "area", "experience"):
        return record.range(name).stated
    if name in ("dates", "timing"):
        return record.range("open").stated
    if name == "nearness":
        return record.coordinates is not None
    return False
