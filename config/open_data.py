"""The API and the files of lists: read-only, and open to the scripts of any other site."""

import re

from django.conf import settings
from django.http import HttpResponse

from config.caching import is_public
from config.errors import api_error, is_api

FILES = (".csv", ".ics", ".atom")
# Lists of names are for people: no script of another site reads them, no search engine lists them.
NAMES = re.compile(r"/participants(?:\.\w+|/)$")
METHODS = ["GET", "HEAD", "OPTIONS"]
# No credentials: there are none to send, and nothing that depends on them.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    # Beside those that every script may send.
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def open_data(get_response):
    """Tell browsers that any site's script may read this, errors too, and answer when they ask."""

    def middleware(request):
        path = request.path_info
        if NAMES.search(path):
            response = get_response(request)
            response.headers["X-Robots-Tag"] = "noindex"
            return response
        if not (is_api(request) or (path.endswith(FILES) and is_public(path))):
            return get_response(request)
        if is_api(request) and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            response = api_error(403, "Use https: over http anybody on the way can read along.")
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": ", ".join(METHODS), **PREFLIGHT})
        elif is_api(request) and request.method not in METHODS:
            response = api_error(405, "The API can only be read: send GET or HEAD.")
            response.headers["Allow"] = ", ".join(METHODS)
        else:
            response = get_response(request)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return middleware
