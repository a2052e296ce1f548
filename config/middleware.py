"""What every request passes: hostile bytes refused, and the language of the path."""

from django.conf import settings
from django.utils import translation

from config.errors import bad_request


def language_of_the_path(get_response):
    """Speak Russian under /ru/ and English elsewhere.

    Django's own LocaleMiddleware would also vary each English page by the Accept-Language
    header, which keeps shared caches from holding it.
    """

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def refuse_nul_bytes(get_response):
    """Answer 400 to a NUL byte in the path or the query, which PostgreSQL cannot hold."""

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return get_response(request)

    return middleware
