"""Sample members and organisations, all invented, one account for every role.

They can sign in only where ``TWINBAY_SAMPLES`` is on, because their password is public.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.domain.consenting import give_consent
from twinbay.web.accounts.models import MemberOrganisation, Membership, PlatformRole, User
from twinbay.web.accounts.models.consent import PROFILE
from twinbay.web.permissions import OrganisationRole, Role

PASSWORD = "look around the twin bays"
DOMAIN = "sample.example"  # reserved for examples by RFC 2606


@dataclass(frozen=True)
class SampleOrganisation:
    """An invented organisation; ``key`` makes its id ``member:sample-<key>``."""

    key: str
    name: str
    name_zh: str
    kind: str
    region: str
    city: str
    about: str
    about_zh: str


@dataclass(frozen=True)
class SampleMember:
    """An invented person.

    Attributes:
        key: the part of the address before the ``@``.
        shown: what the account is for, on the sign-in page.
        organisation: key of the organisation the person acts for, empty for none.
        role: platform role, None for a plain member; ``region`` for cooperation officers.
        in_china: reads Chinese and keeps China's time; otherwise English and California's.
    """

    key: str
    name: str
    name_zh: str
    shown: object
    organisation: str = ""
    organisation_role: OrganisationRole = OrganisationRole.OWNER
    role: Role | None = None
    region: str = ""
    in_china: bool = False


ORGANISATIONS = (
    SampleOrganisation(
        "bay-university",
        "Sample Bay University",
        "示例湾区大学",
        "education",
        "sf-bay",
        "San Francisco",
        "An invented university, so that the platform can be tried.",
        "虚构的大学，仅供试用平台。",
    ),
    SampleOrganisation(
        "battery-lab",
        "Sample Battery Lab",
        "示例电池实验室",
        "research-institute",
        "gba",
        "Shenzhen",
        "An invented research institute, so that the platform can be tried.",
        "虚构的研究机构，仅供试用平台。",
    ),
    SampleOrganisation(
        "photonics",
        "Sample Photonics Company",
        "示例光子公司",
        "enterprise",
        "sf-bay",
        "Fremont",
        "An invented start-up, so that the platform can be tried.",
        "虚构的初创企业，仅供试用平台。",
    ),
    SampleOrganisation(
        "components",
        "Sample Delta Components",
        "示例三角洲元件公司",
        "enterprise",
        "gba",
        "Dongguan",
        "An invented manufacturer, so that the platform can be tried.",
        "虚构的制造企业，仅供试用平台。",
    ),
    SampleOrganisation(
        "golden-capital",
        "Sample Golden Capital",
        "示例金门资本",
        "investor",
        "sf-bay",
        "San Francisco",
        "An invented fund, so that the platform can be tried.",
        "虚构的基金，仅供试用平台。",
    ),
    SampleOrganisation(
        "pearl-ventures",
        "Sample Pearl Ventures",
        "示例珠江创投",
        "investor",
        "gba",
        "Guangzhou",
        "An invented fund, so that the platform can be tried.",
        "虚构的基金，仅供试用平台。",
    ),
)

_EDITOR, _VIEWER = OrganisationRole.EDITOR, OrganisationRole.VIEWER
MEMBERS = (
    SampleMember(
        "transfer.bay",
        "Sample Transfer Officer",
        "示例技术转移专员",
        _("Technology transfer officer of a university in the Bay Area"),
        "bay-university",
        role=Role.TRANSFER_OFFICER,
    ),
    SampleMember(
        "researcher.gba",
        "Sample Researcher",
        "示例研究员",
        _("Researcher who writes for a laboratory in Shenzhen"),
        "battery-lab",
        _EDITOR,
        in_china=True,
    ),
    SampleMember(
        "director.gba",
        "Sample Director",
        "示例主任",
        _("Owner of a laboratory's profile in Shenzhen"),
        "battery-lab",
        in_china=True,
    ),
    SampleMember(
        "startup.bay",
        "Sample Founder",
        "示例创始人",
        _("Founder of a start-up in Fremont"),
        "photonics",
    ),
    SampleMember(
        "company.gba",
        "Sample R&D Manager",
        "示例研发经理",
        _("Manager of a manufacturer in Dongguan"),
        "components",
        in_china=True,
    ),
    SampleMember(
        "viewer.gba",
        "Sample Viewer",
        "示例查看者",
        _("Colleague there who only reads"),
        "components",
        _VIEWER,
        in_china=True,
    ),
    SampleMember(
        "investor.bay",
        "Sample Investor",
        "示例投资人",
        _("Investor in San Francisco"),
        "golden-capital",
        role=Role.INVESTOR,
    ),
    SampleMember(
        "investor.gba",
        "Sample Co-investor",
        "示例联合投资人",
        _("Investor in Guangzhou"),
        "pearl-ventures",
        role=Role.INVESTOR,
        in_china=True,
    ),
    SampleMember(
        "officer.bay",
        "Sample Bay Officer",
        "示例旧金山湾区专员",
        _("Cooperation officer of the Bay Area"),
        role=Role.COOPERATION_OFFICER,
        region="sf-bay",
    ),
    SampleMember(
        "officer.gba",
        "Sample GBA Officer",
        "示例粤港澳大湾区专员",
        _("Cooperation officer of the Greater Bay Area"),
        role=Role.COOPERATION_OFFICER,
        region="gba",
        in_china=True,
    ),
    SampleMember(
        "administrator",
        "Sample Administrator",
        "示例管理员",
        _("Administrator of the platform"),
        role=Role.ADMINISTRATOR,
    ),
    SampleMember(
        "member",
        "Sample Member",
        "示例会员",
        _("New member without an organisation"),
    ),
)


def sample_email(key: str) -> str:
    """Return the address of a sample member."""
    return f"{key}@{DOMAIN}"


def sample_org_id(key: str) -> str:
    """Return the id of a sample organisation."""
    return f"member:sample-{key}"


@transaction.atomic
def make_samples() -> None:
    """Make the sample organisations and members; what is there already stays as it is."""
    organisations = {one.key: _organisation(one) for one in ORGANISATIONS}
    for member in MEMBERS:
        _member(member, organisations)


def _organisation(sample: SampleOrganisation) -> MemberOrganisation:
    made: MemberOrganisation
    made, _new = MemberOrganisation.objects.get_or_create(
        org_id=sample_org_id(sample.key),
        defaults={
            "name": sample.name,
            "name_zh": sample.name_zh,
            "kind": sample.kind,
            "region": sample.region,
            "city": sample.city,
            "about": sample.about,
            "about_zh": sample.about_zh,
            "verified_at": timezone.now(),
            "sample": True,
        },
    )
    return made


def _member(sample: SampleMember, organisations: dict[str, MemberOrganisation]) -> None:
    email = sample_email(sample.key)
    if User.objects.filter(email=email).exists():
        return
    user = User.objects.create_user(
        email,
        PASSWORD,
        name=sample.name,
        name_zh=sample.name_zh,
        language="zh-hans" if sample.in_china else "en",
        time_zone="Asia/Shanghai" if sample.in_china else "America/Los_Angeles",
        letters="never",
        sample=True,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    give_consent(user, PROFILE)
    if sample.organisation:
        Membership.objects.create(
            user=user,
            organisation=organisations[sample.organisation],
            role=sample.organisation_role.value,
            accepted_at=timezone.now(),
        )
    if sample.role:
        PlatformRole.objects.create(user=user, role=sample.role.value, region=sample.region)
