"""Carrying out an import: all of it or nothing, once, with the history of every record."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import threading

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection

from core.models import ContentRevision
from events.models import Delegate, Delegation, Event, ParticipantImport
from events.participant_list.importing.apply import (
    PlanChanged,
    PlanRefused,
    apply_import,
    apply_in_steps,
)
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import read_list
from participants.models import Person
from tests.events.participant_list.lists import HEADER, file_of, plan, read
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    StateFactory,
)

FULL = (
    *("Delegation", "Prefix", "Given names", "Family name", "Capacity", "Position"),
    *("Institution", "Status", "E-mail", "Phone"),
)
JAN = (
    *("Poland", "Mr", "Jan", "Kowalski", "head of delegation", "Director"),
    *("Ministry of Labour", "confirmed", "jan@example.org", "+48 22 601"),
)
EVA = ("Austria", "", "Eva", "Maier", *[""] * 6)


@pytest.fixture
def event(db) -> Event:
    event = EventFactory(title_en="Conference", slug="conference")
    DelegationFactory(event=event, state__name_en="Poland")
    StateFactory(name_en="Austria")
    return event


def carry_out(event, *rows, header=FULL, decisions=None, expected=None, user=None):
    record = ParticipantImport(event=event, file_name="list.csv", user=user)
    return apply_import(
        record, lambda: plan(event, *rows, header=header, decisions=decisions), expected
    )


def counts() -> tuple[int, ...]:
    models = (Delegation, Delegate, Person, Delegate.history, Person.history, ParticipantImport)
    return tuple(getattr(model, "objects", model).count() for model in models)


# --- What is stored -------------------------------------------------------------------------
def test_it_adds_people_and_the_delegations_they_need(event):
    carry_out(event, JAN, EVA)
    jan = Delegate.objects.get(family_name="Kowalski")
    assert (jan.prefix, jan.given_names, jan.capacity, jan.status) == (
        *("Mr", "Jan", "head", "confirmed"),
    )
    assert (jan.position, jan.institution) == ("Director", "Ministry of Labour")
    assert (jan.person.email, jan.person.phone) == ("jan@example.org", "+48 22 601")
    assert (jan.person.state.name_en, jan.basis) == ("Poland", "none")
    assert list(Person.objects.search("kowalski")) == [jan.person]
    eva = Delegate.objects.get(family_name="Maier")
    assert (eva.capacity, eva.status) == ("delegate", "nominated")
    assert (eva.delegation.role, eva.delegation.section) == ("participating", "states")
    assert bytes(eva.name_sort_key) == bytes(eva.person.name_sort_key) != b""


def test_it_changes_what_the_file_says_otherwise(event):
    carry_out(event, JAN)
    changed = (
        *("Poland", "Dr", "Jan", "Kowalski", "expert", "Minister", "", "attended"),
        *("j@example.org", ""),
    )
    carry_out(event, changed)
    jan = Delegate.objects.get()
    assert (jan.prefix, jan.capacity, jan.position, jan.status) == (
        *("Dr", "expert", "Minister", "attended"),
    )
    assert (jan.institution, jan.person.email) == ("Ministry of Labour", "j@example.org")
    assert jan.person.phone == "+48 22 601"


def test_a_corrected_name_is_sorted_anew(event):
    carry_out(event, JAN)
    before = bytes(Delegate.objects.get().name_sort_key)
    carry_out(event, (*JAN[:3], "Aachen-Kowalski", *JAN[4:]))
    jan = Delegate.objects.get()
    assert jan.family_name == "Aachen-Kowalski"
    assert bytes(jan.name_sort_key) < before


def test_the_head_changes_hands(event):
    carry_out(event, JAN, ("Poland", "", "Eva", "Lis", "delegate", *[""] * 5))
    carry_out(
        event,
        ("Poland", "", "Eva", "Lis", "head of delegation", *[""] * 5),
        ("Poland", "", "Jan", "Kowalski", "delegate", *[""] * 5),
    )
    assert Delegate.objects.get(capacity="head").family_name == "Lis"


@pytest.mark.parametrize("in_delegation", [True, False])
def test_the_name_in_latin_is_noted_with_the_person_who_has_none(event, in_delegation):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Иван", family_name="Сидоров", state=delegation.state)
    if in_delegation:
        DelegateFactory(delegation=delegation, person=person)
    row = ("Poland", "Ivan", "Sidorov")
    key = "2@list.csv"
    decisions = Decisions(rows={key: f"person:{person.pk}"})
    carry_out(event, row, header=HEADER, decisions=decisions)
    person.refresh_from_db()
    assert str(person) == "Ivan Sidorov"
    assert (person.given_names_cyrillic, person.family_name_cyrillic) == ("Иван", "Сидоров")
    assert person.search_text == person.make_search_text()
    assert Delegate.objects.get().person == person


def test_a_name_in_cyrillic_that_is_added_is_found_by_its_sound(event):
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Ivan", family_name="Sidorov", state=delegation.state)
    DelegateFactory(delegation=delegation, person=person)
    carry_out(event, ("Poland", "Иван", "Сидоров"), header=HEADER)
    person.refresh_from_db()
    keys = (person.match_key, person.match_key_cyrillic, person.search_text)
    person.make_keys()
    assert keys == (person.match_key, person.match_key_cyrillic, person.search_text)


def test_a_known_person_is_not_entered_twice(event):
    carry_out(event, JAN)
    other = EventFactory()
    carry_out(other, (*JAN[:9], "+48 22 602"))
    person = Person.objects.get()
    assert person.delegates.count() == 2
    assert person.phone == "+48 22 602"


def test_the_same_file_again_changes_nothing(event):
    carry_out(event, JAN, EVA)
    before, revision = counts(), ContentRevision.current()
    again = carry_out(event, JAN, EVA)
    assert again.changes_nothing
    assert counts()[:-1] == before[:-1]
    assert ContentRevision.current() == revision


def test_each_record_has_its_history(event):
    officer = User.objects.create_user("officer")
    carry_out(event, JAN, EVA, user=officer)
    carry_out(event, (*JAN[:5], "Minister", *JAN[6:]), user=officer)
    jan = Delegate.objects.get(family_name="Kowalski")
    changed, added = jan.history.all()
    assert (added.history_type, added.position) == ("+", "Director")
    assert (changed.history_type, changed.position) == ("~", "Minister")
    assert changed.history_user == officer
    assert changed.history_change_reason.startswith("Imported from a list. #")
    assert changed.history_date > added.history_date
    assert jan.person.history.get().email == "jan@example.org"
    assert Delegation.objects.get(state__name_en="Austria").history.count() == 1


def test_public_pages_are_made_anew(event):
    before = ContentRevision.current()
    carry_out(event, JAN)
    assert ContentRevision.current() != before


def test_people_of_a_sample_event_are_marked_as_such(event):
    Event.objects.update(sample=True)
    event.refresh_from_db()
    carry_out(event, JAN)
    assert Person.objects.get().sample


def test_it_notes_who_imported_how_much(event):
    officer = User.objects.create_user("officer")
    carry_out(event, JAN, EVA, user=officer)
    record = ParticipantImport.objects.get()
    assert (record.state, record.user, record.event) == ("applied", officer, event)
    assert (record.numbers["added"], record.numbers["delegations"]) == (2, 1)
    assert "Kowalski" not in str(record.numbers)


def test_the_file_goes_once_it_is_imported(event):
    file = ContentFile(file_of(JAN, header=FULL), "list.csv")
    record = ParticipantImport.keep(file, event=event)
    path, storage = record.file.name, record.file.storage
    assert path.startswith("imports/")
    assert "list" not in path
    record.decisions = Decisions(values={"2@list.csv": "keep"}).as_json()
    record.save()
    apply_import(record, lambda: plan(event, JAN, header=FULL))
    assert not storage.exists(path)
    record.refresh_from_db()
    assert (record.file.name, record.decisions, record.columns) == ("", {}, {})


def test_a_file_goes_with_its_event_and_none_is_left_behind(event):
    def keep(event):
        return ParticipantImport.keep(
            ContentFile(file_of(JAN, header=FULL), "list.csv"), event=event
        )

    left, other = keep(event), keep(EventFactory())
    ParticipantImport.objects.filter(pk=left.pk).update(state="applied")
    keep(event)
    assert not left.file.storage.exists(left.file.name)
    other.event.delete()
    assert not other.file.storage.exists(other.file.name)


# --- All or nothing -------------------------------------------------------------------------
def test_with_an_error_nothing_is_stored(event):
    before = counts()
    with pytest.raises(PlanRefused) as refused:
        carry_out(event, JAN, ("Atlantis", *EVA[1:]))
    assert refused.value.plan.problems[0].row == 3
    assert counts() == before


def test_what_was_changed_since_the_preview_is_not_overwritten(event):
    carry_out(event, JAN)
    rows = [(*JAN[:5], "Minister", *JAN[6:])]
    previewed = plan(event, *rows, header=FULL)
    Delegate.objects.update(position="Ambassador")
    before = counts()
    with pytest.raises(PlanChanged) as changed:
        carry_out(event, *rows, expected=previewed.fingerprint)
    assert changed.value.plan.rows[0].changes[0].old == "Ambassador"
    assert Delegate.objects.get().position == "Ambassador"
    assert counts() == before
    carry_out(event, *rows, expected=changed.value.plan.fingerprint)
    assert Delegate.objects.get().position == "Minister"


def test_an_import_is_applied_once(event):
    record = ParticipantImport.objects.create(event=event, file_name="list.csv")
    other_window = ParticipantImport.objects.get()
    apply_import(record, lambda: plan(event, JAN, header=FULL))
    with pytest.raises(PlanChanged):
        apply_import(other_window, lambda: plan(event, EVA, header=FULL))
    assert Delegate.objects.count() == 1


def test_abandoned_half_way_nothing_is_stored(event, monkeypatch):
    monkeypatch.setattr("events.participant_list.importing.apply.BATCH", 1)
    before = counts()
    record = ParticipantImport(event=event, file_name="list.csv")
    steps = apply_in_steps(record, lambda: plan(event, JAN, EVA, header=FULL))
    assert [next(steps).done for _number in range(2)] == [0, 1]
    steps.close()
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told():
    event = EventFactory()
    DelegationFactory(event=event, state__name_en="Poland")
    previewed = plan(event, JAN, header=FULL).fingerprint
    started, results = threading.Barrier(2), []

    def confirm():
        try:
            started.wait(10)
            carry_out(event, JAN, expected=previewed)
            results.append("applied")
        except PlanChanged:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["applied", "told"]
    assert (Delegate.objects.count(), Person.objects.count()) == (1, 1)


# --- The plan is made before the transaction ------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_plan_and_its_records_are_made(monkeypatch):
    event = EventFactory()
    DelegationFactory(event=event, state__name_en="Poland")
    make_keys, made = Person.make_keys, []

    def make_plan():
        assert not connection.in_atomic_block
        return plan(event, JAN, header=FULL)

    def make_keys_of_a_person(person):
        made.append(connection.in_atomic_block)
        make_keys(person)

    monkeypatch.setattr(Person, "make_keys", make_keys_of_a_person)
    apply_import(ParticipantImport(event=event, file_name="list.csv"), make_plan)
    assert made == [False]
    assert Delegate.objects.count() == 1


def rename_the_delegate(event):
    delegate = Delegate.objects.get()
    delegate.position = "Ambassador"
    delegate.save()


def change_the_person(event):
    person = Person.objects.get()
    person.phone = "+48 1"
    person.save()


def add_a_delegation(event):
    DelegationFactory(event=event, state=StateFactory(name_en="Austria"))


def add_a_delegate_silently(event):
    delegation = event.delegations.get()
    Delegate.objects.bulk_create(
        [
            Delegate(
                delegation=delegation,
                person=PersonFactory(),
                family_name="Silent",
                name_sort_key=b"",
            )
        ]
    )


@pytest.mark.parametrize(
    "change", [rename_the_delegate, change_the_person, add_a_delegation, add_a_delegate_silently]
)
def test_what_changes_while_the_plan_is_made_is_in_a_new_plan(event, change):
    carry_out(event, JAN)
    rows = [(*JAN[:5], "Minister", *JAN[6:])]
    made = []

    def make_plan():
        made.append(plan(event, *rows, header=FULL))
        if len(made) == 1:
            change(event)
        return made[-1]

    done = apply_import(ParticipantImport(event=event, file_name="list.csv"), make_plan)
    assert len(made) == 2
    assert done is made[1]
    assert Delegate.objects.filter(position="Minister").count() == 1


def test_where_others_never_rest_it_is_refused(event):
    carry_out(event, JAN)
    rows = [(*JAN[:5], "Minister", *JAN[6:])]

    def make_plan():
        made = plan(event, *rows, header=FULL)
        Delegate.objects.get().save()
        return made

    with pytest.raises(PlanChanged):
        apply_import(ParticipantImport(event=event, file_name="list.csv"), make_plan)
    assert not Delegate.objects.filter(position="Minister").exists()


def test_what_others_change_elsewhere_does_not_matter(event):
    made = []

    def make_plan():
        made.append(plan(event, JAN, header=FULL))
        DelegateFactory()
        return made[-1]

    apply_import(ParticipantImport(event=event, file_name="list.csv"), make_plan)
    assert len(made) == 1


# --- Killed ---------------------------------------------------------------------------------
# Imports a file, and kills itself before the statement of the given number.
KILLED = """
    import io, os, signal, sys
    import django
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    left = int(sys.argv[1])

    def count(execute, sql, params, many, context):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call_command("import_participants", "conference", sys.argv[2], stdout=io.StringIO())
        print(int(sys.argv[1]) - left)
