"""Tables of uploaded files."""

from twinbay.web.files.models.stored_file import StoredFile

__all__ = ["StoredFile"]
