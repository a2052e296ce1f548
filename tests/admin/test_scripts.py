"""The page on which staff fill in names and positions in the script that is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegate
from tests.admin.pages import form_of
from tests.factories import DelegateFactory, DelegationFactory, EventFactory, StateFactory


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event, state=StateFactory(name_en="Uzbekistan", iso2="UZ"))


def add(delegation, given: str = "", family: str = "", **values) -> Delegate:
    names = {"person__given_names": given, "person__family_name": family}
    return DelegateFactory(
        delegation=delegation, **names, **{f"person__{name}": text for name, text in values.items()}
    )


def address(event, query: str = "") -> str:
    return f"/admin/events/event/{event.pk}/participants/scripts/{query}"


def stored(delegate: Delegate, *names: str) -> list[str]:
    delegate.refresh_from_db()
    return [getattr(delegate, name) for name in names]


LATIN = ("given_names", "family_name")
CYRILLIC = ("given_names_cyrillic", "family_name_cyrillic")


# --- What is missing ------------------------------------------------------------------------
def test_the_list_says_how_many_lack_what_and_leads_to_the_page(signed_in, event, delegation):
    add(delegation, "Жаҳонгир", "Чиноров")
    add(delegation, "Jan", "Nowak")
    add(delegation, "Eva", "Maier", given_names_cyrillic="Ева", family_name_cyrillic="Майер")
    gone = add(delegation, "Олим", "Каримов")
    Delegate.objects.filter(pk=gone.pk).update(status="withdrawn")
    page = signed_in("Protocol").get(f"/admin/events/event/{event.pk}/participants/")
    text = page.content.decode()
    assert "Missing in Latin: 1, in Russian: 1." in text
    assert address(event) in text


def test_position_and_institution_count_only_beside_the_other_language(
    signed_in, event, delegation
):
    both = {"given_names_cyrillic": "Ян", "family_name_cyrillic": "Новак"}
    add(delegation, "Jan", "Nowak", **both)
    add(delegation, "Jan", "Novak", **both, position="Director")
    add(delegation, "Jan", "Nowack", **both, institution_ru="МВД")
    page = signed_in("Protocol").get(address(event))
    assert "Missing in Latin: 1, in Russian: 1." in page.content.decode()
    assert len(page.context["forms"]) == 2


def test_all_can_be_shown(signed_in, event, delegation):
    add(delegation, "Jan", "Nowak", given_names_cyrillic="Ян", family_name_cyrillic="Новак")
    client = signed_in("Protocol")
    assert "Nothing is missing" in client.get(address(event)).content.decode()
    assert len(client.get(address(event, "?show=all")).context["forms"]) == 1


# --- Proposals ------------------------------------------------------------------------------
def test_a_proposal_is_marked_and_stored_only_once_it_is_confirmed(signed_in, event, delegation):
    delegate = add(delegation, "Жаҳонгир", "Чиноров")
    client = signed_in("Protocol")
    page = client.get(address(event))
    assert page.content.decode().count(">proposal<") == 2
    values = form_of(page)
    assert values[f"d{delegate.pk}-family_name"] == ["Chinorov"]
    client.post(address(event), values)
    assert stored(delegate, *LATIN) == ["", ""]
    answer = client.post(address(event), values | {f"d{delegate.pk}-confirm": "on"}, follow=True)
    assert stored(delegate, *LATIN, *CYRILLIC) == ["Jahongir", "Chinorov", "Жаҳонгир", "Чиноров"]
    assert "Saved: 1 person." in answer.content.decode()
    assert delegate.history.first().history_user.username == "protocol"
    assert delegate.person.family_name == "Chinorov"


def test_all_proposals_of_a_page_are_confirmed_by_one_button(signed_in, event, delegation):
    delegates = [add(delegation, "Нигора", "Чинорова"), add(delegation, "Sherzod", "Togʻliyev")]
    client = signed_in("Protocol")
    client.post(address(event), form_of(client.get(address(event))) | {"all": "1"})
    assert stored(delegates[0], *LATIN) == ["Nigora", "Chinorova"]
    assert stored(delegates[1], *CYRILLIC) == ["Шерзод", "Тоглиев"]


def test_what_is_typed_in_place_of_a_proposal_needs_no_tick(signed_in, event, delegation):
    delegate = add(delegation, "Хасан", "Каримов")
    client = signed_in("Protocol")
    values = form_of(client.get(address(event)))
    client.post(address(event), values | {f"d{delegate.pk}-family_name": "Karimov-Ali"})
    assert stored(delegate, "family_name") == ["Karimov-Ali"]


def test_the_register_knows_names_and_institutions_better(signed_in, event, delegation):
    delegate = add(delegation, "Хасан", "Каримов", institution_ru="МВД", institution="Ministry")
    Delegate.objects.filter(pk=delegate.pk).update(institution="", institution_ru="МВД")
    person = delegate.person
    person.given_names, person.family_name = "Hassan", "Karimov"
    person.save()
    other = add(delegation, "Jan", "Nowak", institution="Ministry of the Interior")
    Delegate.objects.filter(pk=other.pk).update(institution_ru="МВД")
    values = form_of(signed_in("Protocol").get(address(event)))
    assert values[f"d{delegate.pk}-given_names"] == ["Hassan"]
    assert values[f"d{delegate.pk}-institution"] == ["Ministry of the Interior"]


def test_names_of_other_states_are_not_turned_into_cyrillic(signed_in, event):
    austrian = DelegationFactory(event=event, state=StateFactory(name_en="Austria", iso2="AT"))
    delegate = add(austrian, "Otto", "Wagner")
    values = form_of(signed_in("Protocol").get(address(event)))
    assert values[f"d{delegate.pk}-family_name_cyrillic"] == [""]


# --- Refusals -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"family_name": "Каримов"}, "This is in Cyrillic letters"),
        ({"family_name_cyrillic": "Karimov"}, "This is not in Cyrillic letters"),
        ({"family_name": "", "family_name_cyrillic": ""}, "Write the family name"),
        ({"family_name": "K" * 151}, "150"),
        ({"position": "Head\u202e"}, "characters that cannot be seen"),
    ],
)
def test_a_wrong_row_keeps_all_from_being_saved(signed_in, event, delegation, typed, sentence):
    wrong, right = add(delegation, "Хасан", "Каримов"), add(delegation, "Олим", "Саидов")
    client = signed_in("Protocol")
    values = form_of(client.get(address(event))) | {f"d{right.pk}-confirm": "on"}
    values |= {f"d{wrong.pk}-{name}": text for name, text in typed.items()}
    page = client.post(address(event), values)
    assert sentence in page.content.decode()
    assert "Nothing is saved yet" in page.content.decode()
    assert stored(right, "family_name") == [""]
    assert page.context["forms"][1].data[f"d{right.pk}-family_name"] == "Saidov"


def test_two_editors_at_once(signed_in, event, delegation):
    delegate = add(delegation, "Хасан", "Каримов")
    client = signed_in("Protocol")
    values = form_of(client.get(address(event))) | {f"d{delegate.pk}-confirm": "on"}
    Delegate.objects.filter(pk=delegate.pk).update(family_name="Karimoff")
    page = client.post(address(event), values)
    assert "Somebody else has changed this person" in page.content.decode()
    assert stored(delegate, "family_name") == ["Karimoff"]


def test_delegates_of_another_event_are_left_alone(signed_in, event, delegation):
    stranger = DelegateFactory(person__family_name="Каримов")
    values = {"delegate": [stranger.pk, "x", "9" * 30], f"d{stranger.pk}-family_name": "Karimov"}
    assert signed_in("Protocol").post(address(event), values).status_code == 302
    assert stored(stranger, "family_name") == [""]


# --- Long lists -----------------------------------------------------------------------------
def test_it_asks_as_often_for_many_as_for_few_and_is_paged(signed_in, event, delegation):
    client = signed_in("Protocol")
    add(delegation, "Хасан", "Каримов")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address(event))
        return len(captured)

    few = queries()
    for number in range(55):
        add(delegation, "Хасан", f"Каримов{number}")
    assert queries() == few
    page = client.get(address(event, "?page=2"))
    assert len(page.context["forms"]) == 6
    values = form_of(page) | {"all": "1"}
    answer = client.post(address(event, "?page=2"), values, follow=True)
    # The last page, where the one that was saved is empty now.
    assert len(answer.context["forms"]) == 50


def test_what_stands_in_brackets_stays(signed_in, event, delegation):
    delegate = add(delegation, "Нигора", "Чинорова (sample)")
    values = form_of(signed_in("Protocol").get(address(event)))
    assert values[f"d{delegate.pk}-family_name"] == ["Chinorova (sample)"]
