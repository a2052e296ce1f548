"""Carries out a plan: in one transaction, all of it or nothing, with a history of every record.

The plan is made anew inside the transaction, with the event and its delegates locked, so that
what was previewed is what is done: where the register has changed since, nothing is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.bulk import bulk_create, bulk_update, update_all
from events.models import Delegate, Delegation, Event, ParticipantImport
from events.participant_list.errors import ParticipantListError
from events.participant_list.importing.decisions import KEEP
from events.participant_list.importing.plan import (
    HEAD,
    NAMES,
    OF_DELEGATE,
    OF_PERSON,
    Place,
    Plan,
    PlannedRow,
    value_of,
)
from participants.models import Person

# So many records are written at once; after each such lot the progress is told.
BATCH = 2_000

# Filled from the person where the file says nothing.
_FROM_PERSON = ("prefix", "position", "institution")


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
    """How far it is: so many of so many rows are stored."""

    done: int
    total: int


def apply_import(
    record: ParticipantImport,
    make_plan: Callable[[], Plan],
    expected: str | None = None,
) -> Plan:
    """Carry out the plan that `make_plan` gives, and note in `record` what was done.

    `expected` is the fingerprint of the plan that the officer has seen; None takes any. Raises
    `PlanRefused` or `PlanChanged`, and then has stored nothing. Returns the plan carried out.
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
) -> Iterator[Progress]:
    """The same step by step; abandoned half-way, nothing is stored."""
    try:
        with transaction.atomic():
            _lock(record)
            plan = make_plan()
            if plan.problems:
                raise PlanRefused(plan)
            if expected is not None and plan.fingerprint != expected:
                raise PlanChanged(plan)
            yield from _Writer(plan, record).write()
            _note(record, plan)
    except IntegrityError as error:
        # Somebody stored the like between our look and our writing.
        raise PlanChanged from error
    record.delete_file()
    return plan


