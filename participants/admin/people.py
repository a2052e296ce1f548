"""Persons in the admin: contact data for those who may see them, a warning of likely duplicates."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.admin.base import RegisterForm
from core.admin.deleted import RestoringAdmin
from core.admin.filters import autocomplete_filter
from participants.admin.merging import MergingAdmin
from participants.duplicates import duplicates_of
from participants.merge import FIELDS
from participants.models import Person
from participants.scripts import CYRILLIC, NAMES, in_script, names_in

# Fields of a person that do not stand beside the state and the position.
_ELSEWHERE = {"prefix", *Person.search_fields, *Person.contact_fields, "language"}


class PersonForm(RegisterForm):
    # Hidden until somebody alike is found.
    save_anyway = forms.BooleanField(
        label=_("This is another person: save anyway"), required=False, widget=forms.HiddenInput
    )

    # Whose change makes it worth asking whether the register knows this person already.
    identity = {*NAMES, *CYRILLIC, "state", "organisation"}

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # private to Django
        if self.errors.keys() & self.identity or not self.identity.intersection(self.changed_data):
            return
        self.instance.make_keys()
        alike = [pair.second for pair in duplicates_of(self.instance)[:10]]
        if alike:
            self.fields["save_anyway"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("save_anyway"):
                self.add_error(None, self._question(alike))

    def _question(self, alike: list[Person]) -> ValidationError:
        links = (
            (
                reverse("admin:participants_person_change", args=[person.pk]),
                person,
                describe(person),
            )
            for person in alike
        )
        return ValidationError(
            format_html(
                "{} <ul>{}</ul> {}",
                _("The register already knows somebody of this name:"),
                format_html_join("", '<li><a href="{}">{}</a>{}</li>', links),
                _("If this is another person, tick the box below and save again."),
            ),
            code="alike",
        )


def describe(person: Person) -> str:
    """What tells namesakes apart: “, Poland, Ministry of the Interior, Director”."""
    about = (person.state, person.organisation, in_script(person, "en")["position"])
    return "".join(f", {text}" for text in about if text)


@admin.register(Person)
class PersonAdmin(MergingAdmin, RestoringAdmin):
    form = PersonForm
    list_display = ("list_name", "state", "organisation", "position", "sample_mark")
    list_filter = (
        autocomplete_filter(Person, "state", "of_state"),
        autocomplete_filter(Person, "organisation", "of_organisation"),
        *("language", "sample"),
    )
    list_select_related = choice_related = ("state", "organisation")
    search_fields = ("search_text",)
    autocomplete_fields = ("state", "organisation")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("prefix", *NAMES),
                    CYRILLIC,
                ]
            },
        ),
        (
            _("Whom the person represents"),
            {
                "fields": [name for name in FIELDS if name not in _ELSEWHERE],
                "description": _(
                    "As of today. Each participant list keeps what was true on its day."
                ),
            },
        ),
        (_("Contact"), {"fields": [*Person.contact_fields, "language"]}),
    ]

    @admin.display(description=pgettext_lazy("person", "name"), ordering="name_sort_key")
    def list_name(self, person) -> str:
        return ", ".join(filter(None, reversed(names_in(person))))

    def choice_label(self, person):
        return f"{person}{describe(person)}"

    # --- Contact data, for those who may see them ---------------------------------------------

    def _sees_contact_data(self, request) -> bool:
        return request.user.has_perm("participants.view_contact_data")

    def get_fieldsets(self, request, obj=None):
        names, represents, contact = self.fieldsets
        if not self._sees_contact_data(request):
            contact = (_("Contact"), {"fields": ["language"]})
        may_save = self.has_change_permission(request, obj) if obj else True
        question = [(None, {"fields": ["save_anyway"]})] if may_save else []
        return [*question, names, represents, contact, *self.get_fingerprint(request, obj)]

    def get_exclude(self, request, obj=None):
        return [] if self._sees_contact_data(request) else [*Person.contact_fields]

    def lookup_allowed(self, lookup, value, request):
        # An address in the list's own address would be answered by whether the person is listed.
        if lookup.startswith(Person.contact_fields):
            return False
        return super().lookup_allowed(lookup, value, request)

    def has_view_history_or_change_history_permission(self, request, obj=None):
        # Each version holds the contact data of its time.
        allowed = super().has_view_history_or_change_history_permission(request, obj)
        return allowed and self._sees_contact_data(request)
