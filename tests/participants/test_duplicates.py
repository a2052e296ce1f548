"""Who may be one person: found in any spelling, not among mere namesakes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from participants import duplicates
from participants.duplicates import Reason, duplicates_of, find_duplicates
from participants.models import DistinctPersons, Person
from tests.factories import OrganisationFactory, PersonFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def state():
    return StateFactory(name_en="Kyrgyzstan")


def found(by_email: bool = False) -> list[set[str]]:
    pairs = find_duplicates(Person.objects.all(), by_email).pairs
    return [{str(pair.first), str(pair.second)} for pair in pairs]


def reasons(by_email: bool = False) -> set[Reason]:
    (pair,) = find_duplicates(Person.objects.all(), by_email).pairs
    return set(pair.reasons)


# --- The same person, spelled otherwise -----------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Юрий", "Жумабаев"), ("Iurii", "Zhumabaev"), Reason.SAME_NAME),
        (("Yury", "Jumabaev"), ("Jurij", "Žumabaev"), Reason.SPELLING),
        (("Александр", "Щербаков"), ("Alexander", "Shcherbakov"), Reason.SPELLING),
        (("Aleksandr", "Szczerbakow"), ("Alexander", "Schtscherbakow"), Reason.SPELLING),
        (("Хуршед", "Ҷумъаев"), ("Khurshed", "Jumaev"), Reason.SPELLING),
        (("Baxtiyor", "Joʻrayev"), ("Бахтиёр", "Жўраев"), Reason.SPELLING),
        (("Қайрат", "Ғабдуллин"), ("Kairat", "Gabdullin"), Reason.SPELLING),
        (("Hans", "Müller"), ("Hans", "Mueller"), Reason.SPELLING),
        (("Hans", "Müller"), ("Hans", "Muller"), Reason.SAME_NAME),
        (("Łukasz", "Wałęsa"), ("Lukasz", "Walesa"), Reason.SAME_NAME),
        (("Ivan", "Ivanov"), ("Ivanov", "Ivan"), Reason.SWAPPED),
        (("Иван", "Чернов"), ("Tschernow", "Iwan"), Reason.SWAPPED),
        (("", "Ivanov Ivan"), ("Ivan", "Ivanov"), Reason.SAME_NAME),
        (("Ivan Petrovich", "Ivanov"), ("Ivan", "Ivanov"), Reason.FEWER_GIVEN_NAMES),
        (("Анна", "Смит-Джонс"), ("Anna", "Smit"), Reason.FEWER_FAMILY_NAMES),
        (("Ann", "Smith-Jones"), ("Ann", "Jones"), Reason.FEWER_FAMILY_NAMES),
    ],
)
def test_one_person_in_two_spellings_is_found(state, one, other, reason):
    for given_names, family_name in (one, other):
        PersonFactory(given_names=given_names, family_name=family_name, state=state)
    assert reason in reasons()


def test_names_in_cyrillic_are_compared_with_latin_ones_of_others(state):
    PersonFactory(
        given_names="Yevgeniy",
        family_name="Tsoy",
        given_names_cyrillic="Евгений",
        family_name_cyrillic="Цой",
        state=state,
    )
    PersonFactory(given_names="Евгений", family_name="Цой", state=state)
    assert len(found()) == 1


def test_one_spelling_in_cyrillic_says_so(state):
    for family_name in ("Tsoy", "Choi"):
        PersonFactory(
            given_names="Evgeny",
            family_name=family_name,
            given_names_cyrillic="Евгений",
            family_name_cyrillic="Цой",
            state=state,
        )
    assert Reason.SAME_CYRILLIC in reasons()


def test_it_says_what_else_is_the_same(state):
    office = OrganisationFactory()
    for family_name in ("Müller", "Mueller"):
        PersonFactory(
            family_name=family_name, state=state, organisation=office, position="Director"
        )
    assert {Reason.SAME_ORGANISATION, Reason.SAME_POSITION} <= reasons()


# --- Two persons ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Aleksandr", "Kovalenko"), ("Aleksandra", "Kovalenko")),
        (("Ivan", "Petrov"), ("Anna", "Petrova")),
        (("Sasha", "Kowalski"), ("Sasha", "Kowalska")),
        (("Ivan Petrovich", "Ivanov"), ("Ivan Sidorovich", "Ivanov")),
        (("Anna", "Smirnova"), ("Inna", "Smirnova")),
        (("Dina", "Akhmedova"), ("Dana", "Akhmedova")),
        (("Ali", "Karimov"), ("Ali", "Rahimov")),
        (("Ali", "Nazarov"), ("Ali", "Narov")),
        (("Oleg", "Kim"), ("Olga", "Kim")),
    ],
)
def test_two_persons_of_one_state_are_not_taken_for_one(state, one, other):
    for given_names, family_name in (one, other):
        PersonFactory(given_names=given_names, family_name=family_name, state=state)
    assert found() == []


def test_namesakes_of_different_states_are_not_listed(state):
    PersonFactory(family_name="Ali", state=state)
    PersonFactory(family_name="Ali", state=StateFactory())
    assert found() == []


def test_a_namesake_without_state_and_organisation_is_listed(state):
    PersonFactory(family_name="Ali", state=state)
    PersonFactory(family_name="Ali")
    assert len(found()) == 1


def test_pairs_told_apart_are_not_proposed_again(state):
    one, other = PersonFactory.create_batch(2, family_name="Ali", state=state)
    DistinctPersons.objects.tell_apart(other, one)
    DistinctPersons.objects.tell_apart(one, other)
    assert DistinctPersons.objects.count() == 1
    assert found() == []
    assert duplicates_of(one) == duplicates_of(other) == []
    third = PersonFactory(family_name="Ali", state=state)
    assert len(found()) == 2
    assert {pair.second for pair in duplicates_of(third)} == {one, other}


# --- By e-mail ------------------------------------------------------------------------------
def test_the_address_counts_only_for_those_who_may_see_it(state):
    PersonFactory(given_names="Anna", family_name="Nowak", email="a.nowak@example.org")
    PersonFactory(given_names="Anna", family_name="Kowalska", email="A.Nowak@example.org")
    assert found() == []
    assert reasons(by_email=True) == {Reason.ONE_NAME, Reason.SAME_EMAIL}


def test_the_address_finds_namesakes_of_different_states():
    for _ in range(2):
        PersonFactory(family_name="Ali", state=StateFactory(), email="ali@example.org")
    assert found() == []
    assert reasons(by_email=True) >= {Reason.SAME_EMAIL, Reason.OTHER_STATE}


def test_colleagues_with_one_address_are_not_one_person():
    PersonFactory(given_names="Anna", family_name="Nowak", email="office@example.org")
    PersonFactory(given_names="Petr", family_name="Svoboda", email="office@example.org")
    assert found(by_email=True) == []


def test_nobody_without_an_address_shares_it():
    PersonFactory(given_names="Anna", family_name="Nowak")
    PersonFactory(given_names="Anna", family_name="Svoboda")
    assert found(by_email=True) == []


# --- Lists ----------------------------------------------------------------------------------
def test_the_likeliest_come_first(state):
    PersonFactory(given_names="Ivan Petrovich", family_name="Ivanov", state=state)
    PersonFactory(given_names="Ivan", family_name="Iwanow", state=state)
    PersonFactory(given_names="Hans", family_name="Muller", state=state)
    PersonFactory(given_names="Hans", family_name="Müller", state=state)
    assert found() == [
        {"Hans Muller", "Hans Müller"},
        {"Ivan Petrovich Ivanov", "Ivan Iwanow"},
    ]


def test_it_asks_no_more_often_with_more_persons(state):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            find_duplicates(Person.objects.all(), by_email=True)
        return len(queries)

    PersonFactory.create_batch(3, family_name="Ali", state=state, email="ali@example.org")
    few = count()
    PersonFactory.create_batch(20, family_name="Ali", state=state, email="ali@example.org")
    assert count() == few == 3


def test_it_says_when_there_are_more_than_it_compares(state, monkeypatch):
    PersonFactory.create_batch(4, family_name="Ali", state=state)
    assert find_duplicates(Person.objects.all()).all_seen
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 5)
    few = find_duplicates(Person.objects.all())
    assert not few.all_seen
    assert len(few.pairs) == 5
    monkeypatch.setattr(duplicates, "MOST_PERSONS", 2)
    assert not find_duplicates(Person.objects.all()).all_seen


NAMES = st.text("abcdefghijklmnopqrstuvwxyzżžščłüабвгдеёжзийклмнопрстуфхцчшщъыьэюя'- ", min_size=1)


@given(NAMES, NAMES, NAMES, NAMES)
def test_comparing_knows_no_order(family, given_names, other_family, other_given):
    one = Person(family_name=family, given_names=given_names)
    other = Person(family_name=other_family, given_names=other_given)
    for person in (one, other):
        person.make_keys()
    there, back = duplicates.compare(one, other), duplicates.compare(other, one)
    assert (there is None) == (back is None)
    assert there is None or (there.score, set(there.reasons)) == (back.score, set(back.reasons))
