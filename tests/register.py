"""One of everything that the public sees, each linked with the others."""

import datetime
from dataclasses import dataclass

from events.models import Document, Event
from participants.models import Grouping, Organisation, State
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PhaseFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from topics.models import Programme, Topic

# The slugs of the records, by the first part of their pages' addresses.
SLUGS = {
    "documents": "document",
    "events": "event",
    "organisations": "organisation",
    "programmes": "programme",
    "states": "state",
    "topics": "topic",
}
WORDS = {"en": "Record", "ru": "Запись"}


@dataclass(frozen=True, slots=True)
class Register:
    state: State
    grouping: Grouping
    organisation: Organisation
    topic: Topic
    programme: Programme
    event: Event
    document: Document


def one_of_everything(languages: str = "en ru") -> Register:
    """A register in which every translated text is in `languages` and begins with their word.

    Its search index is that of an empty register until it is rebuilt.
    """

    def texts(slug: str, *fields: str) -> dict[str, str]:
        made = {f"{fields[0]}_{language}": "" for language in WORDS}
        for language in languages.split():
            made |= {f"{field}_{language}": f"{WORDS[language]} {len(field)}" for field in fields}
        return made | ({"slug": slug} if slug else {})

    state = StateFactory(iso2="QQ", **texts("state", "name", "official_name", "footnote"))
    grouping = GroupingFactory(**texts("grouping", "name"))
    MembershipFactory(
        grouping=grouping, state=state, until=datetime.date(2050, 1, 1), **texts("", "note")
    )
    organisation = OrganisationFactory(state=state, **texts("organisation", "name"))
    OrganisationFactory(parent=organisation, **texts("part", "name"))
    above = TopicFactory(**texts("above", "name", "definition"))
    topic = TopicFactory(parent=above, **texts("topic", "name", "definition"))
    programme = ProgrammeFactory(funder=organisation, **texts("programme", "name", "description"))
    PhaseFactory(programme=programme, start=datetime.date(2019, 1, 1), **texts("", "note"))
    event = EventFactory(
        host_state=state,
        **texts("event", "title", "city", "venue", "summary", "outcome"),
    )
    EventFactory(
        starts=None, kind="study_visit", follows=event, **texts("visit", "title", "dates_note")
    )
    delegation = DelegationFactory(
        event=event, state=state, role="leading_state", **texts("", "in_capacity_of")
    )
    OrganisationDelegationFactory(
        event=event, organisation=organisation, role="organiser", **texts("", "name_as_of_event")
    )
    session = SessionFactory(
        event=event, host_organisation=organisation, **texts("", "title", "note")
    )
    contribution = ContributionFactory(session=session, delegation=delegation, **texts("", "title"))
    document = DocumentFactory(
        event=event,
        contribution=contribution,
        date=event.starts,
        standing="submitted",
        language=",".join(languages.split()),
        **texts("document", "title", "disclaimer"),
    )
    source = "Бюро" if languages == "ru" else "Office"
    MigrationFigureFactory(
        reporting_state=state, citizenship=state, source_title=source, **texts("", "remark")
    )
    MigrationFigureFactory(
        reporting_state=None,
        reporting_grouping=grouping,
        citizenship=state,
        year=2020,
        source_title=source,
    )
    MigrationFigureFactory(reporting_state=state, source_title=source)
    for record in (event, document, programme):
        record.topics.add(topic)
    contribution.topics.add(topic)
    event.programmes.add(programme)
    document.programmes.add(programme)
    for record in (programme, document):
        record.states.add(state)
    programme.implementers.add(organisation)
    return Register(state, grouping, organisation, topic, programme, event, document)
