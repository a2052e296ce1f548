"""The admin in a browser: its widgets work under the Content-Security-Policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from participants.models import Person
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    NominationFactory,
    PersonFactory,
    StateFactory,
)

# Colours are those of Django's admin.
ONLY_OURS = {"rules": {"color-contrast": {"enabled": False}}}


def choose(page, container, text: str, choice: str) -> None:
    """Type into an autocomplete and take a choice."""
    container.locator(".select2-selection").click()
    page.keyboard.type(text)
    page.locator(".select2-results__option", has_text=choice).click()


def test_every_sort_of_page_opens_without_complaint(staff):
    contribution = ContributionFactory()
    delegation, event = contribution.delegation, contribution.session.event
    delegate = DelegateFactory(delegation=delegation)
    nomination = NominationFactory(delegation=delegation)
    for address in (
        "events/event/",
        "events/event/add/",
        f"events/event/{event.pk}/change/",
        f"events/event/{event.pk}/history/",
        f"events/event/{event.pk}/history/{event.history.first().pk}/",
        f"events/event/{event.pk}/delete/",
        f"events/event/{event.pk}/participants/",
        f"events/event/{event.pk}/participants/scripts/?show=all",
        f"events/event/{event.pk}/preview/",
        f"events/event/{event.pk}/nominations/",
        f"events/event/{event.pk}/nominations/send/?nomination={nomination.pk}",
        f"events/nomination/{nomination.pk}/change/",
        f"events/session/{contribution.session.pk}/change/",
        f"events/delegation/{delegation.pk}/change/",
        f"events/delegate/{delegate.pk}/change/",
        "events/document/add/",
        "participants/migrationfigure/",
        f"participants/person/{delegate.person.pk}/change/",
        "auth/user/",
        "password_change/",
    ):
        for prefix in ("/admin/", "/ru/admin/"):
            assert staff.goto(prefix + address).status == 200
            # No page is wider than a telephone, whose user would have to look for its other half.
            staff.set_viewport_size({"width": 390, "height": 844})
            assert staff.evaluate("document.documentElement.scrollWidth") <= 390, address
            staff.set_viewport_size({"width": 1280, "height": 900})


def test_a_list_is_filtered_by_typing_a_state(staff):
    state = StateFactory(name_en="Tajikistan", name_ru="Таджикистан")
    EventFactory(title_en="Wanted", host_state=state)
    EventFactory(title_en="Other")
    staff.goto("/admin/events/event/?kind__exact=conference")
    by_state = staff.locator("details", has_text="By state")
    choose(staff, by_state, "ТАДЖ", "Tajikistan")
    expect(staff.get_by_role("link", name="Other", exact=True)).to_have_count(0)
    expect(staff.get_by_role("link", name="Wanted")).to_be_visible()
    assert "kind__exact=conference" in staff.url
    by_state.locator(".select2-selection__clear").click()
    expect(staff.get_by_role("link", name="Other", exact=True)).to_be_visible()
    assert "with_state" not in staff.url


def test_a_delegation_is_added_on_the_page_of_its_event(staff):
    event = EventFactory()
    DelegationFactory(event=event)
    StateFactory(name_en="Türkiye")
    staff.goto(f"/admin/events/event/{event.pk}/change/")
    staff.get_by_text("Add another Delegation").click()
    choose(staff, staff.locator("#delegations-2 .field-state"), "turk", "Türkiye")
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    assert event.delegations.filter(state__name_en="Türkiye").exists()


def test_a_likely_duplicate_is_asked_about(staff):
    known = PersonFactory(given_names="Farrukh", family_name="Rahimov", position="Director")
    staff.goto("/admin/participants/person/add/")
    another = staff.get_by_label("This is another person: save anyway")
    expect(another).to_be_hidden()
    staff.get_by_label("Given names:").fill("Farrukh")
    staff.get_by_label("Family name:").fill("RAHIMOV")
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_role("link", name=str(known), exact=True)).to_be_visible()
    another.check()
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("was added successfully")).to_be_visible()
    assert Person.objects.count() == 2


def test_a_delegation_of_200_is_edited(staff):
    delegation = DelegationFactory()
    DelegateFactory.create_batch(200, delegation=delegation)
    PersonFactory(given_names="Zarina", family_name="Odinaeva")
    staff.goto(f"/admin/events/delegation/{delegation.pk}/change/")
    staff.locator("#id_delegates-3-position").fill("Minister")
    choose(staff, staff.locator("#delegates-200 .field-person"), "odina", "Zarina Odinaeva")
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    assert delegation.delegates.filter(position="Minister").count() == 1
    assert delegation.delegates.count() == 201


@pytest.mark.parametrize("prefix", ["/admin/", "/ru/admin/"])
def test_no_table_of_an_event_is_scrolled_sideways(staff, prefix):
    event = EventFactory()
    delegation = DelegationFactory(event=event, state__name_en="Bosnia and Herzegovina")
    DelegateFactory(delegation=delegation, capacity="head")
    hidden = "all => all.map(each => each.scrollWidth - each.clientWidth)"

    staff.goto(f"{prefix}events/event/{event.pk}/change/")
    assert staff.locator("#delegations-group").evaluate_all(hidden) == [0]

    staff.set_viewport_size({"width": 390, "height": 844})
    staff.goto(f"{prefix}events/event/{event.pk}/nominations/")
    assert staff.locator(".nominations").evaluate_all(hidden) == [0]


def test_a_contact_point_is_invited(staff):
    event = EventFactory()
    DelegationFactory(event=event, state__name_en="Tajikistan")
    staff.goto(f"/admin/events/event/{event.pk}/nominations/")
    staff.get_by_label("Deadline").fill("2099-12-01T18:00")
    staff.get_by_label("National contact point: Tajikistan").fill("Zarina Odinaeva")
    staff.get_by_label("E-mail: Tajikistan").fill("zarina@example.org")
    staff.get_by_label("Choose: Tajikistan").check()
    assert Axe().run(staff, options=ONLY_OURS).violations_count == 0
    staff.get_by_role("button", name="Invite the chosen").click()
    staff.get_by_label("English:").fill("Please come.")
    staff.get_by_role("button", name="Show the e-mails").click()
    expect(staff.get_by_text("Dear Zarina Odinaeva,")).to_be_visible()
    expect(staff.locator(".nomination-mails").get_by_text("Please come.")).to_be_visible()
    assert Axe().run(staff, options=ONLY_OURS).violations_count == 0
    staff.get_by_role("button", name="Send 1 e-mail").click()
    expect(staff.get_by_text("1 e-mail was sent.")).to_be_visible()
    (message,) = mail.outbox
    assert message.to == ["zarina@example.org"]


def test_the_calendar_writes_a_day_as_it_is_read(staff):
    event = EventFactory()
    today = timezone.localdate()
    for language, written in (("", today.isoformat()), ("/ru", today.strftime("%d.%m.%Y"))):
        staff.goto(f"{language}/admin/events/event/{event.pk}/change/")
        staff.locator(".field-starts .datetimeshortcuts a").first.click()
        expect(staff.locator("#id_starts")).to_have_value(written)


def test_the_delegates_of_a_delegation_are_withdrawn_after_a_question(staff):
    delegate = DelegateFactory(family_name="Rahimova")
    staff.goto(f"/admin/events/delegation/{delegate.delegation_id}/change/")
    staff.get_by_role("button", name="Withdraw… (confirmed)").click()
    expect(staff.get_by_text("Rahimova")).to_be_visible()
    staff.get_by_role("button", name="Withdraw delegates").click()
    expect(staff.get_by_text("1 delegate is now “withdrawn”.")).to_be_visible()
    delegate.refresh_from_db()
    assert delegate.status == "withdrawn"
