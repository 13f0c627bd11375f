"""A person's own fields."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models import User
from twinbay.web.directory.domain.directory import open_directory
from twinbay.web.directory.queries.works import names_of_people

# ISO 639 codes: 639-1 where there is one, else 639-3.
SPOKEN = (
    ("en", _("English")),
    ("cmn", _("Mandarin")),
    ("yue", _("Cantonese")),
    ("pt", _("Portuguese")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("de", _("German")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("vi", _("Vietnamese")),
    ("hi", _("Hindi")),
)
# The zones of the two bays and of their usual partners come first in the list.
NEAR_ZONES = ("America/Los_Angeles", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "UTC")


class ProfileForm(forms.ModelForm):
    """How a person is shown to others, once they consent."""

    spoken = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person_id = forms.CharField(
        label=_("Your page in the evidence"),
        max_length=200,
        required=False,
        help_text=_(
            "The end of its address, such as person:0000-0002-1825-0097; your works are then"
            " linked from your profile."
        ),
    )

    class Meta:
        """The fields a person may write."""

        model = User
        fields: ClassVar = [
            "name",
            "name_zh",
            "headline",
            "headline_zh",
            "spoken",
            "person_id",
        ]

    def clean_person_id(self) -> str:
        """Take only a person of the evidence."""
        person_id = str(self.cleaned_data["person_id"]).strip()
        if person_id and not names_of_people(open_directory().database, [person_id]):
            raise forms.ValidationError(_("There is no such page in the evidence."))
        return person_id

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one of the languages."""
        values = super().clean() or {}
        if not values.get("name", "").strip() and not values.get("name_zh", "").strip():
            self.add_error("name", _("Give your name in at least one of the languages."))
        return dict(values)


def _zones() -> list[tuple[str, Any]]:
    others = sorted(available_timezones() - set(NEAR_ZONES))
    near = [(zone, zone.replace("_", " ")) for zone in NEAR_ZONES]
    return [*near, ("", "—"), *((zone, zone.replace("_", " ")) for zone in others)]


class PreferencesForm(forms.ModelForm):
    """Language, time zone and how often letters come."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_("All times are shown in it."),
    )

    class Meta:
        """The fields a person may write."""

        model = User
        fields: ClassVar = ["language", "time_zone", "letters"]
        labels: ClassVar = {
            "language": _("Language of letters"),
            "letters": _("Letters about notifications"),
        }
