"""The buttons beside a suggested partner."""

from django import forms

from twinbay.web.directory.models import ACTIONS


class FeedbackForm(forms.Form):
    """One word about one partner."""

    partner = forms.CharField(max_length=200)
    action = forms.ChoiceField(choices=ACTIONS)
