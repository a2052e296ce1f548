"""Carries out a plan: in one transaction, all of it or nothing, with a history of every record.

The plan is made anew, and the records of it, before the transaction: that takes long, and a
transaction of SQLite keeps all other writers waiting. Inside, with the event and its delegates
locked, it is checked that nobody has changed what the plan depends on. So what was previewed is
what is done: where the register has changed since, nothing is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.bulk import patient, prepare_changed, prepare_new, update_all, update_in_passing
from core.models import ContentRevision
from events.models import Delegate, Delegation, Event, ParticipantImport
from events.participant_list.errors import ParticipantListError
from events.participant_list.fields import FIELDS, OF_DELEGATE, OF_PERSON, SNAPSHOT
from events.participant_list.importing.decisions import ANOTHER_PERSON, KEEP, REPLACED_BY
from events.participant_list.importing.meanwhile import Basis
from events.participant_list.importing.plan import (
    HEAD,
    Missing,
    Place,
    Plan,
    PlannedRow,
    value_of,
)
from participants.models import DistinctPersons, Person, State
from participants.scripts import CYRILLIC, NAMES

# How many records are prepared at once; after each lot the progress is told.
BATCH = 2_000

# How often a plan is made where others change what it depends on at the same time.
ATTEMPTS = 3

_OF_NAME = {*NAMES, *CYRILLIC}
# Fields of which many records have the same value.
_WITH_CHOICES = {field.name for field in FIELDS if field.choices}


class PlanRefused(ParticipantListError):
    """The plan has errors: nothing was stored."""

    def __init__(self, plan: Plan):
        super().__init__(_("Nothing was imported: some rows have errors."))
        self.plan = plan


class PlanChanged(ParticipantListError):
    """The register has changed since the preview: nothing was stored. `plan` is what holds now."""

    def __init__(self, plan: Plan | None = None):
        super().__init__(
            _(
                "Nothing was imported: the register has changed since this preview was made. "
                "Look at the new preview, then confirm it."
            )
        )
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: `done` of `total` rows are ready to be stored."""

    done: int
    total: int


def apply_import(
    record: ParticipantImport,
    make_plan: Callable[[], Plan],
    expected: str | None = None,
) -> Plan:
    """Carry out the plan that `make_plan` gives, and note in `record` what was done.

    `expected` is the fingerprint of the plan that the officer has seen; None takes any. Returns the
    plan carried out. Raises `PlanRefused` or `PlanChanged`: then nothing is stored.
    """
    steps = apply_in_steps(record, make_plan, expected)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def apply_in_steps(
    record: ParticipantImport,
    make_plan: Callable[[], Plan],
    expected: str | None = None,
) -> Generator[Progress, None, Plan]:
    """The same, with its progress until the moment of storing; abandoned, it stores nothing."""
    for _attempt in range(ATTEMPTS):
        basis = Basis(record.event)
        plan = checked(make_plan(), expected)
        writer = _Writer(plan, record)
        with patient():
            yield from writer.prepare()
        with locked_list(record.event_id):
            _lock_unfinished(record)
            if not basis.holds_for(plan):
                continue
            if record.pk is None:
                # Its number stands in the history.
                record.save()
            writer.write()
            _note(record, plan)
        break
    else:
        raise PlanChanged
    record.delete_file()
    return plan


# --- What every change of a list by a plan needs --------------------------------------------
@contextmanager
def locked_list(event: int) -> Iterator[None]:
    """A transaction in which nobody else changes the list of `event`: all of it or nothing.

    Raises `PlanChanged` where somebody stored the same in between. SQLite locks all at the start.
    """
    try:
        with patient(), transaction.atomic(), ContentRevision.written_last():
            Event.objects.select_for_update().get(pk=event)
            if connection.features.has_select_for_update:
                delegates = Delegate.objects.filter(delegation__event=event)
                # The delegates with their persons, by one query.
                locked = delegates.select_related("person").only("pk", "person__id")
                list(locked.select_for_update(of=("self", "person")).order_by("pk"))
            yield
    except IntegrityError as error:
        raise PlanChanged from error


def checked(plan: Plan, expected: str | None = None) -> Plan:
    """`plan`, if it can be carried out and has the fingerprint `expected` (None takes any).

    Raises `PlanRefused` or `PlanChanged`.
    """
    if plan.problems:
        raise PlanRefused(plan)
    if expected is not None and plan.fingerprint != expected:
        raise PlanChanged(plan)
    return plan


def _lock_unfinished(record: ParticipantImport) -> None:
    """Raise `PlanChanged` where the import was given up or applied meanwhile, in another window."""
    if record.pk is None:
        return
    states = ParticipantImport.objects.select_for_update().values_list("state", flat=True)
    if states.filter(pk=record.pk).first() != ParticipantImport.State.UPLOADED:
        raise PlanChanged


