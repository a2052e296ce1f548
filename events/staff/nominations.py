"""Nominations of one event: whom to invite, the e-mails before they leave, and who has answered."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from core.admin.base import is_key
from core.dates import DeadlineField
from core.fingerprint import fingerprint
from core.typed import about_typed, came_back, shows_typed
from events.models import Delegation, Event, Nomination
from events.nominations import sending
from events.nominations.emails import EmailKind, Wording, compose, introduction, wording_of
from events.participant_list.order import delegations_in_order
from events.staff.context import event_context
from participants.models import Person

State = Nomination.State
Progress = Nomination.Progress
WAITING = (
    *(Progress.INVITED, Progress.OPENED, Progress.ANSWERED, Progress.REOPENED),
    Progress.OVERDUE,
)
# Delegations that a link chooses together: its word, what it says, and how far they have come.
CHOICES = {
    "all": (_("all"), list(Progress)),
    "not-invited": (_("those not invited"), [Progress.NOT_INVITED]),
    "waiting": (_("those invited that have not submitted"), WAITING),
    "none": (_("none of them"), []),
}

_KIND_TITLES = {EmailKind.INVITATION: _("Invitations"), EmailKind.REMINDER: _("Reminders")}


# --- Forms ----------------------------------------------------------------------------------
class ContactForm(forms.Form):
    """The contact point of one delegation; left empty, there is none."""

    chosen = forms.BooleanField(label=_("choose"), required=False)
    contact_name = forms.CharField(
        label=_("national contact point"),
        max_length=Nomination._meta.get_field("contact_name").max_length,
        required=False,
    )
    contact_email = forms.EmailField(label=_("e-mail"), required=False)
    language = forms.ChoiceField(label=_("language"), choices=Person.Language.choices)

    contact = ("contact_name", "contact_email", "language")

    def __init__(self, *args, delegation: Delegation, nomination: Nomination | None, **kwargs):
        self.delegation, self.nomination = delegation, nomination
        kwargs["prefix"] = f"d{delegation.pk}"
        super().__init__(*args, **kwargs)
        for name in ("chosen", *self.contact):
            label = f"{capfirst(self.fields[name].label)}: {delegation.name}"
            self.fields[name].widget.attrs["aria-label"] = label
        # The stored contact as this page knows it.
        self.fingerprint = _fingerprint_of(nomination)

    def clean(self):
        super().clean()
        values = self.cleaned_data
        name, email = values.get("contact_name"), values.get("contact_email")
        needed = name or email or values.get("chosen") or self.nomination
        for field in ("contact_name", "contact_email"):
            if needed and not values.get(field) and field not in self.errors:
                self.add_error(field, _("Give the name and the e-mail address."))
        if self.differs and self.data.get(self.add_prefix("fingerprint")) != self.fingerprint:
            self.add_error(
                "contact_name", _("Somebody else has changed this contact. Open the page anew.")
            )
        return values

    def is_to_be_stored(self, action: str) -> bool:
        """Whether this contact is stored with `action`: one that was only proposed waits."""
        if not self.differs:
            return False
        if self.nomination or action == "save":
            return True
        return self.cleaned_data["chosen"] or self.has_changed()

    @property
    def differs(self) -> bool:
        """Whether there is something to store."""
        values = [self.cleaned_data.get(name) for name in self.contact]
        if self.nomination:
            return values != [getattr(self.nomination, name) for name in self.contact]
        return bool(values[0] or values[1])


class DeadlineForm(forms.Form):
    deadline = DeadlineField(
        label=_("Deadline"),
        required=False,
        # A browser's own control would show the month first where the browser is American.
        widget=forms.DateTimeInput(format="%d.%m.%Y %H:%M"),
    )

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        if deadline and deadline <= timezone.now():
            raise forms.ValidationError(_("This deadline has passed. Give a later one."))
        return deadline


def _fingerprint_of(nomination: Nomination | None) -> str:
    """Differs once another contact is stored."""
    return fingerprint(nomination and [getattr(nomination, n) for n in ContactForm.contact])


# --- What the page shows --------------------------------------------------------------------
@dataclass(slots=True)
class NominationRow:
    """A delegation with its contact and how far the nomination has come."""

    form: ContactForm
    people: int
    # Where a contact proposed here was used before.
    proposed_from: Event | None = None

    @property
    def delegation(self) -> Delegation:
        return self.form.delegation

    @property
    def nomination(self) -> Nomination | None:
        return self.form.nomination

    @property
    def progress(self) -> str:
        if self.nomination:
            return self.nomination.progress
        if not self.delegation.takes_part:
            return Progress(self.delegation.participation)
        return Progress.NOT_INVITED


def _rows(event: Event, data: QueryDict | None = None) -> list[NominationRow]:
    """A row for each delegation of `event`, in protocol order, with what was typed in `data`."""
    delegations = delegations_in_order(event, get_language(), all_asked=True)
    nominations = {n.delegation_id: n for n in _nominations(event)}
    counted = event.delegations.order_by().with_counts()
    people = dict(counted.values_list("pk", "delegate_count"))
    earlier: dict[tuple, Nomination] = {}
    for former in Nomination.objects.last_contacts(delegations):
        participant = (former.delegation.state_id, former.delegation.organisation_id)
        earlier.setdefault(participant, former)
    rows = []
    for delegation in delegations:
        nomination = nominations.get(delegation.pk)
        former = earlier.get((delegation.state_id, delegation.organisation_id))
        source = nomination or former
        initial = {name: getattr(source, name) for name in ContactForm.contact} if source else {}
        form = ContactForm(data, initial=initial, delegation=delegation, nomination=nomination)
        proposed = former.delegation.event if former and not nomination else None
        rows.append(NominationRow(form, people[delegation.pk], proposed))
    return rows


def _nominations(event: Event):
    """Those of `event`, each knowing its delegation without a query."""
    related = ("delegation__state", "delegation__organisation", "delegation__event__host_state")
    return Nomination.objects.filter(delegation__event=event).select_related(*related)


# --- What its buttons do --------------------------------------------------------------------
def _store_contacts(rows: list[NominationRow], deadline) -> int:
    """Store the contacts of `rows`; return how many."""
    for row in rows:
        nomination = row.nomination or Nomination(delegation=row.delegation, deadline=deadline)
        for name in ContactForm.contact:
            setattr(nomination, name, row.form.cleaned_data[name])
        # Beside the contact, nothing of what may have changed since it was read.
        nomination.save(update_fields=ContactForm.contact if row.nomination else None)
        row.form.nomination = nomination
    return len(rows)


def _set_deadline(nominations: list[Nomination], deadline) -> int:
    for nomination in nominations:
        nomination.deadline = deadline
        nomination.save(update_fields=["deadline"])
    return len(nominations)


def _reopen(nominations: list[Nomination]) -> int:
    """Let those who have submitted change their list again, by the link that they have.

    An answer that nobody comes is taken back by it, since people are asked for once more.
    """
    submitted = [n for n in nominations if n.state == State.SUBMITTED]
    for nomination in submitted:
        delegation = nomination.delegation
        if delegation.participation == Delegation.Participation.NOBODY_COMES:
            delegation.participation = Delegation.Participation.TAKES_PART
            delegation.save(update_fields=["participation"])
        nomination.state, nomination.reopened_at = State.OPEN, timezone.now()
        nomination.save(update_fields=["state", "reopened_at"])
    return len(submitted)


def _revoke(nominations: list[Nomination]) -> int:
    """Close the nominations; no link opens them until their contacts are invited anew."""
    given = [n for n in nominations if n.state != State.REVOKED]
    for nomination in given:
        nomination.state = State.REVOKED
        nomination.save(update_fields=["state"])
    return len(given)


class NominatingAdmin(admin.ModelAdmin):
    """Adds the pages of an event's nominations to the admin of events."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/nominations/", view(self.nominations), name="events_event_nominations"),
            path(
                "<int:pk>/nominations/send/",
                view(self.send_nominations),
                name="events_event_nominations_send",
            ),
            *super().get_urls(),
        ]

    @shows_typed
    @method_decorator(cache_control(private=True, no_store=True))
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def nominations(self, request, pk: int):
        """Every delegation with its contact; buttons for those that are chosen."""
        event = self._event(request, pk)
        # The deadline is read and shown on the clocks of the event.
        with timezone.override(ZoneInfo(event.time_zone)):
            if request.method != "POST":
                rows = _rows(event)
                _label, stages = CHOICES.get(request.GET.get("choose"), CHOICES["none"])
                for row in rows:
                    row.form.initial["chosen"] = row.progress in stages
                return self._render(request, event, rows, DeadlineForm(initial=_deadline(rows)))
            try:
                return self._act(request, event)
            except IntegrityError:
                # Somebody else added a contact in the same moment: checked again, the form says so.
                return self._act(request, event)

    def _act(self, request, event: Event) -> HttpResponse:
        rows, deadline_form = _rows(event, request.POST), DeadlineForm(request.POST)
        action = request.POST.get("action", "save")
        valid = all([deadline_form.is_valid(), *[row.form.is_valid() for row in rows]])
        chosen = [row for row in rows if valid and row.form.cleaned_data["chosen"]]
        deadline = deadline_form.cleaned_data.get("deadline")
        if valid and not deadline:
            first = [row for row in rows if row.form.is_to_be_stored(action) and not row.nomination]
            if first or action == "deadline":
                deadline_form.add_error("deadline", _("Give the day of the deadline."))
                valid = False
        if valid and action != "save" and not chosen:
            deadline_form.add_error(None, _("Choose at least one delegation."))
            valid = False
        if typed := came_back(request):
            messages.warning(request, about_typed(typed))
            valid = False
        if not valid:
            return self._render(request, event, rows, deadline_form)
        with transaction.atomic():
            new = [row for row in rows if row.form.is_to_be_stored(action)]
            stored = _store_contacts(new, deadline)
            nominations = [row.nomination for row in chosen if row.nomination]
            if action in ("invitation", "reminder"):
                query = QueryDict(mutable=True)
                query["kind"] = action
                query.setlist("nomination", [str(nomination.pk) for nomination in nominations])
                url = reverse("admin:events_event_nominations_send", args=[event.pk])
                return redirect(f"{url}?{query.urlencode()}")
            self._tell(request, action, stored, nominations, deadline)
        return redirect("admin:events_event_nominations", event.pk)

    def _tell(self, request, action: str, stored: int, nominations, deadline) -> None:
        """Do what the button says with `nominations`, and say what was done."""
        if action == "deadline":
            count = _set_deadline(nominations, deadline)
            text = ngettext(
                "%(count)d nomination has the new deadline.",
                "%(count)d nominations have the new deadline.",
                count,
            )
        elif action == "reopen":
            count = _reopen(nominations)
            text = ngettext(
                "%(count)d nomination is open again by the same link. Remind the contact to say "
                "so.",
                "%(count)d nominations are open again by the same links. Remind the contacts to "
                "say so.",
                count,
            )
            if any(n.is_past_deadline for n in nominations):
                messages.warning(
                    request, _("A deadline has passed: set a later one to let them change it.")
                )
        elif action == "revoke":
            count = _revoke(nominations)
            text = ngettext(
                "%(count)d nomination is revoked; its link opens nothing any more.",
                "%(count)d nominations are revoked; their links open nothing any more.",
                count,
            )
        else:
            count = stored
            text = ngettext("%(count)d contact was saved.", "%(count)d contacts were saved.", count)
        messages.success(request, text % {"count": count})

    def _render(
        self, request, event: Event, rows: list[NominationRow], deadline_form
    ) -> HttpResponse:
        return render(
            request,
            "admin/events/event/nominations.html",
            {
                **event_context(request, event, _("Nominations")),
                "rows": rows,
                "deadline_form": deadline_form,
                "wrong": deadline_form.errors or any(row.form.errors for row in rows),
                "may_change": request.user.has_perm("events.change_nomination"),
                "numbers": _numbers(rows),
                "choices": [(word, label) for word, (label, _stages) in CHOICES.items()],
            },
        )

    @shows_typed
    @method_decorator(cache_control(private=True, no_store=True))
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def send_nominations(self, request, pk: int):
        """The e-mails as they will leave; sent once staff press the button."""
        event = self._event(request, pk)
        if not request.user.has_perm("events.change_nomination"):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        kind = (
            EmailKind.REMINDER if given.get("kind") == EmailKind.REMINDER else EmailKind.INVITATION
        )
        shown = dict(mail.partition(":")[::2] for mail in given.getlist("mail"))
        keys = [*shown, *given.getlist("nomination")]
        chosen = list(_nominations(event).filter(pk__in=filter(is_key, keys)))
        introductions = {
            (wording, code): given.get(f"{wording}_{code}") or introduction(wording, code)
            for wording in Wording
            for code, _name in Person.Language.choices
        }
        refused = []
        if typed := came_back(request):
            messages.warning(request, about_typed(typed))
        elif request.method == "POST" and given.get("action") == "send":
            meanwhile = [n for n in chosen if shown.get(str(n.pk)) != _fingerprint_of_mail(n)]
            refused = [(n, sending.sent_meanwhile()) for n in meanwhile]
            chosen = [n for n in chosen if n not in meanwhile]
            try:
                outcome = sending.send(chosen, kind, introductions, request.user)
            except sending.NoMail as error:
                messages.error(request, str(error))
            else:
                refused += outcome.refused
                _report(request, outcome)
                if not refused and not outcome.left:
                    return redirect("admin:events_event_nominations", event.pk)
                chosen = [*[n for n, _reason in outcome.refused], *outcome.left]
        else:
            refused = [(n, reason) for n in chosen if (reason := sending.why_not(n, kind))]
        chosen = [n for n in chosen if not sending.why_not(n, kind)]
        used = {(wording_of(n, kind), n.language) for n in chosen}
        return render(
            request,
            "admin/events/event/nominations_send.html",
            {
                **event_context(request, event, _KIND_TITLES[kind]),
                "kind": kind,
                "introductions": [
                    (f"{wording}_{code}", code, _label(wording, name), text)
                    for code, name in Person.Language.choices
                    for wording in Wording
                    for text in [introductions[wording, code]]
                    if (wording, code) in used
                ],
                "mails": [
                    (n, _fingerprint_of_mail(n), compose(n, kind, text))
                    for n in chosen
                    for text in [introductions[wording_of(n, kind), n.language]]
                ],
                "refused": refused,
            },
        )

    def _event(self, request, pk: int) -> Event:
        """The event, for those who may see nominations, and change them if they want to."""
        verb = "change" if request.method == "POST" else "view"
        if not request.user.has_perm(f"events.{verb}_nomination"):
            raise PermissionDenied
        return get_object_or_404(Event, pk=pk)


