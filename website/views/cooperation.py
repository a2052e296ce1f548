"""The cooperation matrix: states by topics, as a page and as a file."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from core.exports import csv_response
from core.pages import page_of
from events.models import Event
from topics.models import Topic
from website.cooperation import Cooperation, Matrix
from website.filters.events import CooperationFilterSet
from website.views.lists import COOPERATION, refused

STATES_ON_A_PAGE = 30
# Of each state with a cell of the matrix.
COLUMNS = {
    "state": lambda line: line[0].slug,
    "name": lambda line: line[0].name,
    "iso3": lambda line: line[0].iso3,
    "topic": lambda line: line[1].topic.slug,
    "topic_name": lambda line: line[1].topic.name,
    "events": lambda line: line[1].events,
    "contributions": lambda line: line[1].contributions,
    "url": lambda line: f"{settings.BASE_URL}{reverse('event_list')}?{line[1].query}",
}


def cooperation(request):
    """How many events and contributions each state has had on each topic."""
    filterset, matrix = _matrix(request)
    page = page_of(request, matrix.states if matrix else [], STATES_ON_A_PAGE)
    return render(
        request,
        "website/events/cooperation.html",
        {
            "filter": filterset,
            "public_list": COOPERATION,
            "paginator": page.paginator,
            "page_obj": page,
            "columns": matrix.columns if matrix else [],
            "rows": list(matrix.rows(page)) if matrix else [],
        },
    )


def cooperation_csv(request):
    """The same as CSV, a line for each state and topic, with the address of the events."""
    filterset, matrix = _matrix(request)
    if refusal := refused(filterset):
        return refusal
    lines = ((row.state, cell) for row in matrix.rows(matrix.states) for cell in row.cells)
    return csv_response("cooperation", COLUMNS, lines)


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
