"""The documentation of the API: Swagger UI under the strict policy, without another host."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import StateFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_operations_are_shown_and_no_policy_is_broken(page, live_server, settings, width):
    settings.BASE_URL = settings.SPECTACULAR_SETTINGS["SERVERS"][0]["url"] = live_server.url
    StateFactory(slug="kazakhstan")
    page.set_viewport_size({"width": width, "height": 900})
    messages, hosts = [], set()
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    response = page.goto("/api/v1/docs/")
    assert "unsafe" not in response.headers["content-security-policy"]
    page.get_by_text("States that take part in something").click()

    expect(page.get_by_text("Slug of a grouping, such as central-asia.")).to_be_visible()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_text('"count"').first).to_be_visible()
    assert messages == []
    assert hosts == {live_server.url.split("/")[2]}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_around_what_swagger_ui_makes(page):
    page.goto("/api/v1/docs/")
    expect(page.get_by_text("States that take part in something")).to_be_visible()

    results = Axe().run(page, context={"exclude": [[".swagger-ui"]]})

    assert results.violations_count == 0, results.generate_report()
