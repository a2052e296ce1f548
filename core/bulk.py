"""Bulk writes of public content. They send no signals, so each writes history and announces.

The database itself copies the rows into the history. simple_history's own
`bulk_create_with_history` makes an object of each row and sends it back over the connection; for
a long list that takes as long as all the rest of an import.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import Error, connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.exceptions import NotHistoricalModelError
from simple_history.utils import get_history_model_for_model

from core.changes import announce

Record = TypeVar("Record", bound=models.Model)

# Fewer than the values that SQLite takes in one statement.
_AT_ONCE = 5_000

# Seconds that work waits which has taken long to prepare.
PATIENCE = 20

_INSERT = "INSERT INTO {table} ({columns}) VALUES ({values})"
_UPDATE = "UPDATE {table} SET {values} WHERE {pk} = %s"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records of `model` to store: a statement and, of each record, the key and the values.

    To prepare them takes far longer than to store them. A long list does it before the transaction
    in which others wait.
    """

    model: type[models.Model]
    # As history has it: “+” for new records, “~” for changed ones.
    change: str
    keys: list[int]
    sql: str
    values: list[list[Any]]

    def store(self, *, user=None, reason: str = "") -> None:
        """Store the records; their history says who (`user`) and why (`reason`)."""
        if self.keys:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.values)
            _record(self.model, self.keys, self.change, user, reason)


@contextmanager
def patient() -> Iterator[None]:
    """Waits `PATIENCE` for others who write, where a click would soon be asked to come again."""
    if connection.vendor == "postgresql":
        wait, usual = f"SET lock_timeout = '{PATIENCE}s'", "RESET lock_timeout"
    else:
        seconds = connection.settings_dict["OPTIONS"]["timeout"]
        wait, usual = (f"PRAGMA busy_timeout = {int(n * 1000)}" for n in (PATIENCE, seconds))
    with connection.cursor() as cursor:
        cursor.execute(wait)
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute(usual)


# --- New records ------------------------------------------------------------------------------
def prepare_new(model: type[Record], records: Sequence[Record]) -> Prepared:
    """Give `records` of `model` their keys; what stores them."""
    for record, key in zip(records, _reserve_keys(model, len(records)), strict=True):
        record.pk = key
    fields = model._meta.concrete_fields
    sql = _INSERT.format(
        table=connection.ops.quote_name(model._meta.db_table),
        columns=_columns(model, [each.name for each in fields]),
        values=", ".join(["%s"] * len(fields)),
    )
    values = [_values(record, fields, add=True) for record in records]
    return Prepared(model, "+", [record.pk for record in records], sql, values)


def bulk_create(
    model: type[Record], records: Sequence[Record], *, user=None, reason: str = ""
) -> Sequence[Record]:
    """Store new `records` of `model`; their history says who (`user`) and why (`reason`)."""
    prepare_new(model, records).store(user=user, reason=reason)
    return records


def _reserve_keys(model: type[models.Model], number: int) -> list[int]:
    """`number` keys of `model` that no other record gets, whether these are stored or not."""
    if not number:
        return []
    table, column = model._meta.db_table, model._meta.pk.column
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), column, number])
            return [key for (key,) in cursor.fetchall()]
        # SQLite counts the keys of a table here, from its first record on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (None,)
        sql = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
        if last is None:
            sql = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
        cursor.execute(sql, [(last or 0) + number, table])
        return list(range((last or 0) + 1, (last or 0) + number + 1))


# --- Changed records --------------------------------------------------------------------------
def prepare_changed(
    model: type[Record], records: Sequence[Record], names: Collection[str]
) -> Prepared:
    """What stores the fields `names` of `records` of `model`, each record with its own values."""
    quoted = connection.ops.quote_name
    meta: Any = model._meta
    fields = [meta.get_field(name) for name in names]
    sql = _UPDATE.format(
        table=quoted(meta.db_table),
        values=", ".join(f"{quoted(each.column)} = %s" for each in fields),
        pk=quoted(meta.pk.column),
    )
    values = [[*_values(record, fields, add=False), record.pk] for record in records]
    return Prepared(model, "~", [record.pk for record in records], sql, values)


