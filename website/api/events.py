"""The API of events, delegations and documents: what is published, and never a person."""

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.utils import (
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers

from core.exports import public_url
from core.results import Results
from events.models import Contribution, Delegation, Document, Event, Session
from events.participant_list.order import delegations_in_order
from events.participant_list.rows import public_numbers
from website.api.base import (
    BothLanguages,
    BothLanguagesSerializer,
    Link,
    Links,
    LinkSerializer,
    RecordSerializer,
    RecordViewSet,
    api_url,
    in_both_languages,
    links_to,
)
from website.filters.events import DelegationFilterSet, DocumentFilterSet, EventFilterSet


# --- Delegations --------------------------------------------------------------------------------
class ParticipantNumbersSerializer(serializers.Serializer):
    """How many people the public participant list names, and how many more it counts."""

    named = serializers.IntegerField()
    unnamed = serializers.IntegerField()


class DelegationListSerializer(serializers.ListSerializer):
    """Delegations with the numbers of their people, which are counted for all of them at once."""

    def to_representation(self, data):
        delegations = list(data)
        self.child.numbers = public_numbers([delegation.pk for delegation in delegations])
        return super().to_representation(delegations)


@extend_schema_serializer(component_name="Delegation")
class DelegationSerializer(serializers.ModelSerializer):
    """Those who came to one event for one state or organisation; of its people only numbers."""

    api_url = serializers.SerializerMethodField(help_text="This record alone.")
    participants_url = serializers.SerializerMethodField(
        help_text="The page of the event's participant list."
    )
    event = Link()
    name = serializers.SerializerMethodField(help_text="As of the event.")
    footnote = serializers.SerializerMethodField(help_text="Belongs wherever the name is shown.")
    state = Link(allow_null=True)
    organisation = Link(allow_null=True)
    led_by = Link(allow_null=True, help_text="The ministry or agency that acted for the state.")
    in_capacity_of = BothLanguages()
    section = serializers.ChoiceField(
        choices=Delegation.Section.choices, help_text="Where protocol order places it."
    )
    roles = serializers.SerializerMethodField(
        help_text="All that it was: its role, then host and organiser where it was these too."
    )
    participants = serializers.SerializerMethodField()
    sample = serializers.BooleanField(source="event.sample", help_text="Whether it is fictional.")

    class Meta:
        model = Delegation
        list_serializer_class = DelegationListSerializer
        fields = [
            *("id", "api_url", "participants_url", "event", "name", "footnote"),
            *("state", "organisation", "led_by", "in_capacity_of"),
            *("section", "role", "roles", "participants", "sample"),
        ]

    def get_api_url(self, delegation) -> str:
        return api_url(delegation)

    def get_participants_url(self, delegation) -> str:
        return settings.BASE_URL + reverse("participant_list", args=[delegation.event.slug])

    @extend_schema_field(BothLanguagesSerializer)
    def get_name(self, delegation):
        of_the_event = in_both_languages(delegation, "name_as_of_event")
        of_today = in_both_languages(delegation.participant, "name")
        return {code: of_the_event[code] or of_today[code] for code in of_today}

    @extend_schema_field(BothLanguagesSerializer)
    def get_footnote(self, delegation):
        if not delegation.state:
            return dict.fromkeys(dict(settings.LANGUAGES), "")
        return in_both_languages(delegation.state, "footnote")

    @extend_schema_field(
        serializers.ListField(child=serializers.ChoiceField(choices=Delegation.Role.choices))
    )
    def get_roles(self, delegation):
        return [str(role) for role in delegation.held_roles]

    @extend_schema_field(ParticipantNumbersSerializer)
    def get_participants(self, delegation):
        numbers = getattr(self, "numbers", None) or public_numbers([delegation.pk])
        named, unnamed = numbers[delegation.pk]
        return {"named": named, "unnamed": unnamed}


@extend_schema_view(
    list=extend_schema(
        summary="Delegations to published events",
        description=(
            "With `event` given once: in the protocol order of its English list. Else those of "
            "the latest event first, by id within an event."
        ),
    ),
    retrieve=extend_schema(summary="A delegation"),
)
class DelegationViewSet(RecordViewSet):
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilterSet
    lookup_field = "pk"
    lookup_value_regex = r"[0-9]+"

    def get_queryset(self):
        return Delegation.objects.published().with_names().latest_first()

    def in_order(self, filtered):
        if len(filtered.chosen["event"]) != 1:
            return filtered.results
        left = set(filtered.results.keys)
        [slug] = filtered.chosen["event"]
        event = Event.objects.published().filter(slug=slug).first()
        order = delegations_in_order(event, get_language()) if event else []
        return Results(filtered.queryset, [one.pk for one in order if one.pk in left])


# --- Events -------------------------------------------------------------------------------------
class ContributionSerializer(serializers.ModelSerializer):
    """What a delegation brought to a session."""

    title = BothLanguages()
    delegation = serializers.PrimaryKeyRelatedField(
        read_only=True, help_text="The id of one of the event's delegations."
    )
    topics = Links()

    class Meta:
        model = Contribution
        fields = ["id", "kind", "title", "delegation", "topics"]


class SessionSerializer(serializers.ModelSerializer):
    """A part of the agenda, with its contributions in order of appearance."""

    title = BothLanguages()
    note = BothLanguages()
    host_organisation = Link(allow_null=True)
    topics = Links()
    contributions = ContributionSerializer(many=True)

    class Meta:
        model = Session
        fields = [
            *("id", "title", "starts", "ends", "place", "host_organisation", "note"),
            *("topics", "contributions"),
        ]


class EventFields(RecordSerializer):
    """What both the list and the record say of an event."""

    title = BothLanguages()
    dates_note = BothLanguages(help_text="Its dates in words, where they are not recorded.")
    city = BothLanguages()
    venue = BothLanguages()
    summary = BothLanguages(help_text="Markdown.")
    outcome = BothLanguages(help_text="Markdown.")
    host_state = Link(allow_null=True)
    states = serializers.SerializerMethodField(help_text="Those taking part, and the host.")
    organisations = serializers.SerializerMethodField(help_text="Those taking part.")
    topics = Links(help_text="Of the event as a whole; its agenda may be on more.")
    programmes = Links()
    follows = Link(
        source="published_predecessor", allow_null=True, help_text="The event that it continues."
    )

    @extend_schema_field(LinkSerializer(many=True))
    def get_states(self, event):
        return links_to(event.states_taking_part, self.context["request"])

    @extend_schema_field(LinkSerializer(many=True))
    def get_organisations(self, event):
        return links_to(event.organisations_taking_part, self.context["request"])


OF_AN_EVENT = [
    *("slug", "url", "api_url", "title", "kind", "format", "status", "starts", "ends"),
    *("dates_note", "time_zone", "city", "venue", "host_state", "states", "organisations"),
    *("topics", "programmes", "follows", "summary", "outcome", "reference", "sample"),
]


@extend_schema_serializer(component_name="ListedEvent")
class ListedEventSerializer(EventFields):
    """An event as lists have it."""

    class Meta:
        model = Event
        fields = OF_AN_EVENT


@extend_schema_serializer(component_name="Event")
class EventSerializer(EventFields):
    """An event with its delegations, sessions, contributions and documents."""

    followed_by = Links(source="published_followers")
    sessions = SessionSerializer(many=True)
    delegations = serializers.SerializerMethodField(
        help_text="In protocol order, as its English participant list has them."
    )
    documents = Links(source="published_documents")

    class Meta:
        model = Event
        fields = [
            *OF_AN_EVENT,
            *("sources", "followed_by", "sessions", "delegations", "documents"),
        ]

    @extend_schema_field(DelegationSerializer(many=True))
    def get_delegations(self, event):
        order = [delegation.pk for delegation in delegations_in_order(event, get_language())]
        ours = Results(Delegation.objects.with_names(), order)[:]
        return DelegationSerializer(ours, many=True, context=self.context).data


@extend_schema_view(
    list=extend_schema(
        summary="Published events",
        description=(
            "The latest day first. An event whose dates are not recorded stands right after the "
            "one that it follows."
        ),
    ),
    retrieve=extend_schema(
        summary="An event with its delegations, sessions, contributions and documents"
    ),
)
class EventViewSet(RecordViewSet):
    serializer_class = EventSerializer
    filterset_class = EventFilterSet

    def get_serializer_class(self):
        return ListedEventSerializer if self.action == "list" else self.serializer_class

    def get_queryset(self):
        events = Event.objects.published().latest_first().for_data()
        if self.action == "list":
            return events
        contributions = Contribution.objects.taking_part().prefetch_related("topics")
        return events.prefetch_related(
            Prefetch("followed_by", Event.objects.published(), to_attr="published_followers"),
            Prefetch(
                "sessions",
                Session.objects.select_related("host_organisation").prefetch_related(
                    "topics", Prefetch("contributions", contributions)
                ),
            ),
            Prefetch("documents", Document.objects.published(), to_attr="published_documents"),
        )


# --- Documents ----------------------------------------------------------------------------------
@extend_schema_serializer(component_name="Document")
class DocumentSerializer(RecordSerializer):
    """A document: where it is to be had, of whom, on what."""

    title = BothLanguages()
    abstract = BothLanguages()
    disclaimer = BothLanguages()
    event = Link(allow_null=True)
    contribution = serializers.PrimaryKeyRelatedField(
        read_only=True,
        allow_null=True,
        help_text="The id of a contribution to the event, which the event has in its sessions.",
    )
    states = Links()
    topics = Links(help_text="Its own. It is found under those of its event and contribution too.")
    programmes = Links()
    file = serializers.SerializerMethodField(help_text="Its file here; null where it has none.")
    address = serializers.CharField(
        source="url", help_text="Where it is to be had elsewhere; empty where it is not."
    )

    class Meta:
        model = Document
        fields = [
            *("slug", "url", "api_url", "title", "abstract", "kind", "standing", "disclaimer"),
            *("authors", "date", "language", "publisher", "event", "contribution"),
            *("states", "topics", "programmes", "file", "file_size", "address"),
        ]

    def get_file(self, document) -> str | None:
        if not document.file:
            return None
        return f"{public_url(document)}file"


@extend_schema_view(
    list=extend_schema(
        summary="Published documents",
        description="The latest date first; those without a date last.",
    ),
    retrieve=extend_schema(summary="A document"),
)
class DocumentViewSet(RecordViewSet):
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilterSet

    def get_queryset(self):
        return Document.objects.published().latest_first().for_data()
