"""The public pages of states and organisations."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django_filters.views import FilterView

from participants.filters import OrganisationFilterSet, StateFilterSet
from participants.models import Organisation, State

EVENTS_ON_A_PAGE = 20


class FacetedList(FilterView):
    """A list filtered by a `FacetFilterSet`, in the order of its queryset."""

    def paginate_queryset(self, queryset, page_size):
        return super().paginate_queryset(self.filterset.found, page_size)


class AlphabeticalList(FilterView):
    """A list in the alphabetical order of the active language."""

    paginate_by = 60

    def paginate_queryset(self, queryset, page_size):
        in_order = sorted(queryset, key=lambda participant: participant.sort_key)
        return super().paginate_queryset(in_order, page_size)


class StateList(AlphabeticalList):
    filterset_class = StateFilterSet
    template_name = "participants/state_list.html"

    def get_queryset(self):
        return State.objects.taking_part()


class OrganisationList(AlphabeticalList):
    filterset_class = OrganisationFilterSet
    template_name = "participants/organisation_list.html"

    def get_queryset(self):
        return Organisation.objects.select_related("state")


def state_detail(request, slug: str):
    """A country's profile. A state that takes part in nothing has none."""
    state = get_object_or_404(State.objects.taking_part(), slug=slug)
    today = timezone.now().date()
    memberships = state.memberships.select_related("grouping")
    events = _events(state).with_states([state.pk])
    return render(
        request,
        "participants/state_detail.html",
        {
            "state": state,
            "memberships": memberships.on(today),
            "past_memberships": [m for m in memberships if m.until and m.until <= today],
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "cooperation": _topics(events),
            "organisations": sorted(state.organisations.all(), key=lambda o: o.sort_key),
            "programmes": state.programmes.all(),
            "figures": state.figures.select_related(
                "reporting_state", "reporting_grouping"
            ).order_by("indicator", "year"),
            "documents": state.documents.published(),
        },
    )


def organisation_detail(request, slug: str):
    """The page of an organisation."""
    organisation = get_object_or_404(
        Organisation.objects.select_related("state", "parent"), slug=slug
    )
    events = _events(organisation).with_organisations([organisation.pk])
    return render(
        request,
        "participants/organisation_detail.html",
        {
            "organisation": organisation,
            "children": organisation.children.all(),
            "event_count": events.count(),
            "events": events.latest_first().for_cards()[:EVENTS_ON_A_PAGE],
            "funded": organisation.programmes_funded.all(),
            "implemented": organisation.programmes_implemented.all(),
        },
    )


def _events(participant: State | Organisation):
    """All published events; their model is reached by the reverse relation alone."""
    delegations = participant.delegations.model
    return delegations._meta.get_field("event").related_model.objects.published()


def _topics(events):
    """Topics with `event_count`: how many of `events` are on each itself, alphabetical."""
    return events.model._meta.get_field("topics").related_model.objects.with_event_counts(events)
