"""What was typed when the sign-in had ended comes back to the same officer, and to nobody else."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from config import signed_out
from core import typed
from events.erasure.erasing import erase_person
from events.models import Nomination
from participants.models import Person
from tests.admin.pages import errors_of, form_of, seen_in
from tests.factories import DelegationFactory, EventFactory, NominationFactory, PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough one"
LOGIN = "/admin/login/"


@pytest.fixture
def person():
    return PersonFactory(given_names="Anna", family_name="Nowak", position="Director")


@pytest.fixture(autouse=True)
def officers():
    for name in ("anna", "berta"):
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name="Protocol"))


@pytest.fixture
def client():
    """A browser, with the guard of forms as it is."""
    return Client(enforce_csrf_checks=True)


def token_in(response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())
    return found.group(1)


def sign_in(client, name="anna", address="/admin/"):
    page = client.get(f"{LOGIN}?next={address}")
    sent = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page)}
    return client.post(page.request["PATH_INFO"] + f"?next={address}", sent | {"next": address})


def end_session(client):
    """As by its age: the browser has dropped the cookie."""
    Session.objects.all().delete()
    client.cookies.pop("sessionid")


def page_of(person) -> str:
    return f"/admin/participants/person/{person.pk}/change/"


def send(client, address, **changes):
    """Open the form, let the sign-in end, and press the button."""
    page = client.get(address)
    end_session(client)
    return client.post(address, form_of(page) | changes)


def test_what_was_typed_comes_back_and_is_stored_by_a_press(client, person):
    sign_in(client)
    asked = send(client, page_of(person), position="Minister of “Labour” & co", prefix="H.E.")
    assert asked.headers["Location"].startswith(LOGIN)
    told = seen_in(client.get(asked.headers["Location"]))
    assert "What you typed is kept for an hour" in told
    back = sign_in(client, address=page_of(person))
    form = client.get(back.headers["Location"])
    assert form_of(form)["position"] == ["Minister of “Labour” & co"]
    assert "Nothing has been stored yet" in errors_of(form)["__all__"][0]
    person.refresh_from_db()
    assert (person.position, person.prefix) == ("Director", "")
    # Shown once: a later visit finds what is stored.
    assert form_of(client.get(page_of(person)))["position"] == ["Director"]
    assert client.post(page_of(person), form_of(form)).status_code == 302
    person.refresh_from_db()
    assert (person.position, person.prefix) == ("Minister of “Labour” & co", "H.E.")


def test_it_comes_back_too_where_the_password_was_given_twice_before(client, person):
    sign_in(client)
    confirm = "/admin/confirm/"
    token = token_in(client.get(confirm))
    client.post(confirm, {"password": PASSWORD, "csrfmiddlewaretoken": token})
    send(client, page_of(person), position="Minister")
    back = sign_in(client, address=page_of(person))
    assert form_of(client.get(back.headers["Location"]))["position"] == ["Minister"]


def test_the_rows_of_a_table_come_back_too(client):
    event = EventFactory()
    delegation = DelegationFactory(event=event, role="guest")
    sign_in(client)
    address = f"/admin/events/event/{event.pk}/change/"
    send(client, address, **{"delegations-0-role": "observer", "title_en": "Another"})
    form = client.get(sign_in(client, address=address).headers["Location"])
    values = form_of(form)
    assert (values["delegations-0-role"], values["title_en"]) == (["observer"], ["Another"])
    delegation.refresh_from_db()
    assert delegation.role == "guest"


def test_a_new_record_comes_back_and_is_not_added(client):
    sign_in(client)
    address = "/admin/participants/person/add/"
    send(client, address, family_name="Lis")
    form = client.get(sign_in(client, address=address).headers["Location"])
    assert form_of(form)["family_name"] == ["Lis"]
    assert not Person.objects.filter(family_name="Lis").exists()


def test_the_pages_of_a_list_and_its_nominations_come_back_too(client):
    delegation = DelegationFactory(event__title_en="Conference")
    event, pk = delegation.event, delegation.pk
    sign_in(client)
    address = f"/admin/events/event/{event.pk}/participants/issue/"
    send(client, address, kind="provisional", note="Agreed with the host")
    page = client.get(sign_in(client, address=address).headers["Location"])
    assert "Nothing has been stored yet" in seen_in(page)
    assert form_of(page)["note"] == ["Agreed with the host"]
    assert not event.issued_lists.exists()
    assert client.post(address, form_of(page)).status_code == 302
    assert event.issued_lists.get().note == "Agreed with the host"

    address = f"/admin/events/event/{event.pk}/nominations/"
    values = {"deadline": "2099-12-01T18:00", "action": "save"}
    values |= {f"d{pk}-contact_name": "Zarina", f"d{pk}-contact_email": "zarina@example.org"}
    send(client, address, **values)
    page = client.get(sign_in(client, address=address).headers["Location"])
    assert form_of(page)[f"d{pk}-contact_name"] == ["Zarina"]
    assert not Nomination.objects.exists()
    client.post(address, form_of(page) | {"action": "save"})
    assert Nomination.objects.get().contact_email == "zarina@example.org"


def test_e_mails_that_were_to_be_sent_are_shown_and_not_sent(client):
    nomination = NominationFactory(invited_at=None, token_hash=None)
    address = f"/admin/events/event/{nomination.delegation.event_id}/nominations/send/"
    sign_in(client)
    page = client.get(f"{address}?nomination={nomination.pk}")
    end_session(client)
    text = {"invitation_en": "Please come.", "action": "send"}
    client.post(address, form_of(page) | text)
    page = client.get(sign_in(client, address=address).headers["Location"])
    assert form_of(page)["invitation_en"] == ["Please come."]
    assert mail.outbox == []
    client.post(address, form_of(page) | {"action": "send"})
    assert "Please come." in mail.outbox[0].body


def test_of_any_other_page_the_text_is_shown_with_the_button_that_sends_it(client, person):
    twin = PersonFactory(family_name="Novak")
    address = f"/admin/participants/person/{person.pk}/merge/{twin.pk}/"
    sign_in(client)
    send(client, address, family_name="removed")
    page = client.get(sign_in(client, address=address).headers["Location"])
    assert "Your sign-in was too old when you sent this." in seen_in(page)
    assert "family_name removed" in seen_in(page)
    assert Person.objects.count() == 2
    html = page.content.decode().partition('id="content-main"')[2]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', html))
    assert client.post(address, sent).status_code == 302
    assert Person.objects.get().family_name == "Novak"


def test_another_officer_does_not_see_it(client, person):
    sign_in(client)
    send(client, page_of(person), position="Secret post")
    back = sign_in(client, "berta", page_of(person))
    assert form_of(client.get(back.headers["Location"]))["position"] == ["Director"]
    assert "Secret post" not in str(dict(client.session))
    # Nor does the first, who signs in after the second: it is gone.
    end_session(client)
    back = sign_in(client, "anna", page_of(person))
    assert form_of(client.get(back.headers["Location"]))["position"] == ["Director"]


def test_who_never_signed_in_here_stores_nothing(client, person):
    sign_in(client)
    sent = form_of(client.get(page_of(person))) | {"position": "Minister"}
    for cookie in ("", "forged", "forged:signature"):
        end_session(client) if "sessionid" in client.cookies else None
        client.cookies["signed-in"] = cookie
        assert client.post(page_of(person), sent).status_code == 302
        assert not Session.objects.exists()


def test_the_cookie_tells_no_account_and_no_script_reads_it(client):
    cookie = sign_in(client).cookies["signed-in"]
    assert "anna" not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    # Another sign-in of the same account has another code.
    assert sign_in(Client(enforce_csrf_checks=True)).cookies["signed-in"].value != cookie.value


def test_it_is_kept_encrypted_and_for_an_hour(client, person, monkeypatch):
    sign_in(client)
    send(client, page_of(person), position="Minister")
    (session,) = Session.objects.all()
    assert "Minister" not in str(session.get_decoded())
    assert (session.expire_date - timezone.now()).total_seconds() <= 3600
    back = sign_in(client, address=page_of(person))
    # Signed in, the session is as long as any.
    assert client.session.get_expiry_age() > typed.KEPT_SECONDS
    monkeypatch.setattr(typed, "KEPT_SECONDS", -1)
    assert form_of(client.get(back.headers["Location"]))["position"] == ["Director"]


def test_what_is_too_long_is_not_kept_and_that_is_said(client, person, monkeypatch):
    monkeypatch.setattr(typed, "MOST_CHARACTERS", 400)
    sign_in(client)
    asked = send(client, page_of(person), position="x" * 300)
    assert "too long to be kept" in seen_in(client.get(asked.headers["Location"]))
    back = sign_in(client, address=page_of(person))
    assert client.session.get_expiry_age() > typed.KEPT_SECONDS
    assert form_of(client.get(back.headers["Location"]))["position"] == ["Director"]


def test_the_latest_few_forms_are_kept(client, monkeypatch):
    monkeypatch.setattr(typed, "MOST_FORMS", 2)
    persons = [PersonFactory(position="Director") for _number in range(3)]
    sign_in(client)
    pages = [form_of(client.get(page_of(each))) for each in persons]
    end_session(client)
    for each, values in zip(persons, pages, strict=True):
        client.post(page_of(each), values | {"position": "Minister"})
    sign_in(client)
    found = [form_of(client.get(page_of(each)))["position"][0] for each in persons]
    assert found == ["Director", "Minister", "Minister"]


def test_many_within_an_hour_are_not_kept(client, person, monkeypatch):
    monkeypatch.setattr(signed_out, "MOST_AN_HOUR", 0)
    sign_in(client)
    asked = send(client, page_of(person), position="Minister")
    assert "is kept" not in seen_in(client.get(asked.headers["Location"]))
    assert not Session.objects.exists()


def test_files_are_not_kept_and_that_is_said(client):
    event = EventFactory()
    address = f"/admin/events/event/{event.pk}/participants/import/"
    sign_in(client)
    file = SimpleUploadedFile("list.csv", b"Name\nAnna Nowak")
    send(client, address, file=file)
    shown = seen_in(client.get(sign_in(client, address=address).headers["Location"]))
    assert "Files are not kept: open the page and choose them again." in shown
    assert "Open the page without what you typed" in shown


def test_no_password_is_kept(client):
    sign_in(client)
    address = "/admin/password_change/"
    sent = dict.fromkeys(("old_password", "new_password1", "new_password2"), PASSWORD)
    send(client, address, **sent)
    page = client.get(sign_in(client, address=address).headers["Location"])
    assert PASSWORD not in page.content.decode()
    assert "Old password" in seen_in(page)


def test_erasing_a_person_forgets_what_was_typed(client, person):
    sign_in(client)
    send(client, page_of(person), position="Minister")
    erase_person(person, None)
    (session,) = Session.objects.all()
    assert typed.KEPT not in session.get_decoded()


def test_who_may_no_longer_open_the_form_is_refused(client, person):
    sign_in(client)
    send(client, page_of(person), position="Minister")
    User.objects.get(username="anna").groups.clear()
    back = sign_in(client, address=page_of(person))
    assert client.get(back.headers["Location"]).status_code == 403