def _lock(record: ParticipantImport) -> None:
    """Let nobody else change this event's list until the end; SQLite locks all at the start."""
    Event.objects.select_for_update().get(pk=record.event_id)
    if record.pk is not None:
        state = ParticipantImport.objects.select_for_update().values_list("state", flat=True)
        if state.filter(pk=record.pk).first() != ParticipantImport.State.UPLOADED:
            # Given up or applied meanwhile, in another window.
            raise PlanChanged
    delegates = Delegate.objects.filter(delegation__event=record.event_id)
    persons = Person.objects.filter(delegates__delegation__event=record.event_id)
    for locked in (delegates, persons):
        if connection.features.has_select_for_update:
            list(locked.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _note(record: ParticipantImport, plan: Plan) -> None:
    record.state = ParticipantImport.State.APPLIED
    record.applied_at = timezone.now()
    record.numbers = {
        **plan.numbers,
        "added": plan.added,
        "altered": plan.changed,
        "delegations": len(plan.added_places),
    }
    record.forget_contents()
    record.save()


class _Writer:
    def __init__(self, plan: Plan, record: ParticipantImport):
        self.plan = plan
        self.event = plan.event
        self.history = {"user": record.user, "reason": _("Imported from a list.")}
        self.added = [row for row in plan.rows if row.adds and not row.problems]
        self.altered = [row for row in plan.rows if row.alters and not row.problems]

    def write(self) -> Iterator[Progress]:
        if self.plan.changes_nothing:
            return
        total = len(self.added) + len(self.altered)
        done = 0
        yield Progress(done, total)
        delegations = self._delegations()
        self._step_down()
        for rows in _lots(self.altered):
            self._alter(rows)
            done += len(rows)
            yield Progress(done, total)
        for rows in _lots(self.added):
            self._add(rows, delegations)
            done += len(rows)
            yield Progress(done, total)

    def _delegations(self) -> dict[Place, int]:
        """The keys of all delegations of the plan; those that the event lacks are added."""
        added = []
        for place in self.plan.added_places:
            kind = "state" if place.is_state else "organisation"
            delegation = Delegation(event=self.event, **{kind: place.participant})
            delegation.role = place.role or delegation.role
            delegation.section = delegation.usual_section
            added.append(delegation)
        stored = bulk_create(Delegation, added, **self.history)
        keys = {place: place.pk for place in self.plan.places}
        keys |= zip(self.plan.added_places, (each.pk for each in stored), strict=True)
        return keys

    # --- Who is there already -----------------------------------------------------------------

    def _step_down(self) -> None:
        """Former heads give up their seat first: the database knows one head at any moment."""
        former = [
            row.delegate
            for row in self.altered
            if any(change.field == "capacity" and change.old == HEAD for change in row.changes)
        ]
        for some in _lots(former):
            Delegate.objects.filter(pk__in=some).update(capacity=Delegate.Capacity.DELEGATE)

    def _alter(self, rows: list[PlannedRow]) -> None:
        self._alter_records(Delegate, {row.delegate: row for row in rows}, OF_DELEGATE)
        self._alter_records(Person, {row.person: row for row in rows}, OF_PERSON)

    def _alter_records(
        self, model: type[models.Model], rows: dict[int, PlannedRow], names: tuple[str, ...]
    ) -> None:
        """Give each record what its row changes; where many change alike, in one statement."""
        alike, apart = defaultdict(list), defaultdict(list)
        for pk, row in rows.items():
            if changes := {c.field: c.new for c in row.changes if c.field in names}:
                if changes.keys() <= {"capacity", "status"}:
                    alike[tuple(changes.items())].append(pk)
                else:
                    apart[tuple(changes)].append(pk)
        for changes, pks in alike.items():
            update_all(model, pks, dict(changes), **self.history)
        for fields, pks in apart.items():
            records = list(model.objects.filter(pk__in=pks))
            for record in records:
                for change in rows[record.pk].changes:
                    if change.field in fields:
                        setattr(record, change.field, change.new)
            if model is Delegate and set(fields).intersection(NAMES):
                for record in records:
                    record.take_snapshot()
                fields = (*fields, "name_sort_key")
            bulk_update(model, records, fields, **self.history)

    # --- Who is new ---------------------------------------------------------------------------

    def _add(self, rows: list[PlannedRow], delegations: dict[Place, int]) -> None:
        known = {row.person: row for row in rows if row.person is not None}
        renewed = {pk: row for pk, row in known.items() if row.decision != KEEP}
        self._alter_records(Person, renewed, OF_PERSON)
        persons = Person.objects.in_bulk(known)
        unknown = [row for row in rows if row.person is None]
        created = bulk_create(Person, [self._person(row) for row in unknown], **self.history)
        new = dict(zip((row.key for row in unknown), created, strict=True))
        delegates = [
            self._delegate(row, delegations[row.place], new.get(row.key) or persons[row.person])
            for row in rows
        ]
        bulk_create(Delegate, delegates, **self.history)

    def _person(self, row: PlannedRow) -> Person:
        read, participant = row.read, row.place.participant
        names = ("prefix", *NAMES, "position", "institution", *OF_PERSON)
        person = Person(
            **{name: value_of(read, name) for name in names},
            sample=self.event.sample,
        )
        if row.place.is_state:
            person.state = participant
        else:
            person.organisation = participant
        person.make_keys()
        return person

    def _delegate(self, row: PlannedRow, delegation: int, person: Person) -> Delegate:
        read = row.read
        said = {name: value for name in OF_DELEGATE if (value := value_of(read, name))}
        for name in _FROM_PERSON:
            said.setdefault(name, getattr(person, name))
        delegate = Delegate(delegation_id=delegation, person=person, **said)
        if row.person is None:
            # The same name as the person's, so the same key, which takes long to compute.
            delegate.name_sort_key = person.name_sort_key
        else:
            delegate.take_snapshot()
        return delegate


def _lots(rows: list) -> Iterable[list]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
