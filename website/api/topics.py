"""The API of topics and programmes."""

from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from core.results import Results
from topics.models import Phase, Programme, Topic
from website.api.base import (
    BothLanguages,
    Link,
    Links,
    Number,
    RecordSerializer,
    RecordViewSet,
)


@extend_schema_serializer(component_name="Topic")
class TopicSerializer(RecordSerializer):
    """A node of the tree of topics. It stands for those below it too."""

    name = BothLanguages()
    definition = BothLanguages()
    parent = Link(allow_null=True)
    children = Links()

    class Meta:
        model = Topic
        fields = [
            *("slug", "url", "api_url", "name", "parent", "children"),
            *("definition", "definition_source", "concept_uri"),
        ]


@extend_schema_view(
    list=extend_schema(
        summary="Topics",
        description="The tree from top to bottom: each topic stands before those below it.",
    ),
    retrieve=extend_schema(summary="A topic"),
)
class TopicViewSet(RecordViewSet):
    serializer_class = TopicSerializer

    def get_queryset(self):
        return Topic.objects.select_related("parent").prefetch_related("children")

    def in_order(self, queryset):
        return Results(queryset, [topic.pk for topic in Topic.objects.walk()])


class PhaseSerializer(serializers.ModelSerializer):
    """A phase of a programme."""

    budget = Number(allow_null=True, help_text="In EUR.")
    note = BothLanguages()

    class Meta:
        model = Phase
        fields = ["number", "start", "end", "budget", "note", "source_url"]


@extend_schema_serializer(component_name="Programme")
class ProgrammeSerializer(RecordSerializer):
    """A programme, strategy, agreement or process with its phases."""

    name = BothLanguages()
    acronym = BothLanguages()
    description = BothLanguages(help_text="Markdown.")
    funder = Link(allow_null=True)
    implementers = Links()
    states = Links()
    topics = Links()
    phases = PhaseSerializer(many=True)

    class Meta:
        model = Programme
        fields = [
            *("slug", "url", "api_url", "name", "acronym", "kind", "description"),
            *("funder", "implementers", "states", "topics", "phases"),
            *("website", "sources", "sample"),
        ]


@extend_schema_view(
    list=extend_schema(
        summary="Programmes, strategies, agreements and processes",
        description="In the order of the English alphabet.",
    ),
    retrieve=extend_schema(summary="A programme"),
)
class ProgrammeViewSet(RecordViewSet):
    serializer_class = ProgrammeSerializer

    def get_queryset(self):
        return Programme.objects.select_related("funder").prefetch_related(
            "implementers", "states", "topics", "phases"
        )

    def in_order(self, queryset):
        return Results(queryset, [one.pk for one in Programme.objects.alphabetical()])
