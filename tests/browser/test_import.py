"""The preview of an import in a browser: cells, names swapped, whom a row means, the confirm."""

from playwright.sync_api import expect

from events.models import Delegate
from tests.events.participant_list.lists import file_of
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, PersonFactory

HEADER = ("Delegation", "Given names", "Family name", "Position")
ROWS = (
    ("Poland", "Ян", "Новак-Лис", "Director"),
    ("Poland", "Kowalska", "Ewa", "Expert"),
    ("Polend", "Adam", "Lis", "Adviser"),
)


def test_a_list_is_corrected_in_place_and_confirmed(staff):
    event = EventFactory()
    delegation = DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    person = PersonFactory(given_names="Jan", family_name="Nowak", state=delegation.state)
    known = DelegateFactory(delegation=delegation, person=person, position="Adviser")

    staff.goto(f"/admin/events/event/{event.pk}/participants/import/")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": file_of(*ROWS, header=HEADER)}
    staff.get_by_label("File").set_input_files(file)
    staff.get_by_role("button", name="Upload and look at the columns").click()
    staff.locator("#import_form input[type=submit]").first.click()
    staff.set_viewport_size({"width": 390, "height": 844})
    assert staff.evaluate("document.documentElement.scrollWidth") <= 390
    staff.set_viewport_size({"width": 1280, "height": 900})

    # What is typed for an unknown delegation is sent, though the select beside it was not touched.
    other = staff.get_by_label("another state or organisation: Polend")
    other.fill("Poland")
    staff.get_by_role("button", name="Keep the decisions").last.click()
    expect(staff.get_by_label("What it means: Polend")).not_to_have_value("")

    # A cell is typed into, by keyboard, and kept at once.
    with staff.expect_response(lambda answer: answer.status == 204):
        position = staff.get_by_label("Position, 4")
        position.fill("Counsellor")
        position.press("ArrowUp")
    expect(staff.get_by_label("Position, 3")).to_be_focused()
    staff.reload()
    expect(staff.get_by_label("Position, 4")).to_have_value("Counsellor")

    staff.get_by_role("button", name="Swap given and family name, 3").click()
    expect(staff.get_by_label("Family name, 3", exact=True)).to_have_value("Kowalska")

    # The same person, spelt otherwise, who is in the delegation already.
    decision = staff.get_by_label("Decision on row 2")
    decision.select_option(f"person:{person.pk}")
    expect(staff.get_by_text("What you typed is kept.")).to_be_attached()
    staff.get_by_role("button", name="Keep the decisions").last.click()
    expect(staff.get_by_label("Decision on row 2")).to_have_value(f"person:{person.pk}")

    staff.get_by_role("button", name="Add 2 people, change 1").click()
    expect(
        staff.get_by_text("Imported. Persons added: 2, changed: 1; delegations: 0.")
    ).to_be_visible()
    known.refresh_from_db()
    assert (known.position, known.family_name) == ("Director", "Nowak")
    assert {str(each) for each in Delegate.objects.exclude(pk=known.pk)} == {
        "Ewa Kowalska",
        "Adam Lis",
    }
    assert Delegate.objects.get(family_name="Lis").position == "Counsellor"
