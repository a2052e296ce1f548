"""Passwords cannot be guessed, and nobody is locked out for ever."""

import time
from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from config import sign_in
from core import throttling
from tests.caches import clear_caches

LOGIN = "/admin/login/"
PASSWORD = "a right and long one"
MOST = settings.AXES_FAILURE_LIMIT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_failures_so_far():
    clear_caches()
    yield
    clear_caches()


@pytest.fixture(autouse=True)
def officer():
    return User.objects.create_user("officer", password=PASSWORD, is_staff=True)


def try_password(password: str, address: str = "203.0.113.1", account: str = "officer", **headers):
    values = {"username": account, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, values, headers=headers)


def guess(times: int, **where) -> int:
    """Try so many wrong passwords; returns the status of the last answer."""
    for number in range(times):
        status = try_password(f"wrong {number}", **where).status_code
    return status


def test_the_right_password_opens_the_staff_pages():
    assert guess(MOST - 1) == 200
    response = try_password(PASSWORD)
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")


def test_after_wrong_ones_the_right_one_is_refused_too_with_what_to_do():
    assert guess(MOST) == 429
    response = try_password(PASSWORD)
    content = response.content.decode()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert response.headers["Cache-Control"] == "no-store"
    assert "from here for 15 minutes. Wait, then try again" in content
    assert settings.CONTACT_EMAIL in content
    assert (
        "15 минут"
        in Client(REMOTE_ADDR="203.0.113.1")
        .post("/ru/admin/login/", {"username": "officer", "password": PASSWORD})
        .content.decode()
    )


def test_the_right_password_works_after_the_wait_whatever_is_tried_meanwhile(monkeypatch):
    guess(MOST)
    start = time.time()
    for minutes, status in ((10, 429), (14, 429), (15.1, 302)):
        clock = SimpleNamespace(time=lambda after=minutes: start + 60 * after)
        monkeypatch.setattr("django.core.cache.backends.locmem.time", clock)
        monkeypatch.setattr("django.core.cache.backends.base.time", clock)
        assert try_password(PASSWORD).status_code == status


def test_a_success_starts_the_count_anew():
    for _time in range(3):
        guess(MOST - 1)
        assert try_password(PASSWORD).status_code == 302


def test_colleagues_at_the_same_address_and_the_owner_elsewhere_sign_in():
    User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    guess(MOST)
    assert try_password(PASSWORD, account="colleague").status_code == 302
    assert try_password(PASSWORD, address="203.0.113.2").status_code == 302


def test_accounts_that_do_not_exist_are_answered_alike():
    assert guess(MOST - 1, account="nobody") == 200
    assert guess(1, account="nobody") == 429


def test_one_account_is_not_guessed_from_many_addresses_nor_its_owner_kept_out(monkeypatch):
    monkeypatch.setattr(sign_in, "FAILURES_OF_ACCOUNT", 12)
    assert try_password(PASSWORD, address="198.51.100.1").status_code == 302
    for number in range(12):
        assert guess(1, address=f"203.0.113.{number}") == 200
    assert guess(1, address="203.0.113.99") == 429
    assert try_password(PASSWORD, address="203.0.113.100").status_code == 429
    # Where the account was opened before.
    assert try_password(PASSWORD, address="198.51.100.1").status_code == 302
    # There the client's own bound still holds.
    assert guess(MOST, address="198.51.100.1") == 429


def test_behind_a_proxy_each_client_is_counted(settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.0/8")]
    proxy = {"address": "127.0.0.1"}
    assert guess(MOST, **proxy, **{"X-Forwarded-For": "203.0.113.1"}) == 429
    refused = try_password(PASSWORD, **proxy, **{"X-Forwarded-For": "203.0.113.1"})
    served = try_password(PASSWORD, **proxy, **{"X-Forwarded-For": "203.0.113.2"})
    assert (refused.status_code, served.status_code) == (429, 302)


def test_a_client_without_a_proxy_cannot_pass_for_another():
    for number in range(MOST):
        status = guess(1, **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert status == 429


def test_kept_pages_push_no_count_out():
    guess(MOST)
    pages = throttling.caches["pages"]
    for number in range(3_000):
        pages.set(f"page:{number}", "", 60)
    assert try_password(PASSWORD).status_code == 429


def test_the_log_names_neither_account_nor_address(caplog):
    with caplog.at_level("INFO"):
        guess(MOST)
    assert "Locking out" in caplog.text
    assert "officer" not in caplog.text
    assert "203.0.113.1" not in caplog.text


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elevenchars", "at least 12 characters"),
        ("q1w2e3r4t5y6", "too common"),
        ("officer-offi", "too similar to the username"),
        ("9182736450192", "entirely numeric"),
        ("Sunshine-2026!!", "a common one with little added"),
        ("dragondragon", "a common one with little added"),
        ("Migration-Register-26", "words that are used here"),
        ("Делегация2026!", "words that are used here"),
    ],
)
def test_weak_passwords_are_refused(client, officer, password, problem):
    client.force_login(officer)
    values = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    response = client.post("/admin/password_change/", values)
    assert problem in response.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        # Any characters, in any script, and more than any rule would ask for.
        "four slow horses in the rain",
        "тихая вода под мостом",
        "🐎🌧️🌉 and nothing else",
        "Migration is never about birds alone",
        "x7" + "long " * 30,
    ],
)
def test_strong_passwords_are_taken_as_they_are(client, officer, password):
    client.force_login(officer)
    values = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post("/admin/password_change/", values).status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(password)
    assert not officer.check_password(password.upper())


def test_words_of_the_operator_are_no_password(client, officer, settings):
    settings.OPERATOR = "Secretariat of the Ruritanian Centre"
    client.force_login(officer)
    values = {"old_password": PASSWORD} | dict.fromkeys(
        ("new_password1", "new_password2"), "Ruritanian-2026"
    )
    assert (
        "words that are used here"
        in client.post("/admin/password_change/", values).content.decode()
    )


def test_a_new_password_needs_the_present_one(client, officer):
    client.force_login(officer)
    new = dict.fromkeys(("new_password1", "new_password2"), "four slow horses in the rain")
    client.post("/admin/password_change/", new | {"old_password": "another"})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_password_managers_may_fill_in_and_nobody_reads_along(client, officer):
    client.force_login(officer)
    page = client.get("/admin/password_change/").content.decode()
    assert page.count('type="password"') == 3
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
