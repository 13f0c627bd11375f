"""The kinds of notification of this room; found by the notifications themselves."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.notifications.domain import register

register("interest-received", _("%(organisation)s would like to talk to you: %(title)s"))
register("interest-accepted", _("%(organisation)s accepted your interest: %(title)s"))
register("interest-declined", _("%(organisation)s declined your interest: %(title)s"))
register("message-received", _("New message from %(organisation)s: %(title)s"))
register("deal-stage", _("%(organisation)s moved a deal to another stage: %(title)s"))
register("deal-changed", _("%(organisation)s changed a deal: %(title)s"))
register("deal-step", _("%(organisation)s asks you to see to the next step: %(title)s"))
register("deal-step-soon", _("The next step is in a few days: %(title)s"))
register("deal-step-today", _("The next step is today: %(title)s"))
register("deal-step-overdue", _("The next step is overdue: %(title)s"))
register("deal-invitation", _("%(organisation)s invites you to share a deal: %(title)s"))
register("deal-admission", _("%(organisation)s wants to let another party read along: %(title)s"))
