"""Lists as data: what the files and feeds of all floors have in common.

A view of a file or feed is the view of the list's page with `ListAsData` in front: the same
records, found by the same filters, in the same order.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.utils.translation import get_language
from django_filters import FilterSet

from core import csv as csv_files


def public_url(record) -> str:
    """The full address of the page of `record`, in the active language."""
    return settings.BASE_URL + record.get_absolute_url()


def slugs(records: Iterable) -> str:
    """The slugs of `records` in one cell, divided by spaces, alphabetical."""
    return " ".join(sorted(record.slug for record in records))


def slug_of(record) -> str:
    """The slug of `record`; empty for None."""
    return record.slug if record else ""


def query_of(request) -> str:
    """The filters chosen, as they stand after an address: “?state=poland”; empty without any.

    The page is none of them, nor is what was left empty.
    """
    chosen = request.GET.copy()
    chosen.pop("page", None)
    for name in list(chosen):
        chosen.setlist(name, list(filter(None, chosen.getlist(name))))
    return f"?{chosen.urlencode()}" if chosen.urlencode() else ""


def csv_response(
    name: str, columns: Mapping[str, Callable[[Any], object]], records: Iterable
) -> StreamingHttpResponse:
    """`records` as a CSV file called `name`, sent piece by piece."""
    return StreamingHttpResponse(
        csv_files.chunks(columns, records, get_language()),
        content_type=csv_files.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def refusal(filterset: FilterSet) -> HttpResponseBadRequest:
    """What `filterset` does not know, in a sentence for each value."""
    sentences = [
        f"{filterset.filters[name].label}: {error}\n"
        for name, errors in filterset.form.errors.items()
        for error in errors
    ]
    return HttpResponseBadRequest(sentences, content_type="text/plain; charset=utf-8")


class ListAsData:
    """In front of a FilterView: answers with data in place of its page.

    A value that a filter does not know is refused with a sentence, since a program would take
    an empty file for an answer.
    """

    def get(self, request, *args, **kwargs) -> HttpResponse:
        filterset = self.get_filterset(self.get_filterset_class())
        if not filterset.is_valid():
            return refusal(filterset)
        return self.render_data(filterset.qs)

    def render_data(self, queryset) -> HttpResponse:
        """The answer with the records of `queryset`, which are in the order of the list."""
        raise NotImplementedError


class CsvOfList(ListAsData):
    """The list as a CSV file, whose `columns` say by name what they hold of a record."""

    file_name: str
    columns: Mapping[str, Callable[[Any], object]]

    def render_data(self, queryset):
        return csv_response(self.file_name, self.columns, self.in_order(queryset))

    def in_order(self, queryset) -> Iterable:
        """The records, read piece by piece."""
        return queryset.iterator(chunk_size=500)
