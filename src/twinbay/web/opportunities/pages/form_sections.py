"""The form of an opportunity, cut into parts by who reads them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from twinbay.web.opportunities.domain.kinds import Form, KindField, Part
from twinbay.web.opportunities.forms.opportunity import OpportunityForm


@dataclass(frozen=True)
class Row:
    """One field of a form with its inputs.

    Attributes:
        inputs: bound fields, each with the language of what is written into it ("" for none).
        wide: whether its inputs take the whole width.
    """

    name: str
    label: str
    help: str
    needed: bool
    inputs: list[tuple[Any, str, str]]
    kind: str


@dataclass(frozen=True)
class Section:
    """The fields that the same readers read."""

    title: str
    help: str
    rows: list[Row]


def sections(form: OpportunityForm) -> list[Section]:
    """Return the parts of the form in the order in which they are written."""
    by_part: dict[Part, list[Row]] = {part: [] for part in Part}
    for field in form.kind_fields:
        by_part[field.part].append(_row(form, field))
    return [
        Section(
            _("Teaser"),
            _("What a reader sees first; for a public record everybody does."),
            by_part[Part.TEASER],
        ),
        Section(
            _("For members"),
            _("Read by everybody who is signed in and may learn of the record."),
            by_part[Part.MEMBERS],
        ),
        Section(
            _("Confidential"),
            _("Read by nobody until you release it to an organisation."),
            by_part[Part.CONFIDENTIAL],
        ),
    ]


def _row(form: OpportunityForm, field: KindField) -> Row:
    if field.bilingual:
        inputs = [
            (form[field.name], _("English"), "en"),
            (form[f"{field.name}_zh"], _("Chinese"), "zh-Hans"),
        ]
    elif field.form is Form.RANGE:
        inputs = [(form[field.keys[0]], _("from"), ""), (form[field.keys[1]], _("to"), "")]
    else:
        inputs = [(form[field.name], "", "")]
    return Row(
        field.name, str(field.label), str(field.help), field.needed, inputs, field.form.value
    )