def _note(record: ParticipantImport, plan: Plan) -> None:
    record.state = ParticipantImport.State.APPLIED
    record.applied_at = timezone.now()
    record.numbers = {
        **plan.numbers,
        "added": plan.added,
        "altered": plan.changed,
        "withdrawn": plan.withdrawn,
        "delegations": len(plan.added_places),
    }
    record.forget_contents()
    record.save()


def reason_of(record: ParticipantImport, sentence: str = "") -> str:
    """What the history says of a change by this import; its end tells imports apart."""
    return (sentence or _("Imported from a list.")) + mark_of(record)


def mark_of(record: ParticipantImport) -> str:
    return f" #{record.pk}"


class _Writer:
    """Carries out a plan in two steps: `prepare` makes all records, `write` stores them.

    Between the two begins the transaction in which others wait.
    """

    def __init__(self, plan: Plan, record: ParticipantImport):
        self.plan = plan
        self.event = plan.event
        self.record = record
        self.added = [row for row in plan.rows if row.adds and not row.problems]
        self.altered = [row for row in plan.rows if row.alters and not row.problems]
        self.missing = [each for each in plan.missing if each.changes]
        # In the order of writing: what to call with `user` and `reason`, and the sentence of the
        # reason where it is not the usual one.
        self.writes: list[tuple[Callable[..., None], str]] = []
        # Of each row that adds somebody new, the person.
        self.persons: dict[str, Person] = {}

    def prepare(self) -> Iterator[Progress]:
        """Make what is to be stored, lot by lot; the register is read, and not changed."""
        if self.plan.changes_nothing:
            return
        total = len(self.added) + len(self.altered)
        done = 0
        yield Progress(done, total)
        delegations = self._delegations()
        self._leave()
        for rows in _lots(self.altered):
            self._alter(rows)
            done += len(rows)
            yield Progress(done, total)
        for rows in _lots(self.added):
            self._add(rows, delegations)
            done += len(rows)
            yield Progress(done, total)
        self._note_jobs()

    def write(self) -> None:
        """Store all of it, in the transaction that is open."""
        self._step_down()
        for store, sentence in self.writes:
            store(user=self.record.user, reason=reason_of(self.record, sentence))
        self._tell_apart()

    def _later(self, store: Callable[..., None], sentence: str = "") -> None:
        self.writes.append((store, sentence))

    def _delegations(self) -> dict[Place, int]:
        """The keys of all delegations of the plan; those that the event lacks are added."""
        added = []
        for place in self.plan.added_places:
            kind = "state" if place.is_state else "organisation"
            delegation = Delegation(event=self.event, **{kind: place.participant})
            delegation.role = place.role or delegation.role
            delegation.section = delegation.usual_section
            added.append(delegation)
        new = prepare_new(Delegation, added)
        self._later(new.store)
        keys = {place: place.pk for place in self.plan.places}
        return keys | dict(zip(self.plan.added_places, new.keys, strict=True))

    # --- Who is there already -----------------------------------------------------------------

    def _step_down(self) -> None:
        """Former heads give up their seat first: the database knows one head at any moment."""
        former = [
            row.delegate
            for row in self.altered
            if (change := row.change_of("capacity")) and change.old == HEAD
        ]
        former += [each.delegate for each in self.missing if "capacity" in each.changes]
        for some in _lots(former):
            update_in_passing(Delegate, some, {"capacity": Delegate.Capacity.DELEGATE})

    def _leave(self) -> None:
        """What was decided about those whom the list no longer names."""
        by_change: dict[tuple, list[int]] = defaultdict(list)
        for each in self.missing:
            by_change[self._sentence(each), *each.changes.items()].append(each.delegate)
        for (sentence, *values), pks in by_change.items():
            self._later(partial(update_all, Delegate, pks, dict(values)), sentence)

    def _sentence(self, missing: Missing) -> str:
        kind, _colon, key = missing.decision.partition(":")
        if kind != REPLACED_BY:
            return ""
        name = next(row.name for row in missing.successors if row.key == key)
        return _("Replaced by %(name)s in a list.") % {"name": name[:40]}

    def _note_jobs(self) -> None:
        """Give the persons the newer position where the officer wishes."""
        rows = {row.person: row for row in self.plan.rows if row.alters_person}
        by_fields: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        for person in Person.objects.filter(pk__in=rows):
            for change in rows[person.pk].offered:
                setattr(person, change.field, change.new)
            by_fields[tuple(each.field for each in rows[person.pk].offered)].append(person)
        for fields, some in by_fields.items():
            self._later(prepare_changed(Person, some, fields).store)

    def _alter(self, rows: list[PlannedRow]) -> None:
        self._alter_records(Delegate, {row.delegate: row for row in rows}, OF_DELEGATE)
        self._alter_records(Person, {row.person: row for row in rows}, OF_PERSON)
        self._complete_names({row.person: row for row in rows})

    def _complete_names(self, rows: dict[int, PlannedRow]) -> None:
        """Give the persons of `rows` the name in a script in which the register has none."""
        by_fields: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        named = {
            pk: row for pk, row in rows.items() if any(c.field in _OF_NAME for c in row.changes)
        }
        for person in Person.objects.filter(pk__in=named):
            for names in (NAMES, CYRILLIC):
                new = {c.field: c.new for c in named[person.pk].changes if c.field in names}
                if new and not any(getattr(person, name) for name in names):
                    for name, text in new.items():
                        setattr(person, name, text)
                    by_fields[names].append(person)
        for fields, persons in by_fields.items():
            for person in persons:
                person.make_keys()
            changed = prepare_changed(Person, persons, (*fields, *Person.key_fields))
            self._later(changed.store)

    def _alter_records(
        self, model: type[models.Model], rows: dict[int, PlannedRow], names: tuple[str, ...]
    ) -> None:
        """Give each record of `rows`, by key, what its row changes of the fields `names`.

        Records that get the same of few values are changed in one statement, the others in lots of
        the same fields.
        """
        by_values: dict[tuple, list[int]] = defaultdict(list)
        by_fields: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for pk, row in rows.items():
            if values := {c.field: c.new for c in row.changes if c.field in names}:
                if values.keys() <= _WITH_CHOICES:
                    by_values[tuple(values.items())].append(pk)
                else:
                    by_fields[tuple(values)].append(pk)
        for pairs, pks in by_values.items():
            self._later(partial(update_all, model, pks, dict(pairs)))
        for fields, pks in by_fields.items():
            self._alter_fields(model, {pk: rows[pk] for pk in pks}, fields)

    def _alter_fields(
        self, model: type[models.Model], rows: dict[int, PlannedRow], fields: tuple[str, ...]
    ) -> None:
        renames = model is Delegate and bool(set(fields).intersection(_OF_NAME))
        records: list[Any] = list(model._default_manager.filter(pk__in=rows))
        for record in records:
            for name in fields:
                setattr(record, name, rows[record.pk].change_of(name).new)
            if renames:
                record.take_snapshot()
        if renames:
            fields = (*fields, "name_sort_key")
        self._later(prepare_changed(model, records, fields).store)

    # --- Who is new ---------------------------------------------------------------------------

    def _add(self, rows: list[PlannedRow], delegations: dict[Place, int]) -> None:
        known = {row.person: row for row in rows if row.person is not None}
        taken = {pk: row for pk, row in known.items() if row.taking != KEEP}
        self._alter_records(Person, taken, OF_PERSON)
        self._complete_names(taken)
        persons = Person.objects.in_bulk(known)
        unknown = [(row, self._person(row)) for row in rows if row.person is None]
        self._later(prepare_new(Person, [person for _row, person in unknown]).store)
        new = {row.key: person for row, person in unknown}
        self.persons |= new
        delegates = [
            self._delegate(row, delegations[row.place], new.get(row.key) or persons[row.person])
            for row in rows
        ]
        self._later(prepare_new(Delegate, delegates).store)

    def _tell_apart(self) -> None:
        """Remember of whom the officer said that they are other people, so that nobody asks again.

        On the command line nobody did.
        """
        if self.record.user is None:
            return
        pairs = [
            (other, person.pk)
            for row in self.added
            if row.decision == ANOTHER_PERSON and (person := self.persons.get(row.key))
            for other in self._other_people(row)
        ]
        DistinctPersons.objects.tell_all_apart(pairs, self.record.user)

    def _other_people(self, row: PlannedRow) -> Iterator[int]:
        """Whom a row does not mean, though they have its name."""
        yield from (each.pk for each in row.candidates)
        if (namesake := row.namesake) is not None:
            yield namesake.person or self.persons[namesake.key].pk

    def _person(self, row: PlannedRow) -> Person:
        read, participant = row.read, row.place.participant
        person = Person(
            **{name: value_of(read, name) for name in (*SNAPSHOT, *OF_PERSON)},
            sample=self.event.sample,
        )
        if isinstance(participant, State):
            person.state = participant
        else:
            person.organisation = participant
        person.make_keys()
        return person

    def _delegate(self, row: PlannedRow, delegation: int, person: Person) -> Delegate:
        read = row.read
        values = {name: value for name in OF_DELEGATE if (value := value_of(read, name))}
        values |= {name: text for name, text in row.taken.items() if name not in row.entered}
        delegate = Delegate(delegation_id=delegation, person=person, **values)
        if row.person is None:
            # The same name as the person's, so the same key, which takes long to compute.
            delegate.name_sort_key = person.name_sort_key
        else:
            delegate.take_snapshot()
        return delegate


def _lots(rows: list) -> Iterable[list]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
