"""Reasons for a suggestion, in plain words, with the numbers that the ranking used.

A reason holds values; ``Reason.sentence`` renders them in English or Chinese. Every number in a
sentence is a number in ``Reason.numbers``, read from the evidence, never recomputed for display.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from twinbay.match.network_reasons import LEARNED_CHINESE, LEARNED_ENGLISH, listed
from twinbay.match.people_reasons import PEOPLE_CHINESE, PEOPLE_ENGLISH

NameOf = Callable[[str], str]
"""An organisation id or topic id to its name in the reader's language."""

REASON_KINDS = (
    "joint-works",
    "shared-topic",
    "complementary",
    "third-party",
    "shared-focus",
    "focus-meets-works",
    "co-investment",
    "capital-for-company",
    "capital-for-research",
)


@dataclass(frozen=True)
class Reason:
    """One reason why two organisations should talk.

    Attributes:
        kind: one of ``REASON_KINDS``, or of those of the learned rankings (``network_reasons``,
            ``people_reasons``).
        contribution: the part of the suggestion's score that this reason carries, at least 0.
        subject: the organisation that asked; in "complementary" and "focus-meets-works" the one
            that is strong or has the works; where capital meets its use, the one to invest in.
        partner: the other organisation.
        topic: the topic concerned, if any.
        third_parties: organisations that both have worked with, the most telling first.
        numbers: the figures of the sentence, by name; works are counts, years calendar years,
            specialisation is a multiple of the world's average.
        statements: stated focus of subject and partner, English and Chinese.
    """

    kind: str
    contribution: float
    subject: str
    partner: str
    topic: str | None = None
    third_parties: tuple[str, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)
    statements: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: str, name_of: NameOf) -> str:
        """Return the reason as one sentence.

        Arguments:
            language: "en" or a Chinese code such as "zh" or "zh-hans".
            name_of: gives names of organisations and topics in that language.
        """
        chinese = language.lower().startswith("zh")
        return (_CHINESE if chinese else _ENGLISH)[self.kind](self, name_of)


def _works(number: float) -> str:
    return f"{number:,.0f} work" + ("" if number == 1 else "s")


def _joint_english(reason: Reason, _name_of: NameOf) -> str:
    n = reason.numbers
    since = (
        f", {n['recent']:,.0f} of them since {n['recent_from']:.0f}"
        if 0 < n["recent"] < n["works"]
        else ""
    )
    period = f"{n['first']:.0f}" if n["first"] == n["last"] else f"{n['first']:.0f}–{n['last']:.0f}"
    joint = f"{n['works']:,.0f} joint work" + ("" if n["works"] == 1 else "s")
    return f"They already have {joint} ({period}){since}."


def _joint_chinese(reason: Reason, _name_of: NameOf) -> str:
    n = reason.numbers
    since = (
        f"，其中 {n['recent']:,.0f} 项在 {n['recent_from']:.0f} 年以后"
        if 0 < n["recent"] < n["works"]
        else ""
    )
    period = f"{n['first']:.0f}" if n["first"] == n["last"] else f"{n['first']:.0f}–{n['last']:.0f}"
    return f"双方已有 {n['works']:,.0f} 项合作成果（{period} 年）{since}。"


