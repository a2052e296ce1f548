"""A list that a contact point uploads: what it would change of the own delegation, then the change.

The file is read as the lists of staff are, but means nobody outside of the delegation: whether the
register knows a person is not the contact point's to learn. What was read travels in the page that
shows it, signed, and is stored nowhere before it is confirmed. An empty cell says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from django.core import signing
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.text import fold, person_key
from events.models import Delegate, Delegation, Nomination
from events.nominations import nominees
from events.nominations.nominees import EDITABLE, KNOWN, SHOWN, is_own
from events.participant_list.errors import CellError, ParticipantListError, UnreadableFile
from events.participant_list.importing.reading import open_list
from events.participant_list.readers import LABELS, read_people
from participants.matching import ParticipantMatcher

# A delegation; more is a list of something else.
MOST_PEOPLE = 300
# How long what was read can be confirmed.
SECONDS_TO_CONFIRM = 4 * 3600

FIELDS = (*SHOWN, *KNOWN)
Capacity, Status = Delegate.Capacity, Delegate.Status


class Stale(ParticipantListError):
    """What the page brought back was not made here, or too long ago."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the file, with what it says of them and where."""

    sheet: str
    row: int
    delegation: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Upload:
    """What was read of a file: people, and what is wrong with the other rows."""

    people: list[Person]
    errors: list[CellError]


