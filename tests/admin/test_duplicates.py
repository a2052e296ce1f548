"""Possible duplicates in the admin: listed, told apart, merged, and merges undone."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegate
from events.sample import remove_sample
from participants.admin import merging as pages
from participants.models import DistinctPersons, Person, PersonMerge
from tests.admin.pages import errors_of, form_of, submit
from tests.factories import DelegateFactory, DelegationFactory, PersonFactory, StateFactory

LIST = "/admin/participants/person/duplicates/"
APART = "/admin/participants/person/duplicates/apart/"
EMAIL = "canary@example.org"

pytestmark = pytest.mark.django_db


@pytest.fixture
def state():
    return StateFactory(name_en="Uzbekistan")


@pytest.fixture
def pair(state):
    """Two records of one person; the second has more delegate records."""
    one = PersonFactory(given_names="Hans", family_name="Müller", state=state, position="Adviser")
    other = PersonFactory(given_names="Hans", family_name="Mueller", state=state)
    DelegateFactory(person=other)
    return one, other


def merge_page(kept, removed) -> str:
    return f"/admin/participants/person/{kept.pk}/merge/{removed.pk}/"


def person_page(person) -> str:
    return f"/admin/participants/person/{person.pk}/change/"


def text(response) -> str:
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


# --- Who may --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("Protocol", 200), ("Editors", 403), ("Readers", 403), (None, 403)]
)
def test_protocol_alone_merges(signed_in, pair, role, status):
    client = signed_in(role)
    assert client.get(LIST).status_code == status
    assert client.get(merge_page(*pair)).status_code == status
    if status == 403:
        assert client.post(merge_page(*pair), {}).status_code == 403
        assert client.post(APART, {"person": [p.pk for p in pair]}).status_code == 403
        assert Person.objects.count() == 2
        assert not DistinctPersons.objects.exists()


def test_those_who_may_not_merge_see_no_link(signed_in, pair):
    client = signed_in("Editors")
    assert LIST not in text(client.get("/admin/participants/person/"))
    assert LIST not in text(client.get(person_page(pair[0])))


@pytest.mark.parametrize("address", [LIST, APART, "/admin/participants/person/1/merge/2/"])
def test_nobody_else_is_let_in(client, address):
    assert client.get(address).status_code == 302


# --- The list -------------------------------------------------------------------------------
def test_it_is_linked_from_the_list_of_persons(signed_in):
    assert LIST in text(signed_in("Protocol").get("/admin/participants/person/"))


def test_it_is_linked_from_the_person_with_its_number(signed_in, pair):
    content = text(signed_in("Protocol").get(person_page(pair[0])))
    assert f'<a href="{LIST}?person={pair[0].pk}">Possible duplicates: 1</a>' in content


def test_it_shows_both_side_by_side_and_why(signed_in, pair):
    response = signed_in("Protocol").get(LIST)
    content = text(response)
    assert "same name, spelled otherwise" in content
    assert "Adviser" in content
    assert "1 pair." in content
    (shown,) = response.context["pairs"]
    assert shown["persons"] == [pair[1], pair[0]]
    assert [each.delegate_count for each in shown["persons"]] == [1, 0]
    assert [each.event_count for each in shown["persons"]] == [1, 0]
    assert merge_page(pair[1], pair[0]) in content


def test_it_escapes_what_was_typed(signed_in, state):
    PersonFactory.create_batch(2, family_name="<script>x", state=state, position="<b>y")
    content = text(signed_in("Protocol").get(LIST))
    assert "<script>x" not in content
    assert "<b>y" not in content


def test_it_says_that_there_is_nothing(signed_in):
    assert "Nobody seems to be recorded twice here." in text(signed_in("Protocol").get(LIST))


def test_it_is_narrowed_to_a_state(signed_in, pair):
    client = signed_in("Protocol")
    elsewhere = StateFactory()
    PersonFactory.create_batch(2, family_name="Ali", state=elsewhere)
    content = text(client.get(LIST, {"state": elsewhere.pk}))
    assert "Ali" in content
    assert "Mueller" not in content


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "1 OR 1", "x" * 10_000])
def test_an_unknown_state_is_told_at_the_field(signed_in, pair, key):
    response = signed_in("Protocol").get(LIST, {"state": key})
    assert "Select a valid choice" in text(response)
    assert "Mueller" not in text(response)


def test_it_shows_those_of_one_person(signed_in, pair, state):
    PersonFactory.create_batch(2, family_name="Ali", state=state)
    content = text(signed_in("Protocol").get(LIST, {"person": pair[0].pk}))
    assert "Mueller" in content
    assert "Ali" not in content


@pytest.mark.parametrize("query", ["person=0", "person=x", "page=-1", "page=9", "page=x"])
def test_what_does_not_exist_is_not_found(signed_in, pair, query):
    assert signed_in("Protocol").get(f"{LIST}?{query}").status_code == 404


def test_a_long_list_has_pages(signed_in, pair, state, monkeypatch):
    monkeypatch.setattr(pages, "PAIRS_A_PAGE", 2)
    PersonFactory.create_batch(3, family_name="Ali", state=state)
    client = signed_in("Protocol")
    assert f'href="?state={state.pk}&amp;page=2"' in text(client.get(LIST, {"state": state.pk}))
    assert "Page 2 of 2" in text(client.get(LIST, {"page": 2}))


def test_it_asks_no_more_often_with_more_pairs(signed_in, pair, state):
    client = signed_in("Protocol")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    count()
    few = count()
    PersonFactory.create_batch(10, family_name="Ali", state=state)
    assert count() == few <= 12


def test_the_address_is_no_hint_to_those_who_may_not_see_it(signed_in):
    for state in StateFactory.create_batch(2):
        PersonFactory(family_name="Nazarov", state=state, email=EMAIL)
    client = signed_in("Protocol")
    assert "same e-mail" in text(client.get(LIST))
    other = signed_in("Editors")
    for name in ("change_person", "delete_person"):
        User.objects.get(username="editors").user_permissions.add(
            Permission.objects.get(codename=name)
        )
    content = text(other.get(LIST))
    assert "Nazarov" not in content
    one, two = Person.objects.all()
    assert "Possible duplicates: " not in text(other.get(person_page(one)))
    assert EMAIL not in text(other.get(merge_page(one, two)))


# --- Two persons ----------------------------------------------------------------------------
def test_two_persons_are_remembered_as_two(signed_in, pair, state):
    client = signed_in("Protocol")
    response = client.post(
        APART, {"person": [pair[1].pk, pair[0].pk], "state": state.pk}, follow=True
    )
    assert response.redirect_chain == [(f"{LIST}?state={state.pk}", 302)]
    assert "Hans Mueller and Hans Müller are two persons" in text(response)
    assert "Nobody seems" in text(response)
    note = DistinctPersons.objects.get()
    assert (note.first, note.second) == pair
    assert note.decided_by == User.objects.get(username="protocol")


def test_it_can_be_taken_back(signed_in, pair):
    client = signed_in("Protocol")
    note, _new = DistinctPersons.objects.tell_apart(*pair)
    client.post(f"/admin/participants/distinctpersons/{note.pk}/delete/", {"post": "yes"})
    assert "Mueller" in text(client.get(LIST))


@pytest.mark.parametrize("keys", [[], ["1"], ["x", "y"], ["1", "1"], ["9" * 30, "1"]])
def test_anything_else_is_not_found(signed_in, keys):
    client = signed_in("Protocol")
    assert client.post(APART, {"person": keys}).status_code == 404
    assert client.get(APART).status_code == 405


def test_sample_persons_told_apart_still_go_with_the_sample(pair):
    Person.objects.update(sample=True)
    Delegate.objects.all().delete()
    DistinctPersons.objects.tell_apart(*pair)
    remove_sample()
    assert not Person.objects.exists()


# --- Merging --------------------------------------------------------------------------------
def test_it_shows_both_field_by_field_with_what_is_proposed(signed_in, pair):
    response = signed_in("Protocol").get(merge_page(*pair))
    content = text(response)
    proposed = form_of(response)
    assert proposed["position"] == proposed["family_name"] == ["kept"]
    assert "state" not in proposed
    assert "Uzbekistan" in content
    assert str(Delegate.objects.get().delegation.event) in content


def test_it_merges_as_chosen(signed_in, pair):
    kept = pair[0]
    client = signed_in("Protocol")
    values = form_of(client.get(merge_page(*pair))) | {"family_name": "removed"}
    response = client.post(merge_page(*pair), values, follow=True)
    assert response.redirect_chain == [(person_page(kept), 302)]
    assert "Hans Mueller was merged into Hans Müller." in text(response)
    kept.refresh_from_db()
    assert (kept.family_name, kept.position) == ("Mueller", "Adviser")
    assert Delegate.objects.get().person == kept
    assert kept.history.first().history_user == User.objects.get(username="protocol")
    assert PersonMerge.objects.get().merged_by == User.objects.get(username="protocol")


def test_it_asks_for_a_choice_that_was_not_made(signed_in, pair):
    client = signed_in("Protocol")
    values = form_of(client.get(merge_page(*pair)))
    for bad in ({}, {"family_name": "x" * 10_000}):
        values.pop("family_name", None)
        response = client.post(merge_page(*pair), values | bad)
        assert "Choose one of the two in each line marked below." in text(response)
    assert Person.objects.count() == 2


def test_of_two_in_one_delegation_one_is_chosen_to_stay(signed_in, pair):
    kept, removed = pair
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation, person=kept)
    theirs = DelegateFactory(delegation=delegation, person=removed, capacity="expert")
    client = signed_in("Protocol")
    response = client.get(merge_page(*pair))
    assert "Both are recorded in the same place" in text(response)
    values = form_of(response) | {f"delegate-{theirs.pk}": "removed"}
    client.post(merge_page(*pair), values)
    assert Delegate.objects.get(delegation=delegation) == theirs
    assert theirs.history.first().person == kept


@pytest.mark.parametrize("other", [0, 10**17])
def test_it_tells_that_there_are_no_two_such_persons(signed_in, pair, other):
    response = signed_in("Protocol").get(
        f"/admin/participants/person/{pair[0].pk}/merge/{other}/", follow=True
    )
    assert "one was merged or deleted meanwhile" in text(response)


def test_a_user_without_contact_data_merges_them_unseen(signed_in, pair):
    kept, removed = pair
    Person.objects.filter(pk=removed.pk).update(email=EMAIL)
    client = signed_in("Editors")
    for name in ("change_person", "delete_person"):
        User.objects.get().user_permissions.add(Permission.objects.get(codename=name))
    response = client.get(merge_page(*pair))
    assert EMAIL not in text(response)
    client.post(merge_page(*pair), form_of(response) | {"email": "kept"})
    kept.refresh_from_db()
    assert kept.email == EMAIL


# --- Two at once ----------------------------------------------------------------------------
def test_who_merges_what_was_changed_meanwhile_is_told(signed_in, pair):
    client = signed_in("Protocol")
    values = form_of(client.get(merge_page(*pair)))
    submit(client, person_page(pair[1]), position="Minister")
    response = client.post(merge_page(*pair), values, follow=True)
    assert "Somebody else has changed one of the two meanwhile" in text(response)
    assert "Minister" in text(response)
    assert Person.objects.count() == 2


def test_who_merges_what_was_merged_meanwhile_is_told(signed_in, pair):
    client = signed_in("Protocol")
    values = form_of(client.get(merge_page(*pair)))
    client.post(merge_page(*pair), values)
    response = client.post(merge_page(*pair), values, follow=True)
    assert "one was merged or deleted meanwhile" in text(response)
    assert PersonMerge.objects.count() == 1


def test_who_edits_a_person_that_is_merged_meanwhile_is_told(signed_in, pair):
    kept, removed = pair
    client = signed_in("Protocol")
    edited = form_of(client.get(person_page(removed))) | {"position": "Minister"}
    client.post(merge_page(*pair), form_of(client.get(merge_page(*pair))))
    response = client.post(person_page(removed), edited, follow=True)
    assert response.redirect_chain == [(person_page(kept), 302)]
    assert "was merged into Hans Müller. What you entered was not saved." in text(response)
    assert "What you entered" not in text(client.get(person_page(removed), follow=True))


def test_who_edits_the_kept_person_meanwhile_is_told_and_loses_nothing(signed_in, pair):
    kept, removed = pair
    Person.objects.filter(pk=removed.pk).update(phone="+998 1")
    client = signed_in("Protocol")
    edited = form_of(client.get(person_page(kept))) | {"position": "Minister"}
    client.post(merge_page(*pair), form_of(client.get(merge_page(*pair))))
    response = client.post(person_page(kept), edited)
    assert "Somebody else has changed this record" in errors_of(response)["__all__"][0]
    kept.refresh_from_db()
    assert (kept.position, kept.phone) == ("Adviser", "+998 1")
    again = form_of(response)
    assert again["position"] == ["Minister"]
    assert client.post(person_page(kept), again).status_code == 302
    kept.refresh_from_db()
    assert kept.position == "Minister"


# --- Undoing --------------------------------------------------------------------------------
@pytest.fixture
def merged(signed_in, pair):
    client = signed_in("Protocol")
    client.post(merge_page(*pair), form_of(client.get(merge_page(*pair))))
    return client, PersonMerge.objects.get()


def undo_page(done) -> str:
    return f"/admin/participants/personmerge/{done.pk}/undo/"


def test_a_merge_is_undone(merged, pair):
    client, done = merged
    page = text(client.get(f"/admin/participants/personmerge/{done.pk}/change/"))
    assert undo_page(done) in page
    response = client.post(undo_page(done), follow=True)
    assert response.redirect_chain == [(person_page(pair[1]), 302)]
    assert "Hans Mueller is back." in text(response)
    assert Delegate.objects.get().person == pair[1]
    done.refresh_from_db()
    assert done.undone_by == User.objects.get(username="protocol")
    page = text(client.get(f"/admin/participants/personmerge/{done.pk}/change/"))
    assert undo_page(done) not in page


def test_it_says_why_it_cannot_be_undone(merged, pair):
    client, done = merged
    Delegate.objects.all().delete()
    pair[0].delete()
    response = client.post(undo_page(done), follow=True)
    assert "This merge cannot be undone: Hans Müller, who was kept, has been deleted" in text(
        response
    )


def test_undoing_needs_the_role_and_a_button(merged, signed_in):
    client, done = merged
    assert client.get(undo_page(done)).status_code == 405
    assert client.post("/admin/participants/personmerge/0/undo/").status_code == 404
    assert signed_in("Readers").post(undo_page(done)).status_code == 403
    assert not PersonMerge.objects.exclude(undone_at=None).exists()


# --- On the form of a person ----------------------------------------------------------------
def test_the_form_asks_about_other_spellings_too(signed_in, pair, state):
    response = submit(
        signed_in("Protocol"),
        "/admin/participants/person/add/",
        given_names="Ганс",
        family_name="Мюллер",
        state=state.pk,
    )
    assert "Hans Müller" in errors_of(response)["__all__"][0]