"""


def database_url() -> str:
    """How another process reaches the database of the tests."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    address, question, options = os.environ["TEST_DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{known['NAME']}{question}{options}"


def import_and_be_killed(file, statements: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(statements), str(file)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_it_leaves_all_or_nothing(tmp_path):
    event = EventFactory(slug="conference")
    poland = DelegationFactory(event=event, state__name_en="Poland")
    DelegateFactory(delegation=poland, given_names="Anna", family_name="Nowak", capacity="head")
    StateFactory(name_en="Austria")
    file = tmp_path / "list.csv"
    anna = ("Poland", "", "Anna", "Nowak", "delegate", "Minister", *[""] * 4)
    file.write_bytes(file_of(JAN, anna, EVA, header=FULL))
    before = counts()

    statements, killed = 0, 0
    while True:
        ended = import_and_be_killed(file, statements)
        connection.close()
        if counts() != before:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        killed += 1
        statements += 5
    assert killed > 3
    # All of it is stored at once: what comes after that is the index of the search.
    assert counts() == (2, 3, 3, 4, 3, 1)
    assert Delegate.objects.get(capacity="head").family_name == "Kowalski"


# --- Cost -----------------------------------------------------------------------------------
def test_it_asks_as_often_for_many_as_for_few(event, django_assert_max_num_queries):
    def ask(number: int) -> int:
        rows = [("Poland", "Jan", f"Kowalski {number} {n}") for n in range(number)]
        with django_assert_max_num_queries(32) as queries:
            carry_out(event, *rows, header=HEADER)
        return len(queries)

    assert ask(40) == ask(2)


def test_the_plan_is_made_from_the_file_itself(event):
    content = file_of(JAN, header=FULL)
    made = plan_import(event, read_list(io.BytesIO(content), "list.csv"))
    assert made.fingerprint == plan_import(event, read(JAN, header=FULL)).fingerprint
