"""Merging two records of one person into one, and undoing it.

All that points at the removed record is found from the models, on whatever floor it lives, and
moved to the kept one. Every step is kept in a `PersonMerge`, so that undoing goes them backwards.
The history of both stays; what merging and undoing change is added to it, with the reason.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.fingerprint import secret_fingerprint
from participants.models import DistinctPersons, Person, PersonMerge

# What is chosen of either person, in the order of the form: all that people enter.
FIELDS = tuple(
    field.name for field in Person._meta.concrete_fields if field.editable and not field.primary_key
)
# Of these, the fuller entry is likelier to be right; of the others, the later one.
LASTING = {*Person.search_fields, "language"}


class CannotMerge(Exception):
    """Why two persons cannot be merged, as a sentence."""


class CannotUndo(Exception):
    """Why a merge cannot be undone, as a sentence."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Records of both persons of which one can stay, such as delegates in one delegation."""

    of_kept: models.Model
    of_removed: models.Model

    @property
    def key(self) -> str:
        return f"{self.of_removed._meta.model_name}-{self.of_removed.pk}"


# --- Looking at the two ---------------------------------------------------------------------
def better_of_removed(field: str, kept: Person, removed: Person) -> bool:
    """Whether what `removed` has in `field` is fuller or newer than what `kept` has."""
    ours, theirs = getattr(kept, field), getattr(removed, field)
    if not ours or not theirs:
        return bool(theirs)
    if field in LASTING:
        return len(str(theirs).split()) > len(str(ours).split())
    return _last_change(removed) > _last_change(kept)


def _last_change(person: Person) -> float:
    latest = person.history.first()  # type: ignore[attr-defined]  # registered in `ready`
    return latest.history_date.timestamp() if latest else 0


def records_of(person: Person) -> Iterator[models.Model]:
    """All records that point at `person`, but for notes of who is not the same."""
    for relation in _relations(Person):
        yield from _pointing_at(person, relation)


def clashes(kept: Person, removed: Person) -> list[Clash]:
    """Records of the two that cannot both be those of one person."""
    return [
        Clash(twin, record)
        for relation in _relations(Person)
        for record in _pointing_at(removed, relation)
        if (twin := _twin(record, relation.field, kept))
    ]


def fingerprint_of(*persons: Person, with_records: bool = False) -> str:
    """Changes with what is recorded of `persons`, and tells nothing of it."""
    recorded = []
    for person in persons:
        records = []
        if with_records:
            records = [(record._meta.label, record.pk) for record in records_of(person)]
        recorded.append([person.pk, [_plain(person, name) for name in FIELDS], records])
    return secret_fingerprint(recorded)


# --- Merging --------------------------------------------------------------------------------
@transaction.atomic
def merge(
    kept: Person,
    removed: Person,
    *,
    taken: Collection[str] = (),
    staying: Collection[str] = (),
    user=None,
    expected: str | None = None,
) -> PersonMerge:
    """Merge `removed` into `kept`: all of it or nothing.

    `taken` names the fields whose value comes from `removed`; `staying` the keys of clashes in
    which the record of `removed` stays. With `expected`, the fingerprint of what the user chose
    from, nothing is done if the two have changed since.
    """
    if kept.pk == removed.pk:
        raise CannotMerge(_("These are one record already."))
    locked = Person.objects.select_for_update().order_by("pk")
    found = {person.pk: person for person in locked.filter(pk__in=[kept.pk, removed.pk])}
    if len(found) < 2:
        raise CannotMerge(_("Somebody else has merged or deleted one of the two meanwhile."))
    kept, removed = found[kept.pk], found[removed.pk]
    if expected is not None and expected != fingerprint_of(kept, removed, with_records=True):
        raise CannotMerge(
            _("Somebody else has changed one of the two meanwhile: see below, and choose again.")
        )
    if kept.sample != removed.sample:
        raise CannotMerge(_("Sample data cannot be merged with a real person."))
    if kept.erased_on or removed.erased_on:
        raise CannotMerge(_("The data of one of the two has been erased: it names nobody."))
    done = _Merging(
        # No name: the history of other records keeps it when the person is erased.
        _("Merged: person %(removed)d into person %(kept)d")
        % {"removed": removed.pk, "kept": kept.pk}
    )
    names = str(kept), str(removed)
    try:
        with transaction.atomic():
            serialised = _serialise(removed)
            done.tell_apart(kept, removed)
            done.absorb(removed, kept, staying)
            done.delete(removed)
            done.change(kept, {name: getattr(removed, name) for name in FIELDS if name in taken})
    except IntegrityError as error:
        raise CannotMerge(
            _("The records of the two cannot stand side by side. Nothing was changed.")
        ) from error
    return PersonMerge.objects.create(
        kept_pk=kept.pk,
        kept_name=names[0],
        removed_pk=serialised["pk"],
        removed_name=names[1],
        removed=serialised,
        steps=done.steps,
        merged_by=user,
    )


