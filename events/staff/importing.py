"""Getting a participant list in, for staff: the file, its columns, the preview; then one confirm.

Nothing of the list is stored before the confirm, and then all of it or nothing. What was uploaded
and decided is kept with the import, so that no error and no closed window loses it.
"""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import InvalidPage, Paginator
from django.db import DatabaseError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from events.models import ColumnMapping, Event, ParticipantImport
from events.participant_list import ParticipantListError
from events.participant_list.errors import UnreadableFile
from events.participant_list.importing.apply import (
    PlanChanged,
    Progress,
    apply_import,
    apply_in_steps,
)
from events.participant_list.importing.decisions import (
    ANOTHER_PERSON,
    KEEP,
    LEAVE_OUT,
    ORGANISATION,
    PERSON,
    STATE,
    Decisions,
    choice,
    chosen,
)
from events.participant_list.importing.plan import Kind, Plan, Unknown
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import OpenList, ReadList, open_list, read_list
from events.participant_list.readers import FIELDS, header_key
from events.staff.context import event_context
from participants.matching import ParticipantMatcher
from participants.models import Organisation, State

logger = logging.getLogger(__name__)

ROWS_A_PAGE = 100
# From so many rows on, the confirm shows how far it is.
LONG = 1_000
SAMPLES = 3
# Between what is on the page before the work and what is after it.
_CUT = "<!-- progress -->"

# Those who see the rows see contact data of the register beside them.
may_import = permission_required(
    ["events.import_participants", "participants.view_contact_data"], raise_exception=True
)
unkept = cache_control(private=True, no_store=True)


