"""The participant list as a file: how long it takes, and how much memory beyond what is idle."""

import csv
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import django
from django.db import connection

django.setup()

from django.db.models import Count  # noqa: E402

from events.models import Delegate, Event  # noqa: E402
from events.participant_list import Audience, ParticipantList  # noqa: E402
from events.participant_list.writers import WRITERS  # noqa: E402
from events.participant_list.writers import csv as csv_writer  # noqa: E402


def write_csv(event: Event, file: BinaryIO) -> Iterator[None]:
    """Our CSV, chunk by chunk."""
    for chunk in csv_writer.chunks(ParticipantList(event, Audience.STAFF, "en")):
        file.write(chunk)
        yield


def write_whole(file_format: str, event: Event, file: BinaryIO) -> Iterator[None]:
    """Our XLSX, PDF or DOCX: it can only be sent once it is complete."""
    WRITERS[file_format].write(ParticipantList(event, Audience.STAFF, "en"), file)
    yield


def write_floor(event: Event, file: BinaryIO) -> Iterator[None]:
    """The same rows straight from the database, as CSV, with nothing of ours in between."""
    people = Delegate.objects.filter(delegation__event=event).in_list_order()
    people = people.order_by("delegation", *people.query.order_by).values_list(
        *("delegation__state__name_en", "delegation__organisation__name_en", "delegation__role"),
        *("prefix", "given_names", "family_name", "capacity", "position", "institution", "status"),
        *("person__email", "person__phone"),
    )
    sql, params = people.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = cursor.mogrify(sql, params).decode()
            cursor.copy_expert(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", file)
        else:
            text = TextIOWrapper(file, "utf-8", newline="")
            csv.writer(text).writerows(cursor.execute(sql, params))
            # Flushes, and leaves the file open.
            text.detach()
    yield


def measure(write: Callable[[Event, BinaryIO], Iterator[None]]) -> dict[str, float]:
    """`write` applied to the largest list, after one without names has warmed the process up."""
    by_size = Event.objects.annotate(size=Count("delegations__delegates")).order_by("size", "pk")
    with tempfile.TemporaryFile() as file:
        list(write(by_size.first(), file))
    idle = _memory("VmRSS")
    # Forget the peak until now.
    Path("/proc/self/clear_refs").write_text("5")
    with tempfile.TemporaryFile() as file:
        started = time.perf_counter()
        moments = [time.perf_counter() for _ in write(by_size.last(), file)]
        return {
            "seconds": time.perf_counter() - started,
            # Our CSV sends its header before it reads anything.
            "first_byte": moments[0] - started,
            "first_rows": moments[:2][-1] - started,
            "memory": _memory("VmHWM") - idle,
            "size": file.seek(0, 2) / 2**20,
        }


def _memory(name: str) -> float:
    """A line of Linux's account of this process, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


if __name__ == "__main__":
    KIND = sys.argv[1]
    WRITE = {"csv": write_csv, "floor": write_floor}.get(KIND, partial(write_whole, KIND))
    print(json.dumps(measure(WRITE)))
