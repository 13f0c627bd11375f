"""Sentences for the reasons of suggestions to a researcher, in English and Chinese."""

from twinbay.match.network_reasons import sentences

_TEMPLATES: dict[str, tuple[str, str]] = {
    "wrote-with-both": (
        "Both {subject} and {partner} wrote with {third}.",
        "{subject}和{partner}都曾与{third}合著（共 {people} 人）。",
    ),
    "circles-met": (
        "Co-authors of {subject} and co-authors of {partner} have written together: "
        "{links:tie|ties}.",
        "{subject}的合著者与{partner}的合著者之间已有合著，共 {links} 组。",
    ),
    "person-text": (
        "Their works use much the same terms: similarity {similarity:.2f} on a scale from 0 to 1.",
        "双方成果用词相近：相似度 {similarity:.2f}（0 至 1）。",
    ),
    "person-works": (
        "{partner} is active: {works:work|works}.",
        "{partner}较为活跃：{works} 篇成果。",
    ),
    "co-authors-there": (
        "{people:co-author|co-authors} of {subject} published for {partner}: {third}.",
        "{subject}有 {people} 位合著者曾以{partner}的名义发表成果：{third}。",
    ),
    "employers-tied": (
        "{partner} has joint works with {people:organisation|organisations} that {subject} "
        "published for: {third}.",
        "{partner}与{subject}曾署名的 {people} 家机构有合作成果：{third}。",
    ),
    "host-works": (
        "{partner} is active: {works:work|works}.",
        "{partner}较为活跃：{works} 篇成果。",
    ),
}
PEOPLE_ENGLISH, PEOPLE_CHINESE = sentences(_TEMPLATES)
PEOPLE_REASON_KINDS = tuple(_TEMPLATES)
