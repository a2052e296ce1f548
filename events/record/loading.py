"""From entries to records, with three sides in view: the files, what was last written, staff."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import translation

from events.models import RecordEntry
from events.record.files import Node, RecordError, read
from events.record.kinds import FILES, MODELS, RecordKind


@dataclass
class Summary:
    """What a run did, in numbers of entries."""

    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    # Made by staff before the record came: known from now on, but not overwritten.
    adopted: int = 0
    # With a field that staff changed, which was left as it is.
    edited: int = 0
    # Not made (again), because staff deleted it or a record that it needs.
    deleted: int = 0
    # Keys of entries that the files no longer have; their records were left as they are.
    dropped: list[str] = field(default_factory=list)

    def __str__(self):
        return (
            f"{self.added} added, {self.renewed} renewed, {self.unchanged} unchanged; left to "
            f"staff: {self.edited} edited, {self.adopted} made by them, {self.deleted} deleted."
        )


def load_record(folder: Path) -> Summary:
    """Load the data files of `folder`: all of them, or none and a `RecordError`."""
    files = [(kind, read(folder / name)) for name, kind in FILES.items()]
    # Names and messages in one language, whatever that of the caller.
    with translation.override("en"), transaction.atomic():
        loading = _Loading()
        for kind, entries in files:
            for node in entries.items():
                loading.load(kind, node)
        return loading.finish()


class _Loading:
    """One run: what has been loaded so far."""

    def __init__(self):
        self.summary = Summary()
        self.known = {entry.key: entry for entry in RecordEntry.objects.all()}
        self.new: list[RecordEntry] = []
        # The primary key of each entry's record; None where staff deleted it.
        self.loaded: dict[str, int | None] = {}
        self.empty_before = {model for model in MODELS if not model._base_manager.exists()}

    def load(
        self, kind: RecordKind, node: Node, parent: models.Model | None = None, path: str = ""
    ):
        """Load an entry, then those inside it. `path` is the key of the entry it stands in."""
        told = node.entry()
        inside = dict(kind.inside)
        for name, value in told.items():
            if name not in kind.fields and name not in inside:
                known = ", ".join([*kind.fields, *inside])
                raise value.error(f"“{name}” is not known here. Known are: {known}.")
        own_path = self._own_path(kind, node, path)
        key = f"{kind.label}:{own_path}"
        wanted = {
            name: self._value(kind.fields[name], value, path)
            for name, value in told.items()
            if name in kind.fields and value.content != ""
        }
        if kind.complete:
            kind.complete(wanted)
        instance = self._write(kind, node, key, parent, wanted)
        self.loaded[key] = instance and instance.pk
        if not instance:
            self.summary.deleted += 1
            return
        for name, inner in inside.items():
            for each in told[name].items() if name in told else []:
                self.load(inner, each, instance, own_path)

    def finish(self) -> Summary:
        RecordEntry.objects.bulk_create(self.new)
        for key, entry in self.known.items():
            if key not in self.loaded and _record_of(entry):
                self.summary.dropped.append(key)
        return self.summary

    def _own_path(self, kind: RecordKind, node: Node, path: str) -> str:
        words = [node.entry()[name].text() for name in kind.key if name in node.entry()]
        own_path = "/".join(filter(None, [path, *words]))
        if not any(words):
            raise node.error(f"Say what this is: {' or '.join(kind.key)} is missing.")
        first, number = own_path, 1
        while f"{kind.label}:{own_path}" in self.loaded:
            number += 1
            own_path = f"{first}/{number}"
        if number > 1 and not kind.repeats:
            raise node.error(f"“{first}” stands in the record already.")
        if len(kind.label) + 1 + len(own_path) > RecordEntry._meta.get_field("key").max_length:
            raise node.error(f"Too long to tell the entry by: {', '.join(kind.key)}.")
        return own_path

    def _value(self, model_field: models.Field, node: Node, path: str) -> Any:
        """What `node` says, as the field holds it: of other records, their primary keys."""
        if model_field.many_to_many:
            found = [self._find(model_field, each, path) for each in node.items()]
            return frozenset(found) - {None}
        if model_field.is_relation:
            return self._find(model_field, node, path) or _DELETED
        text = node.text()
        if model_field.choices and text not in dict(model_field.flatchoices):
            choices = ", ".join(str(value) for value, _label in model_field.flatchoices if value)
            raise node.error(f"{model_field.name} is “{text}”, but must be one of: {choices}.")
        if isinstance(model_field, models.BooleanField):
            text = text.capitalize()
        try:
            value = model_field.to_python(text)
        except ValidationError as error:
            raise node.error(f"{model_field.name}: {' '.join(error.messages)}") from error
        if isinstance(value, datetime) and value.tzinfo is None:
            raise node.error(
                f"{model_field.name} lacks its zone. Write it as 2019-12-04 09:00+01:00."
            )
        return value

    def _find(self, model_field: models.Field, node: Node, path: str) -> int | None:
        """The primary key of the record that `node` names; None if staff deleted that record."""
        name, model = node.text(), model_field.related_model
        # A delegation is named by its participant, within its event.
        for key in (name, f"{path.split('/')[0]}/{name}"):
            if (key := f"{model._meta.model_name}:{key}") in self.loaded:
                return self.loaded[key]
        raise node.error(
            f"{model_field.name} is “{name}”, but no {model._meta.verbose_name} of that name "
            "stands before it in the record."
        )

    def _write(
        self,
        kind: RecordKind,
        node: Node,
        key: str,
        parent: models.Model | None,
        wanted: dict[str, Any],
    ) -> models.Model | None:
        """Bring the entry's record up to date, and return it; None where staff deleted it."""
        if entry := self.known.get(key):
            if instance := _record_of(entry):
                self._renew(kind, node, entry, instance, wanted)
            return instance
        if _DELETED in wanted.values():
            return None
        instance = self._made_by_staff(kind, parent, wanted)
        if instance:
            self.summary.adopted += 1
        else:
            instance = kind.model(**({kind.parent: parent} if parent else {}))
            _save(kind, node, instance, wanted)
            self.summary.added += 1
        content_type = ContentType.objects.get_for_model(kind.model)
        self.new.append(
            RecordEntry(
                key=key, content_type=content_type, object_id=instance.pk, values=_stored(wanted)
            )
        )
        return instance

    def _made_by_staff(
        self, kind: RecordKind, parent: models.Model | None, wanted: dict[str, Any]
    ) -> models.Model | None:
        """A record that says the same as a new entry, and that no other entry is known for."""
        if kind.model in self.empty_before:
            return None
        content_type = ContentType.objects.get_for_model(kind.model).pk
        taken = [
            entry.object_id
            for entry in (*self.known.values(), *self.new)
            if entry.content_type_id == content_type
        ]
        records = kind.model._base_manager.exclude(pk__in=taken)
        if parent:
            records = records.filter(**{kind.parent: parent})
        for names in kind.match:
            same = {name: wanted.get(name) for name in names}
            if any(same.values()) and (found := records.filter(**same).first()):
                return found
        return None

    def _renew(
        self,
        kind: RecordKind,
        node: Node,
        entry: RecordEntry,
        instance: models.Model,
        wanted: dict[str, Any],
    ) -> None:
        """Three-way: a field is renewed only where it still holds what was last written."""
        changed, kept, stored = {}, False, _stored(wanted)
        for name in {*wanted, *entry.values} & {*kind.fields}:
            model_field = kind.fields[name]
            now = _current(instance, model_field)
            before = _from_stored(model_field, entry.values.get(name, _UNSAID))
            new = wanted.get(name, _empty(model_field))
            if _same(now, new):
                continue
            if _same(now, before) and new is not _DELETED:
                changed[name] = new
                continue
            kept = True
            stored.pop(name, None)
            if name in wanted and name in entry.values:
                stored[name] = entry.values[name]
        try:
            if changed:
                _save(kind, node, instance, changed)
        except RecordError:
            # Wrong by itself, or only beside what staff made of the rest? Then theirs stands.
            alone = kind.model(pk=instance.pk)
            alone._state.adding = False
            if kind.parent:
                setattr(alone, kind.parent, getattr(instance, kind.parent))
            _check(kind, node, alone, wanted)
            changed, kept, stored = {}, True, entry.values
        self.summary.edited += kept
        self.summary.renewed += bool(changed)
        self.summary.unchanged += not (kept or changed)
        if stored != entry.values:
            entry.values = stored
            entry.save()


