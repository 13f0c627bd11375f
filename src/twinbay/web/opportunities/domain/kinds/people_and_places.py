"""The fields of talent openings and of sites and projects; both have two directions."""

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

LOOKS = "looks"
"""The direction of a person who looks for an opening, and of a company that looks for a site."""
TALENT_DIRECTIONS = (
    ("opening", _("an opening: position, fellowship, professorship")),
    ("programme", _("a programme for several people")),
    (LOOKS, _("a person who looks for an opening")),
)
SITE_DIRECTIONS = (
    ("offers", _("a site or project is offered")),
    (LOOKS, _("a company looks for a site")),
)
DEGREES = (
    ("none", _("no degree needed")),
    ("bachelor", _("bachelor")),
    ("master", _("master")),
    ("doctorate", _("doctorate")),
    ("professor", _("professor or equivalent")),
)
SITE_TYPES = (
    ("land", _("land")),
    ("factory", _("factory or workshop")),
    ("laboratory", _("laboratory or office")),
    ("park", _("science or industrial park")),
    ("project", _("investment project that wants partners")),
)

TALENT = (
    KindField(
        "direction",
        Form.CHOICE,
        _("What it is"),
        _("A person who looks is shown only while consenting to it on the profile page."),
        Part.TEASER,
        needed=True,
        choices=listed(TALENT_DIRECTIONS),
    ),
    KEYWORDS,
    KindField(
        "requirements",
        Form.TEXT,
        _("Tasks and requirements"),
        _("For an opening what is to be done and must be known; for a person skills and wishes."),
        needed=True,
    ),
    KindField("degree", Form.CHOICE, _("Degree"), part=Part.TEASER, choices=listed(DEGREES)),
    KindField(
        "experience",
        Form.RANGE,
        _("Years of experience"),
        _("Wanted, or had."),
        Part.TEASER,
        least=0,
        most=70,
        unit=_("years"),
    ),
    KindField(
        "amount",
        Form.RANGE,
        _("Salary or grant a year"),
        _("Before tax; leave an end empty when it is open."),
        least=0,
    ),
    KindField("currency", Form.CHOICE, _("Currency"), choices=currencies),
    KindField(
        "benefits",
        Form.TEXT,
        _("Support and benefits"),
        _("Laboratory start-up money, housing, schools, visa, family."),
    ),
    KindField(
        "places", Form.WHOLE, _("Number of openings"), part=Part.TEASER, least=1, most=10_000
    ),
    KindField("starts_on", Form.DATE, _("Starts on"), part=Part.TEASER),
    KindField("apply_by", Form.DATE, _("Apply by"), part=Part.TEASER),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
SITE_PROJECT = (
    KindField(
        "direction",
        Form.CHOICE,
        _("What it is"),
        part=Part.TEASER,
        needed=True,
        choices=listed(SITE_DIRECTIONS),
    ),
    KEYWORDS,
    KindField(
        "site_types",
        Form.CHOICES,
        _("Type of site"),
        part=Part.TEASER,
        needed=True,
        choices=listed(SITE_TYPES),
    ),
    KindField(
        "area",
        Form.RANGE,
        _("Area"),
        _("Square metres of land or floor; leave an end empty when it is open."),
        Part.TEASER,
        least=0,
        unit="m²",
    ),
    KindField(
        "amount",
        Form.RANGE,
        _("Investment"),
        _("Expected of the company that comes, or planned by it."),
        Part.TEASER,
        least=0,
    ),
    KindField("currency", Form.CHOICE, _("Currency"), part=Part.TEASER, choices=currencies),
    KindField(
        "infrastructure",
        Form.TEXT,
        _("Infrastructure"),
        _("Power, water, gas, ports, roads, laboratories, suppliers nearby; or what is needed."),
    ),
    KindField(
        "incentives",
        Form.TEXT,
        _("Incentives"),
        _("Tax, rent, grants, talent schemes, with their conditions and legal basis."),
    ),
    KindField(
        "terms_of_use",
        Form.TEXT,
        _("Price, lease and permits"),
        _("What it costs, for how long it is given, and which permits there are."),
    ),
    KindField(
        "partners_wanted",
        Form.TEXT,
        _("Partners wanted"),
        _("Trades, technologies and sizes of company that fit."),
        needed=True,
    ),
    KindField("cooperation", Form.CHOICES, _("Types of cooperation"), choices=terms("cooperation")),
    KindField("available_from", Form.DATE, _("Available from"), part=Part.TEASER),
    LANGUAGES_SPOKEN,
    WANTED_REGIONS,
    EXCLUSIONS,
)
