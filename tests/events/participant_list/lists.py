"""Lists as files, for the tests of what an import would change."""

import csv
import io

from django.db import models

from events.models import Delegate, Delegation, Event
from events.participant_list.fields import (
    COMPARED,
    FIELDS_BY_NAME,
    OF_PERSON,
    SNAPSHOT,
)
from events.participant_list.importing.decisions import Decisions
from events.participant_list.importing.plan import Plan
from events.participant_list.importing.planner import plan_import
from events.participant_list.importing.reading import ReadList, read_list
from tests.factories import DelegateFactory, PersonFactory

HEADER = ("Delegation", "Given names", "Family name")
WORDS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def file_of(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    """A CSV file of these rows below `header`."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> ReadList:
    return read_list(io.BytesIO(file_of(*rows, header=header)), "list.csv")


def plan(event: Event, *rows, header=HEADER, decisions: Decisions | None = None, **kwargs) -> Plan:
    return plan_import(event, read(*rows, header=header), decisions, **kwargs)


def value_for(name: str, number: int) -> str:
    """A value of the field `name` of the table; another one for another number of 1 to 4."""
    field = FIELDS_BY_NAME[name]
    if field.choices:
        # The first of the capacities is the head, of whom a delegation has one.
        return field.choices.values[number % len(field.choices.values)]
    if isinstance(field.person_field, models.EmailField):
        return f"{WORDS[number].lower()}@example.org"
    return f"{name.replace('_', ' ').capitalize()} {WORDS[number]}"


def full_delegate(delegation: Delegation, number: int, **values) -> Delegate:
    """A delegate of whom every field of the table is known; `values` are other ones."""
    known = {name: value_for(name, number) for name in COMPARED} | values
    person = PersonFactory(
        **{name: known[name] for name in (*SNAPSHOT, *OF_PERSON)},
        state=delegation.state,
        organisation=delegation.organisation,
    )
    others = {name: value for name, value in known.items() if name not in OF_PERSON}
    return DelegateFactory(delegation=delegation, person=person, **others)
