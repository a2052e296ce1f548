"""Public pages are the same for everyone, so that anyone may cache them and we render them once."""

import re
from threading import Lock
from weakref import WeakValueDictionary

from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from core.fingerprint import fingerprint
from core.models import ContentRevision

_NOT_PUBLIC = re.compile(r"^/(?:ru/)?(?:admin|nominate)(?:/|$)|^/(?:healthz|readyz)$")
KEEP_SECONDS = 3600
# Bytes; a longer file is made anew for each who asks.
MOST_KEPT = 2 * 2**20
# What gets smaller; a PDF, a workbook or a picture is packed already.
_TEXT = re.compile(r"text/|image/svg\+xml|application/(?:[\w.-]+\+)?(?:json|xml)")
_gzip = GZipMiddleware(HttpResponse)
# The pages that are being made: who asks for one of them meanwhile waits, and gets the same.
_making: WeakValueDictionary[str, Lock] = WeakValueDictionary()
_making_changes = Lock()


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

    No cookie gets in or out, whatever a browser sends: what is kept would hand the cookie that
    answers it to everybody.
    """

    def middleware(request):
        if not is_public(request.path_info):
            return get_response(request)
        request.COOKIES = {}
        request.META.pop("HTTP_COOKIE", None)
        if request.method not in ("GET", "HEAD"):
            refusal = HttpResponseNotAllowed(["GET", "HEAD"])
            refusal.content = render_to_string("405.html", request=request)
            return refusal
        request.content_revision = ContentRevision.current()
        today = timezone.now().date()
        key = fingerprint(request.content_revision, today, _canonical_address(request))
        etag = f'W/"{key[:32]}"'
        kept_as = f"page:{key}:{'gzip' if _takes_gzip(request) else ''}"
        response: HttpResponseBase | None
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        elif (response := _kept(request, kept_as)) is None:
            with _turn(kept_as):
                # Others may have waited for the same page, and it is there now.
                if (response := _kept(request, kept_as)) is None:
                    response = _compressed(request, get_response(request))
                    response.cookies.clear()
                    if response.status_code != 200:
                        return response
                    if request.method == "GET":
                        _keep(request, kept_as, response)
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return middleware


def _turn(key: str) -> Lock:
    """Held by the one who makes the page `key`."""
    with _making_changes:
        return _making.setdefault(key, Lock())


def _cache(request, name: str):
    return caches[f"{name}_with_query" if request.GET else name]


def _kept(request, key: str) -> HttpResponse | None:
    return _cache(request, "pages").get(key) or _cache(request, "files").get(key)


def _keep(request, key: str, response) -> None:
    """Keep a page, and a file that was made for this request; other streams cost little."""
    if not response.streaming:
        _cache(request, "pages").set(key, response, KEEP_SECONDS)
    elif getattr(response, "made_anew", False):
        if int(response.headers["Content-Length"]) > MOST_KEPT:
            return
        file = response.file_to_stream
        kept = HttpResponse(file.read(), headers=response.headers)
        _cache(request, "files").set(key, kept, KEEP_SECONDS)
        file.seek(0)


def _canonical_address(request) -> str:
    """What decides the answer: the path that is routed, and the query in one spelling.

    The same parameters in another order, repeated or encoded otherwise are the same page. The
    order of the values of one parameter stays: where one value is taken, it is the last.
    """
    query = QueryDict(mutable=True)
    for name, values in sorted(request.GET.lists()):
        query.setlist(name, list(reversed(dict.fromkeys(reversed(values)))))
    return f"{request.path_info}?{query.urlencode()}"


def _takes_gzip(request) -> bool:
    return bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))


def _compressed(request, response) -> HttpResponseBase:
    """`response`, compressed if it is text and the browser takes it so; streams stay streams."""
    if not _TEXT.match(response.headers.get("Content-Type", "")):
        return response
    return _gzip.process_response(request, response)
