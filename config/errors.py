"""Error pages in the site's design; for 403 and 404 Django's own views take our templates.

Below /api/, where programs read them, errors are JSON.
"""

import errno
import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.turns import TooBusy
from core.typed import typed_again

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def is_api(request) -> bool:
    """Whether a program asks."""
    return request.path_info.startswith("/api/")


def api_error(status: int, sentence: str) -> JsonResponse:
    """An error as those of the API are."""
    return JsonResponse({"detail": sentence}, status=status)


def bad_request(request, exception=None):
    """400. Django's own view renders without the request, which the page needs."""
    if is_api(request):
        return api_error(400, "This address cannot be read. Check it for what is not text.")
    too_large = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_large": too_large}, status=400)


def server_error(request):
    """500. Falls back to a line of text where even the page cannot be made.

    Where the database is away or busy, which middleware meets too, it is 503.
    """
    if is_busy(sys.exc_info()[1]):
        return busy(request)
    if is_api(request):
        return api_error(500, "Something went wrong on our side. Try again in a few minutes.")
    try:
        return render(request, "500.html", status=500)
    except Exception:
        logger.exception("The page for server errors could not be made")
        return HttpResponse(
            _("Something went wrong on our side. Please try again in a few minutes."),
            content_type="text/plain; charset=utf-8",
            status=500,
        )


def is_busy(error: BaseException | None) -> bool:
    """Whether `error` says that the database, the disk or this process does not take it now."""
    if isinstance(error, OSError):
        return error.errno in _DISK
    return isinstance(error, (OperationalError, InterfaceError, TooBusy))


def busy(request):
    """503: the page of `request`, with what was typed in it, to be sent again."""
    response: HttpResponse
    if is_api(request):
        response = api_error(503, "The register cannot answer now. Try again in a few seconds.")
    else:
        response = render(request, "503.html", typed_again(request), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request, reason=""):
    """403: the form was open for too long or is not ours.

    What was typed is kept only where the browser says that a page of ours sent it: else another
    site could have its own values sent by a click on this page.
    """
    ours = request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = typed_again(request, new_token=True) if ours else {}
    if ours and _is_signed_out(request):
        # With its cookies a browser has lost the sign-in too: sent again without one, the text
        # would be lost.
        context["sign_in"] = reverse("admin:login")
    return render(request, "403_csrf.html", context, status=403)


def _is_signed_out(request) -> bool:
    """Whether a page of staff is asked for without a sign-in, which is not the one to sign in."""
    of_staff = request.path.startswith(reverse("admin:index"))
    signs_in = request.path == reverse("admin:login")
    return of_staff and not signs_in and not request.user.is_authenticated
