"""Importing a participant list, for staff: the file, its columns, the preview, and one confirm.

Nothing of the list is stored before the confirm, and then all of it or nothing. The uploaded file
and the decisions are kept with the import, so that no error and no closed window loses them.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from core.fingerprint import fingerprint
from core.pages import page_of
from events.models import Delegation, Event, ParticipantImport, Sender, SenderWord
from events.participant_list import ParticipantListError
from events.participant_list.errors import UnreadableFile
from events.participant_list.fields import FIELDS_BY_NAME
from events.participant_list.importing.apply import PlanChanged, apply_import, apply_in_steps
from events.participant_list.importing.cells import CELLS
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.missing import place_key
from events.participant_list.importing.plan import Kind, Plan
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import ReadList, open_list, read_list
from events.participant_list.importing.undo import undo_import
from events.staff.context import event_context
from events.staff.import_decisions import (
    add_names,
    decision_for,
    decisions_sent,
    name_of,
    question,
    word_question,
)
from events.staff.import_forms import ColumnsForm, FileForm
from events.staff.import_preview import (
    MISSING,
    group_of,
    groups_of,
    missing_person,
    preview_row,
    said_once,
    shared_problems,
    side_by_side,
)
from events.staff.import_progress import progress_page, what_it_does, what_was_done
from participants.models import Organisation, State

ROWS_A_PAGE = 500
# From how many rows on the confirm shows how far it is.
LONG = 1_000

# Those who see the rows see contact data of the register beside them.
may_import = permission_required(
    ["events.import_participants", "participants.view_contact_data"], raise_exception=True
)
unkept = cache_control(private=True, no_store=True)


# --- First step: the file -------------------------------------------------------------------
@unkept
@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def import_file(request, event: Event):
    """Take the file, if a list can be read from it."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    if form.is_valid():
        who = form.cleaned_data["sender"]
        sender = Sender.known_as(who) if who else None
        words = SenderWord.of(sender, SenderWord.Kind.CAPACITY)
        record = ParticipantImport.keep(
            form.cleaned_data["file"],
            event=event,
            user=request.user,
            sender=sender,
            decisions=Decisions(capacities=words).as_json() if words else {},
        )
        if isinstance(who, str):
            messages.info(
                request,
                _("The register does not know the sender “%(name)s”: the name is kept as written.")
                % {"name": who},
            )
        return redirect("admin:events_event_import_columns", event.pk, record.pk)
    imports = event.imports.select_related("user", "sender__state", "sender__organisation")
    return _page(
        request,
        event,
        "import_file",
        {
            "form": form,
            "names": [*_all_names(), *Sender.objects.exclude(name_key="").order_by("name")],
            "waiting": imports.filter(state=ParticipantImport.State.UPLOADED)[:20],
            "applied": imports.exclude(state=ParticipantImport.State.UPLOADED)[:20],
        },
        step=1,
    )


# --- Second step: the columns ---------------------------------------------------------------
@unkept
@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def import_columns(request, event: Event, import_pk: int):
    """What each column means: as recognised, for the officer to correct."""
    record = _waiting(event, import_pk)
    if record is None:
        return _gone(request, event)
    decisions = Decisions.from_json(record.decisions)
    opened = _from(record, open_list)
    belongs_to = name_of(decisions.belongs_to)
    if not record.columns and record.sender and not opened.names_delegations:
        # A list of a sender's own people seldom says whose they are.
        belongs_to = str(record.sender.represents or "")
    form = ColumnsForm(
        opened,
        request.POST if request.method == "POST" else None,
        initial={"belongs_to": belongs_to},
    )
    if request.method == "POST" and form.is_valid():
        record.columns = form.corrections()
        belongs_to = form.cleaned_data["belongs_to"]
        decisions = replace(decisions, belongs_to=decision_for(belongs_to) if belongs_to else "")
        record.decisions = decisions.as_json()
        record.save()
        if record.sender:
            SenderWord.remember(record.sender, SenderWord.Kind.COLUMN, form.meanings())
        return redirect("admin:events_event_import_preview", event.pk, record.pk)
    return _page(
        request,
        event,
        "import_columns",
        {"form": form, "record": record, "names": _all_names()},
        step=2,
    )


