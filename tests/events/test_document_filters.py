"""The counts beside the choices, and the pages, must agree with what the choices find."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Document
from tests.factories import (
    ContributionFactory,
    DocumentFactory,
    EventFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)
from tests.facts import check
from website.filters.events import DocumentFilterSet

STATES = ["kazakhstan", "poland"]
TOPICS = ["legal", "labour", "seasonal", "asylum"]
KINDS = ["agenda", "handbook", "policy_brief"]
LANGUAGES = ["en", "ru", "en,ru", "other"]


@pytest.fixture
def _register(db):
    """Thirteen documents that differ in every facet."""
    states = [StateFactory(slug=slug, name_en=slug) for slug in STATES]
    legal = TopicFactory(slug="legal")
    labour = TopicFactory(slug="labour", parent=legal)
    topics = [legal, labour, TopicFactory(slug="seasonal", parent=labour)]
    topics.append(TopicFactory(slug="asylum"))
    bomca = ProgrammeFactory(slug="bomca")
    for number in range(13):
        document = DocumentFactory(
            title_en="Dialogue" if number % 2 else "Exchange",
            kind=KINDS[number % 3],
            language=LANGUAGES[number % 4],
            date=None if number % 5 == 0 else datetime.date(2018 + number % 3, 5, 1),
            published=number != 7,
        )
        document.states.add(*states[: number % 3])
        document.topics.add(*topics[number % 4 : number % 4 + 2])
        if number % 4 == 3:
            document.event = EventFactory()
            document.event.topics.add(topics[number % 3])
        elif number % 4 == 1:
            document.contribution = ContributionFactory()
            record = document.contribution
            for above in (record, record.session, record.session.event)[number % 3 :]:
                above.topics.add(topics[number % 4 - 1 + number % 3])
        document.save()
        if number % 6 == 0:
            document.programmes.add(bomca)


def facts(document: Document) -> dict:
    """What the facets say of `document`."""
    topics = [*document.topics.all(), *document.topics_by_event]
    return {
        "kind": {document.kind},
        "state": {state.slug for state in document.states.all()},
        "topic": {above.slug for topic in topics for above in (topic, *topic.ancestors())},
        "programme": {programme.slug for programme in document.programmes.all()},
        "language": {*document.language.split(",")},
        "year": {str(document.date.year)} if document.date else set(),
        "q": document.title,
    }


def choices(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@pytest.mark.usefixtures("_register")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.fixed_dictionaries(
        {
            "kind": choices(KINDS),
            "state": choices(STATES),
            "topic": choices(TOPICS),
            "programme": choices(["bomca"]),
            "language": choices(["en", "ru", "other"]),
            "year": choices(["2018", "2019", "2020"]),
            "q": st.sampled_from([[], ["dialogue"]]),
        }
    )
)
def test_each_count_is_the_number_that_the_choice_would_find(chosen):
    records = Document.objects.published().latest_first()
    every = {record: facts(record) for record in records}
    check(lambda data: DocumentFilterSet(data, queryset=records), every, chosen)
