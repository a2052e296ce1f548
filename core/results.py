"""Records in a given order, read from the database only as they are needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import models

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Results:
    """The records of `queryset` in the order of `keys`.

    A pager takes its length and slices, which read their records alone. Iteration reads the
    records in chunks. A record that was deleted after its key was read is left out.
    """

    queryset: models.QuerySet
    keys: Sequence[int]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, window: slice) -> list[models.Model]:
        keys = self.keys[window]
        records = self.queryset.in_bulk(keys)
        return [records[key] for key in keys if key in records]

    def __iter__(self) -> Iterator[models.Model]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]
