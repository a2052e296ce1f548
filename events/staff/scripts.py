"""For staff: names, positions and institutions of a list in the script that is missing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from core.admin.base import is_key
from core.bulk import bulk_update
from core.fingerprint import fingerprint
from core.text import in_cyrillic
from events.models import Delegate, Event
from events.nominations.forms import OneLine
from events.participant_list.order import delegations_in_order
from events.participant_list.proposals import proposals, systems_for
from events.querysets import MISSING_IN
from events.staff.context import event_context
from participants.models import Person
from participants.models.person import NO_NAME
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES, TWINS, WHOLES

ROWS_A_PAGE = 50
REASON = gettext_lazy("Names, positions and institutions in both languages")
LATIN = ("en", gettext_lazy("Latin, English"), (*NAMES, *JOB))
RUSSIAN = ("ru", gettext_lazy("Cyrillic, Russian"), (*CYRILLIC, *JOB_IN_RUSSIAN))


class ScriptsForm(forms.Form):
    """One delegate in both scripts. A proposal counts once it is confirmed, or changed."""

    fingerprint = forms.CharField(max_length=100, widget=forms.HiddenInput)
    confirm = forms.BooleanField(label=gettext_lazy("confirm the proposals"), required=False)

    def __init__(self, data, *, delegate: Delegate, proposed: dict[str, str]):
        self.delegate, self.proposed = delegate, proposed
        stored = {name: getattr(delegate, name) for name in TWINS}
        initial = {**stored, **proposed, "fingerprint": fingerprint(stored)}
        super().__init__(data, initial=initial, prefix=f"d{delegate.pk}")
        for name in TWINS:
            kept: Any = Delegate._meta.get_field(name)
            label = f"{_label(name)}: {delegate}"
            self.fields[name] = OneLine(
                label=label, required=False, max_length=kept.max_length, widget=_text(label)
            )

    @property
    def lines(self) -> list[tuple[str, str, list[tuple[forms.BoundField, str, bool]]]]:
        """For each script: language, title, and its fields, each with a short label and whether it
        holds a proposal."""
        return [
            (
                language,
                str(title),
                [(self[name], _label(name), self.shows_proposal(name)) for name in names],
            )
            for language, title, names in (LATIN, RUSSIAN)
        ]

    def shows_proposal(self, name: str) -> bool:
        return name in self.proposed and self[name].value() == self.proposed[name]

    def clean(self):
        values = super().clean() or self.cleaned_data
        changed = {name for name in self.changes(everything=True) if name in values}
        for name in changed.intersection((*NAMES, *JOB)):
            if in_cyrillic(values[name]):
                self.add_error(name, _("This is in Cyrillic letters: write it in the line below."))
        for name in changed.intersection(CYRILLIC):
            if values[name] and not in_cyrillic(values[name]):
                self.add_error(name, _("This is not in Cyrillic letters."))
        if not self.errors and not (values[NAMES[-1]] or values[CYRILLIC[-1]]):
            self.add_error(NAMES[-1], str(NO_NAME))
        return values

    def changes(self, *, everything: bool = False) -> dict[str, str]:
        """What is to be stored, by field; with `everything`, all proposals are confirmed."""
        values, confirmed = self.cleaned_data, everything or self.cleaned_data.get("confirm")
        return {
            name: values[name]
            for name in TWINS
            if name in values
            and values[name] != getattr(self.delegate, name)
            and (confirmed or values[name] != self.proposed.get(name))
        }


def _label(name: str) -> str:
    return capfirst(str(Delegate._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _text(label: str) -> forms.TextInput:
    return forms.TextInput(attrs={"aria-label": label, "autocomplete": "off"})


@dataclass(frozen=True, slots=True)
class MissingInScript:
    """How many of those who take part a list in each language prints in the other script."""

    latin: int
    russian: int

    def __bool__(self):
        return bool(self.latin or self.russian)


MISSING_COUNTS = {
    "latin": Count("pk", filter=MISSING_IN["en"]),
    "russian": Count("pk", filter=MISSING_IN["ru"]),
}


def missing_in(event: Event) -> MissingInScript:
    """What is missing in the list of `event` (1 query)."""
    people = Delegate.objects.taking_part().filter(delegation__event=event).order_by()
    return MissingInScript(**people.aggregate(**MISSING_COUNTS))


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("events.change_delegate", raise_exception=True)
def scripts_page(request, event: Event):
    """Shows who is missing in a script with proposals, and stores what is confirmed."""
    everybody = request.GET.get("show") == "all"
    if request.method == "POST":
        forms_sent = _forms(_sent(request, event), request.POST)
        if stored := _store(request, event, forms_sent):
            messages.success(request, stored)
            return redirect(_address(request, event))
        delegates = [form.delegate for form in forms_sent]
        page = None
    else:
        keys = _keys(event, everybody)
        page = Paginator(keys, ROWS_A_PAGE).get_page(request.GET.get("page"))
        delegates = _delegates(event, list(page))
        forms_sent = _forms(delegates)
    return render(
        request,
        "admin/events/event/scripts.html",
        {
            **event_context(request, event, _("Names in both scripts")),
            "missing": missing_in(event),
            "everybody": everybody,
            "page_obj": page,
            "forms": forms_sent,
            "has_proposals": any(form.proposed for form in forms_sent),
            "systems": systems_for(delegates),
            "has_errors": any(form.errors for form in forms_sent),
        },
    )


def _address(request, event: Event) -> str:
    query = request.GET.urlencode()
    address = reverse("admin:events_event_scripts", args=[event.pk])
    return f"{address}?{query}" if query else address


def _keys(event: Event, everybody: bool) -> list[int]:
    """Who is on the pages, in the order of the list."""
    people = Delegate.objects.taking_part().filter(delegation__event=event)
    if not everybody:
        people = people.missing_a_script()
    order = delegations_in_order(event, get_language() or "en")
    places = {delegation.pk: place for place, delegation in enumerate(order)}
    pairs = people.in_list_order().values_list("pk", "delegation")
    return [pk for pk, _place in sorted(pairs, key=lambda pair: places[pair[1]])]


def _delegates(event: Event, keys: list[int]) -> list[Delegate]:
    """Those of `keys` who are in the list of `event`, in this order."""
    people = Delegate.objects.filter(delegation__event=event).select_related(
        *("person__state", "delegation__state", "delegation__organisation", "delegation__event")
    )
    found = people.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _sent(request, event: Event) -> list[Delegate]:
    keys = [int(key) for key in request.POST.getlist("delegate") if is_key(key)]
    return _delegates(event, list(dict.fromkeys(keys))[:ROWS_A_PAGE])


def _forms(delegates: list[Delegate], data=None) -> list[ScriptsForm]:
    proposed = proposals(delegates)
    return [ScriptsForm(data, delegate=each, proposed=proposed[each.pk]) for each in delegates]


@transaction.atomic
def _store(request, event: Event, sent: list[ScriptsForm]) -> str:
    """Store all that was sent and say how much it was; nothing, and "", if a row is wrong."""
    locked = Delegate.objects.select_for_update().order_by("pk")
    now = {each.pk: each for each in locked.filter(pk__in=[form.delegate.pk for form in sent])}
    for form in sent:
        if not form.is_valid():
            continue
        delegate = now.get(form.delegate.pk)
        values = delegate and {name: getattr(delegate, name) for name in TWINS}
        if fingerprint(values) != form.cleaned_data["fingerprint"]:
            form.add_error(
                None,
                _(
                    "Somebody else has changed this person since you opened the page. Nothing is "
                    "saved yet: look at the person’s page, then open this one again."
                ),
            )
    if any(form.errors for form in sent):
        return ""
    everything = request.POST.get("all") == "1"
    changed: dict[int, dict[str, str]] = {}
    for form in sent:
        if values := form.changes(everything=everything):
            changed[form.delegate.pk] = values
    delegates = [now[pk] for pk in changed]
    for delegate in delegates:
        for name, text in changed[delegate.pk].items():
            setattr(delegate, name, text)
        delegate.take_snapshot()
    history = {"user": request.user, "reason": str(REASON)}
    bulk_update(Delegate, delegates, [*TWINS, "name_sort_key"], **history)
    if request.user.has_perm("participants.change_person"):
        _complete_persons(delegates, history)
    number = len(delegates)
    return ngettext("Saved: %(number)d person.", "Saved: %(number)d people.", number) % {
        "number": number
    }


def _complete_persons(delegates: list[Delegate], history: dict) -> None:
    """Give the persons what the register does not have of them, beside what it has the same."""
    persons = {
        person.pk: person
        for person in Person.objects.select_for_update()
        .filter(pk__in=[each.person_id for each in delegates])
        .order_by("pk")
    }
    completed = []
    for delegate in delegates:
        person = persons[delegate.person_id]
        before = [getattr(person, name) for name in TWINS]
        for names in WHOLES:
            others = [TWINS[name] for name in names]
            same = all(getattr(person, other) == getattr(delegate, other) for other in others)
            if same and not any(getattr(person, name) for name in names):
                for name in names:
                    setattr(person, name, getattr(delegate, name))
        if before != [getattr(person, name) for name in TWINS]:
            person.make_keys()
            completed.append(person)
    bulk_update(Person, completed, [*TWINS, *Person.key_fields], **history)
