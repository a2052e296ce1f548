"""The public pages of states, organisations and figures, and the same as data."""

from collections.abc import Iterator
from operator import attrgetter

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django_filters.views import FilterView

from participants.data import CsvOfList, public_url, slug_of
from participants.filters import FigureFilterSet, OrganisationFilterSet, StateFilterSet
from participants.models import Membership, MigrationFigure, Organisation, State
from participants.querysets import ALL_CITIZENSHIPS

EVENTS_ON_A_PAGE = 20


class FacetedList(FilterView):
    """A list filtered by a `FacetFilterSet`, in the order of its queryset."""

    def paginate_queryset(self, queryset, page_size):
        return super().paginate_queryset(self.filterset.found, page_size)


class AlphabeticalList(FilterView):
    """A list in the alphabetical order of the active language."""

    paginate_by = 60

    def in_order(self, queryset) -> list:
        return sorted(queryset, key=lambda participant: participant.sort_key)

    def paginate_queryset(self, queryset, page_size):
        return super().paginate_queryset(self.in_order(queryset), page_size)


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


class FigureList(FilterView):
    filterset_class = FigureFilterSet
    paginate_by = 100
    template_name = "participants/figure_list.html"

    def get_queryset(self):
        return MigrationFigure.objects.with_names()

    def paginate_queryset(self, queryset, page_size):
        paginator, page, keys, is_paginated = super().paginate_queryset(
            queryset.keys_in_order(), page_size
        )
        page.object_list = self.read(keys)
        return paginator, page, page.object_list, is_paginated

    def read(self, keys: list[int]) -> list[MigrationFigure]:
        """The figures with these keys, in the order given."""
        found = self.get_queryset().in_bulk(keys)
        return [found[pk] for pk in keys]


# --- As data --------------------------------------------------------------------------------
class StateCsv(CsvOfList, StateList):
    file_name = "states"
    columns = {
        "slug": attrgetter("slug"),
        "name": attrgetter("name"),
        "official_name": attrgetter("official_name"),
        "iso2": attrgetter("iso2"),
        "iso3": attrgetter("iso3"),
        "groupings": lambda state: " ".join(sorted({m.grouping.slug for m in state.belongs_to})),
        "footnote": attrgetter("footnote"),
        "url": public_url,
    }
    in_order = AlphabeticalList.in_order

    def get_queryset(self):
        today = Membership.objects.of_members().on(timezone.now().date())
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("memberships", today.select_related("grouping"), to_attr="belongs_to")
            )
        )


class OrganisationCsv(CsvOfList, OrganisationList):
    file_name = "organisations"
    columns = {
        "slug": attrgetter("slug"),
        "name": attrgetter("name"),
        "acronym": attrgetter("acronym"),
        "kind": attrgetter("kind"),
        "state": lambda organisation: slug_of(organisation.state),
        "parent": lambda organisation: slug_of(organisation.parent),
        "website": attrgetter("website"),
        "sample": attrgetter("sample"),
        "url": public_url,
    }
    in_order = AlphabeticalList.in_order

    def get_queryset(self):
        return super().get_queryset().select_related("parent")


class FigureCsv(CsvOfList, FigureList):
    file_name = "figures"
    columns = {
        "reporting": lambda figure: figure.reporting.slug,
        "citizenship": lambda figure: slug_of(figure.citizenship) or ALL_CITIZENSHIPS,
        "indicator": attrgetter("indicator"),
        "unit": attrgetter("unit"),
        "year": attrgetter("year"),
        "reference_date": attrgetter("reference_date"),
        "value": attrgetter("value"),
        "source_title": attrgetter("source_title"),
        "source_url": attrgetter("source_url"),
        "note": attrgetter("note"),
        "remark": attrgetter("remark"),
    }

    def in_order(self, queryset) -> Iterator[MigrationFigure]:
        keys = queryset.keys_in_order()
        for at in range(0, len(keys), 500):
            yield from self.read(keys[at : at + 500])


# --- One by one -----------------------------------------------------------------------------
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
