"""What an import would change: whom each row means, and what keeps it from being imported."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegate
from events.participant_list.importing.capacities import likeliest
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.plan import Kind
from events.staff.import_preview import cells_shown
from participants.duplicates import Reason
from participants.scripts import CYRILLIC, JOB_IN_RUSSIAN, NAMES
from tests.events.participant_list.lists import HEADER, plan
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    OrganisationDelegationFactory,
    OrganisationFactory,
    PersonFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db

FULL = (
    *("Delegation", "Prefix", "Given names", "Family name", "Capacity", "Position"),
    *("Institution", "Status", "E-mail", "Phone"),
)
WITH_EMAIL = ("Delegation", "Given names", "Family name", "E-mail")


@pytest.fixture
def poland():
    return StateFactory(name_en="Poland", name_ru="Польша", iso2="PL", iso3="POL")


@pytest.fixture
def event(poland):
    event = EventFactory(title_en="Conference")
    DelegationFactory(event=event, state=poland)
    return event


@pytest.fixture
def anna(event, poland):
    """In the delegation of Poland."""
    person = PersonFactory(
        given_names="Anna", family_name="Nowak", state=poland, email="anna@example.org"
    )
    return DelegateFactory(
        delegation=event.delegations.get(), person=person, position="Director", status="nominated"
    )


def kinds(planned) -> list[str]:
    return [row.kind.value for row in planned.rows]


def reasons(planned) -> list[str]:
    return [problem.reason for problem in planned.problems]


# --- Whom a row means -----------------------------------------------------------------------
def test_somebody_whom_nobody_knows_is_new(event):
    planned = plan(event, ("Poland", "Jan", "Kowalski"))
    [row] = planned.rows
    assert (row.kind, row.row, row.name) == (Kind.NEW, 2, "Jan Kowalski")
    assert row.place.participant.name_en == "Poland"
    assert (planned.added, planned.changed, planned.added_places) == (1, 0, [])


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Anna", "Nowak"),
        ("ANNA", "NOWAK"),
        ("Anna", "NOWAK"),
        ("  Anna ", "Nowak"),
    ],
)
def test_who_is_in_the_delegation_is_the_same_person_however_written(event, anna, given, family):
    planned = plan(event, ("Poland", given, family))
    [row] = planned.rows
    assert (row.kind, row.delegate, row.changes) == (Kind.SAME, anna.pk, ())
    assert planned.changes_nothing


def test_a_name_in_cyrillic_is_added_to_the_one_in_latin_and_changes_nothing_else(event):
    person = PersonFactory(given_names="Ivan", family_name="Sidorov")
    delegate = DelegateFactory(delegation=event.delegations.get(), person=person)
    [row] = plan(event, ("Poland", "Иван", "СИДОРОВ")).rows
    assert (row.kind, row.delegate) == (Kind.CHANGED, delegate.pk)
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("given_names_cyrillic", "", "Иван"),
        ("family_name_cyrillic", "", "СИДОРОВ"),
    ]


@pytest.mark.parametrize(
    ("stored", "cyrillic", "read"),
    [
        (("Jan", "Nowak"), ("Ян", "Новак"), ("Ян", "НОВАК")),
        (("Иван", "Сидоров"), ("", ""), ("Иван", "СИДОРОВ")),
    ],
)
def test_a_name_in_an_alphabet_in_which_it_is_known_is_no_change(event, stored, cyrillic, read):
    names = ("given_names", "family_name", "given_names_cyrillic", "family_name_cyrillic")
    person = PersonFactory(**dict(zip(names, stored + cyrillic, strict=True)))
    delegate = DelegateFactory(delegation=event.delegations.get(), person=person)
    [row] = plan(event, ("Poland", *read)).rows
    assert (row.kind, row.delegate) == (Kind.SAME, delegate.pk)


def test_a_name_in_latin_is_added_to_the_one_in_cyrillic(event):
    person = PersonFactory(given_names="Иван", family_name="Сидоров")
    DelegateFactory(delegation=event.delegations.get(), person=person)
    [row] = plan(event, ("Poland", "Ivan", "Sidorov")).rows
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("given_names", "", "Ivan"),
        ("family_name", "", "Sidorov"),
    ]


def test_another_name_in_cyrillic_changes_that_alone(event):
    person = PersonFactory(
        **dict(zip(NAMES, ("Ivan", "Sidorov"), strict=True)),
        **dict(zip(CYRILLIC, ("Ваня", "Сидоров"), strict=True)),
    )
    DelegateFactory(delegation=event.delegations.get(), person=person)
    [row] = plan(event, ("Poland", "Иван", "Сидоров")).rows
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("given_names_cyrillic", "Ваня", "Иван")
    ]


def test_position_and_institution_are_compared_in_their_language(event):
    person = PersonFactory(position="Director", position_ru="Директор", institution_ru="МВД")
    delegate = DelegateFactory(delegation=event.delegations.get(), person=person)
    header = (*HEADER, "Position", "Institution")
    name = (delegate.given_names, delegate.family_name)
    known = [("Директор", "МВД"), ("Director / Директор", "МВД"), ("Director", "")]
    for job in known:
        assert plan(event, ("Poland", *name, *job), header=header).changes_nothing
    [row] = plan(event, ("Poland", *name, "Министр", "Ministry"), header=header).rows
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("institution", "", "Ministry"),
        ("position_ru", "Директор", "Министр"),
    ]


def test_a_position_that_changes_in_one_language_alone_is_doubtful(event):
    person = PersonFactory(given_names="Jan", family_name="Nowak", position="Director")
    delegate = DelegateFactory(delegation=event.delegations.get(), person=person)
    header = (*HEADER, "Position")

    def doubts() -> tuple[tuple[str, str], ...]:
        return plan(event, ("Poland", "Jan", "Nowak", "Minister"), header=header).rows[0].doubts

    assert doubts() == ()
    Delegate.objects.filter(pk=delegate.pk).update(position_ru="Директор")
    [(field, reason)] = doubts()
    assert field == "position"
    assert "In the other language this stays: Директор." in reason


def test_position_columns_in_two_languages_fill_both(event):
    header = (*HEADER, "Position", "Должность")
    [row] = plan(event, ("Poland", "Jan", "Nowak", "Director", "Директор"), header=header).rows
    assert (row.values["position"], row.values["position_ru"]) == ("Director", "Директор")


def test_a_known_person_brings_no_older_position_in_the_other_language(event):
    person = PersonFactory(
        **dict(zip(NAMES, ("Ivan", "Sidorov"), strict=True)),
        **dict(zip(CYRILLIC, ("Иван", "Сидоров"), strict=True)),
        position="Director",
        position_ru="Директор",
        institution="Border Guard",
        institution_ru="Пограничная стража",
        state=event.delegations.get().state,
        email="ivan@example.org",
    )
    header = (*HEADER, "Position", "Institution", "E-mail")
    row = ("Poland", "Ivan", "Sidorov", "Minister", "Border Guard", "ivan@example.org")
    [planned] = plan(event, row, header=header).rows
    assert (planned.kind, planned.person) == (Kind.KNOWN, person.pk)
    said = {name: planned.values[name] for name in ("family_name_cyrillic", *JOB_IN_RUSSIAN)}
    assert said == {
        "family_name_cyrillic": "Сидоров",
        "position_ru": "",
        "institution_ru": "Пограничная стража",
    }


def test_what_the_file_says_otherwise_is_a_change_field_by_field(event, anna):
    row = ("Poland", "", "Anna", "Nowak", "", "Minister", "", "confirmed", "a@example.org", "")
    planned = plan(event, row, header=FULL)
    [row] = planned.rows
    assert row.kind == Kind.CHANGED
    assert [(each.field, each.old, each.new) for each in row.changes] == [
        ("position", "Director", "Minister"),
        ("status", "nominated", "confirmed"),
        ("email", "anna@example.org", "a@example.org"),
    ]
    assert row.changes[1].old_text == "nominated"
    assert (planned.added, planned.changed) == (0, 1)


def test_an_empty_cell_says_nothing(event, anna):
    assert kinds(plan(event, ("Poland", "", "Anna", "Nowak", *[""] * 6), header=FULL)) == ["same"]


def test_a_corrected_name_is_found_by_the_address(event, anna):
    planned = plan(event, ("Poland", "Anna", "Nowak-Lis", "Anna@Example.org"), header=WITH_EMAIL)
    [row] = planned.rows
    assert (row.kind, row.delegate) == (Kind.CHANGED, anna.pk)
    assert [(each.field, each.new) for each in row.changes] == [("family_name", "Nowak-Lis")]


def test_another_name_at_a_shared_address_is_somebody_new(event, anna):
    planned = plan(event, ("Poland", "Jan", "Kowalski", "anna@example.org"), header=WITH_EMAIL)
    assert kinds(planned) == ["new"]


def test_namesakes_stay_apart(event, anna):
    other = DelegateFactory(
        delegation=anna.delegation,
        person=PersonFactory(given_names="Anna", family_name="Nowak", email="other@example.org"),
    )
    planned = plan(
        event,
        ("Poland", "Anna", "Nowak", "other@example.org"),
        ("Poland", "Anna", "Nowak", "anna@example.org"),
        header=WITH_EMAIL,
    )
    assert [row.delegate for row in planned.rows] == [other.pk, anna.pk]
    assert planned.changes_nothing


def test_a_person_of_the_state_with_the_same_name_and_address_is_known(event, poland):
    person = PersonFactory(
        given_names="Jan", family_name="Kowalski", state=poland, email="jan@example.org"
    )
    planned = plan(event, ("Poland", "Jan", "Kowalski", "JAN@example.org"), header=WITH_EMAIL)
    [row] = planned.rows
    assert (row.kind, row.person, row.adds) == (Kind.KNOWN, person.pk, True)


def test_the_same_name_and_institution_is_known_too(event, poland):
    person = PersonFactory(
        given_names="Jan", family_name="Kowalski", state=poland, institution="Ministry of Labour"
    )
    header = ("Delegation", "Given names", "Family name", "Institution")
    planned = plan(event, ("Poland", "Jan", "Kowalski", "MINISTRY OF LABOUR"), header=header)
    assert [(row.kind, row.person) for row in planned.rows] == [(Kind.KNOWN, person.pk)]


def test_the_same_name_alone_is_a_possible_duplicate(event, poland):
    person = PersonFactory(
        given_names="Jan", family_name="Kowalski", state=poland, position="Adviser"
    )
    planned = plan(event, ("Poland", "Jan", "Kowalski"))
    [row] = planned.rows
    assert (row.kind, row.is_undecided, row.person) == (Kind.DUPLICATE, True, None)
    assert [(each.pk, each.name, each.position) for each in row.candidates] == [
        (person.pk, "Jan Kowalski", "Adviser")
    ]


def test_the_same_address_alone_is_a_possible_duplicate(event, poland):
    PersonFactory(family_name="Kowalska", given_names="Ewa", state=poland, email="e@example.org")
    planned = plan(event, ("Poland", "Eva", "Lis", "e@example.org"), header=WITH_EMAIL)
    assert kinds(planned) == ["duplicate"]
    assert Reason.SAME_EMAIL in planned.rows[0].candidates[0].reasons


def test_without_given_names_the_only_one_of_the_family_name_is_meant(event, anna):
    header = ("Delegation", "Family name")
    [row] = plan(event, ("Poland", "NOWAK"), header=header).rows
    assert (row.kind, row.delegate) == (Kind.SAME, anna.pk)
    person = PersonFactory(given_names="Jan", family_name="Nowak")
    delegate = DelegateFactory(delegation=anna.delegation, person=person)
    planned = plan(event, ("Poland", "NOWAK"), header=header)
    [row] = planned.rows
    assert (row.kind, planned.undecided, planned.problems) == (Kind.DUPLICATE, [row], [])
    assert [each.name for each in row.candidates] == ["Anna Nowak", "Jan Nowak"]
    # Whom an open row may mean is not missing.
    assert planned.missing == []
    chosen = decided(planned, f"person:{person.pk}")
    [row] = plan(event, ("Poland", "NOWAK"), header=header, decisions=chosen).rows
    assert row.delegate == delegate.pk
    other = decided(planned, "another")
    planned = plan(event, ("Poland", "NOWAK"), header=header, decisions=other)
    assert (planned.rows[0].delegate, planned.added, len(planned.missing)) == (None, 1, 2)


@pytest.mark.parametrize("name", [("Ян", "Новак"), ("Nowak", "Jan"), ("Jan Piotr", "Novak")])
def test_a_name_that_sounds_alike_is_a_possible_duplicate(event, poland, name):
    person = PersonFactory(given_names="Jan", family_name="Nowak", state=poland)
    [row] = plan(event, ("Poland", *name)).rows
    assert row.person in (None, person.pk)
    assert [each.pk for each in row.candidates] == [person.pk]


def test_so_is_one_in_the_delegation_and_decided_it_is_no_second_delegate(event, poland):
    person = PersonFactory(given_names="Jan", family_name="Nowak", state=poland)
    head = DelegateFactory(delegation=event.delegations.get(), person=person, capacity="head")
    row, header = ("Poland", "Ян", "Новак", "Head"), (*FULL[:1], *FULL[2:5])
    first = plan(event, row, header=header)
    assert (kinds(first), first.problems, first.undecided) == (["duplicate"], [], first.rows)
    same = plan(event, row, header=header, decisions=decided(first, f"person:{person.pk}"))
    assert (same.rows[0].delegate, same.added, same.changed) == (head.pk, 0, 1)
    another = plan(event, row, header=header, decisions=decided(first, "another"))
    [missing] = another.undecided_missing
    assert (missing.delegate, missing.loses_seat, missing.successors) == (
        head.pk,
        True,
        (another.rows[0],),
    )


def test_namesakes_are_found_in_as_many_queries_for_many_rows_as_for_few(
    event, poland, django_assert_max_num_queries
):
    PersonFactory(given_names="Jan", family_name="Nowak", state=poland)
    rows = [("Poland", "Jan", f"Nowak{chr(97 + number)}") for number in range(25)]
    with CaptureQueriesContext(connection) as few:
        plan(event, *rows[:1])
    with django_assert_max_num_queries(len(few)):
        plan(event, *rows)


def test_a_namesake_of_another_state_is_nobody(event):
    PersonFactory(given_names="Jan", family_name="Kowalski", state=StateFactory())
    assert kinds(plan(event, ("Poland", "Jan", "Kowalski"))) == ["new"]


def test_a_namesake_of_no_state_is_a_possible_duplicate(event):
    PersonFactory(given_names="Jan", family_name="Kowalski")
    assert kinds(plan(event, ("Poland", "Jan", "Kowalski"))) == ["duplicate"]


# --- What is decided ------------------------------------------------------------------------
def decided(planned, decision: str) -> Decisions:
    return Decisions(rows={planned.rows[0].key: decision})


def kept_values(planned) -> Decisions:
    return Decisions(values={planned.rows[0].key: "keep"})


def test_a_possible_duplicate_can_be_decided_either_way(event, poland):
    person = PersonFactory(given_names="Jan", family_name="Kowalski", state=poland)
    row = ("Poland", "Jan", "Kowalski")
    first = plan(event, row)
    same = plan(event, row, decisions=decided(first, f"person:{person.pk}"))
    assert (same.rows[0].person, same.undecided, same.added) == (person.pk, [], 1)
    another = plan(event, row, decisions=decided(first, "another"))
    assert (another.rows[0].person, another.undecided, another.added) == (None, [], 1)
    out = plan(event, row, decisions=decided(first, "leave_out"))
    assert (kinds(out), out.added) == (["left_out"], 0)


def test_a_decision_for_somebody_who_is_no_candidate_is_open_again(event, poland):
    PersonFactory(given_names="Jan", family_name="Kowalski", state=poland)
    row = ("Poland", "Jan", "Kowalski")
    stranger = PersonFactory()
    planned = plan(event, row, decisions=decided(plan(event, row), f"person:{stranger.pk}"))
    assert planned.rows[0].is_undecided


def test_what_the_register_says_can_be_kept(event, anna):
    header = ("Delegation", "Given names", "Family name", "Position")
    row = ("Poland", "Anna", "Nowak", "Minister")
    planned = plan(
        event, row, header=header, decisions=kept_values(plan(event, row, header=header))
    )
    assert (kinds(planned), planned.changed) == (["changed"], 0)
    assert planned.changes_nothing


@pytest.mark.parametrize(
    ("name", "email"), [("Nowak", "new@example.org"), ("Nowak-Lis", "anna@example.org")]
)
def test_what_is_kept_or_another_stays_so(event, anna, name, email):
    row = ("Poland", "Anna", name, email)
    first = plan(event, row, header=WITH_EMAIL)
    assert kinds(first) == ["changed"]
    kept = plan(event, row, header=WITH_EMAIL, decisions=kept_values(first))
    assert (kept.rows[0].delegate, kept.changes_nothing) == (anna.pk, True)
    another = plan(event, row, header=WITH_EMAIL, decisions=decided(first, "another"))
    assert (kinds(another), another.added, another.undecided) == (["duplicate"], 1, [])


def test_of_a_known_person_the_phone_can_be_kept(event, poland):
    person = PersonFactory(
        given_names="Jan",
        family_name="Kowalski",
        state=poland,
        email="jan@example.org",
        phone="1",
    )
    header = (*WITH_EMAIL, "Phone")
    row = ("Poland", "Jan", "Kowalski", "jan@example.org", "2")
    first = plan(event, row, header=header)
    kept = plan(event, row, header=header, decisions=kept_values(first))
    assert [(each.kind, each.person) for each in kept.rows] == [(Kind.KNOWN, person.pk)]
    assert kept.rows[0].taking == "keep"


def test_a_row_with_an_error_can_be_left_out(event):
    row = ("Atlantis", "Jan", "Kowalski")
    planned = plan(event, row, decisions=decided(plan(event, row), "leave_out"))
    assert (kinds(planned), planned.problems) == (["left_out"], [])


# --- Delegations ----------------------------------------------------------------------------
def test_a_delegation_that_the_event_lacks_is_added(event):
    StateFactory(name_en="Austria", name_ru="Австрия", iso2="AT", iso3="AUT")
    planned = plan(event, ("Австрия", "Max", "Huber"), ("Austria", "Eva", "Maier"))
    assert [place.participant.name_en for place in planned.added_places] == ["Austria"]
    assert planned.added == 2


def test_the_name_as_of_the_event_is_known(event):
    turkey = StateFactory(name_en="Türkiye", name_ru="Турция")
    delegation = DelegationFactory(event=event, state=turkey, name_as_of_event_en="Old Name")
    planned = plan(event, ("Old Name", "Ayşe", "Yılmaz"))
    assert planned.rows[0].place.pk == delegation.pk


def test_an_unknown_name_is_an_error_and_asked_about_once(event):
    planned = plan(event, ("Polend", "Jan", "Kowalski"), ("Polend", "Eva", "Lis"))
    assert kinds(planned) == ["error", "error"]
    [problem, _second] = planned.problems
    assert (problem.row, problem.column, problem.value) == (2, "Delegation", "Polend")
    assert "Poland" in problem.reason
    [unknown] = planned.unknown
    assert (unknown.text, unknown.rows) == ("Polend", 2)
    assert [str(each) for each in unknown.proposals] == ["Poland"]


def test_an_unknown_name_can_be_decided_for_all_its_rows(event, poland):
    rows = [("Polend", "Jan", "Kowalski"), ("Polend", "Eva", "Lis")]
    planned = plan(event, *rows, decisions=Decisions(participants={"polend": f"state:{poland.pk}"}))
    assert (kinds(planned), planned.added_places) == (["new", "new"], [])
    planned = plan(event, *rows, decisions=Decisions(participants={"polend": "leave_out"}))
    assert kinds(planned) == ["left_out", "left_out"]


def test_a_record_that_is_gone_decides_nothing(event):
    decisions = Decisions(participants={"polend": "state:987654321"})
    assert kinds(plan(event, ("Polend", "Jan", "Kowalski"), decisions=decisions)) == ["error"]


def test_without_a_delegation_a_row_is_an_error_unless_it_is_said(event, poland):
    header = ("Given names", "Family name")
    planned = plan(event, ("Jan", "Kowalski"), header=header)
    assert "No delegation is given." in reasons(planned)[0]
    planned = plan(
        event,
        ("Jan", "Kowalski"),
        header=header,
        decisions=Decisions(belongs_to=f"state:{poland.pk}"),
    )
    assert [row.place.participant for row in planned.rows] == [poland]


def test_a_list_of_one_delegation_takes_no_others(event):
    own = event.delegations.get()
    other = OrganisationDelegationFactory(event=event, organisation__name_en="Sunrise Foundation")
    DelegateFactory(delegation=other, given_names="Jan", family_name="Kowalski")
    header = ("Delegation", "Given names", "Family name")
    planned = plan(
        event,
        ("", "Jan", "Kowalski"),
        ("Poland", "Eva", "Lis"),
        ("Sunrise Foundation", "Max", "Huber"),
        header=header,
        only_delegation=own,
    )
    assert kinds(planned) == ["new", "new", "error"]
    assert [row.place and row.place.pk for row in planned.rows] == [own.pk, own.pk, None]
    assert "This list is that of Poland alone." in reasons(planned)[0]


def test_persons_of_an_organisation_are_found_by_it(event):
    organisation = OrganisationFactory(name_en="Sunrise Foundation")
    PersonFactory(given_names="Jan", family_name="Kowalski", organisation=organisation)
    assert kinds(plan(event, ("Sunrise Foundation", "Jan", "Kowalski"))) == ["duplicate"]


# --- Rows beside each other -----------------------------------------------------------------
def test_the_same_person_twice_is_an_error(event):
    planned = plan(event, ("Poland", "Jan", "Kowalski"), ("Poland", "JAN", "KOWALSKI"))
    assert kinds(planned) == ["new", "error"]
    [problem] = planned.problems
    assert (problem.row, problem.column) == (3, "Family name")
    assert problem.reason.startswith("Row 2 has the same name in the same delegation.")


def test_two_rows_of_one_name_are_two_people_where_the_officer_says_so(event):
    rows = [("Poland", "Jan", "Kowalski"), ("Poland", "JAN", "KOWALSKI")]
    two = Decisions(rows={"3@list.csv": "another"})
    planned = plan(event, *rows, decisions=two)
    assert (kinds(planned), planned.added) == (["new", "new"], 2)
    left_out = Decisions(rows={"3@list.csv": "leave_out"})
    assert kinds(plan(event, *rows, decisions=left_out)) == ["new", "left_out"]


def test_namesakes_with_addresses_of_their_own_are_two_people(event):
    planned = plan(
        event,
        ("Poland", "Jan", "Kowalski", "a@example.org"),
        ("Poland", "Jan", "Kowalski", "b@example.org"),
        header=WITH_EMAIL,
    )
    assert (kinds(planned), planned.added) == (["new", "new"], 2)


CAPACITY = ("Delegation", "Given names", "Family name", "Capacity")


def test_a_second_head_in_the_file_is_an_error(event):
    planned = plan(
        event,
        ("Poland", "Jan", "Kowalski", "head of delegation"),
        ("Poland", "Eva", "Lis", "head of delegation"),
        header=CAPACITY,
    )
    assert kinds(planned) == ["new", "error"]
    assert planned.problems[0].column == "Capacity"
    assert "has a head already, Jan Kowalski" in planned.problems[0].reason


def test_a_head_beside_the_one_in_the_register_is_a_question_about_that_one(event, anna):
    Delegate.objects.filter(pk=anna.pk).update(capacity="head")
    planned = plan(event, ("Poland", "Eva", "Lis", "head of delegation"), header=CAPACITY)
    assert planned.problems == []
    [missing] = planned.undecided_missing
    assert (missing.name, missing.loses_seat) == ("Anna Nowak", True)


def test_a_head_who_is_named_without_a_capacity_steps_down_for_another(event, anna):
    Delegate.objects.filter(pk=anna.pk).update(capacity="head")
    planned = plan(
        event,
        ("Poland", "Eva", "Lis", "head of delegation"),
        ("Poland", "Anna", "Nowak", ""),
        header=CAPACITY,
    )
    assert (planned.problems, planned.missing) == ([], [])
    [change] = planned.rows[1].changes
    assert (change.field, change.old, change.new) == ("capacity", "head", "delegate")


# --- Poorer spelling ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "family", "read"),
    [
        ("Żaneta", "ŁOŚ-KRÓL", ("Zaneta", "LOS-KROL")),
        ("Mārtiņš", "ŠĶĒLE-ROZE", ("Martins", "Skele-Roze")),
        ("Mārtiņš", "ŠĶĒLE-ROZE", ("Skele-Roze", "Martins")),
        ("Arman", "OSPANOV", ("Arman", "Ospanov")),
        ("Фёдор", "Сидоров", ("Федор", "СИДОРОВ")),
    ],
)
def test_a_poorer_spelling_changes_nothing(event, given, family, read):
    person = PersonFactory(given_names=given, family_name=family)
    delegate = DelegateFactory(delegation=event.delegations.get(), person=person)
    planned = plan(event, ("Poland", *read))
    assert [(row.kind, row.delegate) for row in planned.rows] == [(Kind.SAME, delegate.pk)]


def test_a_richer_spelling_is_a_change(event):
    person = PersonFactory(given_names="Zaneta", family_name="LOS-KROL")
    DelegateFactory(delegation=event.delegations.get(), person=person)
    [row] = plan(event, ("Poland", "Żaneta", "ŁOŚ-KRÓL")).rows
    assert {change.field: change.new for change in row.changes} == {
        "given_names": "Żaneta",
        "family_name": "ŁOŚ-KRÓL",
    }


@pytest.mark.parametrize(
    ("field", "stored", "read"),
    [
        ("prefix", "Mr", "Mr."),
        ("prefix", "H.E. Mr", "HE Mr."),
        ("phone", "+48 22 601", "+4822601"),
        ("position", "Ministère", "MINISTERE"),
        ("position", "Director", "DIRECTOR"),
    ],
)
def test_the_same_value_with_less_care_is_no_change(event, field, stored, read):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Anna", family_name="Nowak", phone="+48 22 601")
    values = {field: stored} if field != "phone" else {}
    DelegateFactory(delegation=delegation, person=person, **values)
    header = ("Delegation", "Given names", "Family name", field.capitalize())
    planned = plan(event, ("Poland", "Anna", "Nowak", read), header=header)
    assert kinds(planned) == ["same"]


def test_what_the_officer_types_in_cyrillic_goes_into_the_field_for_it(event):
    person = PersonFactory(given_names="Олим", family_name="Юсупов", position="Директор")
    DelegateFactory(delegation=event.delegations.get(), person=person)
    typed = {"family_name": "ЮСУПОВ", "position": ""}
    decisions = Decisions(cells={"2@list.csv": typed})
    row = ("Poland", "Олим", "Юсупов", "Советник")
    [planned] = plan(event, row, header=(*HEADER, "Position"), decisions=decisions).rows
    assert [(change.field, change.old, change.new) for change in planned.changes] == [
        ("family_name_cyrillic", "Юсупов", "ЮСУПОВ"),
        ("position_ru", "Директор", ""),
    ]
    shown = cells_shown(planned)
    assert (shown["given_names"], shown["family_name"], shown["position"]) == (
        *("Олим", "ЮСУПОВ", ""),
    )


def test_what_the_officer_typed_is_taken_as_it_stands(event, anna):
    decisions = Decisions(cells={"2@list.csv": {"family_name": "NOWAK", "position": ""}})
    [row] = plan(event, ("Poland", "Anna", "Nowak"), decisions=decisions).rows
    assert {change.field: change.new for change in row.changes} == {
        "family_name": "NOWAK",
        "position": "",
    }


# --- What an officer had better know --------------------------------------------------------
def test_who_was_withdrawn_and_is_named_again_is_asked_about(event, anna):
    Delegate.objects.filter(pk=anna.pk).update(status="withdrawn")
    row = ("Poland", "Anna", "Nowak")
    planned = plan(event, row)
    assert (kinds(planned), planned.undecided, planned.added) == (["back"], planned.rows, 0)
    back = plan(event, row, decisions=decided(planned, "back"))
    assert (back.undecided, back.changed) == ([], 1)
    assert back.rows[0].change_of("status").new == "nominated"
    stays = plan(event, row, decisions=decided(planned, "stay_withdrawn"))
    assert (stays.undecided, stays.changes_nothing) == ([], True)


def test_one_person_in_two_delegations_is_said(event):
    StateFactory(name_en="Austria")
    planned = plan(event, ("Poland", "Jan", "Kowalski"), ("Austria", "Jan", "Kowalski"))
    first, second = planned.rows
    assert first.doubts == (
        ("family_name", "Row 3 has the same name in another delegation, Austria."),
    )
    assert second.is_doubtful


def test_one_name_in_two_delegations_is_not_said_of_those_on_the_list(event):
    states = [event.delegations.get().state, StateFactory(name_en="Austria")]
    for state in states:
        delegation, _new = event.delegations.get_or_create(state=state)
        DelegateFactory(delegation=delegation, given_names="Jan", family_name="Kowalski")

    planned = plan(event, ("Poland", "Jan", "Kowalski"), ("Austria", "Jan", "Kowalski"))

    assert kinds(planned) == ["same", "same"]
    assert not any(row.is_doubtful for row in planned.rows)


def test_a_newer_position_is_offered_to_the_person(event, anna):
    header = ("Delegation", "Given names", "Family name", "Position")
    row = ("Poland", "Anna", "Nowak", "Minister")
    [planned] = plan(event, row, header=header).rows
    assert [(each.field, each.new) for each in planned.offered] == [("position", "Minister")]
    assert not planned.alters_person
    decisions = Decisions(values={planned.key: "also_person"})
    assert plan(event, row, header=header, decisions=decisions).rows[0].alters_person

    later = EventFactory(starts=event.starts + datetime.timedelta(days=40))
    DelegateFactory(delegation=DelegationFactory(event=later), person=anna.person)
    assert plan(event, row, header=header).rows[0].offered == ()


def test_whom_a_left_out_row_names_is_not_missing(event, anna):
    row = ("Poland", "Anna", "Nowak")
    first = plan(event, row, ("Poland", "Jan", "Kowalski"))
    planned = plan(event, row, ("Poland", "Jan", "Kowalski"), decisions=decided(first, "leave_out"))
    assert planned.missing == []


def test_the_head_may_change_hands(event, anna):
    Delegate.objects.filter(pk=anna.pk).update(capacity="head")
    planned = plan(
        event,
        ("Poland", "Eva", "Lis", "head of delegation"),
        ("Poland", "Anna", "Nowak", "delegate"),
        header=CAPACITY,
    )
    assert (kinds(planned), planned.problems) == (["new", "changed"], [])


# --- Cells ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Position", "x" * 301, "longer than 300 characters"),
        ("E-mail", "anna at example", "is not an e-mail address"),
        ("Status", "perhaps", "is not known here"),
    ],
)
def test_a_cell_that_cannot_be_stored_is_named(event, column, value, reason):
    header = ("Delegation", "Given names", "Family name", column)
    planned = plan(event, ("Poland", "Jan", "Kowalski", value), header=header)
    [problem] = planned.problems
    assert (problem.row, problem.column, problem.value) == (2, column, value)
    assert reason in problem.reason
    assert str(problem).startswith(f"Row 2, “{column}”, “")


# --- Words of capacity ----------------------------------------------------------------------
WIZARD = ("Poland", "Jan", "Kowalski", "Chief Wizard", "Adviser")
WITH_POSITION = (*CAPACITY, "Position")


def test_an_unknown_word_of_capacity_is_asked_about_once(event, anna):
    rows = [WIZARD, ("Poland", "Anna", "Nowak", "chief wizard", ""), ("Poland", "E", "Lis", "", "")]
    planned = plan(event, *rows, header=WITH_POSITION)
    [word] = planned.undecided_words
    assert (word.text, word.rows, planned.problems) == ("Chief Wizard", 2, [])
    assert [row.is_doubtful for row in planned.rows] == [True, True, False]
    # Before it is decided, it says nothing of somebody who is known.
    assert planned.rows[1].values["capacity"] == anna.capacity


@pytest.mark.parametrize(
    ("meaning", "capacity", "position"),
    [
        ("expert", "expert", "Adviser"),
        ("position", "delegate", "Chief Wizard, Adviser"),
        ("nothing", "delegate", "Adviser"),
    ],
)
def test_an_unknown_word_of_capacity_is_what_was_decided(event, meaning, capacity, position):
    decided = Decisions(capacities={"chief wizard": meaning})
    planned = plan(event, WIZARD, header=WITH_POSITION, decisions=decided)
    [row] = planned.rows
    assert (row.values["capacity"], row.values["position"]) == (capacity, position)
    assert (planned.undecided_words, row.is_doubtful) == ([], False)
    before = plan(event, WIZARD, header=WITH_POSITION)
    assert before.fingerprint != planned.fingerprint


def test_a_word_in_cyrillic_that_is_a_position_is_the_one_in_russian(event):
    wizard = ("Poland", "Jan", "Kowalski", "Главный чародей", "Adviser")
    decided = Decisions(capacities={"главныи чародеи": "position"})
    [row] = plan(event, wizard, header=WITH_POSITION, decisions=decided).rows
    assert (row.values["position"], row.values["position_ru"]) == ("Adviser", "Главный чародей")


def test_a_capacity_that_is_typed_answers_for_its_row(event):
    decided = Decisions(cells={"2@list.csv": {"capacity": "expert"}})
    planned = plan(event, WIZARD, header=WITH_POSITION, decisions=decided)
    assert planned.words == []
    assert planned.rows[0].values["capacity"] == "expert"


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("Head of delegaton", "head"), ("Chief Wizard", "position"), ("Obsever", "observer")],
)
def test_the_likeliest_meaning_is_a_misspelt_capacity_or_a_position(event, word, meaning):
    known = ("Poland", "Eva", "Lis", "delegate")
    planned = plan(event, ("Poland", "Jan", "Kowalski", word), known, header=CAPACITY)
    assert [likeliest(each) for each in planned.words] == [meaning]


# --- Sameness and cost ----------------------------------------------------------------------
def test_a_fingerprint_tells_whether_the_same_would_be_done(event, anna):
    header = ("Delegation", "Given names", "Family name", "Position")
    rows = [("Poland", "Anna", "Nowak", "Minister"), ("Poland", "Jan", "Kowalski", "")]
    first = plan(event, *rows, header=header).fingerprint
    assert plan(event, *rows, header=header).fingerprint == first
    Delegate.objects.filter(pk=anna.pk).update(position="Head of unit")
    assert plan(event, *rows, header=header).fingerprint != first


def test_it_asks_as_often_for_many_rows_as_for_few(event, django_assert_max_num_queries):
    def ask(number: int) -> int:
        rows = [("Poland", "Jan", f"Kowalski {n}", f"{n}@example.org") for n in range(number)]
        with django_assert_max_num_queries(10) as queries:
            plan(event, *rows, header=WITH_EMAIL)
        return len(queries)

    for _number in range(20):
        DelegateFactory(delegation=event.delegations.get())
    assert ask(500) == ask(2)


def test_a_misspelt_state_above_its_people_is_asked_about_and_nobodys_name(event):
    StateFactory(name_en="Kazakhstan", iso2="KZ", iso3="KAZ")
    rows = [
        ("POLAND", ""),
        ("Jan Nowak", "Minister"),
        ("KAZAHSTAN", ""),
        ("Ali Rakhimov", "Expert"),
    ]
    planned = plan(event, *rows, header=("Name", "Position"))
    assert [(row.name, row.kind) for row in planned.rows] == [
        ("Jan Nowak", Kind.NEW),
        ("Ali Rakhimov", Kind.ERROR),
    ]
    assert "Perhaps it is “Kazakhstan”" in planned.problems[0].reason


# --- Delegations without a head ---------------------------------------------------------------
HEADED = ("Delegation", "Given names", "Family name", "Capacity", "Status")


def headless(event, *rows, **options) -> list[str]:
    return [place.name for place in plan(event, *rows, header=HEADED, **options).headless]


def test_a_delegation_that_will_have_no_head_is_named(event, anna):
    jan = ("Poland", "Jan", "Lis")
    assert headless(event, (*jan, "", "")) == ["Poland"]
    assert headless(event, (*jan, "head of delegation", "")) == []
    # Who does not come leads nobody.
    assert headless(event, (*jan, "head of delegation", "withdrawn")) == ["Poland"]


def test_a_head_on_the_list_counts_until_somebody_withdraws_them(event, anna):
    Delegate.objects.update(capacity="head")
    jan = ("Poland", "Jan", "Lis", "", "")
    assert headless(event, jan) == []
    withdrawn = Decisions(missing={str(anna.pk): "withdraw"})
    assert headless(event, jan, decisions=withdrawn) == ["Poland"]
    assert headless(event, ("Poland", "Anna", "Nowak", "delegate", "")) == ["Poland"]


def test_states_and_organisations_without_a_head_are_told_apart(event):
    OrganisationDelegationFactory(event=event, organisation__name_en="ICMPD")
    planned = plan(
        event, ("Poland", "Jan", "Lis", "", ""), ("ICMPD", "Eva", "Maier", "", ""), header=HEADED
    )
    assert [place.name for place in planned.headless_states] == ["Poland"]
    assert [place.name for place in planned.headless_organisations] == ["ICMPD"]
