"""What the entries of each data file are, and how those that the register lacks are added."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from babel import Locale
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import translation
from modeltranslation.translator import translator

from events.models import Contribution, Delegation, Document, Event, ListSection, Session
from events.record.files import Node, read
from participants.models import Grouping, Membership, MigrationFigure, Organisation, State
from topics.models import Phase, Programme, Topic


class RecordSummary(NamedTuple):
    """What a run did, in entries of the files; what stands inside an entry is part of it."""

    # The new records by kind and name, such as “event: Meeting”, in the order of the files.
    added: list[str]
    # How many were found in the register and left as they are, with all that belongs to them.
    present: int


@dataclass(frozen=True)
class EntryType:
    """The entries of one model. Their fields are the model's, under the same names."""

    model: type[models.Model]
    # The fields by which the register has an entry already; alternatives, tried in order.
    keys: tuple[tuple[str, ...], ...] = (("slug",),)
    # The fields of which one names an entry for the entries after it.
    named_by: tuple[str, ...] = ("slug",)
    # The field that holds the entry in which these stand.
    parent: str = ""
    # The lists of entries inside an entry, by their names in the file.
    inside: dict[str, "EntryType"] = field(default_factory=dict)
    # Fills in values that the file leaves out.
    complete: Callable[[dict[str, Any]], None] | None = None

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """What an entry may set: the fields that staff can edit, except files and people."""
        meta = self.model._meta
        return {
            each.name: each
            for each in (*meta.concrete_fields, *meta.many_to_many)
            if each.editable
            and not each.primary_key
            and not isinstance(each, models.FileField)
            and (not each.is_relation or each.related_model in REFERENCED)
            and each.name not in (*self.computed, self.parent)
        }

    @cached_property
    def computed(self) -> set[str]:
        """Fields filled in when the record is saved, and those that stand for the language read."""
        computed = {each.name for each in self.model._meta.concrete_fields if not each.editable}
        return computed | {*translator.get_options_for_model(self.model).all_fields}


def complete_state(values: dict[str, Any]) -> None:
    """Give a state CLDR's name where the file has none; else make CLDR's name an alias."""
    aliases = [alias.strip() for alias in values.get("aliases", "").split(";")]
    for language in ("en", "ru"):
        usual = Locale(language).territories.get(values.get("iso2"))
        if values.setdefault(f"name_{language}", usual) != usual:
            aliases.append(usual)
    values["aliases"] = "\n".join(filter(None, aliases))


MEMBERSHIP = ("grouping", "state", "role")
FIGURE = (
    *("reporting_state", "reporting_grouping", "citizenship"),
    *("indicator", "year", "source_title"),
)
# Entries inside another one are added together with it, so they need no key.
EVENT_PARTS = {
    "list_sections": EntryType(ListSection, named_by=(), parent="event"),
    "delegations": EntryType(Delegation, named_by=("state", "organisation"), parent="event"),
    "sessions": EntryType(
        Session,
        named_by=(),
        parent="event",
        inside={"contributions": EntryType(Contribution, named_by=(), parent="session")},
    ),
}

# The files, in an order in which an entry names only entries before it.
FILES = {
    "states.csv": EntryType(State, keys=(("slug",), ("iso2",)), complete=complete_state),
    "groupings.yaml": EntryType(Grouping),
    # Without `since`, so that a day that staff corrected is not entered a second time.
    "memberships.csv": EntryType(Membership, keys=(MEMBERSHIP,), named_by=()),
    "organisations.yaml": EntryType(Organisation),
    "topics.yaml": EntryType(Topic),
    "programmes.yaml": EntryType(
        Programme, inside={"phases": EntryType(Phase, named_by=(), parent="programme")}
    ),
    "events.yaml": EntryType(Event, inside=EVENT_PARTS),
    "documents.yaml": EntryType(Document),
    "figures.csv": EntryType(MigrationFigure, keys=(FIGURE,), named_by=()),
}
REFERENCED = {kind.model for kind in FILES.values() if kind.named_by} | {Delegation}


