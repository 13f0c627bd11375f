"""What an owner says about a new webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.webhooks.domain.posting import problem_of

_PROBLEMS = {
    "scheme": _("The address must begin with https://."),
    "host": _("The address must be one of the public internet."),
    "credentials": _("The address must not hold a name or password; the signature shows who asks."),
}


class WebhookForm(forms.Form):
    """The organisation and the address."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=MemberOrganisation.objects.none(), empty_label=None
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/twinbay"}),
        help_text=_("Every notification of the organisation is posted there as JSON, signed."),
    )

    def __init__(self, *arguments: Any, organisations: Any, **more: Any) -> None:
        """Offer the organisations that may be chosen."""
        super().__init__(*arguments, **more)
        self.fields["organisation"].queryset = organisations

    def clean_url(self) -> str:
        """Accept an address that deliveries can go to."""
        url = str(self.cleaned_data["url"])
        if problem := problem_of(url):
            raise forms.ValidationError(_PROBLEMS[problem])
        return url