def _deadline(rows: list[NominationRow]) -> dict:
    """The deadline that stands in the form at first: the latest one given that is not over."""
    given = [row.nomination.deadline for row in rows if row.nomination]
    latest = max(given, default=None)
    return {"deadline": latest} if latest and latest > timezone.now() else {}


def _numbers(rows: list[NominationRow]) -> list[tuple[str, int]]:
    """How many delegations have come how far, without the stages of nobody."""
    progress = [row.progress for row in rows]
    return [(str(stage.label), progress.count(stage)) for stage in Progress if stage in progress]


def _label(wording: Wording, language: str | Promise) -> str:
    """How the page names a text that the e-mails begin with."""
    label = capfirst(str(language))
    if wording == Wording.REOPENED:
        return _("%(language)s, to those who submit again") % {"language": label}
    return label


def _fingerprint_of_mail(nomination: Nomination) -> str:
    """Differs once another e-mail has been sent."""
    return fingerprint(nomination.last_mail_at)


def _report(request, outcome: sending.Outcome) -> None:
    if outcome.sent:
        count = len(outcome.sent)
        text = ngettext("%(count)d e-mail was sent.", "%(count)d e-mails were sent.", count)
        messages.success(request, text % {"count": count})
    if outcome.left:
        count = len(outcome.left)
        text = ngettext(
            "%(count)d e-mail is still to be sent: press the button again.",
            "%(count)d e-mails are still to be sent: press the button again.",
            count,
        )
        messages.warning(request, text % {"count": count})
