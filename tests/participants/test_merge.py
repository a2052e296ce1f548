"""Merging two persons, and undoing it: nothing is lost, and all of it or nothing is done."""

import pytest
from django.contrib.auth.models import User
from django.db.models.signals import post_delete

from core.models import ContentRevision
from events.models import Delegate
from participants import merge as merging
from participants.merge import CannotMerge, CannotUndo, better_of_removed, clashes, merge, undo
from participants.models import DistinctPersons, Person, PersonMerge
from tests.factories import (
    ContributionFactory,
    DelegateFactory,
    DelegationFactory,
    OrganisationFactory,
    PersonFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return PersonFactory(given_names="Ivan", family_name="Ivanov", position="Adviser")


@pytest.fixture
def removed():
    return PersonFactory(
        given_names="Ivan Petrovich",
        family_name="Iwanow",
        email="ivan@example.org",
        state=StateFactory(),
        organisation=OrganisationFactory(),
    )


def stored(model=Person, **lookups) -> list[dict]:
    return list(model.objects.filter(**lookups).order_by("pk").values())


# --- Merging --------------------------------------------------------------------------------
def test_delegate_records_move_and_keep_what_held_on_their_day(kept, removed):
    delegate = DelegateFactory(person=removed, position="Deputy Minister")
    merge(kept, removed)
    delegate.refresh_from_db()
    assert delegate.person == kept
    assert (delegate.full_name, delegate.position) == ("Ivan Petrovich Iwanow", "Deputy Minister")
    assert not Person.objects.filter(pk=removed.pk).exists()


def test_chosen_fields_are_taken_and_the_others_kept(kept, removed):
    merge(kept, removed, taken=["given_names", "email", "state"])
    kept.refresh_from_db()
    assert (kept.given_names, kept.email) == ("Ivan Petrovich", "ivan@example.org")
    assert (kept.family_name, kept.position) == ("Ivanov", "Adviser")
    assert (kept.state, kept.organisation) == (removed.state, None)
    assert "petrovich" in kept.search_text


# Why a field of a person is not chosen of either of the two.
NOT_CHOSEN = {
    "id": "the key: that of the one who stays",
    "sample": "the same of both, or they are not merged",
    "search_text": "computed from the names",
    "name_key": "computed from the names",
    "name_sort_key": "computed from the names",
    "match_key": "computed from the names",
    "match_key_other": "computed from the names",
    "match_key_cyrillic": "computed from the names",
    "erased_on": "only of a record that names nobody, which is not merged",
}


@pytest.mark.parametrize("field", Person._meta.concrete_fields, ids=lambda field: field.name)
def test_every_field_is_chosen_from_or_there_is_a_reason_not_to(field):
    assert (field.name in NOT_CHOSEN) != (field.name in merging.FIELDS)


def test_every_chosen_field_is_taken(kept, removed):
    for name in merging.FIELDS:
        field = Person._meta.get_field(name)
        if not (field.is_relation or field.choices or name == "email"):
            setattr(removed, name, f"{name} of the removed")
    removed.language = "ru"
    removed.save()
    expected = {name: getattr(removed, name) for name in merging.FIELDS}
    merge(kept, removed, taken=merging.FIELDS)
    kept.refresh_from_db()
    assert {name: getattr(kept, name) for name in merging.FIELDS} == expected
    assert all(expected.values())


def test_both_histories_stay_and_say_why(kept, removed):
    delegate, pk = DelegateFactory(person=removed), removed.pk
    merge(kept, removed)
    # No name, which the history of other records would keep when the person is erased.
    reason = f"Merged: person {pk} into person {kept.pk}"
    gone = Person.history.filter(id=pk)
    assert [entry.history_type for entry in gone] == ["-", "+"]
    latest = [gone.first(), kept.history.first(), delegate.history.first()]
    assert [entry.history_change_reason for entry in latest] == [reason] * 3
    assert delegate.history.last().person_id == pk


def test_it_is_written_down_who_merged(kept, removed):
    user = User.objects.create_user("protocol")
    done = merge(kept, removed, user=user)
    assert (done.merged_by, done.kept_pk, done.removed_pk) == (user, kept.pk, done.removed["pk"])
    assert str(done) == "Ivan Petrovich Iwanow → Ivan Ivanov"


def test_public_pages_learn_of_it(kept, removed):
    before = ContentRevision.current()
    merge(kept, removed)
    assert ContentRevision.current() != before


@pytest.fixture
def clash(kept, removed):
    """Both in one delegation, the one to go as a head who spoke."""
    delegation = DelegationFactory()
    ours = DelegateFactory(delegation=delegation, person=kept)
    theirs = DelegateFactory(delegation=delegation, person=removed, capacity="head")
    contribution = ContributionFactory(session__event=delegation.event, delegation=delegation)
    contribution.speakers.set([theirs])
    return ours, theirs, contribution


def test_of_two_records_in_one_delegation_that_of_the_kept_person_stays(kept, removed, clash):
    ours, theirs, contribution = clash
    assert [(each.of_kept, each.of_removed) for each in clashes(kept, removed)] == [(ours, theirs)]
    merge(kept, removed)
    assert list(Delegate.objects.all()) == [ours]
    assert list(contribution.speakers.all()) == [ours]


def test_or_the_other_one_where_it_is_chosen(kept, removed, clash):
    _ours, theirs, contribution = clash
    merge(kept, removed, staying=[f"delegate-{theirs.pk}"])
    (delegate,) = Delegate.objects.all()
    assert (delegate, delegate.person, delegate.capacity) == (theirs, kept, "head")
    assert list(contribution.speakers.all()) == [theirs]


@pytest.mark.parametrize("choose_theirs", [False, True])
def test_undoing_brings_everything_back(kept, removed, clash, choose_theirs):
    _ours, theirs, contribution = clash
    elsewhere = DelegateFactory(person=removed)
    third = PersonFactory()
    DistinctPersons.objects.tell_apart(removed, third)
    persons, delegates = stored(), stored(Delegate)
    apart = list(DistinctPersons.objects.values("pk", "first", "second"))

    staying = [f"delegate-{theirs.pk}"] if choose_theirs else []
    done = merge(kept, removed, taken=["email", "state"], staying=staying)
    assert elsewhere.history.count() == 2
    back = undo(done)

    assert back.pk == done.removed_pk
    assert (stored(), stored(Delegate)) == (persons, delegates)
    assert list(contribution.speakers.all()) == [theirs]
    assert list(DistinctPersons.objects.values("pk", "first", "second")) == apart
    done.refresh_from_db()
    assert done.undone_at
    assert back.history.first().history_change_reason.startswith("Merge undone")
    assert back.history.count() == 3


def test_who_was_told_apart_stays_so(kept, removed):
    third = PersonFactory()
    DistinctPersons.objects.tell_apart(removed, third)
    DistinctPersons.objects.tell_apart(removed, kept)
    merge(kept, removed)
    (note,) = DistinctPersons.objects.all()
    assert {note.first, note.second} == {kept, third}


# --- Refusals -------------------------------------------------------------------------------
def test_a_person_is_not_merged_with_itself(kept):
    with pytest.raises(CannotMerge, match="one record already"):
        merge(kept, Person.objects.get(pk=kept.pk))


def test_nothing_is_done_where_one_was_deleted_meanwhile(kept, removed):
    Person.objects.filter(pk=removed.pk).delete()
    with pytest.raises(CannotMerge, match="meanwhile"):
        merge(kept, removed)
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("what", ["person", "delegate"])
def test_nothing_is_done_where_one_was_changed_meanwhile(kept, removed, what):
    seen = merging.fingerprint_of(kept, removed, with_records=True)
    if what == "person":
        Person.objects.filter(pk=removed.pk).update(position="Minister")
    else:
        DelegateFactory(person=removed)
    with pytest.raises(CannotMerge, match="changed one of the two meanwhile"):
        merge(kept, removed, expected=seen)
    assert Person.objects.filter(pk=removed.pk).exists()


def test_sample_data_is_not_merged_with_a_real_person(kept):
    with pytest.raises(CannotMerge, match="Sample data"):
        merge(kept, PersonFactory(sample=True))


@pytest.fixture
def _breaking():
    """Deleting a person, one of the last steps, fails once it is done."""

    def fail(**kwargs):
        raise OSError("the disk is full")

    post_delete.connect(fail, sender=Person)
    yield
    post_delete.disconnect(fail, sender=Person)


@pytest.mark.usefixtures("_breaking")
def test_a_merge_that_breaks_half_way_changes_nothing(kept, removed, clash):
    before = stored(), stored(Delegate)
    with pytest.raises(OSError, match="disk is full"):
        merge(kept, removed)
    assert (stored(), stored(Delegate)) == before
    assert list(clash[2].speakers.all()) == [clash[1]]


def test_a_merge_is_undone_once(kept, removed):
    done = merge(kept, removed)
    undo(done)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(done)


def test_a_later_merge_is_undone_first(kept, removed):
    third = PersonFactory(given_names="Third", family_name="Person")
    first, second = merge(kept, removed), merge(third, kept)
    with pytest.raises(CannotUndo, match=r"Ivan Ivanov was merged into Third Person later\. Undo"):
        undo(first)
    undo(second)
    undo(first)
    assert Person.objects.count() == 3


def test_it_is_not_undone_without_the_kept_person(kept, removed):
    done = merge(kept, removed)
    kept.delete()
    with pytest.raises(CannotUndo, match="Ivan Ivanov, who was kept, has been deleted since"):
        undo(done)


def test_it_is_not_undone_without_the_state_of_the_removed_person(kept, removed):
    state = removed.state
    done = merge(kept, removed)
    state.delete()
    with pytest.raises(CannotUndo, match="“Ivan Petrovich Iwanow” belonged to a state that has"):
        undo(done)
    assert not Person.objects.filter(pk=done.removed_pk).exists()


def test_it_is_not_undone_where_another_head_was_made_since(kept, removed, clash):
    ours, _theirs, _contribution = clash
    done = merge(kept, removed)
    ours.capacity = "head"
    ours.save()
    with pytest.raises(CannotUndo, match="already has a head"):
        undo(done)
    assert list(Delegate.objects.all()) == [ours]


def test_it_is_not_undone_where_a_record_belongs_to_somebody_else(kept, removed):
    delegate = DelegateFactory(person=removed)
    done = merge(kept, removed)
    Delegate.objects.filter(pk=delegate.pk).update(person=PersonFactory())
    with pytest.raises(CannotUndo, match="belongs to somebody else since"):
        undo(done)


def test_later_edits_stay_when_it_is_undone(kept, removed):
    delegate = DelegateFactory(person=removed)
    done = merge(kept, removed, taken=["email", "given_names"])
    kept.refresh_from_db()
    kept.email = "newer@example.org"
    kept.save()
    delegate.delete()
    undo(done)
    kept.refresh_from_db()
    assert (kept.email, kept.given_names) == ("newer@example.org", "Ivan")


def test_undoing_passes_over_what_the_register_no_longer_has(kept, removed, clash):
    """As if fields and tables had gone, and others had come, since the merge."""
    _ours, theirs, contribution = clash
    persons, delegates = stored(), stored(Delegate)
    done = merge(kept, removed, taken=["email"])
    done.removed["fields"] |= {"shoe_size": 42}
    del done.removed["fields"]["position"]
    for step in done.steps:
        if step["do"] == "change":
            step["values"]["shoe_size"] = [41, 42]
        if step["do"] == "remove":
            step["record"]["fields"]["hat_size"] = 57
    done.steps += [
        {"do": "move", "model": "events.cloakroom", "pk": 1, "field": "person", "from": 1, "to": 2},
        {"do": "remove", "model": "events.cloakroom", "pk": 1, "record": {}},
        {**done.steps[0], "do": "move", "model": "events.delegate", "field": "twin"},
    ]
    done.save()
    undo(done)
    assert (stored(), stored(Delegate)) == (persons, delegates)
    assert list(contribution.speakers.all()) == [theirs]


# --- What is proposed -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "ours", "theirs", "better"),
    [
        ("given_names", "Ivan", "Ivan Petrovich", True),
        ("given_names", "Ivan Petrovich", "Ivan", False),
        ("given_names", "Ivan", "Iwan", False),
        ("phone", "", "+48 1", True),
        ("phone", "+48 1", "", False),
        ("position", "Adviser", "Director", True),
    ],
)
def test_the_fuller_or_newer_value_is_proposed(field, ours, theirs, better):
    kept, removed = PersonFactory(**{field: ours}), PersonFactory(**{field: theirs})
    assert better_of_removed(field, kept, removed) is better
