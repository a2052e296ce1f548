"""A list that comes in: how long reading, preview and commit take, and how much memory."""

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from events.models import Delegate, Delegation, Event, ParticipantImport  # noqa: E402
from events.participant_list import Audience  # noqa: E402
from events.participant_list.columns import columns_for, headers  # noqa: E402
from events.participant_list.importing.apply import apply_import  # noqa: E402
from events.participant_list.importing.plan import Plan  # noqa: E402
from events.participant_list.importing.planner import plan_import  # noqa: E402
from events.participant_list.importing.reading import ReadList, read_list  # noqa: E402
from participants.models import Person, State  # noqa: E402

DELEGATIONS = 100


def a_list(rows: int, states: list[State]) -> bytes:
    """A CSV file of so many people, each with all that a list may say."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers(columns_for(Audience.STAFF), "en"))
    for number in range(rows):
        writer.writerow(
            [
                *(states[number % len(states)].iso3, "State"),
                *("participating", "Ms", "Anna Maria", f"Nowak{number}", "delegate"),
                *("Head of Unit", "Ministry of the Interior", "confirmed"),
                *(f"anna.{number}@example.org", f"+999 00 {number}"),
            ]
        )
    return text.getvalue().encode()


def measure(work: Callable[[], object]) -> tuple[dict[str, float], object]:
    """Seconds and memory of `work`, and what it returns."""
    idle = _memory("VmRSS")
    # Forget the peak until now.
    Path("/proc/self/clear_refs").write_text("5")
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory": _memory("VmHWM") - idle}, result


def main(rows: int) -> dict[str, dict[str, float]]:
    """Reading, floor, preview and commit; the sum of the last two is what an officer waits for."""
    states = list(State.objects.exclude(iso3=None).order_by("slug")[:DELEGATIONS])
    content = a_list(rows, states)
    event = Event.objects.exclude(starts=None).first()

    def read() -> ReadList:
        return read_list(io.BytesIO(content), "list.csv")

    def preview() -> Plan:
        return plan_import(event, read())

    def commit() -> Plan:
        record = ParticipantImport(event=event, file_name="list.csv")
        return apply_import(record, preview, plan.fingerprint)

    warmed_up = preview()
    assert not warmed_up.problems, warmed_up.problems[0]
    records = _records(event, warmed_up)
    reading, _read = measure(read)
    storing, _stored = measure(lambda: _store(*records))
    floor = {
        "seconds": reading["seconds"] + storing["seconds"],
        "memory": max(reading["memory"], storing["memory"]),
    }
    previewed, plan = measure(preview)
    committed, _done = measure(commit)
    whole = {
        "seconds": previewed["seconds"] + committed["seconds"],
        "memory": max(previewed["memory"], committed["memory"]),
    }
    return {
        "reading alone": reading,
        "floor": floor,
        "preview": previewed,
        "commit": committed,
        "preview and commit": whole,
    }


def _records(event: Event, plan: Plan) -> tuple[list[Delegation], list[Person], list[Delegate]]:
    """The records of a plan, ready to be stored."""
    places = {
        place: Delegation(pk=place.pk, event=event, state=place.participant)
        for place in plan.places
    }
    persons, delegates = [], []
    for row in plan.rows:
        names = ("prefix", "given_names", "family_name", "position", "institution")
        said = {name: getattr(row.read, name) for name in names}
        person = Person(**said, email=row.read.email, phone=row.read.phone)
        person.make_keys()
        delegate = Delegate(delegation=places[row.place], person=person, **said)
        delegate.name_sort_key = person.name_sort_key
        persons.append(person)
        delegates.append(delegate)
    return [each for each in places.values() if each.pk is None], persons, delegates


def _store(delegations: list[Delegation], persons: list[Person], delegates: list[Delegate]) -> None:
    """`bulk_create` alone, which leaves nothing behind."""
    with transaction.atomic():
        Delegation.objects.bulk_create(delegations)
        Person.objects.bulk_create(persons)
        for delegate in delegates:
            # Their keys are known now.
            delegate.person_id, delegate.delegation_id = delegate.person.pk, delegate.delegation.pk
        Delegate.objects.bulk_create(delegates)
        transaction.set_rollback(True)


def _memory(name: str) -> float:
    """A line of Linux's account of this process, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
