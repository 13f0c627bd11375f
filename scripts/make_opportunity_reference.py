"""Write docs/reference/opportunity-fields.md from the fields of the six kinds in the code."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs/reference/opportunity-fields.md"
HEAD = """\
# Fields of opportunities 机会字段

Every kind has the common fields and its own. This page is made from the code
(`scripts/make_opportunity_reference.py`).

- **Part**: *teaser* is what everybody who learns of the record reads (概要); *members* is read
  after signing in (会员可读); *confidential* only by those that it is released to (保密).
- **Needed** ✓: must be filled in, in one language at least, before an officer reads the record.
- *Two languages*: one English and one Chinese text. One that is missing is marked on the page and
  never translated by machine.
- *Range*: two numbers, either of which may be left open.
- *Terms* and *places*: separated by semicolons; places are regions, cities or countries in either
  language.

Besides these every record has **fields of cooperation** 合作领域 (at least one of the pair's),
**who learns of it** 知晓范围, **published until** 发布至 (needed), **your own reference** 自编号.
"""
FORMS = {
    "line": "line, two languages",
    "text": "text, two languages",
    "choice": "one of a list",
    "choices": "several of a list",
    "terms": "terms",
    "places": "places",
    "whole": "whole number",
    "range": "range",
    "date": "date",
}


def reference() -> str:
    """Return the text of the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinbay.web.settings")
    import django

    django.setup()
    from twinbay.web.opportunities.domain.kinds import COMMON, KIND_FIELDS
    from twinbay.web.opportunities.models import OpportunityKind

    parts = [HEAD, _section("Common 通用", COMMON)]
    for kind, label in OpportunityKind.choices:
        english, chinese = _in_both(label)
        parts.append(_section(f"{english} {chinese}", KIND_FIELDS[str(kind)]))
    return "\n".join(parts).rstrip() + "\n"


def _section(title: str, fields: Iterable[Any]) -> str:
    rows = [
        "| | field | 字段 | form | part | what to write |",
        "|---|---|---|---|---|---|",
    ]
    for field in fields:
        english, chinese = _in_both(field.label)
        needed = "✓" if field.needed else ""
        form = FORMS[field.form.value]
        told = _in_both(field.help)[0] if field.help else ""
        rows.append(f"| {needed} | {english} | {chinese} | {form} | {field.part.value} | {told} |")
    return "\n".join([f"## {title}", "", *rows, ""])


def _in_both(text: Any) -> tuple[str, str]:
    from django.utils import translation

    found = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found.append(str(text))
    return found[0], found[1]


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
