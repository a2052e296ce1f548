"""JSON that is stored with the number of its schema, so that a later release still reads it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core import checks
from django.db import models
from django.db.models.fields.json import KeyTransform


class UnknownSchema(Exception):
    """Stored JSON has a schema that this release does not know, such as that of a newer one."""

    def __init__(self, what: object, schema: object):
        super().__init__(
            f"{what} is stored with schema {schema}, which this release does not know. "
            "Install the release that stored it, or a newer one."
        )


class StoredJSONField(models.JSONField):
    """A JSONField whose column holds `{"schema": 1, "content": …}`; the model has the content.

    `schema` is the number that is written. `older` has a function for each smaller number, which
    turns content of that schema into content of the present one. Whoever changes the shape of the
    content counts `schema` up, adds such a function, and keeps a golden file of the old shape in
    `tests/golden/`. In the database, the keys of the content are under `content`.
    """

    # A new schema is no change of the table.
    non_db_attrs = (*models.JSONField.non_db_attrs, "schema")

    def __init__(
        self,
        *args,
        schema: int = 1,
        older: Mapping[int, Callable[[Any], Any]] | None = None,
        **kwargs,
    ):
        self.schema = schema
        self.older = older or {}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # A migration writes the schema of its time; `older` is for the present code alone.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "schema": self.schema}

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if sorted(self.older) != list(range(1, self.schema)):
            errors.append(
                checks.Error(
                    f"'older' must have a function for each schema from 1 to {self.schema - 1}.",
                    obj=self,
                    id="core.E001",
                )
            )
        return errors

    def get_db_prep_save(self, value, connection):
        if value is not None and not hasattr(value, "as_sql"):
            value = {"schema": self.schema, "content": value}
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        if value is None or isinstance(expression, KeyTransform):
            return value
        return self.read(value)

    def read(self, stored: dict[str, Any]) -> Any:
        """The content of what the column holds, in its present shape. Raises `UnknownSchema`."""
        schema, content = stored["schema"], stored["content"]
        if schema == self.schema:
            return content
        if schema not in self.older:
            raise UnknownSchema(self, schema)
        return self.older[schema](content)
