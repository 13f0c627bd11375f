"""Fields for uploads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.deals.forms.parts import PartForm
from twinbay.web.deals.models.document import ALL_PARTIES, AUDIENCES, DOCUMENT_KINDS

MOST_FILES = 10  # with one message


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(most)s files go with one message."), params={"most": MOST_FILES}
            )
        return [super(FilesField, self).clean(file, initial) for file in files]


class DocumentForm(PartForm):
    """A document of a deal."""

    file = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(label=_("Kind"), choices=DOCUMENT_KINDS)
    audience = forms.ChoiceField(
        label=_("Who may have it"), choices=AUDIENCES, required=False, initial=ALL_PARTIES
    )
