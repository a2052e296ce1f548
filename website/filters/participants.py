"""The filters of the lists of states, organisations and figures."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.facets import (
    FacetFilter,
    FacetFilterSet,
    FacetIndex,
    Option,
    SearchFilter,
    tree_options,
    with_ancestors,
)
from core.translation import language_of
from events.models import Delegation, Event
from participants.models import Grouping, MigrationFigure, Organisation, State
from participants.querysets import ALL_CITIZENSHIPS, belonging
from topics.models import Topic


def state_options() -> list[Option]:
    """All states, alphabetical in the active language."""
    return [
        Option(state.slug, state.marked_name, language=state.name_language)
        for state in sorted(State.objects.all(), key=lambda state: state.sort_key)
    ]


def grouping_options() -> list[Option]:
    """All groupings, alphabetical in the active language."""
    return sorted(
        (
            Option(grouping.slug, grouping.name, language=language_of(grouping, "name"))
            for grouping in Grouping.objects.all()
        ),
        key=lambda option: option.label,
    )


class StateFilterSet(FacetFilterSet):
    """States that take part, by the groupings that they belong to today and by topic."""

    grouping = FacetFilter(label=_("Grouping"), method="filter_grouping")
    topic = FacetFilter(label=_("Topic"), method="filter_topic")
    q = SearchFilter()

    class Meta:
        model = State
        fields = []

    def filter_grouping(self, queryset, name, value):
        return queryset.in_groupings(
            Grouping.objects.filter(slug__in=value), on=timezone.now().date()
        )

    def filter_topic(self, queryset, name, value):
        events = Event.objects.published().with_topics(Topic.objects.filter(slug__in=value))
        return queryset.filter(
            Q(pk__in=Delegation.objects.filter(event__in=events).values("state"))
            | Q(pk__in=events.values("host_state"))
        )

    @classmethod
    def options(cls, name):
        return grouping_options() if name == "grouping" else tree_options(Topic.objects.all())

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        index.add(
            "grouping",
            State.objects.filter(belonging(today, "memberships__")).values_list(
                "pk", "memberships__grouping__slug"
            ),
        )
        index.add("topic", with_ancestors(_topic_pairs(), Topic.objects.all()))
        return index


class OrganisationFilterSet(FacetFilterSet):
    """Organisations by kind and by the state that they belong to."""

    kind = FacetFilter(label=_("Kind"), method="filter_kind", codes=Organisation.Kind)
    state = FacetFilter(label=_("Country"), method="filter_state")
    q = SearchFilter()

    class Meta:
        model = Organisation
        fields = []

    def filter_kind(self, queryset, name, value):
        return queryset.filter(kind__in=value)

    def filter_state(self, queryset, name, value):
        return queryset.filter(state__slug__in=value)

    @classmethod
    def options(cls, name):
        return state_options()

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        index.add("kind", Organisation.objects.values_list("pk", "kind"))
        index.add("state", Organisation.objects.values_list("pk", "state__slug"))
        return index


class FigureFilterSet(FacetFilterSet):
    """Migration figures by who reports them, on whose citizens, what they count, and year."""

    reporting = FacetFilter(label=_("Reported by"), method="filter_reporting")
    citizenship = FacetFilter(label=_("Citizenship"), method="filter_citizenship")
    indicator = FacetFilter(
        label=_("Indicator"), method="filter_indicator", codes=MigrationFigure.Indicator
    )
    year = FacetFilter(label=_("Year"), method="filter_year")

    class Meta:
        model = MigrationFigure
        fields = []

    def filter_reporting(self, queryset, name, value):
        return queryset.reported_by(value)

    def filter_citizenship(self, queryset, name, value):
        return queryset.of_citizens(value)

    def filter_indicator(self, queryset, name, value):
        return queryset.filter(indicator__in=value)

    def filter_year(self, queryset, name, value):
        return queryset.filter(year__in=[int(year) for year in value])

    @classmethod
    def options(cls, name):
        if name == "reporting":
            return grouping_options() + state_options()
        if name == "citizenship":
            return [Option(ALL_CITIZENSHIPS, _("all citizenships together")), *state_options()]
        years = MigrationFigure.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [Option(str(year), str(year)) for year in years]

    @classmethod
    def build_index(cls, ids, today):
        index = FacetIndex(ids)
        figures = list(
            MigrationFigure.objects.order_by().values_list(
                *("pk", "reporting_state__slug", "reporting_grouping__slug"),
                *("citizenship__slug", "indicator", "year"),
            )
        )
        index.add("reporting", ((pk, state or grouping) for pk, state, grouping, *_ in figures))
        index.add(
            "citizenship",
            ((pk, citizenship or ALL_CITIZENSHIPS) for pk, _s, _g, citizenship, *_ in figures),
        )
        index.add("indicator", ((pk, indicator) for pk, *_rest, indicator, _year in figures))
        index.add("year", ((pk, str(year)) for pk, *_rest, year in figures))
        return index


def _topic_pairs() -> Iterator[tuple[int, str]]:
    """(state id, topic slug) of all published events that states were at, with repetitions."""
    for event in ("delegations__event", "hosted_events"):
        for topics in ("topics", "sessions__topics", "sessions__contributions__topics"):
            yield from (
                State.objects.filter(
                    **{f"{event}__published": True, f"{event}__{topics}__isnull": False}
                )
                .values_list("pk", f"{event}__{topics}__slug")
                .distinct()
            )
