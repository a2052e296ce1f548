"""The cooperation matrix: states by topics, as a page and as a file."""

import csv
from collections.abc import Iterator

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.cooperation import Cooperation, Matrix, Row
from events.filters import CooperationFilterSet
from events.models import Event
from events.participant_list.writers.csv import CONTENT_TYPE, escape
from topics.models import Topic

STATES_ON_A_PAGE = 30


@require_safe
def cooperation(request):
    """How many events and contributions each state has had on each topic."""
    filterset, matrix = _matrix(request)
    paginator = Paginator(matrix.states if matrix else [], STATES_ON_A_PAGE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("There is no such page.")) from error
    return render(
        request,
        "events/cooperation.html",
        {
            "filter": filterset,
            "paginator": paginator,
            "page_obj": page,
            "columns": matrix.columns if matrix else [],
            "rows": list(matrix.rows(page)) if matrix else [],
            "query": _without_page(request),
        },
    )


@require_safe
def cooperation_file(request):
    """The same as CSV, one line for each state and topic, with the address of the events."""
    _filterset, matrix = _matrix(request)
    response = HttpResponse(content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="cooperation.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [_("Country"), _("ISO code"), _("Topic"), _("Events"), _("Contributions"), _("Address")]
    )
    if matrix:
        writer.writerows(_lines(matrix.rows(matrix.states)))
    return response


def _lines(rows: Iterator[Row]) -> Iterator[list]:
    events = settings.BASE_URL + reverse("event_list")
    for row in rows:
        name, code = escape(row.state.marked_name), row.state.iso3 or ""
        for cell in row.cells:
            yield [
                *(name, code, escape(cell.topic.name), cell.events, cell.contributions),
                f"{events}?{cell.query}",
            ]


def _matrix(request) -> tuple[CooperationFilterSet, Matrix | None]:
    """The filters, and the matrix that they leave; none where a filter is not valid."""
    published = Event.objects.published().latest_first()
    filterset = CooperationFilterSet(request.GET, queryset=published, request=request)
    if not filterset.is_valid():
        return filterset, None
    chosen = filterset.chosen
    return filterset, Matrix(
        Cooperation.at(filterset.revision), chosen, Topic.objects.opened_at(chosen["topic"])
    )


def _without_page(request) -> str:
    data = request.GET.copy()
    data.pop("page", None)
    return data.urlencode()
