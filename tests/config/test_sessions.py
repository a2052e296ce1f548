"""Sessions of staff end, by themselves and by their owners; accounts ask for the password again."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config import sessions
from config.sessions import AGE, IDLE, RECENT
from participants.models import Organisation, State
from tests.caches import clear_caches
from tests.factories import StateFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a right and long one"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def _no_failures_so_far():
    clear_caches()
    yield
    clear_caches()


@pytest.fixture
def later(monkeypatch):
    """A function that lets so much time pass."""
    passed = timedelta()

    def wait(time):
        nonlocal passed
        passed += time

    monkeypatch.setattr(sessions, "now", lambda: (timezone.now() + passed).timestamp())
    return wait


@pytest.fixture
def chief():
    return User.objects.create_superuser("chief", "chief@example.org", PASSWORD)


def signed_in(user, browser: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": browser})
    values = {"username": user.username, "password": PASSWORD}
    assert client.post("/admin/login/", values).status_code == 302
    return client


def is_open(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


# --- Ends by themselves ---------------------------------------------------------------------
def test_a_session_ends_after_a_time_without_a_request(chief, later):
    client = signed_in(chief)
    key = client.session.session_key
    later(IDLE - timedelta(minutes=1))
    assert is_open(client)
    later(IDLE + timedelta(minutes=1))

    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain == [("/admin/login/?next=/admin/", 302)]
    assert "Your session has ended. Sign in again." in answer.content.decode()
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_in_use_ends_after_a_working_day(chief, later):
    client = signed_in(chief)
    for _half_hour in range(int(AGE / timedelta(minutes=30))):
        assert is_open(client)
        later(timedelta(minutes=30))
    later(timedelta(minutes=1))
    assert not is_open(client)


def test_a_session_of_a_former_version_ends(chief):
    client = signed_in(chief)
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert not is_open(client)


def test_the_cookie_of_a_session_has_its_age(chief):
    client = signed_in(chief)
    assert client.cookies["sessionid"]["max-age"] == AGE.total_seconds() == 12 * 60 * 60


def test_what_was_typed_meanwhile_is_kept(chief, later):
    state = StateFactory(name_en="Ruritania")
    client = signed_in(chief)
    later(2 * IDLE)
    address = f"/admin/participants/state/{state.pk}/change/"

    answer = client.post(address, {"name_en": "Typed"})

    assert (answer.status_code, State.objects.get().name_en) == (302, "Ruritania")
    assert not is_open(client)
    values = {"username": chief.username, "password": PASSWORD}
    client.post(f"/admin/login/?next={address}", values)
    page = client.get(address).content.decode()
    assert "Nothing has been stored yet" in page
    assert 'name="name_en" value="Typed"' in page
    assert State.objects.get().name_en == "Ruritania"


def test_what_was_stored_is_answered_though_the_session_cannot_be_saved(chief, monkeypatch):
    client = signed_in(chief)

    def refuse(*args, **kwargs):
        raise UpdateError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", refuse)
    values = {"name_en": "Ruritanian Institute", "kind": "other"}
    answer = client.post("/admin/participants/organisation/add/", values)
    assert (answer.status_code, Organisation.objects.count()) == (302, 1)


def test_pages_are_shown_while_the_last_use_cannot_be_written(chief, later, monkeypatch):
    client = signed_in(chief)
    later(timedelta(minutes=10))

    def refuse(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", refuse)
    assert is_open(client)


@pytest.mark.parametrize(("minutes", "writes"), [(1, 0), (6, 1)])
def test_the_last_use_is_written_now_and_then(chief, later, minutes, writes):
    client = signed_in(chief)
    later(timedelta(minutes=minutes))
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/confirm/")
    assert sum(each["sql"].startswith("UPDATE") for each in asked) == writes


# --- A new session for each sign-in -----------------------------------------------------------
def test_who_signs_in_again_gets_another_session(chief):
    client = signed_in(chief)
    before = client.session.session_key
    client.post("/admin/login/", {"username": "chief", "password": PASSWORD})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("change", ["disabled", "deleted", "password"])
def test_a_session_ends_with_its_account_and_password(chief, change):
    client = signed_in(chief)
    if change == "deleted":
        chief.delete()
    elif change == "disabled":
        User.objects.update(is_active=False)
    else:
        chief.set_password("another long and right one")
        chief.save()
    assert not is_open(client)


def test_a_session_that_was_left_opens_nothing(chief):
    client = signed_in(chief)
    key = client.cookies["sessionid"].value
    answer = client.post("/admin/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.cookies["sessionid"] = key
    assert not is_open(client)


# --- Ended by their owners --------------------------------------------------------------------
def test_somebody_sees_and_ends_their_other_sessions(chief):
    here, there = signed_in(chief), signed_in(chief, EDGE)
    colleague = User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    others = signed_in(colleague)
    page = here.get("/admin/sessions/").content.decode()
    assert "Firefox, Windows (this one)" in page
    assert "Edge, Mac" in page
    assert there.session.session_key not in page
    [number] = re.findall(r'name="session" value="(\w+)"', page)

    answer = here.post("/admin/sessions/", {"session": [number]}, follow=True)

    assert "1 session ended." in answer.content.decode()
    assert "You are signed in nowhere else." in answer.content.decode()
    assert (is_open(here), is_open(there), is_open(others)) == (True, False, True)


def test_nobody_ends_the_sessions_of_others_by_their_number(chief):
    colleague = User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    theirs, ours = signed_in(colleague), signed_in(chief)
    number = sessions.session_number(theirs.session.session_key)
    ours.post("/admin/sessions/", {"session": [number]})
    assert is_open(theirs)


def test_an_administrator_signs_somebody_out_everywhere(chief):
    colleague = User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    theirs, ours = [signed_in(colleague), signed_in(colleague)], signed_in(chief)
    values = {"action": "sign_out", "_selected_action": [colleague.pk]}
    answer = ours.post("/admin/auth/user/", values, follow=True)
    assert "2 sessions ended." in answer.content.decode()
    assert not any(map(is_open, theirs))
    assert is_open(ours)


def test_an_administrator_who_chooses_all_stays_signed_in_here(chief):
    here, there = signed_in(chief), signed_in(chief)
    values = {"action": "sign_out", "_selected_action": [chief.pk]}
    answer = here.post("/admin/auth/user/", values, follow=True)
    assert "1 session ended." in answer.content.decode()
    assert (is_open(here), is_open(there)) == (True, False)


def test_nobody_ends_the_session_in_which_they_are(chief):
    client = signed_in(chief)
    number = sessions.session_number(client.session.session_key)
    client.post("/admin/sessions/", {"session": [number]})
    assert is_open(client)


# --- The password again -----------------------------------------------------------------------
PAGES = [
    *("/admin/sessions/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"),
    *("/admin/auth/user/{}/change/", "/admin/auth/user/{}/password/"),
    *("/admin/auth/user/{}/delete/", "/admin/auth/group/add/"),
]


@pytest.mark.parametrize("path", PAGES)
def test_accounts_are_opened_after_the_password_alone(chief, later, path):
    client = signed_in(chief)
    address = path.format(chief.pk)
    assert client.get(address).status_code == 200
    later(RECENT + timedelta(minutes=1))

    answer = client.get(address)
    assert answer.status_code == 302
    confirm = answer.headers["Location"]
    assert confirm.startswith("/admin/confirm/?next=")
    before = client.session.session_key
    assert "not right" in client.post(confirm, {"password": "wrong"}).content.decode()
    assert client.get(address).status_code == 302

    answer = client.post(confirm, {"password": PASSWORD})
    assert answer.headers["Location"] == address
    assert client.session.session_key != before
    assert client.get(address).status_code == 200


def test_a_form_of_an_account_is_sent_in_time_and_otherwise_kept(chief, later):
    client = signed_in(chief)
    later(2 * RECENT - timedelta(minutes=1))
    assert client.post("/admin/auth/group/add/", {"name": "In time"}).status_code == 302
    later(timedelta(minutes=2))

    confirm = client.post("/admin/auth/group/add/", {"name": "Too late"}).headers["Location"]

    assert confirm == "/admin/confirm/?next=%2Fadmin%2Fauth%2Fgroup%2Fadd%2F"
    assert "What you typed is kept for an hour" in client.get(confirm).content.decode()
    back = client.post(confirm, {"password": PASSWORD}).headers["Location"]
    assert 'name="name" value="Too late"' in client.get(back).content.decode()
    assert not Group.objects.filter(name="Too late").exists()


def test_wrong_passwords_there_count_as_at_the_sign_in(chief, settings):
    client = signed_in(chief)
    for _time in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/admin/confirm/", {"password": "wrong"})
    assert answer.status_code == 429
    assert client.post("/admin/confirm/", {"password": PASSWORD}).status_code == 429


def test_it_leads_to_no_other_site(chief):
    client = signed_in(chief)
    answer = client.post("/admin/confirm/?next=//evil.example/", {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("admin:index")


# --- What the owner is told -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "english", "russian"),
    [
        ("password", "The password of your account “chief” was changed.", "Пароль"),
        ("email", "The e-mail address of your account “chief” was changed.", "Адрес"),
    ],
)
def test_the_owner_is_told_of_a_change(
    chief, mailoutbox, change, english, russian, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        if change == "password":
            chief.set_password("another long and right one")
        else:
            chief.email = "thief@example.org"
        chief.save()
    [mail] = mailoutbox
    assert mail.to == ["chief@example.org"]
    assert english in mail.body
    assert russian in mail.body
    assert "If it was not you" in mail.body


def test_nobody_is_told_of_other_changes(chief, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        chief.first_name = "Anna"
        chief.save()
        signed_in(chief)
    assert mailoutbox == []


def test_a_password_that_is_stored_by_a_newer_method_is_no_change(
    chief, mailoutbox, settings, django_capture_on_commit_callbacks
):
    newer = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    settings.PASSWORD_HASHERS = [newer, *settings.PASSWORD_HASHERS]
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(chief)
    chief.refresh_from_db()
    assert chief.password.startswith("pbkdf2")
    assert mailoutbox == []


def test_without_a_mail_server_the_change_stands(
    chief, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "config.mail.NoMailServer"
    with caplog.at_level("WARNING"), django_capture_on_commit_callbacks(execute=True):
        chief.set_password("another long and right one")
        chief.save()
    chief.refresh_from_db()
    assert chief.check_password("another long and right one")
    assert "An owner was not told" in caplog.text


def test_no_page_shows_the_browser_as_it_was_sent(chief):
    signed_in(chief, "<script>alert(1)</script>")
    page = signed_in(chief).get("/admin/sessions/").content.decode()
    assert "Unknown browser" in page
    assert "<script>alert" not in page
