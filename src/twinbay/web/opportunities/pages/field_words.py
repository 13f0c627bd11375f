"""The values of fields in the words of the page's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from twinbay.web.components import day
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.domain.content import value_of
from twinbay.web.opportunities.domain.kinds import Form, KindField, Part
from twinbay.web.opportunities.domain.places import name_of

MONEY = ("amount", "fund_size", "revenue", "raised")


@dataclass(frozen=True)
class Written:
    """A text in the page's language, or in the other one where it was not written in this.

    Attributes:
        text: empty when it was written in neither.
        html_language: of the text.
        missing: whether it was not written in the page's language.
    """

    text: str
    html_language: str
    missing: bool


@dataclass(frozen=True)
class TextShown:
    """A field with paragraphs."""

    label: str
    written: Written


@dataclass(frozen=True)
class FactShown:
    """A field with a short value."""

    label: str
    value: str


@dataclass(frozen=True)
class PartShown:
    """What is filled in of one part of a record."""

    texts: list[TextShown]
    facts: list[FactShown]


def written(english: str, chinese: str) -> Written:
    """Return a bilingual text for the page's language."""
    if active_language().startswith("zh"):
        return Written(chinese or english, "zh-Hans" if chinese else "en", not chinese)
    return Written(english or chinese, "en" if english else "zh-Hans", not english)


def shown(content: Mapping[str, Any], fields: Sequence[KindField], part: Part) -> PartShown:
    """Return the fields of one part that are filled in."""
    found = PartShown([], [])
    for field in fields:
        if field.part is not part or field.name == "currency":
            continue
        if field.bilingual:
            text = written(*(str(value_of(content, field, key)) for key in field.keys))
            if text.text:
                found.texts.append(TextShown(str(field.label), text))
        elif value := in_words(content, field):
            found.facts.append(FactShown(str(field.label), value))
    return found


def in_words(content: Mapping[str, Any], field: KindField) -> str:
    """Return a value that is no bilingual text in words, "" when it is not stated."""
    values = [value_of(content, field, key) for key in field.keys]
    if all(value in ("", []) for value in values):
        return ""
    between = "、" if active_language().startswith("zh") else ", "
    if field.form in (Form.CHOICE, Form.CHOICES):
        names = dict(field.options())
        chosen = values[0] if field.form is Form.CHOICES else values
        return between.join(names.get(value, value) for value in chosen)
    if field.form is Form.TERMS:
        return between.join(values[0])
    if field.form is Form.PLACES:
        return between.join(name_of(place, active_language()) for place in values[0])
    if field.form is Form.DATE:
        return str(day(date.fromisoformat(values[0])))
    unit = content["details"].get("currency", "") if field.name in MONEY else field.unit
    return _number(field, values, unit)


def _number(field: KindField, values: Sequence[Any], unit: str) -> str:
    plain = field.name == "founded"
    texts = ["" if v == "" else (str(v) if plain else f"{v:,}") for v in values]
    if field.form is Form.WHOLE or texts[0] == texts[1]:
        text = texts[0]
    elif not texts[0]:
        text = _("at most %(number)s") % {"number": texts[1]}
    elif not texts[1]:
        text = _("at least %(number)s") % {"number": texts[0]}
    else:
        text = _("%(low)s to %(high)s") % {"low": texts[0], "high": texts[1]}
    return f"{unit} {text}" if field.name in MONEY and unit else f"{text} {unit}".strip()
