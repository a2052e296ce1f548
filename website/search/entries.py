"""The entry of each public record in the index: its title and text, folded, in both languages."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch
from django.utils import translation

from events.models import Contribution, Delegation, Document, Event, Session
from events.querysets import public_organisations, states_taking_part
from participants.models import MigrationFigure, Organisation, State
from topics.models import Programme, Topic
from website.models import SearchEntry
from website.search.words import index_text

Kind = SearchEntry.Kind

# Per kind: the records that the public may see, with the relations that their texts need.
PUBLIC: dict[str, Callable[[], models.QuerySet]] = {
    Kind.STATE: lambda: states_taking_part().prefetch_related("memberships__grouping"),
    Kind.TOPIC: Topic.objects.all,
    Kind.PROGRAMME: lambda: Programme.objects.select_related("funder").prefetch_related(
        "states", "topics", "implementers"
    ),
    Kind.EVENT: lambda: (
        Event.objects.published()
        .select_related("host_state")
        .prefetch_related(
            Prefetch(
                "delegations",
                Delegation.objects.taking_part().select_related("state", "organisation", "led_by"),
            ),
            Prefetch(
                "sessions__contributions",
                Contribution.objects.taking_part().prefetch_related("topics"),
            ),
            *("topics", "programmes", "sessions__topics"),
        )
    ),
    Kind.DOCUMENT: lambda: (
        Document.objects.published()
        .for_data()
        .select_related("contribution__session__event")
        .prefetch_related(
            *("event__topics", "contribution__topics", "contribution__session__topics"),
            "contribution__session__event__topics",
        )
    ),
    Kind.ORGANISATION: lambda: public_organisations().select_related("state"),
    Kind.FIGURE: lambda: MigrationFigure.objects.select_related(
        "citizenship", "reporting_state", "reporting_grouping"
    ),
}

Parts = Iterable[str | None]


@dataclass(frozen=True, slots=True)
class EntryMaker:
    """Makes the entries of records. `topics` has all topics by key."""

    topics: dict[int, Topic]

    def entry(self, kind: str, record: models.Model) -> SearchEntry:
        """The entry of `record`, not yet stored."""
        title, text, day = getattr(self, f"_{kind}")(record)
        text = [*text, *_in_both_languages(lambda: Kind(kind).label)]
        return SearchEntry(
            kind=kind, object_id=record.pk, title=index_text(title), text=index_text(text), day=day
        )

    # Each returns the parts of the title, the parts of the text, and the day, if there is one.

    def _state(self, state: State) -> tuple[Parts, Parts, None]:
        groupings = [membership.grouping for membership in state.memberships.all()]
        text = (name for grouping in groupings for name in _names(grouping, "name", "acronym"))
        return [*_of_state(state), state.iso2, state.iso3], text, None

    def _topic(self, topic: Topic) -> tuple[Parts, Parts, None]:
        text = [*_names(topic, "definition"), *self._of_topics([topic])]
        return _names(topic, "name"), text, None

    def _programme(self, programme: Programme) -> tuple[Parts, Parts, None]:
        text = [*_names(programme, "description"), *_label(programme, "kind")]
        text += [name for state in programme.states.all() for name in _of_state(state)]
        for organisation in (programme.funder, *programme.implementers.all()):
            text += _of_organisation(organisation)
        return _of_programme(programme), [*text, *self._of_topics(programme.topics.all())], None

    def _event(self, event: Event) -> tuple[Parts, Parts, datetime.date]:
        text = [*_names(event, "city", "venue", "summary", "outcome"), *_label(event, "kind")]
        text += [event.reference, str(event.sort_date.year), *_of_state(event.host_state)]
        for delegation in event.delegations.all():
            text += _of_delegation(delegation)
        for programme in event.programmes.all():
            text += _of_programme(programme)
        for session in event.sessions.all():
            text += self._of_session(session)
        text += self._of_topics(event.topics.all())
        return _names(event, "title"), text, event.sort_date

    def _document(self, document: Document) -> tuple[Parts, Parts, datetime.date | None]:
        text = [document.authors, document.publisher, *_label(document, "kind")]
        text += _names(document, "abstract")
        text += [str(document.date.year)] if document.date else []
        text += [name for state in document.states.all() for name in _of_state(state)]
        for programme in document.programmes.all():
            text += _of_programme(programme)
        if document.event and document.event.published:
            text += _names(document.event, "title")
        text += self._of_topics([*document.topics.all(), *document.topics_by_event])
        return _names(document, "title"), text, document.date

    def _organisation(self, organisation: Organisation) -> tuple[Parts, Parts, None]:
        text = [*_label(organisation, "kind"), *_of_state(organisation.state)]
        return _of_organisation(organisation), text, None

    def _figure(self, figure: MigrationFigure) -> tuple[Parts, Parts, datetime.date]:
        title = [*_label(figure, "indicator"), *_of_state(figure.citizenship), str(figure.year)]
        text = [figure.source_title, *_names(figure, "remark")]
        text += _of_state(figure.reporting_state)
        if figure.reporting_grouping:
            text += _names(figure.reporting_grouping, "name", "acronym")
        return title, text, datetime.date(figure.year, 12, 31)

    def _of_session(self, session: Session) -> Iterator[str]:
        yield from _names(session, "title", "note")
        yield from self._of_topics(session.topics.all())
        for contribution in session.contributions.all():
            yield from _names(contribution, "title")
            yield from self._of_topics(contribution.topics.all())

    def _of_topics(self, topics: Iterable[Topic]) -> Iterator[str]:
        """Names of `topics` and of all above them, since a topic includes its subtopics."""
        for topic in topics:
            above: Topic | None = topic
            while above is not None:
                yield from _names(above, "name")
                above = self.topics.get(above.parent_id) if above.parent_id else None


def _names(record: models.Model, *fields: str) -> Iterator[str]:
    """The values of translated `fields` in both languages."""
    for field in fields:
        yield from (getattr(record, f"{field}_en"), getattr(record, f"{field}_ru"))


def _label(record: models.Model, field: str) -> Iterator[str]:
    """The label of a choice, in both languages."""
    return _in_both_languages(getattr(record, f"get_{field}_display"))


def _in_both_languages(text: Callable[[], object]) -> Iterator[str]:
    for language in ("en", "ru"):
        with translation.override(language):
            yield str(text())


def _of_state(state: State | None) -> Iterator[str]:
    if state is not None:
        yield from _names(state, "name", "official_name")
        yield from (state.own_name, state.aliases)


def _of_organisation(organisation: Organisation | None) -> Iterator[str]:
    if organisation is not None:
        yield from _names(organisation, "name", "acronym")
        yield organisation.aliases


def _of_programme(programme: Programme) -> Iterator[str]:
    yield from _names(programme, "name", "acronym")


def _of_delegation(delegation: Delegation) -> Iterator[str]:
    yield from _of_state(delegation.state)
    yield from _of_organisation(delegation.organisation)
    yield from _of_organisation(delegation.led_by)
    yield from _names(delegation, "name_as_of_event", "in_capacity_of")
