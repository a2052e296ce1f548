"""The filters of events and documents: one FilterSet each for page, feed, API and CSV."""

import bisect
import datetime
from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from core.facets import (
    FacetFilter,
    FacetFilterSet,
    FacetIndex,
    Option,
    SearchFilter,
    with_ancestors,
)
from events.models import Contribution, Delegation, Document, Event, Session
from participants.models import Grouping, Membership, Organisation, State
from topics.models import Programme, Topic
from website.filters.participants import grouping_options, state_options
from website.filters.topics import programme_options, topic_options


class EventFilterSet(FacetFilterSet):
    state = FacetFilter(label=_("Country"), method="filter_state")
    topic = FacetFilter(label=_("Topic"), method="filter_topic")
    kind = FacetFilter(label=_("Kind"), method="filter_kind", codes=Event.Kind)
    grouping = FacetFilter(label=_("Grouping"), method="filter_grouping")
    programme = FacetFilter(label=_("Programme"), method="filter_programme")
    year = FacetFilter(label=_("Year"), method="filter_year")
    q = SearchFilter()

    class Meta:
        model = Event
        fields = []

    def filter_state(self, queryset, name, value):
        return queryset.with_states(State.objects.filter(slug__in=value))

    def filter_topic(self, queryset, name, value):
        return queryset.with_topics(Topic.objects.filter(slug__in=value))

    def filter_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)

    def filter_grouping(self, queryset, name, value):
        return queryset.with_groupings(Grouping.objects.filter(slug__in=value))

    def filter_programme(self, queryset, name, value):
        return queryset.with_programmes(Programme.objects.filter(slug__in=value))

    def filter_year(self, queryset, name, value):
        return queryset.of_years([int(year) for year in value])

    @classmethod
    def options(cls, name):
        if name == "year":
            years = Event.objects.published().dates("sort_date", "year", order="DESC")
            return [Option(str(day.year), str(day.year)) for day in years]
        return {
            "state": state_options,
            "topic": topic_options,
            "grouping": grouping_options,
            "programme": programme_options,
        }[name]()

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        events = list(Event.objects.values_list("pk", "kind", "sort_date", "host_state"))
        index.add("kind", ((pk, kind) for pk, kind, *_rest in events))
        index.add("year", ((pk, str(day.year)) for pk, _kind, day, _host in events))

        slugs = dict(State.objects.values_list("pk", "slug"))
        delegations = list(
            Delegation.objects.filter(state__isnull=False).values_list("event", "state")
        )
        hosts = [(pk, host) for pk, _kind, _day, host in events]
        index.add("state", ((pk, slugs.get(state)) for pk, state in delegations + hosts))

        events_of_state = defaultdict(list)
        day_of = {pk: day for pk, _kind, day, _host in events}
        for pk, state in delegations:
            events_of_state[state].append((day_of[pk], pk))
        for days in events_of_state.values():
            days.sort()
        index.add("grouping", cls._grouping_pairs(events_of_state))

        topics = [
            *Event.topics.through.objects.values_list("event", "topic__slug"),
            *Session.topics.through.objects.values_list("session__event", "topic__slug"),
            *Contribution.topics.through.objects.values_list(
                "contribution__session__event", "topic__slug"
            ),
        ]
        index.add("topic", with_ancestors(topics, Topic.objects.all()))
        index.add(
            "programme", Event.programmes.through.objects.values_list("event", "programme__slug")
        )
        return index

    @staticmethod
    def _grouping_pairs(events_of_state: dict[int, list[tuple[datetime.date, int]]]):
        """(event id, grouping slug) for each state's events while its membership held."""
        for slug, state, since, until in Membership.objects.of_members().values_list(
            "grouping__slug", "state", "since", "until"
        ):
            events = events_of_state.get(state, [])
            first = bisect.bisect_left(events, (since or datetime.date.min, 0))
            last = bisect.bisect_left(events, (until or datetime.date.max, 0))
            for _day, pk in events[first:last]:
                yield pk, slug


class CooperationFilterSet(EventFilterSet):
    """The events of a cooperation matrix, by the same filters and counts as the event list.

    A topic chosen here also opens those below it as columns.
    """

    state = kind = programme = q = None

    @cached_property
    def index(self):
        return EventFilterSet.index_at(self.revision, self.queryset)


