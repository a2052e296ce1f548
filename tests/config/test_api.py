"""What holds for every resource of the API: pages, errors, limits, caches, other sites."""

from ipaddress import ip_network

import pytest
from django.urls import path

from config import urls
from tests.caches import clear_caches
from tests.factories import EventFactory, StateFactory
from website.api.urls import RESOURCES

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
ERRORS = ["/api/v1/events/?kind=x", "/api/v1/events/nowhere/", "/api/", "/api/v1/events/?q=%00"]


def test_it_names_its_addresses(client):
    index = client.get("/api/v1/").json()

    assert list(index) == [*RESOURCES, "schema", "docs"]
    for address in index.values():
        assert address.startswith(f"{HOST}/api/v1/")
        assert client.get(address.removeprefix(HOST)).status_code == 200


def test_a_list_comes_in_pages_with_links(client):
    EventFactory.create_batch(5)

    first = client.get("/api/v1/events/?page_size=2&kind=conference")
    assert first.json()["count"] == 5
    assert first.json()["previous"] is None
    assert first.json()["next"] == f"{HOST}/api/v1/events/?kind=conference&page=2&page_size=2"
    assert first.headers["Link"] == f'<{first.json()["next"]}>; rel="next"'

    slugs, address = [], first.json()["next"]
    while address:
        page = client.get(address.removeprefix(HOST))
        slugs += [event["slug"] for event in page.json()["results"]]
        address = page.json()["next"]
    assert len({*slugs, *(event["slug"] for event in first.json()["results"])}) == 5
    assert 'rel="prev"' in page.headers["Link"]


@pytest.mark.parametrize("size", ["0", "201", "-1", "1.5", "two", "٣", "9" * 5000])
def test_a_page_size_that_is_none_is_refused(client, size):
    response = client.get("/api/v1/states/", {"page_size": size})

    assert response.status_code == 400
    assert response.json()["parameters"] == {
        "page_size": ["Give a whole number from 1 to 200."],
    }


@pytest.mark.parametrize("page", ["-1", "0", "99999", "last", "x", "9" * 5000])
def test_a_page_that_is_not_there_is_answered_in_a_sentence(client, page):
    response = client.get("/api/v1/events/", {"page": page})

    assert response.status_code == 404
    assert response.json() == {"detail": "There is no such page. Follow `next` from the first one."}


def test_an_empty_parameter_is_none(client):
    EventFactory()

    for name in ("page", "page_size", "kind", "q"):
        assert client.get(f"/api/v1/events/?{name}=").json()["count"] == 1


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_parameter_or_value_is_named(client, resource):
    response = client.get(f"/api/v1/{resource}/?colour=blue")
    assert response.status_code == 400
    assert "no such parameter" in response.json()["parameters"]["colour"][0]
    assert response.json()["detail"].startswith("colour: ")

    filters = RESOURCES[resource].filterset_class
    for name in filters.base_filters if filters else ():
        response = client.get(f"/api/v1/{resource}/", {name: "x" * 10_000})
        assert response.status_code == 400
        assert list(response.json()["parameters"]) == [name]


def test_a_single_value_is_not_to_be_repeated(client):
    response = client.get("/api/v1/events/?q=a&q=b&kind=conference&kind=workshop")

    assert response.status_code == 400
    assert response.json()["parameters"] == {"q": ["Give this parameter once."]}


def test_a_record_takes_no_parameter(client):
    StateFactory(slug="kazakhstan")

    response = client.get("/api/v1/states/kazakhstan/?kind=x")

    assert response.status_code == 400
    assert "takes none" in response.json()["detail"]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("key", ["nowhere", "9" * 30, "a.b", "a/b", "%00", "%F0%9F%98%80", ".json"])
def test_what_is_not_there_is_answered_in_json(client, resource, key):
    response = client.get(f"/api/v1/{resource}/{key}/")

    assert response.status_code == (400 if key == "%00" else 404)
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["detail"]


def test_an_address_without_its_last_stroke_is_sent_on(client):
    response = client.get("/api/v1/events?kind=conference")

    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/events/?kind=conference"


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/events/", "/api/v1/docs/", "/api/no/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_read_only(client, method, address):
    response = getattr(client, method)(address)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json() == {"detail": "The API can only be read: send GET or HEAD."}


