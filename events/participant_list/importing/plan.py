"""What an import would change, as data: rows, changes, problems. Nothing is stored here.

Two plans with the same `fingerprint` would do the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.fingerprint import fingerprint
from core.text import fold
from events.models import Delegate, Event
from events.participant_list.fields import COMPARED, FIELDS_BY_NAME
from events.participant_list.importing.decisions import (
    ALSO_PERSON,
    ANOTHER_PERSON,
    KEEP,
    PERSON,
    STAY,
    choice,
)
from events.participant_list.readers import ReadRow
from participants.duplicates import Reason
from participants.models import Organisation, State
from participants.scripts import name_in

HEAD = Delegate.Capacity.HEAD


class Kind(models.TextChoices):
    """What a row is to the register. In the order in which an officer looks at them."""

    ERROR = "error", pgettext_lazy("row of an import", "error")
    DUPLICATE = "duplicate", pgettext_lazy("row of an import", "possible duplicate")
    CHANGED = "changed", pgettext_lazy("row of an import", "changed")
    NEW = "new", pgettext_lazy("row of an import", "new")
    KNOWN = "known", pgettext_lazy("row of an import", "same person, new in the delegation")
    BACK = "back", pgettext_lazy("row of an import", "named again")
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
    # The field whose cell can be mended; empty where there is none.
    field: str = ""
    # The same for problems that one answer solves.
    kind: str = ""

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
        return str(FIELDS_BY_NAME[self.field].label)

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
    # Whether the event's delegation is cancelled, or has answered that nobody comes; in words.
    absence: str = ""

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
        """By which the decision about the name is kept."""
        return name_key(self.text)


@dataclass(eq=False, slots=True)
class UnknownWord:
    """A word in the column of capacities that stands for none.

    `meaning` is what was decided, see `capacities.MEANINGS`; empty: nothing yet.
    """

    text: str
    meaning: str
    rows: int = 0

    @property
    def key(self) -> str:
        """By which the decision about the word is kept."""
        return name_key(self.text)


@dataclass(eq=False, slots=True)
class PlannedRow:
    """One row of the file, and what is to come of it.

    `delegate` and `person` are the keys of those whom the row means, None where it means nobody on
    the list or in the register; `before` is what the list says of the delegate now. `changes` are
    what applying the row would change of them; `problems` keep the whole file from being applied.
    """

    key: str
    sheet: str
    row: int
    # None where the row could not be read; what stands in it is `text` then.
    read: ReadRow | None
    decision: str = ""
    text: str = ""
    # Which values are taken, and what the officer typed, by field: see `Decisions`; and what was
    # typed by the fields that keep it: see `cells.entered`.
    taking: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.NEW
    place: Place | None = None
    # By which rows and delegates of one name find each other; see `comparing.key_of`.
    name_key: str = ""
    delegate: int | None = None
    person: int | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    # What the register says of the person who is new in the delegation.
    known: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    # What the delegate has from the person, where the file says nothing: see `from_person`.
    taken: Mapping[str, str] = field(default_factory=dict)
    # What could be changed of the person beside, if the officer wishes: the newer position.
    offered: tuple[Change, ...] = ()
    # Readings to look at: field, sentence.
    doubts: tuple[tuple[str, str], ...] = ()
    # Whether the row names somebody withdrawn, and the officer is asked whether they come again.
    asks_back: bool = False
    candidates: tuple[Candidate, ...] = ()
    # A row of the same name and delegation, of which the officer says that it is somebody else.
    namesake: "PlannedRow | None" = None
    problems: tuple[Problem, ...] = ()

    @property
    def adds(self) -> bool:
        """Whether a delegate is added: somebody new, or a person whom the register knows."""
        return self.kind in (Kind.NEW, Kind.KNOWN, Kind.DUPLICATE) and self.delegate is None

    @property
    def alters(self) -> bool:
        """Whether a delegate who is there already is changed."""
        return self.delegate is not None and bool(self.changes) and self.taking != KEEP

    @property
    def alters_person(self) -> bool:
        """Whether the person gets what is `offered`."""
        return self.person is not None and bool(self.offered) and self.taking == ALSO_PERSON

    @property
    def is_matched(self) -> bool:
        """Whether there is no more to ask: the row means a delegate, or has been refused."""
        return self.delegate is not None or bool(self.problems)

    @property
    def is_undecided(self) -> bool:
        return not self.decision and (self.kind == Kind.DUPLICATE or self.asks_back)

    @property
    def is_doubtful(self) -> bool:
        """Whether an officer had better look at it before it is stored."""
        return self.kind not in (Kind.ERROR, Kind.LEFT_OUT) and bool(
            self.doubts or self.is_undecided
        )

    @property
    def says_who(self) -> bool:
        """Whether the officer has decided whom the row means."""
        return self.decision == ANOTHER_PERSON or choice(self.decision, PERSON) is not None

    @property
    def name(self) -> str:
        read = self.read
        if read is None:
            return self.text
        return name_in(read) or self.text

    @property
    def names_somebody(self) -> bool:
        return self.read is not None and bool(name_in(self.read))

    @property
    def email(self) -> str:
        """The address as addresses are compared; empty where the row has none."""
        return value_of(self.read, "email").casefold()

    @property
    def values(self) -> dict[str, str]:
        """What the list will say of the person, by field."""
        if self.delegate is not None:
            taken = () if self.taking == KEEP else self.changes
            return {**self.before, **{change.field: change.new for change in taken}}
        values = {name: value_of(self.read, name) for name in COMPARED}
        values |= {name: text for name, text in self.taken.items() if name not in self.entered}
        if self.taking == KEEP:
            values |= {change.field: change.old for change in self.changes}
        return values | {
            "capacity": values["capacity"] or str(Delegate.Capacity.DELEGATE),
            "status": values["status"] or str(Delegate.Status.NOMINATED),
        }

    @property
    def capacity_text(self) -> str:
        return in_words("capacity", self.values["capacity"])

    def change_of(self, name: str) -> Change | None:
        """What the row changes of one field."""
        return next((change for change in self.changes if change.field == name), None)

    def refuse(self, *problems: Problem) -> None:
        """Keep the row from being applied, whomever it was found to mean."""
        self.problems += problems
        self.kind = Kind.ERROR
        self.delegate = self.person = None
        self.before, self.changes, self.candidates = {}, (), ()
        self.known, self.taken, self.offered, self.asks_back = {}, {}, (), False


@dataclass(eq=False, slots=True)
class Missing:
    """Somebody on the register whom the list does not name, and what becomes of them.

    `loses_seat`: they are head of a delegation in which the list names another head.
    `successors` are the rows of those who may replace them, the likeliest first.
    """

    delegate: int
    person: int
    name: str
    place: Place
    values: Mapping[str, str]
    decision: str
    loses_seat: bool
    successors: tuple[PlannedRow, ...]

    @property
    def key(self) -> str:
        """By which the decision is kept."""
        return str(self.delegate)

    @property
    def withdraws(self) -> bool:
        return self.decision not in ("", STAY)

    @property
    def changes(self) -> dict[str, str]:
        """What is stored of the delegate: nothing before it is decided."""
        if not self.decision:
            return {}
        status = {"status": str(Delegate.Status.WITHDRAWN)} if self.withdraws else {}
        # Who is withdrawn leads no delegation any more, so that another one can.
        leads = self.values["capacity"] == HEAD and (self.withdraws or self.loses_seat)
        return status | ({"capacity": str(Delegate.Capacity.DELEGATE)} if leads else {})


@dataclass(eq=False)
class Plan:
    """What an import would do."""

    event: Event
    rows: list[PlannedRow]
    places: list[Place]
    unknown: list[Unknown]
    # Rows that are about nobody: sheet, number, text.
    skipped: list[tuple[str, int, str]]
    # Those of the delegations in the list whom it does not name.
    missing: list[Missing] = field(default_factory=list)
    # Delegations with people that will have no head.
    headless: list[Place] = field(default_factory=list)
    # Words of capacity that are not known here.
    words: list[UnknownWord] = field(default_factory=list)

    @cached_property
    def problems(self) -> list[Problem]:
        """All that keeps the file from being applied."""
        return [problem for row in self.rows for problem in row.problems]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many rows there are of each kind; kinds without any are left out."""
        counts = Counter(row.kind for row in self.rows)
        return {kind.value: counts[kind] for kind in Kind if counts[kind]}

    @cached_property
    def added(self) -> int:
        """How many delegates the list gets: new ones, and withdrawn ones who are named again."""
        return sum(row.adds or (row.kind == Kind.BACK and not row.asks_back) for row in self.rows)

    @cached_property
    def changed(self) -> int:
        return sum(
            (row.alters and (row.asks_back or row.kind != Kind.BACK)) or row.alters_person
            for row in self.rows
        ) + sum(bool(each.changes) and not each.withdraws for each in self.missing)

    @cached_property
    def withdrawn(self) -> int:
        """How many delegates are withdrawn since the list no longer names them."""
        return sum(each.withdraws for each in self.missing)

    @cached_property
    def added_places(self) -> list[Place]:
        return [place for place in self.places if place.is_added]

    @cached_property
    def absent_places(self) -> list[Place]:
        """Delegations in the list that do not take part, by what the register says."""
        return [place for place in self.places if place.absence]

    @cached_property
    def headless_states(self) -> list[Place]:
        return [place for place in self.headless if place.is_state]

    @cached_property
    def headless_organisations(self) -> list[Place]:
        return [place for place in self.headless if not place.is_state]

    @cached_property
    def undecided(self) -> list[PlannedRow]:
        """Rows about which nobody has decided: possible duplicates, which applied are new persons,
        and those who were withdrawn, who stay so."""
        return [row for row in self.rows if row.is_undecided]

    @cached_property
    def undecided_missing(self) -> list[Missing]:
        """Those whom the list does not name and about whom nobody has decided: they stay."""
        return [each for each in self.missing if not each.decision]

    @cached_property
    def undecided_words(self) -> list[UnknownWord]:
        """Words of capacity of which nobody has said what they mean: they say nothing."""
        return [word for word in self.words if not word.meaning]

    @cached_property
    def doubtful(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.is_doubtful]

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.withdrawn or self.added_places)

    @cached_property
    def fingerprint(self) -> str:
        """The same for plans that would do the same, whatever happened in between."""
        places = [
            (place.pk, place.is_state, place.participant.pk, bool(place.absence))
            for place in self.places
        ]
        rows = []
        for row in self.rows:
            place = row.place and (row.place.is_state, row.place.participant.pk)
            what = (row.key, row.kind, place, row.delegate, row.person, row.decision, row.taking)
            changes = [
                (change.field, change.old, change.new) for change in (*row.changes, *row.offered)
            ]
            rows.append((what, changes, sorted(row.typed.items()), len(row.problems)))
        missing = [(each.delegate, each.decision, each.loses_seat) for each in self.missing]
        words = [(word.key, word.meaning) for word in self.words]
        return fingerprint(places, rows, missing, words)

    def without_problems(self) -> "Plan":
        """The same plan for the rows that can be applied."""
        return replace(self, rows=[row for row in self.rows if not row.problems])


def name_key(text: str) -> str:
    """A name or word of a list as they are compared; the text itself if it has no letter."""
    return fold(text) or text


def in_words(name: str, value: str) -> str:
    """A value as a person reads it: of a field with choices its name in the active language."""
    choices = FIELDS_BY_NAME[name].choices
    return str(dict(choices.choices).get(value, value)) if choices else value


def value_of(read: ReadRow, name: str) -> str:
    """What the row says of a field; empty where it says nothing."""
    return getattr(read, name) or ""
