"""What an import would change, as data: rows, changes, problems. Nothing is stored here.

Two plans with the same `fingerprint` would do the same.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.text import fold
from events.models import Delegate, Event
from events.participant_list.importing.decisions import (
    KEEP,
)
from events.participant_list.readers import FIELDS, ReadRow
from participants.duplicates import Reason
from participants.models import Organisation, State

# So many candidates are offered for a row.
CANDIDATES = 5

NAMES = ("given_names", "family_name")
# What the file may say of a delegate, and of the person whatever the delegation.
OF_DELEGATE = ("prefix", *NAMES, "capacity", "position", "institution", "status")
CYRILLIC = ("given_names_cyrillic", "family_name_cyrillic")
OF_PERSON = ("email", "phone", *CYRILLIC)
COMPARED = (*OF_DELEGATE, *OF_PERSON)

HEAD = Delegate.Capacity.HEAD


class Kind(models.TextChoices):
    """What a row is to the register. In the order in which an officer looks at them."""

    ERROR = "error", pgettext_lazy("row of an import", "error")
    DUPLICATE = "duplicate", pgettext_lazy("row of an import", "possible duplicate")
    CHANGED = "changed", pgettext_lazy("row of an import", "changed")
    NEW = "new", pgettext_lazy("row of an import", "new")
    KNOWN = "known", pgettext_lazy("row of an import", "same person, new in the delegation")
    SAME = "same", pgettext_lazy("row of an import", "same person, nothing changes")
    LEFT_OUT = "left_out", pgettext_lazy("row of an import", "left out")


# --- What a plan is made of -----------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be imported as it stands, at which cell, and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self):
        return _("Row %(row)d, “%(column)s”, “%(value)s”: %(reason)s") % {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what the register has to what the file says."""

    field: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return str(FIELDS[self.field])

    @property
    def old_text(self) -> str:
        return in_words(self.field, self.old)

    @property
    def new_text(self) -> str:
        return in_words(self.field, self.new)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the register whom a row may mean."""

    pk: int
    name: str
    position: str
    institution: str
    reasons: tuple[Reason, ...]

    @property
    def reasons_text(self) -> str:
        return ", ".join(str(reason.label) for reason in self.reasons)


@dataclass(eq=False, slots=True)
class Place:
    """A delegation that rows belong to: one of the event's, or with no `pk` one to be added."""

    pk: int | None
    participant: State | Organisation
    name: str
    # Of one to be added, where the file says it.
    role: str = ""

    @property
    def is_added(self) -> bool:
        return self.pk is None

    @property
    def is_state(self) -> bool:
        return isinstance(self.participant, State)


@dataclass(eq=False, slots=True)
class Unknown:
    """A name of a delegation that means no state or organisation, or more than one."""

    text: str
    proposals: list[State | Organisation]
    rows: int = 0

    @property
    def key(self) -> str:
        return fold(self.text) or self.text


@dataclass(eq=False, slots=True)
class PlannedRow:
    """One row of the file, and what is to come of it.

    `person` and `delegate` are keys of those it was found to mean; `changes` are what applying it
    would change of them; `problems` keep the whole file from being applied.
    """

    key: str
    sheet: str
    row: int
    read: ReadRow | None
    kind: Kind = Kind.NEW
    place: Place | None = None
    delegate: int | None = None
    person: int | None = None
    changes: tuple[Change, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()
    decision: str = ""
    # What stands in the row, where no more than that could be read.
    text: str = ""

    @property
    def adds(self) -> bool:
        """Whether a delegate is added: somebody new, or a person whom the register knows."""
        return self.kind in (Kind.NEW, Kind.KNOWN, Kind.DUPLICATE) and self.delegate is None

    @property
    def alters(self) -> bool:
        """Whether a delegate who is there already is changed."""
        return self.delegate is not None and bool(self.changes) and self.decision != KEEP

    @property
    def is_undecided(self) -> bool:
        return self.kind == Kind.DUPLICATE and not self.decision

    @property
    def name(self) -> str:
        read = self.read
        if read is None:
            return self.text
        return " ".join(filter(None, [read.given_names, read.family_name]))


@dataclass(eq=False)
class Plan:
    """What an import would do."""

    event: Event
    rows: list[PlannedRow]
    places: list[Place]
    unknown: list[Unknown]
    # Rows that are about nobody: sheet, number, text.
    skipped: list[tuple[str, int, str]]

    @cached_property
    def problems(self) -> list[Problem]:
        """All that keeps the file from being applied."""
        return [problem for row in self.rows for problem in row.problems]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many rows there are of each kind; kinds without any are left out."""
        counts = defaultdict(int)
        for row in self.rows:
            counts[row.kind] += 1
        return {kind.value: counts[kind] for kind in Kind if counts[kind]}

    @cached_property
    def added(self) -> int:
        return sum(row.adds for row in self.rows)

    @cached_property
    def changed(self) -> int:
        return sum(row.alters for row in self.rows)

    @cached_property
    def added_places(self) -> list[Place]:
        return [place for place in self.places if place.is_added]

    @cached_property
    def undecided(self) -> list[PlannedRow]:
        """Possible duplicates about which nobody has decided: applied, they are new persons."""
        return [row for row in self.rows if row.is_undecided]

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.added_places)

    @cached_property
    def fingerprint(self) -> str:
        """The same for plans that would do the same, whatever happened in between."""
        digest = hashlib.sha256()
        for place in self.places:
            digest.update(repr((place.pk, place.is_state, place.participant.pk)).encode())
        for row in self.rows:
            place = row.place and (row.place.is_state, row.place.participant.pk)
            what = (row.key, row.kind.value, place, row.delegate, row.person, row.decision)
            changes = [(change.field, change.old, change.new) for change in row.changes]
            digest.update(repr((what, changes, len(row.problems))).encode())
        return digest.hexdigest()


def in_words(name: str, value: str) -> str:
    """A value as a person reads it: of capacity and status its name in the active language."""
    if name == "capacity":
        return str(dict(Delegate.Capacity.choices).get(value, value))
    if name == "status":
        return str(dict(Delegate.Status.choices).get(value, value))
    return value


def value_of(read: ReadRow, name: str) -> str:
    """What the row says of a field; empty where it says nothing."""
    return getattr(read, name) or ""
