"""What is known of an uploaded file."""

import uuid

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One uploaded file; the row and the bytes are never changed.

    Attributes:
        public_id: in addresses.
        name: as the uploader called it, made safe.
        media_type: found from the content, never what the browser said.
        size: in bytes.
        sha256: of the content, in hexadecimal.
        stored_name: random name below ``files/`` of the home folder.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=64, unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.name)
