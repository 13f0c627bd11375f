"""Sending a stored file to a reader; the view that calls this has asked ``may`` before."""

from django.http import FileResponse, Http404

from twinbay.web.files.domain.storing import path_of
from twinbay.web.files.models import StoredFile


def file_response(stored: StoredFile) -> FileResponse:
    """Return a file as a download that no browser shows or guesses at.

    Raises:
        Http404: the bytes are not there.
    """
    try:
        content = path_of(stored).open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
