"""Bulk writes: keys, values and history as single records have them."""

import pytest
from django.db import connection

from core.bulk import bulk_create, bulk_update, patient, prepare_new
from participants.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def organisations(*names: str) -> list[Organisation]:
    return [Organisation(name_en=name, slug=name.lower()) for name in names]


def test_no_key_is_given_twice():
    prepared = prepare_new(Organisation, organisations("A", "B"))
    saved = OrganisationFactory()
    more = bulk_create(Organisation, organisations("C", "D"))
    prepared.store()
    keys = [*prepared.keys, saved.pk, *(each.pk for each in more)]
    assert len(set(keys)) == 5
    assert OrganisationFactory().pk not in keys


def test_what_was_prepared_and_not_stored_leaves_nothing():
    prepare_new(Organisation, organisations("A"))
    assert not Organisation.objects.exists()
    assert not Organisation.history.exists()


def test_each_record_gets_its_own_values_and_a_version(admin_user):
    records = [OrganisationFactory(acronym_en=""), OrganisationFactory(acronym_en="")]
    for number, record in enumerate(records):
        record.acronym_en = f"O{number}"
    bulk_update(Organisation, records, ["acronym_en"], user=admin_user, reason="Tidied up")
    stored = Organisation.objects.order_by("pk").values_list("acronym_en", flat=True)
    assert list(stored) == ["O0", "O1"]
    latest = records[1].history.latest()
    assert (latest.acronym_en, latest.history_user) == ("O1", admin_user)
    assert latest.history_change_reason == "Tidied up"


def test_nothing_to_store_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk_create(Organisation, [])
        bulk_update(Organisation, [], ["acronym_en"])


def lock_timeout() -> str:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout" if postgresql else "PRAGMA busy_timeout")
        return str(cursor.fetchone()[0])


def test_long_work_waits_longer_and_then_as_everybody():
    usual = lock_timeout()
    with patient():
        assert lock_timeout() in ("20s", "20000")
    assert lock_timeout() == usual not in ("20s", "20000")
