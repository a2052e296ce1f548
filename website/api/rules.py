"""How every resource of the API answers: in what form, on what pages, how often.

Apart from `website.api.urls`, since the views there take these rules from the settings.
"""

import re

from django.conf import settings
from django.core.cache import caches
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.pagination import PageNumberPagination
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.utils.urls import replace_query_param

from core.throttling import client_key


class JsonAlone(BaseContentNegotiation):
    """JSON, whatever is asked for: one address has one answer, which any cache may keep."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class RecordPagination(PageNumberPagination):
    """Pages with their count, and links to the next and previous one, in the body and as `Link`."""

    page_query_param = "page"
    page_size_query_param = "page_size"
    page_size = 50
    max_page_size = 200
    last_page_strings = ()
    invalid_page_message = "There is no such page. Follow `next` from the first one."
    page_query_description = "Number of the page, from 1."
    page_size_query_description = f"Records a page, up to {max_page_size}."

    def get_page_size(self, request):
        text = request.query_params.get(self.page_size_query_param) or str(self.page_size)
        if re.fullmatch("[0-9]{1,3}", text) and 1 <= int(text) <= self.max_page_size:
            return int(text)
        sentence = f"Give a whole number from 1 to {self.max_page_size}."
        raise ValidationError({self.page_size_query_param: [sentence]})

    def get_next_link(self):
        return self._address_of(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self):
        if not self.page.has_previous():
            return None
        return self._address_of(self.page.previous_page_number())

    def _address_of(self, number: int) -> str:
        here = settings.BASE_URL + self.request.get_full_path()
        return replace_query_param(here, self.page_query_param, number)

    def get_paginated_response(self, data):
        response = super().get_paginated_response(data)
        links = {"next": self.get_next_link(), "prev": self.get_previous_link()}
        if found := ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url):
            response.headers["Link"] = found
        return response

    def get_schema_operation_parameters(self, view):
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1
        size = parameters[-1]
        size["schema"] |= {"maximum": self.max_page_size, "default": self.page_size}
        return parameters

    def get_paginated_response_schema(self, schema):
        paginated = super().get_paginated_response_schema(schema)
        paginated["required"] = list(paginated["properties"])
        return paginated


class PerClient(SimpleRateThrottle):
    """So many answers that have to be made, by client. Kept and revalidated ones do not count."""

    cache = caches["counters"]

    def get_rate(self):
        return settings.API_RATE

    def get_cache_key(self, request, view):
        return f"api:{client_key(request)}"
