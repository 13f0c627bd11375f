"""The days that a report is about."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinbay.web.deals.queries.funnel import Period

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """First and last day."""

    first = forms.DateField(label=_("First day"), required=False, widget=_DAY)
    last = forms.DateField(label=_("Last day"), required=False, widget=_DAY)

    def period(self) -> Period:
        """Return the days; what is missing or wrong is this year so far."""
        self.is_valid()
        today = timezone.localdate()
        first = self.cleaned_data.get("first") or date(today.year, 1, 1)
        last = self.cleaned_data.get("last") or today
        return Period(min(first, last), max(first, last))


def asked_period(query: Mapping[str, str]) -> tuple[PeriodForm, Period]:
    """Return the form as it was filled in, and the days."""
    period = PeriodForm(query).period()
    return PeriodForm(initial={"first": period.first, "last": period.last}), period
