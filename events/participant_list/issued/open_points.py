"""What is still open in a list: looked at before a version of it is issued.

A version may be issued with open points. A final one has to be issued with them knowingly, and each
version stores how many there were of each kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.text import collation_key
from events.models import Delegate, Event
from events.participant_list.readers.cleaning import of_one_alphabet
from events.participant_list.readers.vocabulary import is_filler, is_nobody
from participants.models import DistinctPersons
from participants.scripts import CYRILLIC, JOB, JOB_IN_RUSSIAN, NAMES, in_script, name_in

_NAMES = (*NAMES, *CYRILLIC)
# What may hold a filler beside the names.
_TEXTS = ("prefix", *JOB, *JOB_IN_RUSSIAN)


class OpenPointKind(models.TextChoices):
    """The kinds, in the order in which an officer reads them."""

    CANCELLED = "cancelled", _("The event is cancelled")
    NO_CONTACT = "no_contact", _("No contact for corrections is given with the event")
    NOBODY = "nobody", _("Delegations without names")
    NO_HEAD = "no_head", _("States without a head of delegation")
    TWICE = "twice", _("People listed twice")
    FILLER = "filler", _("“TBC” or the like instead of a value")
    MIXED_SCRIPT = "mixed_script", _("Names with letters of two alphabets in one word")
    NOT_CONFIRMED = "not_confirmed", _("People who are not confirmed")
    NO_POSITION = "no_position", _("People without a position")
    NO_INSTITUTION = "no_institution", _("People without an institution")
    # Told, and never asked about: an organisation often sends experts and no delegation.
    NO_HEAD_OF_ORGANISATION = (
        "no_head_of_organisation",
        _("Organisations without a head of delegation, which is usual"),
    )


@dataclass(frozen=True, slots=True)
class OpenAt:
    """One delegate or, without a `delegate`, one delegation that a point is about."""

    delegation: int
    of: str
    delegate: int | None = None
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """All that is open of one kind; nothing is `found` where the point is about the event."""

    kind: OpenPointKind
    found: tuple[OpenAt, ...] = ()

    @property
    def number(self) -> int:
        return len(self.found) or 1

    @property
    def is_asked(self) -> bool:
        """Whether a final list has to be issued with it knowingly."""
        return self.kind != OpenPointKind.NO_HEAD_OF_ORGANISATION


def find_open_points(event: Event) -> list[OpenPoint]:
    """What is open in the list of `event` now, in the order of the kinds (at most 4 queries).

    Who has withdrawn or was absent counts as little as if they were not in the list.
    """
    found: dict[OpenPointKind, list[OpenAt]] = defaultdict(list, _unled(event))
    delegations = {each.pk: each.name for each in event.delegations.taking_part().with_names()}
    people = list(
        Delegate.objects.filter(delegation__in=delegations)
        .taking_part()
        .in_list_order()
        .values(
            *("pk", "delegation", "person", "person__name_key", "capacity", "status"),
            *(*_NAMES, *_TEXTS),
        )
    )
    for each in people:
        for kind, detail in _points_of(each):
            found[kind].append(_person(each, delegations, detail))
    found[OpenPointKind.TWICE] = [
        _person(each, delegations, in_script(each, "en")["position"])
        for same in _twice(people)
        for each in same
    ]
    about_event = {
        OpenPointKind.CANCELLED: event.status == Event.Status.CANCELLED,
        OpenPointKind.NO_CONTACT: not event.corrections_contact.strip(),
    }
    return [
        OpenPoint(kind, _in_order(found[kind]))
        for kind in OpenPointKind
        if found[kind] or about_event.get(kind)
    ]


def without_head(event: Event) -> list[OpenPoint]:
    """Those that name delegations with people and without a head (1 query)."""
    found = _unled(event)
    kinds = (OpenPointKind.NO_HEAD, OpenPointKind.NO_HEAD_OF_ORGANISATION)
    return [OpenPoint(kind, _in_order(found[kind])) for kind in kinds if found[kind]]


def in_numbers(points: Iterable[OpenPoint]) -> dict[str, int]:
    """What a version stores of `points`: how many there were of each kind, and nobody's name."""
    return {point.kind.value: point.number for point in points}


def in_text(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """The stored `numbers` with the names of their kinds; a kind of a later release by its code."""
    labels = dict(OpenPointKind.choices)
    return [(str(labels.get(kind, kind)), number) for kind, number in numbers.items()]


def _in_order(found: Iterable[OpenAt]) -> tuple[OpenAt, ...]:
    return tuple(sorted(found, key=lambda each: collation_key(each.of)))


def _unled(event: Event) -> dict[OpenPointKind, list[OpenAt]]:
    """The delegations of which nobody takes part, or nobody as the head."""
    people = Delegate.objects.taking_part().filter(delegation=OuterRef("pk"))
    delegations = (
        event.delegations.taking_part()
        .with_names()
        .annotate(
            is_named=Exists(people), is_led=Exists(people.filter(capacity=Delegate.Capacity.HEAD))
        )
    )
    found: dict[OpenPointKind, list[OpenAt]] = defaultdict(list)
    for each in delegations.filter(is_led=False):
        if not each.is_named:
            kind = OpenPointKind.NOBODY
        elif each.state_id:
            kind = OpenPointKind.NO_HEAD
        else:
            kind = OpenPointKind.NO_HEAD_OF_ORGANISATION
        found[kind].append(OpenAt(each.pk, each.name))
    return found


def _points_of(person: Mapping) -> Iterator[tuple[OpenPointKind, str]]:
    """What is open of one person alone, each with the value that it is about."""
    if person["status"] == Delegate.Status.NOMINATED:
        yield OpenPointKind.NOT_CONFIRMED, ""
    name, printed = name_in(person), in_script(person, "en")
    fillers = [person[field] for field in _TEXTS if person[field] and is_filler(person[field])]
    if is_nobody(name):
        fillers.insert(0, name)
    if fillers:
        yield OpenPointKind.FILLER, ", ".join(fillers)
    if any(of_one_alphabet(person[field]) for field in _NAMES):
        yield OpenPointKind.MIXED_SCRIPT, ""
    if not printed["position"]:
        yield OpenPointKind.NO_POSITION, ""
    if not printed["institution"]:
        yield OpenPointKind.NO_INSTITUTION, ""


def _person(person: Mapping, names: Mapping[int, str], detail: str = "") -> OpenAt:
    delegation = person["delegation"]
    return OpenAt(delegation, names[delegation], person["pk"], name_in(person), detail)


def _twice(people: Iterable[Mapping]) -> Iterator[list[Mapping]]:
    """Groups of those who are one person in two delegations, or bear one name.

    Who was told apart as a person stays apart here.
    """
    of_name: dict[str, list[Mapping]] = defaultdict(list)
    for each in people:
        of_name[each["person__name_key"] or f"person {each['person']}"].append(each)
    groups = [same for same in of_name.values() if len(same) > 1]
    keys = {each["person"] for same in groups for each in same}
    told_apart = {
        frozenset(pair)
        for pair in DistinctPersons.objects.filter(first__in=keys, second__in=keys).values_list(
            "first", "second"
        )
    }
    for same in groups:
        pairs = combinations((each["person"] for each in same), 2)
        if any(frozenset(pair) not in told_apart for pair in pairs):
            yield same
