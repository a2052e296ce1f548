"""Years, periods and parameters that a list does not have, on pages, in files and in the API."""

import datetime

import pytest

from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _register():
    conference = EventFactory(slug="conference", starts=datetime.date(2019, 12, 4))
    EventFactory(slug="visit", starts=None, follows=conference)
    EventFactory(slug="long", starts=datetime.date(2019, 12, 30), ends=datetime.date(2020, 1, 10))
    EventFactory(slug="later", starts=datetime.date(2022, 5, 1))
    DocumentFactory(slug="brief", date=datetime.date(2019, 11, 25))
    DocumentFactory(slug="report", date=datetime.date(2021, 1, 1))
    DocumentFactory(slug="undated", date=None)


def on_page(client, address: str) -> set[str]:
    response = client.get(address)
    assert response.status_code == 200
    return {record.slug for record in response.context["object_list"]}


PERIODS = [
    ("events", "from=2020-01-01", {"long", "later"}),
    ("events", "to=2019-12-31", {"conference", "visit", "long"}),
    ("events", "from=2019-12-04&to=2019-12-04", {"conference", "visit"}),
    ("events", "from=2021-01-01&to=2020-01-01", set()),
    ("documents", "from=2019-11-25&to=2020-01-01", {"brief"}),
    ("documents", "from=2020-01-01", {"report"}),
    ("documents", "from=&to=", {"brief", "report", "undated"}),
]


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize(("name", "query", "slugs"), PERIODS)
def test_a_period_leaves_what_happened_in_it(client, name, query, slugs):
    assert on_page(client, f"/{name}/?{query}") == slugs
    in_api = client.get(f"/api/v1/{name}/?{query}").json()["results"]
    assert {record["slug"] for record in in_api} == slugs
    file = b"".join(client.get(f"/{name}.csv?{query}")).decode("utf-8-sig")
    assert len(file.splitlines()) == len(slugs) + 1
    if name == "events":
        assert client.get(f"/events.atom?{query}").content.decode().count("<entry>") == len(slugs)
        assert client.get(f"/events.ics?{query}").status_code == 200


@pytest.mark.usefixtures("_register")
def test_a_period_is_shown_as_chips_and_comes_off(client):
    page = client.get("/events/?from=2020-01-01&to=2022-12-31&kind=conference").content.decode()
    assert "From: 1 January 2020" in page
    assert 'href="?to=2022-12-31&amp;kind=conference"' in page
    assert "<title>Events: conference, from 1 January 2020" in page.replace(
        "Conference", "conference"
    )
    assert 'href="/events.csv?from=2020-01-01&amp;to=2022-12-31&amp;kind=conference"' in page


@pytest.mark.parametrize("day", ["2020", "2020-13-01", "yesterday", "01.02.2020"])
def test_what_is_not_a_day_is_refused_with_a_sentence(client, day):
    EventFactory()
    sentence = "Write the day as year, month and day: 2019-12-04."
    response = client.get(f"/events/?from={day}")
    assert list(response.context["object_list"]) == []
    assert sentence in response.content.decode()
    for address in (f"/events.csv?from={day}", f"/api/v1/events/?from={day}"):
        response = client.get(address)
        assert response.status_code == 400
        assert sentence in response.content.decode()


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize("name", ["events", "documents", "figures", "cooperation"])
@pytest.mark.parametrize("year", ["1066", "0000", "9999"])
def test_any_year_is_a_year(client, name, year):
    page = client.get(f"/{name}/?year={year}")
    assert page.status_code == 200
    assert " is not a year" not in page.content.decode()
    assert f"Year: <span>{year}</span>" in page.content.decode()
    assert client.get(f"/{name}.csv?year={year}").status_code == 200
    if name != "cooperation":
        assert client.get(f"/api/v1/{name}/?year={year}").json()["count"] == 0


@pytest.mark.parametrize("year", ["abc", "20190", "-1", "19", "２０１９"])
def test_what_is_not_a_year_is_refused_with_a_sentence(client, year):
    EventFactory()
    response = client.get("/events/", {"year": year})
    assert list(response.context["object_list"]) == []
    assert f"“{year}” is not a year." in response.content.decode()
    assert client.get("/events.csv", {"year": year}).status_code == 400
    assert client.get("/api/v1/events/", {"year": year}).status_code == 400


LISTS = [
    *("events", "documents", "states", "organisations", "figures", "cooperation"),
    *("topics", "programmes"),
]


@pytest.mark.parametrize("prefix", ["", "/ru"])
@pytest.mark.parametrize("name", LISTS)
def test_a_parameter_that_a_list_does_not_have_is_said_to_be_unknown(client, name, prefix):
    sentence = "Фильтра «contry» здесь нет" if prefix else "There is no filter “contry” here"
    page = client.get(f"{prefix}/{name}/?contry=poland")
    assert page.status_code == 200
    assert sentence in page.content.decode()
    file = client.get(f"{prefix}/{name}.csv?contry=poland")
    assert file.status_code == 400
    assert sentence in file.content.decode()


@pytest.mark.parametrize("address", ["/events.ics", "/events.atom"])
def test_calendar_and_feed_refuse_it_too(client, address):
    response = client.get(f"{address}?contry=poland")
    assert response.status_code == 400
    assert "There is no filter “contry” here" in response.content.decode()


def test_search_says_so_too(client):
    page = client.get("/search?q=poland&country=poland").content.decode()
    assert "There is no filter “country” here. The filters are: q, kind." in page


def test_links_of_a_page_leave_unknown_parameters_out(client):
    page = client.get("/events/?contry=poland&kind=conference").content.decode()
    assert "contry=" not in page.split("<main")[1].replace("contry” here", "")
