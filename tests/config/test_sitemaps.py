"""What search engines are told."""

from xml.etree import ElementTree

import pytest

from tests.factories import DocumentFactory, EventFactory, OrganisationFactory
from website import sitemaps
from website.urls import urlpatterns

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://127.0.0.1:8000"


def read(client, address: str) -> ElementTree.Element:
    response = client.get(address, headers={"host": "localhost"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - written by ourselves


def locations(tree) -> list[str]:
    return [element.text for element in tree.iterfind(".//s:loc", NS)]


def all_pages(client) -> list[str]:
    parts = locations(read(client, "/sitemap.xml"))
    return [page for part in parts for page in locations(read(client, part.removeprefix(HOST)))]


def test_it_names_every_page_in_both_languages_and_each_of_them_is_there(client):
    EventFactory(title_en="Conference")
    DocumentFactory(title_en="Conclusions")
    OrganisationFactory(name_en="Centre")

    pages = all_pages(client)

    for path in (
        *("/", "/events/", "/figures/", "/cooperation/", "/privacy/", "/licence/"),
        *("/events/conference/", "/documents/conclusions/"),
    ):
        assert HOST + path in pages
        assert f"{HOST}/ru{path}" in pages
    assert len(set(pages)) == len(pages)
    for page in pages:
        assert client.get(page.removeprefix(HOST)).status_code == 200, page


def test_it_names_every_public_page_without_parameters(client):
    pages = {f"/{pattern.pattern}" for pattern in urlpatterns if "<" not in str(pattern.pattern)}
    # Files of lists are not pages, and what the search finds is in the sitemap itself.
    pages = {page for page in pages if page.endswith("/")}
    assert pages <= {page.removeprefix(HOST) for page in all_pages(client)}


def test_it_names_no_draft_and_no_fiction(client):
    hidden = [
        EventFactory(published=False),
        EventFactory(sample=True),
        DocumentFactory(published=False),
        OrganisationFactory(sample=True),
    ]

    pages = "\n".join(all_pages(client))

    for record in hidden:
        assert f"/{record.slug}/" not in pages


def test_each_page_comes_with_its_translations_and_last_change(client):
    event = EventFactory(title_en="Conference")

    english = read(client, "/sitemap-events.xml").find("s:url", NS)

    assert {link.get("hreflang"): link.get("href") for link in english.iterfind("x:link", NS)} == {
        "en": f"{HOST}/events/conference/",
        "ru": f"{HOST}/ru/events/conference/",
        "x-default": f"{HOST}/events/conference/",
    }
    assert english.findtext("s:lastmod", namespaces=NS) == (
        event.history.first().history_date.date().isoformat()
    )


def test_a_large_part_has_several_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps.RegisterSitemap, "limit", 4)
    EventFactory.create_batch(5)

    parts = [part for part in locations(read(client, "/sitemap.xml")) if "events" in part]

    assert parts == [f"{HOST}/sitemap-events.xml{page}" for page in ("", "?p=2", "?p=3")]
    pages = [page for part in parts for page in locations(read(client, part.removeprefix(HOST)))]
    assert len(pages) == 10


@pytest.mark.parametrize(
    "address", ["/sitemap-x.xml", "/sitemap-events.xml?p=2", "/sitemap-events.xml?p=abc"]
)
def test_a_part_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_kept_from_staff_and_nominations_alone(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ("/admin/", "/ru/admin/", "/nominate/", "/ru/nominate/", "/api/"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
