"""The page of a person: likely duplicates are shown, contact data to those who may see them."""

import pytest
from django.contrib.auth.models import Permission, User

from participants.models import Person
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import DelegateFactory, OrganisationFactory, PersonFactory, StateFactory

ADD = "/admin/participants/person/add/"
EMAIL, PHONE = "canary@example.org", "+998 71 0000000"


def page(person: Person) -> str:
    return f"/admin/participants/person/{person.pk}/change/"


# --- Likely duplicates ----------------------------------------------------------------------
@pytest.fixture
def known():
    return PersonFactory(
        given_names="Farrukh",
        family_name="Raḥimov",
        state=StateFactory(name_en="Tajikistan"),
        position="Director <script>",
    )


def add_namesake(client, known, **changes):
    values = {
        "given_names": "FARRUKH",
        "family_name": "Rahimov",
        "state": known.state_id or "",
        "position": "Kept position",
    }
    return submit(client, ADD, **values | changes)


def test_it_asks_whether_a_namesake_is_another_person(admin_client, known):
    response = add_namesake(admin_client, known)
    (question,) = errors_of(response)["__all__"]
    assert f'<a href="{page(known)}">Farrukh Raḥimov</a>' in question
    assert "Tajikistan, Director &lt;script&gt;" in question
    assert "This is another person: save anyway" in response.content.decode()
    assert form_of(response)["position"] == ["Kept position"]
    assert form_of(response)["state"] == [str(known.state.pk)]
    assert Person.objects.count() == 1


def test_it_names_the_organisation_of_a_namesake(admin_client):
    office = OrganisationFactory(name_en="Border <i>Service</i>")
    known = PersonFactory(given_names="Farrukh", family_name="Rahimov", organisation=office)
    response = add_namesake(admin_client, known, organisation=office.pk)
    assert "Border &lt;i&gt;Service&lt;/i&gt;" in errors_of(response)["__all__"][0]


def test_it_stores_a_namesake_when_told_so(admin_client, known):
    asked = add_namesake(admin_client, known)
    response = admin_client.post(ADD, form_of(asked) | {"save_anyway": "on"})
    assert response.status_code == 302
    assert Person.objects.filter(state=known.state, position="Kept position").exists()


def test_the_box_stays_ticked_when_something_else_is_wrong(admin_client, known):
    asked = add_namesake(admin_client, known)
    wrong = form_of(asked) | {"save_anyway": "on", "email": "no address"}
    response = admin_client.post(ADD, wrong)
    assert list(errors_of(response)) == ["email"]
    assert form_of(response)["save_anyway"] == ["on"]


def test_it_does_not_ask_about_a_namesake_from_elsewhere(admin_client, known):
    response = add_namesake(admin_client, known, state=StateFactory().pk)
    assert response.status_code == 302


def test_it_shows_no_box_where_there_is_nothing_to_ask(admin_client, known):
    assert 'type="checkbox"' not in admin_client.get(ADD).content.decode()
    assert 'type="checkbox"' not in admin_client.get(page(known)).content.decode()


def test_it_does_not_ask_when_a_known_namesake_is_saved_unchanged(admin_client, known):
    namesake = PersonFactory(given_names="Farrukh", family_name="Rahimov", state=known.state)
    response = submit(admin_client, page(namesake), position="Minister")
    assert response.status_code == 302
    namesake.refresh_from_db()
    assert namesake.position == "Minister"


def test_it_asks_when_a_person_is_renamed_into_a_namesake(admin_client, known):
    other = PersonFactory(given_names="Anna", family_name="Nowak", state=known.state)
    response = submit(admin_client, page(other), given_names="Farrukh", family_name="Rahimov")
    assert "__all__" in errors_of(response)


# --- Contact data ---------------------------------------------------------------------------
@pytest.fixture
def reachable():
    return PersonFactory(
        email=EMAIL, phone=PHONE, given_names="Olim", family_name="Nazarov", position="Director"
    )


def shows_contact_data(response) -> bool:
    content = response.content.decode()
    return EMAIL in content or PHONE in content


def test_protocol_sees_and_changes_contact_data(signed_in, reachable):
    client = signed_in("Protocol")
    assert shows_contact_data(client.get(page(reachable)))
    submit(client, page(reachable), email="other@example.org")
    reachable.refresh_from_db()
    assert reachable.email == "other@example.org"


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_others_see_the_person_without_contact_data(signed_in, reachable, role):
    client = signed_in(role)
    delegate = DelegateFactory(person=reachable)
    seen = [
        page(reachable),
        "/admin/participants/person/",
        "/admin/participants/person/?q=Nazarov",
        f"/admin/events/delegation/{delegate.delegation.pk}/change/",
        f"/admin/events/delegate/{delegate.pk}/change/",
        f"/admin/events/delegate/{delegate.pk}/history/",
        "/admin/autocomplete/?app_label=events&model_name=delegate&field_name=person&term=Nazarov",
    ]
    for address in seen:
        response = client.get(address)
        assert response.status_code == 200
        assert "Nazarov" in response.content.decode()
        assert not shows_contact_data(response)


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_others_cannot_guess_contact_data(signed_in, reachable, role):
    client = signed_in(role)
    for guess in ("?email__startswith=can", "?phone__contains=998", "?email=canary@example.org"):
        assert client.get(f"/admin/participants/person/{guess}").status_code == 400
    for word in ("canary", "example.org", "0000000"):
        found = client.get("/admin/participants/person/", {"q": word}).content.decode()
        assert "Nazarov" not in found


@pytest.mark.parametrize("role", ["Editors", "Readers"])
def test_others_do_not_see_the_history_of_persons(signed_in, reachable, role):
    client = signed_in(role)
    version = reachable.history.get().pk
    address = f"/admin/participants/person/{reachable.pk}/history/"
    assert client.get(address).status_code == 403
    assert client.get(f"{address}{version}/").status_code == 403


def test_an_editor_given_persons_to_edit_keeps_their_contact_data(signed_in, reachable):
    client = signed_in("Editors")
    User.objects.get().user_permissions.add(Permission.objects.get(codename="change_person"))
    response = submit(client, page(reachable), position="Minister", email="stolen@example.org")
    assert response.status_code == 302
    reachable.refresh_from_db()
    assert (reachable.position, reachable.email) == ("Minister", EMAIL)


def test_a_person_is_not_deleted_with_a_delegate_record(admin_client):
    delegate = DelegateFactory()
    address = f"/admin/participants/person/{delegate.person.pk}/delete/"
    response = admin_client.post(address, {"post": "yes"})
    assert response.status_code == 200
    assert Person.objects.filter(pk=delegate.person.pk).exists()


def test_deleting_a_person_shows_no_contact_data(admin_client, reachable):
    response = admin_client.get(f"/admin/participants/person/{reachable.pk}/delete/")
    assert "Nazarov" in response.content.decode()
    assert not shows_contact_data(response)
