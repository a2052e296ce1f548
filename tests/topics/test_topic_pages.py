import pytest

from tests.factories import (
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def legal():
    return TopicFactory(name_en="Legal migration", name_ru="Легальная миграция")


@pytest.fixture
def labour(legal):
    return TopicFactory(name_en="Labour migration", parent=legal, definition_en="Work abroad.")


def test_the_list_is_a_tree(client, labour):
    page = client.get("/topics/").content.decode()

    assert page.index("Legal migration") < page.index("Labour migration")
    assert "Легальная миграция" in client.get("/ru/topics/").content.decode()


def test_a_page_shows_definition_and_place_in_the_tree(client, labour):
    page = client.get("/topics/labour-migration/").content.decode()

    assert "Work abroad." in page
    assert '<a href="/topics/legal-migration/">Legal migration</a>' in page
    assert "Labour migration" in client.get("/topics/legal-migration/").content.decode()


def test_a_page_shows_what_was_done_on_it_and_below_it(client, labour):
    event = EventFactory(title_en="Conference")
    event.topics.add(labour)
    DelegationFactory(event=event, state__name_en="Kazakhstan")
    DocumentFactory(title_en="Brief").topics.add(labour)
    ProgrammeFactory(name_en="Border Programme").topics.add(labour)
    EventFactory(title_en="Secret draft", published=False).topics.add(labour)

    for slug in ("labour-migration", "legal-migration"):
        page = client.get(f"/topics/{slug}/").content.decode()
        for text in ("Conference", "Kazakhstan", "Brief", "Border Programme"):
            assert text in page
        assert "Secret draft" not in page


def test_an_empty_topic_says_so(client, labour):
    page = client.get("/topics/labour-migration/").content.decode()

    assert "No events have been published here yet." in page
    assert "No country has yet taken part in a published event on this topic." in page


def test_an_unknown_topic_is_not_found(client):
    assert client.get("/topics/nothing/").status_code == 404


def test_a_page_counts_the_events_of_each_state_as_its_link_does(client, labour, legal):
    for title in ("Conference", "Study visit"):
        event = EventFactory(title_en=title)
        event.topics.add(labour)
        DelegationFactory(event=event, state=StateFactory(name_en=f"Guest of {title}"))
    host = StateFactory(name_en="Austria", iso2="AT")
    EventFactory(title_en="Hosted", host_state=host).topics.add(legal)

    response = client.get("/topics/legal-migration/")

    assert [(state.name, count) for state, count in response.context["active"]] == [
        ("Austria", 1),
        ("Guest of Conference", 1),
        ("Guest of Study visit", 1),
    ]
    for state, count in response.context["active"]:
        listed = client.get(f"/events/?state={state.slug}&topic=legal-migration")
        assert listed.context["paginator"].count == count


def test_a_page_names_the_source_of_its_definition_and_the_concept(client):
    TopicFactory(
        name_en="Diaspora",
        definition_en="People of one origin.",
        definition_source="https://example.org/definition",
        concept_uri="http://eurovoc.europa.eu/6540",
    )

    page = client.get("/topics/diaspora/").content.decode()

    assert '<a href="https://example.org/definition">' in page
    assert "EuroVoc: http://eurovoc.europa.eu/6540" in page


@pytest.mark.parametrize(
    ("uri", "scheme"),
    [
        ("http://eurovoc.europa.eu/6540", "EuroVoc"),
        ("https://home-affairs.ec.europa.eu/networks/x", "EMN glossary"),
        ("https://example.org/", ""),
        ("", ""),
    ],
)
def test_a_concept_is_named_by_where_it_is_defined(uri, scheme):
    assert TopicFactory(concept_uri=uri).concept_scheme == scheme


def test_a_topic_without_definition_concept_or_documents_says_so(client):
    TopicFactory(name_en="Diaspora")

    page = client.get("/topics/diaspora/").content.decode()

    for text in (
        "No definition recorded.",
        "None recorded in EuroVoc or the EMN glossary.",
        "No documents recorded.",
    ):
        assert text in page


def test_a_page_shows_twenty_documents_and_leads_to_all(client):
    topic = TopicFactory(name_en="Diaspora")
    for _ in range(21):
        DocumentFactory().topics.add(topic)

    response = client.get("/topics/diaspora/")

    assert len(response.context["documents"]) == 20
    page = " ".join(response.content.decode().split())
    assert '<a href="/documents/?topic=diaspora"> All 21 documents </a>' in page
