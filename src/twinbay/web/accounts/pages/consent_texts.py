"""The texts that people agree to; change ``domain.consenting.WORDING`` with them."""

from django.utils.translation import gettext_lazy as _

from twinbay.web.accounts.models.consent import DIGEST, PROFILE, TALENT

CONSENT_TEXTS = {
    PROFILE: _(
        "Members of the platform may see my name, headline, languages, organisations and the link"
        " to my works in the evidence. My e-mail address is not shown."
    ),
    TALENT: _(
        "Members who publish openings may see that I look for one, with the same particulars as my"
        " profile, and may write to me on the platform."
    ),
    DIGEST: _(
        "The platform may compute suggestions from what my organisations publish and follow, and"
        " send them to me by e-mail."
    ),
}
