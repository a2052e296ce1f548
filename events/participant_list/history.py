"""The history of records that were written in bulk, copied by the database itself.

simple_history's own `bulk_create_with_history` makes each row as an object and sends it back over
the connection; for a long list that takes as long as all the rest of an import.
"""

from collections.abc import Iterable

from django.db import connection, models
from django.utils import timezone
from simple_history.utils import get_history_model_for_model

ADDED, CHANGED = "+", "~"

# Fewer than the values that SQLite takes in one statement.
_AT_ONCE = 5_000


def record_history(
    model: type[models.Model], pks: Iterable[int], history_type: str, user, reason: str
) -> None:
    """Write down that the records of `pks` were added or changed, as they are stored now."""
    history = get_history_model_for_model(model)
    names = [field.name for field in history.tracked_fields]
    said = {
        "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
        "history_type": history_type,
        "history_change_reason": reason,
        "history_user": user and user.pk,
    }
    pks = list(pks)
    for start in range(0, len(pks), _AT_ONCE):
        some = pks[start : start + _AT_ONCE]
        sql = "INSERT INTO {into} ({columns}, {said}) SELECT {copied}, {values} FROM {source}"
        sql += " WHERE {pk} IN ({keys})"
        quoted = connection.ops.quote_name
        sql = sql.format(
            into=quoted(history._meta.db_table),
            columns=_columns(history, names),
            said=_columns(history, said),
            copied=_columns(model, names),
            values=", ".join(["%s"] * len(said)),
            source=quoted(model._meta.db_table),
            pk=quoted(model._meta.pk.column),
            keys=", ".join(["%s"] * len(some)),
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*said.values(), *some])


def _columns(model: type[models.Model], names: Iterable[str]) -> str:
    quoted = connection.ops.quote_name
    return ", ".join(quoted(model._meta.get_field(name).column) for name in names)
