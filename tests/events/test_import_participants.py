"""`manage.py import_participants`: a list into an event, all of it or nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from events.models import Delegate, ParticipantImport
from participants.models import Person
from tests.events.participant_list.lists import HEADER, file_of
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    EventFactory,
    PersonFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db

JAN, EVA = ("Poland", "Jan", "Kowalski"), ("Austria", "Eva", "Maier")


@pytest.fixture
def event():
    event = EventFactory(slug="conference", published=False)
    DelegationFactory(event=event, state__name_en="Poland")
    StateFactory(name_en="Austria")
    return event


@pytest.fixture
def list_of(tmp_path):
    """`list_of(*rows)`: the path of a file with these rows."""

    def write(*rows, header=HEADER) -> str:
        file = tmp_path / "list.csv"
        file.write_bytes(file_of(*rows, header=header))
        return str(file)

    return write


def test_it_adds_people_and_delegations(event, list_of, capsys):
    call_command("import_participants", "conference", list_of(JAN, EVA))
    assert Delegate.objects.filter(delegation__event=event).count() == 2
    assert event.delegations.get(state__name_en="Austria").role == "participating"
    expected = "Added: 2, changed: 0, delegations added: 1, unchanged: 0.\n"
    assert capsys.readouterr().out == expected
    record = ParticipantImport.objects.get()
    assert (record.state, record.user, record.file_name) == ("applied", None, "list.csv")


def test_it_changes_nothing_when_only_asked(event, list_of, capsys):
    call_command("import_participants", "conference", list_of(JAN, EVA), "--dry-run")
    header, first, second, last = capsys.readouterr().out.splitlines()
    assert last == "Would be added: 2, changed: 0, delegations added: 1, unchanged: 0."
    assert header.split()[:6] == ["Row", "Delegation", "Prefix", "Given", "names", "Family"]
    assert first.split() == ["2", "new", "Poland", "Jan", "Kowalski", "delegate", "nominated"]
    assert "Maier" in second
    assert not Delegate.objects.exists()
    assert not ParticipantImport.objects.exists()


def test_the_same_file_again_changes_nothing(event, list_of, capsys):
    call_command("import_participants", "conference", list_of(JAN))
    before = (Person.history.count(), Delegate.history.count())
    call_command("import_participants", "conference", list_of(JAN))
    assert capsys.readouterr().out.splitlines()[-1].endswith("unchanged: 1.")
    assert (Person.history.count(), Delegate.history.count()) == before


def test_a_possible_duplicate_is_a_new_person_and_reported(event, list_of, capsys):
    known = PersonFactory(
        given_names="Jan", family_name="Kowalski", state=event.delegations.get().state
    )
    call_command("import_participants", "conference", list_of(JAN))
    assert Delegate.objects.get().person != known
    assert (
        f"Row 2: Jan Kowalski is a new person, and may be a duplicate of "
        f"Jan Kowalski (person {known.pk})."
    ) in capsys.readouterr().out
    call_command("import_participants", "conference", list_of(JAN))
    assert Delegate.objects.count() == 1


def dzhanibek(event):
    """A delegate whom a list may write in more than one way in Latin letters."""
    delegation = event.delegations.get()
    person = PersonFactory(given_names="Жанибек", family_name="Ибраев", state=delegation.state)
    return DelegateFactory(delegation=delegation, person=person)


def test_the_one_of_the_delegation_who_may_be_meant_is_meant(event, list_of, capsys):
    known = dzhanibek(event)
    call_command("import_participants", "conference", list_of(("Poland", "Dzhanibek", "Ibrayev")))
    assert (
        f"Row 2: Dzhanibek Ibrayev is taken as Жанибек Ибраев (person {known.person_id}) of the "
        "same delegation, who stays as written there."
    ) in capsys.readouterr().out
    assert str(Delegate.objects.get()) == "Жанибек Ибраев"


def test_of_two_rows_that_may_mean_the_same_person_neither_is_taken_so(event, list_of, capsys):
    dzhanibek(event)
    rows = [("Poland", "Dzhanibek", "Ibrayev"), ("Poland", "Janibek", "Ibrayev")]
    call_command("import_participants", "conference", list_of(*rows))
    assert capsys.readouterr().out.count("may be a duplicate of Жанибек Ибраев") == 2
    assert Delegate.objects.count() == 3


def test_as_json_it_is_the_same_as_data(event, list_of, capsys):
    call_command("import_participants", "conference", list_of(JAN, EVA), "--dry-run", "--json")
    data = json.loads(capsys.readouterr().out)
    assert (data["added"], data["delegations_added"]) == (2, ["Austria"])
    row = data["rows"][0]
    assert (row["row"], row["kind"], row["delegation"]) == (2, "new", "Poland")
    assert row["values"]["family_name"] == "Kowalski"
    assert row["values"]["status"] == "nominated"


def test_strict_refuses_what_is_doubtful(event, list_of, capsys):
    PersonFactory(given_names="Jan", family_name="Kowalski", state=event.delegations.get().state)
    with pytest.raises(CommandError, match=r"may be a duplicate of(.|\n)*Nothing was imported"):
        call_command("import_participants", "conference", list_of(JAN), "--strict")
    assert not Delegate.objects.exists()
    call_command("import_participants", "conference", list_of(EVA), "--strict")
    assert str(Delegate.objects.get()) == "Eva Maier"


def test_an_unknown_word_of_capacity_is_reported_and_taken_as_is_likeliest(event, list_of, capsys):
    file = list_of((*JAN, "Chief Wizard"), header=(*HEADER, "Capacity"))
    with pytest.raises(CommandError, match=r"“Chief Wizard” \(1 row\) is no capacity"):
        call_command("import_participants", "conference", file, "--strict")
    call_command("import_participants", "conference", file)
    assert "is taken as “position”." in capsys.readouterr().out
    delegate = Delegate.objects.get()
    assert (delegate.position, delegate.capacity) == ("Chief Wizard", "delegate")


@pytest.mark.parametrize(
    ("option", "status", "says"),
    [([], "confirmed", "stays"), (["--whole-list"], "withdrawn", "is withdrawn")],
)
def test_who_is_not_in_the_list_is_reported(event, list_of, capsys, option, status, says):
    gone = DelegateFactory(
        delegation=event.delegations.get(), given_names="Timur", family_name="Mukanov"
    )
    call_command("import_participants", "conference", list_of(JAN), *option)
    assert f"Timur Mukanov (Poland) is not in the list and {says}." in capsys.readouterr().out
    gone.refresh_from_db()
    assert gone.status == status


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_with_any_error_nothing_is_imported_and_all_are_listed(event, list_of, capsys, option):
    header = (*HEADER, "E-mail")
    file = list_of(
        (*JAN, ""),
        ("Polend", "Eva", "Lis", ""),
        ("Poland", "Max", "Huber", "nowhere"),
        header=header,
    )
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_participants", "conference", file, *option)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("Row 3, “Delegation”, “Polend”: ")
    assert "Poland" in first
    assert second.startswith("Row 4, “E-mail”, “nowhere”: ")
    assert not Delegate.objects.exists()
    assert not ParticipantImport.objects.exists()


def test_an_unknown_event_is_named(list_of):
    with pytest.raises(CommandError, match="No event has the slug “nowhere”"):
        call_command("import_participants", "nowhere", list_of(JAN))


def test_a_file_that_is_not_there_is_named(event, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.csv cannot be read: No such file"):
        call_command("import_participants", "conference", str(tmp_path / "missing.csv"))


def test_what_is_no_list_is_refused_with_a_sentence(event, tmp_path):
    file = tmp_path / "list.pdf"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="cannot be opened: it is damaged"):
        call_command("import_participants", "conference", str(file))
