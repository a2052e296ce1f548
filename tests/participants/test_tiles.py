"""The tile map: every state has its own place, and a marked one its link and name."""

import re

import pytest

from tests.factories import DelegationFactory, EventFactory, MembershipFactory, StateFactory
from website.tile_map import tiles

pytestmark = pytest.mark.django_db


def test_no_two_tiles_share_a_place_and_no_state_has_two():
    places = [(tile.x, tile.y) for tile in tiles({})]
    codes = [tile.code for tile in tiles({})]

    assert len(set(places)) == len(places) == 55
    assert len(set(codes)) == len(codes)


def test_neighbours_lie_as_on_a_map():
    place = {tile.code: (tile.x, tile.y) for tile in tiles({})}

    assert place["PT"][0] < place["PL"][0] < place["KZ"][0] < place["KG"][0]
    assert place["SE"][1] < place["PL"][1] < place["HU"][1] < place["GR"][1]


def test_a_marked_tile_has_its_state_the_others_have_none():
    kazakhstan = StateFactory(name_en="Kazakhstan", iso2="KZ")
    without_a_tile = StateFactory(name_en="Pakistan", iso2="PK")

    marked = [
        tile for tile in tiles({kazakhstan: "Kazakhstan", without_a_tile: "Pakistan"}) if tile.state
    ]

    assert [(tile.code, tile.state, tile.name) for tile in marked] == [
        ("KZ", kazakhstan, "Kazakhstan")
    ]


def map_links(page: str) -> list[tuple[str, str, str]]:
    """(address, name, code) of each marked tile."""
    svg = re.search(r"<svg viewBox.*?</svg>", page, re.DOTALL).group()
    return re.findall(
        r'<a href="([^"]+)"><title>([^<]+)</title><rect[^>]+><text[^>]+>([^<]+)</text></a>',
        re.sub(r">\s+<", "><", svg),
    )


def test_home_marks_all_states_of_the_register_with_the_list_beside(client):
    MembershipFactory(state=StateFactory(name_en="Kosovo", iso2="XK", footnote_en="A note."))
    MembershipFactory(state=StateFactory(name_en="Pakistan", iso2="PK"))

    page = client.get("/").content.decode()

    assert map_links(page) == [("/states/kosovo/", "Kosovo*", "XK*")]
    assert '<a href="/states/pakistan/">Pakistan</a>' in page
    assert "* A note." in page


def test_the_list_of_countries_marks_those_of_a_grouping(client):
    MembershipFactory(
        grouping__name_en="Central Asia", state=StateFactory(name_en="Kazakhstan", iso2="KZ")
    )
    MembershipFactory(grouping__name_en="Union", state=StateFactory(name_en="Italy", iso2="IT"))

    page = client.get("/states/?grouping=central-asia").content.decode()

    assert map_links(page) == [("/states/kazakhstan/", "Kazakhstan", "KZ")]


def test_an_event_marks_its_delegations_by_their_names_of_the_day(client):
    event = EventFactory(title_en="Conference")
    DelegationFactory(
        event=event,
        state=StateFactory(name_en="Türkiye", name_ru="Турция", iso2="TR"),
        name_as_of_event_en="Turkey",
    )

    page = client.get("/events/conference/").content.decode()

    assert map_links(page) == [("/states/turkiye/", "Turkey", "TR")]
    assert (
        'aria-label="Карта стран, направивших делегации"'
        in client.get("/ru/events/conference/").content.decode()
    )


def test_a_marked_state_of_another_page_of_the_list_has_its_footnote(client):
    MembershipFactory(state=StateFactory(name_en="Zz Kosovo", iso2="XK", footnote_en="A note."))
    for _ in range(60):
        MembershipFactory()

    page = client.get("/states/").content.decode()

    assert ">Zz Kosovo</a>" not in page
    assert ("/states/zz-kosovo/", "Zz Kosovo*", "XK*") in map_links(page)
    assert "* A note." in page


def test_an_event_without_states_has_no_map(client):
    EventFactory(title_en="Conference")

    assert "tile-map" not in client.get("/events/conference/").content.decode()