# --- Third step: the preview ----------------------------------------------------------------
@unkept
@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def import_preview(request, event: Event, import_pk: int):
    """What would change, row by row; the officer decides what is open and confirms."""
    record = _waiting(event, import_pk)
    if record is None:
        return _gone(request, event)
    try:
        read = _from(record, read_list)
        if request.method == "POST":
            return _decide(request, event, record, read)
        return _preview(request, event, record, read, _plan(record, read))
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("admin:events_event_import_columns", event.pk, record.pk)


def _preview(
    request,
    event: Event,
    record: ParticipantImport,
    read: ReadList,
    plan: Plan,
    typed: Mapping[str, str] | None = None,
):
    """The page. `typed` is what was typed for unknown names, by key, that the register refused."""
    groups = groups_of(plan)
    order = {each["value"]: number for number, each in enumerate(groups)}
    kind = request.GET.get("kind", "")
    if kind not in order:
        kind = ""
    rows = sorted(
        (row for row in plan.rows if not kind or group_of(row) == kind),
        key=lambda row: order[group_of(row)],
    )
    page = page_of(request, rows, ROWS_A_PAGE)
    shared = shared_problems(plan)
    above = said_once(plan)
    labels = {each["value"]: each for each in groups}
    decisions = Decisions.from_json(record.decisions)
    states = list(State.objects.order_by("name")) if plan.unknown else []
    context = {
        "record": record,
        "plan": plan,
        "page_obj": page,
        "kind": kind,
        "kinds": groups,
        "columns": side_by_side([FIELDS_BY_NAME[name] for name in CELLS], lambda f: f.name),
        "groups": [
            (labels[group], [preview_row(row, above) for row in some])
            for group, some in groupby(page, key=group_of)
        ],
        "shared": shared,
        "missing": _missing(plan, decisions) if kind in ("", MISSING) else [],
        "words": {
            name: list(choices.labels)
            for name in CELLS
            if (choices := FIELDS_BY_NAME[name].choices)
        },
        "unknown": [
            question(unknown, decisions, states, (typed or {}).get(unknown.key, ""))
            for unknown in plan.unknown
        ],
        "words_asked": [word_question(word) for word in plan.words],
        "states": states,
        "organisation_kinds": Organisation.Kind.choices,
        "names": _all_names() if plan.unknown else [],
        "skipped": plan.skipped,
        "hidden": read.hidden,
        "with_hidden": decisions.with_hidden,
        "several_sheets": len({row.sheet for row in plan.rows}) > 1,
        "problem_rows": sum(row.kind == Kind.ERROR for row in plan.rows),
        "undecided_persons": sum(bool(row.candidates) for row in plan.undecided),
        "decided": fingerprint(decisions.as_json()),
        "what_it_does": what_it_does(plan),
        "why_not": _open_questions(plan),
    }
    return _page(request, event, "import_preview", context, step=3)


def _missing(plan: Plan, decisions: Decisions) -> list[dict]:
    """Those whom the list no longer names, by delegation."""
    return [
        {
            "place": place,
            "key": place_key(place),
            "whole": decisions.complete.get(place_key(place), True),
            "people": [missing_person(each) for each in some],
        }
        for place, some in groupby(plan.missing, key=lambda each: each.place)
    ]


