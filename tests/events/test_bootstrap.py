"""The first start: a record to look at, and an account to sign in with."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from events.models import Event
from participants.models import State
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_password_given(monkeypatch):
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)


def bootstrap() -> str:
    """Run the command and return what it printed."""
    printed = StringIO()
    call_command("bootstrap", stdout=printed)
    return printed.getvalue()


def admin_with(password: str):
    """The account “admin”, which `password` opens."""
    account = get_user_model().objects.get(username="admin")
    assert account.check_password(password)
    return account


def test_it_loads_the_record_into_an_empty_register_and_then_nothing_more():
    bootstrap()
    events = Event.objects.count()
    assert Event.objects.filter(city_en="Warsaw", starts="2019-12-04").exists()
    assert "The record" not in bootstrap()
    assert Event.objects.count() == events


def test_it_loads_nothing_where_there_is_an_event():
    EventFactory()
    bootstrap()
    assert Event.objects.count() == 1
    assert not State.objects.exists()


def test_it_makes_an_account_with_a_random_password_shown_once():
    EventFactory()
    printed = bootstrap()
    password = re.fullmatch(
        r"Open http://127.0.0.1:8000/, sign in as admin / (\S{22}) \(shown only this once\)\n",
        printed,
    )[1]
    assert admin_with(password).is_superuser
    assert bootstrap() == (
        "Open http://127.0.0.1:8000/, sign in as admin, an account that exists already\n"
    )


def test_it_takes_the_password_from_the_environment_and_does_not_show_it(monkeypatch):
    EventFactory()
    monkeypatch.setenv("ADMIN_PASSWORD", "one for the ministry")
    assert bootstrap().endswith("sign in as admin / the password in ADMIN_PASSWORD\n")
    assert admin_with("one for the ministry").is_staff


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("brief-1", "It must contain at least 12 characters."),
        ("q1w2e3r4t5y6", "This password is too common."),
        ("Administrator-1", "a common one with little added"),
        ("Register-Admin-1", "words that are used here"),
    ],
)
def test_it_takes_no_weak_password(monkeypatch, password, reason):
    EventFactory()
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=r"^ADMIN_PASSWORD is not safe enough\. ") as refused:
        bootstrap()
    assert reason in str(refused.value)
    assert password not in str(refused.value)
    assert not get_user_model().objects.exists()


def test_it_makes_no_account_where_staff_have_one():
    EventFactory()
    get_user_model().objects.create_user("desk", password="of an officer", is_staff=True)
    assert bootstrap().endswith("sign in as desk, an account that exists already\n")
    assert get_user_model().objects.count() == 1


def test_it_does_not_make_staff_of_another_account_of_that_name():
    EventFactory()
    get_user_model().objects.create_user("admin", password="of a guest")
    with pytest.raises(CommandError, match="belongs to another account"):
        bootstrap()
    assert not get_user_model().objects.get().is_staff
