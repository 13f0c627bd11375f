"""The fields of technology offers and needs."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.opportunities.domain.kinds.spec import (
    EXCLUSIONS,
    KEYWORDS,
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    Form,
    KindField,
    Part,
    currencies,
    listed,
    organisation_kinds,
    terms,
)

STAGES = (
    ("concept", _("concept")),
    ("development", _("under development, laboratory tested")),
    ("prototype", _("prototype available for demonstration")),
    ("field-tested", _("field tested and evaluated")),
    ("on-market", _("already on the market")),
)
_PARTNER = KindField(
    "partner_sought",
    Form.TEXT,
    _("Partner sought and its task"),
    _("What kind of organisation, active in what, and what it would do."),
    needed=True,
)
_PARTNER_KINDS = KindField(
    "partner_kinds",
    Form.CHOICES,
    _("Kinds of partner"),
    _("Leave empty when any kind will do."),
    Part.TEASER,
    choices=organisation_kinds,
)
_COOPERATION = KindField(
    "cooperation",
    Form.CHOICES,
    _("Types of cooperation"),
    _("Everything that you would agree to; only counterparts that share one are suggested."),
    Part.TEASER,
    needed=True,
    choices=terms("cooperation"),
)

TECHNOLOGY_OFFER = (
    KEYWORDS,
    KindField(
        "advantages",
        Form.TEXT,
        _("Advantages and innovations"),
        _("What is new, and how much better than what people use today; with figures."),
        needed=True,
    ),
    KindField(
        "stage",
        Form.CHOICE,
        _("Stage of development"),
        part=Part.TEASER,
        needed=True,
        choices=listed(STAGES),
    ),
    KindField(
        "trl",
        Form.WHOLE,
        _("Technology readiness level"),
        _("1 (principle observed) to 9 (proven in operation), after ISO 16290."),
        Part.TEASER,
        needed=True,
        least=1,
        most=9,
    ),
    KindField(
        "ip",
        Form.CHOICES,
        _("Intellectual property"),
        _("What protects it now."),
        Part.TEASER,
        needed=True,
        choices=terms("ip"),
    ),
    KindField(
        "ip_notes",
        Form.TEXT,
        _("Remarks on intellectual property"),
        _("Patent numbers, countries, who owns what, licences already given."),
    ),
    _PARTNER,
    _PARTNER_KINDS,
    _COOPERATION,
    KindField(
        "amount",
        Form.RANGE,
        _("Expected consideration"),
        _("Licence fee, price or project budget; leave an end empty when it is open."),
        least=0,
    ),
    KindField("currency", Form.CHOICE, _("Currency"), choices=currencies),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
TECHNOLOGY_NEED = (
    KEYWORDS,
    KindField(
        "requirements",
        Form.TEXT,
        _("Technical specification"),
        _("What a solution must achieve: values, standards, conditions of use."),
        needed=True,
    ),
    KindField(
        "tried",
        Form.TEXT,
        _("What was tried already"),
        _("Approaches that do not help, and why, so that nobody offers them again."),
    ),
    KindField(
        "trl",
        Form.RANGE,
        _("Technology readiness accepted"),
        _("From and to, 1 to 9 after ISO 16290; leave an end empty when it is open."),
        Part.TEASER,
        least=1,
        most=9,
    ),
    KindField(
        "ip",
        Form.CHOICES,
        _("Intellectual property accepted"),
        _("Leave empty when any state will do."),
        choices=terms("ip"),
    ),
    _PARTNER,
    _PARTNER_KINDS,
    _COOPERATION,
    KindField(
        "amount",
        Form.RANGE,
        _("Budget"),
        _("What you can pay for a solution; leave an end empty when it is open."),
        least=0,
    ),
    KindField("currency", Form.CHOICE, _("Currency"), choices=currencies),
    KindField(
        "solution_by",
        Form.DATE,
        _("Solution needed by"),
        _("The day by which it should work, if there is one."),
        Part.TEASER,
    ),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
