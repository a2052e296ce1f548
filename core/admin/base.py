"""What the admin pages of every floor share: search, history, bilingual fields, messages."""

from dataclasses import replace
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    BadRequest,
    PermissionDenied,
    ValidationError,
)
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from core.dates import DateField, SplitDateTimeField
from core.fingerprint import fingerprint
from core.text import fold
from core.typed import Typed, about_typed, came_back

# Characters that are searched for.
MOST_SEARCHED = 200
# Of the address of a record's page: the page that led there, and to which saving leads back.
BACK = "back"


def pair(name: str) -> tuple[str, str]:
    """The English and the Russian field of `name`, side by side in a fieldset."""
    return (f"{name}_en", f"{name}_ru")


def is_key(value) -> bool:
    """Whether `value`, as a browser sent it, can be the key of a record in either database."""
    return str(value).isdecimal() and len(str(value)) <= 18


def back_from(request) -> str:
    """The page of this register that led to the page of a record; empty if none did."""
    return own_address(request.GET.get(BACK, ""))


def own_address(address: str) -> str:
    """`address`, as a browser sent it, if it is one of this register, from its path on; else ""."""
    ours = url_has_allowed_host_and_scheme(address, None)
    return address if ours and address.startswith("/") else ""


class FingerprintField(forms.CharField):
    """The fingerprint of the record as the page showed it; itself no part of the record."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class RegisterForm(forms.ModelForm):
    """A model form that shows what a database constraint refuses at the field to correct.

    If somebody else has changed the record since the page was opened, nothing is stored and what
    was typed is kept; saved once more, it is stored knowingly.
    """

    fingerprint = FingerprintField(required=False)

    # What was typed before a sign-in that was asked for again: it is shown, and not stored.
    typed_again: Typed | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["fingerprint"] = self._fingerprint_now()

    def _fingerprint_now(self) -> str:
        """The fingerprint of the stored values that this form shows."""
        shown = {name: value for name, value in self.initial.items() if name in self.fields}
        for name, value in shown.items():
            if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
                shown[name] = {record.pk for record in value}
        return fingerprint(shown)

    def _clean_form(self):
        super()._clean_form()  # type: ignore[misc]  # private to Django
        if self.typed_again is not None:
            self.add_error(None, ValidationError(about_typed(self.typed_again), code="typed_again"))
        shown, now = self.cleaned_data.get("fingerprint"), self.initial.get("fingerprint")
        if shown and now and shown != now:
            self.add_error(None, self._changed_meanwhile())
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict here
            data[self.add_prefix("fingerprint")] = now
            self.data = data

    def _changed_meanwhile(self) -> ValidationError:
        labels = [str(self.fields[name].label) for name in self.changed_data]
        return ValidationError(
            _(
                "Somebody else has changed this record since you opened the page. Nothing was "
                "stored, and what you typed is still here. The register now differs from it in: "
                "%(fields)s. Save again to store yours all the same, or open the page anew."
            ),
            code="changed_meanwhile",
            params={"fields": ", ".join(labels) or "–"},
        )

    def _update_errors(self, errors):
        for error in getattr(errors, "error_dict", {}).pop(NON_FIELD_ERRORS, []):
            errors.error_dict.setdefault(self._place_of(error), []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]  # private to Django

    def _place_of(self, error: ValidationError) -> str:
        for constraint in self.instance._meta.constraints:
            if error.message == constraint.get_violation_error_message():
                names = getattr(constraint, "fields", ())
                # The last field is the one that was chosen: the state, within its event.
                for name in reversed(names):
                    if name in self.fields:
                        return name
        return NON_FIELD_ERRORS


class OneChoice(AutocompleteSelect):
    """Autocomplete of one record, which shows nothing chosen where no key was sent."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, list(filter(is_key, value)), attr)