class _Merging:
    """The steps of one merge, done and written down."""

    def __init__(self, reason: str):
        self.reason = reason
        self.steps: list[dict] = []

    def absorb(self, loser: models.Model, winner: models.Model, staying: Collection[str] = ()):
        """Let everything that points at `loser` point at `winner`."""
        for relation in _relations(type(loser)):
            if relation.related_model._meta.auto_created:
                self._exchange(relation, loser, winner)
                continue
            for record in _pointing_at(loser, relation):
                if twin := _twin(record, relation.field, winner):
                    clash = Clash(twin, record)
                    if clash.key not in staying:
                        self.absorb(record, twin)
                        self._remove(record)
                        continue
                    self.absorb(twin, record)
                    self._remove(twin)
                self._move(record, relation.field, winner)

    def _move(self, record: models.Model, field: models.ForeignKey, winner: models.Model):
        self.steps.append(
            _step("move", record) | {"field": field.name, "from": _key(record, field)}
        )
        setattr(record, field.name, winner)
        self.steps[-1]["to"] = _key(record, field)
        _save(record, self.reason, [field.name])

    def _exchange(self, relation, loser: models.Model, winner: models.Model):
        """In the many-to-many relation behind `relation`, put `winner` in the place of `loser`."""
        field = _many_to_many(relation)
        if field.m2m_reverse_field_name() != relation.field.name:
            # The loser's own choices, which are kept with it.
            return
        for owner in field.model._base_manager.filter(**{field.name: loser}):
            chosen = getattr(owner, field.name)
            added = not chosen.filter(pk=winner.pk).exists()
            self.steps.append(
                _step("exchange", owner)
                | {"field": field.name, "from": loser.pk, "to": winner.pk, "added": added}
            )
            owner._change_reason = self.reason  # type: ignore[attr-defined]  # for the history
            chosen.add(winner)
            chosen.remove(loser)

    def _remove(self, record: models.Model):
        self.steps.append(_step("remove", record) | {"record": _serialise(record)})
        self.delete(record)

    def delete(self, record: models.Model):
        record._change_reason = self.reason  # type: ignore[attr-defined]  # for the history
        record.delete()

    def change(self, kept: Person, values: dict):
        """Give `kept` these values; a relation is written down by its key."""
        former = {name: _plain(kept, name) for name in values}
        for name, value in values.items():
            setattr(kept, name, value)
        changed = {
            name: [former[name], _plain(kept, name)]
            for name in values
            if former[name] != _plain(kept, name)
        }
        self.steps.append(_step("change", kept) | {"values": changed})
        _save(kept, self.reason)

    def tell_apart(self, kept: Person, removed: Person):
        """Whom staff have told apart from `removed` stays apart from `kept`."""
        notes = DistinctPersons.objects.filter(models.Q(first=removed) | models.Q(second=removed))
        for note in notes.select_related("first", "second"):
            other = note.second if note.first_id == removed.pk else note.first
            self.steps.append(_step("apart", note) | {"record": _serialise(note), "new": None})
            note.delete()
            if other != kept:
                new, is_new = DistinctPersons.objects.tell_apart(kept, other, note.decided_by)
                self.steps[-1]["new"] = new.pk if is_new else None


