"""Why a match is shown, in English and Chinese."""

from twinbay.screen.matching.comparing import Alignment
from twinbay.screen.model import Entry, Evidence, MatchKind

MATCH_KIND_LABELS = {
    MatchKind.EXACT: (
        "the same but for case, order and legal form",
        "除大小写、语序和法律形式外相同",
    ),
    MatchKind.ALIAS: (
        "the same but for case, order and legal form",
        "除大小写、语序和法律形式外相同",
    ),
    MatchKind.PINYIN: ("Chinese characters and their Pinyin", "汉字与其拼音一致"),
    MatchKind.TRANSLATION: ("Chinese characters and their English", "汉字与其英文译名一致"),
    MatchKind.WADE_GILES: (
        "Chinese characters and their Wade-Giles spelling",
        "汉字与其威妥玛拼写一致",
    ),
    MatchKind.CANTONESE: (
        "Chinese characters and their Cantonese spelling",
        "汉字与其粤语拼写一致",
    ),
    MatchKind.ABBREVIATION: ("an abbreviation", "缩写一致"),
    MatchKind.FUZZY: ("a similar name", "名称相似"),
}
"""What each kind of match says, in English and Chinese."""

_MOST_WORDS = 6


def reason(
    written: str,
    matched: str,
    entry: Entry,
    list_name: str,
    kind: MatchKind,
    alignment: Alignment | None,
    evidence: tuple[Evidence, ...],
) -> dict[str, str]:
    """Return the reason of a match in English (``en``) and Chinese (``zh``).

    Arguments:
        written: the name that was screened.
        matched: the name of the entry that matched.
        entry: the entry.
        list_name: the list.
        kind: how they agree.
        alignment: the words that agree, where words were compared.
        evidence: what supports or contradicts.
    """
    english, chinese = MATCH_KIND_LABELS[kind]
    where = f"{list_name} › {entry.source}" if entry.source else list_name
    text = f"“{written}” and “{matched}”: {english}"
    text_zh = f"“{written}”与“{matched}”：{chinese}"
    if matched != entry.name:
        text += f" (another name of “{entry.name}”)"
        text_zh += f"（“{entry.name}”的别名）"
    text += f", in {where}"
    text_zh += f"，见于{where}"
    if alignment:
        text, text_zh = _with_words(text, text_zh, alignment)
    for item in evidence:
        text += f"; {item.reason['en']}"
        text_zh += f"；{item.reason['zh']}"
    return {"en": text, "zh": text_zh}


def _with_words(text: str, text_zh: str, alignment: Alignment) -> tuple[str, str]:
    """Add which words differ in spelling and which have no counterpart."""
    alike = [f"{a}/{b}" for a, b, similarity in alignment.pairs if similarity < 1][:_MOST_WORDS]
    lacking = [*alignment.only_a, *alignment.only_b][:_MOST_WORDS]
    if alike:
        text += f"; alike: {', '.join(alike)}"
        text_zh += f"；近似：{'、'.join(alike)}"
    if lacking:
        text += f"; only in one of them: {', '.join(lacking)}"
        text_zh += f"；仅一方有：{'、'.join(lacking)}"
    return text, text_zh
