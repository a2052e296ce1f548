"""Lists as data: addresses, slugs and CSV files."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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


def query_of(chosen: QueryDict, names: Iterable[str] | None = None) -> str:
    """The filters `chosen` as a query string: “?state=poland”. Empty if none is chosen.

    It leaves out the page number and parameters without a value, and with `names` all that are
    not among these.
    """
    kept = chosen.copy()
    kept.pop("page", None)
    for name in list(kept):
        values = list(filter(None, kept.getlist(name)))
        kept.setlist(name, values if names is None or name in names else [])
    query = kept.urlencode()
    return f"?{query}" if query else ""


def unknown_parameters(chosen: QueryDict, names: Iterable[str]) -> list[str]:
    """A sentence for each parameter that is neither one of `names` nor `page`, as pages say it.

    A misspelt filter would otherwise look like a list without that filter.
    """
    names = list(names)
    known = ", ".join(names)
    return [
        _("There is no filter “%(name)s” here. The filters are: %(known)s.")
        % {"name": name[:80], "known": known}
        if known
        else _("There is no filter “%(name)s” here: this address takes none.") % {"name": name[:80]}
        for name in chosen
        if name not in names and name != "page"
    ]


def csv_response(
    name: str, columns: Mapping[str, Callable[[Any], object]], records: Iterable
) -> StreamingHttpResponse:
    """`records` as a CSV file called `name`, sent piece by piece."""
    return StreamingHttpResponse(
        csv_files.chunks(columns, records, get_language()),
        content_type=csv_files.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