# In place of a record that staff deleted; of a value that the last run did not write.
_DELETED, _UNSAID = object(), object()


def _record_of(entry: RecordEntry) -> models.Model | None:
    model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
    return model and model._base_manager.filter(pk=entry.object_id).first()


def _save(kind: RecordKind, node: Node, instance: models.Model, values: dict[str, Any]) -> None:
    """Save `instance` with `values`, after `_check`."""
    related = _check(kind, node, instance, values)
    # What the history shows beside the change, in place of a person.
    instance._change_reason = "load_record"
    instance.save()
    for name, value in related.items():
        getattr(instance, name).set(value)


def _check(
    kind: RecordKind, node: Node, instance: models.Model, values: dict[str, Any]
) -> dict[str, Any]:
    """Give `instance` its `values`, but for the many-to-many ones, which are returned.

    A `RecordError` says why it cannot have them.
    """
    related = {name: value for name, value in values.items() if kind.fields[name].many_to_many}
    for name in values.keys() - related.keys():
        setattr(instance, kind.fields[name].attname, values[name])
    try:
        instance.full_clean(exclude=kind.computed)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        at = node.entry().get(name, node)
        said = "" if name == NON_FIELD_ERRORS else f"{name}: "
        raise at.error(said + " ".join(messages)) from error
    return related


def _current(instance: models.Model, model_field: models.Field) -> Any:
    if model_field.many_to_many:
        return frozenset(getattr(instance, model_field.name).values_list("pk", flat=True))
    return getattr(instance, model_field.attname)


def _empty(model_field: models.Field) -> Any:
    """What a record holds where the record says nothing."""
    return frozenset() if model_field.many_to_many else model_field.get_default()


def _same(one: Any, other: Any) -> bool:
    """Whether two values are one to a reader: an edit form sends other line ends back."""

    def plain(value: Any) -> Any:
        return value.replace("\r\n", "\n").strip() or None if isinstance(value, str) else value

    return plain(one) == plain(other)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """`values` as JSON holds them."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else _text(value)
        for name, value in values.items()
        if value is not _DELETED
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _from_stored(model_field: models.Field, value: Any) -> Any:
    if value is _UNSAID:
        return _empty(model_field)
    return frozenset(value) if model_field.many_to_many else model_field.to_python(value)
