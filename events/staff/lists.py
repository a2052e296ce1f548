"""The full participant list for staff: the page, and the same as a file."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import (
    HttpResponse,
    HttpResponseBadRequest,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.admin.base import BACK
from core.pages import page_of
from events.list_responses import ROWS_A_PAGE, file_response, too_long
from events.models import Delegate, Event
from events.participant_list import ParticipantList, ParticipantListError
from events.participant_list.columns import Column, headers
from events.participant_list.errors import TooLong
from events.participant_list.exports import record_export
from events.participant_list.fields import Access
from events.participant_list.issued.open_points import without_head
from events.participant_list.languages import list_languages
from events.participant_list.types import Row
from events.participant_list.writers import formats_for
from events.participant_list.writers.document import MOST_ROWS
from events.querysets import GONE
from events.staff.context import event_context
from events.staff.list_options import list_choice, presets_for
from events.staff.scripts import MISSING_COUNTS, MissingInScript


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
    if any(column.access is Access.CONTACT for column in columns) and request.method == "GET":
        record_export(request.user, participants, "page")
    page = page_of(request, participants, ROWS_A_PAGE)
    return render(
        request,
        "admin/events/event/participants.html",
        {
            **event_context(request, event, _("Participant list")),
            "choice": choice,
            "presets": presets_for(participants.audience),
            "list_languages": list_languages(),
            "issue": participants.issue,
            "participants": participants,
            "headers": headers(columns, participants.language),
            "rows": [_linked(row, columns, request) for row in page],
            "page_obj": page,
            **_numbers(participants),
            "named_publicly": Delegate.objects.public().filter(delegation__event=event).count(),
            "file_formats": formats_for(participants),
            "most_rows": MOST_ROWS,
            "not_taking_part": event.delegations.not_taking_part().with_names().with_counts(),
            "headless": without_head(event),
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


def _linked(row: Row, columns: list[Column], request) -> dict:
    """A row as the page shows it: its cells, two of which lead to the records behind it.

    The names of the delegation and of the person do; without a column for the name, the first
    one that is not the delegation's. Each record leads back to this row of this page.
    """
    anchor = f"delegate-{row.delegate}" if row.delegate else f"delegation-{row.listed.pk}"
    back = urlencode({BACK: f"{request.get_full_path()}#{anchor}"})
    links: dict[str, str] = {}
    if request.user.has_perm("events.view_delegation"):
        links["delegation"] = reverse("admin:events_delegation_change", args=[row.listed.pk])
    if row.delegate and request.user.has_perm("events.view_delegate"):
        names = [column.name for column in columns if column.name != "delegation"]
        name = "family_name" if "family_name" in names else next(iter(names), "")
        links[name] = reverse("admin:events_delegate_change", args=[row.delegate])
    return {
        "anchor": anchor,
        "cells": [
            (row[column.field], f"{links[column.name]}?{back}" if column.name in links else "")
            for column in columns
        ],
    }


def refusal(error: Exception) -> HttpResponse:
    """The sentence that says why there is no list as asked for."""
    return HttpResponseBadRequest(f"{error}\n", content_type="text/plain; charset=utf-8")


def _numbers(participants: ParticipantList) -> dict:
    """`statuses`: how many in the list are nominated, confirmed and so on, without the statuses of
    nobody; `missing`: of how many who take part something is missing in a script (1 query)."""
    people = participants.people.filter(delegation__event=participants.event).order_by()
    counted = people.values("status").annotate(number=Count("pk"), **MISSING_COUNTS)
    rows = {row["status"]: row for row in counted}
    staying = [row for status, row in rows.items() if status not in GONE]
    return {
        "statuses": [
            (str(label), rows[status]["number"])
            for status, label in Delegate.Status.choices
            if status in rows
        ],
        "missing": MissingInScript(
            **{name: sum(row[name] for row in staying) for name in MISSING_COUNTS}
        ),
    }
