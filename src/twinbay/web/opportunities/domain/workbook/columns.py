"""The columns of a sheet: what they are called in both languages, and what a cell may hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from twinbay.match.tokens import normalise
from twinbay.web.opportunities.domain.kinds import COMMON, Form, KindField, fields_of
from twinbay.web.opportunities.domain.kinds.spec import cooperation_fields
from twinbay.web.opportunities.models import OpportunityKind
from twinbay.web.opportunities.models.opportunity import VISIBILITIES

LANGUAGES = ("en", "zh-hans")
STATE = "state"  # written by exports, passed over by imports


@dataclass(frozen=True)
class SheetColumn:
    """One column.

    Attributes:
        key: name of the form's field.
        heading, help: in the active language.
        field: the field of the kind, None for what all records have besides.
    """

    key: str
    heading: str
    help: str
    field: KindField | None = None

    def options(self) -> list[tuple[str, str]]:
        """Return ids and names that a cell may hold, in the active language; empty for any."""
        if self.key == "fields_chosen":
            return cooperation_fields()
        if self.key == "visibility":
            return [(value, _short(str(name))) for value, name in VISIBILITIES]
        return self.field.options() if self.field else []

    @property
    def several(self) -> bool:
        """Whether a cell may hold several of the options."""
        return self.key == "fields_chosen" or (
            self.field is not None and self.field.form is Form.CHOICES
        )


def _short(name: str) -> str:
    for colon in (":", "："):
        name = name.partition(colon)[0]
    return name


def columns_of(kind: str) -> list[SheetColumn]:
    """Return the columns of a kind's sheet, in the active language."""
    columns = [
        SheetColumn(
            "reference",
            _("Your own reference"),
            _("Needed: the number by which you keep it; the same one changes the same record."),
        )
    ]
    for field in (*COMMON, *fields_of(kind)):
        columns += [
            SheetColumn(key, heading, str(field.help), field)
            for key, heading in zip(field.keys, _headings(field), strict=True)
        ]
        if field.name == "summary":
            several = _("Separate several by semicolons.")
            columns.append(SheetColumn("fields_chosen", _("Fields of cooperation"), several))
    return [
        *columns,
        SheetColumn("visibility", _("Who learns of it"), ""),
        SheetColumn("expires_on", _("Published until"), _("A date such as 2027-03-31.")),
        SheetColumn(STATE, _("State"), _("Written by exports; imports pass it over.")),
    ]


def _headings(field: KindField) -> list[str]:
    label = str(field.label)
    if field.bilingual:
        return [f"{label} ({_('English')})", f"{label} ({_('Chinese')})"]
    if field.form is Form.RANGE:
        return [f"{label} ({_('from')})", f"{label} ({_('to')})"]
    return [label]


def keys_by_heading(kind: str) -> Mapping[str, str]:
    """Return the key of each heading in either language, and of the key itself, folded."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for column in columns_of(kind):
                found.setdefault(fold(column.heading), column.key)
                found.setdefault(fold(column.key), column.key)
    return found


def ids_by_name(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Return, by column, the id of each option's name in either language, folded."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for column in columns_of(kind):
                for value, name in column.options():
                    names = found.setdefault(column.key, {})
                    names.setdefault(fold(str(name)), value)
                    names.setdefault(fold(value), value)
    return found


def kinds_by_sheet() -> Mapping[str, str]:
    """Return the kind of each sheet's name in either language, folded."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for value, label in OpportunityKind.choices:
                found[fold(str(label))] = found[fold(value)] = value
    return found


def fold(text: str) -> str:
    """Return a heading or a name without case, spaces, hyphens, brackets and underscores."""
    return "".join(c for c in normalise(text) if c.isalnum())
