"""A national contact point with nothing but a browser, from the link to the submitted list."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import expect

from events.models import Delegate
from tests.caches import clear_caches
from tests.factories import DelegateFactory, NominationFactory, PublicDelegateFactory

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "the-token-of-this-test"
PAGE = f"/nominate/{TOKEN}/"


@pytest.fixture
def nomination():
    clear_caches()
    return NominationFactory(
        token=TOKEN,
        delegation__state__name_en="Tajikistan",
        delegation__event__title_en="Dushanbe conference",
        delegation__event__corrections_contact="Secretariat, office@example.org",
    )


@pytest.fixture
def complaints(page):
    found = []
    page.on("console", lambda m: m.type in ("error", "warning") and found.append(m.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def check(page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}: {results.generate_report()}"
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_from_the_link_to_the_submission_on_a_phone(page, nomination, complaints):
    referrers = []
    page.on("request", lambda request: referrers.append(request.headers.get("referer")))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dushanbe conference")
    check(page)

    page.get_by_role("link", name="Add a person").click()
    consent = page.get_by_role("checkbox", name="This person agrees")
    expect(consent).not_to_be_checked()
    page.get_by_role("textbox", name="Institution").fill("Ministry of Labour")
    page.get_by_label("E-mail").fill("nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Write the family name, in Latin or in Cyrillic letters."
    )
    expect(page.get_by_role("textbox", name="Institution")).to_have_value("Ministry of Labour")
    check(page)
    page.get_by_role("link", name="Family name", exact=True).click()
    expect(page.get_by_label("Family name", exact=True)).to_be_focused()

    page.keyboard.type("Rahimova")
    page.get_by_label("Given names", exact=True).fill("Zarina")
    page.get_by_label("Capacity").select_option("Head of delegation")
    page.get_by_label("E-mail").fill("zarina@example.org")
    consent.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("The person was added.")

    page.get_by_role("link", name="Upload a list").click()
    check(page)
    page.get_by_label("File").set_input_files(
        {
            "name": "list.csv",
            "mimeType": "text/csv",
            "buffer": b"Full name,Capacity,E-mail\nOlim Yusupov,expert,\nBad Mail,,nobody\n",
        }
    )
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_role("alert")).to_contain_text("1 row cannot be taken over")
    check(page)
    page.get_by_role("button", name="Take over: 1 added, 0 changed").click()
    expect(page.get_by_role("heading", name="2 people named")).to_be_visible()

    page.get_by_role("link", name=re.compile("Withdraw.*Olim Yusupov")).click()
    check(page)
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name=re.compile("Name again.*Olim Yusupov")).click()
    page.get_by_role("link", name=re.compile("Change.*Olim Yusupov")).click()
    page.get_by_role("textbox", name="Position").fill("Analyst")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Analyst")).to_be_visible()

    page.get_by_role("button", name="Submit the nomination").click()
    expect(page.get_by_role("status")).to_contain_text("The nomination was submitted.")
    expect(page.get_by_role("button")).to_have_count(0)
    check(page)
    assert nomination.delegation.delegates.count() == 2
    assert Delegate.objects.get(capacity="head").basis == "consent"
    assert len(mail.outbox) == 1
    # No page that follows, nor a style sheet, learns the link.
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Events").click()
    expect(page).to_have_url(re.compile("/events/$"))
    assert not any("nominate" in (referrer or "") for referrer in referrers)
    assert complaints == []


def test_it_works_by_keyboard_and_without_scripts(browser, base_url, nomination):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(PAGE)
    page.get_by_role("link", name="Add a person").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Family name", exact=True).fill("Rahimova")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The person was added.")).to_be_visible()
    assert [cookie["path"] for cookie in context.cookies()] == ["/"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_either_language(page, nomination, complaints, width, scheme):
    delegate = PublicDelegateFactory(delegation=nomination.delegation, capacity="head")
    DelegateFactory(delegation=nomination.delegation, status="withdrawn")
    NominationFactory(token="revoked", state="revoked")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    for path in (
        PAGE,
        f"{PAGE}people/add/",
        f"{PAGE}people/{delegate.pk}/",
        f"{PAGE}people/{delegate.pk}/withdraw/",
        f"{PAGE}upload/",
        "/nominate/revoked/",
        "/nominate/unknown/",
    ):
        for prefix in ("", "/ru"):
            page.goto(prefix + path)
            check(page)
    assert [text for text in complaints if "404" not in text and "410" not in text] == []


def test_the_printed_page_has_the_list_and_no_buttons(page, nomination):
    DelegateFactory(
        delegation=nomination.delegation, person__given_names="A", person__family_name="Delegate"
    )
    page.goto(PAGE)
    page.emulate_media(media="print")

    expect(page.locator(".nominee-name")).to_contain_text("A Delegate")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Change")).to_have_count(0)


def test_that_nobody_comes_is_answered_and_taken_back(page, nomination, complaints):
    DelegateFactory(delegation=nomination.delegation)
    page.goto(PAGE)
    page.get_by_text("Nobody comes after all?").click()
    check(page)
    page.get_by_role("button", name="Answer that nobody comes").click()
    expect(page.get_by_role("status")).to_contain_text("It is recorded that nobody comes.")
    check(page)
    page.get_by_role("button", name="Somebody comes after all").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer was taken back.")
    expect(page.get_by_role("link", name="Add a person")).to_be_visible()
    assert complaints == []
