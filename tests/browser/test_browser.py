"""The browser itself, before any page of the register."""

import pytest
from playwright.sync_api import Error, expect


def test_it_shows_both_scripts(page):
    page.goto("data:text/html;charset=utf-8,<h1>Tajikistan, Таджикистан</h1>")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tajikistan, Таджикистан")


def test_it_reaches_our_server(page, live_server):
    assert page.goto("/no-such-page/").url == f"{live_server.url}/no-such-page/"


def test_it_reaches_no_other_server(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
