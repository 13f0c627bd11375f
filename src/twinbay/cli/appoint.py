"""``twinbay appoint``: give a platform role from the machine, such as the first administrator's."""

import argparse
from typing import Any

from twinbay.cli.serve import prepare_platform
from twinbay.errors import ConfigurationError, NotFoundError


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "appoint",
        help="give a member a role on the platform",
        description="Give a member who has confirmed an e-mail address a role on the platform. The "
        "first administrator is appointed so; afterwards the page of roles does the same.",
        epilog="examples:\n"
        "  twinbay appoint you@example.org administrator\n"
        "  twinbay appoint officer@example.org cooperation_officer --region gba\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("email", help="a confirmed e-mail address of the member")
    parser.add_argument(
        "role",
        choices=["administrator", "cooperation_officer", "investor", "transfer_officer"],
        help="the role",
    )
    parser.add_argument("--region", default="", help="region id, for a cooperation officer")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Give the role; the member is told, and the audit trail has it."""
    prepare_platform()
    from twinbay.web.accounts.domain.refusing import Refused
    from twinbay.web.accounts.domain.roles import grant
    from twinbay.web.accounts.queries.people import person_with_address
    from twinbay.web.current_lake import configured_pair
    from twinbay.web.permissions import Role

    role = Role(options.role)
    regions = [region.region_id for region in configured_pair().regions]
    wanted = regions if role is Role.COOPERATION_OFFICER else [""]
    if options.region not in wanted:
        raise ConfigurationError(
            f"{options.region!r} does not go with the role {role.value}",
            where="--region",
            remedy=f"Give one of: {', '.join(regions)}." if wanted != [""] else "Leave it out.",
        )
    person = person_with_address(options.email)
    if person is None:
        raise NotFoundError(
            f"no member has confirmed {options.email}",
            remedy="Sign up on the site and follow the link in the letter first.",
        )
    try:
        grant(person, role, options.region, None)
    except Refused as refused:
        raise ConfigurationError(str(refused.text), where=options.email) from None
    print(f"{options.email} is now {role.value} {options.region}".rstrip())
    return 0
