"""A list frozen as data: what an issued version keeps, and what two versions are compared by."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from events.models import Delegate, Event, IssuedList
from events.participant_list.languages import list_languages
from events.participant_list.rows import ParticipantList
from events.participant_list.types import Audience, ListedDelegation
from participants.models import State

_EVENT_FIELDS = (
    *("title_en", "title_ru", "slug", "kind", "format", "status", "published", "starts", "ends"),
    *("dates_note_en", "dates_note_ru", "time_zone", "city_en", "city_ru", "venue_en", "venue_ru"),
    *("reference", "list_order", "corrections_contact", "sample", "sort_date"),
)
_HOST_FIELDS = ("name_en", "name_ru", "footnote_en", "footnote_ru")
_PERSON_FIELDS = (
    *("prefix", "given_names", "family_name", "capacity", "position", "institution", "status"),
)
# What of a listed delegation follows from how many people a list has.
_COUNTED = {"pk", "named", "unnamed", "remark", "first"}
_TEXTS = tuple(each.name for each in fields(ListedDelegation) if each.name not in _COUNTED)


@dataclass(frozen=True, slots=True)
class FrozenDelegation:
    """As `IssuedDelegation` describes it."""

    key: str
    listed: dict[str, dict]
    places: dict[str, int]
    named: int
    people: list[dict]


@dataclass(frozen=True, slots=True)
class FrozenList:
    """As `IssuedList` describes it, with the delegations in the order of the first language."""

    heading: dict
    delegations: list[FrozenDelegation]

    @property
    def event(self) -> Event:
        """The event as it was, in memory alone: nothing in it leads to what is recorded now."""
        return event_of(self.heading)

    @property
    def rows(self) -> int:
        """How many rows the full list has; a delegation without people has one for its remark."""
        return sum(max(len(each.people), 1) for each in self.delegations)

    @property
    def checksum(self) -> str:
        """Equal for equal lists alone."""
        digest = hashlib.sha256(_canonical(self.heading))
        for delegation in self.delegations:
            digest.update(_canonical(asdict(delegation)))
        return digest.hexdigest()


def freeze(event: Event) -> FrozenList:
    """The full list of `event` as it is recorded now, in every language."""
    lists = {
        language: ParticipantList(event, Audience.STAFF, language) for language in list_languages()
    }
    heading = {
        "event": dict(_event_values(event)),
        "languages": {language: _around(each) for language, each in lists.items()},
    }
    keys, people = _keys(event), _people(event)
    listed, places = defaultdict(dict), defaultdict(dict)
    for language, each in lists.items():
        for place, delegation in enumerate(each.delegations):
            listed[delegation.pk][language] = _texts(delegation)
            places[delegation.pk][language] = place
    # Somebody may add or delete a delegation while the lists are read, one after the other. The
    # checksum tells then that this is not what the officer saw.
    whole = [pk for pk in listed if len(listed[pk]) == len(lists) and pk in keys]
    return FrozenList(
        heading,
        [
            FrozenDelegation(
                keys[pk],
                listed[pk],
                places[pk],
                len(people[pk]),
                people[pk],
            )
            for pk in whole
        ],
    )


def frozen_of(issued: IssuedList) -> FrozenList:
    """What `issued` keeps."""
    delegations = [
        FrozenDelegation(each.participant_key, each.listed, each.places, each.named, each.people)
        for each in issued.delegations.all()
    ]
    first = list_languages()[0]
    return FrozenList(issued.heading, sorted(delegations, key=lambda each: each.places[first]))


def event_of(heading: dict) -> Event:
    """The event of a frozen list, as it was."""
    values = {
        name: Event._meta.get_field(name).to_python(value)
        for name, value in heading["event"].items()
        if name in _EVENT_FIELDS
    }
    host = heading["event"].get("host_state")
    return Event(host_state=State(**host) if host else None, **values)


def _event_values(event: Event) -> Iterator[tuple[str, object]]:
    for name in _EVENT_FIELDS:
        value = getattr(event, name)
        yield name, value.isoformat() if isinstance(value, datetime.date) else value
    if host := event.host_state:
        yield "host_state", {name: getattr(host, name) for name in _HOST_FIELDS}


def _around(participants: ParticipantList) -> dict:
    return {
        "organisers": participants.organisers,
        "capacities": participants.labels(Delegate.Capacity),
        "statuses": participants.labels(Delegate.Status),
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
        Delegate.objects.filter(delegation__event=event)
        .in_list_order()
        .values_list("delegation", "person", *_PERSON_FIELDS, "person__email", "person__phone")
    )
    for delegation, *cells in values.iterator():
        names = ("person", *_PERSON_FIELDS, "email", "phone")
        people[delegation].append(dict(zip(names, cells, strict=True)))
    return people


def _canonical(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
