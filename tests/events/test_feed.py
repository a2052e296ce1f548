import datetime
from xml.etree import ElementTree

import pytest

from events.models import Event
from tests.factories import EventFactory, TopicFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(client, address: str, **query) -> ElementTree.Element:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - written by ourselves


def entries(feed) -> list:
    return feed.findall(f"{ATOM}entry")


def links(element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def titles(feed) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(feed)]


def test_it_says_of_an_event_what_a_reader_shows(client):
    event = EventFactory(title_en="Conference", title_ru="Конференция", summary_en="**Why** & how")
    event.topics.add(TopicFactory(name_en="Diaspora"))

    feed = read(client, "/events.atom")
    [entry] = entries(feed)

    assert feed.get(LANGUAGE) == "en"
    assert links(entry) == {"alternate": "http://127.0.0.1:8000/events/conference/"}
    assert entry.findtext(f"{ATOM}id") == "tag:127.0.0.1,2026:event/conference"
    assert entry.findtext(f"{ATOM}summary").startswith(
        "<p>conference, 4 December 2019</p><p><strong>Why</strong> &amp; how</p>"
    )
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == [
        "conference",
        "Diaspora",
    ]

    feed = read(client, "/ru/events.atom")
    assert feed.get(LANGUAGE) == "ru"
    assert titles(feed) == ["Конференция"]
    assert entries(feed)[0].findtext(f"{ATOM}id") == "tag:127.0.0.1,2026:event/conference"


def test_it_knows_its_own_address_and_that_of_the_page(client):
    EventFactory(kind="workshop")

    feed = read(client, "/ru/events.atom", kind="workshop", page="2")

    assert links(feed) == {
        "alternate": "http://127.0.0.1:8000/ru/events/?kind=workshop",
        "self": "http://127.0.0.1:8000/ru/events.atom?kind=workshop",
    }


def test_what_changed_last_stands_first(client):
    first, second = EventFactory(title_en="A"), EventFactory(title_en="B")
    EventFactory(title_en="C", published=False)
    assert titles(read(client, "/events.atom")) == ["B", "A"]

    first.city_en = "Warsaw"
    first.save()
    feed = read(client, "/events.atom")

    assert titles(feed) == ["A", "B"]
    changed = datetime.datetime.fromisoformat(entries(feed)[0].findtext(f"{ATOM}updated"))
    assert changed == first.history.first().history_date
    assert changed > second.history.first().history_date


def test_an_event_keeps_its_id_whatever_changes(client):
    event = EventFactory(title_en="A")

    def identity():
        return entries(read(client, "/events.atom"))[0].findtext(f"{ATOM}id")

    before = identity()
    event.title_en, event.starts = "B", datetime.date(2020, 1, 1)
    event.save()

    assert identity() == before


def test_it_has_the_last_fifty(client):
    EventFactory.create_batch(52)

    assert len(entries(read(client, "/events.atom"))) == 50


def test_it_takes_the_filters_of_the_list(client):
    EventFactory(title_en="A", kind="workshop")
    EventFactory(title_en="B", kind="conference")

    assert titles(read(client, "/events.atom", kind="workshop")) == ["A"]
    assert client.get("/events.atom?kind=party").status_code == 400


def test_what_xml_cannot_hold_is_left_out(client):
    EventFactory(title_en="A\x0b<b>", summary_en="\x1b\ufffe")

    assert titles(read(client, "/events.atom")) == ["A<b>"]


def test_sample_data_is_marked_and_needs_no_history(client):
    event = EventFactory.build(slug="fiction", title_en="Fiction", sample=True)
    event.place_in_lists()
    Event.objects.bulk_create([event])

    assert titles(read(client, "/events.atom")) == ["Fiction (sample data)"]
