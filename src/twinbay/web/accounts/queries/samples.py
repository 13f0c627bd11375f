"""The sample accounts on the sign-in page."""

from django.conf import settings

from twinbay.web.accounts.models import User


def listed_samples(language: str) -> list[dict[str, str]]:
    """Return role, name, address and password of the samples; none where samples are off.

    Arguments:
        language: code of the language of their names.
    """
    if not settings.TWINBAY_SAMPLES:
        return []
    from twinbay.web.accounts.samples import MEMBERS, PASSWORD, sample_email

    made = {user.email: user for user in User.objects.filter(sample=True, is_active=True)}
    return [
        {
            "role": str(member.shown),
            "name": made[email].name_in(language),
            "email": email,
            "password": PASSWORD,
        }
        for member in MEMBERS
        if (email := sample_email(member.key)) in made
    ]
