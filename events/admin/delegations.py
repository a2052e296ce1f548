"""Delegations and their delegates in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.admin.base import ListWithCounts, RegisterAdmin, RegisterForm, TranslatedAdmin, pair
from core.admin.deleted import RestoringAdmin
from core.admin.filters import autocomplete_filter
from core.admin.inlines import FastInline, RowForm, RowFormSet
from core.bulk import update_in_passing
from events.models import Delegate, Delegation, Event
from events.participant_list.fields import FIELDS, Kept, names_of
from events.staff.consents import ConsentingAdmin, PublicFilter
from events.staff.statuses import StatusAdmin
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES, in_script, names_in

HEAD = Delegate.Capacity.HEAD

# The other fields of a delegate, where a form has no place of their own for them.
_PLACED = ("prefix", *NAMES, *CYRILLIC, *JOB, *JOB_IN_RUSSIAN, "capacity", "status")
_FIELDS = [field for field in FIELDS if field.name not in _PLACED]
_OF_DELEGATE, _OF_SNAPSHOT = names_of(_FIELDS, Kept.DELEGATE), names_of(_FIELDS, Kept.SNAPSHOT)


# --- Delegates on their delegation's page ---------------------------------------------------
class DelegateRowForm(RowForm):
    given = ("person",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.head_is_checked_with_all = True

    def _get_validation_exclusions(self):
        # Whether there is one head is for the formset to say: the present one may step down.
        return super()._get_validation_exclusions() | {"capacity"}  # type: ignore[misc]  # private


class DelegateFormSet(RowFormSet):
    """The delegates of one delegation, of whom one at most is its head when all are saved."""

    def clean(self):
        super().clean()
        heads = [form for form in self.forms if self._stays(form) and self._capacity(form) == HEAD]
        for second in heads[1:]:
            second.add_error(
                "capacity", _("A delegation has one head: make one of the two a delegate.")
            )
        if heads and (head := self._head_of_others()):
            heads[0].add_error("capacity", head.only_one_head())

    def save(self, commit=True):
        # The seat is given up first, since the database knows one head at any moment. How the
        # former head is stored, with its history, follows with the other rows.
        for form in self.initial_forms:
            delegate = form.instance
            if delegate.pk and form.initial.get("capacity") == HEAD and self._gives_up(form):
                update_in_passing(Delegate, [delegate.pk], {"capacity": Delegate.Capacity.DELEGATE})
        return super().save(commit)

    def _gives_up(self, form) -> bool:
        return self._should_delete_form(form) or self._capacity(form) != HEAD  # type: ignore[attr-defined]  # private

    def _stays(self, form) -> bool:
        filled = not form.instance._state.adding or form.has_changed()
        return filled and not self._should_delete_form(form)  # type: ignore[attr-defined]  # private

    def _capacity(self, form) -> str:
        return getattr(form, "cleaned_data", {}).get("capacity", form.instance.capacity)

    def _head_of_others(self) -> Delegate | None:
        """A head who is not among these rows: somebody else added one meanwhile."""
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        others = Delegate.objects.filter(delegation=self.instance, capacity=HEAD)
        return others.exclude(pk__in=shown).first() if self.instance.pk else None


class DelegateInline(FastInline):
    model = Delegate
    form = DelegateRowForm
    formset = DelegateFormSet
    asks_before_deleting = True
    fields = ("person", "capacity", "rank", "status", "position", "institution", "public")
    readonly_fields = ("public",)
    autocomplete_fields = ("person",)

    def get_queryset(self, request):
        delegates: Any = super().get_queryset(request).select_related("person")
        return delegates.in_list_order().with_publicity()

    @admin.display(description=_("named publicly"))
    def public(self, delegate) -> str:
        return publicity(delegate)


def publicity(delegate: Delegate) -> str:
    """Whether the public sees the name and why; empty for one that is not stored yet."""
    reason = getattr(delegate, "publicity", "")
    return str(Delegate.Publicity(reason).label) if reason else ""


# --- Delegations ----------------------------------------------------------------------------
class DelegationForm(RegisterForm):
    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # private
        # Another participant may stand in another section, unless staff say which.
        changed = set(self.changed_data)
        if changed & {"state", "organisation"} and "section" not in changed:
            self.instance.section = ""


@admin.register(Delegation)
class DelegationAdmin(RestoringAdmin, TranslatedAdmin):
    form = DelegationForm
    sample_path = "event.sample"
    list_display = (
        *("name", "event", "date", "role", "participation", "section"),
        *("delegate_count", "sample_mark"),
    )
    list_filter = (
        *("role", "participation", "section"),
        autocomplete_filter(Delegation, "event", "of_event"),
        autocomplete_filter(Delegation, "state", "of_state"),
        autocomplete_filter(Delegation, "organisation", "of_organisation"),
    )
    list_select_related = choice_related = ("state", "organisation", "event")
    ordering = ("-event__sort_date", "event", "pk")
    search_fields = (
        *("state__search_text", "organisation__search_text", "event__search_text"),
        *("name_as_of_event_en", "name_as_of_event_ru"),
    )
    autocomplete_fields = ("event", "state", "organisation", "led_by")
    inlines = [DelegateInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("event", ("state", "organisation"), ("role", "also_organiser")),
                    "participation",
                ]
            },
        ),
        (
            _("In the participant list"),
            {
                "fields": [
                    *(("section", "position"), "led_by"),
                    *(pair("name_as_of_event"), pair("in_capacity_of")),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_changelist(self, request, **kwargs):
        return ListWithCounts

    def with_counts(self, delegations):
        """`delegations` of one page, each with its `delegate_count`."""
        found = list(delegations)
        counted = Delegation.objects.filter(pk__in=[delegation.pk for delegation in found])
        counts = dict(counted.order_by().with_counts().values_list("pk", "delegate_count"))
        for delegation in found:
            delegation.delegate_count = counts[delegation.pk]
        return found

    def get_readonly_fields(self, request, obj=None):
        # A delegation does not move: its contributions belong to sessions of its event.
        return ["event"] if obj else []

    def choice_label(self, delegation):
        return f"{delegation.name}, {delegation.event} ({delegation.event.date_text})"

    @admin.display(description=_("delegation"))
    def name(self, delegation) -> str:
        return delegation.marked_name

    @admin.display(description=_("date"), ordering="event__sort_date")
    def date(self, delegation) -> str:
        return delegation.event.date_text

    @admin.display(description=_("delegates"))
    def delegate_count(self, delegation) -> int:
        return delegation.delegate_count


# --- Delegates ------------------------------------------------------------------------------
@admin.register(Delegate)
class DelegateAdmin(StatusAdmin, ConsentingAdmin, RestoringAdmin, RegisterAdmin):
    actions = [*StatusAdmin.actions, *ConsentingAdmin.actions]  # type: ignore[assignment]  # names
    sample_path = "delegation.event.sample"
    list_display = (
        *("list_name", "capacity", "delegation", "event", "position"),
        *("status", "public", "sample_mark"),
    )
    list_filter = (
        *("status", "capacity", "delegation__participation", "basis", PublicFilter),
        autocomplete_filter(Delegate, "delegation", "of_delegation"),
        autocomplete_filter(Delegation, "event", "of_event", "delegation__event"),
        autocomplete_filter(Delegation, "state", "of_state", "delegation__state"),
        autocomplete_filter(
            Delegation, "organisation", "of_organisation", "delegation__organisation"
        ),
    )
    list_select_related = choice_related = (
        *("person", "delegation__state", "delegation__organisation", "delegation__event"),
    )
    ordering = ("name_sort_key", "pk")
    search_fields = (
        *("person__search_text", *NAMES, *CYRILLIC),
        *("delegation__state__search_text", "delegation__organisation__search_text"),
        "delegation__event__search_text",
    )
    autocomplete_fields = ("delegation", "person")
    readonly_fields = ("basis_by", "public")
    fieldsets = [
        (
            None,
            {"fields": [("person", "delegation"), ("capacity", "rank", "status"), *_OF_DELEGATE]},
        ),
        (
            _("As on the day"),
            {
                "fields": [
                    *(("prefix", *NAMES), CYRILLIC),
                    *zip(JOB, JOB_IN_RUSSIAN, strict=True),
                    *_OF_SNAPSHOT,
                ],
                "description": _(
                    "What the participant list says. Left empty, it is taken from the person; "
                    "later changes of the person do not change it."
                ),
            },
        ),
        (
            _("Basis for publication"),
            {
                "fields": [
                    *("public", ("basis", "basis_on"), "basis_how", "basis_by"),
                    ("basis_withdrawn_on", "basis_withdrawn_how"),
                ],
                "description": _(
                    "Without a recorded basis, or a decision of the organiser on the event's page, "
                    "the public sees a number and not the name."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        delegates: Any = super().get_queryset(request)
        return delegates.with_publicity()

    @admin.display(description=_("named publicly"))
    def public(self, delegate) -> str:
        return publicity(delegate)

    def get_readonly_fields(self, request, obj=None):
        # What is kept as on the day is that person's; another person is another delegate.
        return [*self.readonly_fields, "person"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        if {"basis", "basis_on", "basis_how"}.intersection(form.changed_data):
            obj.basis_by = request.user
        super().save_model(request, obj, form, change)

    def choice_label(self, delegate):
        delegation = delegate.delegation
        return f"{delegate}, {delegation.name}, {delegation.event}"

    def merge_label(self, delegate) -> str:
        """How the merge of two persons shows a record of one of them."""
        delegation = delegate.delegation
        position = in_script(delegate, "en")["position"]
        facts = [delegate, delegate.get_capacity_display(), position]
        facts += [delegation.name, delegation.event, delegate.get_status_display()]
        return ", ".join(str(fact) for fact in facts if fact)

    @admin.display(description=pgettext_lazy("person", "name"), ordering="name_sort_key")
    def list_name(self, delegate) -> str:
        return ", ".join(filter(None, reversed(names_in(delegate))))

    @admin.display(description=_("event"), ordering="delegation__event__sort_date")
    def event(self, delegate) -> Event:
        return delegate.delegation.event