def _decide(request, event: Event, record: ParticipantImport, read: ReadList) -> HttpResponseBase:
    """Keep what was decided on the page; then do what the button says."""
    plan = shown = _plan(record, read)
    with transaction.atomic():
        # Another window may have kept something since: it is not lost.
        record = ParticipantImport.objects.select_for_update().get(pk=record.pk)
        kept = Decisions.from_json(record.decisions)
        decisions, wrong = decisions_sent(request.POST, kept, plan)
        decisions, added = add_names(request.POST, decisions, plan)
        _take_part_again(request, plan)
        if decisions.with_hidden and not kept.with_hidden:
            record.columns = _columns_with_hidden(record)
        if decisions != kept:
            record.decisions = decisions.as_json()
            record.save(update_fields=["decisions", "columns"])
        if record.sender and decisions.capacities != kept.capacities:
            keys = kept.capacities.keys() | decisions.capacities.keys()
            meanings = {key: decisions.capacities.get(key, "") for key in keys}
            SenderWord.remember(record.sender, SenderWord.Kind.CAPACITY, meanings)
    is_new = bool(wrong) or request.POST.get("decided") != fingerprint(decisions.as_json())
    if decisions.with_hidden != kept.with_hidden:
        return redirect(request.get_full_path())
    if decisions != kept or "alias" in request.POST:
        plan = _plan(record, read)
    for sentence in wrong:
        messages.error(request, sentence)
    if added:
        messages.success(request, added)
    typed = {
        unknown.key: request.POST.get(f"other-{number}", "")
        for number, unknown in enumerate(shown.unknown)
        if decisions.participants.get(unknown.key) == kept.participants.get(unknown.key)
    }
    if request.headers.get("X-Requested-With") == "fetch":
        # The page keeps what is typed while the officer goes on.
        return HttpResponse(status=204)
    if wrong:
        # At once, and not by an address, which would lose what was typed.
        return _preview(request, event, record, read, plan, typed)
    if "apply" not in request.POST:
        return redirect(request.get_full_path())
    if reason := _why_not(request, plan, is_new):
        messages.error(request, reason)
        return redirect(request.get_full_path())
    return _apply(request, event, record, read, plan)


def _take_part_again(request, plan: Plan) -> None:
    """Do what a button says: a delegation of the list that was cancelled takes part again."""
    for place in plan.absent_places:
        if request.POST.get("again") == str(place.pk):
            if not request.user.has_perm("events.change_delegation"):
                raise PermissionDenied
            delegation = plan.event.delegations.get(pk=place.pk or 0)
            delegation.participation = Delegation.Participation.TAKES_PART
            delegation.save(update_fields=["participation"])
            messages.success(request, _("%(name)s takes part again.") % {"name": place.name})


def _why_not(request, plan: Plan, is_new: bool) -> str:
    """Why the plan cannot be carried out yet; empty if it can.

    `is_new`: with what was decided on the page, it is not the plan that the page shows.
    """
    if plan.problems:
        return _(
            "Nothing was imported: there are rows with errors. Correct them here, or leave these "
            "rows out."
        )
    if reason := _open_questions(plan):
        return reason
    if is_new:
        return _("Your decisions are kept. Look at what will be done now, then confirm it.")
    if request.POST.get("fingerprint") != plan.fingerprint:
        return str(PlanChanged())
    return ""


def _open_questions(plan: Plan) -> str:
    """What has to be decided before the plan is carried out; empty if nothing has."""
    if plan.undecided_words:
        number = len(plan.undecided_words)
        return ngettext(
            "Nothing was imported yet: say what %(number)d unknown word of capacity means.",
            "Nothing was imported yet: say what %(number)d unknown words of capacity mean.",
            number,
        ) % {"number": number}
    if plan.undecided:
        number = len(plan.undecided)
        return ngettext(
            "Nothing was imported yet: say of %(number)d doubtful row who it is.",
            "Nothing was imported yet: say of %(number)d doubtful rows who they are.",
            number,
        ) % {"number": number}
    if plan.undecided_missing:
        number = len(plan.undecided_missing)
        return ngettext(
            "Nothing was imported yet: %(number)d person on the participant list is not in this "
            "file. Decide what happens to them.",
            "Nothing was imported yet: %(number)d people on the participant list are not in this "
            "file. Decide what happens to them.",
            number,
        ) % {"number": number}
    return ""


