"""A list that a contact point uploads: shown first, taken over then, for its delegation alone."""

import io
import re
import time
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Delegate
from events.nominations import nominees
from events.nominations.nominees import MOST_PEOPLE, REASON
from events.participant_list import Audience, ParticipantList
from events.participant_list.writers import xlsx
from participants.models import Person
from tests.caches import clear_caches
from tests.factories import DelegateFactory, NominationFactory, PersonFactory, StateFactory

TOKEN = "the-token-of-this-test"
PAGE = f"/nominate/{TOKEN}/"
UPLOAD = f"{PAGE}upload/"
LIST = """Prefix,Given names,Family name,Capacity,Position,Institution,E-mail
Ms,Zarina,Rahimova,Head of delegation,Director,Ministry of Labour,zarina@example.org
Mr,Олим,Юсупов,,Expert,,
"""


@pytest.fixture(autouse=True)
def _no_wrong_links_so_far():
    clear_caches()


@pytest.fixture
def nomination(db):
    return NominationFactory(token=TOKEN, delegation__state__name_en="Tajikistan")


def text(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def upload(client, content: str | bytes, name: str = "list.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def values_of(response) -> dict[str, str]:
    """What the form of the preview would send, if nobody consented."""
    page = response.content.decode()
    return {
        name: re.search(rf'name="{name}"\s+value="([^"]*)"', page)[1]
        for name in ("rows", "fingerprint")
    }


def take_over(client, response, **changes):
    return client.post(UPLOAD, values_of(response) | changes, follow=True)


def test_a_list_is_shown_before_it_is_stored(client, nomination):
    shown = upload(client, LIST)

    page = text(shown)
    assert "What the list would change" in page
    assert "Zarina Rahimova Head of delegation" in page.replace("head", "Head")
    assert "Take over: 2 added, 0 changed" in page
    assert not Delegate.objects.exists()
    assert not re.search(r'name="consent"[^>]*checked', shown.content.decode())

    response = take_over(client, shown)

    assert "The list was taken over." in text(response)
    head, other = Delegate.objects.order_by("pk").reverse()
    assert (head.full_name, head.capacity, head.status) == ("Zarina Rahimova", "head", "nominated")
    assert head.person.email == "zarina@example.org"
    assert (other.full_name, other.capacity) == ("Олим Юсупов", "delegate")
    assert head.basis == other.basis == "none"
    assert head.history.get().history_change_reason == REASON
    nomination.refresh_from_db()
    assert nomination.answered_at


def test_consent_is_given_person_by_person(client, nomination):
    shown = upload(client, LIST)
    key = re.search(r'name="consent"\s+value="([^"]+)"', shown.content.decode())[1]

    take_over(client, shown, consent=[key])

    assert Delegate.objects.get(family_name="Rahimova").basis == "consent"
    assert Delegate.objects.get(family_name_cyrillic="Юсупов").basis == "none"


def test_the_same_list_again_changes_nothing(client, nomination):
    take_over(client, upload(client, LIST))
    versions = Delegate.history.count()

    shown = upload(client, LIST)

    assert "Take over: 0 added, 0 changed" in text(shown)
    take_over(client, shown)
    assert Delegate.objects.count() == 2
    assert Delegate.history.count() == versions


def test_a_text_is_pasted_in_place_of_a_file(client, nomination):
    person = "Ms Zarina RAHIMOVA, Director, Ministry of Labour"
    mail = f"Dear colleagues,\n\n{person}\n\nKind regards,\nOlim"
    shown = client.post(UPLOAD, {"text": mail})
    assert "Take over: 1 added, 0 changed" in text(shown)
    assert "Kind regards" in shown.content.decode().partition("<textarea")[2]
    take_over(client, shown)
    assert Delegate.objects.get().institution == "Ministry of Labour"


def test_what_the_file_hides_is_said_to_be_left_out(client, nomination):
    book = openpyxl.Workbook()
    for row in (("Name", "Position"), ("Zarina RAHIMOVA", "Director"), ("Olim YUSUF", "Expert")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    page = text(upload(client, file.getvalue(), "list.xlsx"))
    assert "Row 3: Olim YUSUF, Expert (hidden row)" in page
    assert "Take over: 1 added, 0 changed" in page


def test_a_text_and_a_file_are_one_too_many(client, nomination):
    file = SimpleUploadedFile("list.csv", LIST.encode())
    response = client.post(UPLOAD, {"file": file, "text": "Ms Zarina RAHIMOVA"})
    assert response.status_code == 400
    assert "Choose a file or paste a text, not both" in text(response)
    assert "Ms Zarina RAHIMOVA</textarea>" in response.content.decode()


def test_a_text_that_is_too_large_is_said_to_be(client, nomination):
    response = client.post(UPLOAD, {"text": "Anna NOWAK\n" * 300_000})
    assert response.status_code == 400
    assert "send the text as a file" in text(response)


def test_a_changed_list_changes_what_it_says_and_nothing_else(client, nomination):
    take_over(client, upload(client, LIST))

    shown = upload(
        client, "Full name,Position,E-mail\nRAHIMOVA Zarina,Minister,\nNew Person,Expert,\n"
    )

    assert "Position: Director → Minister" in text(shown)
    assert "Take over: 1 added, 1 changed" in text(shown)
    take_over(client, shown)
    changed = Delegate.objects.get(position="Minister")
    assert (changed.full_name, changed.capacity) == ("Zarina Rahimova", "head")
    assert changed.person.email == "zarina@example.org"
    assert Delegate.objects.count() == 3


def test_a_new_head_takes_the_seat_of_one_who_is_in_the_list(client, nomination):
    former = DelegateFactory(
        delegation=nomination.delegation,
        capacity="head",
        person__given_names="Former",
        person__family_name="Head",
    )
    rows = "Given names,Family name,Capacity\n"

    refused = upload(client, f"{rows}New,Chief,head\n")
    assert "already has a head, Former Head" in text(refused)
    assert "1 row cannot be taken over" in text(refused)
    shown = upload(client, f"{rows}New,Chief,head\nFormer,Head,adviser\nThird,One,head\n")
    assert "the file names another one before" in text(shown)
    take_over(client, shown)

    former.refresh_from_db()
    assert former.capacity == "adviser"
    assert Delegate.objects.get(capacity="head").family_name == "Chief"
    assert Delegate.objects.count() == 2


def test_somebody_withdrawn_is_named_again(client, nomination):
    delegate = DelegateFactory(
        delegation=nomination.delegation,
        status="withdrawn",
        person__given_names="Zarina",
        person__family_name="Rahimova",
    )

    shown = upload(client, LIST)

    assert "named again" in text(shown)
    take_over(client, shown)
    delegate.refresh_from_db()
    assert (delegate.status, delegate.capacity) == ("nominated", "head")
    assert Delegate.objects.count() == 2


def test_wrong_rows_are_named_and_the_others_can_be_taken_over(client, nomination):
    StateFactory(name_en="Uzbekistan")
    shown = upload(
        client,
        "Delegation,Given names,Family name,Capacity,E-mail\n"
        "Tajikistan,Good,One,,\n"
        ",Good,Two,,\n"
        "Uzbekistan,Wrong,Country,,\n"
        "Atlantis,Wrong,Land,,\n"
        "Tajikistan,Good,One,,\n"
        "Tajikistan,Wrong,Mail,,nobody\n"
        "Tajikistan,Wrong,Office,Secretariat,\n",
    )

    page = text(shown)
    assert shown.status_code == 200
    assert "5 rows cannot be taken over" in page
    assert "4 Delegation Uzbekistan This is not your delegation." in page
    assert "5 Delegation Atlantis This is not your delegation." in page
    assert "6 Name Good One The file names this person twice." in page
    assert "“nobody” is not an e-mail address." in page
    assert "The secretariat is the organisers' own." in page
    assert "Take over: 2 added, 0 changed" in page
    take_over(client, shown)
    assert {d.full_name for d in Delegate.objects.all()} == {"Good One", "Good Two"}


def test_the_status_in_a_file_does_not_count(client, nomination):
    take_over(client, upload(client, "Given names,Family name,Status\nAli,Valiev,confirmed\n"))
    assert Delegate.objects.get().status == "nominated"


def test_a_person_known_elsewhere_is_neither_told_of_nor_changed(client, nomination):
    known = PersonFactory(
        given_names="Zarina",
        family_name="Rahimova",
        state=nomination.delegation.state,
        email="zarina@example.org",
        phone="+1 555 0100",
        position="Private adviser",
    )

    shown = upload(client, LIST)

    assert "555" not in text(shown)
    assert "Private adviser" not in text(shown)
    assert "Take over: 2 added" in text(shown)
    take_over(client, shown)
    known.refresh_from_db()
    assert known.delegates.count() == 0
    assert known.position == "Private adviser"


def test_contact_data_of_a_delegate_whom_staff_know_stay(client, nomination):
    known = PersonFactory(given_names="Zarina", family_name="Rahimova", email="own@example.org")
    DelegateFactory(delegation=nomination.delegation, person=known)

    shown = upload(client, LIST)

    assert "own@example.org" not in text(shown)
    take_over(client, shown)
    known.refresh_from_db()
    assert known.email == "own@example.org"


def test_nobody_is_found_by_contact_data_that_staff_know(client, nomination):
    known = PersonFactory(
        given_names="Zarina", family_name="Rahimova", email="z@example.org", phone="+1 555 0100"
    )
    listed = DelegateFactory(delegation=nomination.delegation, person=known)
    DelegateFactory(
        delegation__event=nomination.delegation.event,
        person__given_names="Zarina",
        person__family_name="Karimova",
    )

    shown = upload(client, "Given names,Family name,E-mail\nZarina,Karimova,z@example.org\n")

    assert "Take over: 1 added, 0 changed" in text(shown)
    assert "555" not in text(shown)
    take_over(client, shown)
    listed.refresh_from_db()
    assert listed.family_name == "Rahimova"
    assert listed.delegation.delegates.count() == 2


def test_a_corrected_name_of_an_own_person_is_found_by_the_address(client, nomination):
    take_over(client, upload(client, LIST))

    shown = upload(
        client, "Given names,Family name,E-mail\nZarina,Rahimova-Nazari,zarina@example.org\n"
    )

    assert "Family name: Rahimova → Rahimova-Nazari" in text(shown)
    take_over(client, shown)
    delegate = Delegate.objects.get(family_name="Rahimova-Nazari")
    assert delegate.person.family_name == "Rahimova-Nazari"
    assert Delegate.objects.count() == 2


def test_a_published_text_that_a_list_changes_is_nominated_anew(client, nomination):
    take_over(client, upload(client, LIST))
    Delegate.objects.update(status="confirmed")

    take_over(client, upload(client, "Given names,Family name,Phone\nZarina,Rahimova,+992 37\n"))
    take_over(client, upload(client, "Given names,Family name,Position\nОлим,Юсупов,Minister\n"))

    assert Delegate.objects.get(position="Minister").status == "nominated"
    other = Delegate.objects.get(family_name="Rahimova")
    assert (other.status, other.person.phone) == ("confirmed", "+992 37")


def test_of_several_people_of_one_name_nobody_is_guessed(client, nomination):
    for position in ("Expert", "Adviser"):
        DelegateFactory(
            delegation=nomination.delegation,
            given_names="Ali",
            family_name="Valiev",
            position=position,
        )

    shown = upload(client, "Given names,Family name,Position\nAli,Valiev,Minister\n")

    assert "Your list has several people of this name." in text(shown)
    assert "Take over" not in text(shown)


@pytest.mark.parametrize("status", ["attended", "absent"])
def test_who_came_is_not_changed_by_a_list(client, nomination, status):
    DelegateFactory(
        delegation=nomination.delegation,
        given_names="Ali",
        family_name="Valiev",
        capacity="head",
        status=status,
    )

    rows = "Given names,Family name,Capacity\nAli,Valiev,adviser\nNew,Chief,head\n"
    shown = text(upload(client, rows))

    assert "This person can no longer be changed here." in shown
    assert "already has a head, Ali Valiev" in shown


def test_a_list_with_wrong_rows_is_planned_again_as_it_was_shown(client, nomination):
    rows = "Delegation,Given names,Family name\nTajikistan,Good,One\nNowhere,Wrong,Land\n"
    shown = upload(client, rows)
    # Nothing that the list does not name makes the preview out of date.
    DelegateFactory(delegation=nomination.delegation)

    assert "The list was taken over." in text(take_over(client, shown))
    assert Delegate.objects.count() == 2


def test_the_registers_own_file_is_read_back(client, nomination):
    take_over(client, upload(client, LIST))
    file = io.BytesIO()
    event = nomination.delegation.event
    xlsx.write(ParticipantList(event, Audience.STAFF, "en"), file)

    shown = upload(client, file.getvalue(), "list.xlsx")

    assert "Take over: 0 added, 0 changed" in text(shown)
    assert "cannot be taken over" not in text(shown)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "list.xlsx"),
        (b"PK\x03\x04 cut off", "list.xlsx"),
        (b"Colour,Shape\nred,round\n", "list.csv"),
        (b"Family name\n", "list.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(client, nomination, content, name):
    response = upload(client, content, name)

    assert response.status_code == 400
    (notice,) = re.findall(r'role="alert">\s*([^<]+)<', response.content.decode())
    assert notice.strip().endswith(".")
    assert 'type="file"' in response.content.decode()


def test_no_file_is_refused_with_a_sentence(client, nomination):
    response = client.post(UPLOAD)
    assert response.status_code == 400
    assert "Choose the file with the list, or paste its text." in text(response)


def test_a_list_of_everybody_is_refused(client, nomination):
    rows = "".join(f"Ali,Valiev{number}\n" for number in range(MOST_PEOPLE + 1))
    response = upload(client, f"Given names,Family name\n{rows}")
    assert response.status_code == 400
    assert "Upload your own delegation alone." in text(response)


def test_what_was_not_made_here_is_refused(client, nomination):
    other = NominationFactory(token="another")
    foreign = values_of(
        client.post(
            "/nominate/another/upload/", {"file": SimpleUploadedFile("l.csv", LIST.encode())}
        )
    )

    for rows in ("", "forged", foreign["rows"]):
        response = client.post(UPLOAD, {"rows": rows, "fingerprint": foreign["fingerprint"]})
        assert response.status_code == 400
        assert "Upload the list again." in text(response)
    assert not Person.objects.exists()
    assert other.delegation.delegates.count() == 0


def test_what_was_shown_can_be_confirmed_for_four_hours(client, nomination, monkeypatch):
    shown = upload(client, LIST)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 4 * 3600 + 1)
    response = take_over(client, shown)
    assert response.status_code == 400
    assert "too much time has passed" in text(response)
    assert not Delegate.objects.exists()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 4 * 3600 - 60)
    assert take_over(client, shown).status_code == 200
    assert Delegate.objects.count() == 2


def test_rows_with_unseen_characters_are_refused(client, nomination):
    response = upload(client, LIST.replace("Rahimova", "Rahi\u202emova"))
    assert "The cell has characters that cannot be seen." in text(response)
    take_over(client, response)
    assert [d.full_name for d in Delegate.objects.all()] == ["Олим Юсупов"]


def test_a_list_adds_nobody_beyond_the_most(client, nomination, monkeypatch):
    monkeypatch.setattr(nominees, "MOST_PEOPLE", 2)
    DelegateFactory(delegation=nomination.delegation)
    response = take_over(client, upload(client, LIST))
    assert response.status_code == 400
    assert "Your delegation has 2 people, and no more can be named here." in text(response)
    assert Delegate.objects.count() == 1


def test_a_list_changed_meanwhile_is_shown_again(client, nomination):
    shown = upload(client, LIST)
    DelegateFactory(
        delegation=nomination.delegation,
        person__given_names="Zarina",
        person__family_name="Rahimova",
    )

    response = take_over(client, shown)

    assert response.status_code == 409
    assert "Somebody has changed your list meanwhile." in text(response)
    assert "Take over: 1 added, 1 changed" in text(response)
    assert Delegate.objects.count() == 1


def test_a_closed_nomination_takes_no_list(client, nomination):
    shown = upload(client, LIST)
    nomination.state = "submitted"
    nomination.save()

    assert client.get(UPLOAD).headers["Location"] == PAGE
    assert upload(client, LIST).headers["Location"] == PAGE
    take_over(client, shown)
    assert not Delegate.objects.exists()


def test_nothing_uploaded_stays_on_the_server(client, nomination, settings):
    upload(client, LIST)
    assert not Path(settings.MEDIA_ROOT).exists()
