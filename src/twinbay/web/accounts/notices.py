"""What members are told about accounts and organisations."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.notifications.domain import register

register("invitation", _("You are invited to act for %(organisation)s."))
register("invitation-accepted", _("%(person)s now acts for %(organisation)s."))
register("membership-ended", _("You do not act for %(organisation)s any more."))
register("claim-waits", _("%(person)s wants to act for %(organisation)s; decide on it."))
register("claim-accepted", _("You now act for %(organisation)s."))
register("claim-declined", _("Your wish to act for %(organisation)s was declined: %(reason)s"))
register("role-given", _("You have a new role on the platform: %(role)s."))
register("role-ended", _("You do not have this role on the platform any more: %(role)s."))
