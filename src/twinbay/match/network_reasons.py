"""Sentences for the reasons that only the learned ranking gives, in English and Chinese.

A sentence is a template: ``{subject}`` and ``{partner}`` are names, ``{third}`` the third parties,
everything else a number of the reason. ``{people:author has|authors have}`` writes the number with
the noun in singular or plural.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twinbay.match.reasons import NameOf, Reason

Sentence = Callable[["Reason", "NameOf"], str]

_TEMPLATES: dict[str, tuple[str, str]] = {
    "people": (
        "{people:author has|authors have} published for both {subject} and {partner}.",
        "有 {people} 位作者曾先后以{subject}和{partner}的名义发表成果。",
    ),
    "co-authors": (
        "{people:author|authors} of {subject} wrote with {co_authors:author|authors} now at "
        "{partner}.",
        "{subject}有 {people} 位作者曾与现在{partner}的 {co_authors} 位作者合著。",
    ),
    "paths": (
        "Partners of {subject} and partners of {partner} have worked together: {links:tie|ties}.",
        "{subject}的合作方与{partner}的合作方之间已有合作，共 {links} 组。",
    ),
    "experience": (
        "{subject} has joint works with {subject_partners:organisation|organisations} in the "
        "country of {partner}, {partner} with {partner_partners:organisation|organisations} in "
        "that of {subject}.",
        "{subject}与{partner}所在国的 {subject_partners} 家机构有合作成果，{partner}与{subject}"
        "所在国的 {partner_partners} 家机构有合作成果。",
    ),
    "openness": (
        "Both find new partners: since {since:.0f}, {subject} {subject_new} and {partner} "
        "{partner_new}.",
        "双方都在结识新的合作方：{since:.0f} 年以来，{subject} {subject_new} 家，{partner} "
        "{partner_new} 家。",
    ),
    "text": (
        "Their works since {since:.0f} use much the same terms: similarity {similarity:.2f} on a "
        "scale from 0 to 1.",
        "双方 {since:.0f} 年以来的成果用词相近：相似度 {similarity:.2f}（0 至 1）。",
    ),
    "partners-alike": (
        "{alike} of the {partners} partners of {subject} work on much the same as {partner}.",
        "{subject}的 {partners} 家合作方中，有 {alike} 家的研究方向与{partner}相近。",
    ),
    "size": (
        "Both are active: {subject} has {subject_works:work|works}, {partner} "
        "{partner_works:work|works}.",
        "双方都较活跃：{subject} {subject_works} 篇，{partner} {partner_works} 篇。",
    ),
    "dealt": (
        "{deals:earlier transaction|earlier transactions} between {subject} and {partner}.",
        "{subject}与{partner}之间已有 {deals} 笔交易。",
    ),
}


class _Number(float):
    """A number that a template writes with separators, or with its noun."""

    def __format__(self, specification: str) -> str:
        if "|" in specification:
            one, many = specification.split("|")
            return f"{float(self):,.0f} {one if float(self) == 1 else many}"
        return format(float(self), specification or ",.0f")


def listed(names: Sequence[str], others: float) -> str:
    """Return names as an English list, such as "A, B and 3 more"; "" for none."""
    shown = list(names) + ([f"{others:.0f} more"] if others else [])
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def listed_in_chinese(names: Sequence[str], others: float) -> str:
    """Return names as a Chinese list, such as "甲、乙等 5 "; a measure word follows the number."""
    return "、".join(names) + (f"等 {others + len(names):,.0f} " if others else "")


def sentences(
    templates: Mapping[str, tuple[str, str]],
) -> tuple[dict[str, Sentence], dict[str, Sentence]]:
    """Return the English and the Chinese sentences of templates by kind of reason."""
    english = {kind: _sentence(pair[0], listed) for kind, pair in templates.items()}
    chinese = {kind: _sentence(pair[1], listed_in_chinese) for kind, pair in templates.items()}
    return english, chinese


def _sentence(template: str, as_list: Callable[[Sequence[str], float], str]) -> Sentence:
    def write(reason: "Reason", name_of: "NameOf") -> str:
        numbers = {name: _Number(value) for name, value in reason.numbers.items()}
        third = [name_of(each) for each in reason.third_parties]
        return template.format(
            subject=name_of(reason.subject),
            partner=name_of(reason.partner),
            third=as_list(third, reason.numbers.get("others", 0.0)),
            **numbers,
        )

    return write


LEARNED_ENGLISH, LEARNED_CHINESE = sentences(_TEMPLATES)
LEARNED_REASON_KINDS = tuple(_TEMPLATES)
