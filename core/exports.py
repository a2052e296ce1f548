"""Lists as data: addresses, slugs and CSV files."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.translation import get_language

from core import csv as csv_files


def public_url(record) -> str:
    """The full address of the page of `record`, in the active language."""
    return settings.BASE_URL + record.get_absolute_url()


def slugs(records: Iterable) -> str:
    """The slugs of `records` in alphabetical order, separated by spaces, for one cell."""
    return " ".join(sorted(record.slug for record in records))


def slug_of(record) -> str:
    """The slug of `record`; empty for None."""
    return record.slug if record else ""


def query_of(request) -> str:
    """The filters chosen, as a query string: “?state=poland”. Empty if none is chosen.

    It leaves out the page number and parameters without a value.
    """
    chosen = request.GET.copy()
    chosen.pop("page", None)
    for name in list(chosen):
        chosen.setlist(name, list(filter(None, chosen.getlist(name))))
    query = chosen.urlencode()
    return f"?{query}" if query else ""


def csv_response(
    name: str, columns: Mapping[str, Callable[[Any], object]], records: Iterable
) -> StreamingHttpResponse:
    """`records` as a CSV file called `name`, sent piece by piece."""
    return StreamingHttpResponse(
        csv_files.chunks(columns, records, get_language()),
        content_type=csv_files.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
