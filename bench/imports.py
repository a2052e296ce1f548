"""A list that comes in: how long reading, preview and commit take, and how much memory."""

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import django
import docx
import openpyxl
from python_calamine import CalamineWorkbook

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from events.models import Delegate, Delegation, Event, ParticipantImport  # noqa: E402
from events.participant_list import Audience  # noqa: E402
from events.participant_list.columns import columns_for, headers  # noqa: E402
from events.participant_list.importing.apply import apply_import  # noqa: E402
from events.participant_list.importing.plan import Plan  # noqa: E402
from events.participant_list.importing.planner import plan_import  # noqa: E402
from events.participant_list.importing.reading import ReadList, read_list  # noqa: E402
from events.participant_list.importing.undo import undo_import  # noqa: E402
from participants.models import Person, State  # noqa: E402

DELEGATIONS = 100
# What the page of a preview shows at once.
PAGE = 500


def a_list(rows: int, states: list[State]) -> list[list[str]]:
    """The header and so many people, each with all that a list may say."""
    return [
        [str(header) for header in headers(columns_for(Audience.STAFF), "en")],
        *(
            [
                *(states[number % len(states)].iso3, "State"),
                *("participating", "Ms", "Anna Maria", f"Nowak{number}", "delegate"),
                *("Head of Unit", "Ministry of the Interior", "confirmed"),
                *(f"anna.{number}@example.org", f"+999 00 {number}"),
            ]
            for number in range(rows)
        ),
    ]


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    file = io.BytesIO()
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        sheet.append(row)
    workbook.save(file)
    return file.getvalue()


def as_docx(rows: list[list[str]]) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    table = document.add_table(len(rows), len(rows[0]))
    cells = iter(table._cells)
    for text in chain.from_iterable(rows):
        next(cells).text = text
    document.save(file)
    return file.getvalue()


def cells_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def cells_of_xlsx(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def cells_of_docx(content: bytes) -> list[str]:
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [cell.text for cell in table._cells]


# Of each kind of file: how it is made, and its least reading, by the library alone.
KINDS: dict[str, tuple[Callable[[list[list[str]]], bytes], Callable[[bytes], object]]] = {
    "csv": (as_csv, cells_of_csv),
    "xlsx": (as_xlsx, cells_of_xlsx),
    "docx": (as_docx, cells_of_docx),
}


def measure(work: Callable[[], object]) -> tuple[dict[str, float], object]:
    """Seconds and memory of `work`, and what it returns."""
    idle = _memory("VmRSS")
    # Forget the peak until now.
    Path("/proc/self/clear_refs").write_text("5")
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory": _memory("VmHWM") - idle}, result


def main(kind: str, rows: int) -> dict[str, dict[str, float]]:
    """Floor, reading, preview and commit; the sum of the last two is what an officer waits for."""
    states = list(State.objects.exclude(iso3=None).order_by("slug")[:DELEGATIONS])
    make, read_least = KINDS[kind]
    content = make(a_list(rows, states))
    event = Event.objects.exclude(starts=None).first()

    def read() -> ReadList:
        return read_list(io.BytesIO(content), f"list.{kind}")

    def preview() -> Plan:
        return plan_import(event, read())

    def commit() -> Plan:
        return apply_import(record, preview, plan.fingerprint)

    warmed_up = preview()
    assert not warmed_up.problems, warmed_up.problems[0]
    records = _records(event, warmed_up)
    least, _cells = measure(lambda: read_least(content))
    storing, _stored = measure(lambda: _store(*records))
    floor = {
        "seconds": least["seconds"] + storing["seconds"],
        "memory": max(least["memory"], storing["memory"]),
    }
    reading, _read = measure(read)
    previewed, plan = measure(preview)
    record = ParticipantImport(event=event, file_name=f"list.{kind}")
    committed, _done = measure(commit)
    undone, _numbers = measure(lambda: undo_import(record, None))
    whole = {
        "seconds": previewed["seconds"] + committed["seconds"],
        "memory": max(previewed["memory"], committed["memory"]),
    }
    found = {
        "floor: library and bulk_create": floor,
        "reading alone": reading,
        "preview": previewed,
        "commit": committed,
        "preview and commit": whole,
        "undo": undone,
    }
    if rows <= PAGE:
        found["preview as a page"], _page = measure(_page_of_preview(event, content, kind))
    return found


def _page_of_preview(event: Event, content: bytes, kind: str) -> Callable[[], object]:
    """What shows the page of the preview, with every row on it."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_superuser(f"bench {kind}"))
    record = ParticipantImport.keep(ContentFile(content, f"list.{kind}"), event=event)
    page = reverse("admin:events_event_import_preview", args=[event.pk, record.pk])

    def show() -> None:
        response = client.get(page)
        assert response.status_code == 200, response.status_code

    show()
    return show


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
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
