"""Lists as files, for the tests of what an import would change."""

import csv
import io

from events.models import Event
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.plan import Plan
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import ReadList, read_list

HEADER = ("Delegation", "Given names", "Family name")


def file_of(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """A CSV file of these rows below `header`."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> ReadList:
    return read_list(io.BytesIO(file_of(*rows, header=header)), "list.csv")


def plan(event: Event, *rows, header=HEADER, decisions: Decisions | None = None, **kwargs) -> Plan:
    return plan_import(event, read(*rows, header=header), decisions, **kwargs)
