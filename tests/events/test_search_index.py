"""The index follows what staff do, and holds nothing that is not public."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Delegation, ParticipantImport
from events.participant_list.importing.apply import apply_import
from tests.events.participant_list.lists import plan
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    EventFactory,
    PublicDelegateFactory,
    SessionFactory,
    StateFactory,
    TopicFactory,
)
from website.models import SearchEntry
from website.search import find, index

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed(): …` does what it does at the end of a transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(query: str, kind: str = "event") -> list[int]:
    entries = find.matching(find.words_of(query)).filter(kind=kind)
    return sorted(entries.values_list("object_id", flat=True))


def test_it_follows_an_import_that_brings_a_delegation(committed):
    with committed():
        event = EventFactory(title_en="Seminar")
        StateFactory(name_en="Tajikistan")
    with committed():
        record = ParticipantImport(event=event, file_name="list.csv")
        apply_import(record, lambda: plan(event, ("Tajikistan", "Ali", "Rakhimov")))
    assert found("seminar tajikistan") == [event.pk]


def test_it_forgets_a_delegation_that_is_cancelled(committed):
    with committed():
        delegation = DelegationFactory(event__title_en="Seminar", state__name_en="Absentia")
    assert found("seminar absentia") == [delegation.event_id]
    assert found("absentia", "state") == [delegation.state_id]

    with committed():
        delegation.participation = "cancelled"
        delegation.save()

    assert found("seminar absentia") == []
    assert found("absentia", "state") == []
    assert found("seminar") == [delegation.event_id]


def test_it_follows_the_event_and_all_that_belongs_to_it(committed):
    with committed():
        event = EventFactory(title_en="Seminar")
    assert found("seminar") == [event.pk]

    with committed():
        delegation = DelegationFactory(event=event, state=StateFactory(name_en="Tajikistan"))
        event.topics.add(TopicFactory(name_en="Reintegration"))
        SessionFactory(event=event, title_en="Visit")
    assert found("tajikistan reintegration visit") == [event.pk]

    with committed():
        delegation.state.name_en = "Tojikiston"
        delegation.state.save()
    assert found("tojikiston") == [event.pk]

    with committed():
        Delegation.objects.get(pk=delegation.pk).delete()
    assert found("tojikiston") == []

    with committed():
        event.published = False
        event.save()
    assert found("seminar") == []


def test_a_deleted_record_is_found_no_more(committed):
    with committed():
        document = DocumentFactory(title_en="Brief")
    with committed():
        document.delete()
    assert found("brief", "document") == []


def test_a_state_is_found_once_it_takes_part(committed):
    with committed():
        state = StateFactory(name_en="Tajikistan")
    assert found("tajikistan", "state") == []
    with committed():
        DelegationFactory(state=state)
    assert found("tajikistan", "state") == [state.pk]


def test_a_document_is_not_found_by_the_title_of_a_draft(committed):
    with committed():
        event = EventFactory(title_en="Secret", published=False)
        DocumentFactory(event=event)
    assert found("secret", "document") == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_indexed():
    with transaction.atomic():
        EventFactory(title_en="Never")
        transaction.set_rollback(True)
    kept = EventFactory(title_en="Kept")
    assert found("never") == []
    assert found("kept") == [kept.pk]


def test_nothing_of_a_person_is_indexed(committed):
    with committed():
        for factory in (DelegateFactory, PublicDelegateFactory):
            factory(
                person__family_name="Canary",
                person__email="canary@example.org",
                position="Canary",
                institution="Canary",
            )
    index.rebuild()
    assert SearchEntry.objects.exists()
    assert not SearchEntry.objects.filter(text__contains="canary").exists()
    assert found("canary") == []


def test_a_register_filled_before_it_had_an_index_gets_one():
    event = EventFactory(title_en="Old")
    event.topics.add(TopicFactory())
    assert found("old") == []
    call_command("migrate", verbosity=0)
    assert found("old") == [event.pk]


def test_indexing_asks_as_often_for_many_as_for_few(django_assert_num_queries):
    def grow(number: int) -> None:
        for _ in range(number):
            event = EventFactory()
            event.topics.add(TopicFactory())
            DelegationFactory(event=event)
            SessionFactory(event=event)

    grow(2)
    index.rebuild()
    with CaptureQueriesContext(connection) as few:
        assert index.rebuild() == 6
    grow(10)
    index.rebuild()
    with django_assert_num_queries(len(few)):
        assert index.rebuild() == 36


@pytest.mark.django_db(transaction=True)
def test_a_change_that_cannot_be_indexed_is_stored_and_indexed_with_the_next(
    admin_client, monkeypatch, caplog
):
    def fails(*args):
        raise OperationalError("disk I/O error")

    event = EventFactory(title_en="Conference")
    with monkeypatch.context() as patch:
        patch.setattr(index, "_update_statistics", fails)
        event.title_en = "Workshop"
        event.save()

    event.refresh_from_db()
    assert event.title_en == "Workshop"
    assert "The search does not know the latest changes yet" in caplog.text

    EventFactory(title_en="Another")
    assert SearchEntry.objects.filter(title__contains="workshop").exists()
