"""A decision about a flagged pair, and what the queue is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.screening.models import STATES, FlagState


class DecisionForm(forms.Form):
    """What is decided, and why."""

    state = forms.ChoiceField(
        label=_("This is"),
        choices=[
            (FlagState.CLEARED.value, _("another party with a similar name")),
            (FlagState.CONFIRMED.value, _("the listed party")),
            (FlagState.OPEN.value, _("not clear yet")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Because"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you compared: addresses, websites, registrations, who was asked."),
    )
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)


class QueueForm(forms.Form):
    """What the queue shows."""

    state = forms.ChoiceField(choices=STATES, required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)
