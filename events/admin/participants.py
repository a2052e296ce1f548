"""What the admin pages of states, organisations and persons say of events.

Django keeps one admin a model: these replace those of `participants`, which know no events.
"""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.querysets import public_organisations, states_taking_part, with_event_counts
from events.staff import erasure, person_lists
from participants.admin.people import PersonAdmin
from participants.admin.places import OrganisationAdmin, StateAdmin
from participants.models import Organisation, Person, State

for model in (Organisation, Person, State):
    admin.site.unregister(model)


@admin.register(State)
class StateAtEventsAdmin(StateAdmin):
    def view_on_site(self, state):
        has_page = states_taking_part().filter(pk=state.pk).exists()
        return state.get_absolute_url() if has_page else None


@admin.register(Organisation)
class OrganisationAtEventsAdmin(OrganisationAdmin):
    def view_on_site(self, organisation):
        has_page = public_organisations().filter(pk=organisation.pk).exists()
        return organisation.get_absolute_url() if has_page else None


@admin.register(Person)
class PersonAtEventsAdmin(PersonAdmin):
    change_form_template = "admin/events/person/change_form.html"  # type: ignore[misc]  # `Any` there

    def with_record_counts(self, persons):
        return with_event_counts(persons)

    # --- Lists ahead that say something else ---------------------------------------------------

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        self.after_correction(request, obj)
        return response

    def after_correction(self, request, person):
        """Lead the officer to the lists ahead that still say what `person` said before."""
        if number := self._differing(request, person, former=True):
            text = ngettext(
                "%(number)d list of an event ahead still shows this person’s former data.",
                "%(number)d lists of events ahead still show this person’s former data.",
                number,
            )
            address = reverse("admin:participants_person_lists", args=[person.pk])
            self.message_user(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    text % {"number": number},
                    address,
                    _("Look at them and update"),
                ),
                messages.WARNING,
            )

    def lists_view(self, request, pk: int):
        """The lists ahead that say something else, and the press that updates them."""
        person = get_object_or_404(Person, pk=pk, erased_on=None)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return person_lists.update_lists(request, person, context)

    def _differing(self, request, person, *, former: bool = False) -> int:
        """How many lists that say something else, or a `former` value, the user may update."""
        if person.erased_on or not request.user.has_perm("events.change_delegate"):
            return 0
        lists = person_lists.differing(person)
        return sum(not former or any(each.former for each in some) for _delegate, some in lists)

    # --- A person's data, given out and erased ------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/data.json", view(self.data_view), name="participants_person_data"),
            path("<int:pk>/erase/", view(self.erase_view), name="participants_person_erase"),
            path("<int:pk>/lists/", view(self.lists_view), name="participants_person_lists"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        tools: dict = {}
        person = self.get_object(request, object_id) if request.method == "GET" else None
        if person is not None and self.has_view_permission(request, person):
            tools["part"] = person_lists.part_in_events(person, request.user)
            tools["differing"] = self._differing(request, person)
        if object_id.isdecimal() and request.user.has_perm("participants.view_contact_data"):
            if request.user.has_perm("events.export_participants"):
                tools["data_url"] = reverse("admin:participants_person_data", args=[object_id])
            if request.user.has_perm("participants.erase_person"):
                tools["erase_url"] = reverse("admin:participants_person_erase", args=[object_id])
        return super().change_view(request, object_id, form_url, tools | (extra_context or {}))

    def has_change_permission(self, request, obj=None):
        # A record without a name is not to get one again.
        return super().has_change_permission(request, obj) and not (obj and obj.erased_on)

    def data_view(self, request, pk: int):
        return erasure.person_data(request, get_object_or_404(Person, pk=pk))

    def erase_view(self, request, pk: int):
        person = get_object_or_404(Person, pk=pk, erased_on=None)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return erasure.erase(request, person, context)