# --- Undoing --------------------------------------------------------------------------------
@transaction.atomic
def undo(done: PersonMerge, user=None) -> Person:
    """Bring the removed person back, with its key and all that was its own; returns it.

    All of it or nothing. What has been edited since stays as edited.
    """
    done = PersonMerge.objects.select_for_update().get(pk=done.pk)
    kept = Person.objects.select_for_update().filter(pk=done.kept_pk).first()
    _refuse_if_impossible(done, kept)
    # No name: the history of other records keeps it when the person is erased.
    reason = _("Merge undone: person %(removed)d from person %(kept)d") % {
        "removed": done.removed_pk,
        "kept": done.kept_pk,
    }
    undoing = _Undoing(reason)
    try:
        with transaction.atomic():
            removed = cast(Person, undoing.restore(done.removed))
            for step in reversed(done.steps):
                if _is_known(step):
                    getattr(undoing, step["do"])(step)
    except IntegrityError as error:
        raise CannotUndo(
            _("What was merged cannot stand beside what has been added since. Nothing was changed.")
        ) from error
    done.undone_at, done.undone_by = timezone.now(), user
    done.save(update_fields=["undone_at", "undone_by"])
    return removed


def _refuse_if_impossible(done: PersonMerge, kept: Person | None) -> None:
    if done.undone_at:
        raise CannotUndo(_("This merge has been undone already."))
    if not done.removed:
        raise CannotUndo(_("The data of the merged person has been erased."))
    both = [done.kept_pk, done.removed_pk]
    later = PersonMerge.objects.filter(
        models.Q(kept_pk__in=both) | models.Q(removed_pk__in=both),
        pk__gt=done.pk,
        undone_at=None,
    ).first()
    if later:
        raise CannotUndo(
            _("%(removed)s was merged into %(kept)s later. Undo that merge first.")
            % {"removed": later.removed_name, "kept": later.kept_name}
        )
    if kept is None:
        raise CannotUndo(
            _("%(name)s, who was kept, has been deleted since.") % {"name": done.kept_name}
        )


class _Undoing:
    """Each method takes one step of a merge back."""

    def __init__(self, reason: str):
        self.reason = reason

    def restore(self, serialised: dict) -> models.Model:
        """The record as it was, with its key, if all that it points at is still there.

        What its model no longer has is left out; what it has since is empty.
        """
        (found,) = serializers.deserialize("python", [serialised], ignorenonexistent=True)
        record = found.object
        for field in record._meta.concrete_fields:
            key = getattr(record, field.attname)
            if not isinstance(field, models.ForeignKey) or key is None:
                continue
            if not field.related_model._base_manager.filter(pk=key).exists():
                if field.remote_field.on_delete is models.SET_NULL:
                    setattr(record, field.attname, None)
                    continue
                raise CannotUndo(
                    _("“%(record)s” belonged to a %(model)s that has been deleted since.")
                    % {"record": record, "model": field.verbose_name}
                )
        try:
            record.validate_constraints()
        except ValidationError as error:
            raise CannotUndo(
                _("“%(record)s” cannot be brought back. %(reason)s")
                % {"record": record, "reason": " ".join(error.messages)}
            ) from error
        _save(record, self.reason, force_insert=True)
        for name, keys in (found.m2m_data or {}).items():
            getattr(record, name).set(keys)
        return record

    def remove(self, step: dict) -> None:
        self.restore(step["record"])

    def move(self, step: dict) -> None:
        record = _record(step)
        if record is None:
            # Deleted since: there is nothing to move back.
            return
        field: Any = record._meta.get_field(step["field"])
        if _key(record, field) != step["to"]:
            raise CannotUndo(_("“%(record)s” belongs to somebody else since.") % {"record": record})
        setattr(record, field.attname, step["from"])
        _save(record, self.reason, [field.name])

    def exchange(self, step: dict) -> None:
        owner = _record(step)
        if owner is None:
            return
        chosen = getattr(owner, step["field"])
        if not chosen.filter(pk=step["to"]).exists():
            # Taken out since, and not to come back.
            return
        owner._change_reason = self.reason  # type: ignore[attr-defined]  # for the history
        chosen.add(step["from"])
        if step["added"]:
            chosen.remove(step["to"])

    def change(self, step: dict) -> None:
        # Always the kept person, whom `undo` has locked.
        kept = cast(Person, _record(step))
        names = {field.name for field in kept._meta.concrete_fields}
        for name, (former, merged) in step["values"].items():
            if name in names and _plain(kept, name) == merged:
                setattr(kept, _attname(kept, name), former)
        _save(kept, self.reason)

    def apart(self, step: dict) -> None:
        DistinctPersons.objects.filter(pk=step["new"]).delete()
        fields = step["record"]["fields"]
        if Person.objects.filter(pk__in=[fields["first"], fields["second"]]).count() == 2:
            self.restore(step["record"])


