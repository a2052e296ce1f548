"""Public pages are the same for everyone, so that anyone may cache them and we render them once."""

import re

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from core.fingerprint import fingerprint
from core.models import ContentRevision

_NOT_PUBLIC = re.compile(r"^/(?:ru/)?(?:admin|nominate)(?:/|$)|^/(?:healthz|readyz)$")
KEEP_SECONDS = 3600
# What gets smaller; a PDF, a workbook or a picture is packed already.
_TEXT = re.compile(r"text/|image/svg\+xml|application/(?:[\w.-]+\+)?(?:json|xml)")
_gzip = GZipMiddleware(HttpResponse)


def is_public(path: str) -> bool:
    """Whether `path` is of the public site, where nobody is signed in and nothing is sent."""
    return not _NOT_PUBLIC.match(path)


def public_pages(get_response):
    """Serve public pages read-only, revalidated by ETag, and rendered once per content revision.

    A change of any public content, such as a withdrawn consent, makes every copy stale at once:
    caches outside must ask before each use, and ours is keyed by the revision. The day is part
    of the key, since pages speak of today.

    Pages are compressed here, once for all who ask, and no others are: a page that holds a secret
    must not be, since its length would tell of it.
    """

    def middleware(request):
        if not is_public(request.path_info):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            response = HttpResponseNotAllowed(["GET", "HEAD"])
            response.content = render_to_string("405.html", request=request)
            return response
        request.content_revision = ContentRevision.current()
        today = timezone.now().date()
        key = fingerprint(request.content_revision, today, request.get_full_path())
        etag = f'W/"{key[:32]}"'
        kept_as = f"page:{key}:{'gzip' if _takes_gzip(request) else ''}"
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        elif (response := cache.get(kept_as)) is None:
            response = _compressed(request, get_response(request))
            if response.status_code != 200:
                return response
            if not response.streaming and request.method == "GET":
                cache.set(kept_as, response, KEEP_SECONDS)
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return middleware


def _takes_gzip(request) -> bool:
    return bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))


def _compressed(request, response):
    """`response`, compressed if it is text and the browser takes it so; streams stay streams."""
    if not _TEXT.match(response.headers.get("Content-Type", "")):
        return response
    return _gzip.process_response(request, response)
