"""A participant list as data: what an issued version stores, and what two versions compare.

Everything stored is read by name: what a version lacks reads as empty, and what is unknown today
is passed over. So a version opens whatever columns the list has gained or lost since.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from django.db import models

from core.fingerprint import fingerprint
from core.stored_json import UnknownSchema
from events.models import Delegate, Event, IssuedList
from events.participant_list.fields import PERSON_COLUMNS
from events.participant_list.issued.open_points import OpenPoint, in_numbers
from events.participant_list.languages import list_languages
from events.participant_list.rows import ParticipantList
from events.participant_list.types import Audience, ListedDelegation
from participants.models import State
from participants.scripts import by_script

_EVENT_FIELDS = (
    *("title_en", "title_ru", "slug", "kind", "format", "status", "published", "starts", "ends"),
    *("dates_note_en", "dates_note_ru", "time_zone", "city_en", "city_ru", "venue_en", "venue_ru"),
    *("reference", "list_order", "corrections_contact", "sample", "sort_date"),
)
_HOST_FIELDS = ("name_en", "name_ru", "footnote_en", "footnote_ru")
# What is stored of a person beside the key, in the order of the list's cells: the name of the
# column, and where a query for delegates finds it.
PERSON_CELLS = {each.name: each.lookup for each in PERSON_COLUMNS}
# Of the cells that are words of the register: the choices. The version stores their labels.
CHOICES = {each.name: each.choices for each in PERSON_COLUMNS if each.choices}
# What of a listed delegation follows from how many people a list has.
_COUNTED = {"pk", "named", "unnamed", "remark", "first"}
# The others, each with its empty value.
_TEXTS = {
    each.name: cast(type, each.type)()
    for each in fields(ListedDelegation)
    if each.name not in _COUNTED
}


def _unchanged(stored: dict) -> dict:
    return stored


@dataclass(frozen=True, slots=True)
class SnapshotSchema:
    """How to read what one schema stored: each function returns it under the names of today.

    A schema that only lacks a column, or has one more, needs none of them.

    - `heading`: of `IssuedList.heading`;
    - `listed`: of the texts of one delegation in one language;
    - `person`: of one of the people.
    """

    heading: Callable[[dict], dict] = _unchanged
    listed: Callable[[dict], dict] = _unchanged
    person: Callable[[dict], dict] = _unchanged


# By number. The last one is written: whoever changes what is stored adds the next number, and
# says here how those before it are read.
# 2: names in Cyrillic and what is in Russian have fields of their own; before, a name that had
# Cyrillic letters alone stood in those for the Latin one. Open points are told in numbers.
SCHEMAS = {1: SnapshotSchema(person=by_script), 2: SnapshotSchema()}
SCHEMA = max(SCHEMAS)


@dataclass(frozen=True, slots=True)
class DelegationSnapshot:
    """As `IssuedDelegation` describes it."""

    key: str
    listed: dict[str, dict]
    places: dict[str, int]
    named: int
    people: list[dict]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """As `IssuedList` describes it, with the delegations in the order of the first language.

    `checksum` is that of what is stored: equal for equal lists alone.
    """

    heading: dict
    delegations: list[DelegationSnapshot]
    checksum: str

    @property
    def event(self) -> Event:
        """The event as it was, in memory alone: nothing in it leads to what is recorded now."""
        return event_of(self.heading)

    @property
    def open_points(self) -> dict[str, int]:
        """How many open points of each kind it was taken with; the first schema knows of none."""
        return self.heading.get("open", {})

    @property
    def rows(self) -> int:
        """How many rows the full list has; a delegation without people has one for its remark."""
        return sum(max(len(each.people), 1) for each in self.delegations)


def take_snapshot(event: Event, points: Iterable[OpenPoint] = ()) -> Snapshot:
    """The full list of `event` as it is recorded now, in every language, with its open `points`."""
    lists = {
        language: ParticipantList(event, Audience.STAFF, language) for language in list_languages()
    }
    heading = {
        "event": dict(_event_values(event)),
        "languages": {language: _around(each) for language, each in lists.items()},
        "open": in_numbers(points),
    }
    keys, people = _keys(event), _people(event)
    listed: dict[int, dict[str, dict]] = defaultdict(dict)
    places: dict[int, dict[str, int]] = defaultdict(dict)
    for language, each in lists.items():
        for place, delegation in enumerate(each.delegations):
            listed[delegation.pk][language] = _texts(delegation)
            places[delegation.pk][language] = place
    # Somebody may add or delete a delegation while the lists are read, one after the other. The
    # checksum tells then that this is not what the officer saw.
    whole = [pk for pk in listed if len(listed[pk]) == len(lists) and pk in keys]
    delegations = [
        DelegationSnapshot(keys[pk], listed[pk], places[pk], len(people[pk]), people[pk])
        for pk in whole
    ]
    return Snapshot(heading, delegations, fingerprint(SCHEMA, heading, *delegations))


def read_snapshot(issued: IssuedList) -> Snapshot:
    """What `issued` stores, under the names of today. Raises `UnknownSchema`."""
    schema = schema_of(issued)
    first = list_languages()[0]
    stored = sorted(
        (
            DelegationSnapshot(
                each.participant_key, each.listed, each.places, each.named, each.people
            )
            for each in issued.delegations.all()
        ),
        key=lambda each: each.places[first],
    )
    delegations = [
        DelegationSnapshot(
            each.key,
            {language: schema.listed(texts) for language, texts in each.listed.items()},
            each.places,
            each.named,
            [schema.person(person) for person in each.people],
        )
        for each in stored
    ]
    return Snapshot(
        schema.heading(issued.heading),
        delegations,
        fingerprint(issued.schema, issued.heading, *stored),
    )


def schema_of(issued: IssuedList) -> SnapshotSchema:
    """How `issued` is read. Raises `UnknownSchema`."""
    if issued.schema not in SCHEMAS:
        raise UnknownSchema(f"The issued list {issued}", issued.schema)
    return SCHEMAS[issued.schema]


def event_of(heading: dict) -> Event:
    """The event of a snapshot, as it was."""
    values = {
        name: cast(models.Field, Event._meta.get_field(name)).to_python(value)
        for name, value in heading["event"].items()
        if name in _EVENT_FIELDS
    }
    host = heading["event"].get("host_state")
    state = State(**_known(host, _HOST_FIELDS)) if host else None
    return Event(host_state=state, **values)


def texts_of(listed: dict) -> dict[str, Any]:
    """The texts of a `ListedDelegation`, by name, from what is stored in one language."""
    texts = {**_TEXTS, **_known(listed, _TEXTS)}
    return {name: tuple(v) if isinstance(v, list) else v for name, v in texts.items()}


def _known(stored: dict, names: Iterable[str]) -> dict:
    return {name: stored[name] for name in names if name in stored}


def _event_values(event: Event) -> Iterator[tuple[str, object]]:
    for name in _EVENT_FIELDS:
        value = getattr(event, name)
        yield name, value.isoformat() if isinstance(value, datetime.date) else value
    if host := event.host_state:
        yield "host_state", {name: getattr(host, name) for name in _HOST_FIELDS}


def _around(participants: ParticipantList) -> dict:
    """What stands around the rows of a list, and the words that its cells have."""
    return {
        "organisers": participants.organisers,
        "labels": {name: participants.labels(choices) for name, choices in CHOICES.items()},
        "statistics": [asdict(table) for table in participants.statistics],
    }


def _texts(delegation: ListedDelegation) -> dict:
    values = {name: getattr(delegation, name) for name in _TEXTS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _keys(event: Event) -> dict[int, str]:
    return {
        pk: f"state:{state}" if state else f"organisation:{organisation}"
        for pk, state, organisation in event.delegations.values_list("pk", "state", "organisation")
    }


def _people(event: Event) -> dict[int, list[dict]]:
    people = defaultdict(list)
    values = (
        Delegate.objects.listed()
        .filter(delegation__event=event)
        .in_list_order()
        .values_list("delegation", "person", *PERSON_CELLS.values())
    )
    for delegation, *cells in values.iterator():
        people[delegation].append(dict(zip(("person", *PERSON_CELLS), cells, strict=True)))
    return people
