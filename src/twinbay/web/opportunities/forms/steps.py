"""The small forms around an opportunity."""

from typing import Any

from django import forms

from twinbay.web.accounts.models import MemberOrganisation
from twinbay.web.i18n import active_language
from twinbay.web.opportunities.models import OpportunityKind
from twinbay.web.opportunities.models.attachment import PARTS


class OrganisationField(forms.ModelChoiceField):
    """A choice among organisations, named in the language of the page."""

    def label_from_instance(self, organisation: Any) -> str:
        """Return the name of an organisation."""
        return str(organisation.name_in(active_language()))


STEPS = ("submit", "take_back", "publish", "send_back", "withdraw", "reopen", "discard_change")


class BeginForm(forms.Form):
    """Which kind, and for whom."""

    kind = forms.ChoiceField(choices=OpportunityKind.choices, widget=forms.RadioSelect)
    organisation = OrganisationField(MemberOrganisation.objects.none(), empty_label=None)

    def __init__(self, *arguments: Any, organisations: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = organisations


class StepForm(forms.Form):
    """A step, with the reason where one is given."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    reason = forms.CharField(required=False, max_length=2_000)


class AttachmentForm(forms.Form):
    """A file and who reads it."""

    file = forms.FileField(max_length=500)
    part = forms.ChoiceField(choices=PARTS)


class AgreementForm(forms.Form):
    """For which organisation the agreement is accepted."""

    organisation = OrganisationField(MemberOrganisation.objects.none(), empty_label=None)
    accepted = forms.BooleanField()

    def __init__(self, *arguments: Any, organisations: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = organisations


class OtherOrganisationForm(forms.Form):
    """An organisation to hide a record from, or to release it to."""

    organisation = forms.ModelChoiceField(
        MemberOrganisation.objects.filter(verified_at__isnull=False)
    )
