"""What each page tells programs: its own address, its translations, its title, the trail to it."""

import html
import json
import re

import pytest

from tests.factories import DocumentFactory, EventFactory, TopicFactory

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def head_of(client, address: str) -> dict[str, str]:
    """What the head says, by name: of links their address, of the others their content."""
    page = client.get(address).content.decode()
    head = page[: page.index("</head>")]
    found = {"title": re.search("<title>(.*)</title>", head).group(1)}
    for rel, language, href in re.findall(
        r'<link rel="(\w+)"(?: hreflang="([\w-]+)")?\s+href="([^"]*)"', head
    ):
        found[language or rel] = html.unescape(href)
    for name, content in re.findall(
        r'<meta (?:name|property)="([\w:]+)"\s+content="([^"]*)"', head
    ):
        found[name] = html.unescape(content)
    return found


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/events/", "/events/"),
        ("/events/?page=1", "/events/"),
        ("/events/?page=2&kind=conference", "/events/?kind=conference&page=2"),
        ("/events/?state=&q=&kind=conference&page=1", "/events/?kind=conference"),
        ('/events/?q="><b>&', "/events/?q=%22%3E%3Cb%3E"),
    ],
)
def test_a_page_has_one_address_and_one_in_each_language(client, address, canonical):
    EventFactory.create_batch(21)

    head = head_of(client, address)
    assert (
        head["canonical"] == head["en"] == head["x-default"] == head["og:url"] == HOST + canonical
    )
    assert head["ru"] == f"{HOST}/ru{canonical}"

    head = head_of(client, f"/ru{address}")
    assert head["canonical"] == head["ru"] == f"{HOST}/ru{canonical}"
    assert head["en"] == head["x-default"] == HOST + canonical
    assert head["og:locale"] == "ru_RU"


def test_a_page_is_presented_by_title_and_description(client):
    EventFactory(title_en='The "first" <meeting>', slug="first", city_en="Warsaw")

    head = head_of(client, "/events/first/")

    assert head["title"] == "The &quot;first&quot; &lt;meeting&gt; · Migration Dialogue Register"
    assert head["og:title"] == 'The "first" <meeting>'
    assert head["og:description"] == head["description"] == "Conference, 4 December 2019, Warsaw"
    assert head["og:site_name"] == "Migration Dialogue Register"
    assert head["og:locale"] == "en_GB"


def test_a_page_that_is_not_there_claims_no_address(client):
    page = client.get("/no-such-page/").content.decode()

    assert "canonical" not in page
    assert "og:url" not in page


def test_the_preview_of_a_draft_claims_no_address(admin_client):
    event = EventFactory(published=False)

    page = admin_client.get(f"/admin/events/event/{event.pk}/preview/").content.decode()

    assert "canonical" not in page
    assert '"Event"' not in page


def test_the_trail_to_a_page_is_told_as_it_is_shown(client):
    legal = TopicFactory(name_en="Legal & <other>", slug="legal", name_ru="Легальная")
    TopicFactory(name_en="Labour", name_ru="Трудовая", parent=legal)

    [data] = DATA.findall(client.get("/ru/topics/labour/").content.decode())
    assert [
        (item["position"], item["name"], item.get("item"))
        for item in json.loads(data)["itemListElement"]
    ] == [
        (1, "Главная", f"{HOST}/ru/"),
        (2, "Темы", f"{HOST}/ru/topics/"),
        (3, "Легальная", f"{HOST}/ru/topics/legal/"),
        (4, "Трудовая", None),
    ]

    [data] = DATA.findall(client.get("/topics/legal/").content.decode())
    assert "<" not in data
    assert json.loads(data)["itemListElement"][2]["name"] == "Legal & <other>"


@pytest.mark.parametrize("address", ["/events/", "/states/", "/documents/brief/", "/figures/"])
def test_each_page_with_a_trail_tells_it(client, address):
    DocumentFactory(title_en="Brief")

    assert '"BreadcrumbList"' in client.get(address).content.decode()
    assert '"BreadcrumbList"' not in client.get("/").content.decode()