class DocumentFilterSet(FacetFilterSet):
    kind = FacetFilter(label=_("Kind"), method="filter_kind", codes=Document.Kind)
    state = FacetFilter(label=_("Country"), method="filter_state")
    topic = FacetFilter(label=_("Topic"), method="filter_topic")
    programme = FacetFilter(label=_("Programme"), method="filter_programme")
    # A document in two languages is found under each.
    language = FacetFilter(
        label=_("Language"),
        method="filter_language",
        codes=(code for code in Document.Language if code != Document.Language.BOTH),
    )
    year = FacetFilter(label=_("Year"), method="filter_year")
    q = SearchFilter()

    class Meta:
        model = Document
        fields = []

    def filter_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)

    def filter_state(self, queryset, name, value):
        return queryset.with_states(State.objects.filter(slug__in=value))

    def filter_topic(self, queryset, name, value):
        return queryset.with_topics(Topic.objects.filter(slug__in=value))

    def filter_programme(self, queryset, name, value):
        return queryset.with_programmes(Programme.objects.filter(slug__in=value))

    def filter_language(self, queryset, name, value):
        return queryset.in_languages(value)

    def filter_year(self, queryset, name, value):
        return queryset.of_years([int(year) for year in value])

    @classmethod
    def options(cls, name):
        if name == "year":
            years = Document.objects.published().dates("date", "year", order="DESC")
            return [Option(str(day.year), str(day.year)) for day in years]
        return {"state": state_options, "topic": topic_options, "programme": programme_options}[
            name
        ]()

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        documents = list(Document.objects.order_by().values_list("pk", "kind", "language", "date"))
        index.add("kind", ((pk, kind) for pk, kind, *_rest in documents))
        index.add(
            "language",
            ((pk, language) for pk, _k, both, _d in documents for language in both.split(",")),
        )
        index.add("year", ((pk, str(day.year)) for pk, *_rest, day in documents if day))
        index.add("state", Document.states.through.objects.values_list("document", "state__slug"))
        topics = Document.topics.through.objects.values_list("document", "topic__slug")
        index.add("topic", with_ancestors(topics, Topic.objects.all()))
        index.add(
            "programme",
            Document.programmes.through.objects.values_list("document", "programme__slug"),
        )
        return index


class DelegationFilterSet(FacetFilterSet):
    """Delegations by event, by whom they are of, and by role."""

    event = FacetFilter(label=_("Event"), method="filter_event")
    state = FacetFilter(label=_("Country"), method="filter_state")
    organisation = FacetFilter(label=_("Organisation"), method="filter_organisation")
    role = FacetFilter(label=_("Role"), method="filter_role", codes=Delegation.Role)

    class Meta:
        model = Delegation
        fields = []

    def filter_event(self, queryset, name, value):
        return queryset.filter(event__slug__in=value)

    def filter_state(self, queryset, name, value):
        return queryset.filter(state__slug__in=value)

    def filter_organisation(self, queryset, name, value):
        return queryset.filter(organisation__slug__in=value)

    def filter_role(self, queryset, name, value):
        return queryset.in_roles(value)

    @classmethod
    def options(cls, name):
        if name == "state":
            return state_options()
        if name == "organisation":
            named = Organisation.objects.values_list("slug", "name")
        else:
            named = Event.objects.published().values_list("slug", "title")
        return [Option(slug, label) for slug, label in named]

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        delegations = list(
            Delegation.objects.order_by().values_list(
                *("pk", "event__slug", "state__slug", "organisation__slug", "role"),
                *("also_organiser", "state", "event__host_state"),
            )
        )
        index.add("event", ((pk, event) for pk, event, *_rest in delegations))
        index.add("state", ((pk, state) for pk, _event, state, *_rest in delegations))
        index.add("organisation", ((pk, one) for pk, _event, _state, one, *_rest in delegations))
        index.add("role", cls._role_pairs(delegations))
        return index

    @staticmethod
    def _role_pairs(delegations: list[tuple]):
        """(delegation id, role) for each role that a delegation held, as `held_roles` has them."""
        for pk, *_names, role, also_organiser, state, host in delegations:
            yield pk, role
            if also_organiser:
                yield pk, Delegation.Role.ORGANISER
            if state and state == host:
                yield pk, Delegation.Role.HOST
