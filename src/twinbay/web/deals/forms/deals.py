"""Forms of a deal."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinbay.web.deals.domain.stages import Stage
from twinbay.web.deals.domain.terms import Step, Terms
from twinbay.web.deals.forms.parts import PartForm
from twinbay.web.deals.models.deal import (
    CLOSED_REASON_NAMES,
    CURRENCIES,
    OUTCOME_NAMES,
    STAGE_NAMES,
)

_EMPTY = ("", "–")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LEAST_AMOUNT = Decimal("0.01")


def _not_ahead(value: date) -> None:
    if value > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))


class MoveForm(PartForm):
    """Where a deal shall go; ``seen`` is where the person saw it."""

    seen = forms.ChoiceField(choices=STAGE_NAMES, widget=forms.HiddenInput)
    target = forms.ChoiceField(choices=STAGE_NAMES, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"), choices=(_EMPTY, *CLOSED_REASON_NAMES), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of an end, and for none of anything else."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("target") != Stage.CLOSED:
            values["reason"] = ""
        elif not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the deal is closed."))
        return values


class NdaForm(PartForm):
    """The day one's own side signed the non-disclosure agreement."""

    on = forms.DateField(label=_("Signed on"), widget=_DAY, validators=[_not_ahead])


class TermsForm(PartForm):
    """What is to be signed."""

    kind = forms.ChoiceField(
        label=_("What is signed"), choices=(_EMPTY, *OUTCOME_NAMES), required=False
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=_LEAST_AMOUNT,
        max_digits=16,
        decimal_places=2,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=(_EMPTY, *CURRENCIES), required=False)
    rate = forms.DecimalField(
        label=_("Yuan per US dollar"),
        required=False,
        min_value=Decimal("0.0001"),
        max_digits=10,
        decimal_places=4,
        help_text=_("To show the amount in the other currency too."),
    )
    rate_date = forms.DateField(
        label=_("Rate of the day"), required=False, widget=_DAY, validators=[_not_ahead]
    )
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=_DAY)

    def clean(self) -> dict[str, Any]:
        """Take an amount with its currency only, and a rate with its day only."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        amount, currency = values.get("amount"), values.get("currency")
        if amount and not currency:
            self.add_error("currency", _("Choose the currency of the amount."))
        if currency and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Give the amount, or leave the currency empty."))
        rate, day = values.get("rate"), values.get("rate_date")
        if rate and not day and "rate_date" not in self.errors:
            self.add_error("rate_date", _("Give the day of the rate."))
        if day and not rate and "rate" not in self.errors:
            self.add_error("rate", _("Give the rate of that day."))
        return values

    def terms(self) -> Terms:
        """Return what was said, once the form is valid."""
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class AgreeForm(PartForm):
    """Agreeing to the terms of one version."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(PartForm):
    """What is to be done next, by whom and when; all empty when nothing is."""

    text = forms.CharField(label=_("Next step"), required=False, max_length=300)
    on = forms.DateField(label=_("Day"), required=False, widget=_DAY)
    at = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"].choices = [_EMPTY, *people]
        zone = timezone.get_current_timezone_name()
        self.fields["at"].help_text = _("In your time zone, %(zone)s.") % {"zone": zone}

    def clean(self) -> dict[str, Any]:
        """Take a day only with a text, an hour only with a day."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("on") and not values.get("text"):
            self.add_error("text", _("Say what is to be done."))
        if values.get("at") and not values.get("on") and "on" not in self.errors:
            self.add_error("on", _("Give the day."))
        return values

    def step(self, owner: Any) -> Step:
        """Return what was said, once the form is valid.

        Arguments:
            owner: the user chosen.
        """
        values = self.cleaned_data
        zone = timezone.get_current_timezone_name()
        return Step(values["text"], values["on"], values["at"], zone, owner)


class AmountForm(PartForm):
    """What one party puts in and the share it gets."""

    amount = forms.DecimalField(
        label=_("Your amount"),
        required=False,
        min_value=_LEAST_AMOUNT,
        max_digits=16,
        decimal_places=2,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=(_EMPTY, *CURRENCIES), required=False)
    share = forms.DecimalField(
        label=_("Your share in percent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    def clean(self) -> dict[str, Any]:
        """Take an amount with its currency only."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("amount")) != bool(values.get("currency")) and not self.errors:
            self.add_error("amount", _("An amount and its currency go together."))
        return values


class InvitationForm(PartForm):
    """Whom to ask to share a deal, and what to say."""

    organisation = forms.UUIDField()
    text = forms.CharField(
        label=_("What you tell it"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It sees the title and this text; everything else only once it has joined."),
    )
