"""What becomes of each text that the register stores when personal data is erased.

Every text, JSON and file column of every model has a rule; the tables of rules belong to the apps
that know the models, and a test finds a column without one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from simple_history.models import HistoricalChanges

# What stands for a name that was erased, in records and in issued lists.
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Erase:
    """The column gets `value` once the data of the kind `data` is erased."""

    data: str
    value: Any = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The column holds data of many people: what it says of the erased one is taken out.

    `how` says which code does it.
    """

    how: str


@dataclass(frozen=True, slots=True)
class Keep:
    """The column is left as it is: `because` it says nothing of a person, or is public work."""

    because: str


Rule = Erase | Rewrite | Keep
# By the label of the model, then by the name of the field.
Rules = Mapping[str, Mapping[str, Rule]]

# Columns that can hold what somebody typed or uploaded.
_HOLDING_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def columns_with_text() -> Iterator[tuple[str, str]]:
    """(label of the model, name of the field) of every column that needs a rule.

    No rule is needed for a choice of fixed words, for a translation beside its original, for what
    is made from other records (`derived`), or for the history of a model, which follows the rules
    of that model.
    """
    for model in apps.get_models(include_auto_created=True):
        if getattr(model, "derived", False) or is_history(model):
            continue
        for field in model._meta.concrete_fields:
            if holds_text(field) and not hasattr(field, "translated_field"):
                yield model._meta.label, field.name


def holds_text(field: models.Field) -> bool:
    """Whether `field` can hold any text, and not only a key or one of some fixed words."""
    is_text = isinstance(field, (*_HOLDING_TEXT, models.FileField))
    return is_text and not field.choices and not field.is_relation


def is_history(model: type[models.Model]) -> bool:
    """Whether `model` holds the former versions of another one."""
    return issubclass(model, HistoricalChanges)


def values_for(rules: Rules, model: type[models.Model], *data: str) -> dict[str, Any]:
    """What the fields of `model` get once data of the kinds `data` is erased."""
    return {
        name: rule.value
        for name, rule in rules[model._meta.label].items()
        if isinstance(rule, Erase) and rule.data in data
    }


def shred_free_space() -> None:
    """Overwrite what the database file still holds of deleted and changed rows.

    Outside a transaction. SQLite writes its file anew, and empties its write-ahead log. PostgreSQL
    frees the rows that nobody sees any more, to be written over.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    empty_log()


def empty_log() -> None:
    """Outside a transaction: leave no former page in the write-ahead log of SQLite."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
