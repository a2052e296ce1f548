"""Kept pages: no cookie in or out, one copy for all spellings of an address, no stranger's path."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.http import HttpResponse

from config.caching import public_pages
from tests.caches import clear_caches
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

HOSTILE_COOKIES = [
    "sessionid=",
    "sessionid=x; csrftoken=",
    "csrftoken=too-short",
    "messages=x; sessionid=../../etc",
    'sessionid="; csrftoken=ü',
]


@pytest.fixture(autouse=True)
def _empty():
    clear_caches()


@pytest.mark.parametrize("cookies", HOSTILE_COOKIES)
@pytest.mark.parametrize("address", ["/", "/ru/events/", "/search?q=a", "/nothing-here/"])
def test_a_hostile_cookie_gets_no_answer_that_others_are_given(client, cookies, address):
    hostile = client.get(address, headers={"Cookie": cookies})
    kept = client.get(address)

    assert "Set-Cookie" not in str(hostile.serialize_headers())
    assert not hostile.cookies
    assert not kept.cookies


def test_the_same_parameters_in_another_spelling_are_one_kept_page(client):
    EventFactory(title_en="Conference")
    client.get("/events/?kind=conference&year=2019&kind=workshop")
    pages = len(caches["pages_with_query"]._cache)

    for query in (
        "year=2019&kind=conference&kind=workshop",
        "kind=conference&kind=conference&year=2019&kind=workshop",
        "kind=%63onference&kind=workshop&year=2019",
    ):
        client.get(f"/events/?{query}")

    assert len(caches["pages_with_query"]._cache) == pages == 1


def test_however_many_queries_are_asked_pages_stay_kept(client, monkeypatch):
    EventFactory(title_en="Conference")
    client.get("/events/")
    monkeypatch.setattr(caches["pages"], "_max_entries", 2)
    for number in range(5):
        client.get(f"/topics/?nothing={number}")
        client.get(f"/events/?page=1&q={number}")
    monkeypatch.setattr("website.views.events.EventList.get", None)

    assert b"Conference" in client.get("/events/").content


def test_of_a_repeated_parameter_the_last_value_still_decides(client):
    one = client.get("/search?q=poland&q=italy").content
    other = client.get("/search?q=italy&q=poland").content

    assert one != other


def test_no_header_moves_a_page_under_another_path(client):
    EventFactory(title_en="Conference")

    poisoned = client.get("/events/", SCRIPT_NAME="/elsewhere")
    page = client.get("/events/")

    assert b"/elsewhere" not in poisoned.content
    assert page.content == poisoned.content


def test_pages_push_out_no_count(client, settings):
    caches["counters"].set("failed", 9)
    for number in range(50):
        caches["pages"].set(f"page:{number}", b"x")

    assert caches["counters"].get("failed") == 9
    assert caches["pages"]._cache is not caches["counters"]._cache


def test_a_page_that_many_ask_for_at_once_is_made_once(rf, monkeypatch):
    monkeypatch.setattr("config.caching.ContentRevision.current", lambda: "1")
    asked, made = threading.Barrier(4), []

    def make(request):
        made.append(request)
        time.sleep(0.2)
        return HttpResponse("A page")

    pages = public_pages(make)

    def ask(_number):
        asked.wait(10)
        return pages(rf.get("/events/")).content

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(4))) == {b"A page"}
    assert len(made) == 1
