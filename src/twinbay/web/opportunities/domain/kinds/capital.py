"""The fields of capital offered and capital sought."""

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
    terms,
)

INSTRUMENTS = (
    ("equity", _("equity")),
    ("convertible", _("convertible loan")),
    ("debt", _("loan")),
    ("grant", _("grant")),
    ("project-finance", _("project finance")),
)
ROLES = (
    ("lead", _("leads rounds")),
    ("follow", _("follows others")),
    ("either", _("leads or follows")),
)

CAPITAL_OFFERED = (
    KEYWORDS,
    KindField(
        "stages",
        Form.CHOICES,
        _("Stages invested in"),
        _("Start-ups of other stages are not suggested."),
        Part.TEASER,
        needed=True,
        choices=terms("stages"),
    ),
    KindField(
        "amount",
        Form.RANGE,
        _("Ticket"),
        _("Smallest and largest first investment; leave an end empty when it is open."),
        Part.TEASER,
        needed=True,
        least=0,
    ),
    KindField(
        "currency", Form.CHOICE, _("Currency"), part=Part.TEASER, needed=True, choices=currencies
    ),
    KindField(
        "instruments",
        Form.CHOICES,
        _("Instruments"),
        part=Part.TEASER,
        choices=listed(INSTRUMENTS),
    ),
    KindField("role", Form.CHOICE, _("Role in a round"), choices=listed(ROLES)),
    KindField(
        "fund_size",
        Form.WHOLE,
        _("Size of the fund"),
        _("In the currency above."),
        least=0,
    ),
    KindField(
        "support",
        Form.TEXT,
        _("What you bring besides money"),
        _("Network, customers, laboratories, help with settling in your region."),
    ),
    KindField(
        "criteria",
        Form.TEXT,
        _("Criteria and process"),
        _("What you look at first, who decides, and how long it takes."),
    ),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
CAPITAL_SOUGHT = (
    KEYWORDS,
    KindField(
        "stage",
        Form.CHOICE,
        _("Round"),
        part=Part.TEASER,
        needed=True,
        choices=terms("stages"),
    ),
    KindField(
        "amount",
        Form.RANGE,
        _("Amount sought"),
        _("Leave an end empty when it is open."),
        Part.TEASER,
        needed=True,
        least=0,
    ),
    KindField(
        "currency", Form.CHOICE, _("Currency"), part=Part.TEASER, needed=True, choices=currencies
    ),
    KindField(
        "instruments",
        Form.CHOICES,
        _("Instruments"),
        part=Part.TEASER,
        choices=listed(INSTRUMENTS),
    ),
    KindField(
        "use",
        Form.TEXT,
        _("Use of the money"),
        _("What it pays for, and what is reached with it by when."),
        needed=True,
    ),
    KindField(
        "traction",
        Form.TEXT,
        _("Traction"),
        _("Customers, revenue, pilots, approvals, patents: what can be shown today."),
        needed=True,
    ),
    KindField("market", Form.TEXT, _("Market and competitors")),
    KindField("team", Form.TEXT, _("Team"), _("Roles and experience; names are not needed.")),
    KindField("founded", Form.WHOLE, _("Founded in"), part=Part.TEASER, least=1800, most=2100),
    KindField("employees", Form.WHOLE, _("Employees"), least=0),
    KindField(
        "revenue",
        Form.WHOLE,
        _("Revenue of the last twelve months"),
        _("In the currency above."),
        least=0,
    ),
    KindField(
        "raised",
        Form.WHOLE,
        _("Raised so far"),
        _("In the currency above."),
        least=0,
    ),
    KindField(
        "trl",
        Form.WHOLE,
        _("Technology readiness level"),
        _("1 (principle observed) to 9 (proven in operation), after ISO 16290."),
        Part.TEASER,
        least=1,
        most=9,
    ),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