# --- Forms ----------------------------------------------------------------------------------
class ParticipantField(forms.CharField):
    """A state or organisation by any of its names; the page suggests them."""

    def __init__(self, *, kind: str = "", **kwargs):
        super().__init__(required=False, max_length=300, **kwargs)
        self.kind = kind
        self.widget.attrs |= {"list": "participants", "autocomplete": "off"}

    def clean(self, value) -> State | Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        match = ParticipantMatcher().match(text, self.kind)
        if match.record is not None:
            return match.record
        if match.proposals:
            names = ", ".join(_("“%(name)s”") % {"name": each} for each in match.proposals)
            raise forms.ValidationError(
                _("The register does not know “%(text)s”. Perhaps you mean %(names)s."),
                params={"text": text, "names": names},
            )
        raise forms.ValidationError(
            _("The register does not know “%(text)s”. Choose a name from the suggestions."),
            params={"text": text},
        )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy(
            "XLSX, XLS, ODS, CSV, DOCX, PDF or text, as the sender made it; up to 20 MB."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file with the list."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )
    sender = ParticipantField(
        label=gettext_lazy("Sender"),
        kind=ORGANISATION,
        help_text=gettext_lazy(
            "The ministry or organisation whose list this is. What you say of its columns is "
            "remembered for its next list. May be left empty."
        ),
    )

    def clean(self):
        file, sender = self.cleaned_data.get("file"), self.cleaned_data.get("sender")
        if file and "sender" in self.cleaned_data:
            try:
                open_list(file, file.name, ColumnMapping.of(sender))
            except ParticipantListError as error:
                self.add_error("file", str(error))
            file.seek(0)
        return self.cleaned_data


class ColumnsForm(forms.Form):
    """A select for each column of each table, and whose people those without delegation are."""

    belongs_to = ParticipantField(
        label=gettext_lazy("Delegation of those without one"),
        help_text=gettext_lazy(
            "For a list that has no column for the delegation: the state or organisation whose "
            "people these are."
        ),
    )

    def __init__(self, opened: OpenList, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened = opened
        for number, columns in enumerate(opened.columns):
            for index in range(len(columns.headers)):
                self.fields[f"column-{number}-{index}"] = forms.ChoiceField(
                    label=columns.title(index),
                    choices=[("", FIELDS[""]), *((name, FIELDS[name]) for name in FIELDS if name)],
                    required=False,
                    initial=columns.fields.get(index, ""),
                )

    @property
    def tables(self) -> list[dict]:
        """Each table with its columns: the field, and what stands in the first rows."""
        return [
            {
                "title": table.title,
                "columns": [
                    {
                        "field": self[f"column-{number}-{index}"],
                        "samples": _samples(table.rows[columns.first :], index),
                    }
                    for index in range(len(columns.headers))
                ],
            }
            for number, (table, columns) in enumerate(
                zip(self.opened.tables, self.opened.columns, strict=True)
            )
        ]

    def clean(self):
        names = {"family_name", "full_name", "given_names"}
        if not self.errors and not names.intersection(map(str, self.cleaned_data.values())):
            self.add_error(None, _("Say which column holds the names of the people."))
        return self.cleaned_data

    def corrections(self) -> dict[str, dict[str, str]]:
        """What every column means, as an import keeps it."""
        kept: dict[str, dict[str, str]] = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("column-"):
                _column, number, index = name.split("-")
                kept.setdefault(number, {})[index] = value
        return kept

    def meanings(self) -> dict[str, str]:
        """The field of each header, to be remembered for the sender."""
        return {
            header_key(header): self.cleaned_data[f"column-{number}-{index}"]
            for number, columns in enumerate(self.opened.columns)
            for index, header in enumerate(columns.headers)
            if header_key(header)
        }


def _samples(rows: list[list[str]], index: int) -> list[str]:
    cells = (row[index].strip() for row in rows if index < len(row) and row[index].strip())
    return [cell[:80] for cell, _number in zip(cells, range(SAMPLES), strict=False)]


# --- First step: the file -------------------------------------------------------------------
@unkept
@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def import_file(request, event: Event):
    """Take the file, if a list can be read from it."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            record = ParticipantImport.keep(
                form.cleaned_data["file"],
                event=event,
                user=request.user,
                sender=form.cleaned_data["sender"],
            )
            return redirect("admin:events_event_import_columns", event.pk, record.pk)
    imports = event.imports.select_related("user", "sender")
    return _page(
        request,
        event,
        "import_file",
        {
            "form": form,
            "names": Organisation.objects.order_by("name"),
            "waiting": imports.filter(state=ParticipantImport.State.UPLOADED)[:20],
            "applied": imports.filter(state=ParticipantImport.State.APPLIED)[:20],
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
    form = ColumnsForm(
        _opened(record),
        request.POST if request.method == "POST" else None,
        initial={"belongs_to": _name_of(decisions.belongs_to)},
    )
    if request.method == "POST" and form.is_valid():
        record.columns = form.corrections()
        belongs_to = form.cleaned_data["belongs_to"]
        decisions = Decisions(
            decisions.rows, decisions.participants, _decision_for(belongs_to) if belongs_to else ""
        )
        record.decisions = decisions.as_json()
        record.save()
        if record.sender:
            ColumnMapping.remember(record.sender, form.meanings())
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
    """What would change, row by row; the officer decides what is open, and confirms."""
    record = _waiting(event, import_pk)
    if record is None:
        return _gone(request, event)
    try:
        read = _read(record)
        if request.method == "POST":
            return _decide(request, event, record, read)
        return _preview(request, event, record, _plan(record, read))
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("admin:events_event_import_columns", event.pk, record.pk)


def _preview(request, event: Event, record: ParticipantImport, plan: Plan, status: int = 200):
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        kind = ""
    places = {each: number for number, each in enumerate(Kind)}
    rows = [row for row in plan.rows if not kind or row.kind == kind]
    rows.sort(key=lambda row: (places[row.kind], not row.is_undecided))
    try:
        page = Paginator(rows, ROWS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("The list has no such page.")) from error
    context = {
        "record": record,
        "plan": plan,
        "page_obj": page,
        "kind": kind,
        "kinds": [
            {"value": each.value, "label": each.label, "number": plan.numbers[each.value]}
            for each in Kind
            if each.value in plan.numbers
        ],
        "unknown": [_asked(unknown, record) for unknown in plan.unknown],
        "names": _all_names() if plan.unknown else [],
        "skipped": plan.skipped,
        "several_sheets": len({row.sheet for row in plan.rows}) > 1,
        "problem_rows": sum(row.kind == Kind.ERROR for row in plan.rows),
        "what_it_does": what_it_does(plan),
    }
    return _page(request, event, "import_preview", context, step=3, status=status)


def _decide(request, event: Event, record: ParticipantImport, read: ReadList) -> HttpResponse:
    """Keep what was decided on the page; then do what the button says."""
    before = record.decisions
    plan = _plan(record, read)
    decisions, wrong = _decisions_on_page(request, record, plan)
    record.decisions = decisions.as_json()
    decided = record.decisions != Decisions.from_json(before).as_json()
    if decided:
        record.save(update_fields=["decisions"])
        plan = _plan(record, read)
    for sentence in wrong:
        messages.error(request, sentence)
    if "apply" not in request.POST:
        return redirect(request.get_full_path())
    reason = _why_not(request, plan, decided or bool(wrong))
    if reason:
        messages.error(request, reason)
        return redirect(request.get_full_path())
    # Who confirms has done it, whoever uploaded the file.
    record.user = request.user
    if plan.added + plan.changed >= LONG:
        return _apply_with_progress(request, event, record, read, plan.fingerprint)
    try:
        done = apply_import(record, lambda: _plan(record, read), plan.fingerprint)
    except ParticipantListError as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    messages.success(request, what_was_done(done))
    return redirect("admin:events_event_import", event.pk)


def _why_not(request, plan: Plan, decided: bool) -> str:
    """Why the plan on the page cannot be carried out yet; empty if it can."""
    if plan.problems:
        return _(
            "Nothing was imported: there are rows with errors. Correct them in the file and upload "
            "it again, or leave these rows out."
        )
    if plan.undecided:
        number = len(plan.undecided)
        return ngettext(
            "Nothing was imported yet: say of %(number)d possible duplicate who it is.",
            "Nothing was imported yet: say of %(number)d possible duplicates who they are.",
            number,
        ) % {"number": number}
    if decided:
        return _("Your decisions are kept. Look at what will be done now, then confirm it.")
    if request.POST.get("fingerprint") != plan.fingerprint:
        return str(PlanChanged())
    return ""


def _decisions_on_page(
    request, record: ParticipantImport, plan: Plan
) -> tuple[Decisions, list[str]]:
    """The decisions with those that were sent, and sentences about what could not be taken."""
    kept = Decisions.from_json(record.decisions)
    rows, participants, wrong = dict(kept.rows), dict(kept.participants), []
    asked = {row.key: row for row in plan.rows}
    for name, value in request.POST.items():
        row = asked.get(name.removeprefix("row-")) if name.startswith("row-") else None
        if row is not None and _may_be_decided(value):
            rows[row.key] = value
            if not value:
                del rows[row.key]
    bulk = request.POST.get("all", "")
    for row in plan.rows:
        if bulk == "leave_out" and row.kind == Kind.ERROR:
            rows[row.key] = LEAVE_OUT
        elif bulk == "another" and row.is_undecided:
            rows[row.key] = ANOTHER_PERSON
        elif bulk == "first" and row.is_undecided:
            rows[row.key] = chosen(PERSON, row.candidates[0].pk)
    for number, unknown in enumerate(plan.unknown):
        if f"unknown-{number}" not in request.POST:
            continue
        value = request.POST[f"unknown-{number}"]
        if typed := request.POST.get(f"other-{number}", "").strip():
            try:
                value = _decision_for(ParticipantField().clean(typed))
            except forms.ValidationError as error:
                wrong += error.messages
                continue
        if value == LEAVE_OUT or choice(value, STATE, ORGANISATION):
            participants[unknown.key] = value
        else:
            participants.pop(unknown.key, None)
    return Decisions(rows, participants, kept.belongs_to), wrong


def _may_be_decided(value: str) -> bool:
    known = value in ("", LEAVE_OUT, ANOTHER_PERSON, KEEP)
    return known or choice(value, PERSON) is not None


def _asked(unknown: Unknown, record: ParticipantImport) -> dict:
    """A name that the register does not know, with what may be chosen for it."""
    decided = Decisions.from_json(record.decisions).participants.get(unknown.key, "")
    choices = [(_decision_for(each), str(each)) for each in unknown.proposals]
    if decided and decided != LEAVE_OUT and decided not in dict(choices):
        choices.append((decided, _name_of(decided)))
    return {
        "text": unknown.text,
        "rows": unknown.rows,
        "decided": decided,
        "choices": [("", _("– not decided –")), *choices, (LEAVE_OUT, _("leave these rows out"))],
    }


# --- The confirm, with progress -------------------------------------------------------------
def _apply_with_progress(
    request, event: Event, record: ParticipantImport, read: ReadList, fingerprint: str
) -> StreamingHttpResponse:
    """Carry out the plan while a page tells how far it is."""
    context = _context(request, event, step=3)
    page = render_to_string("admin/events/event/import_progress.html", context, request)
    before, after = page.split(_CUT)
    steps = apply_in_steps(record, lambda: _plan(record, read), fingerprint)
    lines = _progress(event, record, steps)
    return StreamingHttpResponse(_said_in(get_language(), lines, before, after))


def _progress(event: Event, record: ParticipantImport, steps: Iterator[Progress]) -> Iterator[str]:
    """What the page tells, line by line; at the end what was done, and the way on."""
    yield format_html("<p>{}</p>\n", _("The list is being compared with the register."))
    state, link = (
        "errornote",
        reverse("admin:events_event_import_preview", args=[event.pk, record.pk]),
    )
    try:
        plan = yield from _counted(steps)
    except ParticipantListError as error:
        sentence = str(error)
    except DatabaseError as error:
        # Its text may repeat what was to be stored.
        logger.error("An import was not applied: %s", type(error).__name__)
        sentence = _("Nothing was imported: the database did not answer. Try again later.")
    else:
        state, link = "success", reverse("admin:events_event_import", args=[event.pk])
        sentence = what_was_done(plan)
    yield format_html(
        '<p class="{}">{}</p>\n<p><a href="{}" class="button">{}</a></p>\n',
        *(state, sentence, link, _("Go on")),
    )


def _counted(steps: Iterator[Progress]) -> Generator[str, None, Plan]:
    """A line for each step; returns what the steps return."""
    while True:
        try:
            at = next(steps)
        except StopIteration as end:
            return end.value
        line = _("%(done)d of %(total)d rows are stored.") % {"done": at.done, "total": at.total}
        yield format_html("<p>{}</p>\n", line)


def _said_in(
    language: str, lines: Generator[str, None, None], before: str, after: str
) -> Iterator[str]:
    """`lines` in `language`: when they are made, the middleware that sets it has left already."""
    yield before
    with closing(lines):
        while True:
            with translation.override(language):
                line = next(lines, None)
            if line is None:
                break
            yield line
    yield after


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


# --- What they share ------------------------------------------------------------------------
def what_it_does(plan: Plan) -> str:
    """What the button will do: “Add 118 people, change 4”."""
    parts = []
    if plan.added:
        parts.append(
            ngettext("add %(number)d person", "add %(number)d people", plan.added)
            % {"number": plan.added}
        )
    if plan.changed:
        parts.append(
            _("change %(number)d") % {"number": plan.changed}
            if plan.added
            else ngettext("change %(number)d person", "change %(number)d people", plan.changed)
            % {"number": plan.changed}
        )
    if not parts and plan.added_places:
        number = len(plan.added_places)
        parts.append(
            ngettext("add %(number)d delegation", "add %(number)d delegations", number)
            % {"number": number}
        )
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def what_was_done(plan: Plan) -> str:
    """The same, once it is done."""
    if plan.changes_nothing:
        return _("The register says all of this already: nothing was changed.")
    return _("Imported. Persons added: %(added)d, changed: %(changed)d; delegations: %(new)d.") % {
        "added": plan.added,
        "changed": plan.changed,
        "new": len(plan.added_places),
    }


def _waiting(event: Event, pk: int) -> ParticipantImport | None:
    """An import of this event that waits to be confirmed; None where it was, or was given up."""
    record = get_object_or_404(event.imports.select_related("user", "sender"), pk=pk)
    is_there = record.file and record.file.storage.exists(record.file.name)
    return record if record.state == ParticipantImport.State.UPLOADED and is_there else None


def _gone(request, event: Event) -> HttpResponse:
    messages.error(
        request, _("This list was imported already, or its file is gone. Upload the list again.")
    )
    return redirect("admin:events_event_import", event.pk)


def _opened(record: ParticipantImport) -> OpenList:
    return _from(record, open_list)


def _read(record: ParticipantImport) -> ReadList:
    return _from(record, read_list)


def _from(record: ParticipantImport, read):
    own = ColumnMapping.of(record.sender)
    with record.file.open("rb") as file:
        return read(file, record.file_name, own, record.columns)


def _plan(record: ParticipantImport, read: ReadList) -> Plan:
    return plan_import(record.event, read, Decisions.from_json(record.decisions))


def _decision_for(participant: State | Organisation) -> str:
    return chosen(STATE if isinstance(participant, State) else ORGANISATION, participant.pk)


def _name_of(decision: str) -> str:
    """The name of the state or organisation that was decided for."""
    if not (found := choice(decision, STATE, ORGANISATION)):
        return ""
    model = State if found[0] == STATE else Organisation
    record = model.objects.filter(pk=found[1]).first()
    return str(record) if record else ""


def _all_names() -> list[State | Organisation]:
    return [*State.objects.order_by("name"), *Organisation.objects.order_by("name")]


def _page(request, event: Event, template: str, context: dict, step: int, status: int = 200):
    return render(
        request,
        f"admin/events/event/{template}.html",
        _context(request, event, step) | context,
        status=status,
    )


def _context(request, event: Event, step: int) -> dict:
    return {
        **event_context(request, event, _("Import participants")),
        "step": step,
        "steps": [(1, _("File")), (2, _("Columns")), (3, _("Preview"))],
    }
