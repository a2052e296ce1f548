"""The public participant list of an event: page, files and charts."""

from collections.abc import Iterable
from itertools import groupby

from django.core.paginator import Page
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.pages import page_of
from events.list_responses import ROWS_A_PAGE, chart_of, file_response, too_long
from events.models import Event
from events.participant_list import Audience, ParticipantList, Row
from events.participant_list.errors import TooLong
from events.participant_list.writers import formats_for


@require_safe
def participant_list(request, slug: str):
    """The participants as the public may see them: names with a basis, the others as a number."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    participants = ParticipantList(event, Audience.PUBLIC, get_language())
    page = page_of(request, participants, ROWS_A_PAGE)
    return render(
        request,
        "website/events/participant_list.html",
        {
            "event": event,
            "participants": participants,
            "page_obj": page,
            "sections": _sections(page),
            "file_formats": formats_for(participants),
            "plain_capacity": participants.plain_capacity,
        },
    )


@require_safe
def participant_file(request, slug: str, file_format: str):
    """The same as a file, in the language of the path."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    participants = ParticipantList(event, Audience.PUBLIC, get_language())
    try:
        return file_response(request, participants, file_format)
    except TooLong as error:
        spreadsheet = reverse("participant_file", args=[slug, "xlsx"])
        return too_long(request, event, error, spreadsheet)


@require_safe
def participant_chart(request, slug: str, table: str):
    """One table of the public list's statistics as a chart."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    return chart_of(ParticipantList(event, Audience.PUBLIC, get_language()), table)


def _sections(page: Page) -> list[dict]:
    """The rows of `page` under their delegations, and these under their sections."""
    first = page.start_index() - 1
    return [
        {
            "title": title,
            "delegations": [
                {"listed": listed, "rows": list(rows), "continued": listed.first < first}
                for listed, rows in _by_delegation(section)
            ],
        }
        for title, section in groupby(page, key=lambda row: row.listed.section)
    ]


def _by_delegation(rows: Iterable[Row]):
    for _pk, group in groupby(rows, key=lambda row: row.listed.pk):
        people = list(group)
        yield people[0].listed, people
