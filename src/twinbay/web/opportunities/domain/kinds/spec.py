"""What a field of an opportunity is, and the fields that all kinds share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from twinbay.lake.schema import ORGANISATION_KINDS
from twinbay.match.opportunities.names import vocabulary
from twinbay.web.current_lake import configured_pair
from twinbay.web.i18n import active_language


class Form(StrEnum):
    """How a value is written."""

    LINE = "line"  # one line, in two languages
    TEXT = "text"  # paragraphs, in two languages
    CHOICE = "choice"  # one of a list
    CHOICES = "choices"  # several of a list
    TERMS = "terms"  # words, separated by semicolons
    PLACES = "places"  # regions, places or countries, separated by semicolons
    WHOLE = "whole"  # a whole number
    RANGE = "range"  # two numbers, either may be open
    DATE = "date"


class Part(StrEnum):
    """Who reads it."""

    TEASER = "teaser"
    MEMBERS = "members"
    CONFIDENTIAL = "confidential"


BILINGUAL = (Form.LINE, Form.TEXT)
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "MOP", "GBP", "CAD")
Choices = Callable[[], list[tuple[str, str]]]


@dataclass(frozen=True)
class KindField:
    """One field.

    Attributes:
        name: key in ``details``; a bilingual field also has ``name_zh``, a range ``name_min`` and
            ``name_max``.
        form: how it is written.
        label: what it is called, translated when used.
        help: what to write, translated when used.
        part: who reads it.
        needed: whether it must be filled in before the record is reviewed, in one language at
            least.
        choices: gives the ids and names to choose from, in the active language.
        least, most: bounds of numbers; of a text the most characters.
        unit: of numbers.
    """

    name: str
    form: Form
    label: str
    help: str = ""
    part: Part = Part.MEMBERS
    needed: bool = False
    choices: Choices | None = None
    least: int | None = None
    most: int | None = None
    unit: str = ""

    @property
    def bilingual(self) -> bool:
        """Whether it is written in two languages."""
        return self.form in BILINGUAL

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its values."""
        if self.bilingual:
            return self.name, f"{self.name}_zh"
        if self.form is Form.RANGE:
            return f"{self.name}_min", f"{self.name}_max"
        return (self.name,)

    def longest(self) -> int:
        """Return the most characters of a text."""
        return self.most or (200 if self.form is Form.LINE else 10_000)

    def options(self) -> list[tuple[str, str]]:
        """Return ids and names to choose from in the active language."""
        return self.choices() if self.choices else []


def terms(attribute: str) -> Choices:
    """Return the choices of a vocabulary of the matching, such as ``stages``."""

    def named() -> list[tuple[str, str]]:
        chinese = active_language().startswith("zh")
        return [(t.term_id, t.zh if chinese else t.en) for t in vocabulary()[attribute]]

    return named


def listed(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Return choices with translated names."""
    kept = tuple(pairs)
    return lambda: [(value, str(name)) for value, name in kept]


def organisation_kinds() -> list[tuple[str, str]]:
    """Return the kinds of organisation, named by the region pair."""
    names, language = configured_pair().kinds, active_language()
    return [(k, names[k].text(language) if k in names else k) for k in ORGANISATION_KINDS]


def cooperation_fields() -> list[tuple[str, str]]:
    """Return the region pair's fields of cooperation."""
    language = active_language()
    return [(f.field_id, f.name.text(language)) for f in configured_pair().fields]


def currencies() -> list[tuple[str, str]]:
    """Return the currencies that amounts are stated in."""
    return [(code, code) for code in CURRENCIES]


LANGUAGES_SPOKEN = KindField(
    "languages",
    Form.CHOICES,
    _("Working languages"),
    _("Languages in which you can cooperate."),
    Part.TEASER,
    choices=terms("languages"),
)
WANTED_REGIONS = KindField(
    "wanted_regions",
    Form.PLACES,
    _("Where the other side must be"),
    _("Regions, cities or countries, separated by semicolons; leave empty for anywhere."),
    Part.TEASER,
)
EXCLUSIONS = KindField(
    "exclusions",
    Form.TERMS,
    _("Never with"),
    _(
        "Fields, places or words that rule a counterpart out, separated by semicolons, such as"
        " “tobacco; gambling”."
    ),
)
KEYWORDS = KindField(
    "keywords",
    Form.LINE,
    _("Keywords"),
    _("Three to ten technical terms by which specialists search."),
    Part.TEASER,
)
COMMON = (
    KindField(
        "title",
        Form.LINE,
        _("Title"),
        _("What it is, in one line without names that must stay confidential."),
        Part.TEASER,
        needed=True,
    ),
    KindField(
        "summary",
        Form.TEXT,
        _("Summary"),
        _("Three to six sentences that make the right reader want to know more."),
        Part.TEASER,
        needed=True,
        most=1_500,
    ),
    KindField(
        "description",
        Form.TEXT,
        _("Description"),
        _("What members read: the facts, figures and results that a specialist asks for."),
        needed=True,
    ),
    KindField(
        "confidential",
        Form.TEXT,
        _("Confidential part"),
        _(
            "Read only by organisations that accepted your non-disclosure agreement and to which"
            " you released it. Officers do not read it."
        ),
        Part.CONFIDENTIAL,
    ),
)
