"""For staff: issuing a participant list, its versions, its numbers, and what is printed of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from core.typed import about_typed, came_back
from events.list_responses import (
    DOCUMENT_TURNS,
    attachment,
    chart_of,
    file_response,
    too_long,
)
from events.models import Event, IssuedList
from events.participant_list import Audience, ParticipantList, ParticipantListError
from events.participant_list.errors import TooLong
from events.participant_list.exports import record_export
from events.participant_list.issued.diff import Changes, changes
from events.participant_list.issued.issuing import IssuedParticipantList, draft_of, issue
from events.participant_list.issued.open_points import in_text
from events.participant_list.issued.snapshot import read_snapshot
from events.participant_list.languages import list_languages
from events.participant_list.writers import file_names, formats_for
from events.participant_list.writers.badges import PAPERS
from events.staff.context import event_context
from events.staff.list_options import list_audience
from events.staff.lists import refusal

# Of each kind of change; nobody reads more on a page.
CHANGES_SHOWN = 200
# Of each kind of open point, by name.
FOUND_SHOWN = 50


class IssueForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=IssuedList.Kind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("For your colleagues: it stands in no file."),
    )
    knowingly = forms.BooleanField(
        label=gettext_lazy("Issue it as final with the open points above"), required=False
    )
    fingerprint = forms.CharField(max_length=100, widget=forms.HiddenInput)


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["events.issue_list", "events.export_participants"], raise_exception=True)
def issue_list(request, event: Event):
    """Shows what changed since the last version, and issues the next one."""
    form, status = IssueForm(request.POST or None), 200
    if typed := came_back(request):
        messages.warning(request, about_typed(typed))
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            issued = issue(
                *(event, given["fingerprint"], given["kind"], request.user, given["note"]),
                knowingly=given["knowingly"],
            )
        except ParticipantListError as error:
            messages.error(request, str(error))
            status = 409
        else:
            messages.success(
                request, _("Version %(number)d is issued.") % {"number": issued.number}
            )
            return redirect("admin:events_issuedlist_change", issued.pk)
    draft = draft_of(event)
    ahead = event.status == Event.Status.PLANNED
    usual = IssuedList.Kind.PROVISIONAL if ahead else IssuedList.Kind.FINAL
    chosen: Mapping[str, Any] = form.data if form.is_bound else {"kind": usual}
    # What was chosen and typed stays; the fingerprint is that of what this page shows.
    again = IssueForm(
        {
            **{name: chosen.get(name, "") for name in ("kind", "note")},
            "fingerprint": draft.fingerprint,
        }
    )
    return render(
        request,
        "admin/events/event/issue.html",
        {
            **event_context(request, event, _("Issue the participant list")),
            "draft": draft,
            "form": again,
            "changes": draft.changes(get_language(), contact=_sees_contact(request)),
            "most_changes": CHANGES_SHOWN,
            "shown_changes": f":{CHANGES_SHOWN}",
            "most_found": FOUND_SHOWN,
            "shown_found": f":{FOUND_SHOWN}",
        },
        status=status,
    )


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def version_page(request, issued: IssuedList):
    """An issued version: what it is, its files, what changed since the one before, its numbers."""
    snapshot = read_snapshot(issued)
    since: Changes | None = None
    if issued.previous:
        before = read_snapshot(issued.previous)
        since = changes(before, snapshot, get_language(), contact=_sees_contact(request))
    participants = IssuedParticipantList(issued, list_audience(request.user), get_language())
    return render(
        request,
        "admin/events/event/version.html",
        {
            **event_context(request, issued.event, issued.named(participants.event.title)),
            "issued": issued,
            "issue": participants.issue,
            "open_points": in_text(snapshot.open_points),
            "whole": snapshot.checksum == issued.checksum,
            "changes": since,
            "most_changes": CHANGES_SHOWN,
            "shown_changes": f":{CHANGES_SHOWN}",
            "statistics": participants.statistics,
            "file_formats": formats_for(participants),
            "list_languages": list_languages(),
        },
    )


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def version_file(request, issued: IssuedList, file_format: str):
    """An issued version as a file; that it was taken is recorded, as of any full list."""
    try:
        participants = IssuedParticipantList(
            issued, list_audience(request.user), request.GET.get("language", get_language())
        )
        response = file_response(request, participants, file_format)
    except TooLong as error:
        address = reverse("admin:events_issuedlist_file", args=[issued.pk, "xlsx"])
        return too_long(
            request, participants.event, error, f"{address}?language={participants.language}"
        )
    except ParticipantListError as error:
        return refusal(error)
    if request.method == "GET":
        record_export(request.user, participants, file_format)
    return response


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def statistics_page(request, event: Event):
    """The list in numbers, for the report of the event."""
    return render(
        request,
        "admin/events/event/statistics.html",
        {
            **event_context(request, event, _("Statistics")),
            "statistics": _list_of(event).statistics,
        },
    )


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def statistics_chart(request, event: Event, table: str):
    """One table of the statistics as a chart."""
    return chart_of(_list_of(event), table)


@cache_control(private=True, no_store=True)
@require_safe
@permission_required("events.export_participants", raise_exception=True)
def paper(request, event: Event, name: str):
    """Badges, table plates or the attendance sheet as PDF; that they were taken is recorded."""
    if name not in PAPERS:
        raise Http404(_("There is no such paper."))
    try:
        participants = ParticipantList(
            event,
            Audience.STAFF_WITHOUT_CONTACT,
            request.GET.get("language", get_language()),
            taking_part=True,
        )
        content = b""
        if request.method == "GET":
            with DOCUMENT_TURNS.one():
                content = PAPERS[name](participants)
    except ParticipantListError as error:
        return refusal(error)
    names = file_names(participants, "pdf", name)
    headers = {"Content-Disposition": attachment(*names)}
    if request.method == "GET":
        record_export(request.user, participants, name)
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _list_of(event: Event) -> ParticipantList:
    return ParticipantList(event, Audience.STAFF_WITHOUT_CONTACT, get_language())


def _sees_contact(request) -> bool:
    return list_audience(request.user) is Audience.STAFF
