"""Participant lists: the public's page and files, and those of staff, all from the same rows."""

from collections.abc import Iterable
from itertools import groupby
from tempfile import TemporaryFile
from urllib.parse import quote

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Count
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBadRequest,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.models import Delegate, Event
from events.participant_list import Audience, ParticipantList, ParticipantListError, Row
from events.participant_list.columns import Column, headers
from events.participant_list.document import MOST_ROWS, refuse_too_long
from events.participant_list.errors import TooLong
from events.participant_list.exports import record_export
from events.participant_list.languages import list_languages
from events.participant_list.writers import DOCUMENTS, WRITERS, csv, file_names, formats_for
from events.views.list_choice import list_choice, presets_for
from participants.charts import bars, chart_response

ROWS_A_PAGE = 500


# --- For the public -------------------------------------------------------------------------
@require_safe
def participant_list(request, slug: str):
    """Who came, as the public may see it: names with a recorded basis, the others as a number."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    participants = ParticipantList(event, Audience.PUBLIC, get_language())
    page = _page(request, participants)
    return render(
        request,
        "events/participant_list.html",
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


# --- For staff ------------------------------------------------------------------------------
@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def staff_participant_list(request, event: Event):
    """The full list, row by row and cell by cell as its files have it."""
    try:
        choice = list_choice(request.GET, event, request.user)
    except ParticipantListError as error:
        return refusal(error)
    participants, columns = choice.participants, choice.shown_columns
    page = _page(request, participants)
    return render(
        request,
        "admin/events/event/participants.html",
        {
            **admin.site.each_context(request),
            "title": _("Participant list"),
            "opts": Event._meta,
            "event": event,
            "choice": choice,
            "presets": presets_for(participants.audience),
            "list_languages": list_languages(),
            "issue": participants.issue,
            "participants": participants,
            "headers": headers(columns, participants.language),
            "rows": [[row[column.field] for column in columns] for row in page],
            "page_obj": page,
            "statuses": _numbers_by_status(participants),
            "named_publicly": Delegate.objects.public().filter(delegation__event=event).count(),
            "file_formats": formats_for(participants),
            "most_rows": MOST_ROWS,
            "versions": event.issued_lists.select_related("issued_by").order_by("-number"),
        },
    )


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def staff_participant_file(request, event: Event, file_format: str):
    """The full list as a file. That it was taken is recorded before its first byte leaves."""
    try:
        choice = list_choice(request.GET, event, request.user)
        response = file_response(request, choice.participants, file_format, choice.columns)
    except TooLong as error:
        address = reverse("admin:events_event_participants_file", args=[event.pk, "xlsx"])
        return too_long(request, event, error, f"{address}?{choice.query}")
    except ParticipantListError as error:
        return refusal(error)
    if request.method == "GET":
        record_export(request.user, choice.participants, file_format)
    return response


def refusal(error: Exception) -> HttpResponse:
    """The sentence that says why there is no list as asked for."""
    return HttpResponseBadRequest(f"{error}\n", content_type="text/plain; charset=utf-8")


def _numbers_by_status(participants: ParticipantList) -> list[tuple[str, int]]:
    """How many in the list are nominated, confirmed and so on; without the statuses of nobody."""
    people = participants.people.filter(delegation__event=participants.event).order_by()
    numbers = dict(people.values_list("status").annotate(Count("pk")))
    return [
        (label, numbers[status]) for status, label in Delegate.Status.choices if status in numbers
    ]


# --- For both -------------------------------------------------------------------------------
def _page(request, participants: ParticipantList) -> Page:
    try:
        return Paginator(participants, ROWS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("The list has no such page.")) from error


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


def file_response(
    request,
    participants: ParticipantList,
    file_format: str,
    columns: list[Column] | None = None,
) -> HttpResponse:
    """`participants` as a download; `TooLong` says where none of this format is made."""
    if file_format not in WRITERS:
        raise Http404(_("There is no participant list in this format."))
    if file_format in DOCUMENTS:
        refuse_too_long(participants, file_format)
    writer = WRITERS[file_format]
    if request.method == "HEAD":
        response = HttpResponse(content_type=writer.CONTENT_TYPE)
    elif writer is csv:
        chunks = csv.chunks(participants, columns)
        response = StreamingHttpResponse(chunks, content_type=csv.CONTENT_TYPE)
    else:
        # The response closes it.
        file = TemporaryFile()  # noqa: SIM115
        writer.write(participants, file, columns)
        file.seek(0)
        response = FileResponse(file, content_type=writer.CONTENT_TYPE)
    ascii_name, name = file_names(participants, file_format)
    response.headers["Content-Disposition"] = attachment(ascii_name, name)
    return response


def chart_of(participants: ParticipantList, name: str) -> HttpResponse:
    """The table of the list's statistics that is called `name`, as a chart."""
    for table in participants.statistics:
        if table.name == name:
            return chart_response(bars(table.title, table.bars))
    raise Http404(_("There is no such chart."))


def attachment(ascii_name: str, name: str) -> str:
    """The header that makes a browser keep a file under `name`."""
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"


def too_long(request, event: Event, error: TooLong, spreadsheet: str) -> HttpResponse:
    """The sentence that refuses a document, with the file that can be had instead."""
    context = {"event": event, "error": error, "spreadsheet": spreadsheet}
    return render(request, "events/list_too_long.html", context, status=400)
