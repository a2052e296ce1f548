"""Lists as files, for the tests of what an import would change."""

import csv
import io

from events.models import Event
from events.participant_list.decisions import Decisions
from events.participant_list.intake import ReadList, read_list
from events.participant_list.plan import Plan, plan_import

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
