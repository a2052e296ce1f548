"""Tables of related records on another record's page that stay quick with hundreds of rows.

Of a stored row, what it is of (the person of a delegate, the state of a delegation) stands as a
link; it is chosen, by autocomplete, in new rows alone. Neither showing nor saving such a table
makes a query for each row.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_deleted_objects
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationInlineModelAdmin

from core.admin.base import BilingualFields, RegisterFields, RegisterForm
from core.fingerprint import fingerprint

# So many of the records that would go are named in the question.
NAMED_IN_QUESTION = 50


class LinkWidget(forms.Widget):
    """Shows a record as a link to its page in the admin."""

    def __init__(self, record):
        super().__init__()
        self.record = record

    def render(self, name, value, attrs=None, renderer=None):
        if self.record is None:
            return "–"
        meta = self.record._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record.pk])
        return format_html('<a href="{}">{}</a>', url, self.record)


class GivenField(forms.Field):
    """A relation that is not to be changed: what was posted for it does not count."""

    def __init__(self, record):
        super().__init__(required=False, disabled=True, widget=LinkWidget(record))
        self.record = record

    def clean(self, value):
        return self.record


class RowKeyField(forms.Field):
    """The hidden key of a stored row, known already from the rows that were read together."""

    widget = forms.HiddenInput

    def __init__(self, row):
        super().__init__(required=False, initial=row.pk)
        self.row = row

    def clean(self, value):
        return self.row

    def has_changed(self, initial, data):
        return False


class RowForm(RegisterForm):
    """A row of the table. One stored before and left as it is was checked when it was stored."""

    # Relations that are chosen once, for a new row.
    given: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for name in self.given:
                if name in self.fields:
                    self.fields[name] = GivenField(getattr(self.instance, name))

    def _post_clean(self):
        if not self.instance._state.adding and not self.has_changed():
            return
        super()._post_clean()  # type: ignore[misc]  # private
        if not self.errors:
            # Django leaves out the constraints in which the page's own record takes part.
            try:
                left_out = self._get_validation_exclusions()  # type: ignore[attr-defined]  # private
                self.instance.validate_constraints(exclude=left_out)
            except ValidationError as error:
                self._update_errors(error)


class RowFormSet(BaseInlineFormSet):
    """Rows in the order in which the page showed them, whatever others have stored since.

    Rows are deleted only by users who may delete everything that goes with them. Where that is
    more than the rows, or rows that the inline names as people, the page asks first.
    """

    # Set by the inline for each request.
    request = None
    inline: "RowsInline"

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            rows = {str(row.pk): row for row in super().get_queryset()}
            if self.is_bound:
                shown = min(self.initial_form_count(), self.total_form_count())
                names = (f"{self.add_prefix(i)}-id" for i in range(shown))
                # A row that somebody else has deleted leaves its place empty.
                self._queryset = [rows.get(self.data.get(name, "")) for name in names]
            else:
                self._queryset = list(rows.values())
        return self._queryset

    def _existing_object(self, pk):
        if not hasattr(self, "_object_dict"):
            self._object_dict = {row.pk: row for row in self.get_queryset() if row is not None}
        return self._object_dict.get(pk)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self._pk_field.name] = RowKeyField(form.instance)  # type: ignore[attr-defined]  # private

    def clean(self):
        for form in self.initial_forms:
            if form.instance._state.adding:
                form.add_error(
                    None,
                    _("Somebody else has deleted this row meanwhile. Open the page anew."),
                )
        self._refuse_repeats()
        super().clean()
        self._check_deletions()

    def _check_deletions(self) -> None:
        """Refuse what the user may not delete; ask where more than the rows would go.

        The box that answers the question holds the fingerprint of what it lists, so that it
        confirms nothing else.
        """
        rows = [
            form.instance
            for form in self.initial_forms
            if form.instance.pk and self._should_delete_form(form)
        ]
        # Looked up as Django's own page for deletions does, rights included.
        tree, counts, lacking, protected = get_deleted_objects(
            rows, self.request, self.inline.admin_site
        )
        if lacking:
            raise ValidationError(
                _("You may not delete all that would be deleted with it: %(kinds)s."),
                code="may_not_delete",
                params={"kinds": ", ".join(sorted(map(str, lacking)))},
            )
        goes_alone = sum(counts.values()) == len(rows)
        # Django itself says at its row what is protected.
        if protected or (goes_alone and not self.inline.asks_before_deleting):
            return
        names = list(_flat(tree))
        key = fingerprint([str(name) for name in names])
        if rows and self.data.get(self.add_prefix("deletion")) != key:
            raise ValidationError(self._question(names, key), code="confirm_deletion")

    def _question(self, names: list[str], key: str) -> str:
        """What would go, with the box that confirms it."""
        shown = [*names[:NAMED_IN_QUESTION], *(["…"] if len(names) > NAMED_IN_QUESTION else [])]
        return format_html(
            '{} <ul>{}</ul> <label><input type="checkbox" name="{}" value="{}"> {}</label>',
            _("Nothing was stored yet. This would be deleted:"),
            format_html_join("", "<li>{}</li>", ((name,) for name in shown)),
            self.add_prefix("deletion"),
            key,
            _("Delete all of this: tick the box, then save again."),
        )

    def _refuse_repeats(self) -> None:
        """What may stand once in the table is refused at the field where it stands again."""
        for name, message in self._only_once():
            seen = set()
            for form in self.forms:
                value = getattr(form, "cleaned_data", {}).get(name)
                if value is None or self._should_delete_form(form):  # type: ignore[attr-defined]  # private
                    continue
                if value in seen:
                    form.add_error(name, message)
                seen.add(value)

    def _only_once(self):
        """Fields that are unique within the table, each with the sentence that refuses it."""
        model: Any = self.model
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
                others = [name for name in constraint.fields if name != self.fk.name]
                if len(others) == 1 and len(constraint.fields) == 2:
                    yield others[0], constraint.get_violation_error_message()


def _flat(tree: list) -> Iterator[str]:
    """The texts of a nested list, one after another."""
    for node in tree:
        if isinstance(node, list):
            yield from _flat(node)
        else:
            yield node


class RowsInline:
    """An inline whose rows are a `RowFormSet`, which has to know who asks."""

    formset = RowFormSet
    # Whether the page asks before a row is deleted that takes nothing else with it.
    asks_before_deleting = False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.request, formset.inline = request, self
        return formset


class FastInline(RowsInline, RegisterFields, admin.TabularInline):
    form = RowForm
    opens_related = False
    extra = 1
    show_change_link = True

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields, "fingerprint"] if self.has_change_permission(request, obj) else fields


class TranslatedFastInline(BilingualFields, TranslationInlineModelAdmin, FastInline):
    pass