def test_it_revalidates_by_etag_until_something_changes(client):
    event = EventFactory(title_en="Before")
    for address in ("/api/v1/events/", f"/api/v1/events/{event.slug}/", "/api/v1/schema/"):
        etag = client.get(address).headers["ETag"]
        response = client.get(address, headers={"If-None-Match": etag})
        assert (response.status_code, response.content) == (304, b"")
        # The same, kept and made anew, and for those who ask for the head alone.
        kept = client.get(address)
        clear_caches()
        assert client.get(address).content == kept.content
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == etag

    etag = client.get("/api/v1/events/").headers["ETag"]
    event.title_en = "After"
    event.save()
    fresh = client.get("/api/v1/events/", headers={"If-None-Match": etag})
    assert fresh.json()["results"][0]["title"]["en"] == "After"


def test_what_is_kept_asks_the_database_for_the_revision_alone(client, django_assert_num_queries):
    EventFactory()
    client.get("/api/v1/events/")

    with django_assert_num_queries(1):
        client.get("/api/v1/events/")


def test_it_is_the_same_for_everyone_and_sets_no_cookie(client, admin_client):
    EventFactory()
    for address in ("/api/v1/", "/api/v1/events/"):
        anonymous = client.get(address, headers={"Accept": "text/html", "Accept-Language": "ru"})
        clear_caches()
        staff = admin_client.get(address)
        assert anonymous.content == staff.content
        assert anonymous.headers["Content-Type"] == "application/json"
        for response in (anonymous, staff):
            assert not response.cookies
            assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.parametrize(
    "address",
    [
        *("/api/v1/events/", "/api/v1/schema/", "/events.csv", "/ru/events.ics", "/events.atom"),
        *ERRORS,
    ],
)
def test_scripts_of_any_site_may_read_it_without_credentials(client, address):
    headers = {"Origin": "https://elsewhere.example"}

    response = client.get(address, headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Expose-Headers"] == "ETag, Link, Retry-After"
    assert "Access-Control-Allow-Credentials" not in response.headers

    preflight = client.options(address, headers=headers)
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert preflight.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/", "/events/", "/admin/login/", "/admin/x.csv"])
def test_scripts_of_other_sites_may_read_nothing_else(client, address):
    response = client.get(address, headers={"Origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in response.headers


def test_who_asks_too_often_is_told_to_wait(client, settings):
    settings.API_RATE = "3/min"
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    clear_caches()

    def ask(address, client_address="203.0.113.1"):
        # What stands before the last address is what the client says.
        forwarded = {"X-Forwarded-For": f"198.51.100.{len(address)}, {client_address}"}
        return client.get(address, headers=forwarded)

    for number in range(1, 4):
        etag = ask(f"/api/v1/events/?page_size={number}").headers["ETag"]
    refused = ask("/api/v1/events/?page_size=4")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["detail"].startswith("Too many requests. Ask again in ")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    # Others are served, and so is what is kept or has not changed.
    assert ask("/api/v1/events/?page_size=4", "203.0.113.2").status_code == 200
    assert ask("/api/v1/events/?page_size=3").status_code == 200
    unchanged = client.get(
        "/api/v1/events/?page_size=3",
        headers={"If-None-Match": etag, "X-Forwarded-For": "203.0.113.1"},
    )
    assert unchanged.status_code == 304
    clear_caches()


def _break(request):
    raise RuntimeError("secret detail")


class _BrokenUrls:
    handler400, handler500 = urls.handler400, urls.handler500
    urlpatterns = [path("api/broken/", _break), *urls.urlpatterns]


def test_an_error_of_ours_is_answered_in_json_without_its_inside(client, settings):
    settings.ROOT_URLCONF = _BrokenUrls
    client.raise_request_exception = False

    response = client.get("/api/broken/")

    assert response.status_code == 500
    assert response.json() == {
        "detail": "Something went wrong on our side. Try again in a few minutes."
    }


def test_an_unknown_host_is_refused_in_json(client):
    response = client.get("/api/v1/events/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert response.json()["detail"]