class Kind(models.TextChoices):
    NEW = "new", pgettext_lazy("row of an upload", "new")
    CHANGED = "changed", pgettext_lazy("row of an upload", "changed")
    BACK = "back", pgettext_lazy("row of an upload", "named again")
    SAME = "same", pgettext_lazy("row of an upload", "nothing changes")


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one person of the file: `changes` are (field, before, after)."""

    person: Person
    kind: Kind
    values: dict[str, str]
    delegate: Delegate | None = None
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def key(self) -> str:
        """What tells the row from others of the file."""
        return f"{self.person.sheet}:{self.person.row}"

    @property
    def capacity(self) -> str:
        return str(Capacity(self.values["capacity"]).label)

    @property
    def changes_in_words(self) -> list[str]:
        words = dict(Capacity.choices)
        return [
            f"{LABELS[name]}: {words.get(before, before) or '–'} → {words.get(after, after)}"
            for name, before, after in self.changes
        ]


@dataclass(slots=True)
class Plan:
    """What an upload would change."""

    steps: list[Step] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def added(self) -> int:
        return sum(step.kind in (Kind.NEW, Kind.BACK) for step in self.steps)

    @property
    def changed(self) -> int:
        return sum(step.kind == Kind.CHANGED for step in self.steps)


# --- Reading --------------------------------------------------------------------------------
def read(file: BinaryIO, name: str) -> Upload:
    """Read `file`. Raises `ParticipantListError` where there is no list to read."""
    people, errors = [], []
    opened = open_list(file, name)
    # Where no table has names, reading the first one says so.
    for table, columns in opened.lists or zip(opened.tables, opened.columns, strict=True):
        reading = read_people(table, columns)
        errors += reading.errors
        for found in reading.people:
            values = {name: getattr(found, name) or "" for name in FIELDS}
            people.append(Person(found.sheet, found.row, found.delegation or "", values))
    if not people and not errors:
        raise UnreadableFile(_("The file names nobody. Write one person a row, under headings."))
    if len(people) > MOST_PEOPLE:
        raise UnreadableFile(
            _("The file names more than %(number)d people. Upload your own delegation alone.")
            % {"number": MOST_PEOPLE}
        )
    return Upload(people, errors)


def seal(nomination: Nomination, people: Iterable[Person]) -> str:
    """What was read, as text that comes back unchanged or not at all."""
    rows = [asdict(person) for person in people]
    return signing.dumps(rows, salt=_salt(nomination), compress=True)


def unseal(nomination: Nomination, sealed: str) -> list[Person]:
    """Raises `Stale` unless `sealed` was made for this nomination, not too long ago."""
    try:
        rows = signing.loads(sealed, salt=_salt(nomination), max_age=SECONDS_TO_CONFIRM)
    except signing.BadSignature as error:
        sentence = _("Nothing was added: too much time has passed. Upload the list again.")
        raise Stale(sentence) from error
    return [Person(**row) for row in rows]


def _salt(nomination: Nomination) -> str:
    return f"events.nominations.uploads.{nomination.pk}"


# --- Planning -------------------------------------------------------------------------------
def plan(delegation: Delegation, people: Iterable[Person]) -> Plan:
    """What adding `people` to `delegation` would change; what cannot be added is an error."""
    made = Plan()
    listed = defaultdict(list)
    for delegate in delegation.delegates.select_related("person").order_by("pk"):
        listed[person_key(delegate.family_name, delegate.given_names)].append(delegate)
    seen = set()
    is_ours = _Ours(delegation)
    for person in people:
        key = person_key(person.values["family_name"], person.values["given_names"])
        if not is_ours(person.delegation):
            made.errors.append(
                _wrong(
                    person, _("Delegation"), person.delegation, _("This is not your delegation.")
                )
            )
        elif person.values["capacity"] == Capacity.SECRETARIAT:
            label = str(Capacity.SECRETARIAT.label)
            reason = _("The secretariat is the organisers' own. Choose another capacity.")
            made.errors.append(_wrong(person, _("Capacity"), label, reason))
        elif key in seen:
            reason = _("The file names this person twice. Delete one of the rows.")
            made.errors.append(_wrong(person, _("Name"), _name(person), reason))
        else:
            seen.add(key)
            _place(made, person, listed[key])
    _refuse_second_heads(made, delegation)
    return made


class _Ours:
    """Says whether a name means the delegation; no name at all does."""

    def __init__(self, delegation: Delegation):
        self.delegation = delegation
        self.matcher = None

    def __call__(self, text: str) -> bool:
        if not text or fold(text) == fold(self.delegation.name):
            return True
        if self.matcher is None:
            participant = self.delegation.participant
            self.matcher = ParticipantMatcher(here=[(self.delegation.name, participant)])
        return self.matcher.match(text).record == self.delegation.participant


def _place(made: Plan, person: Person, namesakes: list[Delegate]) -> None:
    """Add to `made` what becomes of `person`, whose name `namesakes` of the delegation have."""
    there = [d for d in namesakes if d.status != Status.WITHDRAWN] or namesakes
    if not there:
        values = {**person.values, "capacity": person.values["capacity"] or Capacity.DELEGATE}
        made.steps.append(Step(person, Kind.NEW, values))
        return
    if len(there) > 1:
        reason = _("Your list has several people of this name. Change them one by one.")
        made.errors.append(_wrong(person, _("Name"), _name(person), reason))
        return
    (delegate,) = there
    if delegate.status not in (*EDITABLE, Status.WITHDRAWN):
        reason = _("This person can no longer be changed here. Write to the secretariat.")
        made.errors.append(_wrong(person, _("Name"), _name(person), reason))
        return
    before = {name: getattr(delegate, name) for name in SHOWN}
    if is_own(delegate):
        before |= {name: getattr(delegate.person, name) for name in KNOWN}
    values = {name: person.values[name] or old for name, old in before.items()}
    if delegate.full_name.casefold() == _name(person).casefold():
        # A name in capitals is no correction of one that is not.
        values |= {name: before[name] for name in ("given_names", "family_name")}
    changes = tuple(
        (name, old, values[name]) for name, old in before.items() if old != values[name]
    )
    if delegate.status == Status.WITHDRAWN:
        kind = Kind.BACK
    else:
        kind = Kind.CHANGED if changes else Kind.SAME
    made.steps.append(Step(person, kind, values, delegate, changes))


def _refuse_second_heads(made: Plan, delegation: Delegation) -> None:
    """Keep of several heads the first; one who is not in the file stays."""
    touched = {step.delegate.pk for step in made.steps if step.delegate}
    others = delegation.delegates.filter(capacity=Capacity.HEAD).exclude(pk__in=touched)
    reason = head.only_one_head() if (head := others.first()) else ""
    kept = []
    for step in made.steps:
        is_head = step.values["capacity"] == Capacity.HEAD
        if is_head and reason:
            label = str(Capacity.HEAD.label)
            made.errors.append(_wrong(step.person, _("Capacity"), label, reason))
            continue
        if is_head:
            reason = _("A delegation has one head, and the file names another one before.")
        kept.append(step)
    made.steps = kept


def _wrong(person: Person, column: str, value: str, reason: str) -> CellError:
    return CellError(person.row, column, value, reason)


def _name(person: Person) -> str:
    return " ".join(filter(None, [person.values["given_names"], person.values["family_name"]]))


# --- Carrying it out ------------------------------------------------------------------------
def apply(nomination: Nomination, made: Plan, consenting: set[str]) -> None:
    """Carry the plan out, within `nominees.editing`; of the new, rows in `consenting` agree."""
    # A former head leaves the seat before the new one takes it.
    for step in sorted(made.steps, key=lambda step: step.values["capacity"] == Capacity.HEAD):
        if step.kind == Kind.NEW:
            agrees = step.key in consenting
            nominees.add(nomination, {**step.values, "consent": agrees})
        elif step.kind != Kind.SAME:
            if step.kind == Kind.BACK:
                nominees.bring_back(step.delegate)
            consent = nominees.consents(step.delegate)
            nominees.change(step.delegate, {**step.values, "consent": consent})
