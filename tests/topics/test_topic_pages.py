import pytest

from tests.factories import (
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    ProgrammeFactory,
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

    assert "No published event is recorded here yet." in page
    assert "No country has taken part in a published event on this topic yet." in page


def test_an_unknown_topic_is_not_found(client):
    assert client.get("/topics/nothing/").status_code == 404
