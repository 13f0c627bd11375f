"""What is asked when somebody signs up, besides address and password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The person's name; allauth builds the sign-up form on it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "password1", "password2")

    def signup(self, request: Any, user: Any) -> None:  # noqa: ARG002 (allauth calls it so)
        """Store the name, as a Chinese one when it has Chinese characters."""
        name = " ".join(self.cleaned_data["name"].split())
        if any("\u4e00" <= character <= "\u9fff" for character in name):
            user.name, user.name_zh = "", name
        else:
            user.name = name
        user.save()
