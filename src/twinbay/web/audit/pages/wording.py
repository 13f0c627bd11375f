"""The trail in the words of the page."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from twinbay.web.audit.domain.registry import name_of
from twinbay.web.audit.queries.trail import Change, Entry
from twinbay.web.display import Column, DataTable
from twinbay.web.i18n import active_language


def kind_name(kind: str) -> str:
    """Return what was done to a record."""
    words = {
        "+": pgettext("audit", "made"),
        "~": pgettext("audit", "changed"),
        "-": pgettext("audit", "removed"),
    }
    return str(words[kind])


def model_name(model: Any) -> str:
    """Return what a record of a model is called; marked as English where it has no other name."""
    return _marked(name_of(model._meta.label_lower) or model._meta.verbose_name)


def field_name(change: Change) -> str:
    """Return a field's name; marked as English where it has no other."""
    return _marked(change.field.verbose_name)


def _marked(name: Any) -> str:
    if isinstance(name, Promise):
        return str(name)
    shown: str = format_html('<span lang="en">{}</span>', name)
    return shown


def who_name(entry: Entry) -> str:
    """Return who did it."""
    if entry.who is None:
        return str(_("the platform"))
    return str(entry.who.name_in(active_language()) or entry.who.email)


def changes_in_words(entry: Entry) -> str:
    """Return all changes in one text, for files."""
    return "; ".join(
        f"{change.field.verbose_name}: "
        + (
            str(_("withheld"))
            if change.withheld
            else f"{change.before or '–'} → {change.after or '–'}"
        )
        for change in entry.changes
    )


def trail_table(entries: Sequence[Entry]) -> DataTable:
    """Return the trail as a table, for files."""
    return DataTable(
        table_id="audit",
        caption=_("Audit trail"),
        columns=(
            Column("at", _("When")),
            Column("who", _("Who")),
            Column("address", _("E-mail address")),
            Column("what", _("What")),
            Column("record", _("Record")),
            Column("kind", _("Done")),
            Column("changes", _("Before and after")),
        ),
        rows=[
            (
                timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
                who_name(entry),
                entry.who.email if entry.who else "",
                str(name_of(entry.label) or entry.model._meta.verbose_name),
                entry.record,
                kind_name(entry.kind),
                changes_in_words(entry),
            )
            for entry in entries
        ],
    )
