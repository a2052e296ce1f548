import csv
import datetime
import io

import pytest
from django.core.files.base import ContentFile

from tests.factories import (
    ContributionFactory,
    DocumentFactory,
    EventFactory,
    ProgrammeFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [document.title_en for document in response.context["object_list"]]


def rows(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def with_file(name="report.pdf", content=b"%PDF-1.7", **fields):
    document = DocumentFactory(url="", file=ContentFile(content, name=name), **fields)
    document.refresh_from_db()
    return document


# --- The list -------------------------------------------------------------------------------
def test_the_list_shows_the_latest_first_by_year_and_the_undated_last(client):
    DocumentFactory(title_en="Undated")
    DocumentFactory(title_en="Old", date=datetime.date(2018, 1, 1))
    DocumentFactory(title_en="New", date=datetime.date(2019, 12, 4))

    response = client.get("/documents/")

    assert titles(response) == ["New", "Old", "Undated"]
    page = response.content.decode()
    assert page.index("2019") < page.index("2018") < page.index("Without a date")


def test_the_list_says_of_what_sort_and_size_each_file_is_and_who_serves_a_link(client):
    with_file(content=b"x" * 2048)
    DocumentFactory(url="https://www.example.org/paper?id=1", publisher="The publisher")

    page = client.get("/documents/").content.decode()

    assert "(PDF, 2.0\xa0KB)" in page
    assert 'rel="external"' in page
    assert "Read at example.org" in page
    assert "The publisher" in page


def test_drafts_and_documents_of_drafts_are_on_no_page(client):
    draft = EventFactory(published=False)
    hidden = [
        DocumentFactory(title_en="Draft", published=False),
        DocumentFactory(title_en="Of a draft", event=draft),
        DocumentFactory(
            title_en="Of its contribution",
            contribution=ContributionFactory(session=SessionFactory(event=draft)),
        ),
    ]

    assert titles(client.get("/documents/")) == []
    assert rows(client.get("/documents.csv")) == []
    for document in hidden:
        assert client.get(f"/documents/{document.slug}/").status_code == 404


def test_it_filters_by_kind_state_programme_and_year(client):
    wanted = DocumentFactory(title_en="A", kind="handbook", date=datetime.date(2019, 1, 1))
    wanted.states.add(StateFactory(name_en="Poland"))
    wanted.programmes.add(ProgrammeFactory(name_en="BOMCA"))
    DocumentFactory(title_en="B")

    for query in ("kind=handbook", "state=poland", "programme=bomca", "year=2019"):
        assert titles(client.get(f"/documents/?{query}")) == ["A"]


def test_a_topic_includes_its_descendants(client):
    legal = TopicFactory(name_en="Legal")
    DocumentFactory(title_en="On labour").topics.add(TopicFactory(name_en="Labour", parent=legal))

    assert titles(client.get("/documents/?topic=legal")) == ["On labour"]


def test_a_document_in_two_languages_is_found_under_each(client):
    DocumentFactory(title_en="English", language="en")
    DocumentFactory(title_en="Both", language="en,ru")
    DocumentFactory(title_en="Other", language="other")

    assert set(titles(client.get("/documents/?language=en"))) == {"English", "Both"}
    assert titles(client.get("/documents/?language=ru")) == ["Both"]
    assert titles(client.get("/documents/?language=other")) == ["Other"]


def test_it_is_searched_in_both_languages(client):
    DocumentFactory(title_en="Conclusions", title_ru="Выводы", authors="Yan Matusevich")

    for words in ("conclusions", "ВЫВОДЫ", "matusevich"):
        assert titles(client.get("/documents/", {"q": words})) == ["Conclusions"]


@pytest.mark.parametrize(
    "query",
    ["kind=x", "state=x", "topic=x", "programme=x", "language=en,ru", "year=x", "year=99999999999"],
)
def test_it_says_which_value_it_does_not_know_and_finds_nothing(client, query):
    DocumentFactory()
    sentence = f"“{query.split('=')[1]}” is not"

    response = client.get(f"/documents/?{query}")
    assert titles(response) == []
    assert sentence in response.content.decode()

    response = client.get(f"/documents.csv?{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize("page", ["99999", "-1", "abc"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get(f"/documents/?page={page}").status_code == 404


# --- One document ---------------------------------------------------------------------------
def test_its_page_says_what_is_known_of_it(client):
    kosovo = StateFactory(name_en="Kosovo", footnote_en="Without prejudice.")
    event = EventFactory(title_en="The conference")
    contribution = ContributionFactory(
        session=SessionFactory(event=event), title_en="The situation in Kosovo"
    )
    document = with_file(
        title_en="Conclusions",
        kind="conclusions",
        standing="submitted",
        disclaimer_en="Not endorsed.",
        authors="The authors",
        date=datetime.date(2019, 12, 5),
        language="en,ru",
        publisher="The secretariat",
        event=event,
        contribution=contribution,
    )
    document.states.add(kosovo)
    document.topics.add(TopicFactory(name_en="Reintegration"))
    document.programmes.add(ProgrammeFactory(name_en="BOMCA"))

    page = client.get("/documents/conclusions/").content.decode()

    for text in (
        *("Conclusions", "5 December 2019", "English and Russian", "submitted", "Not endorsed."),
        *("The authors", "The secretariat", "The situation in Kosovo", "Without prejudice."),
        *('href="/events/the-conference/"', 'href="/topics/reintegration/"'),
        *('href="/programmes/bomca/"', 'href="/documents/conclusions/file"', "(PDF, 8\xa0bytes)"),
    ):
        assert text in page


def test_its_page_is_in_russian_too(client):
    DocumentFactory(title_en="Conclusions", title_ru="Выводы")

    page = client.get("/ru/documents/conclusions/").content.decode()

    assert "<h1>Выводы</h1>" in page


def test_a_link_that_is_no_address_gives_a_page_all_the_same(client):
    DocumentFactory(title_en="Odd", url="https://[x/")

    assert client.get("/documents/odd/").status_code == 200
    assert client.get("/documents/").status_code == 200


def test_other_pages_lead_to_it(client):
    event = EventFactory(title_en="Conference")
    DocumentFactory(title_en="Conclusions", event=event)

    assert 'href="/documents/conclusions/"' in client.get("/events/conference/").content.decode()


# --- The file of the list -------------------------------------------------------------------
def test_the_file_says_what_the_page_says(client):
    document = with_file(
        title_en="Conclusions",
        title_ru="Выводы",
        kind="conclusions",
        date=datetime.date(2019, 12, 5),
        language="en,ru",
        event=EventFactory(title_en="Conference"),
        abstract_ru="О чём документ.",
    )
    for name in ("Poland", "Italy"):
        document.states.add(StateFactory(name_en=name))
    DocumentFactory(title_en="Other", kind="handbook")

    [row] = rows(client.get("/ru/documents.csv?kind=conclusions"))

    assert row == {
        **dict.fromkeys(["standing", "authors", "publisher", "topics", "programmes"], ""),
        "slug": "conclusions",
        "title": "Выводы",
        "kind": "conclusions",
        "date": "2019-12-05",
        "language": "en,ru",
        "event": "conference",
        "states": "italy poland",
        "file": "http://127.0.0.1:8000/ru/documents/conclusions/file",
        "file_size": "8",
        "address": "",
        "url": "http://127.0.0.1:8000/ru/documents/conclusions/",
        "abstract": "О чём документ.",
    }
