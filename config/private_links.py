"""Pages under /nominate/: the token in their address opens them, so it must not get about.

No log line holds it, no browser hands it on as a referrer, no cache and no search engine keeps
the page.
"""

import logging
import re

_PRIVATE = re.compile(r"^/(?:ru/)?nominate(?:/|$)")
_TOKEN = re.compile(r"(nominate/)[^/\s?#\"']+")


def cut_tokens(text: str) -> str:
    """`text` with the token of each address under /nominate/ replaced by an ellipsis."""
    return _TOKEN.sub(r"\1…", text)


class CutTokens(logging.Filter):
    """Lets every record pass, without tokens in its message or traceback."""

    def filter(self, record):
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            # Arguments that do not fit their message: the handler tells so itself.
            return True
        if (cut := cut_tokens(message)) != message:
            record.msg, record.args = cut, None
        if record.exc_info and not record.exc_text:
            record.exc_text = cut_tokens(logging.Formatter().formatException(record.exc_info))
        return True


def private_links(get_response):
    """Keep the addresses and contents of pages under /nominate/ between browser and register.

    Stands before all other middleware, so that refusals and redirects are covered too.
    """

    def middleware(request):
        private = _PRIVATE.match(request.path_info)
        if not private:
            return get_response(request)
        _name_origin(request)
        response = get_response(request)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def _name_origin(request) -> None:
    """Say for the browser that a form comes from a page of ours.

    A page that gives no referrer posts its forms with `Origin: null`, which the protection
    against forged requests would refuse. Where the form comes from is told by Sec-Fetch-Site,
    which no script can set; browsers too old to tell are left to the other two guards, the
    form's own token and the address, which nobody else knows.
    """
    if (
        request.headers.get("Origin") == "null"
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    ):
        request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
