"""Forms of conversations."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.deals.forms.files import FilesField
from twinbay.web.deals.forms.parts import PartForm
from twinbay.web.deals.models.conversation import LONGEST_BODY


class MessageForm(PartForm):
    """One message, with files if wanted."""

    body = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    files = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, office documents, pictures, text; up to 20 MB each."),
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty message."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("body", "").strip() and not values.get("files") and not self.errors:
            raise forms.ValidationError(_("Write something, or add a file."))
        return values


class ProposalForm(PartForm):
    """Who is to be let into a conversation."""

    organisation = forms.UUIDField()
