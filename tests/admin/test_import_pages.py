"""Importing a participant list in the admin: file, columns, preview, and one confirm."""

import io
import re

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl.styles import Font

from events.models import Delegate, Event, ParticipantImport, Sender, SenderWord
from events.participant_list.fields import PERSON_COLUMNS, RUSSIAN
from events.staff import importing
from participants.duplicates import find_duplicates
from participants.models import DistinctPersons, Organisation, Person
from tests.admin.pages import form_of
from tests.events.participant_list.lists import file_of
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db

HEADER = ("Delegation", "Given names", "Family name", "Position")
JAN = ("Poland", "Jan", "Kowalski", "Director")
EVA = ("Austria", "Eva", "Maier", "")
# What no answer may hold: a traceback, or an untranslated placeholder.
TRACES = ("Traceback", "%(")


@pytest.fixture
def staff(signed_in) -> Client:
    return signed_in("Protocol")


@pytest.fixture
def event() -> Event:
    event = EventFactory(title_en="Conference", slug="conference", published=False)
    DelegationFactory(event=event, state__name_en="Poland", state__name_ru="Польша")
    StateFactory(name_en="Austria", name_ru="Австрия")
    return event


def address(event, end: str = "") -> str:
    return f"/admin/events/event/{event.pk}/participants/import/{end}"


def upload(client, event, *rows, header=HEADER, name="list.csv", follow=True, **fields):
    file = SimpleUploadedFile(name, file_of(*rows, header=header))
    return client.post(address(event), {"file": file, **fields}, follow=follow)


def to_preview(client, event, *rows, header=HEADER, **columns):
    """Upload a list and take its columns as recognised, unless said otherwise."""
    response = upload(client, event, *rows, header=header)
    return client.post(response.request["PATH_INFO"], form_of(response) | columns, follow=True)


def press(client, response, button: str = "apply", value: str = "1", **changes):
    """Press a button of the preview, with some of its values changed."""
    values = {**form_of(response), **changes, button: value}
    return client.post(response.request["PATH_INFO"], values, follow=True)


def numbers(response) -> dict[str, int]:
    """How many rows the chips of the preview name, by kind."""
    return {each["value"]: each["number"] for each in response.context["kinds"]}


def row_of(response, number: int = 2):
    """A row of the preview, by its number in the file."""
    rows = [row for _group, rows in response.context["groups"] for row in rows]
    return next(each for each in rows if each.row.row == number)


def cell_of(response, name: str, number: int = 2):
    return next(each for each in row_of(response, number).cells if each.field == name)


def seen(response) -> str:
    if response.streaming:
        html = b"".join(response.streaming_content).decode()
    else:
        html = response.content.decode()
    assert not any(trace in html for trace in TRACES)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


# --- From file to list ----------------------------------------------------------------------
def test_a_list_gets_in_by_three_steps_and_one_confirm(staff, event):
    response = upload(staff, event, JAN, EVA)
    assert response.request["PATH_INFO"].endswith("/columns/")
    assert "Kowalski" in seen(response)
    assert not Delegate.objects.exists()

    response = staff.post(response.request["PATH_INFO"], form_of(response), follow=True)
    text = seen(response)
    assert "2 rows were read." in text
    assert numbers(response) == {"new": 2}
    assert "they will be added as participating: 1 Austria." in text
    assert 'value="Add 2 people"' in response.content.decode()
    assert not Delegate.objects.exists()

    response = press(staff, response)
    assert "Imported. Persons added: 2, changed: 0; delegations: 1." in seen(response)
    assert {str(each) for each in Delegate.objects.all()} == {"Jan Kowalski", "Eva Maier"}
    record = ParticipantImport.objects.get()
    assert (record.state, record.user.username) == ("applied", "protocol")


def test_the_button_says_what_it_will_do(staff, event):
    DelegateFactory(
        delegation=event.delegations.get(),
        given_names="Jan",
        family_name="Kowalski",
        position="Adviser",
    )
    response = to_preview(staff, event, JAN, EVA)
    assert 'value="Add 1 person, change 1"' in response.content.decode()
    cell = cell_of(response, "position")
    assert (cell.old, cell.value, cell.mark) == ("Adviser", "Director", "changed")
    assert "<del>Adviser</del>" in response.content.decode()


def test_the_same_list_again_has_nothing_to_import(staff, event):
    press(staff, to_preview(staff, event, JAN))
    response = to_preview(staff, event, JAN)
    assert "there is nothing to import" in seen(response)
    assert 'name="apply"' not in response.content.decode()


def test_it_speaks_russian(staff, event):
    file = SimpleUploadedFile(
        "list.csv", file_of(("Польша", "Jan", "Kowalski"), header=("Делегация", "Имя", "Фамилия"))
    )
    response = staff.post("/ru" + address(event), {"file": file}, follow=True)
    response = staff.post(response.request["PATH_INFO"], form_of(response), follow=True)
    assert 'value="Добавить 1 человека"' in response.content.decode()
    assert "Импорт участников" in seen(response)


# --- The file -------------------------------------------------------------------------------
def test_without_a_file_it_says_so_and_keeps_the_sender(staff, event):
    OrganisationFactory(name_en="Sunrise Foundation")
    response = staff.post(address(event), {"sender": "Sunrise Foundation"})
    assert "Choose the file with the list, or paste its text." in seen(response)
    assert 'value="Sunrise Foundation"' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.csv", b"", "The file is empty."),
        ("list.pdf", b"%PDF-1.7 ...", "The file cannot be opened: it is damaged"),
        ("list.xlsx", b"PK\x03\x04broken", "The file cannot be opened"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(staff, event, name, content, sentence):
    file = SimpleUploadedFile(name, content)
    response = staff.post(address(event), {"file": file})
    assert response.status_code == 200
    assert sentence in seen(response)
    assert not ParticipantImport.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("Poland", "state", "Poland"),
        ("Sunrise foundation", "organisation", "Sunrise Foundation"),
        ("  Embassy of  Poland ", "name", "Embassy of Poland"),
    ],
)
def test_the_sender_is_a_state_an_organisation_or_anybody(staff, event, typed, kind, name):
    OrganisationFactory(name_en="Sunrise Foundation")
    response = upload(staff, event, JAN, sender=typed)
    sender = ParticipantImport.objects.get().sender
    assert str(getattr(sender, kind)) == str(sender) == name
    text = seen(response)
    assert f"Sender: {name}." in text
    assert ("does not know the sender" in text) == (kind == "name")
    upload(staff, event, EVA, sender=name.upper())
    assert Sender.objects.get() == sender