class ManyChoices(AutocompleteSelectMultiple):
    """Autocomplete of several records, which leaves out what is no key."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, list(filter(is_key, value)), attr)


class ManyChoicesField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        for key in value or ():
            if not is_key(key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": key},
                )
        return super().clean(value)


class WhatChanged(HistoricalRecordContextHelper):
    """The changes of one version, without the columns that the register computes for itself."""

    def context_for_delta_changes(self, delta):
        def typed_by_staff(change) -> bool:
            field = self.model._meta.get_field(change.field)
            # A translated field repeats the value of one of its languages.
            return field.editable and not hasattr(self.model, f"{change.field}_en")

        changes = list(filter(typed_by_staff, delta.changes))
        return super().context_for_delta_changes(replace(delta, changes=changes))


class RegisterFields(BaseModelAdmin):
    """Form fields of the register: choices of a relation labelled as its own admin says."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"form_class": DateField},
        models.DateTimeField: {"form_class": SplitDateTimeField},
    }
    # Beside a relation: a new record is added, the chosen one is opened; never deleted from there.
    opens_related = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_change_related &= self.opens_related
            field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneChoice(db_field, self.admin_site))
        return self._labelled(super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ManyChoices(db_field, self.admin_site))
        kwargs.setdefault("form_class", ManyChoicesField)
        return self._labelled(super().formfield_for_manytomany(db_field, request, **kwargs))

    def _labelled(self, field):
        if field is not None and self.admin_site.is_registered(field.queryset.model):
            related = self.admin_site.get_model_admin(field.queryset.model)
            if isinstance(related, RegisterAdmin):
                field.queryset = field.queryset.select_related(*related.choice_related)
                field.label_from_instance = related.choice_label
        return field


class BilingualFields(BaseModelAdmin):
    """Names the language of each translated field in words, and gives its help text once."""

    languages = {"en": _("%(field)s, in English"), "ru": _("%(field)s, in Russian")}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        original = getattr(db_field, "translated_field", None)
        if field is not None and original is not None:
            name = capfirst(original.verbose_name)
            field.label = self.languages[db_field.language] % {"field": name}
            if db_field.language != "en":
                field.help_text = ""
        return field


class ListWithCounts(ChangeList):
    """A list whose rows are counted for when the page is known: one query for all of it."""

    def get_results(self, request):
        super().get_results(request)
        model_admin: Any = self.model_admin
        self.result_list = model_admin.with_counts(self.result_list)


