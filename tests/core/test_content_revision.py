"""The content revision: new after each change, written once until somebody reads it."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.changes import PublicContentQuerySet
from core.models import ContentRevision, PublicContent
from events.models import Event
from participants.models import State
from tests.factories import EventFactory, StateFactory

pytestmark = pytest.mark.django_db


def writes(change) -> int:
    """How often `change` writes the token."""
    with CaptureQueriesContext(connection) as made:
        change()
    table = ContentRevision._meta.db_table
    return sum(
        table in query["sql"] and query["sql"].startswith(("UPDATE", "INSERT"))
        for query in made.captured_queries
    )


@contextmanager
def rolled_back():
    """A savepoint of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _one_before():
    ContentRevision.move_on()
    ContentRevision.current()


def test_many_changes_write_it_once():
    before = ContentRevision.current()
    assert writes(lambda: StateFactory.create_batch(3)) == 1
    assert ContentRevision.current() != before


def test_a_change_after_it_was_read_writes_it_anew():
    ContentRevision.move_on()
    read = ContentRevision.current()
    assert writes(ContentRevision.move_on) == 1
    assert ContentRevision.current() != read


def test_what_a_savepoint_wrote_goes_with_it():
    before = ContentRevision.current()
    with rolled_back():
        ContentRevision.move_on()
    assert ContentRevision.current() == before
    with rolled_back():
        ContentRevision.move_on()
    assert writes(ContentRevision.move_on) == 1
    assert ContentRevision.current() != before


def test_a_savepoint_rolled_back_keeps_what_was_written_before_it():
    before = ContentRevision.current()
    ContentRevision.move_on()
    with rolled_back():
        assert writes(ContentRevision.move_on) == 0
    assert writes(ContentRevision.move_on) == 0
    assert ContentRevision.current() != before


def test_a_token_read_within_a_savepoint_is_new_after_it():
    ContentRevision.move_on()
    with transaction.atomic():
        read = ContentRevision.current()
        ContentRevision.move_on()
        assert ContentRevision.current() != read
    ContentRevision.move_on()
    assert ContentRevision.current() != read


@pytest.mark.django_db(transaction=True)
def test_each_transaction_writes_it():
    def change():
        for _number in range(2):
            with transaction.atomic():
                ContentRevision.move_on()
                ContentRevision.move_on()

    assert writes(change) == 2
    assert writes(ContentRevision.move_on) == 1
    assert writes(ContentRevision.move_on) == 1


def test_a_long_block_writes_it_last():
    before = ContentRevision.objects.get().token

    def change():
        with ContentRevision.written_last():
            StateFactory.create_batch(3)
            assert ContentRevision.objects.get().token == before

    assert writes(change) == 1
    assert ContentRevision.objects.get().token != before


def test_a_long_block_that_changes_nothing_does_not_write_it():
    def nothing():
        with ContentRevision.written_last():
            pass

    assert writes(nothing) == 0


def test_in_a_long_block_nothing_is_kept_under_the_former_token():
    before = ContentRevision.current()
    with ContentRevision.written_last():
        StateFactory()
        assert ContentRevision.current() != before


def test_after_a_long_block_that_failed_it_is_written_at_once():
    def fail():
        with transaction.atomic(), ContentRevision.written_last():
            StateFactory()
            raise ValueError("Nothing is stored.")

    with pytest.raises(ValueError, match="Nothing is stored"):
        fail()
    assert writes(StateFactory) == 1


def public_models() -> list:
    return [model for model in apps.get_models() if issubclass(model, PublicContent)]


@pytest.mark.parametrize("model", public_models(), ids=lambda model: model.__name__)
def test_no_update_of_public_content_is_silent(model):
    assert isinstance(model._default_manager.all(), PublicContentQuerySet)
    # What the records are reached by from others, too.
    assert model._default_manager is model.objects


@pytest.mark.django_db(transaction=True)
def test_an_update_shows_at_once_on_pages_and_in_the_search(client):
    event = EventFactory(title_en="Ruritania")
    client.get("/events/")
    # The filter finds it no longer afterwards.
    Event.objects.filter(title_en="Ruritania").order_by("title_en").update(title_en="Graustark")
    assert "Graustark" in client.get("/events/").content.decode()
    assert event.get_absolute_url() in client.get("/search?q=Graustark").content.decode()


def test_an_update_of_nobody_moves_nothing():
    before = ContentRevision.current()
    assert State.objects.filter(name_en="Nowhere").update(name_en="Somewhere") == 0
    assert ContentRevision.current() == before
