"""People who sign in, and what they do for the platform as a whole."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from twinbay.web.permissions import GRANTED_ROLES, Role

LANGUAGES = (("en", "English"), ("zh-hans", "中文"))
AT_ONCE, DAILY, NEVER = "at-once", "daily", "never"
LETTERS = ((AT_ONCE, _("at once")), (DAILY, _("once a day")), (NEVER, _("never")))


class UserManager(BaseUserManager):
    """Makes users, who are known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """Return a new user; without a password none can be used to sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """Return a new administrator of the machine."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in with an e-mail address.

    Attributes:
        public_id: names the person in addresses.
        email: unique, in small letters.
        name, name_zh: how the person is called; either may be empty.
        headline, headline_zh: what the person does, in a line; shown with the profile.
        spoken: codes of the languages the person speaks (``forms.profile.SPOKEN``).
        person_id: id of the person in the evidence (``person:...``), empty for none.
        language: of letters, ``en`` or ``zh-hans``; of pages where the address names none.
        time_zone: IANA name; times are shown in it.
        letters: how often notifications are also sent by e-mail.
        sample: made for trying things out; can sign in only where samples are on.
        erased_at: since when the person's data are erased.
    """

    username = None
    first_name = None
    last_name = None
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name in English"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    headline = models.CharField(_("headline in English"), max_length=300, blank=True)
    headline_zh = models.CharField(_("headline in Chinese"), max_length=300, blank=True)
    spoken = models.JSONField(default=list, blank=True)
    person_id = models.CharField(max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    letters = models.CharField(_("letters"), max_length=10, choices=LETTERS, default=AT_ONCE)
    sample = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    def __str__(self) -> str:
        return str(self.name or self.name_zh or self.email)

    def save(self, *arguments: Any, **more: Any) -> None:
        """Store the person; that somebody signed in is no change of the record.

        Sign-ins are kept as events of their own (``SecurityEvent``).
        """
        if set(more.get("update_fields") or ()) != {"last_login"}:
            super().save(*arguments, **more)
            return
        self.skip_history_when_saving = True
        try:
            super().save(*arguments, **more)
        finally:
            del self.skip_history_when_saving

    def name_in(self, language: str) -> str:
        """Return the name in a language, else in the other one; empty when there is none."""
        chinese = language == "zh-hans"
        return str((self.name_zh or self.name) if chinese else (self.name or self.name_zh))


class PlatformRole(models.Model):
    """A role that an administrator gave to a person; ended, never deleted.

    Attributes:
        public_id: names the role in addresses.
        role: one of ``permissions.GRANTED_ROLES``.
        region: id of the region of a cooperation officer; empty for other roles.
        ended_at: since when the role is over.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="platform_roles")
    role = models.CharField(max_length=32, choices=[(r.value, r.value) for r in GRANTED_ROLES])
    region = models.CharField(max_length=64, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """A role is held once at a time, and regions belong to cooperation officers only."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=models.Q(ended_at=None),
                name="role_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.COOPERATION_OFFICER.value) ^ models.Q(region=""),
                name="officers_have_a_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} {self.region}".strip()
