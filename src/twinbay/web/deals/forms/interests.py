"""Forms of interests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.deals.forms.parts import PartForm
from twinbay.web.deals.models.interest import LONGEST_MESSAGE


class InterestForm(PartForm):
    """What is said when interest is expressed."""

    message = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say who you are, what you look for and what you propose as a first step."),
    )


class AcceptForm(PartForm):
    """A few words with an acceptance."""

    note = forms.CharField(
        label=_("Your first message"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(PartForm):
    """Why an interest is declined; the other side reads it."""

    reason = forms.CharField(
        label=_("Reason, which the other side reads"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