# --- Pasted text ----------------------------------------------------------------------------
MAIL = """Dear colleagues,

please find below the delegation of Poland:

1. Mr Jan KOWALSKI, Director, Ministry of the Interior
2. Ms Eva LIS, Adviser, Border Guard

Best regards,
Anna Nowak
"""


def test_an_email_is_pasted_and_imported(staff, event):
    response = staff.post(address(event), {"text": MAIL}, follow=True)
    assert "File: “Pasted text.txt”" in seen(response)
    # It is kept as a file is: another window, or a later day, goes on with it.
    page = address(event, f"{ParticipantImport.objects.get().pk}/columns/")
    response = staff.post(page, form_of(staff.get(page)), follow=True)
    assert numbers(response) == {"new": 2}
    press(staff, response)
    assert {each.family_name for each in Delegate.objects.all()} == {"KOWALSKI", "LIS"}
    assert not ParticipantImport.objects.get().file


def test_a_file_and_a_text_are_one_too_many(staff, event):
    response = upload(staff, event, JAN, text=MAIL)
    assert "Choose a file or paste a text, not both" in seen(response)
    assert "KOWALSKI" in form_of(response)["text"][0]
    assert not ParticipantImport.objects.exists()


def test_a_text_that_is_no_list_is_kept_on_the_page(staff, event):
    response = staff.post(address(event), {"text": "<html><body>Kowalski"})
    assert "This is a web page" in seen(response)
    assert "Kowalski" in form_of(response)["text"][0]
    assert not ParticipantImport.objects.exists()


def test_the_file_is_kept_under_a_name_that_says_nothing(staff, event):
    upload(staff, event, JAN, name="../../Delegation of Poland\0.csv")
    record = ParticipantImport.objects.get()
    assert re.fullmatch(r"imports/\w{40}", record.file.name)
    assert "Poland" in record.file_name


def test_what_waits_can_be_gone_on_with_or_removed(staff, event):
    upload(staff, event, JAN)
    record = ParticipantImport.objects.get()
    path, storage = record.file.name, record.file.storage
    html = staff.get(address(event)).content.decode()
    assert address(event, f"{record.pk}/columns/") in html
    response = staff.post(address(event, f"{record.pk}/discard/"), follow=True)
    assert "The uploaded list was removed." in seen(response)
    assert not ParticipantImport.objects.exists()
    assert not storage.exists(path)


