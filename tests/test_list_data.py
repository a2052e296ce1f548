"""Every list is the same as page, file, calendar, feed and API: same records, same filters."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from tests.factories import (
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationFactory,
    ProgrammeFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _register(module_records):
    """More records than a page has, of which the filters below leave some."""
    legal = TopicFactory(name_en="Legal")
    labour = TopicFactory(name_en="Labour", parent=legal)
    grouping = GroupingFactory(name_en="Central Asia")
    bomca = ProgrammeFactory(name_en="BOMCA")
    for number in range(65):
        state = StateFactory(name_en=f"State {number:02}", name_ru=f"Государство {99 - number}")
        MembershipFactory(state=state, grouping=grouping if number % 2 else GroupingFactory())
        OrganisationFactory(name_en=f"Organisation {number:02}", state=state)
        if number < 25:
            event = EventFactory(host_state=state, kind="workshop" if number % 2 else "conference")
            event.topics.add(labour if number % 3 else legal)
            DelegationFactory(event=event, state=state)
            document = DocumentFactory(event=event, language="en,ru" if number % 2 else "en")
            document.topics.add(labour)
            document.programmes.add(bomca)
            MigrationFigureFactory(
                reporting_state=None if number % 4 else state,
                reporting_grouping=grouping if number % 4 else None,
                citizenship=state if number % 2 == 0 else None,
                indicator="residing" if number % 3 else "remittances",
                year=2019 + number % 3,
                source_title=f"Office {number}",
            )


def on_pages(client, address: str) -> list[str]:
    """The slugs of all pages of the list at `address`, in their order."""
    response = client.get(address)
    found = [record.slug for record in response.context["object_list"]]
    while response.context["page_obj"].has_next():
        number = response.context["page_obj"].next_page_number()
        joined = "&" if "?" in address else "?"
        response = client.get(f"{address}{joined}page={number}")
        found += [record.slug for record in response.context["object_list"]]
    return found


def in_api(client, address: str, key: str = "slug") -> list:
    """The slugs of all pages of the API's list at `address`, in their order."""
    found, address = [], f"/api/v1/{address}"
    while address:
        page = client.get(address).json()
        found += [record[key] for record in page["results"]]
        assert page["count"] >= len(found)
        address = page["next"] and page["next"].removeprefix("http://127.0.0.1:8000")
    assert page["count"] == len(found)
    return found


def in_file(client, address: str) -> list[str]:
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return [row["slug"] for row in csv.DictReader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize("language", ["", "/ru"])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        *(("events", query) for query in ("", "?topic=legal&kind=workshop", "?q=event")),
        *(("events", query) for query in ("?grouping=central-asia", "?topic=labour&year=2019")),
        *(("states", query) for query in ("", "?grouping=central-asia", "?topic=labour")),
        *(("organisations", query) for query in ("", "?state=state-01", "?kind=other&q=1")),
        *(("documents", query) for query in ("", "?language=ru", "?topic=legal&programme=bomca")),
    ],
)
def test_page_and_file_agree(client, name, query, language):
    found = on_pages(client, f"{language}/{name}/{query}")

    assert found
    assert in_file(client, f"{language}/{name}.csv{query}") == found
    in_the_api = in_api(client, f"{name}/{query}")
    # The API speaks both languages; its order is that of the English alphabet.
    if language:
        found, in_the_api = sorted(found), sorted(in_the_api)
    assert in_the_api == found


@pytest.mark.parametrize(
    "query",
    [
        *("", "?indicator=residing", "?citizenship=all&year=2019&year=2020"),
        *(
            "?reporting=state-04&reporting=central-asia",
            "?citizenship=state-00&indicator=remittances",
        ),
    ],
)
def test_page_file_and_api_agree_on_figures(client, query):
    response = client.get(f"/figures/{query}")
    found = [figure.pk for figure in response.context["object_list"]]
    rows = csv.DictReader(
        io.StringIO(b"".join(client.get(f"/figures.csv{query}")).decode("utf-8-sig"), newline="")
    )

    assert found
    assert not response.context["page_obj"].has_next()
    assert in_api(client, f"figures/{query}", "id") == found
    assert in_api(client, f"figures/{query}", "source_title") == [
        row["source_title"] for row in rows
    ]


@pytest.mark.parametrize("query", ["", "?topic=labour", "?kind=workshop&state=state-01"])
def test_page_calendar_feed_and_api_agree(client, query):
    found = sorted(on_pages(client, f"/events/{query}"))

    calendar = Calendar.from_ical(b"".join(client.get(f"/events.ics{query}")))
    assert sorted(e["UID"].partition("@")[0] for e in calendar.walk("VEVENT")) == found

    feed = ElementTree.fromstring(client.get(f"/events.atom{query}").content)  # noqa: S314
    ids = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}id")][1:]
    assert sorted(text.rpartition("/")[2] for text in ids) == found

    assert sorted(in_api(client, f"events/{query}")) == found


@pytest.mark.parametrize("name", ["topics", "programmes"])
def test_the_file_of_a_list_without_filters_has_all_of_it(client, name):
    page = client.get(f"/{name}/").content.decode()
    found = re.findall(rf'href="/{name}/([\w-]+)/"', page)

    assert in_file(client, f"/{name}.csv") == in_api(client, f"{name}/") == found


def test_the_file_of_topics_tells_the_tree(client):
    text = b"".join(client.get("/topics.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [(row["slug"], row["parent"]) for row in rows] == [("legal", ""), ("labour", "legal")]


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("events", ["events.ics", "events.atom", "events.csv"]),
        *((name, [f"{name}.csv"]) for name in ("states", "organisations", "documents", "figures")),
        *((name, [f"{name}.csv"]) for name in ("topics", "programmes")),
    ],
)
def test_each_list_leads_to_its_files_with_its_filters(client, page, files):
    html = client.get(f"/ru/{page}/").content.decode()
    for file in files:
        # In the head for programs, and on the page for people.
        assert html.count(f'href="/ru/{file}"') == 2

    assert html.count(f'href="/api/v1/{page}/"') == 1

    if page == "events":
        html = client.get("/events/?kind=workshop&state=&q=a+b&page=1").content.decode()
        for file in files:
            assert html.count(f'href="/{file}?kind=workshop&amp;q=a+b"') == 2
        assert 'href="/api/v1/events/?kind=workshop&amp;q=a+b"' in html


@pytest.mark.parametrize("name", ["states", "organisations", "events", "documents"])
def test_a_file_refuses_what_no_filter_knows(client, name):
    response = client.get(f"/{name}.csv", {"q": "x" * 10_000})

    assert response.status_code == 400
    assert "at most 200 characters" in response.content.decode()
