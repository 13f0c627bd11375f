"""What a member says about a new token."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinbay.web.tokens.domain.tokens import LONGEST
from twinbay.web.tokens.models import Scope

USUAL = timedelta(days=90)


class TokenForm(forms.Form):
    """Name, scopes and last day of a token."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What the program is, so that you know later.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.now().date() + USUAL,
        help_text=_("At most a year from now."),
    )

    def clean_expires_on(self) -> object:
        """Accept a day from today to a year from now."""
        day = self.cleaned_data["expires_on"]
        today = timezone.now().date()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return day
