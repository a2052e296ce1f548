"""Leaving a page with unsaved text asks; what is typed when the sign-in has ended comes back."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from events.models import Event
from tests.caches import clear_caches
from tests.factories import DelegationFactory, EventFactory, NominationFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "the-token-of-this-test"


@pytest.fixture
def asked(page) -> list[str]:
    """The questions of the browser, each answered by staying."""
    questions = []

    def stay(dialog):
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return questions


def leave(page, selector: str) -> None:
    """Click a link that leads away, and give the browser time to ask or to go."""
    page.locator(selector).first.click(no_wait_after=True)
    page.wait_for_timeout(500)


def change_form(event) -> str:
    return f"/admin/events/event/{event.pk}/change/"


def test_leaving_a_changed_form_asks_and_an_unchanged_one_does_not(staff, asked):
    event = EventFactory()
    staff.goto(change_form(event))
    leave(staff, "#site-name a")
    expect(staff.get_by_role("heading", name="Staff pages")).to_be_visible()
    assert asked == []
    staff.goto(change_form(event))
    staff.locator("#id_title_en").fill("Another title")
    leave(staff, "#site-name a")
    assert asked == ["beforeunload"]
    assert staff.locator("#id_title_en").input_value() == "Another title"
    # Put back as it was, there is nothing to lose.
    staff.locator("#id_title_en").fill(event.title_en)
    leave(staff, "#site-name a")
    expect(staff.get_by_role("heading", name="Staff pages")).to_be_visible()
    assert asked == ["beforeunload"]


def test_saving_does_not_ask_and_a_refused_form_does(staff, asked):
    event = EventFactory()
    staff.goto(change_form(event))
    staff.locator("#id_title_en").fill("Another title")
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    assert asked == []
    staff.goto(change_form(event))
    staff.locator("#id_time_zone").fill("Nowhere")
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("is not a time zone")).to_be_visible()
    leave(staff, "#site-name a")
    assert asked == ["beforeunload"]


def test_the_other_pages_of_staff_ask_too(staff, asked):
    event = EventFactory()
    DelegationFactory(event=event)
    staff.goto(f"/admin/events/event/{event.pk}/nominations/")
    staff.get_by_label("Deadline").fill("2099-12-01T18:00")
    leave(staff, "#site-name a")
    staff.evaluate("document.getElementById('nominations_form').reset()")
    staff.goto(f"/admin/events/event/{event.pk}/participants/issue/")
    staff.get_by_label("Note").fill("Agreed")
    leave(staff, "#site-name a")
    assert asked == ["beforeunload"] * 2
    staff.get_by_label("Note").fill("")


def test_a_list_that_is_filtered_or_ticked_does_not_ask(staff, asked):
    EventFactory()
    staff.goto("/admin/events/event/")
    staff.locator("input.action-select").first.check()
    leave(staff, "#site-name a")
    expect(staff.get_by_role("heading", name="Staff pages")).to_be_visible()
    assert asked == []


def test_the_pages_of_contact_points_ask(page, asked):
    clear_caches()
    NominationFactory(token=TOKEN)
    page.goto(f"/nominate/{TOKEN}/people/add/")
    page.get_by_label("Family name", exact=True).fill("Odinaeva")
    leave(page, "text=Back without saving")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]


# --- A sign-in that is asked for again --------------------------------------------------------
def test_what_was_typed_comes_back_after_the_sign_in(staff, asked):
    person = PersonFactory(given_names="Anna", family_name="Nowak", position="Director")
    event = EventFactory()
    staff.goto(f"/admin/participants/person/{person.pk}/change/")
    staff.locator("#id_position").fill("Minister")
    Session.objects.all().delete()
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("What you typed is kept for an hour")).to_be_visible()
    staff.get_by_label("Username").fill("editor")
    staff.get_by_label("Password").fill("long enough")
    staff.get_by_role("button", name="Log in").click()
    expect(staff.locator("#id_position")).to_have_value("Minister")
    expect(staff.get_by_text("Nothing has been stored yet").first).to_be_visible()
    person.refresh_from_db()
    assert person.position == "Director"
    # Not stored yet, so leaving asks.
    leave(staff, "#site-name a")
    assert asked == ["beforeunload"]
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    person.refresh_from_db()
    assert person.position == "Minister"
    # So do the other pages of staff.
    DelegationFactory(event=event)
    staff.goto(f"/admin/events/event/{event.pk}/participants/issue/")
    staff.get_by_label("Note").fill("Agreed with the host")
    staff.get_by_label("provisional").check()
    Session.objects.all().delete()
    staff.get_by_role("button", name="Issue version 1").click()
    staff.get_by_label("Username").fill("editor")
    staff.get_by_label("Password").fill("long enough")
    staff.get_by_role("button", name="Log in").click()
    expect(staff.get_by_label("Note")).to_have_value("Agreed with the host")
    assert not Event.objects.get().issued_lists.exists()
    staff.get_by_role("button", name="Issue version 1").click()
    expect(staff.get_by_text("Version 1 is issued.")).to_be_visible()
    assert Event.objects.get().issued_lists.get().note == "Agreed with the host"