def _shared_english(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    return (
        f"Both publish on {name_of(reason.topic or '')}: {name_of(reason.subject)} "
        f"{_works(n['subject_works'])}, {name_of(reason.partner)} {_works(n['partner_works'])}."
    )


def _shared_chinese(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    return (
        f"双方都研究{_quoted(name_of(reason.topic or ''))}：{name_of(reason.subject)} "
        f"{n['subject_works']:,.0f} 项，{name_of(reason.partner)} {n['partner_works']:,.0f} 项。"
    )


def _complementary_english(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    return (
        f"{name_of(reason.subject)} is strong in {name_of(reason.topic or '')} "
        f"({_works(n['strong_works'])}, {n['specialisation']:.1f} times the world's share); "
        f"{name_of(reason.partner)} is growing there ({n['earlier']:,.0f} works in "
        f"{n['earlier_from']:.0f}–{n['earlier_to']:.0f}, {n['recent']:,.0f} in "
        f"{n['recent_from']:.0f}–{n['recent_to']:.0f})."
    )


def _complementary_chinese(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    return (
        f"{name_of(reason.subject)}长于{_quoted(name_of(reason.topic or ''))}"
        f"（{n['strong_works']:,.0f} 项，占比为世界平均的 {n['specialisation']:.1f} 倍）；"
        f"{name_of(reason.partner)}在此方向增长较快（{n['earlier_from']:.0f}–"
        f"{n['earlier_to']:.0f} 年 {n['earlier']:,.0f} 项，{n['recent_from']:.0f}–"
        f"{n['recent_to']:.0f} 年 {n['recent']:,.0f} 项）。"
    )


def _third_english(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    names = listed([name_of(org) for org in reason.third_parties], n["others"])
    first = name_of(reason.third_parties[0])
    return (
        f"Both have worked with {names}; with {first}, {name_of(reason.subject)} has "
        f"{_works(n['subject_works'])} and {name_of(reason.partner)} {_works(n['partner_works'])}."
    )


def _third_chinese(reason: Reason, name_of: NameOf) -> str:
    n = reason.numbers
    names = "、".join(name_of(org) for org in reason.third_parties)
    more = f"等 {n['others'] + len(reason.third_parties):,.0f} 家机构" if n["others"] else ""
    first = name_of(reason.third_parties[0])
    return (
        f"双方都曾与{names}{more}合作；其中与{first}，{name_of(reason.subject)}合作 "
        f"{n['subject_works']:,.0f} 项，{name_of(reason.partner)}合作 "
        f"{n['partner_works']:,.0f} 项。"
    )


def _focus_english(reason: Reason, name_of: NameOf) -> str:
    subject, partner = (statement[0] for statement in reason.statements)
    if subject.casefold() == partner.casefold():
        return f"Both work on {subject}."
    return f"{name_of(reason.subject)} works on {subject}, {name_of(reason.partner)} on {partner}."


def _focus_chinese(reason: Reason, name_of: NameOf) -> str:
    subject, partner = (statement[1] for statement in reason.statements)
    if subject == partner:
        return f"双方都从事{_quoted(subject)}。"
    return (
        f"{name_of(reason.subject)}从事{_quoted(subject)}，"
        f"{name_of(reason.partner)}从事{_quoted(partner)}。"
    )


def _co_investment_english(reason: Reason, name_of: NameOf) -> str:
    subject, partner = (statement[0] for statement in reason.statements)
    return (
        f"Both could invest together: {name_of(reason.subject)} states “{subject}”, "
        f"{name_of(reason.partner)} “{partner}”."
    )


def _co_investment_chinese(reason: Reason, name_of: NameOf) -> str:
    subject, partner = (statement[1] for statement in reason.statements)
    return (
        f"双方都是投资机构，可以联合投资：{name_of(reason.subject)}从事{_quoted(subject)}，"
        f"{name_of(reason.partner)}从事{_quoted(partner)}。"
    )


def _capital_english(use: str) -> Callable[[Reason, NameOf], str]:
    def sentence(reason: Reason, name_of: NameOf) -> str:
        return (
            f"Capital meets {use}: {name_of(reason.partner)} states "
            f"“{reason.statements[-1][0]}”"
            + ("" if reason.numbers["named"] else " and names no field")
            + f", {name_of(reason.subject)} "
            + (
                f"works on {reason.statements[0][0]}."
                if len(reason.statements) > 1
                else f"has {_works(reason.numbers['works'])} on {name_of(reason.topic or '')}."
            )
        )

    return sentence


def _capital_chinese(use: str) -> Callable[[Reason, NameOf], str]:
    def sentence(reason: Reason, name_of: NameOf) -> str:
        return (
            f"资本与{use}互补：{name_of(reason.partner)}从事{_quoted(reason.statements[-1][1])}"
            + ("，" if reason.numbers["named"] else "，未限定领域，")
            + f"{name_of(reason.subject)}"
            + (
                f"从事{_quoted(reason.statements[0][1])}。"
                if len(reason.statements) > 1
                else f"有 {reason.numbers['works']:,.0f} 项"
                f"{_quoted(name_of(reason.topic or ''))}方面的成果。"
            )
        )

    return sentence


def _meets_english(reason: Reason, name_of: NameOf) -> str:
    return (
        f"{name_of(reason.partner)} works on {reason.statements[0][0]}; "
        f"{name_of(reason.subject)} has {_works(reason.numbers['works'])} on "
        f"{name_of(reason.topic or '')}."
    )


def _meets_chinese(reason: Reason, name_of: NameOf) -> str:
    return (
        f"{name_of(reason.partner)}从事{_quoted(reason.statements[0][1])}；"
        f"{name_of(reason.subject)}有 {reason.numbers['works']:,.0f} 项"
        f"{_quoted(name_of(reason.topic or ''))}方面的成果。"
    )


def _quoted(text: str) -> str:
    return f"“{text}”"


_ENGLISH: dict[str, Callable[[Reason, NameOf], str]] = {
    "joint-works": _joint_english,
    "shared-topic": _shared_english,
    "complementary": _complementary_english,
    "third-party": _third_english,
    "shared-focus": _focus_english,
    "focus-meets-works": _meets_english,
    "co-investment": _co_investment_english,
    "capital-for-company": _capital_english("a company"),
    "capital-for-research": _capital_english("research"),
    **LEARNED_ENGLISH,
    **PEOPLE_ENGLISH,
}
_CHINESE: dict[str, Callable[[Reason, NameOf], str]] = {
    "joint-works": _joint_chinese,
    "shared-topic": _shared_chinese,
    "complementary": _complementary_chinese,
    "third-party": _third_chinese,
    "shared-focus": _focus_chinese,
    "focus-meets-works": _meets_chinese,
    "co-investment": _co_investment_chinese,
    "capital-for-company": _capital_chinese("企业"),
    "capital-for-research": _capital_chinese("科研"),
    **LEARNED_CHINESE,
    **PEOPLE_CHINESE,
}
