"""The filters of events, documents and delegations: one FilterSet for page, feed, API and CSV."""

import bisect
import datetime
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, FacetFilterSet, Option, SearchFilter, period_filters
from events.models import Contribution, Delegation, Document, Event
from events.querysets import public_organisations
from participants.models import Membership
from website.filters.facets import (
    GroupingFacet,
    KindFacet,
    ProgrammeFacet,
    StateFacet,
    TopicFacet,
    YearFacet,
)


def _groupings_of_events() -> Iterator[tuple[int, str]]:
    """(event id, grouping slug) for each state's events on whose day its membership held.

    A state's events are those that it took part in or hosted, as in the filter `state`.
    """
    found: dict[int, set[tuple[datetime.date, int]]] = defaultdict(set)
    for state, day, pk in chain(
        Delegation.objects.taking_part()
        .filter(state__isnull=False)
        .values_list("state", "event__sort_date", "event"),
        Event.objects.filter(host_state__isnull=False).values_list("host_state", "sort_date", "pk"),
    ):
        found[state].add((day, pk))
    events_of_state = {state: sorted(events) for state, events in found.items()}
    for slug, state, since, until in Membership.objects.of_members().values_list(
        "grouping__slug", "state", "since", "until"
    ):
        events = events_of_state.get(state, [])
        first = bisect.bisect_left(events, (since or datetime.date.min, 0))
        last = bisect.bisect_left(events, (until or datetime.date.max, 0))
        for _day, pk in events[first:last]:
            yield pk, slug


def _states_of_events() -> Iterator[tuple[int, str]]:
    """(event id, state slug) for each state that took part in an event or hosted it."""
    delegations = Delegation.objects.taking_part().filter(state__isnull=False).order_by()
    yield from delegations.values_list("event", "state__slug")
    hosted = Event.objects.filter(host_state__isnull=False).order_by()
    yield from hosted.values_list("pk", "host_state__slug")


def _topics_of_events() -> Iterator[tuple[int, str]]:
    """(event id, topic slug) for the topics of each event, its sessions and contributions."""
    for path in ("topics", "sessions__topics"):
        events = Event.objects.filter(**{f"{path}__isnull": False}).order_by()
        yield from events.values_list("pk", f"{path}__slug")
    contributions = Contribution.objects.taking_part().filter(topics__isnull=False).order_by()
    yield from contributions.values_list("session__event", "topics__slug")


class EventFilterSet(FacetFilterSet):
    state = StateFacet(pairs=_states_of_events)
    topic = TopicFacet(pairs=_topics_of_events)
    kind = KindFacet(codes=Event.Kind)
    grouping = GroupingFacet(pairs=_groupings_of_events)
    programme = ProgrammeFacet()
    year = YearFacet("sort_date")
    locals().update(period_filters())
    q = SearchFilter()

    class Meta:
        model = Event
        fields: list[str] = []


class CooperationFilterSet(EventFilterSet):
    """The events of a cooperation matrix, by the same filters and counts as the event list.

    A topic chosen here also opens those below it as columns.
    """

    state = kind = programme = q = None  # type: ignore[assignment]  # takes filters away
    locals().update(dict.fromkeys(period_filters()))

    @classmethod
    def index_at(cls, revision, queryset):
        return EventFilterSet.index_at(revision, queryset)


class DocumentFilterSet(FacetFilterSet):
    kind = KindFacet(codes=Document.Kind)
    state = StateFacet("states__slug")
    topic = TopicFacet(pairs=lambda: Document.objects.topic_pairs())
    programme = ProgrammeFacet()
    # A document in two languages is found under each.
    language = Facet(
        _("Language"),
        "language",
        values=lambda languages: languages.split(","),
        codes=(code for code in Document.Language if code != Document.Language.BOTH),
    )
    year = YearFacet("date")
    locals().update(period_filters())
    q = SearchFilter()

    class Meta:
        model = Document
        fields: list[str] = []


def _roles_of_delegations() -> Iterator[tuple[int, str]]:
    """(delegation id, role) for each role that a delegation held, as `held_roles` has them."""
    delegations = Delegation.objects.order_by()
    yield from delegations.values_list("pk", "role")
    for role, held in (
        (Delegation.Role.ORGANISER, delegations.filter(also_organiser=True)),
        (Delegation.Role.HOST, delegations.filter(state=F("event__host_state"))),
    ):
        for pk in held.values_list("pk", flat=True):
            yield pk, role


class DelegationFilterSet(FacetFilterSet):
    """Delegations by event, by the state or organisation they represent, and by role."""

    event = Facet(
        _("Event"),
        "event__slug",
        options=lambda: [
            Option(*event) for event in Event.objects.published().values_list("slug", "title")
        ],
        value_help="Slug of an event.",
    )
    state = StateFacet("state__slug")
    organisation = Facet(
        _("Organisation"),
        "organisation__slug",
        options=lambda: [
            Option(*each) for each in public_organisations().values_list("slug", "name")
        ],
        value_help="Slug of an organisation.",
    )
    role = Facet(_("Role"), pairs=_roles_of_delegations, codes=Delegation.Role)

    class Meta:
        model = Delegation
        fields: list[str] = []
