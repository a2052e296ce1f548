"""Taking an import back: all is as it was, unless something builds on it."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Delegate, Delegation, Event, ParticipantImport
from events.participant_list.errors import ParticipantListError
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.undo import BuiltOn, undo_import
from events.participant_list.issued.issuing import draft_of, issue
from participants.models import Person
from tests.events.participant_list.test_apply import carry_out
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    StateFactory,
)

HEADER = ("Delegation", "Given names", "Family name", "Capacity", "Position", "E-mail")
JAN = ("Poland", "Jan", "Kowalski", "head of delegation", "Minister", "jan@example.org")
EVA = ("Austria", "Eva", "Maier", "", "", "")


@pytest.fixture
def event(db) -> Event:
    event = EventFactory(title_en="Conference", slug="conference")
    DelegationFactory(event=event, state__name_en="Poland")
    StateFactory(name_en="Austria")
    return event


@pytest.fixture
def anna(event) -> Delegate:
    """The head of the delegation of Poland."""
    person = PersonFactory(given_names="Anna", family_name="Nowak", email="anna@example.org")
    return DelegateFactory(
        delegation=event.delegations.get(), person=person, capacity="head", position="Director"
    )


def stored() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Delegation, Person, Delegate)]


def imported(event, *rows, **kwargs) -> ParticipantImport:
    carry_out(event, *rows, header=HEADER, **kwargs)
    return ParticipantImport.objects.first()


def test_what_was_added_and_changed_goes_back_as_it_was(event, anna):
    officer = User.objects.create_user("officer")
    before = stored()
    changed = ("Poland", "Anna", "Nowak", "", "Adviser", "new@example.org")
    record = imported(event, JAN, EVA, changed)
    assert Delegate.objects.get(capacity="head").family_name == "Kowalski"
    assert undo_import(record, officer) == {"removed": 2, "restored": 1}
    assert stored() == before
    record.refresh_from_db()
    assert record.state == "undone"
    last = anna.history.first()
    assert (last.history_user, last.position) == (officer, "Director")
    assert last.history_change_reason.startswith("Import undone.")


def test_who_was_withdrawn_takes_part_again(event, anna):
    before = stored()
    record = imported(event, JAN, decisions=Decisions(missing={str(anna.pk): "withdraw"}))
    anna.refresh_from_db()
    assert (anna.status, anna.capacity) == ("withdrawn", "delegate")
    undo_import(record, None)
    assert stored() == before


def test_it_is_undone_once(event):
    record = imported(event, EVA)
    undo_import(record, None)
    with pytest.raises(ParticipantListError, match="undone already"):
        undo_import(record, None)


def test_imports_are_undone_one_after_the_other(event, anna):
    before = stored()
    first = imported(event, JAN, ("Poland", "Anna", "Nowak", "delegate", "Adviser", ""))
    second = imported(
        event,
        ("Poland", "Jan", "Kowalski", "head of delegation", "Prime Minister", "pm@example.org"),
        ("Poland", "Anna", "Nowak", "", "Expert", "anna@new.example.org"),
    )
    with pytest.raises(BuiltOn):
        undo_import(first, None)
    undo_import(second, None)
    undo_import(first, None)
    assert stored() == before


def test_an_earlier_import_is_undone_where_the_later_one_touched_nobody_of_it(event):
    first = imported(event, EVA)
    imported(event, JAN)
    undo_import(first, None)
    assert [str(each) for each in Delegate.objects.all()] == ["Jan Kowalski"]


def change_again(event):
    delegate = Delegate.objects.get(family_name="Maier")
    delegate.position = "Adviser"
    delegate.save()


def import_again(event):
    carry_out(event, ("Austria", "Eva", "Maier", "", "Adviser", ""), header=HEADER)


def name_elsewhere(event):
    DelegateFactory(person=Person.objects.get(family_name="Maier"))


def add_to_the_delegation(event):
    DelegateFactory(delegation=Delegation.objects.get(state__name_en="Austria"))


def speak(event):
    delegate = Delegate.objects.get(family_name="Maier")
    contribution = ContributionFactory(session__event=event, delegation=delegate.delegation)
    contribution.speakers.set([delegate])


def issue_the_list(event):
    issue(event, draft_of(event).fingerprint, "provisional", None)


def remove(event):
    Delegate.objects.get(family_name="Maier").delete()


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        (change_again, "Eva Maier was changed"),
        (import_again, "Eva Maier was changed"),
        (name_elsewhere, "Eva Maier takes part in"),
        (add_to_the_delegation, "was added to the delegation of Austria"),
        (speak, "the contribution"),
        (issue_the_list, "version 1 of the list was issued"),
        (remove, "was deleted"),
    ],
)
def test_what_builds_on_it_is_named_and_nothing_is_undone(event, later, sentence):
    record = imported(event, EVA)
    later(event)
    before = stored()
    with pytest.raises(BuiltOn, match=sentence):
        undo_import(record, None)
    assert stored() == before


def test_it_asks_as_often_for_many_as_for_few(event):
    def ask(number: int) -> int:
        rows = [("Austria", "Eva", f"Maier{number}{n}", "", "", "") for n in range(number)]
        record = imported(event, *rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            undo_import(record, None)
        return len(queries)

    assert ask(40) == ask(2)