class RegisterAdmin(RegisterFields, SimpleHistoryAdmin):
    """The admin of one model.

    `search_fields` are paths to columns. Those that end in `search_text` hold folded text and are
    blind to case and accents; the others match as typed and in the usual cases, since SQLite
    knows no capitals but Latin ones.
    """

    form = RegisterForm
    save_on_top = True
    list_per_page = 50
    object_history_list_template = "admin/history_list.html"
    # Relations that `choice_label` needs.
    choice_related: tuple[str, ...] = ()
    # Where `sample_mark` learns whether a record is fictional.
    sample_path = "sample"
    # Whether the index lists it; what is edited on another record's page need not be there.
    in_index = True

    @property
    def media(self):
        # For the filters by autocomplete, which Django's lists know nothing of.
        widget = OneChoice(None, self.admin_site).media
        ours = forms.Media(js=["admin/js/jquery.init.js", "admin-extra/filters.js"])
        return super().media + widget + ours

    def choice_label(self, obj) -> str:
        """How an autocomplete shows `obj`."""
        return str(obj)

    def view_on_site(self, obj) -> str | None:
        """The address of the public page of `obj`, if it has one."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_view_on_site_url(self, obj=None):
        # A form that was refused may have emptied the slug, of which no address is made.
        if obj is not None and getattr(obj, "slug", None) == "":
            obj = self.model._base_manager.filter(pk=obj.pk).first()
        return super().get_view_on_site_url(obj)

    def get_model_perms(self, request):
        return super().get_model_perms(request) if self.in_index else {}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.typed_again = came_back(request)
        return form

    def get_fieldsets(self, request, obj=None):
        return [*super().get_fieldsets(request, obj), *self.get_fingerprint(request, obj)]

    def get_fingerprint(self, request, obj) -> list[tuple]:
        """The fieldset by which a form knows whether somebody else has changed the record."""
        may_save = obj is not None and self.has_change_permission(request, obj)
        return [(None, {"fields": ["fingerprint"], "classes": ["hidden"]})] if may_save else []

    def get_object(self, request, object_id, from_field=None):
        """The record; one that is about to be saved, locked until it is."""
        record = super().get_object(request, object_id, from_field)
        if record is not None and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
            record.refresh_from_db()
        return record

    def get_search_results(self, request, queryset, search_term):
        # Each word is a condition of the query; nobody types so many.
        for word in search_term[:MOST_SEARCHED].split():
            queryset = queryset.filter(self._holds(word))
        return queryset, False

    def _holds(self, word: str) -> Q:
        found = Q(pk__in=[])
        for path in self.search_fields:
            if path.endswith("search_text"):
                whole = Q()
                for part in fold(word).split():
                    whole &= Q(**{f"{path}__contains": part})
                found |= whole
            else:
                for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
                    found |= Q(**{f"{path}__icontains": spelling})
        return found

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody else stored the like between our check and our saving. Nothing was saved;
            # checked again, it is refused at its field.
            return super().changeform_view(request, *args, **kwargs)

    # --- Back to the page that led here -------------------------------------------------------

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(
            request, context | {"back": back_from(request)}, *args, **kwargs
        )

    def response_post_save_change(self, request, obj):
        back = back_from(request)
        return redirect(back) if back else super().response_post_save_change(request, obj)

    def response_action(self, request, queryset, *args, **kwargs):
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest(_("The list was sent with records that cannot exist."))
        return super().response_action(request, queryset, *args, **kwargs)

    # --- History ------------------------------------------------------------------------------

    def history_view(self, request, object_id, extra_context=None):
        self._require_number(object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """A former version, in a form that brings it back: for those who may change the record."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._require_number(object_id)
        self._require_number(version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _require_number(self, text: str) -> None:
        try:
            self.opts.pk.to_python(text)
        except ValidationError as error:
            raise Http404 from error

    def get_historical_record_context_helper(self, request, historical_record):
        return WhatChanged(self.model, historical_record)

    # --- Columns of lists ---------------------------------------------------------------------

    @admin.display(description=_("sample data"), empty_value="")
    def sample_mark(self, obj) -> str:
        return str(_("sample")) if attrgetter(self.sample_path)(obj) else ""


class TranslatedAdmin(BilingualFields, RegisterAdmin, TranslationAdmin):
    """The admin of a model with translated fields."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """The admin of what the register itself has written down: shown, and edited by nobody."""

    # For records whose deletion means something, such as taking a decision back.
    can_delete = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return self.can_delete and super().has_delete_permission(request, obj)


class PublishingAdmin(admin.ModelAdmin):
    """Actions of models that have `published`."""

    actions = ["publish", "unpublish"]

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["change"])
    def publish(self, request, queryset):
        count = self._set_published(queryset, True)
        self.message_user(
            request,
            ngettext("%(count)d record was published.", "%(count)d records were published.", count)
            % {"count": count},
        )

    @admin.action(
        description=_("Unpublish selected %(verbose_name_plural)s"), permissions=["change"]
    )
    def unpublish(self, request, queryset):
        count = self._set_published(queryset, False)
        self.message_user(
            request,
            ngettext(
                "%(count)d record is a draft again.", "%(count)d records are drafts again.", count
            )
            % {"count": count},
        )

    @transaction.atomic
    def _set_published(self, queryset, published: bool) -> int:
        """Store each record that is not yet so, with its history; return how many there were."""
        records = list(queryset.filter(published=not published))
        for record in records:
            record.published = published
            record.save(update_fields=["published"])
        return len(records)
