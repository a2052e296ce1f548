"""The API of states, organisations and figures."""

from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from events.querysets import public_organisations, states_taking_part
from participants.models import Membership, MigrationFigure, Organisation, State
from participants.querysets import MEMBER_ROLES
from website.api.base import (
    BothLanguages,
    GroupingNameSerializer,
    Link,
    Number,
    RecordSerializer,
    RecordViewSet,
    api_url,
    link_to,
)
from website.filters.participants import FigureFilterSet, OrganisationFilterSet, StateFilterSet


class MembershipSerializer(serializers.ModelSerializer):
    """A state's time in a grouping."""

    grouping = GroupingNameSerializer()
    until = serializers.DateField(
        allow_null=True, help_text="The first day on which it no longer held."
    )
    note = BothLanguages()

    class Meta:
        model = Membership
        fields = ["grouping", "role", "since", "until", "note", "source_url"]


@extend_schema_serializer(component_name="State")
class StateSerializer(RecordSerializer):
    """A state with its memberships, past ones too."""

    name = BothLanguages()
    official_name = BothLanguages()
    footnote = BothLanguages()
    groupings = serializers.SerializerMethodField(
        help_text="Slugs of the groupings that it belongs to today."
    )
    memberships = MembershipSerializer(many=True)

    class Meta:
        model = State
        fields = [
            *("slug", "url", "api_url", "name", "official_name", "own_name", "iso2", "iso3"),
            *("footnote", "since", "until", "groupings", "memberships"),
        ]

    def get_url(self, state) -> str | None:
        return link_to(state, self.context["request"])["url"]

    def get_groupings(self, state) -> list[str]:
        today = timezone.now().date()
        return sorted(
            {
                membership.grouping.slug
                for membership in state.memberships.all()
                if membership.role in MEMBER_ROLES
                and (membership.since is None or membership.since <= today)
                and (membership.until is None or membership.until > today)
            }
        )


@extend_schema_view(
    list=extend_schema(
        summary="States that take part in something",
        description="In the order of the English alphabet, as `sort_as` of the register has it.",
    ),
    retrieve=extend_schema(summary="A state"),
)
class StateViewSet(RecordViewSet):
    """A list in the order of the English alphabet, as its page."""

    serializer_class = StateSerializer
    filterset_class = StateFilterSet

    def get_queryset(self):
        memberships = Membership.objects.select_related("grouping")
        # One that takes part in nothing is in no list, but a figure may name it.
        states = states_taking_part() if self.action == "list" else State.objects.all()
        return states.prefetch_related(
            Prefetch("memberships", memberships.order_by("grouping__slug", "since", "pk"))
        )


@extend_schema_serializer(component_name="Organisation")
class OrganisationSerializer(RecordSerializer):
    """A ministry, an EU institution, or another organisation."""

    name = BothLanguages()
    acronym = BothLanguages()
    state = Link(allow_null=True)
    parent = Link(allow_null=True)

    class Meta:
        model = Organisation
        fields = [
            *("slug", "url", "api_url", "name", "acronym", "kind", "state", "parent"),
            *("website", "sample"),
        ]


@extend_schema_view(
    list=extend_schema(
        summary="Organisations", description="In the order of the English alphabet."
    ),
    retrieve=extend_schema(summary="An organisation"),
)
class OrganisationViewSet(RecordViewSet):
    """A list in the order of the English alphabet, as its page."""

    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilterSet

    def get_queryset(self):
        return public_organisations().select_related("state", "parent")


@extend_schema_serializer(component_name="Figure")
class FigureSerializer(serializers.ModelSerializer):
    """One number from one source."""

    api_url = serializers.SerializerMethodField(help_text="This record alone.")
    reporting_state = Link(allow_null=True)
    reporting_grouping = GroupingNameSerializer(allow_null=True)
    citizenship = Link(allow_null=True, help_text="Null: all citizenships together.")
    value = Number()
    remark = BothLanguages()

    class Meta:
        model = MigrationFigure
        fields = [
            *("id", "api_url", "reporting_state", "reporting_grouping", "citizenship"),
            *("indicator", "unit", "year", "reference_date", "qualifier", "value"),
            *("source_title", "source_url", "note", "remark"),
        ]

    def get_api_url(self, figure) -> str:
        return api_url(figure)


@extend_schema_view(
    list=extend_schema(
        summary="Migration figures",
        description=(
            "By indicator, citizenship, who reports it, year and source. Where sources disagree, "
            "each figure stands with its own."
        ),
    ),
    retrieve=extend_schema(summary="A migration figure"),
)
class FigureViewSet(RecordViewSet):
    serializer_class = FigureSerializer
    filterset_class = FigureFilterSet
    lookup_field = "pk"
    lookup_value_regex = r"[0-9]+"

    def get_queryset(self):
        return MigrationFigure.objects.with_names()