def load_record(folder: Path) -> RecordSummary:
    """Add what the register lacks of the data files in `folder`, and touch nothing else.

    All of it is added, or nothing and a `RecordError` says why.
    """
    files = [(kind, read(folder / name)) for name, kind in FILES.items()]
    # Names and messages in one language, whatever that of the caller.
    with translation.override("en"), transaction.atomic():
        loading = _Loading()
        for kind, entries in files:
            loading.load_file(kind, entries)
        return RecordSummary(loading.added, loading.present)


class _Loading:
    """One run: what it did, and the primary keys of the records that its entries have named."""

    def __init__(self):
        self.added: list[str] = []
        self.present = 0
        self.named: dict[type[models.Model], dict[str, int]] = defaultdict(dict)

    def load_file(self, kind: EntryType, entries: Node) -> None:
        """Add the entries of one file whose key the register did not have before this file."""
        records = kind.model._base_manager
        existing = {
            names: {tuple(key): pk for pk, *key in records.values_list("pk", *names)}
            for names in kind.keys
        }
        for node in entries.items():
            # The delegations of another event can no longer be named.
            self.named[Delegation] = {}
            name, values = self._name(kind, node), self._values(kind, node)
            found = [
                existing[names].get(key)
                for names in kind.keys
                if any(key := tuple(values.get(n, kind.fields[n].get_default()) for n in names))
            ]
            if pk := next(filter(None, found), None):
                self.present += 1
            else:
                record = self._add(kind, node, values)
                self.added.append(f"{record._meta.verbose_name}: {record}")
                pk = record.pk
            self.named[kind.model][name] = pk

    def _add(
        self,
        kind: EntryType,
        node: Node,
        values: dict[str, Any],
        parent: models.Model | None = None,
    ) -> models.Model:
        """The new record of an entry, saved with the entries inside it."""
        record = kind.model(**({kind.parent: parent} if parent else {}))
        related = {name: values.pop(name) for name in [*values] if kind.fields[name].many_to_many}
        for name, value in values.items():
            setattr(record, kind.fields[name].attname, value)
        try:
            record.full_clean(exclude=kind.computed)
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            label = "" if name == NON_FIELD_ERRORS else f"{name}: "
            raise node.entry().get(name, node).error(label + " ".join(messages)) from error
        # What the history shows beside the change, in place of a person.
        record._change_reason = "load_record"  # type: ignore[attr-defined]  # for the history
        record.save()
        for name, keys in related.items():
            getattr(record, name).set(keys)
        for name, inner in kind.inside.items():
            for each in node.entry()[name].items() if name in node.entry() else ():
                inner_name, inner_values = self._name(inner, each), self._values(inner, each)
                self.named[inner.model][inner_name] = self._add(
                    inner, each, inner_values, record
                ).pk
        return record

    def _name(self, kind: EntryType, node: Node) -> str:
        """The name of an entry, which no other entry has; empty where its type has no names."""
        if not kind.named_by:
            return ""
        texts = [node.entry()[name].text() for name in kind.named_by if name in node.entry()]
        if not (name := "".join(texts)):
            raise node.error(f"Say what this is: {' or '.join(kind.named_by)} is missing.")
        if name in self.named[kind.model]:
            raise node.error(f"“{name}” stands in the record already.")
        return name

    def _values(self, kind: EntryType, node: Node) -> dict[str, Any]:
        """The values of an entry as its fields hold them: primary keys for other records."""
        for name, value in node.entry().items():
            if name not in kind.fields and name not in kind.inside:
                known = ", ".join([*kind.fields, *kind.inside])
                raise value.error(f"“{name}” is not known here. Known are: {known}.")
        values = {
            name: self._value(kind.fields[name], value)
            for name, value in node.entry().items()
            if name in kind.fields and value.content != ""
        }
        if kind.complete:
            kind.complete(values)
        return values

    def _value(self, model_field: models.Field, node: Node) -> Any:
        if model_field.many_to_many:
            return [self._find(model_field, each) for each in node.items()]
        if model_field.is_relation:
            return self._find(model_field, node)
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

    def _find(self, model_field: models.Field, node: Node) -> int:
        """The primary key of the record that `node` names."""
        name, model = node.text(), cast(type[models.Model], model_field.related_model)
        if name not in self.named[model]:
            raise node.error(
                f"{model_field.name} is “{name}”, but no {model._meta.verbose_name} of that name "
                "stands before it in the record."
            )
        return self.named[model][name]
