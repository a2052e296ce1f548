"""Likely duplicates among persons: listed, told apart, merged; and merges undone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.admin.base import OneChoice, ReadOnlyAdmin, RegisterAdmin, is_key
from core.pages import page_of
from participants.duplicates import duplicates_of, find_duplicates
from participants.merge import (
    FIELDS,
    CannotMerge,
    CannotUndo,
    better_of_removed,
    clashes,
    fingerprint_of,
    merge,
    records_of,
    undo,
)
from participants.models import DistinctPersons, Person, PersonMerge, State

PAIRS_A_PAGE = 20
private = method_decorator(cache_control(private=True, no_store=True))


class StateForm(forms.Form):
    """The state to which the list of likely duplicates is narrowed."""

    state = forms.ModelChoiceField(State.objects.all(), required=False, label=_("state"))

    def __init__(self, data, admin_site):
        super().__init__(data)
        field: Any = self.fields["state"]
        field.widget = OneChoice(Person._meta.get_field("state"), admin_site)
        field.widget.choices = field.choices


class MergeForm(forms.Form):
    """From which of two persons each field is kept, and which of two records that clash."""

    KEPT, REMOVED = "kept", "removed"

    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kept, removed, sees_contact_data: bool, label: Callable, data=None):
        self.kept, self.removed = kept, removed
        self.rows, self.clashes, self.unseen = [], clashes(kept, removed), []
        now = fingerprint_of(kept, removed, with_records=True)
        super().__init__(data, initial={"fingerprint": now})
        for name in FIELDS:
            if name in Person.contact_fields and not sees_contact_data:
                self.unseen.append(name)
                continue
            texts = (_shown(kept, name), _shown(removed, name))
            title = _field(name).verbose_name
            if texts[0] != texts[1]:
                initial = self.REMOVED if better_of_removed(name, kept, removed) else self.KEPT
                self._add_choice(name, title, texts, initial)
            if any(texts):
                self.rows.append((name, title, texts))
        for clash in self.clashes:
            texts = (label(clash.of_kept), label(clash.of_removed))
            self._add_choice(clash.key, clash.of_kept._meta.verbose_name, texts, self.KEPT)

    def _add_choice(self, name: str, label, texts: tuple[str, str], initial: str):
        choices = list(zip((self.KEPT, self.REMOVED), (text or "–" for text in texts), strict=True))
        self.fields[name] = forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, initial=initial, label=label
        )

    def compared(self):
        """Each field with the two values, as a choice where they differ."""
        for name, label, texts in self.rows:
            yield label, texts, self[name] if name in self.fields else None

    def clashing(self):
        """Each pair of records of which one stays: what they are, and the choice."""
        for clash in self.clashes:
            yield clash.of_kept._meta.verbose_name, self[clash.key]

    @property
    def taken(self) -> list[str]:
        """The fields whose value comes from the record that goes."""
        unseen = [n for n in self.unseen if better_of_removed(n, self.kept, self.removed)]
        return unseen + [name for name in FIELDS if self.cleaned_data.get(name) == self.REMOVED]

    @property
    def staying(self) -> list[str]:
        """The clashes in which the record of the one that goes stays."""
        keys = [clash.key for clash in self.clashes]
        return [key for key in keys if self.cleaned_data[key] == self.REMOVED]


def _field(name: str) -> Any:
    return Person._meta.get_field(name)


def _shown(person: Person, name: str) -> str:
    if _field(name).choices:
        return str(getattr(person, f"get_{name}_display")())
    return str(getattr(person, name) or "")


class MergingAdmin(RegisterAdmin):
    """Adds to the admin of persons the pages on which duplicates are found and merged."""

    # `Any`, as Django's own attributes take more than names.
    change_form_template: Any = "admin/participants/person/change_form.html"
    change_list_template: Any = "admin/participants/person/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates), name="participants_person_duplicates"),
            path("duplicates/apart/", view(self.tell_apart), name="participants_person_apart"),
            path("<int:pk>/merge/<int:other>/", view(self.merge), name="participants_person_merge"),
            *super().get_urls(),
        ]

    def may_merge(self, request) -> bool:
        """Whether the user may change and delete persons, which is what a merge does."""
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def changelist_view(self, request, extra_context=None):
        context = {"may_merge": self.may_merge(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {}
        if self.may_merge(request) and (person := self.get_object(request, object_id)):
            sees = self._sees_contact_data(request)
            context["duplicates"] = len(duplicates_of(person, sees))
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Who opens or saves a person that was merged meanwhile is told into whom."""
        key = unquote(object_id)
        merges = PersonMerge.objects.filter(undone_at=None)
        done = merges.filter(removed_pk=key).first() if is_key(key) else None
        if done is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        self.message_user(
            request,
            _("%(removed)s was merged into %(kept)s. What you entered was not saved.")
            % {"removed": done.removed_name, "kept": done.kept_name}
            if request.method == "POST"
            else _("%(removed)s was merged into %(kept)s.")
            % {"removed": done.removed_name, "kept": done.kept_name},
            messages.WARNING,
        )
        return redirect("admin:participants_person_change", done.kept_pk)

    # --- Pages --------------------------------------------------------------------------------

    @private
    @method_decorator(require_safe)
    def duplicates(self, request):
        """Persons who may be one, side by side, the likeliest first."""
        self._require_merging(request)
        sees = self._sees_contact_data(request)
        form = StateForm(request.GET, self.admin_site)
        state, all_seen, person = None, True, None
        if not form.is_valid():
            pairs = []
        elif number := request.GET.get("person"):
            if not is_key(number):
                raise Http404
            person = get_object_or_404(Person, pk=number)
            pairs = duplicates_of(person, sees)
        else:
            state = form.cleaned_data["state"]
            persons = Person.objects.filter(state=state) if state else Person.objects.all()
            found = find_duplicates(persons, sees)
            pairs, all_seen = found.pairs, found.all_seen
        page = page_of(request, pairs, PAIRS_A_PAGE)
        return render(
            request,
            "admin/participants/person/duplicates.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Possible duplicates"),
                "opts": self.opts,
                "media": self.media,
                "form": form,
                "person": person,
                "pairs": self._counted(page),
                "page_obj": page,
                "all_seen": all_seen,
                "state": state,
                "told_apart": DistinctPersons.objects.count(),
            },
        )

    @private
    @method_decorator(require_POST)
    def tell_apart(self, request):
        """Remember that two persons are two, and go back to the list."""
        self._require_merging(request)
        keys = request.POST.getlist("person")
        if len(set(keys)) != 2 or not all(map(is_key, keys)):
            raise Http404
        one, other = (get_object_or_404(Person, pk=key) for key in keys)
        DistinctPersons.objects.tell_apart(one, other, request.user)
        self.message_user(
            request,
            _("%(one)s and %(other)s are two persons: they are not proposed again.")
            % {"one": one, "other": other},
            messages.SUCCESS,
        )
        state = request.POST.get("state", "")
        address = reverse("admin:participants_person_duplicates")
        return redirect(f"{address}?state={state}" if is_key(state) else address)

    @private
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge(self, request, pk: int, other: int):
        """The two side by side, and what is kept of each."""
        self._require_merging(request)
        persons = self.with_record_counts(Person.objects.select_related("state", "organisation"))
        kept, removed = (persons.filter(pk=key).first() for key in (pk, other))
        if pk == other or kept is None or removed is None:
            self.message_user(
                request,
                _("There are no two such persons: one was merged or deleted meanwhile."),
                messages.WARNING,
            )
            return redirect("admin:participants_person_duplicates")
        sees = self._sees_contact_data(request)
        form = MergeForm(kept, removed, sees, self._label, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                done = merge(
                    kept,
                    removed,
                    taken=form.taken,
                    staying=form.staying,
                    user=request.user,
                    expected=form.cleaned_data["fingerprint"],
                )
            except CannotMerge as error:
                self.message_user(request, str(error), messages.ERROR)
                return redirect(request.path)
            return self._merged(request, done)
        return render(
            request,
            "admin/participants/person/merge.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Merge two persons"),
                "opts": self.opts,
                "form": form,
                "kept": kept,
                "removed": removed,
                "records": [self._labels(person) for person in (kept, removed)],
            },
        )

    def after_correction(self, request, person: Person) -> None:
        """Called once `person` says something new; for the app that knows of lists."""

    def with_record_counts(self, persons):
        """`persons` with `delegate_count` and `event_count`, for the app that knows of events."""
        return persons.annotate(delegate_count=Value(0), event_count=Value(0))

    def _counted(self, page) -> list[dict]:
        """The pairs of `page`, each with its persons, whose delegate records are counted; the one
        with more of them, or the older one, comes first and would be kept."""
        pks = {person.pk for pair in page for person in (pair.first, pair.second)}
        related = Person.objects.select_related("state", "organisation")
        counted = self.with_record_counts(related).in_bulk(pks)
        pairs = []
        for pair in page:
            persons = [counted[pair.first.pk], counted[pair.second.pk]]
            persons.sort(key=lambda person: (-person.delegate_count, person.pk))
            pairs.append({"reasons": pair.reasons, "persons": persons})
        return pairs

    def _require_merging(self, request) -> None:
        if not self.may_merge(request):
            raise PermissionDenied

    def _labels(self, person: Person) -> list[str]:
        """The records of `person` in words, as the `merge_label` of their admin says them."""
        return [self._label(record) for record in records_of(person)]

    def _label(self, record) -> str:
        related: Any = self.admin_site._registry.get(type(record))
        return str(related.merge_label(record) if hasattr(related, "merge_label") else record)

    def _merged(self, request, done: PersonMerge):
        self.message_user(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("%(removed)s was merged into %(kept)s.")
                % {"removed": done.removed_name, "kept": done.kept_name},
                reverse("admin:participants_personmerge_change", args=[done.pk]),
                _("This can be undone."),
            ),
            messages.SUCCESS,
        )
        self.after_correction(request, Person.objects.get(pk=done.kept_pk))
        return redirect("admin:participants_person_change", done.kept_pk)


