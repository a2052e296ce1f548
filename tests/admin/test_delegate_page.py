"""The page of a delegate: what holds on the day, and the basis for publication."""

import datetime

from django.contrib.auth.models import User

from tests.admin.pages import errors_of, submit
from tests.factories import DelegateFactory, PersonFactory, PublicDelegateFactory


def page(delegate) -> str:
    return f"/admin/events/delegate/{delegate.pk}/change/"


def test_it_records_who_recorded_the_basis(signed_in):
    client, delegate = signed_in("Protocol"), DelegateFactory()
    response = submit(
        client,
        page(delegate),
        basis="consent",
        basis_on="2019-12-02",
        basis_how="Signed form of 2 December 2019",
    )
    assert response.status_code == 302
    delegate.refresh_from_db()
    assert delegate.basis_by == User.objects.get(username="protocol")
    assert delegate.basis_on == datetime.date(2019, 12, 2)


def test_it_leaves_alone_who_recorded_the_basis_when_something_else_changes(signed_in):
    client, delegate = signed_in("Protocol"), PublicDelegateFactory()
    submit(client, page(delegate), position="Minister")
    delegate.refresh_from_db()
    assert delegate.basis_by is None


def test_it_asks_for_the_day_of_the_basis(admin_client):
    delegate = DelegateFactory()
    response = submit(admin_client, page(delegate), basis="consent")
    assert errors_of(response) == {"basis_on": ["Give the day on which the basis was recorded."]}


def test_it_changes_what_was_true_on_the_day_and_not_the_person(admin_client):
    delegate = DelegateFactory(person__family_name="Nazarov")
    submit(admin_client, page(delegate), family_name="Nazarov-Karimov")
    delegate.refresh_from_db()
    assert delegate.family_name == "Nazarov-Karimov"
    assert delegate.person.family_name == "Nazarov"


def test_it_takes_from_the_person_what_is_left_empty(admin_client):
    delegate = DelegateFactory(person__family_name="Nazarov", person__position="Director")
    submit(admin_client, page(delegate), family_name="", given_names="", position="")
    delegate.refresh_from_db()
    assert (delegate.family_name, delegate.position) == ("Nazarov", "Director")


def test_a_delegate_stays_the_same_person(admin_client):
    delegate, other = DelegateFactory(), PersonFactory()
    submit(admin_client, page(delegate), person=other.pk)
    delegate.refresh_from_db()
    assert delegate.person != other