def _apply(
    request, event: Event, record: ParticipantImport, read: ReadList, plan: Plan
) -> HttpResponseBase:
    """Carry out the plan; a long one while the page tells how far it is."""
    # Who confirms has done it, whoever uploaded the file.
    record.user = request.user
    todo = (record, lambda: _plan(record, read), plan.fingerprint)
    if plan.added + plan.changed >= LONG:
        template = "admin/events/event/import_progress.html"
        page = render_to_string(template, _context(request, event, step=3), request)
        return progress_page(page, event, record, apply_in_steps(*todo))
    try:
        done = apply_import(*todo)
    except ParticipantListError as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    messages.success(request, what_was_done(done))
    return redirect("admin:events_event_import", event.pk)


# --- Giving up ------------------------------------------------------------------------------
@unkept
@require_POST
@may_import
def import_discard(request, event: Event, import_pk: int):
    """Nothing is to come of this import: it goes with its file."""
    record = _waiting(event, import_pk)
    if record is None:
        return _gone(request, event)
    record.delete()
    messages.success(request, _("The uploaded list was removed. Nothing was imported."))
    return redirect("admin:events_event_import", event.pk)


# --- Taking back ----------------------------------------------------------------------------
@unkept
@require_POST
@may_import
def import_undo(request, event: Event, import_pk: int):
    """What the import added and changed goes back as it was."""
    record = get_object_or_404(event.imports, pk=import_pk)
    try:
        undone = undo_import(record, request.user)
    except ParticipantListError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _(
                "The import was undone. Delegates removed: %(removed)d; as they were before: "
                "%(restored)d."
            )
            % undone,
        )
    return redirect("admin:events_event_import", event.pk)


# --- What they share ------------------------------------------------------------------------
def _waiting(event: Event, pk: int) -> ParticipantImport | None:
    """An import of this event that waits to be confirmed; None where it was, or was given up."""
    imports = event.imports.select_related("user", "sender__state", "sender__organisation")
    record = get_object_or_404(imports, pk=pk)
    is_there = record.file and record.file.storage.exists(str(record.file.name))
    return record if record.state == ParticipantImport.State.UPLOADED and is_there else None


def _gone(request, event: Event) -> HttpResponse:
    messages.error(
        request, _("This list was imported already, or its file is gone. Upload the list again.")
    )
    return redirect("admin:events_event_import", event.pk)


def _from(record: ParticipantImport, read):
    with_hidden = Decisions.from_json(record.decisions).with_hidden
    return _read_from(record, read, record.columns, with_hidden=with_hidden)


def _read_from(record: ParticipantImport, read, columns, *, with_hidden: bool):
    own = SenderWord.of(record.sender, SenderWord.Kind.COLUMN)
    with record.file.open("rb") as file:
        return read(file, record.file_name, own, columns, with_hidden=with_hidden)


def _columns_with_hidden(record: ParticipantImport) -> dict[str, dict[str, str]]:
    """What the columns mean once those that are hidden or struck out are read too: as the officer
    said of those seen so far, the others as recognised."""
    seen, opened = (
        _read_from(record, open_list, None, with_hidden=each).columns for each in (False, True)
    )
    if len(seen) != len(opened) or not record.columns:
        return {}
    meanings: dict[str, dict[str, str]] = {}
    for number, (before, columns) in enumerate(zip(seen, opened, strict=True)):
        said = record.columns.get(str(number), {})
        headers = dict(enumerate(before.headers))
        meanings[str(number)] = {
            str(index): said.get(str(index), "")
            if headers.get(index)
            else columns.fields.get(index, "")
            for index in range(len(columns.headers))
        }
    return meanings


def _plan(record: ParticipantImport, read: ReadList) -> Plan:
    return plan_import(record.event, read, Decisions.from_json(record.decisions))


def _all_names() -> list[State | Organisation]:
    return [*State.objects.order_by("name"), *Organisation.objects.order_by("name")]


def _page(request, event: Event, template: str, context: dict, step: int):
    return render(
        request,
        f"admin/events/event/{template}.html",
        _context(request, event, step) | context,
    )


def _context(request, event: Event, step: int) -> dict:
    return {
        **event_context(request, event, _("Import participants")),
        "step": step,
        "steps": [(1, _("File")), (2, _("Columns")), (3, _("Preview"))],
    }
