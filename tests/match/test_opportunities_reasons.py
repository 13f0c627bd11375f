"""Sentences of opportunities: every number is the records' or the engine's, in both languages."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from opportunity_reference import DAY, RULES, matcher_of, sides

from twinbay.match.opportunities import (
    Range,
    Reason,
    Record,
    Rules,
    TermNames,
    Text,
    match,
    rules_named,
    sentence,
    shipped_rates,
    why_not,
)
from twinbay.match.opportunities.features import FEATURES
from twinbay.match.opportunities.wording import LABELS
from twinbay.regions import load_pair

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMES = TermNames(load_pair("sf-bay--gba"))


def _numbers(record: Record) -> set[str]:
    """Every number that a record states, as it is written in sentences."""
    found = set()
    for name in ("trl", "amount", "area", "experience"):
        given_range = record.range(name)
        found |= {f"{end:,.10g}" for end in (given_range.low, given_range.high)}
    for day in (record.opens, record.closes):
        found |= set(NUMBER.findall(day.isoformat())) if day else set()
    for text in (record.organisation_id, *record.hidden_from, *record.exclusions):
        found |= set(NUMBER.findall(text))
    return found


def _computed(reason: Reason) -> set[str]:
    """Every number that the engine worked out for a reason."""
    subject, rates = reason.subject, shipped_rates()
    found = {f"{reason.contribution:.3f}", f"{reason.value or 0:.2f}", "1"}
    found |= set(NUMBER.findall(rates.day.isoformat() + " " + DAY.isoformat()))
    if subject.left.currency and subject.right.currency:
        rate = rates.between(subject.left.currency, subject.right.currency)
        found.add(f"{rate:.4g}")
    if place := reason.standing:
        ranks = (place.left_rank, place.left_options, place.right_rank, place.right_options)
        found |= {f"{number:,}" for number in ranks}
    if reason.name == "timing":
        ends = [r.closes for r in (subject.left, subject.right) if r.closes]
        starts = [DAY, *(r.opens for r in (subject.left, subject.right) if r.opens)]
        if ends:
            found.add(str((min(ends) - max(starts)).days + 1))
    return found


@settings(max_examples=30, deadline=None)
@given(sides(4), RULES)
def test_every_number_of_a_sentence_is_the_records_or_computed(
    given_sides: tuple[list[Record], list[Record]], rules: Rules
) -> None:
    left, right = given_sides
    matcher = matcher_of(left, right, rules)
    reasons = [reason for found in match(matcher, 9) for reason in found.reasons]
    for a in left:
        for b in right:
            reasons += why_not(matcher, a.record_id, b.record_id).reasons
    for reason in reasons:
        known = _numbers(reason.subject.left) | _numbers(reason.subject.right)
        known |= _computed(reason)
        for language in ("en", "zh"):
            said = sentence(reason, language)
            assert said.endswith("。" if language == "zh" else ".")
            assert {n.rstrip(",") for n in NUMBER.findall(said)} <= known, said


OFFER = Record(
    "o",
    text=Text("Coating of perovskite solar cells"),
    organisation_id="org:a",
    country="CN",
    region="gba",
    place="gba/shenzhen",
    fields=("green-energy",),
    cooperation=("licence",),
    trl=Range(3, 3),
    amount=Range(1e6, 2e6),
    currency="USD",
    closes=date(2026, 6, 30),
)
NEED = Record("n", text=Text("Coating of perovskite solar cells"), organisation_id="org:b")

VIOLATED = [
    (
        {"trl": Range(6, 9)},
        "trl",
        "Technology readiness level does not fit: offer 3; need 6 to 9.",
        "技术成熟度不符：技术供给为3，技术需求为6 至 9。",
    ),
    (
        {"amount": Range(high=1e6), "currency": "CNY"},
        "amount",
        "Amount does not fit: offer USD 1,000,000 to 2,000,000; need CNY at most 1,000,000 "
        "(1 USD = 7.279 CNY, European Central Bank, 2025-02-28).",
        "金额不符：技术供给为USD 1,000,000 至 2,000,000，技术需求为CNY 至多 1,000,000"
        "（1 USD = 7.279 CNY，2025-02-28，欧洲中央银行）。",
    ),
    (
        {"wanted_regions": ("sf-bay",)},
        "places",
        "Place does not fit: the need asks for San Francisco Bay Area; the offer is in Shenzhen, "
        "Guangdong-Hong Kong-Macao Greater Bay Area, CN.",
        "地域不符：技术需求要求位于旧金山湾区，技术供给位于深圳、粤港澳大湾区、CN。",
    ),
    (
        {"exclusions": ("green-energy",)},
        "exclusions",
        "The need excludes “Green and low-carbon energy”, which the offer is or mentions.",
        "技术需求排除“绿色低碳能源”，而技术供给属于或提及之。",
    ),
    (
        {"exclusions": ("Perovskite",)},
        "exclusions",
        "The need excludes “Perovskite”, which the offer is or mentions.",
        "技术需求排除“Perovskite”，而技术供给属于或提及之。",
    ),
    (
        {"organisation_id": "org:a"},
        "organisation",
        "Both belong to org:a.",
        "双方同属机构 org:a。",
    ),
    (
        {"hidden_from": ("org:a",)},
        "hidden",
        "The need is hidden from org:a.",
        "技术需求对机构 org:a 不可见。",
    ),
    (
        {"opens": date(2026, 7, 1)},
        "dates",
        "The dates do not overlap: offer until 2026-06-30; need from 2026-07-01.",
        "开放时间不重叠：技术供给至 2026-06-30 止，技术需求自 2026-07-01 起。",
    ),
    (
        {"closes": date(2026, 2, 1)},
        "dates",
        "The need closed on 2026-02-01, before 2026-03-01.",
        "技术需求已于 2026-02-01 截止（匹配日期为 2026-03-01）。",
    ),
    (
        {"cooperation": ("pilot", "sale")},
        "cooperation",
        "Kind of cooperation does not fit: offer licence; need pilot, sale.",
        "合作方式不符：技术供给为许可，技术需求为试点、转让。",
    ),
]


@pytest.mark.parametrize(("change", "name", "english", "chinese"), VIOLATED)
def test_why_not_names_the_violated_constraint(
    change: dict[str, object], name: str, english: str, chinese: str
) -> None:
    need = replace(NEED, **change)  # type: ignore[arg-type]
    matcher = matcher_of([OFFER], [need], rules_named("offer-need"))
    verdict = why_not(matcher, "o", "n", NAMES)
    assert verdict.violated == (name,)
    assert sentence(verdict.reasons[0], "en") == english
    assert sentence(verdict.reasons[0], "zh") == chinese
    assert match(matcher) == ()


def test_what_only_one_side_leaves_out_is_said_of_that_side() -> None:
    matcher = matcher_of([OFFER], [NEED], rules_named("offer-need"))
    (found,) = match(matcher)
    said = {r.name: (sentence(r, "en"), sentence(r, "zh")) for r in found.reasons}
    assert said["trl"] == (
        "Technology readiness level: the need does not say.",
        "技术成熟度：技术需求未说明。",
    )
    assert said["topics"] == ("Topics: not stated.", "主题：未说明。")
    assert set(FEATURES) <= set(LABELS)


CASES = [
    ("trl", {"trl": Range(2, 3)}, {"trl": Range(7, 9)}, 0.5),
    ("trl", {"trl": Range(2, 8)}, {"trl": Range(7, 9)}, 1.0),
    ("area", {"area": Range(100, 200)}, {"area": Range(150, 1000)}, 0.5),
    ("area", {"area": Range(100, 200)}, {"area": Range(low=50)}, 1.0),
    ("area", {"area": Range(100, 100)}, {"area": Range(100, 900)}, 1.0),
    ("area", {"area": Range(100, 200)}, {}, 0.0),
    ("fields", {"fields": ("a", "b")}, {"fields": ("b", "c", "d")}, 0.5),
    ("timing", {"closes": date(2026, 3, 9)}, {"opens": date(2026, 2, 1)}, 0.1),
    ("timing", {"opens": date(2026, 2, 1)}, {"opens": date(2026, 1, 1)}, 1.0),
    ("nearness", {"coordinates": (22.5, 114.0)}, {"coordinates": (22.5, 114.0)}, 1.0),
    # One degree of latitude is 111.19 km on a sphere of 6,371 km.
    ("nearness", {"coordinates": (22.0, 114.0)}, {"coordinates": (23.0, 114.0)}, 1 / 2.1119),
    ("words", {"text": Text("solar coating")}, {"text": Text("coating solar")}, 1.0),
    ("words", {"text": Text("solar coating")}, {"text": Text("robot grasp")}, 0.0),
    ("text", {"text": Text("solar coating")}, {"text": Text("coating solar")}, 1.0),
]


@pytest.mark.parametrize(("name", "mine", "theirs", "expected"), CASES)
def test_a_feature_is_worth_what_its_definition_says(
    name: str, mine: dict[str, object], theirs: dict[str, object], expected: float
) -> None:
    offer = replace(Record("o", text=Text("solar coating")), **mine)  # type: ignore[arg-type]
    need = replace(Record("n", text=Text("solar coating")), **theirs)  # type: ignore[arg-type]
    matcher = matcher_of([offer], [need], rules_named("offer-need"))
    cell = matcher.pairs(np.array([0]), np.array([0]))
    assert float(FEATURES[name].value(cell)[0]) == pytest.approx(expected, abs=0.01)
