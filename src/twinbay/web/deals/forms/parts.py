"""Forms that stand beside others on one page."""

from typing import Any

from django import forms


class PartForm(forms.Form):
    """A form whose fields have ids of their own, whatever other forms the page has."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*arguments, **options)
