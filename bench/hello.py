"""The floor of every page: the least that Django can answer."""

from django.http import HttpResponse


def hello(get_response):
    """Answer /hello before any other middleware sees the request."""

    def middleware(request):
        if request.path_info == "/hello":
            return HttpResponse("hello")
        return get_response(request)

    return middleware
