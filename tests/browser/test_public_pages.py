"""The public pages as people use them: by screen reader, by keyboard, on a phone."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from events.search import index
from tests.factories import (
    ContributionFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    GroupingFactory,
    MembershipFactory,
    MigrationFigureFactory,
    OrganisationDelegationFactory,
    PhaseFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/",
    "/events/",
    "/events/?kind=conference&topic=labour-migration",
    "/events/?state=nowhere",
    "/events/warsaw-conference/",
    "/events/warsaw-conference/participants/",
    "/states/",
    "/states/kazakhstan/",
    "/cooperation/",
    "/cooperation/?topic=legal-migration&grouping=central-asia",
    "/organisations/",
    "/organisations/centre/",
    "/topics/",
    "/topics/labour-migration/",
    "/programmes/",
    "/programmes/bomca/",
    "/documents/",
    "/documents/brief/",
    "/figures/",
    "/figures/?year=2019&indicator=residing",
    "/data/",
    "/search",
    "/search?q=kazakhstan",
    "/search?q=kazakstan",
    "/no-such-page/",
]


@pytest.fixture
def _record():
    kazakhstan = StateFactory(name_en="Kazakhstan", name_ru="Казахстан", iso2="KZ")
    kosovo = StateFactory(
        name_en="Kosovo", name_ru="Косово", footnote_en="Without prejudice.", iso2="XK"
    )
    MembershipFactory(grouping=GroupingFactory(name_en="Central Asia"), state=kazakhstan)
    legal = TopicFactory(name_en="Legal migration", name_ru="Легальная миграция")
    labour = TopicFactory(name_en="Labour migration", name_ru="Трудовая миграция", parent=legal)
    phase = PhaseFactory(
        programme__name_en="BOMCA", budget=8_690_000, start=datetime.date(2015, 6, 15)
    )
    phase.programme.states.add(kazakhstan)
    event = EventFactory(
        title_en="Warsaw conference",
        title_ru="Варшавская конференция",
        host_state=kazakhstan,
        summary_en="Why it was **held**.",
        outcome_en="What came of it.",
        sources="[The source](https://example.org/)",
    )
    event.topics.add(labour)
    event.programmes.add(phase.programme)
    EventFactory(title_en="Study visit", kind="study_visit", starts=None, follows=event)
    delegation = DelegationFactory(event=event, state=kazakhstan, role="leading_state")
    PublicDelegateFactory(delegation=delegation, capacity="head", prefix="H.E. Ms")
    DelegationFactory(event=event, state=kosovo)
    OrganisationDelegationFactory(
        event=event, organisation__name_en="Centre", organisation__website="https://example.org/"
    )
    session = SessionFactory(event=event, title_en="National presentations")
    ContributionFactory(session=session, delegation=delegation)
    document = DocumentFactory(
        event=event,
        title_en="Brief",
        publisher="The publisher",
        date=event.starts,
        standing="submitted",
        disclaimer_en="Not endorsed.",
        file=ContentFile(b"%PDF-1.7", name="brief.pdf"),
    )
    document.states.add(kazakhstan)
    MigrationFigureFactory(citizenship=kazakhstan, note="secondary")
    MigrationFigureFactory(citizenship=kazakhstan, year=2020, note="conflict")
    index.rebuild()


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    messages = []
    page.on("console", lambda message: messages.append(message.text))

    for path in [*PAGES, *(f"/ru{path}" for path in PAGES)]:
        page.goto(path)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    # A resource refused by the Content-Security-Policy would be told here.
    assert [text for text in messages if "404" not in text] == []


@pytest.mark.usefixtures("_record")
def test_filters_work_by_keyboard_and_come_off_again(page):
    page.goto("/events/")
    page.get_by_role("checkbox", name="Kosovo").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    expect(page.get_by_role("checkbox", name="Kosovo")).to_be_checked()

    page.get_by_role("link", name="Country: Kosovo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 events")


@pytest.mark.usefixtures("_record")
def test_a_ticked_filter_answers_at_once_and_the_back_button_takes_it_off(page):
    page.goto("/events/")
    page.locator("summary", has_text="Kind").click()
    page.get_by_role("checkbox", name="Study visit").check()

    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    expect(page).to_have_url("/events/?q=&kind=study_visit")
    # Where the visitor was, and what a screen reader says.
    expect(page.get_by_role("checkbox", name="Study visit")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Conference")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 event")

    page.get_by_role("checkbox", name="Conference").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 events")

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    expect(page.get_by_role("checkbox", name="Conference")).not_to_be_checked()


@pytest.mark.usefixtures("_record")
def test_the_list_follows_while_one_types(page):
    page.goto("/events/")
    page.get_by_label("Search", exact=True).press_sequentially("warsaw", delay=20)

    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    expect(page.get_by_label("Search", exact=True)).to_have_value("warsaw")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()


@pytest.mark.usefixtures("_record")
def test_the_search_follows_while_one_types(page):
    page.goto("/search")
    words = page.get_by_role("searchbox")
    words.press_sequentially("kazakh", delay=20)

    expect(page.get_by_role("heading", name="Countries")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("results")
    expect(words).to_be_focused()
    expect(page).to_have_url("/search?q=kazakh")


@pytest.mark.usefixtures("_record")
def test_lists_and_search_work_without_scripts(browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/events/")
    page.locator("summary", has_text="Kind").click()
    page.get_by_role("checkbox", name="Study visit").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")

    page.goto("/")
    page.get_by_role("searchbox").fill("warsaw")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Warsaw conference")).to_be_visible()
    context.close()


@pytest.mark.usefixtures("_record")
def test_on_a_phone_the_filters_open_on_demand(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/events/")
    checkbox = page.get_by_role("checkbox", name="Kazakhstan")
    expect(checkbox).not_to_be_visible()

    page.get_by_text("Filters", exact=True).click()
    expect(checkbox).to_be_visible()


@pytest.mark.usefixtures("_record")
def test_the_first_tab_leads_past_the_menu_to_the_content(page):
    page.goto("/events/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.usefixtures("_record")
def test_the_other_language_is_one_step_away_and_keeps_the_filters(page):
    page.goto("/events/?kind=conference")
    page.get_by_role("link", name="Русский").click()

    expect(page).to_have_url("/ru/events/?kind=conference")
    expect(page.get_by_text("Варшавская конференция")).to_be_visible()


@pytest.mark.usefixtures("_record")
def test_the_map_is_walked_by_keyboard(page):
    page.goto("/")
    tile = page.get_by_role("group", name="Map of the countries in the register").get_by_role(
        "link", name="Kazakhstan"
    )
    tile.focus()
    page.keyboard.press("Tab")
    expect(
        page.get_by_role("group", name="Map of the countries").get_by_role("link", name="Kosovo*")
    ).to_be_focused()
    tile.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kazakhstan")


@pytest.mark.usefixtures("_record")
def test_charts_are_drawn_under_the_content_security_policy(page):
    page.goto("/states/kazakhstan/")
    chart = page.get_by_role("img", name="Citizens residing: the numbers stand in the table")
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_js_property("complete", True)
    assert chart.evaluate("image => image.naturalWidth") > 0


@pytest.mark.usefixtures("_record")
def test_a_cell_of_the_matrix_leads_to_its_events(page):
    page.goto("/cooperation/")
    row = page.get_by_role("row", name="Kazakhstan")
    row.get_by_role("link", name="1 event").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    expect(page.get_by_role("link", name="Warsaw conference")).to_be_visible()
