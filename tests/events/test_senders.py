"""Who sends lists: what an older register remembers by organisation belongs to senders."""

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from events.models import Sender
from tests.factories import StateFactory

SENDERS = ("events", "0005_senders")


@pytest.mark.django_db
def test_a_sender_is_one_of_three():
    with pytest.raises(IntegrityError):
        Sender.objects.create(state=StateFactory(), name="Anna", name_key="anna")


@pytest.mark.django_db(transaction=True)
def test_old_imports_keep_their_sender_and_what_is_remembered():
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    parents = executor.loader.graph.node_map[SENDERS].parents
    before = [each.key for each in parents if each.key[0] == "events"]
    try:
        old = executor.migrate(before).apps
        organisation = old.get_model("participants", "Organisation").objects.create(
            name="Sunrise Foundation", name_en="Sunrise Foundation", slug="sunrise"
        )
        event = old.get_model("events", "Event").objects.create(
            title="Conference",
            title_en="Conference",
            slug="conference",
            starts="2019-12-04",
            ends="2019-12-04",
            sort_date="2019-12-04",
        )
        old.get_model("events", "ColumnMapping").objects.create(
            organisation=organisation, header="wofur", field="position"
        )
        records = old.get_model("events", "ParticipantImport").objects
        records.create(event=event, file_name="list.csv", sender=organisation)
        records.create(event=event, file_name="other.csv")

        new = MigrationExecutor(connection).migrate([SENDERS]).apps
        sender = new.get_model("events", "Sender").objects.get()
        assert sender.organisation_id == organisation.pk
        words = sender.words.values_list("kind", "text", "meaning")
        assert list(words) == [("column", "wofur", "position")]
        found = new.get_model("events", "ParticipantImport").objects
        assert dict(found.values_list("file_name", "sender")) == {
            "list.csv": sender.pk,
            "other.csv": None,
        }

        old = MigrationExecutor(connection).migrate(before).apps
        mapping = old.get_model("events", "ColumnMapping").objects.get()
        assert (mapping.organisation_id, mapping.header) == (organisation.pk, "wofur")
    finally:
        MigrationExecutor(connection).migrate(latest)