# --- Relations and records ------------------------------------------------------------------
def _relations(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """Relations by which other tables point at `model`, but for history and who is told apart."""
    for relation in model._meta.get_fields(include_hidden=True):
        from_others = relation.one_to_many or relation.one_to_one
        if not (from_others and relation.auto_created):
            continue
        relation = cast(models.ManyToOneRel, relation)
        of_history = relation.on_delete is models.DO_NOTHING
        if not of_history and relation.related_model is not DistinctPersons:
            yield relation


def _pointing_at(record: models.Model, relation) -> models.QuerySet:
    pointing = relation.related_model._base_manager.filter(**{relation.field.name: record})
    return pointing.order_by("pk")


def _many_to_many(relation) -> models.ManyToManyField:
    """The field whose table of links `relation` comes from."""
    table = relation.related_model
    fields = table._meta.auto_created._meta.local_many_to_many
    return next(field for field in fields if field.remote_field.through is table)


def _twin(record: models.Model, field: models.ForeignKey, winner: models.Model):
    """The record of `winner` beside which `record` cannot be `winner`'s too, if there is one."""
    for names in _unique_together(type(record)):
        if field.name in names:
            same = {name: getattr(record, name) for name in names} | {field.name: winner}
            if None in same.values():
                continue
            if twin := type(record)._base_manager.filter(**same).first():
                return twin
    return None


def _unique_together(model: type[models.Model]) -> Iterator[Collection[str]]:
    yield from ([field.name] for field in model._meta.fields if field.unique)
    yield from model._meta.unique_together
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            yield constraint.fields


def _serialise(record: models.Model) -> dict:
    """The record as plain JSON, as `_Undoing.restore` takes it."""
    (serialised,) = serializers.serialize("python", [record])
    return json.loads(json.dumps(serialised, cls=DjangoJSONEncoder))


def _step(do: str, record: models.Model) -> dict:
    return {"do": do, "model": record._meta.label_lower, "pk": record.pk}


def _is_known(step: dict) -> bool:
    """Whether the step's model and field still exist: if not, there is nothing to take back."""
    try:
        model = apps.get_model(step["model"])
        if "field" in step:
            model._meta.get_field(step["field"])
    except (LookupError, FieldDoesNotExist):
        return False
    return True


def _record(step: dict) -> models.Model | None:
    return apps.get_model(step["model"])._base_manager.filter(pk=step["pk"]).first()


def _key(record: models.Model, field: models.ForeignKey):
    return getattr(record, field.attname)


def _plain(record: models.Model, name: str):
    """The value of a field as JSON has it: of a relation, the key."""
    return getattr(record, _attname(record, name))


def _attname(record: models.Model, name: str) -> str:
    """The attribute that keeps the value of a field: of a relation, the key."""
    field: Any = record._meta.get_field(name)
    return field.attname


def _save(record: models.Model, reason: str, fields: list[str] | None = None, **options) -> None:
    record._change_reason = reason  # type: ignore[attr-defined]  # for the history
    record.save(update_fields=fields, **options)
