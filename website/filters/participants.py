"""The filters of the lists of states, organisations and figures."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, FacetFilterSet, Option, SearchFilter
from core.models import ContentRevision
from events.models import Event
from participants.models import Membership, MigrationFigure, Organisation, State
from participants.querysets import ALL_CITIZENSHIPS
from website.filters.events import EventFilterSet
from website.filters.facets import (
    GroupingFacet,
    KindFacet,
    StateFacet,
    TopicFacet,
    YearFacet,
    grouping_options,
    state_options,
)


class AlphabeticalFilterSet(FacetFilterSet):
    """The filters of a list in the alphabetical order of the active language."""

    @classmethod
    def keys_in_order(cls, queryset):
        records = queryset.select_related(None).prefetch_related(None)
        return [record.pk for record in sorted(records, key=lambda record: record.sort_key)]


def _groupings_of_states() -> Iterator[tuple[int, str]]:
    """(state id, grouping slug) for each state's groupings as of today."""
    memberships = Membership.objects.of_members().on(timezone.now().date())
    return memberships.values_list("state", "grouping__slug")


def _topics_of_states() -> Iterator[tuple[int, str]]:
    """(state id, topic slug) for the topics of each state's published events."""
    masks = EventFilterSet.index_at(ContentRevision.current(), Event.objects.published()).masks
    for pk, slug in State.objects.values_list("pk", "slug"):
        events = masks["state"].get(slug, 0)
        for topic, on_topic in masks["topic"].items():
            if events & on_topic:
                yield pk, topic


class StateFilterSet(AlphabeticalFilterSet):
    """States that take part, by the groupings that they belong to today and by topic."""

    grouping = GroupingFacet(pairs=_groupings_of_states)
    topic = TopicFacet(pairs=_topics_of_states)
    q = SearchFilter()

    class Meta:
        model = State
        fields: list[str] = []


class OrganisationFilterSet(AlphabeticalFilterSet):
    """Organisations by kind and by the state that they belong to."""

    kind = KindFacet(codes=Organisation.Kind)
    state = StateFacet("state__slug")
    q = SearchFilter()

    class Meta:
        model = Organisation
        fields: list[str] = []


class FigureFilterSet(FacetFilterSet):
    """Migration figures by who reports them, on whose citizens, what they count, and year."""

    reporting = Facet(
        _("Reported by"),
        "reporting_state__slug",
        "reporting_grouping__slug",
        options=lambda: grouping_options() + state_options(),
        value_help="Slug of the state or grouping that reports.",
    )
    citizenship = Facet(
        _("Citizenship"),
        "citizenship__slug",
        missing=ALL_CITIZENSHIPS,
        options=lambda: [
            Option(ALL_CITIZENSHIPS, _("all citizenships")),
            *state_options(),
        ],
        value_help="Slug of a state, or `all`: all citizenships together.",
    )
    indicator = Facet(_("Indicator"), "indicator", codes=MigrationFigure.Indicator)
    year = YearFacet("year")

    class Meta:
        model = MigrationFigure
        fields: list[str] = []

    @classmethod
    def keys_in_order(cls, queryset):
        return queryset.keys_in_order()
