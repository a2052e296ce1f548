"""The tables of a backup, and their rows in a form that every database reads alike.

A row is a list of the values of its model's concrete fields, in the order of `columns`, as JSON.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps.registry import Apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

# Sessions are personal and short-lived. An index is made anew from what it indexes.
LEFT_OUT = {"sessions", "modelsearch", "axes"}
# So many rows are read or written at once.
BATCH = 2_000


def saved_models(apps: Apps) -> list[type[models.Model]]:
    """The models that a backup holds, in the order of their tables' names."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and not getattr(model, "derived", False)
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns(model: type[models.Model]) -> list[str]:
    """The columns of the table of `model`, as a backup names them."""
    return [field.column for field in model._meta.concrete_fields]


def read_rows(model: type[models.Model]) -> Iterator[str]:
    """Every row of `model` as a line of JSON, in the order of the keys."""
    fields = model._meta.concrete_fields
    rows = (
        model._base_manager.order_by("pk")
        .values_list(*(field.attname for field in fields))
        .iterator(chunk_size=BATCH)
    )
    for row in rows:
        values = [_as_json(field, value) for field, value in zip(fields, row, strict=True)]
        yield json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def write_rows(model: type[models.Model], names: Sequence[str], lines: Iterable[str]) -> None:
    """Store the rows `lines`, whose values are those of the columns `names`, as they are.

    No signal is sent and no value is made anew, such as the moment of the last change.
    """
    by_column = {field.column: field for field in model._meta.concrete_fields}
    fields = [by_column[name] for name in names]
    size = min(BATCH, connection.ops.bulk_batch_size(fields, range(BATCH)) or BATCH)
    batch: list[models.Model] = []
    for line in lines:
        values = zip(fields, json.loads(line), strict=True)
        batch.append(model(**{field.attname: _from_json(field, value) for field, value in values}))
        if len(batch) >= size:
            _insert(model, batch, fields)
            batch = []
    if batch:
        _insert(model, batch, fields)


def _insert(model: type[models.Model], records: list, fields: Sequence[models.Field]) -> None:
    # `raw` takes the values as they are; bulk_create would set auto_now and save files again.
    model._base_manager.all()._insert(records, fields=fields, using=connection.alias, raw=True)


class Digest:
    """Counts lines and hashes them one after another."""

    def __init__(self):
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, line: str) -> None:
        self.rows += 1
        self._hash.update(line.encode())
        self._hash.update(b"\n")

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def digest_of(lines: Iterable[str]) -> tuple[int, str]:
    """(number of lines, their SHA-256 as hexadecimal digits)."""
    digest = Digest()
    for line in lines:
        digest.add(line)
    return digest.rows, digest.hexdigest()


def _as_json(field: models.Field, value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(field, models.FloatField) or value is None:
        return value
    if isinstance(field, models.JSONField):
        return value
    # Text where JSON has no type of its own, with the microseconds that the JSON encoder drops.
    return value if isinstance(value, (str, int, bool)) else field.value_to_string(_Holder(value))


class _Holder:
    """Hands a single value to `Field.value_to_string`, which asks a record for it."""

    def __init__(self, value: Any):
        self.value = value

    def __getattr__(self, name: str) -> Any:
        return self.value


def _from_json(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return None if value is None else base64.b64decode(value)
    if isinstance(field, models.JSONField):
        return value
    return field.to_python(value) if not field.is_relation else value