def bulk_update(
    model: type[Record],
    records: Sequence[Record],
    fields: Collection[str],
    *,
    user=None,
    reason: str = "",
) -> None:
    """Store `fields` of `records` of `model`, each record with its own values."""
    prepare_changed(model, records, fields).store(user=user, reason=reason)


def _values(record: models.Model, fields: Iterable[Any], *, add: bool) -> list[Any]:
    """What the database stores of `fields` of `record`."""
    return [each.get_db_prep_save(each.pre_save(record, add), connection) for each in fields]


# --- The same for many ------------------------------------------------------------------------
def update_all(
    model: type[Record],
    keys: Collection[int],
    values: Mapping[str, Any],
    *,
    user=None,
    reason: str = "",
) -> None:
    """Give all records `keys` of `model` the same `values` (field: value)."""
    model._base_manager.filter(pk__in=keys).update(**values)
    _record(model, keys, "~", user, reason)


def update_in_passing(
    model: type[Record], keys: Collection[int], values: Mapping[str, Any]
) -> None:
    """The same for records that are stored once more in this transaction, with their history.

    Where a constraint holds after each statement, such as one head for a delegation, one record
    has to give way before another takes its place.
    """
    model._base_manager.filter(pk__in=keys).update(**values)
    announce(model, keys)


def overwrite(
    model: type[Record], keys: Collection[int], values: Mapping[str, Any], *, past: Q | None = None
) -> None:
    """Give the records `keys` of `model`, and every former version of them, these `values`.

    For personal data that is erased: no version keeps it, and none is added. With `past`, former
    versions that fit it get the values too; those of deleted records are among them.
    """
    history = get_history_model_for_model(model)
    tracked = {field.name for field in history.tracked_fields}
    former = {name: value for name, value in values.items() if name in tracked}
    for some in _lots(keys):
        model._base_manager.filter(pk__in=some).update(**values)
        history.objects.filter(id__in=some).update(**former, history_change_reason="")
    if past is not None:
        history.objects.filter(past).update(**former, history_change_reason="")
    if keys:
        announce(model, keys)


def _lots(keys: Collection[int]) -> Iterator[Sequence[int]]:
    keys = list(keys)
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def bulk_delete(
    model: type[models.Model], keys: Collection[int], *, user=None, reason: str = ""
) -> None:
    """Delete the records `keys` of `model`, to which nothing may point any more."""
    if not keys:
        return
    announce(model, keys, deleting=True)
    _write_history(model, keys, "-", user, reason)
    records = model._default_manager.filter(pk__in=keys)
    # The database itself refuses to leave anything that points at them.
    records._raw_delete(records.db)


def _record(
    model: type[models.Model], keys: Collection[int], history_type: str, user, reason: str
) -> None:
    """Write the history of records as they are stored now, and announce them."""
    if not keys:
        return
    _write_history(model, keys, history_type, user, reason)
    announce(model, keys)


def _write_history(
    model: type[models.Model], keys: Collection[int], history_type: str, user, reason: str
) -> None:
    try:
        history = get_history_model_for_model(model)
    except NotHistoricalModelError:
        pass
    else:
        _copy_to_history(model, history, list(keys), history_type, user, reason)


def _copy_to_history(
    model: type[models.Model],
    history: Any,
    pks: Sequence[int],
    history_type: str,
    user,
    reason: str,
) -> None:
    """Write down that the records of `pks` were added or changed, as they are stored now."""
    names = [field.name for field in history.tracked_fields]
    about = {
        "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
        "history_type": history_type,
        "history_change_reason": reason,
        "history_user": user and user.pk,
    }
    for some in _lots(pks):
        sql = "INSERT INTO {into} ({columns}, {about}) SELECT {copied}, {values} FROM {source}"
        sql += " WHERE {pk} IN ({keys})"
        quoted = connection.ops.quote_name
        sql = sql.format(
            into=quoted(history._meta.db_table),
            columns=_columns(history, names),
            about=_columns(history, about),
            copied=_columns(model, names),
            values=", ".join(["%s"] * len(about)),
            source=quoted(model._meta.db_table),
            pk=quoted(str(model._meta.pk.column)),
            keys=", ".join(["%s"] * len(some)),
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*about.values(), *some])


def _columns(model: type[models.Model], names: Iterable[str]) -> str:
    quoted = connection.ops.quote_name
    meta: Any = model._meta
    return ", ".join(quoted(meta.get_field(name).column) for name in names)
