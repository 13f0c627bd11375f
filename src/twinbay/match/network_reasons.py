"""Sentences for the reasons that only the learned ranking gives, in English and Chinese."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twinbay.match.reasons import NameOf, Reason

Sentence = Callable[["Reason", "NameOf"], str]


def _counted(number: float, one: str, many: str) -> str:
    return f"{number:,.0f} {one if number == 1 else many}"


def _sides(reason: "Reason", name_of: "NameOf") -> tuple[str, str]:
    return name_of(reason.subject), name_of(reason.partner)


def _people_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    people = _counted(reason.numbers["people"], "author has", "authors have")
    return f"{people} published for both {subject} and {partner}."


def _people_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    return f"有 {reason.numbers['people']:,.0f} 位作者曾先后以{subject}和{partner}的名义发表成果。"


def _co_authors_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    mine = _counted(reason.numbers["people"], "author", "authors")
    theirs = _counted(reason.numbers["co_authors"], "author", "authors")
    return f"{mine} of {subject} wrote with {theirs} now at {partner}."


def _co_authors_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    return (
        f"{subject}有 {reason.numbers['people']:,.0f} 位作者曾与现在{partner}的 "
        f"{reason.numbers['co_authors']:,.0f} 位作者合著。"
    )


def _paths_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    links = _counted(reason.numbers["links"], "tie", "ties")
    return f"Partners of {subject} and partners of {partner} have worked together: {links}."


def _paths_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    return (
        f"{subject}的合作方与{partner}的合作方之间已有合作，共 {reason.numbers['links']:,.0f} 组。"
    )


def _experience_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    mine = _counted(n["subject_partners"], "organisation", "organisations")
    theirs = _counted(n["partner_partners"], "organisation", "organisations")
    return (
        f"{subject} has joint works with {mine} in the country of {partner}, "
        f"{partner} with {theirs} in that of {subject}."
    )


def _experience_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"{subject}与{partner}所在国的 {n['subject_partners']:,.0f} 家机构有合作成果，"
        f"{partner}与{subject}所在国的 {n['partner_partners']:,.0f} 家机构有合作成果。"
    )


def _openness_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"Both find new partners: since {n['since']:.0f}, {subject} {n['subject_new']:,.0f} "
        f"and {partner} {n['partner_new']:,.0f}."
    )


def _openness_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"双方都在结识新的合作方：{n['since']:.0f} 年以来，{subject} {n['subject_new']:,.0f} 家，"
        f"{partner} {n['partner_new']:,.0f} 家。"
    )


def _text_english(reason: "Reason", _name_of: "NameOf") -> str:
    n = reason.numbers
    return (
        f"Their works since {n['since']:.0f} use much the same terms: similarity "
        f"{n['similarity']:.2f} on a scale from 0 to 1."
    )


def _text_chinese(reason: "Reason", _name_of: "NameOf") -> str:
    n = reason.numbers
    return f"双方 {n['since']:.0f} 年以来的成果用词相近：相似度 {n['similarity']:.2f}（0 至 1）。"


def _alike_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"{n['alike']:,.0f} of the {n['partners']:,.0f} partners of {subject} work on much the "
        f"same as {partner}."
    )


def _alike_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"{subject}的 {n['partners']:,.0f} 家合作方中，有 {n['alike']:,.0f} 家的研究方向与"
        f"{partner}相近。"
    )


def _size_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    mine = _counted(n["subject_works"], "work", "works")
    theirs = _counted(n["partner_works"], "work", "works")
    return f"Both are active: {subject} has {mine}, {partner} {theirs}."


def _size_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    n = reason.numbers
    return (
        f"双方都较活跃：{subject} {n['subject_works']:,.0f} 篇，"
        f"{partner} {n['partner_works']:,.0f} 篇。"
    )


def _dealt_english(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    deals = _counted(reason.numbers["deals"], "earlier transaction", "earlier transactions")
    return f"{deals} between {subject} and {partner}."


def _dealt_chinese(reason: "Reason", name_of: "NameOf") -> str:
    subject, partner = _sides(reason, name_of)
    return f"{subject}与{partner}之间已有 {reason.numbers['deals']:,.0f} 笔交易。"


LEARNED_ENGLISH: dict[str, Sentence] = {
    "people": _people_english,
    "co-authors": _co_authors_english,
    "paths": _paths_english,
    "experience": _experience_english,
    "openness": _openness_english,
    "text": _text_english,
    "partners-alike": _alike_english,
    "size": _size_english,
    "dealt": _dealt_english,
}
LEARNED_CHINESE: dict[str, Sentence] = {
    "people": _people_chinese,
    "co-authors": _co_authors_chinese,
    "paths": _paths_chinese,
    "experience": _experience_chinese,
    "openness": _openness_chinese,
    "text": _text_chinese,
    "partners-alike": _alike_chinese,
    "size": _size_chinese,
    "dealt": _dealt_chinese,
}
LEARNED_REASON_KINDS = tuple(LEARNED_ENGLISH)
