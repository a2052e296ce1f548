"""Error pages in the site's design; for 403 and 404 Django's own views take our templates.

Below /api/, where programs read them, errors are JSON.
"""

import logging

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


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
    return render(request, "400.html", status=400)


def server_error(request):
    """500. Falls back to a line of text where even the page cannot be made."""
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
