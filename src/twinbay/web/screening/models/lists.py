"""The lists in use, and which parties were compared with them."""

from typing import ClassVar

from django.db import models


class LoadedList(models.Model):
    """A version of a list of restricted parties; the newest of each name is in use.

    Attributes:
        name: the same from one version to the next.
        version: SHA-256 of its entries.
        file: path of the kept file within ``screening/`` of the home folder.
        left_out: rows that could not be read.
        loaded_by: who loaded it, as the operator's account is called.
    """

    name = models.CharField(max_length=200)
    version = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    entries = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    published = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.version[:12]}"


class ScreenedParty(models.Model):
    """That a party was compared with the lists in use.

    Attributes:
        party: ``organisation:<key>`` or ``person:<key>``.
        state: hash of its names and of the versions of the lists; another one means: again.
    """

    party = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=64)
    screened_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.party)
