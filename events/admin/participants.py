"""What the admin pages of states, organisations and persons say of events.

Django keeps one admin a model: these replace those of `participants`, which know no events.
"""

from django.contrib import admin

from events.querysets import public_organisations, states_taking_part, with_event_counts
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
    def with_record_counts(self, persons):
        return with_event_counts(persons)