# --- What the file hides --------------------------------------------------------------------
def workbook_that_hides() -> bytes:
    """A row that is struck out, and a hidden column."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("Delegation", "Name", "Position", "Wofür"),
        ("Poland", "Jan KOWALSKI", "Director"),
    ):
        sheet.append(row)
    sheet.append(("Poland", "Eva LIS", "Adviser", "Border Guard"))
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet.column_dimensions["C"].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_the_file_hides_is_left_out_and_taken_in_with_one_press(staff, event):
    file = SimpleUploadedFile("list.xlsx", workbook_that_hides())
    response = staff.post(address(event), {"file": file}, follow=True)
    # What the officer says of the columns that are seen, holds for them.
    values = form_of(response) | {"column-0-3": "institution"}
    response = staff.post(response.request["PATH_INFO"], values, follow=True)
    text = seen(response)
    assert "2 rows and columns were left out: the file hides them or strikes them out." in text
    assert "Row 3: Poland, Eva LIS, Adviser, Border Guard (row that is struck out)" in text
    assert "Position (hidden column)" in text
    assert numbers(response) == {"new": 1}

    response = press(staff, response, "hidden", "1")
    assert "Rows and columns that the file hides or strikes out are taken in." in seen(response)
    assert numbers(response) == {"new": 2}
    assert cell_of(response, "position", 3).value == "Adviser"
    assert cell_of(response, "institution", 3).value == "Border Guard"
    response = press(staff, response, "hidden", "0")
    assert numbers(response) == {"new": 1}
    press(staff, press(staff, response, "hidden", "1"))
    assert {each.family_name for each in Delegate.objects.all()} == {"KOWALSKI", "LIS"}


# --- The columns ----------------------------------------------------------------------------
def test_a_column_can_be_corrected(staff, event):
    header = ("Delegation", "Given names", "Family name", "Wofür")
    response = to_preview(staff, event, JAN, header=header, **{"column-0-3": "position"})
    press(staff, response)
    assert Delegate.objects.get().position == "Director"


def test_without_a_column_of_names_it_asks_for_one(staff, event):
    changes = {"column-0-1": "", "column-0-2": ""}
    response = to_preview(staff, event, JAN, **changes)
    assert "Say which column holds the names of the people." in seen(response)
    assert form_of(response)["column-0-3"] == ["position"]


def test_what_the_columns_mean_is_remembered_for_the_sender(staff, event):
    sender = OrganisationFactory(name_en="Sunrise Foundation")
    header = ("Delegation", "Given names", "Family name", "Wofür")
    response = upload(staff, event, JAN, header=header, sender="Sunrise Foundation")
    values = form_of(response)
    assert values["column-0-3"] == [""]
    values["column-0-3"] = "position"
    staff.post(response.request["PATH_INFO"], values)
    assert SenderWord.of(Sender.find(sender), "column")["wofur"] == "position"

    response = upload(staff, event, EVA, header=header, sender="Sunrise Foundation")
    assert form_of(response)["column-0-3"] == ["position"]
    response = upload(staff, event, EVA, header=header)
    assert form_of(response)["column-0-3"] == [""]


def test_a_meaning_that_lists_no_longer_have_is_passed_over(staff, event):
    sender = OrganisationFactory(name_en="Sunrise Foundation")
    words = {"position": "shoe_size", "wofur": "shoe_size"}
    SenderWord.remember(Sender.known_as(sender), "column", words)
    header = ("Delegation", "Given names", "Family name", "Position", "Wofür")
    response = upload(staff, event, (*JAN, "42"), header=header, sender="Sunrise Foundation")
    values = form_of(response)
    assert (values["column-0-3"], values["column-0-4"]) == (["position"], [""])
    response = staff.post(response.request["PATH_INFO"], values, follow=True)
    record = ParticipantImport.objects.get()
    record.columns["0"]["4"] = "shoe_size"
    record.save()
    response = staff.get(response.request["PATH_INFO"])
    assert numbers(response) == {"new": 1}
    press(staff, response)
    assert Delegate.objects.get().position == "Director"


def test_a_list_without_delegations_is_said_to_be_of_one(staff, event):
    response = upload(staff, event, JAN[1:], header=HEADER[1:])
    page = response.request["PATH_INFO"]
    values = form_of(response)
    response = staff.post(page, values | {"belongs_to": "Nowhereland"})
    assert "The register does not know “Nowhereland”." in seen(response)
    assert 'value="Nowhereland"' in response.content.decode()
    response = staff.post(page, values | {"belongs_to": "Польша"}, follow=True)
    press(staff, response)
    assert Delegate.objects.get().delegation.state.name_en == "Poland"


@pytest.mark.parametrize("sender", ["Poland", "Ministry of Labour of Poland"])
def test_a_list_without_delegations_is_proposed_as_the_senders(staff, event, sender):
    OrganisationFactory(name_en="Ministry of Labour of Poland", state=event.delegations.get().state)
    response = upload(staff, event, JAN[1:], header=HEADER[1:], sender=sender)
    values = form_of(response)
    assert values["belongs_to"] == ["Poland"]

    # What the officer emptied stays empty.
    page = response.request["PATH_INFO"]
    response = staff.post(page, values | {"belongs_to": ""}, follow=True)
    assert "No delegation is given." in seen(response)
    assert "“”" not in seen(response)
    assert form_of(staff.get(page))["belongs_to"] == [""]


def test_a_list_that_names_delegations_is_not_proposed_as_the_senders(staff, event):
    response = upload(staff, event, JAN, ("", "Adam", "Lis", "Expert"), sender="Poland")
    assert form_of(response)["belongs_to"] == [""]


def test_a_meaning_that_is_none_is_refused(staff, event):
    response = to_preview(staff, event, JAN, **{"column-0-3": "shoe_size"})
    assert response.status_code == 200
    assert response.request["PATH_INFO"].endswith("/columns/")


# --- Errors ---------------------------------------------------------------------------------
def test_errors_come_first_each_with_its_cell_and_stop_the_confirm(staff, event):
    response = to_preview(staff, event, JAN, ("Polend", "Adam", "Lis", ""))
    text = seen(response)
    assert numbers(response) == {"error": 1, "new": 1}
    assert "Delegation “Polend”:" in text
    assert text.index("Adam") < text.index("Kowalski")
    assert 'name="apply"' not in response.content.decode()
    response = press(staff, response)
    assert "Nothing was imported: there are rows with errors." in seen(response)
    assert not Delegate.objects.exists()


def test_rows_with_errors_can_be_left_out(staff, event):
    response = to_preview(staff, event, JAN, ("Polend", "Adam", "Lis", ""))
    response = press(staff, response, "all", "leave_out")
    assert numbers(response) == {"new": 1, "left_out": 1}
    press(staff, response)
    assert str(Delegate.objects.get()) == "Jan Kowalski"


def test_an_unknown_delegation_is_chosen_once_for_all_its_rows(staff, event):
    rows = [("Polend", "Adam", "Lis", ""), ("Polend", "Ewa", "Lis", "")]
    response = to_preview(staff, event, *rows)
    poland = event.delegations.get().state
    values = {"unknown-0": f"state:{poland.pk}"}
    response = press(staff, response, "keep", **values)
    assert numbers(response) == {"new": 2}
    assert form_of(response)["unknown-0"] == [f"state:{poland.pk}"]
    press(staff, response)
    assert event.delegations.get().delegates.count() == 2


def test_a_list_of_a_cancelled_delegation_offers_that_it_takes_part_again(staff, event):
    event.delegations.update(participation="cancelled")

    response = to_preview(staff, event, JAN, EVA)

    assert "Delegations in this list that do not take part" in seen(response)
    assert "Poland: cancelled" in seen(response)
    response = press(staff, response, "again", str(event.delegations.get().pk))
    assert "Poland takes part again." in seen(response)
    assert "Delegations in this list that do not take part" not in seen(response)
    delegation = event.delegations.get()
    assert delegation.participation == "takes_part"
    assert delegation.history.first().history_user.username == "protocol"
    press(staff, response)
    assert delegation.delegates.get().family_name == "Kowalski"


def test_a_delegation_cancelled_since_the_preview_is_said_before_the_import(staff, event):
    response = to_preview(staff, event, JAN)
    event.delegations.update(participation="cancelled")

    response = press(staff, response)

    assert "Poland: cancelled" in seen(response)
    assert not Delegate.objects.exists()


def test_an_unknown_delegation_of_many_rows_is_said_above_them_alone(staff, event):
    rows = [("Polend", "Adam", f"Lis{number}", "") for number in range(6)]
    response = to_preview(staff, event, *rows)
    assert "Names of delegations that the register does not know" in seen(response)
    assert "Perhaps it is" not in seen(response)
    assert row_of(response).is_of_unknown_name


def test_an_unknown_delegation_can_be_typed(staff, event):
    response = to_preview(staff, event, ("Ostmark", "Max", "Huber", ""))
    # A browser sends nothing of what was not touched.
    page = response.request["PATH_INFO"]
    response = staff.post(page, {"other-0": "Austria", "keep": "1"}, follow=True)
    assert numbers(response) == {"new": 1}
    response = press(staff, response, "keep", **{"other-0": "Nowhereland"})
    assert "The register does not know “Nowhereland”." in seen(response)
    assert form_of(response)["other-0"] == ["Nowhereland"]


def test_an_unknown_organisation_is_added_with_one_press(staff, event):
    response = to_preview(staff, event, ("Migration Agency of Poland", "Adam", "Lis", ""))
    poland = event.delegations.get().state
    values = form_of(response)
    assert (values["new-kind-0"], values["new-state-0"]) == (["ministry"], [str(poland.pk)])
    response = press(staff, response, "new", "0")
    assert "“Migration Agency of Poland” was added to the register" in seen(response)
    assert numbers(response) == {"new": 1}
    press(staff, response)
    organisation = Organisation.objects.get()
    assert (organisation.name_en, organisation.kind, organisation.state) == (
        "Migration Agency of Poland",
        "ministry",
        poland,
    )
    assert Delegate.objects.get().delegation.organisation == organisation


def test_a_name_is_remembered_for_what_was_chosen(staff, event):
    poland = event.delegations.get().state
    response = to_preview(staff, event, ("Polend", "Adam", "Lis", ""))
    response = press(staff, response, "keep", **{"unknown-0": f"state:{poland.pk}"})
    response = press(staff, response, "alias", "0")
    assert "“Polend” is now known as a name of Poland." in seen(response)
    poland.refresh_from_db()
    assert poland.aliases == "Polend"
    assert numbers(to_preview(staff, event, ("Polend", "Adam", "Lis", ""))) == {"new": 1}


# --- Words of capacity ----------------------------------------------------------------------
CAPACITY = ("Delegation", "Given names", "Family name", "Capacity")
WIZARDS = [("Poland", "Jan", "Kowalski", "Wizard"), ("Austria", "Eva", "Maier", "wizard")]


def test_an_unknown_word_of_capacity_is_said_once_and_remembered_for_the_sender(staff, event):
    response = upload(staff, event, *WIZARDS, header=CAPACITY, sender="Embassy of Poland")
    response = staff.post(response.request["PATH_INFO"], form_of(response), follow=True)
    assert "Words of capacity that are not known here" in seen(response)
    assert form_of(response)["word-0"] == [""]
    response = press(staff, response)
    assert "say what 1 unknown word of capacity means" in seen(response)
    response = press(staff, response, "keep", **{"word-0": "expert"})
    press(staff, response)
    assert {each.capacity for each in Delegate.objects.all()} == {"expert"}

    row = ("Poland", "Adam", "Lis", "WIZARD")
    response = upload(staff, event, row, header=CAPACITY, sender="Embassy of Poland")
    response = staff.post(response.request["PATH_INFO"], form_of(response), follow=True)
    assert form_of(response)["word-0"] == ["expert"]
    assert cell_of(response, "capacity").value == "expert"
    # Taken back, it is forgotten.
    press(staff, response, "keep", **{"word-0": ""})
    sender = Sender.objects.get()
    assert SenderWord.of(sender, "capacity") == {"wizard": ""}
    response = upload(staff, event, row, header=CAPACITY)
    response = staff.post(response.request["PATH_INFO"], form_of(response), follow=True)
    assert form_of(response)["word-0"] == [""]


def test_all_unknown_words_are_taken_as_is_likeliest_with_one_press(staff, event):
    rows = [WIZARDS[0], ("Austria", "Eva", "Maier", "Obsever")]
    response = press(staff, to_preview(staff, event, *rows, header=CAPACITY), "all", "words")
    press(staff, response)
    values = set(Delegate.objects.values_list("capacity", "position"))
    assert values == {("delegate", "Wizard"), ("observer", "")}


@pytest.mark.parametrize("meaning", ["wizard", "x" * 9_999, "\0"])
def test_a_meaning_of_a_word_that_is_none_is_not_taken(staff, event, meaning):
    response = to_preview(staff, event, *WIZARDS, header=CAPACITY)
    response = press(staff, response, "keep", **{"word-0": meaning})
    assert form_of(response)["word-0"] == [""]


# --- Decisions ------------------------------------------------------------------------------
def test_a_possible_duplicate_has_to_be_decided(staff, event):
    person = PersonFactory(
        given_names="Jan", family_name="Kowalski", state=event.delegations.get().state
    )
    response = to_preview(staff, event, JAN)
    [row] = [name for name in form_of(response) if name.startswith("row-")]
    response = press(staff, response)
    assert "say of 1 doubtful row who it is" in seen(response)
    assert not Delegate.objects.exists()

    response = press(staff, response, "keep", **{row: f"person:{person.pk}"})
    assert form_of(response)[row] == [f"person:{person.pk}"]
    press(staff, response)
    assert Delegate.objects.get().person == person


@pytest.mark.parametrize("at_once", [True, False])
def test_somebody_of_the_delegation_is_decided_for_and_imported(staff, event, at_once):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Jan", family_name="Nowak", state=delegation.state)
    delegate = DelegateFactory(delegation=delegation, person=person, position="Adviser")
    response = to_preview(staff, event, ("Poland", "Ян", "Новак-Лис", "Director"))
    [row] = [name for name in form_of(response) if name.startswith("row-")]
    if at_once:
        response = press(staff, response, "all", "first")
    else:
        response = press(staff, response, "keep", **{row: f"person:{person.pk}"})
    assert form_of(response)[row] == [f"person:{person.pk}"]

    response = press(staff, response)

    assert "Imported. Persons added: 0, changed: 1; delegations: 0." in seen(response)
    delegate.refresh_from_db()
    assert delegate.position == "Director"


def test_a_decision_for_somebody_of_the_delegation_can_be_taken_back(staff, event):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Jan", family_name="Nowak", state=delegation.state)
    DelegateFactory(delegation=delegation, person=person)
    response = to_preview(staff, event, ("Poland", "Ян", "Новак-Лис", ""))
    [row] = [name for name in form_of(response) if name.startswith("row-")]
    response = press(staff, response, "keep", **{row: f"person:{person.pk}"})

    response = press(staff, response, "keep", **{row: ""})
    assert "say of 1 doubtful row" in seen(press(staff, response))
    response = press(staff, response, "keep", **{row: "another"})
    response = press(staff, response, "all", "keep_missing")
    press(staff, response)

    assert delegation.delegates.count() == 2


@pytest.mark.parametrize(("bulk", "persons"), [("first", 1), ("another", 2)])
def test_all_that_is_undecided_is_decided_at_once(staff, event, bulk, persons):
    PersonFactory(given_names="Jan", family_name="Kowalski", state=event.delegations.get().state)
    response = press(staff, to_preview(staff, event, JAN), "all", bulk)
    press(staff, response)
    assert (Person.objects.count(), Delegate.objects.count()) == (persons, 1)


def test_what_the_register_says_can_be_kept(staff, event):
    DelegateFactory(
        delegation=event.delegations.get(),
        given_names="Jan",
        family_name="Kowalski",
        position="Adviser",
    )
    response = to_preview(staff, event, JAN, EVA)
    [values] = [name for name in form_of(response) if name.startswith("values-2@")]
    response = press(staff, response, **{values: "keep"})
    assert "Your decisions are kept." in seen(response)
    assert 'value="Add 1 person"' in response.content.decode()
    press(staff, response)
    assert Delegate.objects.get(family_name="Kowalski").position == "Adviser"


def test_whom_the_register_takes_for_the_same_can_be_said_to_be_another(staff, event):
    DelegateFactory(
        delegation=event.delegations.get(),
        given_names="Jan",
        family_name="Kowalski",
        position="Adviser",
    )
    response = to_preview(staff, event, JAN)
    [row] = [name for name in form_of(response) if name.startswith("row-")]
    response = press(staff, response, "keep", **{row: "another"})
    assert form_of(response)[row] == ["another"]
    # The one on the register is somebody whom the list does not name.
    response = press(staff, response, "all", "keep_missing")
    press(staff, response)
    assert Delegate.objects.filter(family_name="Kowalski").count() == 2


def test_two_rows_of_one_name_are_said_to_be_two_people(staff, event):
    rows = [JAN, (*JAN[:3], "Adviser")]
    response = to_preview(staff, event, *rows)
    assert numbers(response) == {"error": 1, "new": 1}
    row = row_of(response, 3)
    assert "say that they are two people" in row.problems[0].reason
    assert dict(row.who)["another"] == "these are two people"
    # The whole name is no family name: swapped, it would be a given name.
    assert cell_of(response, "family_name", 3).value == "Kowalski"
    response = press(staff, response, "keep", **{"row-3@list.csv": "another"})
    assert row_of(response, 3).decided == "another"
    press(staff, response)
    first, second = Delegate.objects.order_by("pk")
    assert (first.position, second.position) == ("Director", "Adviser")
    # Nobody asks again, neither about duplicates nor when the list comes again.
    told = DistinctPersons.objects.get()
    assert {told.first, told.second} == {first.person, second.person}
    assert told.decided_by.username == "protocol"
    assert find_duplicates(Person.objects.all()).pairs == []
    assert numbers(to_preview(staff, event, *rows)) == {"same": 2}
    # They are two no longer, once the import is undone.
    staff.post(address(event, f"{ParticipantImport.objects.earliest('pk').pk}/undo/"))
    assert not Person.objects.exists()
    assert not DistinctPersons.objects.exists()


def test_a_row_and_a_delegate_of_one_name_are_said_to_be_two_people(staff, event):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Jan", family_name="Kowalski", state=delegation.state)
    DelegateFactory(delegation=delegation, person=person, position="Adviser")
    response = press(staff, to_preview(staff, event, JAN), "keep", **{"row-2@list.csv": "another"})
    press(staff, press(staff, response, "all", "keep_missing"))
    assert delegation.delegates.count() == 2
    assert person in {each.first for each in DistinctPersons.objects.all()}


@pytest.mark.parametrize("decision", ["person:0", "person:" + "9" * 30, "take\0", "x" * 9_999])
def test_a_decision_that_is_none_is_not_taken(staff, event, decision):
    response = to_preview(staff, event, JAN)
    [row] = [name for name in form_of(response) if name.startswith("row-")]
    response = press(staff, response, "keep", **{row: decision})
    assert response.status_code == 200
    assert numbers(response) == {"new": 1}


# --- Cells ----------------------------------------------------------------------------------
def cell_names(response, name: str) -> list[str]:
    return [each for each in form_of(response) if each.startswith(f"cell-{name}-")]


def test_every_field_of_a_person_has_a_cell_that_can_be_corrected(staff, event):
    response = to_preview(staff, event, JAN)
    heads = re.sub(r"<[^>]*>", " ", response.content.decode().partition("</thead>")[0])
    # What is in Russian alone stands in the cell of the same in Latin letters.
    for field in (each for each in PERSON_COLUMNS if each.name not in RUSSIAN):
        [name] = cell_names(response, field.name)
        assert str(field.label) in heads
        assert name.endswith("-2@list.csv")
    assert cell_of(response, "status").value == "nominated"

    [position], [capacity] = cell_names(response, "position"), cell_names(response, "capacity")
    response = press(
        staff,
        response,
        "keep",
        **{position: " Deputy\r\n Director", capacity: "Head of delegation"},
    )
    assert cell_of(response, "position").value == "Deputy Director"
    press(staff, response)
    delegate = Delegate.objects.get()
    assert (delegate.position, delegate.capacity) == ("Deputy Director", "head")


def test_both_scripts_of_somebody_new_are_seen(staff, event):
    header = ("Delegation", "Full name", "Position", "Должность")
    row = ("Poland", "Jan Nowak / Ян Новак", "Director", "Директор")
    page = seen(to_preview(staff, event, row, header=header))
    for text in ("Family name in Cyrillic", "Новак", "Position in Russian", "Директор"):
        assert text in page


def test_what_is_typed_is_seen_before_it_is_stored(staff, event):
    response = to_preview(staff, event, JAN)
    [family_name] = cell_names(response, "family_name")
    response = press(staff, response, **{family_name: "Nowak"})
    assert "Look at what will be done now" in seen(response)
    assert not Delegate.objects.exists()
    press(staff, response)
    assert str(Delegate.objects.get()) == "Jan Nowak"


def test_names_are_swapped_with_one_press(staff, event):
    response = to_preview(staff, event, ("Poland", "Kowalski", "Jan", ""))
    response = press(staff, response, "swap", "2@list.csv")
    press(staff, response)
    delegate = Delegate.objects.get()
    assert (delegate.given_names, delegate.family_name) == ("Jan", "Kowalski")


@pytest.mark.parametrize(
    ("header", "wrong", "field", "right"),
    [
        ("E-mail", "nowhere", "email", "jan@example.org"),
        ("Status", "perhaps", "status", "confirmed"),
    ],
)
def test_an_error_is_mended_in_its_cell(staff, event, header, wrong, field, right):
    rows = [("Poland", "Jan", "Kowalski", wrong), ("Poland", "Ewa", "Lis", "")]
    response = to_preview(staff, event, *rows, header=(*HEADER[:3], header))
    assert numbers(response) == {"error": 1, "new": 1}
    cell = cell_of(response, field)
    assert (cell.value, cell.mark) == (wrong, "wrong")

    [name] = [each for each in cell_names(response, field) if each.endswith("-2@list.csv")]
    response = press(staff, response, "keep", **{name: "still@wrong@"})
    assert cell_of(response, field).value == "still@wrong@"
    response = press(staff, response, "keep", **{name: right})
    assert numbers(response) == {"new": 2}
    press(staff, response)
    assert Delegate.objects.count() == 2


def test_a_row_without_a_name_is_given_one(staff, event):
    response = to_preview(staff, event, ("Poland", "", "", "Director"))
    [name] = cell_names(response, "family_name")
    response = press(staff, response, "keep", **{name: "Kowalski"})
    press(staff, response)
    assert Delegate.objects.get().position == "Director"


def test_an_emptied_cell_empties_what_the_register_says(staff, event):
    DelegateFactory(
        delegation=event.delegations.get(),
        given_names="Jan",
        family_name="Kowalski",
        position="Adviser",
    )
    response = to_preview(staff, event, JAN)
    [name] = cell_names(response, "position")
    response = press(staff, response, "keep", **{name: ""})
    press(staff, response)
    assert Delegate.objects.get().position == ""


def test_what_another_window_kept_is_not_lost(staff, event):
    response = to_preview(staff, event, JAN, EVA)
    page = response.request["PATH_INFO"]
    for number, text in ((2, "Nowak"), (3, "Huber")):
        answer = staff.post(
            page,
            {f"cell-family_name-{number}@list.csv": text},
            headers={"x-requested-with": "fetch"},
        )
        assert answer.status_code == 204
    response = press(staff, response)
    assert "Look at what will be done now" in seen(response)
    press(staff, staff.get(page))
    assert {each.family_name for each in Delegate.objects.all()} == {"Nowak", "Huber"}


def test_a_problem_of_many_rows_stands_once_with_one_press(staff, event):
    header = ("Delegation", "Given names", "Family name", "Capacity")
    rows = [("Poland", "Jan", f"Kowalski{n}", "head of delegation") for n in range(8)]
    response = to_preview(staff, event, *rows, header=header)
    text = seen(response)
    assert "7 rows name a second head of their delegation." in text
    assert "has a head already" not in text
    response = press(staff, response, "all", "second_head")
    assert numbers(response) == {"new": 8}
    press(staff, response)
    assert Delegate.objects.filter(capacity="head").count() == 1


# --- Who is not in the list -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("button", "status"), [("withdraw_missing", "withdrawn"), ("keep_missing", "confirmed")]
)
def test_who_is_no_longer_named_is_asked_about(staff, event, button, status):
    gone = DelegateFactory(
        delegation=event.delegations.get(), given_names="Timur", family_name="Mukanov"
    )
    response = to_preview(staff, event, JAN)
    assert numbers(response) == {"missing": 1, "new": 1}
    assert form_of(response)[f"missing-{gone.pk}"] == [""]
    response = press(staff, response)
    assert "1 person on the participant list is not in this file." in seen(response)
    assert not Delegate.objects.filter(family_name="Kowalski").exists()

    response = press(staff, response, "all", button)
    response = press(staff, response)
    gone.refresh_from_db()
    assert gone.status == status
    assert ("changed: 0, withdrawn: 1;" in seen(response)) == (status == "withdrawn")
    assert Delegate.objects.count() == 2


def test_a_list_that_is_not_the_whole_of_a_delegation_asks_about_nobody(staff, event):
    DelegateFactory(delegation=event.delegations.get())
    response = to_preview(staff, event, JAN)
    values = form_of(response)
    del values["whole"]
    page = response.request["PATH_INFO"]
    response = staff.post(page, values | {"all": "whole"}, follow=True)
    assert numbers(response) == {"new": 1}
    press(staff, response)
    assert Delegate.objects.filter(status="withdrawn").count() == 0


def test_a_new_head_replaces_the_one_who_is_gone(staff, event):
    gone = DelegateFactory(delegation=event.delegations.get(), capacity="head")
    header = ("Delegation", "Given names", "Family name", "Capacity")
    response = to_preview(staff, event, (*JAN[:3], "head of delegation"), header=header)
    response = press(staff, response, "keep", **{f"missing-{gone.pk}": "replaced_by:2@list.csv"})
    press(staff, response)
    gone.refresh_from_db()
    assert (gone.status, gone.capacity) == ("withdrawn", "delegate")
    assert gone.history.first().history_change_reason.startswith("Replaced by Jan Kowalski")
    assert Delegate.objects.get(capacity="head").family_name == "Kowalski"


# --- Two at once ----------------------------------------------------------------------------
def test_what_was_changed_since_the_preview_is_shown_anew(staff, event):
    delegate = DelegateFactory(
        delegation=event.delegations.get(),
        given_names="Jan",
        family_name="Kowalski",
        position="Adviser",
    )
    response = to_preview(staff, event, JAN)
    delegate.position = "Ambassador"
    delegate.save()
    response = press(staff, response)
    text = seen(response)
    assert "the register has changed since this preview was made" in text
    assert (cell_of(response, "position").old, cell_of(response, "position").value) == (
        "Ambassador",
        "Director",
    )
    delegate.refresh_from_db()
    assert delegate.position == "Ambassador"


def test_the_second_of_two_officers_is_told(staff, event):
    first, second = to_preview(staff, event, JAN), to_preview(staff, event, JAN)
    press(staff, first)
    response = press(staff, second)
    assert "the register has changed since this preview was made" in seen(response)
    assert Delegate.objects.count() == 1


def test_who_confirms_has_imported_it(staff, event, admin_client, admin_user):
    response = to_preview(staff, event, JAN)
    page = response.request["PATH_INFO"]
    press(admin_client, admin_client.get(page))
    assert ParticipantImport.objects.get().user == admin_user
    assert Delegate.objects.get().history.get().history_user == admin_user


def test_an_import_is_confirmed_once(staff, event):
    response = to_preview(staff, event, JAN)
    press(staff, response)
    again = press(staff, response)
    assert "This list was imported already" in seen(again)
    assert Delegate.objects.count() == 1


def test_a_file_that_is_gone_is_asked_for_again(staff, event):
    response = to_preview(staff, event, JAN)
    record = ParticipantImport.objects.get()
    record.file.storage.delete(record.file.name)
    response = staff.get(response.request["PATH_INFO"], follow=True)
    assert "Upload the list again." in seen(response)


# --- Long lists -----------------------------------------------------------------------------
def test_a_long_import_tells_how_far_it_is(staff, event, monkeypatch):
    monkeypatch.setattr(importing, "LONG", 2)
    monkeypatch.setattr("events.participant_list.importing.apply.BATCH", 1)
    response = to_preview(staff, event, JAN, EVA)
    response = staff.post(response.request["PATH_INFO"], form_of(response) | {"apply": "1"})
    assert response.streaming
    text = seen(response)
    assert "0 of 2 rows are prepared. 1 of 2 rows are prepared. 2 of 2 rows are prepared." in text
    assert "Imported. Persons added: 2, changed: 0; delegations: 1." in text
    assert Delegate.objects.count() == 2


def test_a_long_import_in_russian(staff, event, monkeypatch):
    monkeypatch.setattr(importing, "LONG", 1)
    response = to_preview(staff, event, JAN)
    page, values = "/ru" + response.request["PATH_INFO"], form_of(response) | {"apply": "1"}
    html = b"".join(staff.post(page, values).streaming_content).decode()
    assert "Подготовлено строк: 1 из 1." in html
    assert f'<a href="/ru{address(event)}" class="button">Далее</a>' in html
    assert Delegate.objects.count() == 1


def test_a_long_import_that_is_refused_says_so(staff, event, monkeypatch):
    monkeypatch.setattr(importing, "LONG", 1)
    response = to_preview(staff, event, JAN)
    page, values = "/ru" + response.request["PATH_INFO"], form_of(response) | {"apply": "1"}
    response = staff.post(page, values)
    # Between the start of the answer and its work, somebody else enters him.
    DelegateFactory(delegation=event.delegations.get(), given_names="Jan", family_name="Kowalski")
    html = b"".join(response.streaming_content).decode()
    assert "после подготовки этого просмотра реестр изменился" in html
    assert f'<a href="{page}" class="button">Далее</a>' in html
    assert Delegate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_import_whose_page_is_closed_is_not_applied(staff, event, monkeypatch):
    monkeypatch.setattr(importing, "LONG", 1)
    monkeypatch.setattr("events.participant_list.importing.apply.BATCH", 1)
    response = to_preview(staff, event, JAN, EVA)
    page, values = response.request["PATH_INFO"], form_of(response) | {"apply": "1"}
    response = staff.post(page, values)
    lines = iter(response.streaming_content)
    assert b"1 of 2 rows are prepared." in b"".join(next(lines) for _number in range(4))
    response.close()
    assert not Delegate.objects.exists()
    assert ParticipantImport.objects.get().state == "uploaded"


def test_the_preview_names_states_without_a_head_and_tells_of_organisations(staff, event):
    OrganisationFactory(name_en="ICMPD")
    header = (*HEADER, "Capacity")
    rows = [(*JAN, ""), (*EVA, "head of delegation"), ("ICMPD", "Ivo", "Berg", "", "")]
    told = seen(to_preview(staff, event, *rows, header=header))
    assert "These delegations of states will have no head of delegation: Poland." in told
    assert "Organisations without a head of delegation, which is usual: 1 ICMPD." in told


def test_a_long_preview_has_pages_and_can_be_filtered(staff, event, monkeypatch):
    monkeypatch.setattr(importing, "ROWS_A_PAGE", 2)
    rows = [("Poland", "Jan", f"Kowalski{n}", "") for n in range(3)]
    response = to_preview(staff, event, *rows, ("Polend", "Adam", "Lis", ""))
    page = response.request["PATH_INFO"]
    assert "Page 1 of 2" in seen(response)
    assert "Kowalski2" in seen(staff.get(page, {"page": 2}))
    assert "Kowalski" not in seen(staff.get(page, {"kind": "error"}))
    assert staff.get(page, {"page": 3}).status_code == 404
    assert staff.get(page, {"page": -1}).status_code == 404
    assert staff.get(page, {"kind": "x" * 10_000}).status_code == 200


def test_a_preview_asks_as_often_for_many_as_for_few(staff, event, django_assert_max_num_queries):
    def ask(number: int) -> int:
        rows = [("Poland", "Jan", f"Kowalski{n}", "") for n in range(number)]
        page = to_preview(staff, event, *rows).request["PATH_INFO"]
        with django_assert_max_num_queries(25) as queries:
            staff.get(page)
        return len(queries)

    assert ask(60) == ask(2)


# --- Refused --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("Editors", 403), ("Protocol", 200), ("Readers", 403), (None, 403)]
)
def test_protocol_alone_imports(signed_in, event, role, status):
    record = ParticipantImport.keep(
        SimpleUploadedFile("list.csv", file_of(JAN, header=HEADER)), event=event
    )
    client = signed_in(role)
    for end in ("", f"{record.pk}/columns/", f"{record.pk}/"):
        assert client.get(address(event, end)).status_code == status, end
    if status == 403:
        assert client.post(address(event)).status_code == 403
        assert client.post(address(event, f"{record.pk}/discard/")).status_code == 403
        assert ParticipantImport.objects.exists()


def test_it_requires_to_be_signed_in(client, event):
    response = client.get(address(event))
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]


def test_an_import_belongs_to_its_event(staff, event):
    upload(staff, event, JAN)
    record, other = ParticipantImport.objects.get(), EventFactory()
    for end in (f"{record.pk}/columns/", f"{record.pk}/", "123456789/", "123456789/columns/"):
        assert staff.get(address(other, end)).status_code == 404
    assert staff.post(address(other, f"{record.pk}/discard/")).status_code == 404
    other.delete()
    other.pk = 10**12
    assert staff.get(address(other)).status_code == 404


def test_wrong_methods_are_refused(staff, event):
    upload(staff, event, JAN)
    pk = ParticipantImport.objects.get().pk
    for end in ("", f"{pk}/columns/", f"{pk}/"):
        assert staff.put(address(event, end)).status_code == 405
        assert staff.delete(address(event, end)).status_code == 405
    assert staff.get(address(event, f"{pk}/discard/")).status_code == 405


def test_forged_forms_are_refused(event):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("chief"))
    file = SimpleUploadedFile("list.csv", file_of(JAN, header=HEADER))
    assert client.post(address(event), {"file": file}).status_code == 403
    assert not ParticipantImport.objects.exists()


def test_nobody_keeps_a_copy_on_the_way(staff, event):
    upload(staff, event, JAN)
    pk = ParticipantImport.objects.get().pk
    for end in ("", f"{pk}/columns/", f"{pk}/"):
        directives = staff.get(address(event, end)).headers["Cache-Control"]
        assert "no-store" in directives
        assert "private" in directives


def test_names_cannot_become_markup(staff, event):
    evil = "<script>alert(1)</script>"
    response = to_preview(staff, event, (evil, evil, evil, evil), header=(*HEADER[:3], evil))
    assert "<script>alert" not in response.content.decode()
    assert "<script>alert" not in staff.get(address(event)).content.decode()


# --- The way there --------------------------------------------------------------------------
def test_the_event_and_its_list_lead_to_the_import(staff, signed_in, event):
    for page in ("change/", "participants/"):
        html = staff.get(f"/admin/events/event/{event.pk}/{page}").content.decode()
        assert address(event) in html
    html = signed_in("Editors").get(f"/admin/events/event/{event.pk}/change/").content.decode()
    assert address(event) not in html


def test_the_log_names_nobody(staff, event, caplog):
    response = to_preview(staff, event, JAN, ("Polend", "Adam", "Lis", ""))
    press(staff, press(staff, response, "all", "leave_out"))
    assert "Kowalski" not in caplog.text
    assert "Lis" not in caplog.text


# --- Taking back ----------------------------------------------------------------------------
def test_an_import_is_undone_with_one_press(staff, event):
    press(staff, to_preview(staff, event, JAN, EVA))
    record = ParticipantImport.objects.get()
    undo = address(event, f"{record.pk}/undo/")
    assert undo in staff.get(address(event)).content.decode()
    response = staff.post(undo, follow=True)
    assert "The import was undone. Delegates removed: 2; as they were before: 0." in seen(response)
    assert not Delegate.objects.exists()
    assert undo not in response.content.decode()
    assert "This import was undone already." in seen(staff.post(undo, follow=True))


def test_an_import_that_something_builds_on_is_not_undone(staff, event):
    press(staff, to_preview(staff, event, JAN))
    delegate = Delegate.objects.get()
    delegate.position = "Minister"
    delegate.save()
    undo = address(event, f"{ParticipantImport.objects.get().pk}/undo/")
    assert "builds on this import: Jan Kowalski was changed." in seen(staff.post(undo, follow=True))
    assert Delegate.objects.exists()


@pytest.mark.parametrize("role", ["Editors", "Readers", None])
def test_protocol_alone_undoes(signed_in, event, role):
    record = ParticipantImport.objects.create(event=event, state="applied")
    client = signed_in(role)
    assert client.post(address(event, f"{record.pk}/undo/")).status_code == 403
    assert client.get(address(event, f"{record.pk}/undo/")).status_code in (403, 405)
