"""Memory stays flat: a list is never held as a whole, however many people it has."""

import io
import tracemalloc

import pytest

from events.models import Delegate
from events.participant_list import Audience, ParticipantList
from events.participant_list.writers import WRITERS
from participants.models import Person
from tests.factories import DelegationFactory, EventFactory

PEOPLE = 4_000
# Held as a whole, the rows of the event below would take 11 MiB.
MOST = 4 * 2**20


class Away(io.RawIOBase):
    """A file that keeps nothing."""

    def writable(self):
        return True

    def write(self, data):
        return len(data)


@pytest.fixture
def event(db):
    """Four delegations of 4,000 people each, and forty of 100: 20,000 rows."""
    persons = [
        Person(
            family_name=f"Family{number}",
            email=f"person{number}@example.org",
            phone=f"+48 22 {number:07}",
            name_sort_key=number.to_bytes(4, "big"),
        )
        for number in range(PEOPLE)
    ]
    Person.objects.bulk_create(persons, batch_size=500)
    event = EventFactory()
    sizes = [PEOPLE] * 4 + [PEOPLE // 40] * 40
    places = [each for size in sizes for each in [DelegationFactory(event=event)] * size]
    Delegate.objects.bulk_create(
        [
            Delegate(
                delegation=delegation,
                person=person,
                family_name=person.family_name,
                position="Head of the division of international cooperation",
                institution="Ministry of the Interior and Administration",
                name_sort_key=person.name_sort_key,
            )
            for delegation, person in zip(places, persons * 5, strict=True)
        ],
        batch_size=500,
    )
    return event


@pytest.mark.slow
def test_a_long_list_is_written_without_being_held(event):
    for file_format in ("csv", "xlsx"):
        participants = ParticipantList(event, Audience.STAFF, "en")
        assert len(participants) == 5 * PEOPLE
        tracemalloc.start()
        try:
            WRITERS[file_format].write(participants, Away())
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < MOST, file_format