# --- What was decided -----------------------------------------------------------------------
@admin.register(DistinctPersons)
class DistinctPersonsAdmin(ReadOnlyAdmin):
    """Pairs told apart; deleting one lets it be proposed again."""

    can_delete = True
    list_display = ("first", "second", "decided_by", "decided_at")
    list_select_related = ("first", "second", "decided_by")
    search_fields = ("first__search_text", "second__search_text")
    fields = ("first", "second", "decided_by", "decided_at")


@admin.register(PersonMerge)
class PersonMergeAdmin(ReadOnlyAdmin):
    change_form_template = "admin/participants/personmerge/change_form.html"
    list_display = ("merged_at", "removed_name", "kept_name", "merged_by", "undone_at")
    list_select_related = ("merged_by",)
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    date_hierarchy = "merged_at"
    search_fields = ("removed_name", "kept_name")
    fields = (
        *("removed_name", "kept_name", "merged_by", "merged_at", "moved", "undone_by", "undone_at"),
    )

    def has_undo_permission(self, request) -> bool:
        admin_of_persons: Any = self.admin_site.get_model_admin(Person)
        return admin_of_persons.may_merge(request)

    @admin.display(description=_("records moved"))
    def moved(self, done: PersonMerge) -> int:
        return sum(step["do"] in ("move", "remove") for step in done.steps)

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo)
        undo_path = path("<int:pk>/undo/", view, name="participants_personmerge_undo")
        return [undo_path, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_undo": self.has_undo_permission(request)}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @private
    @method_decorator(require_POST)
    def undo(self, request, pk: int):
        """Take the merge back, or say why that is not possible."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        done = get_object_or_404(PersonMerge, pk=pk)
        try:
            removed = undo(done, request.user)
        except CannotUndo as error:
            text = format_html("{} {}", _("This merge cannot be undone:"), str(error))
            self.message_user(request, text, messages.ERROR)
            return redirect("admin:participants_personmerge_change", pk)
        self.message_user(request, _("%(name)s is back.") % {"name": removed}, messages.SUCCESS)
        return redirect("admin:participants_person_change", removed.pk)
