"""The interface as a whole: ``/api/v1/``, its errors, its description in OpenAPI."""

import logging
from typing import Any

from django.core.exceptions import BadRequest, RequestAborted, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI

from twinbay import __version__
from twinbay.errors import ConfigurationError, LakeError, NotFoundError, TwinbayError
from twinbay.web.accounts.api.routes import router as accounts
from twinbay.web.api.access import Bearer
from twinbay.web.deals.api.routes import router as deals
from twinbay.web.deals.domain.problems import Refused
from twinbay.web.directory.api.routes import router as directory
from twinbay.web.files.domain.storing import FileRefused
from twinbay.web.notifications.api.routes import router as notifications
from twinbay.web.opportunities.api.routes import router as opportunities
from twinbay.web.opportunities.domain.refusals import StepRefused

logger = logging.getLogger(__name__)

DESCRIPTION = """\
Evidence about two regions is open to everybody. What members write needs a token
(`Authorization: Bearer …`), made on the page “Access for programs” of an account; it allows what
its scopes say and never more than its owner may do. What may not be seen does not exist: 404.
Lists come in pages (`limit`, `offset`; `next` leads on). An error says what was wrong in `detail`.
Texts that exist in two languages come in both."""

api = NinjaAPI(
    title="twinbay",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,  # its page needs scripts from elsewhere; openapi.json feeds any viewer
    auth=Bearer(),
)
api.add_router("", directory, auth=None, tags=["evidence"])
api.add_router("", accounts, tags=["accounts"])
api.add_router("", opportunities, tags=["opportunities"])
api.add_router("", deals, tags=["deals"])
api.add_router("", notifications, tags=["notifications"])

_STATUS = {
    NotFoundError: 404,
    ConfigurationError: 400,
    LakeError: 503,
    StepRefused: 409,
    FileRefused: 422,
}


@api.exception_handler(Refused)
def tell_blockers(request: Any, error: Refused) -> Any:
    """Answer why a deal stays as it is, and what stands in the way."""
    blockers = [one.value for one in error.blockers]
    content = {"detail": error.message(), "blockers": blockers}
    return api.create_response(request, content, status=409)


@api.exception_handler(TwinbayError)
def tell_error(request: Any, error: TwinbayError) -> Any:
    """Answer with what was wrong and what to do."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    if status >= 500:
        logger.warning("%s: %s", request.path, error)
        return api.create_response(request, {"detail": "the evidence is not ready"}, status=status)
    text = error.problem if status == 404 else error.message()
    return api.create_response(request, {"detail": text}, status=status)


@api.exception_handler(Http404)
def tell_missing(request: Any, error: Http404) -> Any:
    """Answer that there is nothing, or nothing to be seen."""
    return api.create_response(request, {"detail": "not found"}, status=404)


@api.exception_handler(BadRequest)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
@api.exception_handler(RequestAborted)
def tell_unreadable(request: Any, error: Exception) -> Any:
    """Answer that the request itself cannot be read."""
    return api.create_response(request, {"detail": "the request cannot be read"}, status=400)


@api.exception_handler(Exception)
def tell_failure(request: Any, error: Exception) -> Any:
    """Answer that it is our fault, and keep the traceback to ourselves."""
    logger.exception("%s failed", request.path)
    return api.create_response(request, {"detail": "something went wrong here"}, status=500)
